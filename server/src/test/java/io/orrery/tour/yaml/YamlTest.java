package io.orrery.tour.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.tour.Problems;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {
    @Test
    void valuesAreTextsWithTheirLines() {
        var file = (Mapping) read("a: 2.30\nb:\n  - no\n  - 'x: y'\nc: |\n  one\n  two\n");

        assertThat(file.entries().get("a").value()).isEqualTo(new Scalar(1, "2.30", true, false));
        var list = (Sequence) file.entries().get("b").value();
        assertThat(list.items()).containsExactly(new Scalar(3, "no", true, false), new Scalar(4, "x: y", false, false));
        var block = (Scalar) file.entries().get("c").value();
        assertThat(block.text()).isEqualTo("one\ntwo\n");
        assertThat(block.firstLine()).isEqualTo(6);
        assertThat(file.entries().get("c").line()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\nb: &x 2' | 2 | Tours have no anchors and aliases (here \"&x\")",
                "'a: 1\nb: *x' | 2 | Tours have no anchors and aliases (here \"*x\")",
                "'a: !!java.net.URL [x]' | 1 | Tours have no tags",
                "'a: !x 1' | 1 | Tours have no tags",
                "'a: 1\na: 2' | 2 | \"a\" is given twice.",
                "'a: [1' | 1 | This is not valid YAML: ",
                "'a: 1\n\tb: 2' | 2 | This is not valid YAML: ",
                "'? [x]\n: 1' | 1 | This is not valid YAML: a name must be a text.",
                "'a: 1\n---\nb: 2' | 2 | This is not valid YAML: a second document begins.",
                "'' | 1 | \"tour\" is empty.",
                "'# nothing' | 1 | \"tour\" is empty.",
            })
    void whatToursDoNotHaveIsRefusedWithItsLine(String text, int line, String reason) {
        assertRefused(text, line, reason);
    }

    @Test
    void bombOfAliasesIsRefusedAtItsFirstAnchor() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            String before = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, before))));
        }

        assertRefused(bomb.toString(), 1, "Tours have no anchors and aliases");
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused("a: " + "[".repeat(100_000), 1, "Values are nested in more than 32 others.");
        assertRefused("a: " + "{b: ".repeat(40) + "1" + "}".repeat(40), 1, "Values are nested in more than 32 others.");
    }

    @Test
    void tooManyValuesAreRefused() {
        assertRefused("a: [" + "1,".repeat(60_000) + "]", 1, "The file has more than 50000 values.");
    }

    @Test
    void largeAndBinaryFilesAreRefused() {
        var problems = new Problems("x.yaml");

        assertThat(Yaml.text(new byte[Yaml.MOST_BYTES + 1], problems)).isEmpty();
        assertThat(Yaml.text(new byte[] {'a', (byte) 0xff, (byte) 0xfe}, problems))
                .isEmpty();

        assertThat(problems.all())
                .extracting(Object::toString)
                .containsExactly(
                        "x.yaml:1: This is not a file of a tour: it has more than 1048576 bytes.",
                        "x.yaml:1: This is not text in UTF-8.");
        assertRefused("a: \u0000\u0001", 1, "This is not valid YAML: ");
    }

    @Test
    void byteOrderMarkIsNoPartOfTheText() {
        var bytes = "\ufeffa: 1".getBytes(StandardCharsets.UTF_8);

        assertThat(Yaml.text(bytes, new Problems("x.yaml"))).contains("a: 1");
    }

    private static YamlNode read(String text) {
        var problems = new Problems("x.yaml");
        var read = Yaml.read(text, problems);
        assertThat(problems.all()).isEmpty();
        return read.orElseThrow();
    }

    private static void assertRefused(String text, int line, String reason) {
        var problems = new Problems("x.yaml");

        assertThat(Yaml.read(text, problems)).isEmpty();

        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).line()).isEqualTo(line);
        assertThat(problems.all().get(0).reason()).startsWith(reason);
    }
}
