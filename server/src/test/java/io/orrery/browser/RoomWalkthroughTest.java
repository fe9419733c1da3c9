package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.web.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A presenter and three attendees, each in a browser of their own, walk through the whole model. */
class RoomWalkthroughTest {
    private static final int PROMPT = 6;
    private static final int CONTEXT = 11;
    private static final int COLOURS = 50;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(new ServerOptions(
            ServerOptions.ALL_INTERFACES, 0, List.of(ModelReference.of("nano-sort")), Optional.empty()));

    private final Map<List<Integer>, TraceFile> written = new HashMap<>();

    @Test
    void fourScreensShowTheSameStepAndTheSameTrueValuesAllTheWay() throws Exception {
        String audience = venue.links().audience();
        String base = audience.substring(0, audience.indexOf("/r/"));
        String host = java.net.URI.create(base).getHost();
        try (var proxy = new CuttableProxy(host, venue.server().port());
                var presenter = venue.screen(920, 640);
                var first = venue.screen(640, 480);
                var unlucky = venue.screen(320, 240);
                var late = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            assertThat(presenter.page().url()).as("no key in the address bar").doesNotContain("key");
            first.open(audience);
            unlucky.open(audience.replace(":" + venue.server().port(), ":" + proxy.port()));

            presenter
                    .page()
                    .getByRole(com.microsoft.playwright.options.AriaRole.BUTTON)
                    .first()
                    .waitFor();
            typePrompt(presenter, "CBABBC");
            var screens = new ArrayList<>(List.of(presenter, first, unlucky));
            screens.forEach(screen -> screen.waitForPositions(PROMPT));

            List<String> steps = presenter.stepsWithLayersOpen();
            assertThat(steps).hasSize(4 + 3 * 12 + 3);
            for (int i = 0; i < steps.size(); i++) {
                String step = steps.get(i);
                if (i > 0) {
                    goOn(presenter, step);
                }
                if (i == steps.size() / 3) {
                    proxy.cut();
                }
                if (i == steps.size() / 2) {
                    late.open(audience);
                    screens.add(late);
                    proxy.mend();
                }
                boolean isCut = i >= steps.size() / 3 && i < steps.size() / 2;
                for (var screen : screens) {
                    if (!(isCut && screen == unlucky)) {
                        assertShows(screen, presenter, step);
                    }
                }
                if (!step.equals("start")) {
                    assertColours(first, step, i);
                }
            }
            for (int positions = PROMPT + 1; positions <= CONTEXT; positions++) {
                presenter.press("g");
                for (var screen : screens) {
                    screen.waitForPositions(positions);
                    assertShows(screen, presenter, "probs");
                }
            }
            assertThat(first.tokens()).containsExactly(2, 1, 0, 1, 1, 2, 0, 1, 1, 1, 2);
            for (var screen : screens) {
                assertEverythingDrawnIsTrue(screen);
                assertThat(screen.foreignRequests())
                        .as("requests to other servers")
                        .isEmpty();
                assertThat(screen.errors()).as("errors in the page").isEmpty();
            }
        }
    }

    private static void typePrompt(Screen presenter, String text) {
        var page = presenter.page();
        page.getByRole(
                        com.microsoft.playwright.options.AriaRole.BUTTON,
                        new com.microsoft.playwright.Page.GetByRoleOptions().setName("More tools"))
                .click();
        page.getByRole(
                        com.microsoft.playwright.options.AriaRole.MENUITEM,
                        new com.microsoft.playwright.Page.GetByRoleOptions().setName("New prompt"))
                .click();
        page.locator("orrery-prompt input").fill(text);
        page.keyboard().press("Enter");
        page.locator("orrery-prompt dialog")
                .waitFor(new com.microsoft.playwright.Locator.WaitForOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN));
    }

    /** The next step by the key; a closed layer is opened by its key first. */
    private static void goOn(Screen presenter, String step) {
        presenter.press("ArrowRight");
        if (step.matches("blocks\\.[1-9]\\d*\\.ln1")) {
            presenter.waitForStep(step.replace(".ln1", ""));
            presenter.press("o");
        }
        presenter.waitForStep(step);
    }

    private void assertShows(Screen screen, Screen presenter, String step) throws Exception {
        screen.waitForStep(step);
        assertThat(screen.traceId()).isEqualTo(presenter.traceId());
        assertThat(screen.tokens()).isEqualTo(presenter.tokens());
        for (String tensor : screen.drawnIn(step)) {
            assertTrue(screen, tensor);
        }
    }

    private void assertEverythingDrawnIsTrue(Screen screen) throws Exception {
        for (String step : screen.stepsWithLayersOpen()) {
            for (String tensor : screen.drawnIn(step)) {
                assertTrue(screen, tensor);
            }
        }
    }

    /** Values travel as float32 and are computed by the same engine: what is drawn is what was written, to the bit. */
    private void assertTrue(Screen screen, String tensor) throws Exception {
        assertThat(Arrays.mismatch(screen.drawn(tensor), written(screen).tensor(tensor)))
                .as("first cell of %s that differs", tensor)
                .isEqualTo(-1);
    }

    /** Random cells of what the step computes, seen close: the colour on the canvas against value, stops and light. */
    private void assertColours(Screen screen, String step, long seed) throws Exception {
        var random = new Random(seed);
        List<String> tensors = screen.drawnIn(step);
        int each = (COLOURS + tensors.size() - 1) / tensors.size();
        int looked = 0;
        for (String tensor : tensors) {
            int[] shape = written(screen).shape(tensor);
            float[] values = written(screen).tensor(tensor);
            List<Integer> cells = IntStream.range(0, values.length)
                    .filter(flat -> !isMasked(shape, flat, tensor))
                    .boxed()
                    .collect(Collectors.toList());
            Collections.shuffle(cells, random);
            var indices = cells.stream().map(flat -> cell(shape, flat)).toList();
            for (var seen : screen.closeUp(tensor, indices, each)) {
                int which = ((Number) seen.get("which")).intValue();
                assertColour(tensor + indices.get(which), seen, values[cells.get(which)]);
                looked++;
            }
        }
        assertThat(looked).as("cells in focus in %s", step).isPositive();
    }

    private static void assertColour(String cell, Map<String, Object> seen, double value) {
        assertThat(number(seen, "pxPerCell")).isGreaterThanOrEqualTo(16);
        double[] expected =
                CellColour.dark((String) seen.get("role"), value, number(seen, "scale"), number(seen, "fromTop"));
        double[] found = {number(seen, "r"), number(seen, "g"), number(seen, "b")};
        for (int channel = 0; channel < 3; channel++) {
            assertThat(found[channel])
                    .as("channel %d of %s = %s", channel, cell, value)
                    .isBetween(expected[channel] - 0.03 * 255, expected[channel] + 0.03 * 255);
        }
    }

    private TraceFile written(Screen screen) throws Exception {
        List<Integer> tokens = screen.tokens();
        if (!written.containsKey(tokens)) {
            written.put(tokens, TraceFile.of("nano-sort", tokens, folder));
        }
        return written.get(tokens);
    }

    private static boolean isMasked(int[] shape, int flat, String tensor) {
        boolean isCausal = tensor.endsWith("hook_attn_scores") || tensor.endsWith("hook_pattern");
        List<Integer> cell = cell(shape, flat);
        return isCausal && cell.get(2) > cell.get(1);
    }

    private static List<Integer> cell(int[] shape, int flat) {
        var cell = new Integer[shape.length];
        int rest = flat;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            cell[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return List.of(cell);
    }

    private static double number(Map<String, Object> map, String name) {
        return ((Number) map.get(name)).doubleValue();
    }
}
