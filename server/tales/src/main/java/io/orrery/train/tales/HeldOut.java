package io.orrery.train.tales;

import java.util.List;

/**
 * The part of the grammar that training never sees: one in eight combinations of a name, a place and a thing. No story
 * for training contains all three of such a combination.
 */
record HeldOut(Words words) {
    private static final int ONE_IN = 8;

    /** Whether training never sees these three together. */
    boolean isHeldOut(String name, String place, String thing) {
        int number = (words.of("name").indexOf(name) * words.of("place").size()
                                + words.of("place").indexOf(place))
                        * words.of("thing").size()
                + words.of("thing").indexOf(thing);
        return Integer.remainderUnsigned(mixed(number), ONE_IN) == 0;
    }

    /** Spreads numbers evenly and without a pattern: the last steps of MurmurHash3 (Appleby 2011). */
    private static int mixed(int number) {
        int h = (number + 1) * 0x9E3779B9;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }

    /** Whether a story contains a combination that training never sees. */
    boolean touches(List<String> story) {
        for (String place : story) {
            if (!words.of("place").contains(place)) {
                continue;
            }
            for (String name : story) {
                if (!words.of("name").contains(name)) {
                    continue;
                }
                for (String thing : story) {
                    if (words.of("thing").contains(thing) && isHeldOut(name, place, thing)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
