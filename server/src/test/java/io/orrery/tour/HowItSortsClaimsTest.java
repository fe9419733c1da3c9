package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Requester;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Sampling;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import io.orrery.trace.change.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the words of the tour <i>How it sorts</i> claim about the shipped model beyond the facts that they show, and what
 * those of its right answers rest on that are no facts. If the model is trained anew, this says which texts to write anew.
 */
class HowItSortsClaimsTest {
    private static final String TEXT = "CBABBC";
    private static final List<String> NO_HEADS_IN_LAYER_1 =
            List.of("blocks.0.attn.hook_z[0]=zero", "blocks.0.attn.hook_z[1]=zero", "blocks.0.attn.hook_z[2]=zero");

    private final Workers workers = new Workers(1);
    private final Traces traces = new Traces(new MemoryBudget(256 << 20), workers, Runnable::run);
    private final Map<String, Model> models = new TreeMap<>();

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void withoutTheHeadsOfTheFirstLayerEveryTextIsContinuedInOneWay() throws Exception {
        var continuations = new TreeMap<String, Integer>();
        for (String letters : inputs(6)) {
            continuations.merge(continuation(letters, 6, NO_HEADS_IN_LAYER_1), 1, Integer::sum);
        }
        // The tour's own text is one of those that it suits by luck.
        assertThat(continuations).isEqualTo(Map.of("ABBBCC", 729));
    }

    @Test
    void headsAndMlpOfTheFirstLayerAreNeededAsTheTourSays() throws Exception {
        assertThat(next("BBBBBA")).isEqualTo("A");
        assertThat(next("BBBBBA", "blocks.0.attn.hook_z[0]=zero")).isEqualTo("A");
        assertThat(next("BBBBBA", "blocks.0.attn.hook_z[1]=zero")).isEqualTo("A");
        assertThat(next("BBBBBA", "blocks.0.attn.hook_z[2]=zero")).isEqualTo("B");
        for (int head = 0; head < 3; head++) {
            assertThat(next(TEXT, "blocks.0.attn.hook_z[" + head + "]=zero")).isEqualTo("A");
        }
        assertThat(next(TEXT, "blocks.0.hook_mlp_out=zero")).isEqualTo("B");
    }

    @Test
    void oneCutArcLosesTheLetterThatIsDue() throws Exception {
        assertThat(next(TEXT)).isEqualTo("A");
        assertThat(next(TEXT, "blocks.0.attn.hook_attn_scores[0,5,2]=cut")).isEqualTo("B");
    }

    @Test
    void normMakesTheSmallNumbersOfTheStreamLarger() throws Exception {
        var trace = trace("nano-sort", TEXT);
        var before = trace.tensor("blocks.0.hook_resid_pre").rows();
        var after = trace.tensor("blocks.0.ln1.hook_out").rows();
        for (int position = 0; position < TEXT.length(); position++) {
            assertThat(length(after[position])).isGreaterThan(10 * length(before[position]));
        }
        // The number that the beat shows.
        assertThat(Math.abs(after[5][41])).isGreaterThan(Math.abs(before[5][41]));
    }

    @Test
    void geluHoldsBackTheNeuronThatTheTourShowsAndPassesTheLargest() throws Exception {
        var trace = trace("nano-sort", TEXT);
        float[] sums = trace.tensor("blocks.0.mlp.hook_pre").rows()[5];
        float[] neurons = trace.tensor("blocks.0.mlp.hook_post").rows()[5];
        assertThat(sums[133]).isLessThan(-1);
        assertThat(neurons[133]).isBetween(-0.2f, 0f);
        for (float sum : sums) {
            assertThat(sum).isLessThanOrEqualTo(sums[32]);
        }
        assertThat(neurons[32]).isGreaterThan(0.7f * sums[32]);
    }

    @Test
    void lettersThatAreWrittenFirstAreRightAfterFewUpdatesOnly() throws Exception {
        assertThat(next("nano-sort@0", "CBABBCA", List.of())).isNotEqualTo("B");
        assertThat(next("nano-sort@200", "CBABBCA", List.of())).isEqualTo("B");
        assertThat(next("CBABBCA")).isEqualTo("B");
    }

    /** training/surprise: the guess after the first letter is right, and not yet certain. */
    @Test
    void afterAHundredUpdatesItStillIsSurprised() throws Exception {
        var trace = trace("nano-sort@100", TEXT + "A");
        assertThat(next("nano-sort@100", TEXT + "A", List.of())).isEqualTo("B");
        assertThat(trace.probabilities(TEXT.length())[1]).isBetween(0.5f, 0.9f);
    }

    @Test
    void untrainedHeadLooksAtAllLettersAlikeAndTheTrainedOnePicksTheLetterThatIsDue() throws Exception {
        float[] before = pattern(trace("nano-sort@0", TEXT));
        float[] after = pattern(trace("nano-sort", TEXT));
        for (float share : before) {
            assertThat(share).isBetween(0.12f, 0.22f);
        }
        assertThat(after[2]).isGreaterThan(0.5f);
    }

    /** The shares of the first head's last query. */
    private static float[] pattern(Trace trace) {
        var shares = new float[TEXT.length()];
        var node = trace.graph().node("blocks.0.attn.hook_pattern").orElseThrow();
        for (int key = 0; key < shares.length; key++) {
            shares[key] = trace.activations().at(node, 0, TEXT.length() - 1, key);
        }
        return shares;
    }

    private static double length(float[] row) {
        double sum = 0;
        for (float number : row) {
            sum += number * number;
        }
        return Math.sqrt(sum);
    }

    private String next(String letters, String... changes) throws Exception {
        return next("nano-sort", letters, List.of(changes));
    }

    private String next(String model, String letters, List<String> changes) throws Exception {
        int token = trace(model, letters, changes).next(Sampling.GREEDY);
        return model(model).tokenizer().decode(new int[] {token});
    }

    private String continuation(String letters, int count, List<String> changes) throws Exception {
        var text = new StringBuilder(letters);
        for (int i = 0; i < count; i++) {
            text.append(next("nano-sort", text.toString(), changes));
        }
        return text.substring(letters.length());
    }

    private Trace trace(String model, String letters) throws Exception {
        return trace(model, letters, List.of());
    }

    private Trace trace(String model, String letters, List<String> changes) throws Exception {
        var tokens = new ArrayList<Integer>();
        for (int token : model(model).tokenizer().encode(letters)) {
            tokens.add(token);
        }
        var recipe = new Recipe(model(model).id(), tokens, Changes.parse(changes));
        return traces.trace(recipe, Requester.of("a test")).join();
    }

    private Model model(String name) throws Exception {
        if (!models.containsKey(name)) {
            var opened = Presets.open(name);
            traces.offer(new RunnableModel(opened.id(), opened.graph(), opened.weights()));
            models.put(name, opened);
        }
        return models.get(name);
    }

    private static List<String> inputs(int length) {
        return length == 0
                ? List.of("")
                : inputs(length - 1).stream()
                        .flatMap(start -> Stream.of("A", "B", "C").map(letter -> start + letter))
                        .toList();
    }
}
