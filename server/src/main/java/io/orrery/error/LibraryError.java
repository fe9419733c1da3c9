package io.orrery.error;

/** A text or a trace that cannot be had with the models on offer. */
public sealed interface LibraryError extends DomainError {
    @Kind(ErrorType.UNKNOWN_MODEL)
    record UnknownModel(String model) implements LibraryError {}

    /** @param model a content id */
    @Kind(ErrorType.UNKNOWN_MODEL)
    record ModelNotOpen(String model) implements LibraryError {}

    @Kind(ErrorType.UNKNOWN_TRACE)
    record UnknownTrace(String trace) implements LibraryError {}

    /** @param model its title */
    @Kind(ErrorType.STRUCTURE_ONLY)
    record StructureOnly(String model) implements LibraryError {}

    @Kind(ErrorType.EMPTY_PROMPT)
    record EmptyPrompt() implements LibraryError {}

    /** No tokens to compute a trace of. */
    @Kind(ErrorType.EMPTY_PROMPT)
    record EmptyText() implements LibraryError {}

    @Kind(ErrorType.PROMPT_TOO_LONG)
    record PromptTooLong(int tokens, int limit) implements LibraryError {}

    @Kind(ErrorType.CONTEXT_FULL)
    record ContextFull(int limit) implements LibraryError {}

    @Kind(ErrorType.CONTEXT_FULL)
    record TextTooLong(int tokens, int limit) implements LibraryError {}

    /**
     * A text fits, but not with so many more tokens.
     *
     * @param room how many more would fit
     * @param wanted how many more were asked for
     */
    @Kind(ErrorType.CONTEXT_FULL)
    record NoRoomForTokens(int tokens, int limit, int room, int wanted) implements LibraryError {}

    /** @param last the largest token that the model knows */
    @Kind(ErrorType.UNKNOWN_TOKEN)
    record TokenOutOfVocabulary(int token, int last) implements LibraryError {}

    /**
     * A character that a vocabulary of letters does not have.
     *
     * @param position from 1
     * @param look how the character is shown: {@code space}, {@code linebreak}, {@code number} (by its number alone),
     *     {@code letter} or {@code both}
     * @param point its number in Unicode, such as {@code U+00E9}
     * @param capital the same letter as a capital where the model has that; {@code none} otherwise
     */
    @Kind(ErrorType.UNKNOWN_TOKEN)
    record UnknownLetter(String token, int position, String look, String point, Series permitted, String capital)
            implements LibraryError {}

    /** @param reason as the tokenizers library words it */
    @Kind(ErrorType.UNKNOWN_TOKEN)
    record NoTokensForText(String reason) implements LibraryError {}

    /** @param first the title of a model */
    @Kind(ErrorType.TOKENIZERS_DIFFER)
    record TokenizersDiffer(String first, String second) implements LibraryError {}

    @Kind(ErrorType.TEXTS_DIFFER)
    record TextsDiffer(int position) implements LibraryError {}

    /** @param model its title */
    @Kind(ErrorType.NO_CHAT)
    record NoChat(String model) implements LibraryError {}

    /** A model's chat template cannot write a conversation. */
    sealed interface BadChat extends LibraryError {
        @Override
        default ErrorType type() {
            return ErrorType.BAD_CHAT;
        }
    }

    /** @param reason as the template, or the library that follows it, words it */
    record ChatRefused(String file, String reason) implements BadChat {}

    record UnknownChatFilter(String file, String filter) implements BadChat {}

    record ChatTookTooLong(String file, long seconds) implements BadChat {}

    @Kind(ErrorType.TOOK_TOO_LONG)
    record TookTooLong(long seconds) implements LibraryError {}

    /**
     * How tokens are chosen makes no sense.
     *
     * @param setting {@code temperature}, {@code topK}, {@code topP} or {@code seed}
     */
    @Kind(ErrorType.MALFORMED)
    record UnusableSampling(String setting, String value) implements LibraryError {}
}
