package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.SharedCases;
import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.TinyModels;
import io.orrery.graph.Weights;
import io.orrery.lab.PlainForward;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recipes with changes: the numbers of a plain forward pass, grown, shared, evicted and counted like any other. */
class ChangedTracesTest {
    private static final String HEAD = "blocks.1.attn.hook_z[1]=zero";
    private static final String MEAN = "blocks.0.attn.hook_z[0]=mean";
    private static final Requester ROOM = Requester.ofRoom("a room");
    private static final List<List<Integer>> REFERENCES = List.of(List.of(1, 2, 3), List.of(0, 4));

    private static final Graph GRAPH = TinyModels.all().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("gpt2"))
            .findFirst()
            .orElseThrow()
            .getValue();

    private static final Weights WEIGHTS = TinyModels.weights(GRAPH, new Random(3));
    private static final List<Integer> TOKENS =
            Arrays.stream(TinyModels.tokens(GRAPH, 6, new Random(4))).boxed().toList();

    private final Workers workers = new Workers(1);
    private final MemoryBudget budget = new MemoryBudget(64 << 20);
    private final Traces traces = new Traces(budget, workers, Runnable::run);

    ChangedTracesTest() {
        traces.offer(new RunnableModel("m", GRAPH, WEIGHTS, () -> REFERENCES));
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void recipeWithoutChangesKeepsItsId() {
        // As it was before recipes had changes.
        assertThat(new Recipe("m", List.of(2, 1, 0, 1, 1, 2)).id()).isEqualTo("f5f2c2846ce4f5671c00147d393230fe");
        var plain = recipe();
        assertThat(plain.with(List.of()).id()).isEqualTo(plain.id());
        var ids = List.of(plain, recipe(HEAD), recipe(MEAN), recipe(HEAD, MEAN), recipe(MEAN, HEAD)).stream()
                .map(Recipe::id)
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(recipe(HEAD).prefixIds())
                .containsExactlyElementsOf(IntStream.range(1, TOKENS.size())
                        .mapToObj(length -> recipe(HEAD).prefix(length).id())
                        .toList());
    }

    @Test
    void changeIsReadAndWrittenAsPagesDo() throws Exception {
        for (JsonNode each : SharedCases.read("model/change-cases.js", "CHANGE_CASES")) {
            String text = each.get(0).textValue();
            if (each.get(1).isNull()) {
                assertThatThrownBy(() -> Change.parse(text)).as(text).isInstanceOf(OrreryException.class);
            } else {
                Change change = Change.parse(text);
                assertThat(change.text()).as(text).isEqualTo(each.get(2).textValue());
                assertThat(parts(change)).as(text).isEqualTo(each.get(1));
            }
        }
        assertThat(Change.parse(Change.parse("a=scale:1e30").text())).isEqualTo(Change.parse("a=scale:1e30"));
    }

    /** Node, head, position, mode, factor, query and key. */
    private static JsonNode parts(Change change) {
        Change.Mode mode = change.mode();
        var parts = new ArrayList<>();
        parts.add(change.node());
        parts.add(change.head().isPresent() ? change.head().getAsInt() : null);
        parts.add(change.position().isPresent() ? change.position().getAsInt() : null);
        parts.add(
                mode instanceof Change.Cut || mode instanceof Change.Unread
                        ? "cut"
                        : mode.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        double factor = mode instanceof Change.Scale scale ? scale.factor() : 1;
        parts.add(factor == Math.rint(factor) ? (Object) (int) factor : (Object) factor);
        parts.add(mode instanceof Change.Cut cut ? cut.query() : null);
        parts.add(mode instanceof Change.Cut cut ? cut.key() : null);
        return SharedCases.JSON.valueToTree(parts);
    }

    @Test
    void tracesHaveTheNumbersOfAPlainForwardPass() {
        int width = GRAPH.sizes().d_head();
        assertPlain(recipe(HEAD), (name, rows) -> {
            if (name.equals("blocks.1.attn.hook_z")) {
                for (float[] row : rows) {
                    Arrays.fill(row, width, 2 * width, 0);
                }
            }
        });
        assertPlain(recipe("blocks.0.hook_mlp_out@2=scale:3", "token@1=cut"), (name, rows) -> {
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < rows[i].length && name.equals("blocks.0.hook_mlp_out") && i == 2; j++) {
                    rows[i][j] *= 3;
                }
                for (int j = 1; i > 1 && j < rows[i].length && name.endsWith("attn_scores"); j += i + 1) {
                    rows[i][j] = Float.NEGATIVE_INFINITY;
                }
            }
        });
    }

    @Test
    void meanIsThatOfTheReferenceTextsAndIsMeasuredOnce() {
        var mean = new double[GRAPH.sizes().d_head()];
        for (var text : REFERENCES) {
            for (float[] row : PlainForward.of(GRAPH, WEIGHTS, text, (name, rows) -> {}, Map.of())
                    .get("blocks.0.attn.hook_z")
                    .rows()) {
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += row[j] / 5.0;
                }
            }
        }
        long before = budget.figures().used();
        var first = computed(recipe(MEAN));
        float[] row = first.tensor("blocks.0.attn.hook_z").rows()[3];
        for (int j = 0; j < mean.length; j++) {
            assertThat((double) row[j]).isCloseTo(mean[j], org.assertj.core.api.Assertions.within(1e-6));
        }
        traces.evictAll();
        long means = budget.figures().used() - before;
        assertThat(means).isEqualTo(new TraceSize(GRAPH).means());
        computed(recipe(MEAN, HEAD));
        traces.evictAll();
        assertThat(budget.figures().used() - before).isEqualTo(means);
        traces.withdraw("m");
        assertThat(budget.figures().used()).isEqualTo(before);
    }

    @Test
    void grownTraceEqualsOneComputedAtOnceBitForBit() {
        var changes = new String[] {HEAD, MEAN, "token@4=cut"};
        computed(recipe().prefix(2));
        computed(recipe(changes).prefix(2));
        computed(recipe(changes).prefix(4));
        computed(recipe());
        var grown = computed(recipe(changes));
        traces.evictAll();
        var atOnce = computed(recipe(changes));
        assertSameBits(grown, atOnce);
        traces.evictAll();
        // Behind an unchanged run of the beginning alone.
        computed(recipe().prefix(3));
        assertSameBits(computed(recipe(changes)), atOnce);
    }

    @Test
    void evictedTraceIsRecomputedByItsIdBitForBit() {
        var before = computed(recipe(HEAD, MEAN));
        traces.evictAll();
        var again = traces.trace(traces.recipe(before.id()).orElseThrow(), ROOM).join();
        assertThat(again).isNotSameAs(before);
        assertSameBits(again, before);
        assertThat(again.recipe().changes()).isEqualTo(before.recipe().changes());
    }

    @Test
    void rowsBeforeTheChangeAreSharedAndCountedOnce() {
        var plain = computed(recipe());
        long one = budget.figures().used();
        var changed = computed(recipe(HEAD));
        long both = budget.figures().used();
        var size = new TraceSize(GRAPH);
        long own = 0;
        boolean behind = false;
        for (Node node : GRAPH.nodes()) {
            if (node.constant() || node.isDerived()) {
                continue;
            }
            behind |= node.name().equals("blocks.1.attn.hook_z");
            for (int i = 0; i < TOKENS.size(); i++) {
                float[] row = changed.tensor(node).rows()[i];
                if (behind) {
                    own += io.orrery.tensor.Layout.heapBytes(row.length);
                } else {
                    assertThat(row).isSameAs(plain.tensor(node).rows()[i]);
                }
            }
        }
        assertThat(both - one).isEqualTo(own + size.index(TOKENS.size()));
        // The unchanged trace is evicted first; what the changed one shares stays counted.
        traces.evictAll();
        assertThat(budget.figures().used()).isZero();
    }

    @Test
    void impossibleChangesAreRefused() {
        assertRefused(recipe("nothing=zero"), LabError.NoSuchNode.class);
        assertRefused(recipe("blocks.0.attn.hook_z[9]=zero"), LabError.NoSuchHead.class);
        assertRefused(recipe("blocks.0.attn.hook_attn_scores[0,1,2]=cut"), LabError.KeyNotSeen.class);
        assertRefused(recipe("blocks.0.attn.hook_attn_scores[0,0,0]=cut"), LabError.NoKeyLeft.class);
        // Once is still a number.
        computed(recipe("blocks.0.hook_mlp_out=scale:1e30"));
        assertRefused(
                recipe("blocks.0.hook_mlp_out=scale:1e30", "blocks.0.hook_mlp_out=scale:-1e30"),
                LabError.ResultNotFinite.class);
        assertRefused(recipe("blocks.0.attn.hook_pattern=mean"), LabError.NoMeanOf.class);
        var many = new ArrayList<String>(java.util.Collections.nCopies(Changes.LIMIT + 1, HEAD));
        assertRefused(recipe(many.toArray(new String[0])), LabError.TooManyChanges.class);
        traces.offer(new RunnableModel("n", GRAPH, WEIGHTS));
        assertRefused(new Recipe("n", TOKENS, List.of(Change.parse(MEAN))), LabError.NoReferences.class);
        assertThat(budget.figures().held()).isZero();
        computed(recipe(HEAD));
    }

    private void assertRefused(Recipe recipe, Class<? extends LabError> error) {
        assertThatThrownBy(() -> computed(recipe)).satisfies(thrown -> {
            Throwable cause = thrown instanceof OrreryException ? thrown : thrown.getCause();
            assertThat(((OrreryException) cause).error()).isInstanceOf(error);
        });
    }

    private void assertPlain(Recipe recipe, BiConsumer<String, float[][]> plainly) {
        Map<String, Tensor> expected = PlainForward.of(GRAPH, WEIGHTS, TOKENS, plainly, Map.of());
        for (boolean behindTheUnchangedRun : new boolean[] {false, true}) {
            traces.evictAll();
            if (behindTheUnchangedRun) {
                computed(recipe());
            }
            var trace = computed(recipe);
            for (Node node : GRAPH.nodes()) {
                if (!node.constant()) {
                    assertThat(trace.tensor(node).toArray())
                            .as(node.name())
                            .containsExactly(expected.get(node.name()).toArray());
                }
            }
        }
    }

    private Trace computed(Recipe recipe) {
        return traces.trace(recipe, ROOM).join();
    }

    private static Recipe recipe(String... changes) {
        return new Recipe("m", TOKENS, Changes.parse(List.of(changes)));
    }

    private static void assertSameBits(Trace found, Trace expected) {
        for (Node node : GRAPH.nodes()) {
            assertThat(found.tensor(node).toArray())
                    .as(node.name())
                    .containsExactly(expected.tensor(node).toArray());
        }
    }
}
