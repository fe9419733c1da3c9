package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {
    private static final String PAGE = "{`locale`: `en-GB`, `card`: {`next`: `Next`}}";
    private static final String STEP = "{`step`: {`ln1`: {`title`: `T {n}`, `text`: [`A`, `B`], `formula`: `F`,"
            + " `caption`: `C`, `rms`: {`text`: [`R`], `formula`: `G`}},"
            + " `unknown`: {`title`: `{step}`, `text`: [], `caption`: `{step}`}}}";
    private static final String CELL = "{`cell`: {`at`: `row {n}`, `of`: {`x`: `{count} more`, `y`: `Y`}}}";

    private static final String SIMPLE = "{`step`: {`ln1`: {`title`: `t`, `text`: [`a {n}`], `caption`: `c`}}}";
    private static final String EXPERT =
            "{`step`: {`ln1`: {`title`: `t`, `text`: [`e`], `formula`: `f`, `caption`: `c`,"
                    + " `rms`: {`text`: [`r`], `caption`: `d`, `formula`: `g`}}}}";

    @Test
    void levelReplacesStepsAsAWholeAndOtherTextsOneByOne() {
        var tables = tables(Map.of("simple/step", SIMPLE, "simple/cell", "{`cell`: {`of`: {`x`: `{count}`}}}"));

        ObjectNode simple = tables.get("en").get("simple");
        assertThat(simple.path("step").path("ln1").toString())
                .isEqualTo("{\"title\":\"t\",\"text\":[[0,\"a \",\"n\"]],\"caption\":\"c\",\"rms\":{}}");
        assertThat(simple.path("step").path("unknown").toString())
                .isEqualTo("{\"title\":[0,\"\",\"step\"],\"text\":[],\"caption\":[0,\"\",\"step\"]}");
        assertThat(simple.path("cell").toString())
                .isEqualTo("{\"at\":[0,\"row \",\"n\"],\"of\":{\"x\":[0,\"\",\"count\"],\"y\":\"Y\"}}");
        assertThat(simple.path("card").toString()).isEqualTo("{\"next\":\"Next\"}");
        assertThat(tables.get("en")
                        .get("expert")
                        .path("step")
                        .path("ln1")
                        .path("rms")
                        .toString())
                .isEqualTo("{\"text\":[\"r\"],\"caption\":\"d\",\"formula\":\"g\"}");
    }

    @Test
    void filesOfALevelHaveItsTitlesAndReplaceAllButTheFirstTexts() {
        var files = Parts.of("en", "simple", tables(Map.of()).get("en").get("simple"));

        assertThat(files)
                .containsOnlyKeys(
                        "strings/en.simple.rest.json",
                        "strings/en.simple.step.ln1.json",
                        "strings/en.simple.step.unknown.json");
        assertThat(text(files, "step.ln1"))
                .isEqualTo("{\"step\":{\"ln1\":{\"title\":\"t\",\"text\":[[0,\"a \",\"n\"]],\"rms\":{}},"
                        + "\"unknown\":{\"title\":[0,\"\",\"step\"]}}}");
        assertThat(text(files, "step.unknown")).contains("\"ln1\":{\"title\":\"t\",\"rms\":0}");
        assertThat(text(files, "rest"))
                .contains("\"cell\":{")
                .contains("\"title\":\"t\"")
                .doesNotContain("Next");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            value = {
                "simple/step > {} > en/simple/step.json: step.ln1.title: is missing in the level `simple`",
                "simple/step > {`step`: {`ln1`: {`title`: `t`, `text`: [`a`]}}} > "
                        + "en/simple/step.json: step.ln1.caption: is missing in the level `simple`",
                "simple/step > {`step`: {`ln1`: {`title`: `t`, `text`: [], `caption`: ``, `rms`: {`formula`: `x`}}}} > "
                        + "en/simple/step.json: step.ln1.formula: is a formula, which simple texts do not have",
                "expert/step > {`step`: {`ln1`: {`title`: `t`, `text`: [], `caption`: ``, `rms`: {}}}} > "
                        + "en/expert/step.json: step.ln1.rms: is neither",
                "expert/step > {`step`: {`ln1`: {`title`: `t`, `text`: [], `caption`: ``, `rms`: {`text`: [`a`]}}}} > "
                        + "en/expert/step.json: step.ln1.formula: is missing in the level `expert`",
                "expert/step > {`step`: {`ln1`: {`title`: `t`, `text`: [], `caption`: ``, `formula`: `f`}}} > "
                        + "en/expert/step.json: step.ln1.rms: is missing in the level `expert`",
                "expert/step > {`step`: {`ln9`: {`title`: `t`}}} > "
                        + "en/expert/step.json: step.ln9: is not among the developer's texts",
                "expert/step > {`step`: {`ln1`: {`title`: `{m}`}}} > "
                        + "en/expert/step.json: step.ln1.title: has arguments that have no value here: m",
                "simple/cell > {`cell`: {`at`: `{count}`}} > "
                        + "en/simple/cell.json: cell.at: has arguments that have no value here: count",
                "simple/cell > {`cell`: {`of`: `x`}} > "
                        + "en/simple/cell.json: cell.of: is a text, among the developer's texts a table",
                "simple/page > {`card`: {`next`: `On`}} > "
                        + "en/simple/page.json: card: is among the first texts, which are the same in every level",
                "simple/cell > {`step`: {}, `cell`: > en/simple/cell.json, line 1: Unexpected end-of-input"
            })
    void errorsNameTheFileTheKeyAndTheReason(String file, String json, String error) {
        assertThatThrownBy(() -> tables(Map.of(file, json)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("strings/" + error.replace('`', '"'));
    }

    @Test
    void everyToolOfWhyIsExplainedInEveryLevel() {
        String tool = "`title`: `T`, `question`: `Q`, `how`: `H`, `limits`: `L`";
        var files = new TreeMap<>(Map.of("why", "{`why`: {`tool`: {`lens`: {" + tool + ", `source`: `S`}}}}"));

        assertThatThrownBy(() -> tables(files))
                .hasMessage("strings/en/simple/why.json: why.tool.lens.title: is missing in the level \"simple\"");
        files.put("simple/why", "{`why`: {`tool`: {`lens`: {`title`: `t`, `question`: `q`, `how`: `h`}}}}");
        assertThatThrownBy(() -> tables(files))
                .hasMessage("strings/en/simple/why.json: why.tool.lens.limits: is missing in the level \"simple\"");
        files.put("simple/why", "{`why`: {`tool`: {`lens`: {" + tool + "}}}}");
        files.put("expert/why", "{`why`: {`tool`: {`lens`: {" + tool + "}}}}");
        assertThatThrownBy(() -> tables(files))
                .hasMessage("strings/en/expert/why.json: why.tool.lens.source: is missing in the level \"expert\"");
        files.put("expert/why", "{`why`: {`tool`: {`lens`: {" + tool + ", `source`: `E`}}}}");
        assertThat(tables(files)
                        .get("en")
                        .get("expert")
                        .at("/why/tool/lens/source")
                        .textValue())
                .isEqualTo("E");
    }

    @Test
    void anotherLanguagesLevelsHaveTheSameKeys() {
        var german = new TreeMap<String, String>();
        german.put("de/page", PAGE.replace("en-GB", "de-DE"));
        german.put("de/step", STEP);
        german.put("de/cell", CELL);
        german.put("de/simple/step", SIMPLE);
        german.put("de/expert/step", EXPERT);
        german.put("simple/cell", "{`cell`: {`at`: `{n}`}}");

        assertThatThrownBy(() -> tables(german)).hasMessage("strings/de/simple/cell.json: cell: is missing");
        german.put("de/simple/cell", "{`cell`: {`at`: `{n}`}}");
        assertThat(tables(german).get("de")).containsOnlyKeys("simple", "expert");
    }

    private static Map<String, Map<String, ObjectNode>> tables(Map<String, String> others) {
        var sources = new TreeMap<String, byte[]>();
        var all = new TreeMap<>(
                Map.of("page", PAGE, "step", STEP, "cell", CELL, "simple/step", SIMPLE, "expert/step", EXPERT));
        all.putAll(others);
        all.forEach((name, json) -> sources.put(
                "strings/" + (name.startsWith("de/") ? "" : "en/") + name + ".json",
                json.replace('`', '"').getBytes(StandardCharsets.UTF_8)));
        return Levels.of(sources, Languages.of(sources));
    }

    private static String text(Map<String, byte[]> files, String part) {
        return new String(files.get("strings/en.simple." + part + ".json"), StandardCharsets.UTF_8);
    }
}
