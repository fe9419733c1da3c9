package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.rooms.Links;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The figure in front of SmolLM2, whose tensors are too large to be read in the machine, on three screens of a room. */
class FigureTest {
    private static final String PATTERN = "blocks.23.attn.hook_pattern";
    private static final int HEADS = 9;

    /** The feet of ribbons, the words, and the free area, in CSS px of the window. */
    private static final String FIGURE = "() => { const root = document.querySelector('orrery-figure').shadowRoot;"
            + " const box = each => { const r = each.getBoundingClientRect(); return [r.left, r.right, r.top, r.bottom]; };"
            + " const section = root.querySelector('section');"
            + " return { area: box(section), svg: box(root.querySelector('svg')),"
            + " title: section.querySelector('h2').textContent,"
            + " shares: Object.fromEntries([...root.querySelectorAll('.ribbon')].map(each => [each.dataset.key, Number(each.dataset.value)])),"
            + " feet: Object.fromEntries([...root.querySelectorAll('.ribbon')].map(each => { const path = each.querySelector('path');"
            + " const start = path.getPointAtLength(0), at = path.getScreenCTM(); return [each.dataset.key, start.x * at.a + at.e]; })),"
            + " words: [...root.querySelectorAll('.word text')].map(each => ({ text: each.textContent, px: Number(each.getAttribute('font-size')), box: box(each) })),"
            + " least: Math.min(...[...root.querySelectorAll('svg text')].filter(each => each.textContent !== '').map(each => Number(each.getAttribute('font-size')))) }; }";

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void headsAttentionIsReadableOnEveryScreenAndItsNumbersAreTheTraces() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        venue.openOnce(Venue.offering(ModelReference.of(file.toString())));
        Links room = venue.newRoom();
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            var screens = List.of(presenter, hall, phone);
            screens.forEach(screen -> screen.page().setDefaultTimeout(240_000));
            presenter.open(room.presenter());
            hall.open(room.screen());
            phone.open(room.audience());
            presenter
                    .page()
                    .evaluate(
                            "() => document.querySelector('orrery-app').conductor.prompt('The capital of France is')");
            presenter.waitForText("is$");
            presenter.go("blocks.23.attn.pattern");
            TraceFile trace = TraceFile.of(file.toString(), presenter.scene().tokenIds(), folder);
            float[] pattern = trace.tensor(PATTERN);
            int count = presenter.scene().tokenIds().size();

            for (var screen : screens) {
                screen.waitForStep("blocks.23.attn.pattern");
                screen.page().locator("orrery-figure .ribbon").nth(count - 2).waitFor();
                Map<?, ?> shown = (Map<?, ?>) screen.page().evaluate(FIGURE);
                String which = shown.get("title").toString();
                int head = Integer.parseInt(which.replaceAll(".*Head ", "")) - 1;
                assertThat(which).startsWith("Layer 24");
                Map<?, ?> shares = (Map<?, ?>) shown.get("shares");
                for (int key = 0; key < count - 1; key++) {
                    double share = ((Number) shares.get(String.valueOf(key))).doubleValue();
                    assertThat(share)
                            .as("share of word %d in head %d", key + 1, head + 1)
                            .isCloseTo(pattern[(head * count + count - 1) * count + key], within(1e-7));
                }
                assertLegible(screen, shown, count);
            }

            presenter.page().locator("orrery-figure .machine").click();
            Screen.waitUntilGone(presenter.page().locator("orrery-figure .ribbon"));
            assertThat(presenter.focusPath()).isNotEmpty();
            presenter.ask("follow");
            presenter.page().locator("orrery-figure .ribbon").first().waitFor();
            assertThat(pattern).hasSize(HEADS * count * count);
            for (var screen : screens) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    /** Words are large, apart, and take at least half of the free width or height; ribbons begin at their words. */
    private static void assertLegible(Screen screen, Map<?, ?> shown, int count) {
        boolean hall = screen.page().locator("orrery-projector").count() > 0;
        assertThat(((Number) shown.get("least")).doubleValue()).isGreaterThanOrEqualTo(hall ? 28 : 12);
        List<?> words = (List<?>) shown.get("words");
        assertThat(words).hasSize(count);
        List<?> area = (List<?>) shown.get("area");
        double width = number(area, 1) - number(area, 0);
        double left = Double.MAX_VALUE;
        double right = 0;
        for (int i = 0; i < count; i++) {
            List<?> box = (List<?>) ((Map<?, ?>) words.get(i)).get("box");
            left = Math.min(left, number(box, 0));
            right = Math.max(right, number(box, 1));
            if (i > 0) {
                List<?> before = (List<?>) ((Map<?, ?>) words.get(i - 1)).get("box");
                assertThat(number(box, 0)).as("words do not touch").isGreaterThan(number(before, 1));
            }
        }
        assertThat(right - left).as("width of the words of %s px", width).isGreaterThan(width / 2);
        for (int key = 0; key < count - 1; key++) {
            List<?> box = (List<?>) ((Map<?, ?>) words.get(key)).get("box");
            double foot = ((Number) ((Map<?, ?>) shown.get("feet")).get(String.valueOf(key))).doubleValue();
            assertThat(foot)
                    .as("foot of the ribbon of word %d", key + 1)
                    .isBetween(number(box, 0) - 60, number(box, 1));
        }
    }

    private static double number(List<?> box, int i) {
        return ((Number) box.get(i)).doubleValue();
    }
}
