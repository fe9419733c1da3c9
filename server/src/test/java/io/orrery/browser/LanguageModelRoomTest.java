package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.orrery.cli.CommandLineRun;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.rooms.Links;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A room with a language model: a text is typed, walked through, continued with a seed, a token is forced and taken back.
 * Two pages show what {@code orrery trace} and {@code orrery generate} print. Runs on a small Llama, and on SmolLM2 where its
 * file is available.
 */
class LanguageModelRoomTest {
    private static final String TEXT = "Lily and Tom";
    private static final int ADDED = 3;
    private static final int FORCED = 7;
    private static final long TEXTURE_BYTES = 32L << 20;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void roomWithASmallLlamaShowsTheCommandLinesNumbers() throws Exception {
        var steps = List.of(
                "embed",
                "blocks.0.ln1",
                "blocks.0.attn.qkv",
                "blocks.0.attn.rotate",
                "blocks.0.attn.scores",
                "blocks.0.mlp.post",
                "blocks.1",
                "logits",
                "probs");
        assertRoomIsTrue(Fixtures.folder("llama-tiny").toString(), steps);
    }

    @Test
    void roomWithSmolLm2ShowsTheCommandLinesNumbers() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        var steps = List.of(
                "embed", "blocks.0.attn.qkv", "blocks.0.attn.scores", "blocks.0.mlp.post", "blocks.17", "ln_final");
        assertRoomIsTrue(file.toString(), steps);
    }

    /** The reference's question in the model's chat template, answered greedily to the end of the text. */
    @Test
    void conversationWithSmolLm2MatchesTheReferenceTokenForToken() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        JsonNode chat = Fixtures.json(Fixtures.outside("smollm2-135m-instruct/reference/cases.json"))
                .get("chat");
        List<Integer> prompt =
                Arrays.stream(Fixtures.numbers(chat.get("tokens"))).boxed().toList();
        var whole = new ArrayList<>(prompt);
        Arrays.stream(Fixtures.numbers(chat.get("greedy"))).forEach(whole::add);
        venue.openOnce(Venue.offering(ModelReference.of(file.toString())));
        Links room = venue.newRoom();
        try (var presenter = venue.screen(1300, 700);
                var hall = venue.screen(1024, 768)) {
            var screens = List.of(presenter, hall);
            screens.forEach(screen -> screen.page().setDefaultTimeout(240_000));
            presenter.open(room.presenter());
            hall.open(room.screen());
            presenter.ask("prompt");
            presenter.page().locator("orrery-prompt input[type=checkbox]").check();
            presenter.page().locator("orrery-prompt #text").fill("What is the capital of France?");
            presenter.page().locator("orrery-prompt #text").press("Enter");
            for (var screen : screens) {
                screen.waitForPositions(prompt.size());
                assertThat(screen.scene().tokenIds()).isEqualTo(prompt);
            }

            presenter.ask("runOn");

            presenter.page().locator("orrery-next-panel p.ended").waitFor();
            presenter
                    .page()
                    .getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Go on").setExact(true))
                    .waitFor();
            for (var screen : screens) {
                screen.waitForPositions(whole.size());
                assertThat(screen.scene().tokenIds()).isEqualTo(whole);
            }
            hall.page().getByText("The text ends here").waitFor();
            assertThat(hall.page()
                            .locator("orrery-hall-answer .next, orrery-hall-answer .bars")
                            .count())
                    .isZero();
            HallAnswerTest.assertLegible(hall);
            assertWalkVisitsFourLayers(presenter, screens);
        }
    }

    /** Which one is between the second and the last, Smollm2LabTest compares with the reference. */
    private static void assertWalkVisitsFourLayers(Screen presenter, List<Screen> screens) {
        presenter.go("blocks.1");
        String visits = "orrery.walk().run.visits";
        var layers = ((List<?>) presenter.page().evaluate(visits))
                .stream().map(Integer.class::cast).toList();
        assertThat(layers).hasSize(4).startsWith(0, 1).endsWith(29);
        for (var step : List.of("PageDown " + layers.get(2), "PageDown 29", "PageUp " + layers.get(2), "PageUp 1")) {
            presenter.press(step.split(" ")[0]);
            for (var screen : screens) {
                screen.waitForStep("blocks." + step.split(" ")[1]);
                assertThat(screen.page().evaluate(visits)).isEqualTo(layers);
            }
        }
    }

    @Test
    void cardOfAPooledSpotNamesItsRangeUntilCellsAreDrawnExactly() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        venue.openOnce(Venue.offering(ModelReference.of(file.toString())));
        try (var alone = venue.screen(1600, 900)) {
            alone.page().setDefaultTimeout(240_000);
            alone.open(venue.links().solo());
            alone.go("blocks.0.mlp.pre");
            alone.waitForStep("blocks.0.mlp.pre");
            // The step's figure is in front of the machine until the person takes the camera.
            alone.page().locator("orrery-scene canvas").first().focus();
            alone.press("-");
            Screen.waitUntilGone(alone.page().locator("orrery-figure section"));
            alone.scene().waitUntilStill();
            alone.pointAt("blocks.0.mlp.W_in", List.of(100, 200));
            var pooled = alone.page().locator("orrery-inspector .seen");
            pooled.getByText(Pattern.compile("stands for \\d+ cells: inputs \\d+ to \\d+ and outputs \\d+ to \\d+"))
                    .waitFor();
            String hook = alone.cellName().textContent();
            assertThat(hook).startsWith("blocks.0.mlp.W_in[");

            String index = hook.substring(hook.indexOf('['));
            alone.scene().read("orrery.closeUp('blocks.0.mlp.W_in', " + index + ")");

            Screen.waitUntilGone(pooled);
            alone.cellName().getByText(hook).waitFor();
        }
    }

    private static void assertRoomIsTrue(String model, List<String> steps) throws Exception {
        venue.openOnce(Venue.offering(ModelReference.of(model)));
        Links room = venue.newRoom();
        try (var presenter = venue.screen(1024, 768).hearingRequests();
                var phone = venue.screen(390, 844).hearingRequests()) {
            presenter.page().setDefaultTimeout(240_000);
            phone.page().setDefaultTimeout(240_000);
            presenter.open(room.presenter());
            phone.open(room.audience());
            type(presenter);
            var screens = List.of(presenter, phone);
            presenter.waitForText("Tom$");
            int positions = presenter.tokens().size();
            screens.forEach(screen -> screen.waitForPositions(positions));
            assertSteps(model, steps, presenter, phone);
            assertGoesOn(model, presenter, screens);
            for (var screen : screens) {
                assertThat(screen.errors()).as("errors in the page").isEmpty();
                assertThat(screen.foreignRequests()).isEmpty();
                assertThat(screen.scene().number("orrery.scene().memory.bytes"))
                        .as("bytes of the texture")
                        .isLessThanOrEqualTo(TEXTURE_BYTES);
            }
        }
    }

    /** Types the text into the prompt's field and waits for the preview of its tokens before sending it. */
    private static void type(Screen presenter) {
        Page page = presenter.page();
        presenter.ask("prompt");
        page.locator("orrery-prompt #text").fill(TEXT);
        page.waitForFunction(
                "text => [...(document.querySelector('orrery-prompt').shadowRoot.querySelectorAll('.tokens li'))]"
                        + ".map(token => token.textContent.replaceAll('␣', ' ')).join('').trim() === text",
                TEXT);
        page.locator("orrery-prompt #text").press("Enter");
        Screen.waitUntilGone(page.locator("orrery-prompt dialog"));
    }

    private static void assertSteps(String model, List<String> steps, Screen presenter, Screen phone) throws Exception {
        TraceFile written = TraceFile.of(model, presenter.scene().tokenIds(), folder);
        for (String step : steps) {
            presenter.go(step);
            for (var screen : List.of(presenter, phone)) {
                screen.waitForStep(step);
                for (String tensor : screen.scene().tensorsOf(step)) {
                    assertThat(Arrays.mismatch(screen.scene().drawn(tensor), written.tensor(tensor)))
                            .as("first cell of %s at %s that differs", tensor, step)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private static void assertGoesOn(String model, Screen presenter, List<Screen> screens) throws Exception {
        List<Integer> prompt = presenter.scene().tokenIds();
        Screen attendee = screens.get(1);
        presenter.go("embed");
        presenter.waitForStep("embed");
        // A window this narrow gives the panel's place to the scene until somebody chooses the panel.
        presenter.chooseTab("Next?");
        attendee.chooseTab("Next?");
        presenter.page().locator("orrery-sampling button").last().click();
        for (var screen : screens) {
            screen.page().locator("orrery-sampling").getByText("0.8").first().waitFor();
        }
        for (int added = 1; added <= ADDED; added++) {
            presenter.press("g");
            for (var screen : screens) {
                screen.waitForPositions(prompt.size() + added);
            }
        }
        var expected = new ArrayList<>(prompt);
        expected.addAll(generated(model, prompt));
        assertTokens(screens, expected);
        assertThat(attendee.page()
                        .locator(
                                "orrery-next-panel button.tile, orrery-next-panel .does button, orrery-sampling button")
                        .count())
                .as("buttons of an attendee that would change the text")
                .isZero();

        presenter.ask("takeBack");
        // All of them: the text will have as many tokens again as it has now.
        for (var screen : screens) {
            screen.waitForPositions(expected.size() - 1);
        }
        presenter.ask("append", FORCED);
        expected.set(expected.size() - 1, FORCED);
        for (var screen : screens) {
            screen.waitForPositions(expected.size());
        }
        assertTokens(screens, expected);
        assertRunsUntilStopped(presenter, screens);
    }

    private static void assertRunsUntilStopped(Screen presenter, List<Screen> screens) {
        int before = presenter.tokens().size();
        presenter.ask("runOn");
        screens.get(1).waitForPositionsAtLeast(before + 2);
        presenter.ask("stop");
        presenter
                .page()
                .locator(
                        "orrery-next-panel .does button",
                        new Page.LocatorOptions().setHasText(Pattern.compile("Run on|Go on")))
                .waitFor();
        var stopped = presenter.scene().tokenIds();
        assertThat(stopped.size()).isLessThan(before + 40);
        for (var screen : screens) {
            screen.waitForPositions(stopped.size());
        }
        assertTokens(screens, stopped);
    }

    private static void assertTokens(List<Screen> screens, List<Integer> tokens) {
        for (var screen : screens) {
            assertThat(screen.scene().tokenIds()).isEqualTo(tokens);
            assertThat(screen.tokens()).isEqualTo(screens.get(0).tokens()).hasSameSizeAs(tokens);
        }
    }

    /** The tokens that {@code orrery generate} adds. */
    private static List<Integer> generated(String model, List<Integer> prompt) throws IOException {
        var run = CommandLineRun.of(
                "generate",
                "--model",
                model,
                "--tokens",
                prompt.stream().map(String::valueOf).collect(Collectors.joining(",")),
                "--max-tokens",
                String.valueOf(ADDED),
                "--temperature",
                "0.8",
                "--top-k",
                "40",
                "--top-p",
                "0.95",
                "--seed",
                "0",
                "--json");
        assertThat(run.code()).isZero();
        var tokens = new ArrayList<Integer>();
        run.json().get("tokens").forEach(token -> tokens.add(token.intValue()));
        return tokens;
    }
}
