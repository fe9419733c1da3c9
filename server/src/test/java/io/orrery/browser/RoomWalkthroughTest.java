package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
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

/** A presenter and three attendees walk through the whole sorting model; every number and many colours are checked. */
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
    void everyScreenShowsTheSameStepsAndTheTrueNumbers() throws Exception {
        String audience = venue.links().audience();
        String base = audience.substring(0, audience.indexOf("/r/"));
        String host = java.net.URI.create(base).getHost();
        try (var proxy = new CuttableProxy(host, venue.server().port());
                var presenter = venue.screen(920, 640).hearingRequests();
                var first = venue.drawnScreen(640, 480).hearingRequests();
                var disconnected = venue.screen(320, 240).hearingRequests();
                var late = venue.screen(390, 844).hearingRequests()) {
            presenter.open(venue.links().presenter());
            assertThat(presenter.page().url()).as("the address bar").doesNotContain("key");
            first.open(audience);
            disconnected.open(audience.replace(":" + venue.server().port(), ":" + proxy.port()));

            typePrompt(presenter, "CBABBC");
            var screens = new ArrayList<>(List.of(presenter, first, disconnected));
            screens.forEach(screen -> screen.waitForPositions(PROMPT));

            List<String> steps = ModelSteps.of(Presets.open("nano-sort"));
            assertThat(steps).hasSize(5 + 3 * 12 + 3);
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
                    if (!(isCut && screen == disconnected)) {
                        assertShows(screen, presenter, step);
                    }
                }
                if (!List.of("start", "cut").contains(step)) {
                    assertColours(first, step, i);
                }
            }
            // At the output the attendees' pages show what comes next.
            for (var screen : screens.subList(1, screens.size())) {
                screen.chooseTab("Tour");
            }
            for (int positions = PROMPT + 1; positions <= CONTEXT; positions++) {
                presenter.press("g");
                for (var screen : screens) {
                    screen.waitForPositions(positions);
                    assertShows(screen, presenter, "probs");
                }
            }
            assertThat(first.tokens()).containsExactly("C", "B", "A", "B", "B", "C", "A", "B", "B", "B", "C");
            for (var screen : screens) {
                for (String step : steps) {
                    // A page fetches what it has not shown yet by and by.
                    screen.scene()
                            .waitUntil(
                                    "orrery.tensorsOf('" + step + "').every(name => orrery.tensor(name).hasArrived)");
                    assertDrawsTrueNumbers(screen, step);
                }
                assertThat(screen.foreignRequests())
                        .as("requests to other servers")
                        .isEmpty();
                assertThat(screen.errors()).as("errors in the page").isEmpty();
            }
        }
    }

    private static void typePrompt(Screen presenter, String text) {
        var page = presenter.page();
        presenter.press("n");
        page.locator("orrery-prompt input").fill(text);
        page.keyboard().press("Enter");
        Screen.waitUntilGone(page.locator("orrery-prompt dialog"));
    }

    /** Goes to the next step by key, after opening a closed layer by its key. */
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
        assertThat(screen.tokens()).isEqualTo(presenter.tokens());
        assertDrawsTrueNumbers(screen, step);
    }

    /** The command line and the server compute in the same way, and numbers travel as float32: they are equal to the bit. */
    private void assertDrawsTrueNumbers(Screen screen, String step) throws Exception {
        TraceFile expected = written(screen);
        for (String tensor : screen.scene().tensorsOf(step)) {
            assertThat(Arrays.mismatch(screen.scene().drawn(tensor), expected.tensor(tensor)))
                    .as("first cell of %s that differs", tensor)
                    .isEqualTo(-1);
        }
    }

    /** Compares the colours of random cells of a step, seen from close by, with the colours that their values must have. */
    private void assertColours(Screen screen, String step, long seed) throws Exception {
        var random = new Random(seed);
        List<String> tensors = screen.scene().tensorsOf(step);
        TraceFile expected = written(screen);
        int each = (COLOURS + tensors.size() - 1) / tensors.size();
        int looked = 0;
        for (String tensor : tensors) {
            int[] shape = expected.shape(tensor);
            float[] values = expected.tensor(tensor);
            List<Integer> cells = IntStream.range(0, values.length)
                    .filter(flat -> !isMasked(shape, flat, tensor))
                    .boxed()
                    .collect(Collectors.toList());
            Collections.shuffle(cells, random);
            int wanted = looked + each;
            // Of some tensors only a block is in focus, and its cells come by chance: all cells at once are a long
            // message.
            for (int from = 0; from < cells.size() && looked < wanted; from += 2 * COLOURS) {
                List<Integer> some = cells.subList(from, Math.min(from + 2 * COLOURS, cells.size()));
                var indices = some.stream().map(flat -> cell(shape, flat)).toList();
                for (var seen : screen.scene().closeUp(tensor, indices, wanted - looked)) {
                    int which = ((Number) seen.get("which")).intValue();
                    assertColour(tensor, tensor + indices.get(which), seen, values[some.get(which)]);
                    looked++;
                }
            }
        }
        assertThat(looked).as("cells in focus in %s", step).isPositive();
    }

    private static void assertColour(String tensor, String cell, Map<String, Object> seen, double value) {
        boolean isShare = tensor.endsWith("hook_pattern") || tensor.equals("probs");
        assertThat(number(seen, "pxPerCell")).isGreaterThanOrEqualTo(16);
        double[] expected = CellColour.dark(
                (String) seen.get("role"), value, number(seen, "scale"), isShare, number(seen, "fromTop"));
        double[] found = {number(seen, "r"), number(seen, "g"), number(seen, "b")};
        for (int channel = 0; channel < 3; channel++) {
            assertThat(found[channel])
                    .as("channel %d of %s = %s", channel, cell, value)
                    .isBetween(expected[channel] - 0.03 * 255, expected[channel] + 0.03 * 255);
        }
    }

    private TraceFile written(Screen screen) throws Exception {
        List<Integer> tokens = screen.scene().tokenIds();
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
