package io.orrery.train;

import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Sizes;
import io.orrery.graph.Weights;
import io.orrery.model.preset.Task;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Sorting: six letters from A, B and C, followed by the same letters sorted. The model learns to predict the sorted
 * half. The best weights are those that sort the most inputs, and among equals those with the smallest loss.
 */
public final class SortingTask implements TrainingTask {
    /** Number of letters to sort. */
    public static final int LENGTH = 6;

    /** Number of distinct letters: A, B, C are tokens 0, 1, 2. */
    public static final int LETTERS = 3;

    /** Positions of an example: the six letters, then the sorted letters without the last one. */
    public static final int POSITIONS = 2 * LENGTH - 1;

    private static final int BATCH = 64;

    /** Densest where the model learns fastest. */
    private static final List<Integer> CHECKPOINTS = List.of(0, 25, 50, 75, 100, 150, 200, 300, 400, 500, 600, 800);

    private final int steps;

    /** @param steps number of batches to train on */
    public SortingTask(int steps) {
        this.steps = steps;
    }

    /** Whether a model of these sizes was trained for this task. */
    public static boolean fits(Task.Sort sort, Sizes sizes) {
        return sort.length() == LENGTH && sizes.d_vocab() == LETTERS && sizes.n_ctx() >= POSITIONS;
    }

    @Override
    public Schedule schedule() {
        return new Schedule(
                steps, BATCH, new Schedule.Deviation(0.02, 0.02), 50, 1e-3, steps, 0, 0.1, 100, CHECKPOINTS);
    }

    @Override
    public List<Example> batch(int step, Random random) {
        return Stream.generate(() -> random(random)).limit(BATCH).toList();
    }

    /**
     * One pass with the correct letters as input (teacher forcing) is enough to judge greedy decoding: if every
     * prediction is correct, greedy decoding would have produced the same text.
     */
    @Override
    public Score score(Weights weights, Batch batch) throws InterruptedException {
        var inputs = all();
        int right = 0;
        double loss = 0;
        for (var chunk : batch.inChunks(inputs, chunk -> score(weights, batch, chunk))) {
            right += chunk.right();
            loss += chunk.loss();
        }
        return new Sorted(right, inputs.size(), loss / inputs.size());
    }

    /**
     * A score.
     *
     * @param right inputs that greedy decoding sorts correctly
     * @param inputs inputs in total
     */
    public record Sorted(int right, int inputs, double loss) implements Score {
        @Override
        public boolean isBetterThan(Score earlier) {
            var than = (Sorted) earlier;
            return right > than.right || (right == than.right && loss < than.loss);
        }

        @Override
        public String note() {
            return right + " of " + inputs + " inputs sorted";
        }

        @Override
        public Map<String, Object> figures() {
            var figures = new LinkedHashMap<String, Object>();
            figures.put("loss", loss);
            figures.put("right", right);
            figures.put("inputs", inputs);
            return figures;
        }
    }

    /** The sums over a chunk. */
    private static Sorted score(Weights weights, Batch batch, List<Example> chunk) {
        int right = 0;
        double loss = 0;
        for (var example : chunk) {
            var output = batch.logits(weights, example.tokens());
            loss += CrossEntropy.lossAndGradient(output, example.targets(), Tensor.zeros(output.layout()));
            right += allRight(output, example.targets()) ? 1 : 0;
        }
        return new Sorted(right, chunk.size(), loss);
    }

    private static boolean allRight(Tensor output, int[] targets) {
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] == CrossEntropy.IGNORED) {
                continue;
            }
            float[] row = output.rows()[i];
            for (int token = 0; token < row.length; token++) {
                if (token != targets[i] && row[token] >= row[targets[i]]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A text, and the token that should follow each position: none in the unsorted half. */
    static Example example(int... letters) {
        int[] sorted = letters.clone();
        Arrays.sort(sorted);
        int[] tokens = Arrays.copyOf(letters, POSITIONS);
        System.arraycopy(sorted, 0, tokens, LENGTH, LENGTH - 1);
        var targets = new int[POSITIONS];
        Arrays.fill(targets, 0, LENGTH - 1, CrossEntropy.IGNORED);
        System.arraycopy(sorted, 0, targets, LENGTH - 1, LENGTH);
        return Example.of(tokens, targets);
    }

    /** A text of six letters or more: from the sixth on, the letters in order should follow, whatever is written there. */
    @Override
    public Optional<Example> asExample(int... text) {
        if (text.length < LENGTH || text.length > POSITIONS) {
            return Optional.empty();
        }
        int[] targets = example(Arrays.copyOf(text, LENGTH)).targets();
        return Optional.of(Example.of(text, Arrays.copyOf(targets, text.length)));
    }

    /** One of the 729 inputs, uniformly at random. */
    private static Example random(Random random) {
        var letters = new int[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            letters[i] = random.nextInt(LETTERS);
        }
        return example(letters);
    }

    /** All 729 inputs, in alphabetical order. */
    static List<Example> all() {
        var examples = new ArrayList<Example>();
        int count = (int) Math.pow(LETTERS, LENGTH);
        for (int number = 0; number < count; number++) {
            var letters = new int[LENGTH];
            int rest = number;
            for (int i = LENGTH - 1; i >= 0; i--) {
                letters[i] = rest % LETTERS;
                rest /= LETTERS;
            }
            examples.add(example(letters));
        }
        return List.copyOf(examples);
    }
}
