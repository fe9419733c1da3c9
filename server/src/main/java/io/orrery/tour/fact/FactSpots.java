package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.model.tokenizer.Tokenizer;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Checks of what a fact names, and its numbers from 0. */
final class FactSpots {
    private FactSpots() {}

    /** @param layer from 1; 0 for none */
    static void checkLayer(int layer, int layers) {
        if (layer > layers) {
            throw new OrreryException(new FactError.NoSuchLayerNumber(layer, layers));
        }
    }

    /** @param head from 1 */
    static void checkHead(int head, int heads) {
        if (head > heads) {
            throw new OrreryException(new FactError.NoSuchHeadNumber(head, heads));
        }
    }

    /**
     * The token of the vocabulary with a text: the one with exactly this text, else the one that the text is read as.
     *
     * @throws OrreryException with {@link FactError.NotOneToken} if there is none
     */
    static int token(Model model, String text) {
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
