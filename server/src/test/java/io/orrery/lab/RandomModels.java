package io.orrery.lab;

import io.orrery.graph.Graph;
import io.orrery.graph.TinyModels;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;

/** A run of each architecture in all its variations, with random weights and a random text. */
record RandomModels(String name, Subject subject, Target target) {
    static final int LENGTH = 6;
    private static final Workers WORKERS = new Workers(1);

    static Stream<RandomModels> all() {
        return TinyModels.all().entrySet().stream()
                .flatMap(entry -> Stream.of(1, 2).map(seed -> of(entry.getKey(), entry.getValue(), seed)));
    }

    /** One whose unembedding is too large for every thread to read all of it. */
    static RandomModels withALargeVocabulary() {
        return of("large vocabulary", TinyModels.withALargeVocabulary(), 1);
    }

    private static RandomModels of(String name, Graph graph, int seed) {
        var random = new Random(seed);
        var model = new RunnableModel(name, graph, TinyModels.weights(graph, random));
        var tokens =
                Arrays.stream(TinyModels.tokens(graph, LENGTH, random)).boxed().toList();
        var subject = Subject.of(model, tokens, WORKERS);
        // The last position but one, so that something comes after it.
        return new RandomModels(
                name + ", seed " + seed,
                subject,
                Target.of(subject, LENGTH - 2, OptionalInt.empty(), OptionalInt.empty()));
    }

    @Override
    public String toString() {
        return name;
    }
}
