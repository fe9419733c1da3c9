package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.rooms.Links;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A room on a language model: a text is typed, walked through, gone on with by a seed, forced and taken back, and two
 * screens show what {@code orrery trace} and {@code orrery generate} say. On a small Llama always, on SmolLM2 where its
 * file is.
 */
class LanguageModelRoomTest {
    private static final String TEXT = "Lily and Tom";
    private static final int ADDED = 3;
    private static final long TEXTURE_BYTES = 32L << 20;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void aRoomOnASmallLlamaShowsWhatTheCommandLineSays() throws Exception {
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
    void aRoomOnSmolLm2ShowsWhatTheCommandLineSays() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        var steps = List.of(
                "embed", "blocks.0.attn.qkv", "blocks.0.attn.scores", "blocks.0.mlp.post", "blocks.17", "ln_final");
        assertRoomIsTrue(file.toString(), steps);
    }

    /** The reference's own words, by the model's own template, answered greedily to the end of the text. */
    @Test
    void aConversationWithSmolLm2IsThatOfTheReferenceTokenForTokenOnEveryScreen() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        JsonNode chat = Fixtures.json(Fixtures.outside("smollm2-135m-instruct/reference/cases.json"))
                .get("chat");
        List<Integer> prompt =
                Arrays.stream(Fixtures.numbers(chat.get("tokens"))).boxed().toList();
        var whole = new ArrayList<>(prompt);
        Arrays.stream(Fixtures.numbers(chat.get("greedy"))).forEach(whole::add);
        venue.openOnce(Venue.offering(ModelReference.of(file.toString())));
        Links room = venue.newRoom();
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768)) {
            var screens = List.of(presenter, hall);
            screens.forEach(screen -> screen.page().setDefaultTimeout(240_000));
            presenter.open(room.presenter());
            hall.open(room.screen());
            dispatch(presenter, "prompt");
            presenter.page().locator("orrery-prompt input[type=checkbox]").check();
            presenter.page().locator("orrery-prompt #text").fill("What is the capital of France?");
            presenter.page().locator("orrery-prompt #text").press("Enter");
            for (var screen : screens) {
                screen.waitForPositions(prompt.size());
                assertThat(screen.tokens()).isEqualTo(prompt);
            }

            dispatch(presenter, "runOn");

            for (var screen : screens) {
                screen.waitUntil("app.trace.info.ended && app.conductor.coming === 0");
                assertThat(screen.tokens()).isEqualTo(whole);
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void theCardOfAPooledSpotNamesItsCellsUntilTheExactOnesAreDrawn() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        String said = "(app.querySelector('orrery-inspector')?.renderRoot.textContent ?? '')";
        venue.openOnce(Venue.offering(ModelReference.of(file.toString())));
        try (var alone = venue.screen(1600, 900)) {
            alone.page().setDefaultTimeout(240_000);
            alone.open(venue.links().solo());
            alone.go("blocks.0.mlp.pre");
            alone.waitForStep("blocks.0.mlp.pre");
            var at = (Map<String, Number>) alone.page()
                    .evaluate("() => { const app = document.querySelector('orrery-app');"
                            + " const {x, y} = app.machine.project('blocks.0.mlp.W_in', [100, 200]);"
                            + " const canvas = app.querySelector('orrery-scene canvas[role=application]').getBoundingClientRect();"
                            + " return {x: canvas.x + x, y: canvas.y + y}; }");
            alone.page().mouse().move(at.get("x").doubleValue(), at.get("y").doubleValue());
            alone.waitUntil("/stands for \\d+ cells: rows \\d+ to \\d+ and neurons \\d+ to \\d+/.test(" + said + ")");
            String hook = (String) alone.page()
                    .evaluate(
                            "document.querySelector('orrery-inspector').renderRoot.querySelector('.hook').textContent");
            assertThat(hook).startsWith("blocks.0.mlp.W_in[");

            alone.page()
                    .evaluate(
                            "hook => { const app = document.querySelector('orrery-app');"
                                    + " const [name, index] = hook.replace(']', '').split('[');"
                                    + " app.machine.closeUp(name, index.split(',').map(Number)); }",
                            hook);

            alone.waitUntil("!" + said + ".includes('stands for') && " + said + ".includes('" + hook + "')");
        }
    }

    private static void dispatch(Screen screen, String action) {
        screen.page()
                .evaluate(
                        "action => document.querySelector('orrery-app')"
                                + ".dispatchEvent(new CustomEvent('ask', {detail: {action}}))",
                        action);
    }

    private static void assertRoomIsTrue(String model, List<String> steps) throws Exception {
        venue.openOnce(Venue.offering(ModelReference.of(model)));
        Links room = venue.newRoom();
        try (var presenter = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            presenter.page().setDefaultTimeout(240_000);
            phone.page().setDefaultTimeout(240_000);
            presenter.open(room.presenter());
            phone.open(room.audience());
            type(presenter);
            var screens = List.of(presenter, phone);
            presenter.waitUntil("app.trace.info.text.join('').endsWith('Tom')");
            int positions = presenter.tokens().size();
            screens.forEach(screen -> screen.waitForPositions(positions));
            assertSteps(model, steps, presenter, phone);
            assertGoesOn(model, presenter, screens);
            for (var screen : screens) {
                assertThat(screen.errors()).as("errors in the page").isEmpty();
                assertThat(screen.foreignRequests()).isEmpty();
                assertThat(((Number) screen.page()
                                        .evaluate("document.querySelector('orrery-app').machine.memory.bytes"))
                                .longValue())
                        .as("bytes of the texture")
                        .isLessThanOrEqualTo(TEXTURE_BYTES);
            }
        }
    }

    /** Types the text into the prompt's field; the tokens are there before it is sent. */
    private static void type(Screen presenter) {
        Page page = presenter.page();
        dispatch(presenter, "prompt");
        page.locator("orrery-prompt #text").fill(TEXT);
        page.waitForFunction(
                "text => [...(document.querySelector('orrery-prompt').shadowRoot.querySelectorAll('.tokens li'))]"
                        + ".map(token => token.textContent.replaceAll('␣', ' ')).join('').trim() === text",
                TEXT);
        page.locator("orrery-prompt #text").press("Enter");
        page.locator("orrery-prompt dialog")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    private static void assertSteps(String model, List<String> steps, Screen presenter, Screen phone) throws Exception {
        TraceFile written = TraceFile.of(model, presenter.tokens(), folder);
        for (String step : steps) {
            presenter.go(step);
            for (var screen : List.of(presenter, phone)) {
                screen.waitForStep(step);
                for (String tensor : screen.drawnIn(step)) {
                    assertThat(Arrays.mismatch(screen.drawn(tensor), written.tensor(tensor)))
                            .as("first cell of %s at %s that differs", tensor, step)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private static void assertGoesOn(String model, Screen presenter, List<Screen> screens) throws Exception {
        List<Integer> prompt = presenter.tokens();
        presenter.go("embed");
        presenter.waitForStep("embed");
        // A window this narrow leaves the machine the place of the panel until somebody asks for it.
        presenter.page().locator("orrery-stack .tabs button").first().click();
        presenter.page().locator("orrery-sampling button").last().click();
        for (var screen : screens) {
            screen.waitUntil("app.conductor.sampling.temperature === 0.8");
        }
        for (int added = 1; added <= ADDED; added++) {
            presenter.press("g");
            for (var screen : screens) {
                screen.waitForPositions(prompt.size() + added);
            }
        }
        var expected = new ArrayList<>(prompt);
        expected.addAll(generated(model, prompt));
        for (var screen : screens) {
            assertThat(screen.tokens()).isEqualTo(expected);
        }
        assertThat(screens.get(1).page().locator("orrery-next-panel button").count())
                .as("what an attendee can press")
                .isZero();

        ask(presenter, "takeBack", "null");
        ask(presenter, "append", "7");
        for (var screen : screens) {
            screen.waitUntil("app.trace.info.tokens.at(-1) === 7");
            var forced = new ArrayList<>(expected.subList(0, expected.size() - 1));
            forced.add(7);
            assertThat(screen.tokens()).isEqualTo(forced);
        }
        assertRunsOnUntilItIsStopped(presenter, screens);
    }

    private static void assertRunsOnUntilItIsStopped(Screen presenter, List<Screen> screens) {
        int before = presenter.tokens().size();
        dispatch(presenter, "runOn");
        screens.get(1).waitUntil("app.trace.positions >= " + (before + 2));
        dispatch(presenter, "stop");
        for (var screen : screens) {
            screen.waitUntil("app.conductor.coming === 0");
        }
        var stopped = presenter.tokens();
        assertThat(stopped.size()).isLessThan(before + 40);
        for (var screen : screens) {
            screen.waitForPositions(stopped.size());
            assertThat(screen.tokens()).isEqualTo(stopped);
        }
    }

    private static void ask(Screen screen, String action, String value) {
        screen.page()
                .evaluate(
                        "([action, value]) => new Promise(done => { const app = document.querySelector('orrery-app');"
                                + " const before = app.trace.id; app.dispatchEvent(new CustomEvent('ask',"
                                + " {detail: {action, value: JSON.parse(value)}})); const wait = () =>"
                                + " app.trace.id === before ? setTimeout(wait, 50) : done(); wait(); })",
                        List.of(action, value));
    }

    /** What {@code orrery generate}, run as a process of its own, goes on with. */
    private static List<Integer> generated(String model, List<Integer> prompt) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dlogback.configurationFile=logback.xml",
                        "io.orrery.cli.Main",
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
                        "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        JsonNode json = new JsonMapper().readTree(process.getInputStream());
        assertThat(process.waitFor()).isZero();
        var tokens = new ArrayList<Integer>();
        json.get("tokens").forEach(token -> tokens.add(token.intValue()));
        return tokens;
    }
}
