package io.orrery.train.tales;

import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.Presets;
import io.orrery.tensor.Tensor;
import io.orrery.train.Batch;
import io.orrery.train.Example;
import io.orrery.train.Schedule;
import io.orrery.train.Score;
import io.orrery.train.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Telling stories. Words that can be known from the story so far count more than the others. The last weights are kept. */
public final class TalesTask implements TrainingTask {
    private static final int BATCH = 48;

    /**
     * With half the deviation of the embeddings, a single head of the last layer learns to copy; with the same, several heads share
     * the work, and none of them can be pointed at.
     */
    private static final Schedule.Deviation INITIAL_DEVIATION = new Schedule.Deviation(0.08, 0.04);

    private static final int ANSWER_WEIGHT = 4;

    /** Densest where the model learns fastest. */
    private static final List<Integer> CHECKPOINTS =
            List.of(0, 100, 200, 300, 400, 600, 800, 1000, 1400, 2000, 2600, 3200);

    private static final int STORIES_PER_SKILL = 40;

    private final Grammar grammar;

    private final int steps;

    private final int simpleSteps;

    /**
     * @param grammar of the stories
     * @param steps number of batches to train on
     * @param simpleSteps for so many steps, stories ask only about what there is one of. By then, one head has learnt to copy, and
     *     the choice between two is learnt with its help
     */
    TalesTask(Grammar grammar, int steps, int simpleSteps) {
        this.simpleSteps = simpleSteps;
        this.grammar = grammar;
        this.steps = steps;
    }

    @Override
    public Schedule schedule() {
        return new Schedule(steps, BATCH, INITIAL_DEVIATION, 100, 2e-3, 4000, 400, 0.1, 200, CHECKPOINTS);
    }

    /** Of the German model, the built-in English one's, whose words are replaced. */
    @Override
    public Map<String, Tensor> beginning(Graph graph, Random random) {
        var weights = TrainingTask.super.beginning(graph, random);
        if (grammar.equals(Grammar.GERMAN)) {
            try {
                Translation.copy(Presets.open(TinyTales.MODEL.id()).weights(), graph, weights);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return weights;
    }

    @Override
    public List<Example> batch(int step, Random random) {
        var asks = step < simpleSteps ? Storyteller.Asks.ABOUT_ONE : Storyteller.Asks.ABOUT_TWO_ALIKE;
        var teller = new Storyteller(grammar, random, asks);
        return Stream.generate(() -> example(grammar.vocabulary(), teller.forTraining()))
                .limit(BATCH)
                .toList();
    }

    /** A story as an example: each word is to be predicted from those before it. */
    static Example example(Vocabulary vocabulary, Story story) {
        int[] tokens = vocabulary.tokens(story.words());
        int[] weights = new int[tokens.length - 1];
        Arrays.fill(weights, 1);
        for (int answer : story.answers()) {
            weights[answer - 1] = ANSWER_WEIGHT;
        }
        return new Example(
                Arrays.copyOf(tokens, tokens.length - 1),
                Arrays.copyOf(CrossEntropy.nextTokens(tokens), tokens.length - 1),
                weights);
    }

    @Override
    public Score score(Weights weights, Batch batch) throws InterruptedException {
        return Exam.of(grammar, STORIES_PER_SKILL).marks(weights, batch);
    }
}
