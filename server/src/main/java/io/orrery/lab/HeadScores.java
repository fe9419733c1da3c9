package io.orrery.lab;

import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * What heads do, as scores from 0 to 1 (Elhage et al. 2021; Olsson et al. 2022, arXiv:2209.11895): means of the pattern
 * where a head of that kind would look. Empty where a text has no such place.
 *
 * @param previous by layer and head: to the token before
 * @param duplicate to earlier places of the same token
 * @param induction to the places after these, up to the query
 * @param first to the first token, from later ones
 */
public record HeadScores(
        List<List<OptionalDouble>> previous,
        List<List<OptionalDouble>> duplicate,
        List<List<OptionalDouble>> induction,
        List<List<OptionalDouble>> first) {
    public HeadScores {
        previous = copy(previous);
        duplicate = copy(duplicate);
        induction = copy(induction);
        first = copy(first);
    }

    /** The scores of all heads on the subject's text. */
    public static HeadScores of(Subject subject) {
        int[] tokens = subject.tokens().stream().mapToInt(token -> token).toArray();
        return new HeadScores(
                scores(subject, (pattern, query) -> query == 0 ? Double.NaN : pattern.at(query - 1)),
                scores(subject, (pattern, query) -> sum(pattern, query, tokens, 0)),
                scores(subject, (pattern, query) -> sum(pattern, query, tokens, 1)),
                scores(subject, (pattern, query) -> query == 0 ? Double.NaN : pattern.at(0)));
    }

    /**
     * A text in which every score has places: random tokens, all different, and the same again.
     *
     * @param count how many of them; all if the vocabulary is smaller
     * @param seed the same seed takes the same tokens
     */
    public static List<Integer> repeated(int vocabulary, int count, long seed) {
        var once = new Random(seed)
                .ints(0, vocabulary)
                .distinct()
                .limit(Math.min(count, vocabulary))
                .boxed()
                .toList();
        return Stream.concat(once.stream(), once.stream()).toList();
    }

    /** One head's pattern at one query. */
    @FunctionalInterface
    private interface Looks {
        double at(int key);
    }

    /** NaN if the token was not there before. */
    private static double sum(Looks pattern, int query, int[] tokens, int after) {
        double sum = 0;
        boolean found = false;
        for (int earlier = 0; earlier < query; earlier++) {
            if (tokens[earlier] == tokens[query]) {
                sum += pattern.at(earlier + after);
                found = true;
            }
        }
        return found ? sum : Double.NaN;
    }

    private static List<List<OptionalDouble>> scores(Subject subject, ToDoubleBiFunction<Looks, Integer> score) {
        var layers = new ArrayList<List<OptionalDouble>>();
        for (int layer = 0; layer < subject.anatomy().layers(); layer++) {
            var heads = new ArrayList<OptionalDouble>();
            var attention = subject.anatomy().attention(layer);
            int count = attention.map(Attention::heads).orElse(0);
            for (int head = 0; head < count; head++) {
                heads.add(mean(subject.activations().tensor(attention.get().pattern()), head, subject.length(), score));
            }
            layers.add(heads);
        }
        return layers;
    }

    private static OptionalDouble mean(
            Tensor pattern, int head, int positions, ToDoubleBiFunction<Looks, Integer> score) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < positions; i++) {
            int query = i;
            double one = score.applyAsDouble(key -> pattern.at(head, query, key), query);
            if (!Double.isNaN(one)) {
                sum += one;
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }

    private static List<List<OptionalDouble>> copy(List<List<OptionalDouble>> layers) {
        return layers.stream().map(List::copyOf).toList();
    }
}
