package io.orrery.model.tokenizer;

import io.orrery.error.OrreryException;
import java.util.List;

/** Turns text into the tokens of a model and back. Safe for use by several threads at once. */
public interface Tokenizer {
    /**
     * The tokens of a text, with the special tokens that the model expects around it (GPT-2 expects none). An empty
     * text may have no tokens.
     *
     * @throws OrreryException if the model has no token for a part of the text
     */
    int[] encode(String text);

    /**
     * The tokens of a text that already includes the special tokens, such as the output of a chat template.
     *
     * @throws OrreryException if the model has no token for a part of the text
     */
    int[] encodeVerbatim(String text);

    /** The text of tokens, without special tokens such as the end of a text. */
    String decode(int... tokens);

    /**
     * The display text of one token: {@code " the"}, not {@code Ġthe}. Bytes of an incomplete character are written as
     * {@code ⟨E2⟩⟨80⟩}, a token that is not in the vocabulary as its id in brackets.
     */
    String piece(int token);

    /** The display texts of a text's tokens, from its beginning. Joined, they are the text. */
    default List<String> pieces(List<Integer> tokens) {
        return tokens.stream().map(this::piece).toList();
    }

    /** How a text became these tokens. */
    Cut cut(List<Integer> tokens);

    /** An id. Tokenizers with the same id give every text the same tokens. */
    String id();

    /** A default prompt; empty if it is not known which texts have tokens. */
    String example();
}
