package io.orrery.room.activity;

import io.orrery.room.ballot.Ballots;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * One of the invented people of a rehearsal.
 *
 * @param number from 1
 * @param random what this person chooses at one occasion; the same for the same person and occasion
 */
public record InventedPerson(int number, Random random) {
    /** How many there are. */
    public static final int ALL = 30;

    /** One in so many gives no answer. */
    private static final int SILENT = 10;

    /** What no id of a person begins with. */
    private static final String PREFIX = "i";

    /** An id as a word of its own; in JSON it may stand behind a tab. */
    private static final Pattern ID = Pattern.compile("(?:\\b|\\\\t)" + PREFIX + "[1-9][0-9]?\\b");

    public static InventedPerson at(String occasion, int number) {
        long seed = occasion.hashCode() * 0x9E3779B97F4A7C15L ^ number * 0xC2B2AE3D27D4EB4FL;
        return new InventedPerson(number, new Random(seed));
    }

    public static String id(int number) {
        return PREFIX + number;
    }

    /** Whether an answer is an invented person's, or names one. It may be so of a text that has such a word. */
    public static boolean isIn(Ballots.Answer answer) {
        return ID.matcher(answer.person()).find() || ID.matcher(answer.answer()).find();
    }

    public String id() {
        return id(number);
    }

    /** Nobody is given a name that a person could have. */
    public String name() {
        return "Person " + number;
    }

    /** Whether this person answers questions. */
    public boolean answers() {
        return number % SILENT != 0;
    }

    /** Whether this is one of {@code count} people, who are others at another occasion. @param first tells groups of the same occasion apart */
    public boolean isOneOf(int count, int first, Object occasion) {
        return Math.floorMod(number - first - occasion.hashCode(), ALL) < count;
    }

    public boolean does(double probability) {
        return random.nextDouble() < probability;
    }

    /** The index of one of some possibilities. @param weights how likely each is; they need not sum to 1, but to more than 0 */
    public int choice(double... weights) {
        double left = random.nextDouble() * Arrays.stream(weights).sum();
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }
}
