package io.orrery.tour.fact;

/** A token of the vocabulary, as a tour names it. */
public sealed interface TokenName {
    /** @param text of the token, with its space where it has one */
    record Written(String text) implements TokenName {}

    /** The token that the person answered with. */
    record Answered() implements TokenName {}
}
