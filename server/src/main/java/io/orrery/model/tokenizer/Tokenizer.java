package io.orrery.model.tokenizer;

import io.orrery.error.OrreryException;

/** Turns text into the tokens of a model and back. Safe for use by several threads at once. */
public interface Tokenizer {
    /**
     * The tokens of a text, with those that the model expects around it (GPT-2 expects none). An empty text may have no
     * tokens.
     *
     * @throws OrreryException if the text holds what the model has no token for
     */
    int[] encode(String text);

    /**
     * The tokens of a text that already has all that the model expects around it, as a chat template writes one.
     *
     * @throws OrreryException if the text holds what the model has no token for
     */
    int[] encodeVerbatim(String text);

    /** The text of tokens; special tokens, such as that for the end of a text, are left out. */
    String decode(int... tokens);

    /**
     * One token as people read it: {@code " the"}, not {@code Ġthe}. Bytes that are no character by themselves read as
     * {@code ⟨E2⟩⟨80⟩}, a token that the tokenizer does not name as its number in brackets.
     */
    String piece(int token);

    /** The same for tokenizers that give the same tokens to every text. */
    String id();

    /** A text to begin with, where nobody has said a better one; empty if it is not known what it has tokens for. */
    String example();
}
