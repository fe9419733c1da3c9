package io.orrery.train.tales;

import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.Presets;
import io.orrery.model.file.ElementType;
import io.orrery.tensor.Tensor;
import io.orrery.train.Batch;
import io.orrery.train.Example;
import io.orrery.train.Schedule;
import io.orrery.train.Score;
import io.orrery.train.Training;
import io.orrery.train.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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

    private static final int STORIES_PER_SKILL = 40;

    private final Grammar grammar;

    private final int steps;

    private final int simpleSteps;

    private final List<Integer> checkpoints;

    /**
     * @param grammar of the stories
     * @param steps number of batches to train on
     * @param simpleSteps for so many steps, stories ask only about what there is one of. By then, one head has learnt to copy, and
     *     the choice between two is learnt with its help
     * @param checkpoints the steps after which the weights are saved, counted from the first one of the {@link #earlier} training
     */
    TalesTask(Grammar grammar, int steps, int simpleSteps, List<Integer> checkpoints) {
        this.checkpoints = List.copyOf(checkpoints);
        this.simpleSteps = simpleSteps;
        this.grammar = grammar;
        this.steps = steps;
    }

    @Override
    public Schedule schedule() {
        int before = stepsBefore();
        var own = checkpoints.stream()
                .filter(step -> step >= before)
                .map(step -> step - before)
                .toList();
        return new Schedule(steps, BATCH, INITIAL_DEVIATION, 100, 2e-3, 4000, 400, 0.1, 200, own);
    }

    /** The first weights of the German model are the built-in English one's, whose words are replaced. */
    @Override
    public Map<String, Tensor> beginning(Graph graph, Random random) {
        if (!grammar.equals(Grammar.GERMAN)) {
            return TrainingTask.super.beginning(graph, random);
        }
        try {
            return translated(TinyTales.MODEL.id(), graph, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The training before that of the German model is the built-in English one's. */
    @Override
    public Earlier earlier(Graph graph, long seed) throws IOException {
        if (!grammar.equals(Grammar.GERMAN)) {
            return TrainingTask.super.earlier(graph, seed);
        }
        int before = stepsBefore();
        List<Training.Checkpoint> translated = new ArrayList<>();
        for (int step : checkpoints) {
            if (step < before) {
                var weights = translated(TinyTales.MODEL.id() + "@" + step, graph, new Random(seed));
                translated.add(new Training.Checkpoint(step, weights));
            }
        }
        return new Earlier(before, translated);
    }

    private int stepsBefore() {
        return grammar.equals(Grammar.GERMAN)
                ? TinyTales.MODEL.task().schedule().steps()
                : 0;
    }

    private Map<String, Tensor> translated(String english, Graph graph, Random random) throws IOException {
        var weights = TrainingTask.super.beginning(graph, random);
        Translation.copy(Presets.open(english).weights(), graph, weights);
        return weights;
    }

    /** Nothing goes on from the weights on the way, so half precision is enough: they are shown, and computed with. */
    @Override
    public ElementType stored() {
        return ElementType.F16;
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
