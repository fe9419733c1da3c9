package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The projector page at 1024 × 768 is legible from the last row: large text, strong contrast, a large scene. */
class ProjectorLegibilityTest {
    private static final int WIDTH = 1024;
    private static final int HEIGHT = 768;
    /** px. */
    private static final double LEAST_SIZE = 28;

    private static final double LEAST_CONTRAST = 7;
    /** The scene's smallest share of the screen's area. */
    private static final double LEAST_SCENE = 0.65;

    private static final int MOST_LABELS = 8;

    /** Codes are drawn by chance, and the widest reaches furthest over the machine. */
    private static final String WITH_THE_WIDEST_CODE =
            "code => { [...code.childNodes].find(node => node.nodeType === Node.TEXT_NODE).data = 'WWW WWW'; }";

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void stepsOfTheSortingModelAreLegible() throws Exception {
        walk(
                "nano-sort",
                List.of(
                        "start",
                        "embed",
                        "blocks.0.ln1",
                        "blocks.0.attn.qkv",
                        "blocks.0.attn.scores",
                        "blocks.0.attn.pattern",
                        "blocks.0.attn.z",
                        "blocks.0.attn.out",
                        "blocks.0.mlp.pre",
                        "blocks.0.mlp.post",
                        "blocks.1",
                        "logits",
                        "probs"));
    }

    @Test
    void stepsOfAMistralWithSpecialTokensAreLegible() throws Exception {
        walk(
                Fixtures.folder("mistral-tiny").toString(),
                List.of(
                        "embed",
                        "blocks.0.attn.qkv",
                        "blocks.0.attn.rotate",
                        "blocks.0.attn.scores",
                        "blocks.0.mlp.post",
                        "probs"));
    }

    @Test
    void helpIsLegibleAndClosesByKey() throws Exception {
        venue.open(Venue.offering(ModelReference.of("nano-sort")));
        try (var hall = hall()) {
            hall.page().navigate(venue.links().screen() + "#theme=light");
            hall.scene().waitUntilStill();
            hall.page().locator("orrery-lobby-screen .count").waitFor();
            assertTheme(hall, "hall-light");
            assertReadable(hall, "the lobby in a bright room");
            hall.press("h");
            hall.page().locator("orrery-help dialog[open]").waitFor();
            assertReadable(hall, "the help");
            assertThat(hall.page().locator("orrery-help dt").count()).isEqualTo(6);
            assertThat(hall.page()
                            .locator("orrery-help dialog")
                            .evaluate("({scrollHeight, clientHeight}) => scrollHeight <= clientHeight"))
                    .as("fits without scrolling")
                    .isEqualTo(true);
            hall.press("?");
            Screen.waitUntilGone(hall.page().locator("orrery-help dialog[open]"));
            assertThat(hall.errors()).isEmpty();
        }
    }

    private static Screen hall() {
        var hall = venue.drawnScreen(WIDTH, HEIGHT);
        hall.page()
                .addInitScript(Path.of(System.getProperty("basedir", "."))
                        .resolve("../web-client/src/test/js/hall-audit.js")
                        .normalize());
        return hall;
    }

    private static void walk(String model, List<String> steps) throws Exception {
        venue.open(Venue.offering(ModelReference.of(model)));
        try (var presenter = venue.screen(WIDTH, HEIGHT);
                var hall = hall()) {
            hall.page().navigate(venue.links().screen());
            hall.scene().waitUntilStill();
            hall.page().locator("orrery-lobby-screen .count").waitFor();
            assertTheme(hall, "hall");
            assertReadable(hall, "the lobby");
            presenter.open(venue.links().presenter());
            hall.page().locator("orrery-projector .code").evaluate(WITH_THE_WIDEST_CODE);
            for (String step : steps) {
                presenter.go(step);
                presenter.waitForStep(step);
                hall.waitForStep(step);
                if (step.equals("probs")) {
                    hall.page().locator("orrery-hall-answer .bars li").first().waitFor();
                }
                var audit = assertReadable(hall, step);
                assertThat(((Number) audit.get("scene")).doubleValue())
                        .as("the scene's share at %s", step)
                        .isGreaterThanOrEqualTo(LEAST_SCENE);
                // At the last step, what comes next is written over the machine, whose labels are hidden.
                assertThat(((Number) audit.get("labels")).intValue())
                        .as("labels at %s", step)
                        .isBetween(step.equals("probs") ? 0 : 1, step.equals("probs") ? 0 : MOST_LABELS);
            }
            hall.press("t");
            assertTheme(hall, "hall-light");
            for (String step : List.of(steps.get(steps.size() - 1), "blocks.0.attn.scores")) {
                presenter.go(step);
                hall.waitForStep(step);
                assertReadable(hall, step + " in a bright room");
            }
            assertThat(hall.errors()).isEmpty();
        }
    }

    private static void assertTheme(Screen hall, String name) {
        assertThat(hall.page().locator("html").getAttribute("data-theme")).isEqualTo(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> assertReadable(Screen hall, String where) {
        hall.rest();
        var audit = (Map<String, Object>) hall.page().evaluate("hallAudit()");
        var texts = (List<Map<String, Object>>) audit.get("texts");
        assertThat(texts).as(where).hasSizeGreaterThan(3);
        assertThat(texts).as("text at %s", where).allSatisfy(text -> {
            assertThat(((Number) text.get("size")).doubleValue())
                    .as("size of “%s”", text.get("text"))
                    .isGreaterThanOrEqualTo(LEAST_SIZE);
            assertThat(((Number) text.get("contrast")).doubleValue())
                    .as("contrast of “%s”", text.get("text"))
                    .isGreaterThanOrEqualTo(LEAST_CONTRAST);
        });
        return audit;
    }
}
