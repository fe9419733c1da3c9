package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orrery.graph.Activations;
import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A changed run has the numbers of a plain forward pass with the same changes, and shares what did not change. */
class ChangedRunTest {
    private static final BiConsumer<String, float[][]> NOTHING = (name, rows) -> {};

    static List<RandomModels> models() {
        return RandomModels.all().toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyNodeAndModeEqualsAPlainForwardPass(RandomModels model) {
        var subject = model.subject();
        var kept = kept(subject);
        List<List<Integer>> texts = List.of(List.of(1, 2, 3), List.of(0, 4));
        var means = ReferenceMeans.over(subject, texts, kept, Progress.NONE);
        var runs = texts.stream().map(subject::ofText).toList();
        for (Node node : kept) {
            if (node.has(Trait.routing("taken"))) {
                // The numbers of experts cannot be changed.
                continue;
            }
            float[] mean = node.op().isCausal() ? new float[0] : mean(runs, node);
            for (var text : List.of("zero", "mean", "scale:-1.5")) {
                for (int position = -1; position < RandomModels.LENGTH; position += 2) {
                    if (node.op().isCausal() && text.equals("mean")) {
                        continue;
                    }
                    int heads = Anatomy.hasHeads(node) ? subject.anatomy().heads(node) : 0;
                    for (int head = -1; head < heads; head++) {
                        var change = new Change(node.name(), index(head), index(position), Change.mode(text));
                        assertSame(subject, List.of(change), means, plain(subject, change, node, mean));
                    }
                }
            }
        }
    }

    /** The change as plain arithmetic, written without the engine's code. */
    private static BiConsumer<String, float[][]> plain(Subject subject, Change change, Node node, float[] mean) {
        return (name, rows) -> {
            if (!name.equals(change.node())) {
                return;
            }
            for (int i = 0; i < rows.length; i++) {
                if (change.position().isPresent() && change.position().getAsInt() != i) {
                    continue;
                }
                int heads = change.head().isPresent() ? subject.anatomy().heads(node) : 1;
                int width = rows[i].length / heads;
                int from = change.head().orElse(0) * width;
                for (int j = from; j < from + width; j++) {
                    if (change.mode() instanceof Change.Zero) {
                        rows[i][j] = 0;
                    } else if (change.mode() instanceof Change.Scale) {
                        rows[i][j] *= -1.5f;
                    } else {
                        rows[i][j] = mean[j];
                    }
                }
            }
        };
    }

    /** A node's mean over texts, once more. */
    private static float[] mean(List<Subject> runs, Node node) {
        var all = runs.stream()
                .flatMap(run -> Arrays.stream(run.activations().tensor(node).rows()))
                .toList();
        var mean = new float[all.get(0).length];
        for (int j = 0; j < mean.length; j++) {
            int column = j;
            mean[j] = (float)
                    all.stream().mapToDouble(row -> row[column]).average().orElseThrow();
        }
        return mean;
    }

    @ParameterizedTest
    @MethodSource("models")
    void cutEdgesAndUnreadTokensEqualAPlainForwardPass(RandomModels model) {
        var subject = model.subject();
        for (Node scores : kept(subject)) {
            if (!scores.name().endsWith("hook_attn_scores")) {
                continue;
            }
            for (int query = 1; query < RandomModels.LENGTH; query++) {
                for (int key = 0; key <= query; key++) {
                    if (subject.activations().at(scores, 1, query, key) == Float.NEGATIVE_INFINITY) {
                        continue;
                    }
                    int q = query;
                    int k = key;
                    var change = new Change(
                            scores.name(), OptionalInt.of(1), OptionalInt.empty(), new Change.Cut(query, key));
                    assertSame(subject, List.of(change), Means.NONE, (name, rows) -> {
                        if (name.equals(scores.name())) {
                            rows[q][1 * (q + 1) + k] = Float.NEGATIVE_INFINITY;
                        }
                    });
                }
            }
        }
        assertSame(subject, List.of(Change.parse("token@2=cut")), Means.NONE, (name, rows) -> {
            if (name.endsWith("hook_attn_scores")) {
                for (int query = 3; query < rows.length; query++) {
                    for (int start = 0; start < rows[query].length; start += query + 1) {
                        rows[query][start + 2] = Float.NEGATIVE_INFINITY;
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void severalChangesEqualAPlainForwardPass(RandomModels model) {
        var subject = model.subject();
        var changes = List.of(
                Change.parse("blocks.0.attn.hook_z[1]=zero"),
                Change.parse("blocks.1.hook_mlp_out@3=scale:2"),
                Change.parse("blocks.1.hook_mlp_out=scale:3"));
        assertSame(subject, changes, Means.NONE, (name, rows) -> {
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < rows[i].length; j++) {
                    int width = subject.graph().sizes().d_head();
                    if (name.equals("blocks.0.attn.hook_z") && j >= width && j < 2 * width) {
                        rows[i][j] = 0;
                    } else if (name.equals("blocks.1.hook_mlp_out")) {
                        rows[i][j] = i == 3 ? 3 * (2 * rows[i][j]) : 3 * rows[i][j];
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void rowsThatDoNotDependOnTheChangeAreShared(RandomModels model) {
        var subject = model.subject();
        var change = Changes.interventions(
                subject.graph(), List.of(Change.parse("blocks.1.attn.hook_z@3=zero")), Means.NONE);
        Activations before = subject.activations();
        Activations after = before.changed(change);
        boolean behind = false;
        for (Node node : kept(subject)) {
            behind |= node.name().equals("blocks.1.attn.hook_z");
            float[][] old = before.tensor(node).rows();
            float[][] now = after.tensor(node).rows();
            for (int i = 0; i < now.length; i++) {
                if (!behind || i < 3) {
                    assertThat(now[i]).as("%s at %d", node, i).isSameAs(old[i]);
                }
            }
        }
        assertThat(after.tensor(subject.anatomy().logits()).rows()[3])
                .isNotEqualTo(before.tensor(subject.anatomy().logits()).rows()[3]);
    }

    @ParameterizedTest
    @MethodSource("models")
    void changedTextGrowsLikeAnUnchangedOne(RandomModels model) {
        var subject = model.subject();
        var shorter = subject.ofText(subject.tokens().subList(0, 4));
        var changes = List.of(Change.parse("blocks.0.attn.hook_z[0]=zero"), Change.parse("token@1=cut"));
        int[] tokens = subject.tokens().stream().mapToInt(token -> token).toArray();
        var grown = shorter.activations()
                .changed(Changes.interventions(shorter.graph(), changes, Means.NONE))
                .grow(tokens);
        var whole = subject.activations().changed(Changes.interventions(subject.graph(), changes, Means.NONE));
        for (Node node : kept(subject)) {
            assertThat(grown.tensor(node).rows())
                    .isDeepEqualTo(whole.tensor(node).rows());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void patchingEqualsAPlainForwardPass(RandomModels model) {
        var clean = model.subject();
        var tokens = new ArrayList<>(clean.tokens());
        tokens.set(1, (tokens.get(1) + 1) % clean.graph().sizes().d_vocab());
        var corrupted = clean.ofText(tokens);
        var target = model.target();
        double good = target.difference(clean.logits(target.position()));
        double bad = target.difference(corrupted.logits(target.position()));
        var patching = Patching.of(clean, corrupted, target, Progress.NONE);
        for (int layer = 0; layer < clean.anatomy().layers(); layer++) {
            String stream = clean.anatomy().entering(layer).name();
            for (int position = 0; position < RandomModels.LENGTH; position++) {
                int at = position;
                var logits = PlainForward.of(
                        corrupted,
                        (name, rows) -> {
                            if (name.equals(stream)) {
                                rows[at] = clean.activations()
                                        .tensor(clean.graph().node(name).orElseThrow())
                                        .rows()[at]
                                        .clone();
                            }
                        },
                        Map.of());
                double mended = target.difference(logits.get("logits").rows()[target.position()]);
                assertThat(patching.stream().get(layer).get(position))
                        .isCloseTo((mended - bad) / (good - bad), within(1e-6));
            }
        }
        assertThat(patching.stream().get(0).get(1)).isCloseTo(1, within(1e-4));
    }

    @ParameterizedTest
    @MethodSource("models")
    void saliencysGradientsAreThoseOfCentralDifferences(RandomModels model) {
        var subject = model.subject();
        var target = model.target();
        Node embedding = subject.anatomy().embedding();
        float[][] at = subject.activations().tensor(embedding).rows();
        float[][] gradients = Saliency.gradients(subject, target, Arrays.copyOf(at, target.position() + 1));
        var random = new Random(5);
        for (int position = 0; position <= target.position(); position++) {
            var way = new float[at[position].length];
            double along = 0;
            for (int j = 0; j < way.length; j++) {
                way[j] = (float) random.nextGaussian();
                along += way[j] * gradients[position][j];
            }
            double step = 1e-2;
            double slope = (moved(subject, target, embedding, position, way, step)
                            - moved(subject, target, embedding, position, way, -step))
                    / (2 * step);
            assertThat(along).isCloseTo(slope, within(1e-2 * (1 + Math.abs(slope))));
        }
    }

    private static double moved(
            Subject subject, Target target, Node embedding, int position, float[] way, double step) {
        var tensors = PlainForward.of(
                subject,
                (name, rows) -> {
                    for (int j = 0; name.equals(embedding.name()) && j < way.length; j++) {
                        rows[position][j] += (float) (step * way[j]);
                    }
                },
                Map.of());
        return target.difference(tensors.get("logits").rows()[target.position()]);
    }

    @ParameterizedTest
    @MethodSource("models")
    void saliencyAddsUpToItsTarget(RandomModels model) {
        // On the way from the baseline another expert may be taken, which no gradient sees: the sum misses that jump.
        assumeTrue(
                model.subject().graph().nodes().stream().noneMatch(node -> node.has(Trait.routing("taken"))),
                "Skipped: the model chooses experts, so its answer may jump on the way, and the sum misses that");
        for (var baseline : Saliency.Baseline.values()) {
            var saliency = Saliency.of(model.subject(), model.target(), 400, baseline, Progress.NONE);
            assertThat(saliency.sum()).isCloseTo(saliency.target(), within(1e-2 * (1 + Math.abs(saliency.target()))));
            assertThat(saliency.byToken()).hasSize(RandomModels.LENGTH);
            assertThat(saliency.byToken().get(RandomModels.LENGTH - 1)).isZero();
            if (baseline == Saliency.Baseline.KEEP_FIRST) {
                assertThat(saliency.byToken().get(0)).isZero();
            }
        }
    }

    private static void assertSame(
            Subject subject, List<Change> changes, Means means, BiConsumer<String, float[][]> plainly) {
        Map<String, Tensor> expected = PlainForward.of(subject, plainly, Map.of());
        var after = subject.activations().changed(Changes.interventions(subject.graph(), changes, means));
        for (Node node : kept(subject)) {
            float[][] rows = after.tensor(node).rows();
            float[][] wanted = expected.get(node.name()).rows();
            for (int i = 0; i < rows.length; i++) {
                if (!Arrays.equals(rows[i], wanted[i])) {
                    assertThat(rows[i]).as("%s: %s at %d", changes, node, i).containsExactly(wanted[i]);
                }
            }
        }
        var alone = subject.activations()
                .changed(
                        Changes.interventions(subject.graph(), changes, means),
                        subject.anatomy().normed());
        assertThat(alone.row(subject.anatomy().logits(), 4))
                .containsExactly(expected.get("logits").rows()[4]);
    }

    @ParameterizedTest
    @MethodSource("models")
    void nothingChangedIsTheSameRun(RandomModels model) {
        assertSame(model.subject(), List.of(), Means.NONE, NOTHING);
    }

    private static List<Node> kept(Subject subject) {
        return subject.graph().nodes().stream()
                .filter(node -> !node.constant() && !node.isDerived())
                .toList();
    }

    private static OptionalInt index(int number) {
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
