package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptsFileTest {
    @TempDir
    private Path folder;

    @Test
    void eachLineIsAPromptForAllModelsOrForTheOneNamedBeforeIt() throws IOException {
        var file = read(
                "\uFEFF# greetings\r\nHello there  \n\n  Once\\nupon \\\\ a time\n[nano-sort]\nCBA\n[ tiny ]\n\\[3,1]\n\\# one\n[3");
        assertThat(file.prompts().stream()
                        .map(prompt -> prompt.line() + " " + prompt.model().orElse("all") + " " + prompt.text())
                        .collect(Collectors.toList()))
                .containsExactly(
                        "2 all Hello there",
                        "4 all Once\nupon \\ a time",
                        "6 nano-sort CBA",
                        "8 tiny [3,1]",
                        "9 tiny # one",
                        "10 tiny [3");
    }

    @Test
    void samePromptMayBeGivenToTwoModels() throws IOException {
        assertThat(read("[a]\nHi\n[b]\nHi").prompts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A;B;#;A          | line 4: this prompt is the one of line 1.",
                "[a];A;[b];B;[a];A | line 6: this prompt is the one of line 2.",
                "# only;[a]       | has no prompts.",
                "A;B\u0001C       | line 2: this is not text in UTF-8.",
                "A;x\u0000y       | line 2: this is not text in UTF-8.",
            })
    void invalidFileIsRefusedWithItsLine(String lines, String why) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n')))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(folder.resolve("prompts.txt").toString())
                .hasMessageEndingWith(why);
    }

    @Test
    void fileThatIsMissingOrNoTextOrTooLargeIsRefused() throws IOException {
        assertRefused(folder.resolve("none.txt"), "There is no file " + folder.resolve("none.txt") + " with prompts.");
        assertRefused(folder, "cannot be read: it is a folder.");
        assertRefused(bytes('A', '\n', 0xff, 0xfe), "line 2: this is not text in UTF-8.");
        assertRefused(text("x\n".repeat(1 << 19) + "y"), "has more than 1,048,576 bytes.");
        assertRefused(text("A\n" + "x".repeat(10_001)), "line 2: a line has at most 10,000 characters.");
        var many = IntStream.range(0, 501).mapToObj(i -> "prompt " + i).collect(Collectors.joining("\n"));
        assertRefused(text(many), "has more than 500 prompts.");
    }

    @Test
    void promptIsOfferedForTheModelsThatCanReadIt() throws IOException {
        var sorting = Presets.open("nano-sort");
        var llama = Presets.open(Fixtures.folder("llama-tiny").toString());
        var own = sorting.preset().prompts();

        var models =
                read("CBAABC\nOnce upon\n[llama-tiny]\nCBB\n[nano-sort]\nAAA").addedTo(List.of(sorting, llama));

        assertThat(models.get(0).preset().prompts())
                .startsWith(own.toArray(String[]::new))
                .endsWith("CBAABC", "AAA")
                .doesNotContain("Once upon", "CBB");
        assertThat(models.get(1).preset().prompts()).containsExactly("CBAABC", "Once upon", "CBB");
        assertThat(models.get(0).id()).isEqualTo(sorting.id());
    }

    @Test
    void promptThatNobodyCanReadIsRefusedWithItsLine() throws IOException {
        var sorting = List.of(Presets.open("nano-sort"));
        assertThatThrownBy(() -> read("CBA\nOnce upon a time").addedTo(sorting))
                .hasMessageContaining("line 2: Sorting model cannot read this prompt.");
        assertThatThrownBy(() -> read("[nano-sort]\nABCABCABCABCABC").addedTo(sorting))
                .hasMessageContaining("line 2: Sorting model cannot read this prompt.")
                .hasMessageContaining("15");
        assertThatThrownBy(() -> read("ABC\n[gpt2]\nABC").addedTo(sorting))
                .hasMessageEndingWith("line 3: there is no model \"gpt2\"; offered are nano-sort."
                        + " If this is a prompt, write a backslash in front of it.");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> PromptsFile.read(file))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith(why);
    }

    private PromptsFile read(String text) throws IOException {
        return PromptsFile.read(text(text));
    }

    private Path text(String text) throws IOException {
        return Files.write(folder.resolve("prompts.txt"), text.getBytes(StandardCharsets.UTF_8));
    }

    private Path bytes(int... values) throws IOException {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Files.write(folder.resolve("prompts.txt"), bytes);
    }
}
