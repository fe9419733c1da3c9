package io.orrery.room.engine;

import java.util.List;

/**
 * A text that somebody typed during a tour, in place of the tour's.
 *
 * @param tokens the token ids, one per position
 * @param promptLength how many of them belong to the prompt
 * @param model the content id of the model with which it was typed, which says what the tokens mean
 */
public record OwnText(List<Integer> tokens, int promptLength, String model) {
    public OwnText {
        tokens = List.copyOf(tokens);
    }
}
