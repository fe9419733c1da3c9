package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text never collides: at every step, with a cell held and without, no word, letter or figure lies on another, passes under
 * a panel, or is cut off. Layers are alike, so one is looked into and one seen as a whole.
 */
class TextCollisionTest {
    private static final String APP = "document.querySelector('orrery-app')";

    /** Of the steps those of the first layer, and the second layer as one. */
    private static final String STEPS = "[..." + APP + ".conductor.graph.byId.keys()]"
            + ".filter(id => !/^blocks/.test(id) || /^blocks\\.0\\./.test(id) || id === 'blocks.1')";

    /** Asks about a cell in the midst of what the step computes last, and says whether there is one. */
    private static final String HOLD = "() => { const app = " + APP + ", {graph, step} = app.conductor;"
            + " const name = graph.byId.get(step).nodes.filter(n => !graph.nodes.get(n).derived).at(-1);"
            + " if (!name) return false;"
            + " const at = a => a.name === 'k_pos' ? 1 : a.name === 'head' ? 1"
            + " : typeof a.size === 'number' ? Math.floor(a.size / 3) : app.trace.positions - 2;"
            + " const index = graph.nodes.get(name).axes.map(at);"
            + " app.dispatchEvent(new CustomEvent('ask', {detail: {action: 'hold', value: {name, index}}})); return true; }";

    private static final String CARD_IS_WHOLE = "() => document.querySelector('orrery-inspector')?.shadowRoot"
            + ".querySelector('.arithmetic:not(.coming), .note')";

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @ParameterizedTest
    @CsvSource({
        "nano-sort, 1600, 900, dark",
        "nano-sort, 1024, 768, light",
        "nano-sort, 390, 844, dark",
        "llama-tiny, 1600, 900, light",
        "llama-tiny, 1024, 768, dark",
    })
    void ofAWalkAlone(String model, int width, int height, String theme) throws Exception {
        venue.open(Venue.offering(named(model)));
        try (var screen = audited(width, height)) {
            screen.open(venue.links().solo() + "#theme=" + theme);
            var letters = new AtomicInteger();
            for (String step : steps(screen)) {
                screen.go(step);
                screen.waitForStep(step);
                letters.addAndGet(assertClear(screen, step));
                if ((boolean) screen.page().evaluate(HOLD)) {
                    screen.page().waitForFunction(CARD_IS_WHOLE);
                    screen.waitForStep(step);
                    letters.addAndGet(assertClear(screen, step + ", a cell held"));
                    screen.page().evaluate(APP + ".attached('cell').hold(null)");
                }
            }
            assertThat(letters).as("letters that were looked at").hasValueGreaterThan(20);
            assertThat(screen.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"nano-sort, 1024, 768", "nano-sort, 390, 844", "mistral-tiny, 1024, 768"})
    void ofAHall(String model, int width, int height) throws Exception {
        venue.open(Venue.offering(named(model)));
        try (var presenter = venue.screen(1200, 800);
                var hall = audited(width, height)) {
            hall.page().navigate(venue.links().screen());
            presenter.open(venue.links().presenter());
            for (String step : steps(presenter)) {
                presenter.go(step);
                hall.waitForStep(step);
                assertClear(hall, step);
            }
            assertThat(hall.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-small", "gpt3"})
    void ofModelsToWalkPast(String giant) throws Exception {
        venue.open(Venue.offering(named("nano-sort")));
        for (int[] size : List.of(new int[] {1600, 900}, new int[] {1024, 768}, new int[] {390, 844})) {
            try (var screen = audited(size[0], size[1])) {
                screen.page().navigate(venue.links().solo() + "#past=" + giant);
                screen.waitUntil("app?.modelGallery && !app.modelGallery.busy");
                assertClear(screen, giant + " at " + size[0]);
            }
        }
    }

    private static ModelReference named(String model) {
        return model.equals("nano-sort") ? ModelReference.of(model) : Fixtures.named(model);
    }

    private static Screen audited(int width, int height) {
        var screen = venue.screen(width, height);
        screen.page().addInitScript(ModulePages.webClient().resolve("src/test/js/text-audit.js"));
        return screen;
    }

    @SuppressWarnings("unchecked")
    private static List<String> steps(Screen screen) {
        return (List<String>) screen.page().evaluate(STEPS);
    }

    /** @return how many letters and figures are written on the machine */
    @SuppressWarnings("unchecked")
    private static int assertClear(Screen screen, String where) {
        screen.rest();
        var audit = (Map<String, Object>) screen.page().evaluate("textAudit()");
        assertThat((List<String>) audit.get("found")).as(where).isEmpty();
        var seen = (Map<String, Number>) audit.get("seen");
        assertThat(seen.get("panel").intValue() + seen.get("label").intValue())
                .as("texts at %s", where)
                .isGreaterThan(3);
        return seen.get("letter").intValue();
    }
}
