package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a question is about: why token a follows a position, and not token b.
 *
 * @param position the position before the token, from 0
 * @param a the token
 * @param b what it is compared with; empty for the mean logit of all tokens
 */
public record Target(int position, int a, OptionalInt b) {
    private static final int ROWS_AT_ONCE = 64;

    /**
     * A target with what was left open filled in from the logits: a is the most probable token, b the most probable other
     * one.
     *
     * @param subject the unchanged run
     * @throws OrreryException with a {@link LabError} if there is no such position or if a is b, and with
     *     {@link LibraryError.TokenOutOfVocabulary} if there is no such token
     */
    public static Target of(Subject subject, int position, OptionalInt a, OptionalInt b) {
        subject.checkPosition(position);
        a.ifPresent(subject::checkToken);
        b.ifPresent(subject::checkToken);
        float[] logits = subject.logits(position);
        int first = a.orElseGet(() -> mostProbableBut(b, logits));
        int second = b.orElseGet(() -> mostProbableBut(OptionalInt.of(first), logits));
        if (first == second) {
            throw new OrreryException(new LabError.TokensEqual(first));
        }
        return new Target(position, first, OptionalInt.of(second));
    }

    /** Token a compared with the mean of all logits; a is the most probable token if it is left open. */
    public static Target againstAll(Subject subject, int position, OptionalInt a) {
        subject.checkPosition(position);
        a.ifPresent(subject::checkToken);
        return new Target(
                position,
                a.orElseGet(() -> mostProbableBut(OptionalInt.empty(), subject.logits(position))),
                OptionalInt.empty());
    }

    /** The token with the largest logit, the first of several, but not one token. */
    static int mostProbableBut(OptionalInt token, float[] logits) {
        return IntStream.range(0, logits.length)
                .filter(id -> token.isEmpty() || id != token.getAsInt())
                .reduce((best, id) -> logits[id] > logits[best] ? id : best)
                .orElse(0);
    }

    /** Logit a minus logit b, or minus the mean. @param logits {@code [d_vocab]} */
    public double difference(float[] logits) {
        return logits[a] - (b.isPresent() ? logits[b.getAsInt()] : mean(logits));
    }

    private static double mean(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += value;
        }
        return sum / row.length;
    }

    /**
     * The vector whose product with the last norm's output is the difference, but for the logits' biases: the column of a
     * in W_U, minus that of b, {@code [d_model]}.
     */
    float[] direction(Subject subject) {
        return direction(unembedding(subject), true);
    }

    /** The same for logit a alone. */
    float[] directionOfA(Subject subject) {
        return direction(unembedding(subject), false);
    }

    /** What the logits' biases add to the difference; 0 in most models. */
    double bias(Subject subject) {
        var inputs = subject.anatomy().logits().inputs();
        return inputs.size() < 3
                ? 0
                : difference(subject.activations().tensor(inputs.get(2)).rows()[0]);
    }

    private static Tensor unembedding(Subject subject) {
        Node wU = subject.anatomy().logits().inputs().get(1);
        return subject.activations().tensor(wU);
    }

    private float[] direction(Tensor wU, boolean compared) {
        float[] direction = wU.column(a);
        if (!compared) {
            return direction;
        }
        if (b.isPresent()) {
            float[] other = wU.column(b.getAsInt());
            for (int i = 0; i < direction.length; i++) {
                direction[i] = (float) ((double) direction[i] - other[i]);
            }
            return direction;
        }
        // A few rows at a time, since a weight that is kept as it is stored is widened for it.
        for (int from = 0; from < direction.length; from += ROWS_AT_ONCE) {
            float[][] rows = wU.rows(from, Math.min(from + ROWS_AT_ONCE, direction.length));
            for (int i = 0; i < rows.length; i++) {
                direction[from + i] = (float) difference(rows[i]);
            }
        }
        return direction;
    }
}
