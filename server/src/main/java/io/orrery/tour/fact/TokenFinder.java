package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.model.tokenizer.Tokenizer;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds tokens by their texts. */
public final class TokenFinder {
    private TokenFinder() {}

    /**
     * The token of the vocabulary with a text: the one with exactly this text, else the one that the text is read as.
     *
     * @throws OrreryException with {@link FactError.NotOneToken} if there is none
     */
    public static int token(Model model, String text) {
        var tokenizer = model.tokenizer();
        OptionalInt read = read(tokenizer, text);
        if (read.isPresent() && tokenizer.piece(read.getAsInt()).equals(text)) {
            return read.getAsInt();
        }
        return IntStream.range(0, model.graph().sizes().d_vocab())
                .filter(token -> tokenizer.piece(token).equals(text))
                .findFirst()
                .orElseGet(() -> read.orElseThrow(() -> new OrreryException(new FactError.NotOneToken(text))));
    }

    private static OptionalInt read(Tokenizer tokenizer, String text) {
        try {
            int[] tokens = tokenizer.encodeVerbatim(text);
            return tokens.length == 1 ? OptionalInt.of(tokens[0]) : OptionalInt.empty();
        } catch (OrreryException e) {
            return OptionalInt.empty();
        }
    }
}
