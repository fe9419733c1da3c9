package io.orrery.train;

import io.orrery.graph.CrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The task: six letters from A, B and C, followed by the same letters sorted. The model learns to predict the sorted
 * half.
 */
public final class SortingData {
    /** Number of letters to sort. */
    public static final int LENGTH = 6;

    /** Number of distinct letters: A, B, C are tokens 0, 1, 2. */
    public static final int LETTERS = 3;

    /** Positions of an example: the six letters, then the sorted letters without the last one. */
    public static final int POSITIONS = 2 * LENGTH - 1;

    private SortingData() {}

    /** A text, and the token that should follow each position: {@link CrossEntropy#IGNORED} in the unsorted half. */
    public record Example(int[] tokens, int[] targets) {
        static Example of(int... letters) {
            int[] sorted = letters.clone();
            Arrays.sort(sorted);
            int[] tokens = Arrays.copyOf(letters, POSITIONS);
            System.arraycopy(sorted, 0, tokens, LENGTH, LENGTH - 1);
            var targets = new int[POSITIONS];
            Arrays.fill(targets, 0, LENGTH - 1, CrossEntropy.IGNORED);
            System.arraycopy(sorted, 0, targets, LENGTH - 1, LENGTH);
            return new Example(tokens, targets);
        }
    }

    /** One of the 729 inputs, uniformly at random. */
    static Example random(Random random) {
        var letters = new int[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            letters[i] = random.nextInt(LETTERS);
        }
        return Example.of(letters);
    }

    /** All 729 inputs, in alphabetical order. */
    public static List<Example> all() {
        var examples = new ArrayList<Example>();
        int count = (int) Math.pow(LETTERS, LENGTH);
        for (int number = 0; number < count; number++) {
            var letters = new int[LENGTH];
            int rest = number;
            for (int i = LENGTH - 1; i >= 0; i--) {
                letters[i] = rest % LETTERS;
                rest /= LETTERS;
            }
            examples.add(Example.of(letters));
        }
        return List.copyOf(examples);
    }
}
