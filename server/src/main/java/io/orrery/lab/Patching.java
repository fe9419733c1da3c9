package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
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
        TextPair.checkLengths(clean, corrupted);
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
        var pair = new TextPair(clean, corrupted, target).checkDifference();
        var anatomy = clean.anatomy();
        var tries = new Tries(pair, progress);
        var stream = new ArrayList<List<Double>>();
        var heads = new ArrayList<List<Double>>();
        var mlps = new ArrayList<List<Double>>();
        for (int layer = 0; layer < anatomy.layers(); layer++) {
            var places = new ArrayList<Double>();
            for (int position = 0; position < clean.length(); position++) {
                places.add(tries.next(anatomy.entering(layer), OptionalInt.empty(), OptionalInt.of(position)));
            }
            stream.add(places);
            var ofHeads = new ArrayList<Double>();
            var ofMlps = new ArrayList<Double>();
            for (Writer writer : anatomy.writers(layer)) {
                if (writer.isMlp()) {
                    ofMlps.add(tries.next(writer.node(), OptionalInt.empty(), OptionalInt.empty()));
                }
                writer.attention().ifPresent(attention -> {
                    for (int head = 0; head < attention.heads(); head++) {
                        ofHeads.add(tries.next(attention.z(), OptionalInt.of(head), OptionalInt.empty()));
                    }
                });
            }
            heads.add(ofHeads);
            mlps.add(ofMlps);
        }
        return new Patching(target, pair.cleanDifference(), pair.corruptedDifference(), stream, heads, mlps);
    }

    /** Counts what is tried. */
    private static final class Tries {
        private final TextPair pair;
        private final Progress progress;
        private final int all;
        private int done;

        Tries(TextPair pair, Progress progress) {
            this.pair = pair;
            this.progress = progress;
            var anatomy = pair.clean().anatomy();
            this.all = anatomy.layers() * pair.clean().length()
                    + anatomy.writers().stream()
                            .filter(writer -> writer.layer().isPresent())
                            .mapToInt(Tries::of)
                            .sum();
        }

        private static int of(Writer writer) {
            return writer.attention().map(Attention::heads).orElse(writer.isMlp() ? 1 : 0);
        }

        double next(Node node, OptionalInt head, OptionalInt position) {
            double recovered = pair.recovered(node, head, position);
            progress.done(++done, all);
            return recovered;
        }
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
        var pair = new TextPair(clean, corrupted, target);
        position.ifPresent(clean::checkPosition);
        head.ifPresent(number -> Subject.checkHead(number, clean.anatomy().heads(node)));
        return pair.recovered(node, head, position);
    }
}
