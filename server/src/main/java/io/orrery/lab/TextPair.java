package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Intervention;
import io.orrery.graph.Node;
import io.orrery.trace.change.Changes;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A clean and a corrupted text of equal length, and the question in which they differ: values of the clean run are put into the
 * corrupted one.
 */
public final class TextPair {
    private final Subject clean;
    private final Subject corrupted;
    private final Target target;
    private final double cleanDifference;
    private final double corruptedDifference;

    /** @throws OrreryException with {@link LabError.LengthsDiffer} */
    public TextPair(Subject clean, Subject corrupted, Target target) {
        checkLengths(clean, corrupted);
        clean.checkUnchanged();
        corrupted.checkUnchanged();
        this.clean = clean;
        this.corrupted = corrupted;
        this.target = target;
        this.cleanDifference = target.difference(clean.logits(target.position()));
        this.corruptedDifference = target.difference(corrupted.logits(target.position()));
    }

    static void checkLengths(Subject clean, Subject corrupted) {
        if (clean.length() != corrupted.length()) {
            throw new OrreryException(new LabError.LengthsDiffer(clean.length(), corrupted.length()));
        }
    }

    public Subject clean() {
        return clean;
    }

    public Subject corrupted() {
        return corrupted;
    }

    public Target target() {
        return target;
    }

    /** The logit difference of the clean run. */
    public double cleanDifference() {
        return cleanDifference;
    }

    /** The logit difference of the corrupted run. */
    public double corruptedDifference() {
        return corruptedDifference;
    }

    /** The positions at which the texts have different tokens. */
    public List<Integer> differing() {
        var first = clean.tokens();
        var second = corrupted.tokens();
        return IntStream.range(0, first.size())
                .filter(i -> !first.get(i).equals(second.get(i)))
                .boxed()
                .toList();
    }

    /** @throws OrreryException with {@link LabError.NothingToRecover} if both texts have the same logit difference */
    TextPair checkDifference() {
        if (cleanDifference == corruptedDifference) {
            throw new OrreryException(new LabError.NothingToRecover());
        }
        return this;
    }

    /**
     * The corrupted run with one value of the clean one.
     *
     * @throws OrreryException with a {@link LabError} if there is no such place
     */
    public Subject mended(Place place) {
        Node node = Changes.node(corrupted.graph(), place.node());
        place.position().ifPresent(clean::checkPosition);
        place.head().ifPresent(head -> Changes.checkHead(clean.graph(), node, head));
        return mended(node, place.head(), place.position());
    }

    private Subject mended(Node node, OptionalInt head, OptionalInt position) {
        float[][] from = clean.activations().tensor(node).rows();
        int heads = head.isPresent() ? clean.anatomy().heads(node) : 1;
        Intervention.RowChange change = (at, row) -> {
            int width = row.length / heads;
            System.arraycopy(from[at], head.orElse(0) * width, row, head.orElse(0) * width, width);
        };
        var intervention = position.isPresent()
                ? Intervention.at(node, position.getAsInt(), change)
                : Intervention.everywhere(node, change);
        return corrupted.with(corrupted
                .activations()
                .changed(List.of(intervention), clean.anatomy().normed()));
    }

    /**
     * The share of the clean logit difference that a run recovers: 0 as in the corrupted run, 1 as in the clean one.
     *
     * @throws OrreryException with {@link LabError.NothingToRecover}
     */
    public double recovered(Subject mended) {
        checkDifference();
        double difference = target.difference(mended.logits(target.position()));
        return (difference - corruptedDifference) / (cleanDifference - corruptedDifference);
    }

    double recovered(Node node, OptionalInt head, OptionalInt position) {
        if (position.isPresent() && position.getAsInt() > target.position()) {
            return 0;
        }
        return recovered(mended(node, head, position));
    }
}
