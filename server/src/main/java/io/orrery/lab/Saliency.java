package io.orrery.lab;

import io.orrery.graph.Activations;
import io.orrery.graph.Frozen;
import io.orrery.graph.Gradients;
import io.orrery.graph.Intervention;
import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017, arXiv:1703.01365): which tokens the logit difference is owed to. The
 * embeddings go in a straight line from a baseline to the text's; the gradients on the way, times the way, add up to what the
 * difference gains. Positions stay as they are.
 *
 * @param steps midpoints on the way
 * @param baseline where the way begins
 * @param byToken each token's share, by position; tokens after the target's position have none
 * @param target what the difference gains from the baseline to the text
 * @param sum of the shares; the nearer to the target, the better were the steps
 */
public record Saliency(int steps, Baseline baseline, List<Double> byToken, double target, double sum) {
    public Saliency {
        byToken = List.copyOf(byToken);
    }

    /** Where the way begins. */
    public enum Baseline {
        /** Every token's embedding is the mean embedding of the vocabulary. */
        MEAN("mean"),
        /** The same, but the first token keeps its own. */
        KEEP_FIRST("keep-first");

        private final String word;

        Baseline(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * Measures the shares; no gradient by a weight is taken.
     *
     * @param steps at least 1
     */
    public static Saliency of(Subject subject, Target target, int steps, Baseline baseline, Progress progress) {
        subject.checkUnchanged();
        Node embedding = subject.anatomy().embedding();
        float[][] own = subject.activations().tensor(embedding).rows();
        float[] mean = Embedding.of(subject.graph(), subject.weights()).mean();
        int kept = baseline == Baseline.KEEP_FIRST ? 1 : 0;
        var base = new float[target.position() + 1][];
        for (int i = 0; i < base.length; i++) {
            base[i] = i < kept ? own[i] : mean;
        }
        var byToken = new double[subject.length()];
        for (int step = 0; step < steps; step++) {
            double share = (step + 0.5) / steps;
            float[][] gradients = gradients(subject, target, between(base, own, share));
            for (int i = kept; i < base.length; i++) {
                double along = 0;
                for (int j = 0; j < base[i].length; j++) {
                    along += gradients[i][j] * ((double) own[i][j] - base[i][j]);
                }
                byToken[i] += along / steps;
            }
            progress.done(step + 1, steps);
        }
        double gained = target.difference(subject.logits(target.position()))
                - target.difference(moved(subject, base).row(subject.anatomy().logits(), target.position()));
        return new Saliency(
                steps,
                baseline,
                Arrays.stream(byToken).boxed().toList(),
                gained,
                Arrays.stream(byToken).sum());
    }

    /** How far the sum is from the target, as a share of the target. */
    public double gap() {
        return Math.abs(sum - target) / Math.abs(target);
    }

    /**
     * The gradient of the difference by the embeddings.
     *
     * @param embeddings by position, up to the target's
     */
    static float[][] gradients(Subject subject, Target target, float[][] embeddings) {
        var anatomy = subject.anatomy();
        Activations run = moved(subject, embeddings);
        var by = Tensor.zeros(run.layout(anatomy.normed()));
        by.rows()[target.position()] = target.direction(subject);
        return Gradients.of(run, anatomy.normed(), by, Frozen.WEIGHTS, anatomy.embedding())
                .by(anatomy.embedding(), subject.graph().sizes(), subject.length())
                .rows();
    }

    /** The run with other embeddings. */
    private static Activations moved(Subject subject, float[][] embeddings) {
        Intervention.RowChange put = (position, row) -> System.arraycopy(embeddings[position], 0, row, 0, row.length);
        var intervention = new Intervention(subject.anatomy().embedding(), 0, embeddings.length, put);
        return subject.activations()
                .changed(List.of(intervention), subject.anatomy().normed());
    }

    private static float[][] between(float[][] base, float[][] own, double share) {
        var rows = new float[base.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[base[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) (base[i][j] + share * ((double) own[i][j] - base[i][j]));
            }
        }
        return rows;
    }
}
