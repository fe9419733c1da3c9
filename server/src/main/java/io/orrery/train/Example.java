package io.orrery.train;

import io.orrery.graph.CrossEntropy;
import java.util.Arrays;

/**
 * A text to learn from.
 *
 * @param tokens the text
 * @param targets the token that should follow each position, or {@link CrossEntropy#IGNORED}
 * @param weights how much each position counts in the loss
 */
public record Example(int[] tokens, int[] targets, int[] weights) {
    /** An example whose targets count equally. */
    public static Example of(int[] tokens, int[] targets) {
        var weights = new int[targets.length];
        Arrays.fill(weights, 1);
        return new Example(tokens, targets, weights);
    }
}
