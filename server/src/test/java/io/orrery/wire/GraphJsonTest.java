package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.graph.Declaration;
import io.orrery.graph.Sizes;
import io.orrery.graph.TinyModels;
import io.orrery.graph.architecture.AlternatingModel;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.architecture.Llama;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Rotary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphJsonTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "alternating"})
    void sizeDoesNotDependOnTheNumberOfLayers(String architecture) {
        assertThat(json(declare(architecture, 96)).toString())
                .hasSameSizeAs(json(declare(architecture, 12)).toString());
    }

    @Test
    void writesEqualLayersAsOne() {
        var json = json(declare("gpt2", 12));
        assertThat(json.has("layers")).isFalse();
        assertThat(json.path("layer").path("nodes").size()).isPositive();
        assertThat(json.path("layer").path("steps").size()).isPositive();
    }

    @Test
    void writesDifferentLayersAsTemplatesAndTheirOrder() {
        var json = json(declare("alternating", 12));
        assertThat(json.has("layer")).isFalse();
        var layers = json.path("layers");
        assertThat(layers.path("order")).hasToString("[0,1]");
        assertThat(layers.path("templates").findValuesAsText("id"))
                .contains("blocks.{layer}.attn.rotate")
                .filteredOn(id -> id.equals("blocks.{layer}.mlp.pre"))
                .hasSize(2);
        assertThat(layers.path("templates").get(0).path("name").textValue()).isEqualTo("local");
        assertThat(layers.path("templates").get(1).path("name").textValue()).isEqualTo("global");
    }

    @Test
    void writesTheTraitsOfOps() {
        var json = json(declare("alternating", 12));
        var layers = json.path("layers").path("templates");
        var local = traits(layers.get(0), "blocks.{layer}.attn.hook_attn_scores");
        assertThat(local.path("attention").textValue()).isEqualTo("scores");
        assertThat(local.path("masked").textValue()).isEqualTo("-Infinity");
        assertThat(local.path("window").intValue()).isEqualTo(AlternatingModel.WINDOW);
        assertThat(local.path("scale").doubleValue()).isEqualTo(1 / Math.sqrt(6));
        var global = traits(layers.get(1), "blocks.{layer}.attn.hook_attn_scores");
        assertThat(global.has("window")).isFalse();
        assertThat(global.path("scale").doubleValue()).isEqualTo(1.0 / 6);
        assertThat(traits(layers.get(0), "blocks.{layer}.attn.hook_pattern")
                        .path("masked")
                        .textValue())
                .isEqualTo("0");
        assertThat(traits(layers.get(0), "blocks.{layer}.mlp.W_gate")).hasToString("{\"table\":true,\"learned\":true}");
        assertThat(traits(layers.get(0), "blocks.{layer}.mlp.hook_gate")
                        .path("curve")
                        .textValue())
                .isEqualTo("silu");
        assertThat(traits(json.path("before"), "hook_embed").path("looksUp").textValue())
                .isEqualTo("token");
    }

    /** The copy that the tests of the browser's modules use. */
    @Test
    void matchesTheCopyInTheBrowsersTests() throws IOException {
        var file = Files.readString(Path.of("../web-client/src/test/js/scene/alternating-graph.js"));
        var copy =
                file.substring(file.indexOf('{', file.indexOf("export const ALTERNATING = ")), file.lastIndexOf(';'));
        assertThat(JSON.readTree(copy))
                .isEqualTo(JSON.readTree(json(AlternatingModel.declare()).toString()));
    }

    @Test
    void protocolListsEveryTrait() throws IOException {
        var written = new LinkedHashSet<String>();
        for (var graph : TinyModels.all().values()) {
            for (var traits : json(graph.declaration()).findValues("traits")) {
                traits.fieldNames().forEachRemaining(written::add);
            }
        }
        var section = Files.readString(Path.of("../docs/protocol.md"))
                .split("\\| trait \\|", 2)[1]
                .split("\n\n", 2)[0];
        var listed = new ArrayList<String>();
        Pattern.compile("(?m)^\\| `(\\w+)` \\|").matcher(section).results().forEach(row -> listed.add(row.group(1)));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(written);
    }

    private static Declaration declare(String architecture, int layers) {
        var sizes = new Sizes(12, 6, 10, 7, layers, 4, 2, 9);
        return switch (architecture) {
            case "gpt2" -> Gpt2.declare(sizes, 1e-5, Gelu.Form.TANH, true);
            case "llama" -> Llama.declare("llama", sizes, 1e-5, Rotary.of(100), false, true);
            default -> AlternatingModel.declare(sizes);
        };
    }

    private static JsonNode json(Declaration declaration) {
        return JSON.valueToTree(GraphJson.of(declaration));
    }

    private static JsonNode traits(JsonNode section, String name) {
        for (var node : section.path("nodes")) {
            if (node.path("name").textValue().equals(name)) {
                return node.path("traits");
            }
        }
        throw new AssertionError("no node is named " + name);
    }
}
