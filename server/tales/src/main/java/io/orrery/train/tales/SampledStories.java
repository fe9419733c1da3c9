package io.orrery.train.tales;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Workers;
import io.orrery.trace.Continuation;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Sampling;
import io.orrery.train.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Stories that a model writes: the first word is drawn as the grammar draws it, the others are sampled from the model. */
final class SampledStories {
    static final double TEMPERATURE = 0.8;

    private static final long SEED = 40_001;

    private SampledStories() {}

    /** Stories with their ends; without an end where the context was too short. The same model writes the same ones. */
    static List<List<String>> of(Grammar grammar, int count, Graph graph, Weights weights, Batch batch)
            throws InterruptedException {
        var teller = new Storyteller(grammar, new Random(SEED));
        List<Opening> openings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            openings.add(new Opening(teller.forTraining().words().get(0), i));
        }
        var model = new RunnableModel("", graph, weights);
        return batch
                .inChunks(openings, chunk -> {
                    try (var alone = new Workers(1)) {
                        return chunk.stream()
                                .map(opening -> continued(grammar.vocabulary(), opening, model, alone))
                                .toList();
                    }
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private record Opening(String word, int number) {}

    private static List<String> continued(Vocabulary vocabulary, Opening opening, RunnableModel model, Workers alone) {
        int[] first = vocabulary.tokens(List.of(opening.word()));
        int end = vocabulary.tokens(List.of(Grammar.END))[0];
        // Far from each other, so that the random numbers of two stories have nothing in common.
        var sampling = new Sampling(TEMPERATURE, 0, 1, 1_000_003L * opening.number());
        var tokens = new Continuation(sampling, Set.of(end))
                .of(model, List.of(first[0]), Grammar.LONGEST - 1, alone, token -> {});
        List<String> story = new ArrayList<>(List.of(opening.word()));
        tokens.forEach(token -> story.add(vocabulary.all().get(token)));
        return List.copyOf(story);
    }
}
