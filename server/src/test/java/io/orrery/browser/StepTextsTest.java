package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import io.orrery.graph.Declaration;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.architecture.Llama;
import io.orrery.graph.architecture.Positions;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Rotary;
import io.orrery.wire.GraphJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The texts of every step of every architecture, as a page fills them in: a title and one to three sentences, in which each
 * quantity has the name that it has in the machine, and rows and columns are those of the drawing.
 */
class StepTextsTest {
    private static final Pattern SENTENCE_END = Pattern.compile("[.?!](?=\\s|\\*|$)");
    /** An argument that was not filled in, such as {@code {d_model}}, or a value that is none; {@code W_{E}} is markup. */
    private static final Pattern UNFILLED = Pattern.compile("(?<![_^])\\{|undefined|NaN");

    /** Steps whose sentences speak of rows, each a number of all tokens; elsewhere they speak of columns, each a token. */
    private static final Pattern NORM = Pattern.compile("(?:blocks\\.\\d+\\.)?ln(?:1|2|_final)");

    private static final Pattern ROW = Pattern.compile("\\brows?\\b");

    /** Axes of tokens and positions, which are always drawn across: each entry is a column. */
    private static final Set<String> ACROSS = Set.of("pos", "q_pos", "n_ctx");

    @RegisterExtension
    static final ModulePages workbench = new ModulePages();

    private record Named(String name, Declaration declaration) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> declarations() {
        var sorting = new Sizes(48, 16, 192, 3, 3, 3, 3, 11);
        var oneHead = new Sizes(16, 16, 64, 3, 2, 1, 1, 11);
        var grouped = new Sizes(32, 8, 88, 512, 2, 4, 2, 128);
        var wide = new Sizes(4096, 128, 14336, 128256, 32, 32, 8, 8192);
        var rotary = Rotary.of(10000);
        return Stream.of(
                new Named("GPT-2", Gpt2.declare(sorting, 1e-5, Gelu.Form.TANH, false)),
                new Named("GPT-2, tied", Gpt2.declare(sorting, 1e-5, Gelu.Form.ERF, true)),
                new Named("GPT-2, one head", Gpt2.declare(oneHead, 1e-5, Gelu.Form.TANH, false)),
                new Named("GPT-2, fixed positions", gpt2(sorting, Positions.SINUSOIDAL)),
                new Named("GPT-2, rotary positions", gpt2(sorting, Positions.ROTARY)),
                new Named("GPT-2, no positions", gpt2(sorting, Positions.NONE)),
                new Named("Llama", Llama.declare("llama", grouped, 1e-5, rotary, false, false)),
                new Named("Llama, tied", Llama.declare("llama", grouped, 1e-5, rotary, false, true)),
                new Named(
                        "Llama, as many keys as queries", Llama.declare("llama", sorting, 1e-5, rotary, false, false)),
                new Named("Llama, one head", Llama.declare("llama", oneHead, 1e-5, rotary, false, false)),
                new Named("Llama 3 8B", Llama.declare("llama", wide, 1e-5, rotary, false, false)),
                new Named("Qwen2", Llama.declare("qwen2", grouped, 1e-6, rotary, true, true)));
    }

    private static Declaration gpt2(Sizes sizes, Positions positions) {
        return Gpt2.declare(sizes, 1e-5, Gelu.Form.TANH, positions, false);
    }

    @ParameterizedTest
    @MethodSource("declarations")
    @SuppressWarnings("unchecked")
    void everyStepHasATitleAndOneToThreeSentences(Named model) throws Exception {
        var json = GraphJson.of(model.declaration());
        json.put("v", 1);
        json.put("model", Map.of("title", model.name(), "parameters", 1));
        try (Page page = workbench.newPage()) {
            var steps = (List<Map<String, Object>>) page.evaluate("""
                    async (description) => {
                      const { expandGraph } = await import('/web/model/graph.js');
                      const { stepTexts } = await import('/web/ui/step-texts.js');
                      const { plain } = await import('/web/ui/rich-text.js');
                      const { Words } = await import('/web/ui/words.js');
                      const words = new Words();
                      await Promise.all([words.load(), words.loadRest()]);
                      const graph = expandGraph(JSON.parse(description));
                      const trace = { positions: 6, next: [{ token: 1, text: 'B', p: 0.9 }] };
                      return [...graph.byId.keys()].map((id) => {
                        const { title, text, formula, caption } = stepTexts(graph, id, trace, words);
                        return { id, raw: [title, ...text, formula, caption].join(' '), title, text: text.map(plain), caption };
                      });
                    }""", new JsonMapper().writeValueAsString(json));
            assertThat(steps).hasSizeGreaterThan(20);
            for (var step : steps) {
                var text = String.join(" ", (List<String>) step.get("text"));
                assertThat(SENTENCE_END.matcher(text).results().count())
                        .as("sentences of %s: %s", step.get("id"), text)
                        .isBetween(1L, 3L);
                assertThat((String) step.get("title")).isNotBlank().isNotEqualTo(step.get("id"));
                assertThat(UNFILLED.matcher((String) step.get("raw")).find())
                        .as("%s is filled in: %s", step.get("id"), step.get("raw"))
                        .isFalse();
            }
        }
    }

    /**
     * A coloured word of a sentence or a formula is the label of a tensor that the step computes or reads, or its name on the
     * cell's card; "stream" is short for the residual stream at each place, a share is a cell of the pattern, and a turned query is a query.
     */
    @ParameterizedTest
    @MethodSource("declarations")
    @SuppressWarnings("unchecked")
    void quantitiesAreNamedAsInTheMachine(Named model) throws Exception {
        var json = GraphJson.of(model.declaration());
        json.put("v", 1);
        json.put("model", Map.of("title", model.name(), "parameters", 1));
        try (Page page = workbench.newPage()) {
            var found = (Map<String, Object>) page.evaluate("""
                    async (description) => {
                      const { expandGraph, stepNodes } = await import('/web/model/graph.js');
                      const { stepTexts } = await import('/web/ui/step-texts.js');
                      const { nameOf } = await import('/web/ui/cell-words.js');
                      const { parse, plain } = await import('/web/ui/rich-text.js');
                      const { Naming } = await import('/web/scene/annotate/naming.js');
                      const { layout } = await import('/web/scene/layout/layout.js');
                      const { Words } = await import('/web/ui/words.js');
                      const words = new Words();
                      await Promise.all([words.load(), words.loadRest()]);
                      const graph = expandGraph(JSON.parse(description));
                      const naming = new Naming(null, graph.nodes, (key, values) => words.text(key, values));
                      const singular = (text) => plain(text).toLowerCase().replace(/(quer|probabilit)ies\\b/, '$1y').replace(/s$/, '');
                      const SHORT = {
                        'residual stream': ['stream'], 'stream after attention': ['stream', 'residual stream'],
                        'stream after mlp': ['stream', 'residual stream'], 'token vector': ['stream'],
                        'average μ': ['μ'], 'spread σ': ['σ'], pattern: ['share'], query: ['partner'],
                        'turned query': ['query'], 'turned key': ['key'],
                      };
                      const unnamed = [];
                      const sentences = [];
                      for (const id of graph.byId.keys()) {
                        const { text, formula, caption } = stepTexts(graph, id, null, words);
                        sentences.push({ id, text: [...text, formula, caption].map(plain).join(' ') });
                        const nodes = [...new Set(stepNodes(graph, id).flatMap(({ name, inputs }) => [name, ...inputs]))]
                          .map((name) => graph.nodes.get(name)).filter(({ traits }) => !traits.learned);
                        const names = new Set(nodes.flatMap((node) => [singular(naming.name(node.name)), singular(nameOf(node, words))]));
                        for (const name of [...names]) (SHORT[name] ?? []).forEach((each) => names.add(each));
                        for (const { style, role, text: word } of [...text, formula, caption].flatMap(parse)) {
                          if (style !== 'role' || ['term', 'weight', 'ink2'].includes(role) || word === '…') continue; // … is in the place of a token that is not known
                          if (!names.has(singular(word))) unnamed.push(`${id}: ${word}, not among ${[...names].join(', ')}`);
                        }
                      }
                      const drawn = graph.sizes.d_model > 1000 ? [] : layout(graph, 6).blocks.map(({ node, colAxis, rowAxis }) => ({ node, colAxis, rowAxis }));
                      return { unnamed, sentences, drawn };
                    }""", new JsonMapper().writeValueAsString(json));
            assertThat((List<String>) found.get("unnamed")).isEmpty();
            for (var step : (List<Map<String, String>>) found.get("sentences")) {
                assertThat(ROW.matcher(step.get("text")).find())
                        .as("rows in %s: %s", step.get("id"), step.get("text"))
                        .isEqualTo(NORM.matcher(step.get("id")).matches());
            }
            for (var block : (List<Map<String, String>>) found.get("drawn")) {
                assertThat(block.get("rowAxis")).as(block.get("node")).isNotIn(ACROSS);
            }
        }
    }
}
