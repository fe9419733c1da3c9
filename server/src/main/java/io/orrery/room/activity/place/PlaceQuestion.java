package io.orrery.room.activity.place;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.graph.Sizes;
import io.orrery.room.activity.Asks.Phase;
import io.orrery.room.activity.Asks.Question;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.PlaceMeasure;
import io.orrery.wire.Word;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A question whose answer is a place. Layers, heads and positions count from 0.
 *
 * @param trace the id of the run whose places they are
 * @param size how many places there are: words, layers and heads of each, or layers
 * @param question the presenter's own words; empty for those of the measure
 * @param measure what says which place is right; empty if nothing does
 * @param answers how many people have answered, as pages are told; the room's own state has it only of a question that is revealed
 * @param counts the places that people chose, the most frequent first, likewise; empty if they are withheld
 * @param right where the measure is largest; empty if that is withheld, or not known, or not known yet
 * @param lost whether the place that is right cannot be known; false while that is withheld
 * @param beat the beat of a tour that asks, as {@code chapter/beat}; empty for a question of the presenter's
 * @param first of a question in its second round, the counts of the first; none if they are withheld
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PlaceQuestion(
        String trace,
        Kind kind,
        List<Integer> size,
        Optional<String> question,
        Optional<PlaceMeasure> measure,
        Phase phase,
        int answers,
        Optional<List<Count>> counts,
        Optional<PlaceMeasure.Found> right,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean lost,
        Optional<String> beat,
        Optional<List<Count>> first)
        implements Question<PlaceQuestion> {
    /** The kinds of places. */
    public enum Kind implements Word {
        /** A position of the text. */
        WORD,
        /** A layer and a head in it. */
        HEAD,
        LAYER;

        List<Integer> size(Sizes sizes, int positions) {
            return switch (this) {
                case WORD -> List.of(positions);
                case HEAD -> List.of(sizes.n_layers(), sizes.n_heads());
                case LAYER -> List.of(sizes.n_layers());
            };
        }
    }

    /** How many people chose a place. */
    public record Count(List<Integer> at, int count) {
        public Count {
            at = List.copyOf(at);
        }
    }

    public PlaceQuestion {
        size = List.copyOf(size);
        counts = counts.map(List::copyOf);
        first = first.map(List::copyOf);
    }

    /** A question that is open, and that nobody has answered. */
    static PlaceQuestion asked(
            String trace,
            Kind kind,
            List<Integer> size,
            Optional<String> question,
            Optional<PlaceMeasure> measure,
            Optional<String> beat) {
        return new PlaceQuestion(
                trace,
                kind,
                size,
                question,
                measure,
                Phase.OPEN,
                0,
                Optional.of(List.of()),
                Optional.empty(),
                false,
                beat,
                Optional.empty());
    }

    /** Whether a place is among those that people can choose. */
    boolean has(List<Integer> at) {
        return at.size() == size.size() && IntStream.range(0, at.size()).allMatch(i -> at.get(i) < size.get(i));
    }

    /** Whether the place that is right is still to be measured. */
    boolean isUnmeasured() {
        return measure.isPresent() && right.isEmpty() && !lost;
    }

    @Override
    public PlaceQuestion in(Phase next) {
        return with(next, answers, counts, right, lost, first);
    }

    PlaceQuestion counted(Ballots.Counts people) {
        List<Count> all = people.each().entrySet().stream()
                .map(each -> new Count(place(each.getKey()), each.getValue()))
                .sorted(Comparator.comparingInt((Count each) -> -each.count())
                        .thenComparingInt(each -> each.at().get(0))
                        .thenComparingInt(each -> each.at().get(each.at().size() - 1)))
                .toList();
        return with(phase, people.people(), Optional.of(all), right, lost, first);
    }

    /** Open for its second round. */
    @Override
    public PlaceQuestion asking() {
        return with(Phase.OPEN, 0, Optional.of(List.of()), right, lost, counts);
    }

    /** @param found where the measure is largest; empty if it is nowhere */
    PlaceQuestion measured(Optional<PlaceMeasure.Found> found) {
        return with(phase, answers, counts, found, found.isEmpty(), first);
    }

    /** Without what the audience may not know before the reveal. */
    PlaceQuestion withheld() {
        return with(phase, answers, Optional.empty(), Optional.empty(), false, first.map(any -> List.of()));
    }

    private PlaceQuestion with(
            Phase next,
            int people,
            Optional<List<Count>> places,
            Optional<PlaceMeasure.Found> found,
            boolean isLost,
            Optional<List<Count>> before) {
        return new PlaceQuestion(
                trace, kind, size, question, measure, next, people, places, found, isLost, beat, before);
    }

    /** A place as an answer of a ballot, such as {@code 1.3}. */
    static String answer(List<Integer> at) {
        return at.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    static List<Integer> place(String answer) {
        return Arrays.stream(answer.split("\\.")).map(Integer::valueOf).toList();
    }
}
