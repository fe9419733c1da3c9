package io.orrery.tour.fact;

/** A head of attention, as a tour names it. */
public sealed interface HeadName {
    /**
     * Written {@code 2.3}.
     *
     * @param layer from 1
     * @param head from 1
     */
    record At(int layer, int head) implements HeadName {}

    /** The head that the person answered with. */
    record Answered() implements HeadName {}

    /** The head that adds most to the logit difference. */
    record Voter() implements HeadName {}
}
