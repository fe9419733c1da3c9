package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.Tools;
import io.orrery.tour.file.ShippedTours;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.scene.BlockWord;
import io.orrery.tour.yaml.Yaml;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas by which editors complete the files of tours. */
class TourSchemasTest {
    @ParameterizedTest
    @MethodSource("shipped")
    void shippedToursFitTheSchemas(TourFolder folder) throws IOException {
        var kept = folder.kept();
        kept.files()
                .forEach((name, bytes) -> assertThat(problems(name, new String(bytes, StandardCharsets.UTF_8)))
                        .as(name)
                        .isEmpty());
        assertThat(kept.files()).containsKeys("tour.yaml", "en.yaml", "de.yaml");
    }

    static List<TourFolder> shipped() {
        return ShippedTours.all();
    }

    @ParameterizedTest
    @CsvSource({"tour.yaml", "en.yaml", "de.yaml"})
    void newTourFitsTheSchemas(String file) {
        assertThat(problems(file, TourFiles.template(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tour.yaml | model: nano-sort | modle: nano-sort",
                "tour.yaml | routes: [5] | routes: 5",
                "tour.yaml | routes: [5] | routes: []",
                "tour.yaml | id: letters | id: Letters",
                "tour.yaml | seconds: 60 | seconds: long",
                "tour.yaml | step: start | stepp: start",
                "tour.yaml | step: start | 'step: start\n        steps: [start, embed]'",
                "tour.yaml | 'head: 1.1, block' | 'head: x, block'",
                "tour.yaml | block: pattern} | block: patern}",
                "tour.yaml | choose: tokens | choose: token",
                "tour.yaml | 'choose: tokens' | 'do: text'",
                "tour.yaml | 'right: strongest-key head 1.1 from last' | 'wrong: x'",
                "tour.yaml | answer: shown | answer: perhaps",
                "tour.yaml | ', again: letters}' | '}'",
                "en.yaml | question: Which letter comes | questions: Which letter comes",
                "en.yaml | title: Six letters | titel: Six letters",
                "en.yaml | hints: | hint:",
                "en.yaml | 'question: What does the machine do with the letters?' | 'question: {simple: What?}'",
            })
    void mistakesDoNotFitTheSchemas(String file, String from, String to) {
        String good = TourFiles.template(file);
        assertThat(good).contains(from);

        assertThat(problems(file, good.replace(from, to))).isNotEmpty();
    }

    @Test
    void schemaKnowsAllBlocksAndTools() throws IOException {
        String schema = text("presets/tours/tour.schema.json");

        assertThat(BlockWord.words()).allMatch(word -> schema.contains('"' + word + '"'));
        assertThat(Tools.ALL.stream().map(Tool::name)).allMatch(name -> schema.contains('"' + name + '"'));
    }

    private static List<Error> problems(String file, String text) {
        var problems = new Problems(file);
        YamlNode node = Yaml.read(text, problems).orElseThrow();
        return schema(file).validate(json(node));
    }

    private static Schema schema(String file) {
        try {
            String name = file.equals("tour.yaml") ? "tour" : "text";
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text("presets/tours/" + name + ".schema.json"), InputFormat.JSON);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = TourSchemasTest.class.getClassLoader().getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** As editors read YAML: texts without quotes can be numbers. */
    private static JsonNode json(YamlNode node) {
        if (node instanceof Mapping mapping) {
            var json = JsonNodeFactory.instance.objectNode();
            mapping.entries().forEach((key, entry) -> json.set(key, json(entry.value())));
            return json;
        }
        if (node instanceof Sequence sequence) {
            var json = JsonNodeFactory.instance.arrayNode();
            sequence.items().forEach(item -> json.add(json(item)));
            return json;
        }
        var scalar = (Scalar) node;
        return scalar.isPlain() ? plain(scalar.text()) : TextNode.valueOf(scalar.text());
    }

    private static JsonNode plain(String text) {
        if (Stream.of("true", "false").anyMatch(text::equals)) {
            return BooleanNode.valueOf(Boolean.parseBoolean(text));
        }
        if (text.matches("-?\\d{1,9}")) {
            return IntNode.valueOf(Integer.parseInt(text));
        }
        return text.matches("-?\\d+\\.\\d+") ? DoubleNode.valueOf(Double.parseDouble(text)) : TextNode.valueOf(text);
    }
}
