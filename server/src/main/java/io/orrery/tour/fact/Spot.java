package io.orrery.tour.fact;

/** A position of the text, as a tour names it. */
public sealed interface Spot {
    /** The last position. */
    record Last() implements Spot {}

    /** The first position. */
    record First() implements Spot {}

    /** @param number from 1 */
    record At(int number) implements Spot {}

    /** The position that the person answered with. */
    record Answered() implements Spot {}
}
