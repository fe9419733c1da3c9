package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.browser.TestBrowser;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** A view becomes a picture: of the page as it is, or of what is drawn in front of the machine. */
class PictureCommandTest {
    private static final int WIDTH = 1024;
    private static final int HEIGHT = 768;

    @TempDir
    Path folder;

    /** The browser that all tests use, which may not be on the PATH. */
    private CommandLineRun drawn(String out, String... options) {
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--chromium", TestBrowser.program().toString()));
        all.addAll(List.of("--size", WIDTH + "x" + HEIGHT, "--theme", "light"));
        return picture(out, all.toArray(new String[0]));
    }

    private CommandLineRun picture(String out, String... options) {
        var all = new ArrayList<>(List.of("picture", "--prompt", "CBABBC", "--json"));
        all.addAll(Arrays.asList(options));
        all.addAll(List.of("--out", folder.resolve(out).toString()));
        return CommandLineRun.of(all.toArray(new String[0]));
    }

    @Test
    void ofAStepIsThePageInItsSizeAndSaysInWordsWhatItShows() throws Exception {
        var run = drawn("pattern.png", "--step", "blocks.1.attn.pattern", "--head", "2");

        assertThat(run.err()).isEmpty();
        BufferedImage image = ImageIO.read(folder.resolve("pattern.png").toFile());
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(WIDTH, HEIGHT);
        assertThat(run.json().path("alt").asText())
                .startsWith("Sorting model: “CBABBC”.")
                .contains("shares of attention");
        assertThat(run.json().path("bytes").asLong()).isEqualTo(Files.size(folder.resolve("pattern.png")));

        // with the step's words alone around the machine the same is said, and the picture is another one
        var framed = drawn("framed.png", "--step", "blocks.1.attn.pattern", "--head", "2", "--panels", "card");
        assertThat(framed.err()).isEmpty();
        assertThat(framed.json().path("alt")).isEqualTo(run.json().path("alt"));
        assertThat(Files.readAllBytes(folder.resolve("framed.png")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("pattern.png")));
    }

    @Test
    void ofAToolOfWhyIsADrawingWithTextsAndItsWords() throws Exception {
        var run = drawn("votes.svg", "--why", "attribution");

        assertThat(run.err()).isEmpty();
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("votes.svg").toFile());
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo(run.json().path("alt").asText())
                .contains("Who votes for the answer?");
        assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThan(10);
    }

    @Test
    void ofAStepThatTheMachineShowsIsNoSvg() {
        assertThat(drawn("step.svg", "--step", "blocks.0.attn.pattern").err()).contains("only a .png can show");
        assertThat(folder.resolve("step.svg")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--step blocks.9.attn.pattern | blocks.9.attn.pattern",
                "--head 4 | --head must be from 0 to 2, not 4",
                "--why guessing | no tool named \"guessing\"",
                "--size 10x10 | such as 1600x900",
                "--size 1600 | such as 1600x900",
                "--theme blue | --theme is some of dark, light, not blue",
                "--language xx | --language is some of de, en, not xx",
                "--panels rail,menu | --panels is some of card, next, rail, none, not menu",
                "--level child | --level is some of simple, developer, expert, not child",
                "--chromium /no/such/browser | no such file or folder: /no/such/browser",
            })
    void refusesInWords(String options, String sentence) {
        var run = picture("none.png", options.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).hasLineCount(1);
        assertThat(folder.resolve("none.png")).doesNotExist();
    }

    @Test
    void refusesAnotherKindOfFile() {
        assertThat(picture("picture.gif").err()).contains("must end in .png or .svg");
    }
}
