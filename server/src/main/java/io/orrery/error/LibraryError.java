package io.orrery.error;

import java.util.List;

/** A text or a trace that the models on offer cannot produce. */
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

    /** A text without tokens. */
    @Kind(ErrorType.EMPTY_PROMPT)
    record EmptyText() implements LibraryError {}

    @Kind(ErrorType.PROMPT_TOO_LONG)
    record PromptTooLong(int tokens, int limit) implements LibraryError {}

    @Kind(ErrorType.CONTEXT_FULL)
    record ContextFull(int limit) implements LibraryError {}

    @Kind(ErrorType.CONTEXT_FULL)
    record TextTooLong(int tokens, int limit) implements LibraryError {}

    /**
     * A text fits the context, but not together with the tokens to be generated.
     *
     * @param room how many more tokens fit
     * @param wanted how many more tokens were asked for
     */
    @Kind(ErrorType.CONTEXT_FULL)
    record NoRoomForTokens(int tokens, int limit, int room, int wanted) implements LibraryError {}

    /** @param last the largest token that the model knows */
    @Kind(ErrorType.UNKNOWN_TOKEN)
    record TokenOutOfVocabulary(int token, int last) implements LibraryError {}

    /**
     * A character that is not in a vocabulary of letters.
     *
     * @param position the character's position, from 1
     * @param look how the sentence shows the character: {@code space}, {@code linebreak}, {@code number} (only its code
     *     point), {@code letter} or {@code both}
     * @param point the code point, such as {@code U+00E9}
     * @param capital the capital letter, if the model has it; else {@code none}
     */
    @Kind(ErrorType.UNKNOWN_TOKEN)
    record UnknownLetter(
            String token,
            int position,
            String look,
            String point,
            Series permitted,
            String capital,
            Series readers,
            int readerCount)
            implements UnreadableText {
        @Override
        public UnknownLetter withReaders(List<String> titles) {
            return new UnknownLetter(
                    token, position, look, point, permitted, capital, new Series(titles), titles.size());
        }
    }

    /**
     * Words or punctuation marks that are not in a vocabulary of words.
     *
     * @param word the first as it was typed; its beginning if it is long
     * @param kind of the first: {@code word} or {@code mark}
     * @param nearest the known words that are most like the first, the nearest first; of marks all that are known
     * @param others the other unknown words and marks of the text, each once; if there are many, the first of them
     */
    @Kind(ErrorType.UNKNOWN_TOKEN)
    record UnknownWord(
            String word, String kind, Series nearest, Series others, int otherCount, Series readers, int readerCount)
            implements UnreadableText {
        @Override
        public UnknownWord withReaders(List<String> titles) {
            return new UnknownWord(word, kind, nearest, others, otherCount, new Series(titles), titles.size());
        }
    }

    /** A text with something that is not in the model's vocabulary. {@code readers} are the titles of models that can read it. */
    sealed interface UnreadableText extends LibraryError {
        /** The same error, with the models on offer that can read the text. */
        UnreadableText withReaders(List<String> titles);
    }

    /** @param reason in the words of the tokenizers library */
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

    /** A model's chat template cannot format a conversation. */
    @Kind(ErrorType.BAD_CHAT)
    sealed interface BadChat extends LibraryError {}

    /** @param reason in the words of the template or of the Jinja library */
    record ChatRefused(String file, String reason) implements BadChat {}

    record UnknownChatFilter(String file, String filter) implements BadChat {}

    record ChatTookTooLong(String file, long seconds) implements BadChat {}

    /** A text fits the model's context, but not the memory of this server. @param limit the longest text, in tokens */
    @Kind(ErrorType.CONTEXT_FULL)
    record NoMemoryForText(int tokens, int limit) implements LibraryError {}

    /** The server's memory is in use. @param retryAfter s */
    @Kind(ErrorType.TOO_BUSY)
    record NoMemory(long retryAfter) implements LibraryError {}

    /**
     * What moves a model's neurons is still being measured.
     *
     * @param done texts that are read
     * @param all texts
     */
    @Kind(ErrorType.TOO_BUSY)
    record NeuronsNotRead(int done, int all) implements LibraryError {}

    /**
     * A text waits in line, and keeps its place when it is asked for again.
     *
     * @param place from 1, which is being computed
     * @param retryAfter when it will be ready, in s
     */
    @Kind(ErrorType.TOO_BUSY)
    record InLine(int place, long retryAfter) implements LibraryError {}

    /** So many texts wait that another could not be computed in time. @param retryAfter s */
    @Kind(ErrorType.TOO_BUSY)
    record LineFull(long retryAfter) implements LibraryError {}

    @Kind(ErrorType.TOOK_TOO_LONG)
    record TookTooLong(long seconds) implements LibraryError {}

    /**
     * An invalid setting of the sampling.
     *
     * @param setting {@code temperature}, {@code topK}, {@code topP} or {@code seed}
     */
    @Kind(ErrorType.MALFORMED)
    record UnusableSampling(String setting, String value) implements LibraryError {}
}
