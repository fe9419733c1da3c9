package io.orrery.tour.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import io.orrery.tour.Problems;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TourResolverTest {
    private static Map<String, TourModel> models;

    private static final TourModels KNOWN = new TourModels() {
        @Override
        public Optional<TourModel> named(String id) {
            return Optional.ofNullable(models.get(id));
        }

        @Override
        public List<String> names() {
            return List.of("nano-sort", "tiny-tales", "llama-tiny");
        }

        @Override
        public List<String> exhibits() {
            return List.of("gpt3", FLIGHT);
        }
    };

    @BeforeAll
    static void openModels() throws IOException {
        models = Map.of(
                "nano-sort", TourModel.of(Presets.open("nano-sort")),
                "tiny-tales", TourModel.of(Presets.open("tiny-tales")),
                "llama-tiny", TourModel.of(Fixtures.open("llama-tiny")),
                "experts", TourModel.of(Fixtures.open("qwen3moe-tiny")));
    }

    @Test
    void wordsOfTheModelBecomeNamesOfTheGraph() {
        Scene scene = scene("""
            step: blocks.0.attn.scores
            checkpoint: 100
            generated: 1
            focus: {head: 2.3, token: last, key: 3, block: scores}
            changes: [{head: 2.3, do: mean}, {mlp: 2, do: scale, by: 0.5}, {token: 3, do: cut},
                {edge: {head: 2.3, query: last, key: 3}, do: cut}]
            lab: {tool: lens, position: last, a: A, b: all, view: {layer: 2}}
            answer: hidden
            gallery: flight
            camera: [1, 2, 3, 0.5, 0.25, 9]
            """);

        assertThat(scene.model()).isEqualTo("nano-sort@100");
        assertThat(scene.steps()).containsExactly("blocks.0.attn.scores");
        assertThat(scene.on()).contains(new Focus.Block("blocks.1.attn.hook_attn_scores", Optional.of(2)));
        assertThat(scene.held().orElseThrow().at(7)).containsExactly(2, 6, 2);
        assertThat(scene.held().orElseThrow().isCell()).isTrue();
        assertThat(scene.changes(7))
                .containsExactly(
                        "blocks.1.attn.hook_z[2]=mean",
                        "blocks.1.hook_mlp_out=scale:0.5",
                        "token@2=cut",
                        "blocks.1.attn.hook_attn_scores[2,6,2]=cut");
        assertThat(scene.changes()).endsWith("blocks.1.attn.hook_attn_scores[2,last,2]=cut");
        assertThat(scene.why().orElseThrow().view()).containsEntry("layer", "2");
        assertThat(scene.answer()).contains(false);
        assertThat(scene.camera()).hasSize(6);
    }

    @Test
    void expertsAreChangedAtTheirRouter() {
        var head = "model: experts\ntext: The cat\n";
        var problems = problems();
        var off = "step: blocks.1.mlp.router\nchanges: [{expert: 2.3, do: off}, {expert: 1.5, do: force}]\n";
        var tour = TourReader.read(folder(oneBeat(head, off)), 1).tour().orElseThrow();
        var resolved = TourResolver.resolve(tour, KNOWN, problems);
        assertThat(problems.all()).isEmpty();
        assertThat(resolved.orElseThrow().beats(5).get(0).scene().changes(2))
                .containsExactly("blocks.1.mlp.hook_router[2]=off", "blocks.0.mlp.hook_router[4]=force");

        var six = "step: blocks.1.mlp.router\nchanges: [{expert: 2.6, do: off}]\n";
        TourResolver.resolve(
                TourReader.read(folder(oneBeat(head, six)), 1).tour().orElseThrow(), KNOWN, problems);
        assertThat(problems.all().toString()).contains("has no expert 2.6; it has 2 layers of 5 experts");
        var zero = "step: blocks.1.mlp.router\nchanges: [{expert: 2.3, do: zero}]\n";
        assertThat(TourReader.read(folder(oneBeat(head, zero)), 1).problems().toString())
                .contains("off")
                .contains("force");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "everything: true | Everything[]",
                "layer: 2 | Layer[layer=1]",
                "layer: 2, part: mlp | Branch[layer=1, part=MLP]",
                "head: 3.1 | Head[layer=2, head=0]",
                "block: stream | Block[node=blocks.0.hook_resid_pre, head=Optional.empty]",
                "block: blocks.2.hook_mlp_out | Block[node=blocks.2.hook_mlp_out, head=Optional.empty]",
                "'word: 3, joins: 0' | Step[head=0, word=Optional[2], joins=Optional[0]]",
                "'block: queries, layer: 2' | Block[node=blocks.1.attn.hook_q, head=Optional.empty]",
            })
    void focusIsThatOfTheRoom(String focus, String on) {
        assertThat(scene("step: blocks.0.attn.qkv\nfocus: {" + focus + "}\n")
                        .on()
                        .map(Object::toString))
                .contains(on);
    }

    @Test
    void whatABlockIsNamedMeansThatBlock() {
        for (String id : List.of("nano-sort", "llama-tiny")) {
            var graph = models.get(id).graph();
            int named = 0;
            for (Step step : graph.steps()) {
                for (Node node : graph.nodes()) {
                    var words = BlockWord.naming(node, graph, step);
                    if (words.isEmpty()) {
                        continue;
                    }
                    var layer = words.get().layer();
                    assertThat(BlockWord.node(
                                    words.get().block(),
                                    graph,
                                    step,
                                    layer.isPresent() ? OptionalInt.of(layer.getAsInt() - 1) : layer))
                            .as("%s at %s", node, step.id())
                            .contains(node);
                    named++;
                }
            }
            assertThat(named).isGreaterThan(graph.steps().size());
        }
        var llama = models.get("llama-tiny").graph();
        var scores = llama.step("blocks.1.attn.scores").orElseThrow();
        assertThat(BlockWord.naming(llama.node("blocks.1.attn.hook_rot_q").orElseThrow(), llama, scores))
                .contains(new BlockWord.Named("queries", OptionalInt.empty()));
        // the word means what it is rotated to
        assertThat(BlockWord.naming(llama.node("blocks.1.attn.hook_q").orElseThrow(), llama, scores))
                .isEmpty();
        assertThat(BlockWord.naming(llama.node("blocks.0.hook_mlp_out").orElseThrow(), llama, scores))
                .contains(new BlockWord.Named("mlp-output", OptionalInt.of(1)));
    }

    @Test
    void tokenWithoutNumberIsARowOfWhatTheStepComputes() {
        Scene.PinnedCell held =
                scene("step: blocks.1.ln2\nfocus: {token: last}\n").held().orElseThrow();

        assertThat(held.name()).isEqualTo("blocks.1.ln2.hook_mean");
        assertThat(held.isCell()).isFalse();
        assertThat(held.at(6)).containsExactly(5, Scene.PinnedCell.ALL);
    }

    @Test
    void aRowInViewOfAStepHasItsPartsInFocusWithIt() {
        Scene sum = scene("step: blocks.0.resid_mid\nfocus: {block: stream, token: last, view: step}\n");
        assertThat(sum.tensors())
                .containsExactly("blocks.0.hook_resid_mid", "blocks.0.hook_resid_pre", "blocks.0.hook_attn_out");
        Scene alone = scene("step: blocks.0.resid_mid\nfocus: {block: stream, token: last}\n");
        assertThat(alone.tensors()).containsExactly("blocks.0.hook_resid_mid");
    }

    @Test
    void rangeIsTheWalkFromItsFirstStepToItsLast() {
        assertThat(scene("steps: [blocks.0.ln1, blocks.0.attn.pattern]\n").steps())
                .containsExactly("blocks.0.ln1", "blocks.0.attn.qkv", "blocks.0.attn.scores", "blocks.0.attn.pattern");
        assertThat(scene("steps: [blocks.0.resid_post, ln_final]\n").steps())
                .containsExactly("blocks.0.resid_post", "blocks.1", "blocks.2", "ln_final");
    }

    @ParameterizedTest
    @CsvSource({
        "nano-sort, stream, blocks.1.attn.qkv, blocks.1.hook_resid_pre",
        "nano-sort, stream, blocks.1.mlp.pre, blocks.1.hook_resid_mid",
        "nano-sort, stream, blocks.1.resid_post, blocks.1.hook_resid_post",
        "nano-sort, stream, blocks.1, blocks.1.hook_resid_post",
        "nano-sort, stream, logits, blocks.2.hook_resid_post",
        "nano-sort, norm, blocks.1.ln1, blocks.1.ln1.hook_out",
        "nano-sort, norm, blocks.1.mlp.out, blocks.1.ln2.hook_out",
        "nano-sort, norm, logits, ln_final.hook_out",
        "nano-sort, position-table, start, pos_embed.W_pos",
        "nano-sort, queries, logits, ''",
        "nano-sort, gate, blocks.1.mlp.post, ''",
        "llama-tiny, position-table, start, ''",
        "llama-tiny, stream, embed, hook_embed",
        "llama-tiny, queries, blocks.1.attn.qkv, blocks.1.attn.hook_q",
        "llama-tiny, queries, blocks.1.attn.scores, blocks.1.attn.hook_rot_q",
        "llama-tiny, gate, blocks.1.mlp.post, blocks.1.mlp.hook_gate",
        "tiny-tales, output-table, logits, unembed.W_U",
    })
    void wordOfABlockMeansTheTensorOfTheStep(String model, String word, String step, String name) {
        var graph = models.get(model).graph();
        var expected = name.isEmpty() ? Optional.empty() : graph.node(name);
        assertThat(expected.isPresent()).isEqualTo(!name.isEmpty());

        assertThat(BlockWord.node(word, graph, graph.step(step).orElseThrow(), OptionalInt.empty()))
                .isEqualTo(expected);
    }

    @Test
    void keyOfAHeadIsHeldByTheHeadThatItShares() {
        var model = models.get("llama-tiny");
        int shared = model.heads() / model.graph().sizes().n_key_value_heads();
        assertThat(shared).isGreaterThan(1);

        var tour = anyModel(
                "step: attn.qkv\nfocus: {block: keys, head: 1.%d, token: 1, number: 1}\n".formatted(model.heads()));
        var held = TourResolver.resolve(tour, model, KNOWN, problems())
                .beats(5)
                .get(0)
                .scene()
                .held();

        assertThat(held.orElseThrow().at(3))
                .containsExactly(0, model.graph().sizes().n_key_value_heads() - 1, 0);
    }

    @Test
    void tourForAnyModelLeavesOutWhatTheModelDoesNotHave() {
        String chapters = """
            routes: [5]
            chapters:
              - id: positions
                beats:
                  - {id: table, seconds: 10, step: pos_embed}
              - id: layers
                beats:
                  - {id: rotation, seconds: 10, step: attn.rotate}
                  - {id: gated, seconds: 10, step: mlp.post, needs: [gate, layers>1]}
                  - {id: plain, seconds: 10, step: mlp.post, needs: [not gate]}
                  - {id: last, seconds: 10, step: ln1, layer: last, focus: {head: LAST.1}}
                  - {id: rest, seconds: 10, layers: rest}
                check:
                  - {id: turns, choose: [a, b], right: a, again: rotation}
                  - {id: curve, choose: [a, b], right: a, again: last}
            """;

        assertThat(paths("nano-sort", chapters))
                .containsExactly("positions/table", "layers/plain", "layers/last", "layers/rest");
        assertThat(paths("llama-tiny", chapters))
                .containsExactly("layers/rotation", "layers/gated", "layers/last", "layers/rest");
        var nano = resolved("nano-sort", chapters);
        assertThat(nano.chapters().get(1).check())
                .extracting(ResolvedTour.Question::id)
                .containsExactly("curve");
        assertThat(nano.text()).isEqualTo("CBABBC");
        var last = nano.beat("layers/last").orElseThrow().scene();
        assertThat(last.steps()).containsExactly("blocks.2.ln1");
        assertThat(last.on()).contains(new Focus.Head(2, 0));
        assertThat(nano.beat("layers/rest").orElseThrow().scene().steps()).containsExactly("blocks.1", "blocks.2");
    }

    @Test
    void unknownNeedIsAProblem() {
        var problems = problems();

        TourResolver.resolve(anyModel("step: ln1\nneeds: [wings]\n"), models.get("nano-sort"), KNOWN, problems);

        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).reason()).startsWith("\"wings\" is nothing that a beat can need");
    }

    /** Nobody has loaded a model that ships; one that cannot read the text is no use. */
    @Test
    void loadedIsTheLargestModelThatDoesNotShipAndReadsTheText() {
        assertThat(models.get("llama-tiny").reads("the cat")).isTrue();
        assertThat(models.get("llama-tiny").reads("the cat ".repeat(2000))).isFalse();
        assertThat(scene("step: start\nmodel: loaded\ntext: the cat\n").model()).isEqualTo("llama-tiny");
        assertThat(KNOWN.loaded("the cat ".repeat(2000))).isEmpty();
        assertThat(new PresetModels(reference -> reference, List.of()).loaded("CBABBC"))
                .isEmpty();
    }

    private static List<String> paths(String model, String file) {
        return resolved(model, file).beats(5).stream()
                .map(ResolvedTour.Beat::path)
                .toList();
    }

    private static ResolvedTour resolved(String model, String file) {
        var problems = problems();
        var known = models.get(model);
        var reading = TourReader.read(folder(file), known.layers());
        assertThat(reading.problems()).isEmpty();
        var resolved = TourResolver.resolve(reading.tour().orElseThrow(), known, KNOWN, problems);
        assertThat(problems.all()).isEmpty();
        return resolved;
    }

    private static io.orrery.tour.file.Tour anyModel(String beat) {
        return TourReader.read(folder(oneBeat("", beat)), 3).tour().orElseThrow();
    }

    /** The scene of a tour's only beat, about the sorting model. */
    private static Scene scene(String beat) {
        var problems = problems();
        var reading = TourReader.read(folder(oneBeat("model: nano-sort\ntext: CBABBC\n", beat)), 1);
        assertThat(reading.problems()).isEmpty();
        var resolved = TourResolver.resolve(reading.tour().orElseThrow(), KNOWN, problems);
        assertThat(problems.all()).isEmpty();
        return resolved.orElseThrow().beats(5).get(0).scene();
    }

    private static String oneBeat(String head, String beat) {
        return head + "routes: [5]\nchapters:\n  - id: one\n    beats:\n      - id: only\n        seconds: 200\n"
                + beat.indent(8);
    }

    private static TourFolder folder(String file) {
        return new TourFolder.Kept("one", Map.of("tour.yaml", file.getBytes(StandardCharsets.UTF_8)));
    }

    private static Problems problems() {
        return new Problems("tour.yaml");
    }
}
