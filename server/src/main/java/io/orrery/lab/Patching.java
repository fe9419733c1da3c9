package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Intervention;
import io.orrery.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Activation patching (Meng et al. 2022, arXiv:2202.05262; Wang et al. 2022, arXiv:2211.00593): a run of a corrupted text is
 * mended by single values from the run of a clean text of equal length. Each figure is the share of the clean logit difference
 * that is recovered: 0 as in the corrupted run, 1 as in the clean one.
 *
 * @param target what the question is about
 * @param clean the logit difference of the clean run
 * @param corrupted that of the corrupted run
 * @param stream by layer and position: the stream that enters the layer, at that position alone
 * @param heads by layer and head: the head's z at all positions; an empty list for a layer without attention
 * @param mlps by layer: the output of its MLP at all positions
 */
public record Patching(
        Target target,
        double clean,
        double corrupted,
        List<List<Double>> stream,
        List<List<Double>> heads,
        List<List<Double>> mlps) {
    public Patching {
        stream = stream.stream().map(List::copyOf).toList();
        heads = heads.stream().map(List::copyOf).toList();
        mlps = mlps.stream().map(List::copyOf).toList();
    }

    /**
     * The target of two texts: a is the clean run's most probable token, b the corrupted run's or, if that is a, the clean
     * run's second.
     *
     * @param a as chosen by somebody
     * @param b as chosen by somebody
     */
    public static Target target(Subject clean, Subject corrupted, int position, OptionalInt a, OptionalInt b) {
        checkLengths(clean, corrupted);
        clean.checkPosition(position);
        a.ifPresent(clean::checkToken);
        int first = a.orElseGet(() -> Target.mostProbableBut(b, clean.logits(position)));
        int second = Target.mostProbableBut(OptionalInt.empty(), corrupted.logits(position));
        return Target.of(
                clean, position, OptionalInt.of(first), b.isPresent() || second == first ? b : OptionalInt.of(second));
    }

    /**
     * Tries every place of the stream, every head and every MLP.
     *
     * @throws OrreryException with {@link LabError.LengthsDiffer}, or with {@link LabError.NothingToRecover} if both texts
     *     have the same logit difference
     */
    public static Patching of(Subject clean, Subject corrupted, Target target, Progress progress) {
        checkLengths(clean, corrupted);
        var pair = new Pair(clean, corrupted, target);
        var anatomy = clean.anatomy();
        var stream = new ArrayList<List<Double>>();
        var heads = new ArrayList<List<Double>>();
        var mlps = new ArrayList<List<Double>>();
        for (int layer = 0; layer < anatomy.layers(); layer++) {
            var places = new ArrayList<Double>();
            for (int position = 0; position < clean.length(); position++) {
                places.add(pair.recovered(anatomy.entering(layer), OptionalInt.empty(), OptionalInt.of(position)));
            }
            stream.add(places);
            var ofHeads = new ArrayList<Double>();
            var ofMlps = new ArrayList<Double>();
            for (Writer writer : anatomy.writers(layer)) {
                if (writer.isMlp()) {
                    ofMlps.add(pair.recovered(writer.node(), OptionalInt.empty(), OptionalInt.empty()));
                }
                writer.attention().ifPresent(attention -> {
                    for (int head = 0; head < attention.heads(); head++) {
                        ofHeads.add(pair.recovered(attention.z(), OptionalInt.of(head), OptionalInt.empty()));
                    }
                });
            }
            heads.add(ofHeads);
            mlps.add(ofMlps);
            progress.done(layer + 1, anatomy.layers());
        }
        return new Patching(target, pair.cleanDifference, pair.corruptedDifference, stream, heads, mlps);
    }

    /**
     * The share that one value recovers.
     *
     * @param node a node that depends on the text and is kept
     * @param head of the node; empty for all of it
     * @param position empty for all
     * @throws OrreryException as {@link #of(Subject, Subject, Target, Progress)}
     */
    public static double recovered(
            Subject clean, Subject corrupted, Target target, Node node, OptionalInt head, OptionalInt position) {
        checkLengths(clean, corrupted);
        position.ifPresent(clean::checkPosition);
        head.ifPresent(number -> Subject.checkHead(number, clean.anatomy().heads(node)));
        return new Pair(clean, corrupted, target).recovered(node, head, position);
    }

    private static void checkLengths(Subject clean, Subject corrupted) {
        if (clean.length() != corrupted.length()) {
            throw new OrreryException(new LabError.LengthsDiffer(clean.length(), corrupted.length()));
        }
    }

    /** Two runs and what they differ by. */
    private static final class Pair {
        private final Subject clean;
        private final Subject corrupted;
        private final Target target;
        private final double cleanDifference;
        private final double corruptedDifference;

        Pair(Subject clean, Subject corrupted, Target target) {
            this.clean = clean;
            this.corrupted = corrupted;
            this.target = target;
            this.cleanDifference = target.difference(clean.logits(target.position()));
            this.corruptedDifference = target.difference(corrupted.logits(target.position()));
            if (cleanDifference == corruptedDifference) {
                throw new OrreryException(new LabError.NothingToRecover());
            }
        }

        double recovered(Node node, OptionalInt head, OptionalInt position) {
            if (position.isPresent() && position.getAsInt() > target.position()) {
                return 0;
            }
            float[][] from = clean.activations().tensor(node).rows();
            int heads = head.isPresent() ? clean.anatomy().heads(node) : 1;
            Intervention.RowChange change = (at, row) -> {
                int width = row.length / heads;
                System.arraycopy(from[at], head.orElse(0) * width, row, head.orElse(0) * width, width);
            };
            var intervention = position.isPresent()
                    ? Intervention.at(node, position.getAsInt(), change)
                    : Intervention.everywhere(node, change);
            Activations mended = corrupted
                    .activations()
                    .changed(List.of(intervention), clean.anatomy().normed());
            double difference = target.difference(mended.row(clean.anatomy().logits(), target.position()));
            return (difference - corruptedDifference) / (cleanDifference - corruptedDifference);
        }
    }
}
