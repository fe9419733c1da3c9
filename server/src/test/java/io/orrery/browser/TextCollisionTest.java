package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text does not collide: at every step, with and without a held cell, no word or number overlaps another, lies under a panel
 * or is cut off. Layers are alike, so the first is checked step by step and the second as a whole.
 */
class TextCollisionTest {
    /** A cell in the middle of the tensor that the step computes last; null where it computes none that is drawn. */
    private static final String MIDDLE_CELL = "(() => { const name = orrery.tensorsOf().at(-1);"
            + " if (!name) return null;"
            + " const at = a => a.name === 'k_pos' ? 1 : a.name === 'head' ? 1"
            + " : typeof a.size === 'number' ? Math.floor(a.size / 3) : orrery.walk().run.tokens.length - 2;"
            + " return {name, index: orrery.tensor(name).axes.map(at)}; })()";

    private static final List<String> NORMS = List.of("blocks.0.ln1", "blocks.0.ln2", "ln_final");

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @ParameterizedTest
    @CsvSource({
        "nano-sort, 1600, 900, dark",
        "nano-sort, 1024, 768, light",
        "nano-sort, 390, 844, dark",
        "llama-tiny, 1024, 768, dark",
    })
    void inSolo(String model, int width, int height, String theme) throws Exception {
        venue.openOnce(Venue.offering(named(model)));
        try (var screen = audited(width, height)) {
            screen.open(venue.links().solo() + "#theme=" + theme);
            var letters = new AtomicInteger();
            for (String step : ModelSteps.withoutRepeatedLayers(Presets.open(named(model)))) {
                screen.go(step);
                screen.waitForStep(step);
                letters.addAndGet(assertClear(screen, step));
                Object cell = screen.scene().read(MIDDLE_CELL);
                if (cell != null) {
                    screen.ask("hold", cell);
                    screen.waitForCard();
                    screen.waitForStep(step);
                    letters.addAndGet(assertClear(screen, step + ", a cell held"));
                    screen.ask("release");
                }
            }
            assertThat(letters).as("texts on the scene").hasValueGreaterThan(20);
            assertThat(screen.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"nano-sort, 1024, 768", "nano-sort, 390, 844", "mistral-tiny, 1024, 768"})
    void onTheProjector(String model, int width, int height) throws Exception {
        venue.openOnce(Venue.offering(named(model)));
        try (var presenter = venue.screen(1200, 800);
                var hall = audited(width, height)) {
            hall.page().navigate(venue.links().screen());
            presenter.open(venue.links().presenter());
            for (String step : ModelSteps.withoutRepeatedLayers(Presets.open(named(model)))) {
                presenter.go(step);
                hall.waitForStep(step);
                int letters = assertClear(hall, step);
                if (width == 1024 && NORMS.contains(step)) {
                    assertThat(letters).as("letters at %s", step).isPositive();
                }
            }
            assertThat(hall.errors()).isEmpty();
        }
    }

    /** In norms, names take most places over and under the blocks; German ones are longer. The sorting model's English ones are seen on the projector. */
    @ParameterizedTest
    @CsvSource({"tiny-tales, en", "nano-sort, de", "tiny-tales, de"})
    void hallNamesAColumnOfEachNorm(String model, String language) throws Exception {
        venue.openOnce(Venue.offering(ModelReference.of(model)));
        try (var presenter = venue.screen(1200, 800);
                var hall = audited(1024, 768)) {
            hall.page().navigate(venue.links().screen() + "#lang=" + language);
            presenter.open(venue.links().presenter());
            for (String step : NORMS) {
                presenter.go(step);
                hall.scene().waitForPanels(step);
                hall.scene().waitUntilStill();
                assertThat(assertClear(hall, step)).as("letters at %s", step).isPositive();
            }
            assertThat(hall.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-small", "gpt3"})
    void inTheGallery(String giant) throws Exception {
        venue.openOnce(Venue.offering(named("nano-sort")));
        for (int[] size : List.of(new int[] {1600, 900}, new int[] {1024, 768}, new int[] {390, 844})) {
            try (var screen = audited(size[0], size[1])) {
                screen.page().navigate(venue.links().solo() + "#past=" + giant);
                screen.scene().waitUntil("orrery.gallery()?.busy === false");
                assertClear(screen, giant + " at " + size[0]);
            }
        }
    }

    /** Past the models, also as a beat of a tour, where the path to the focus and the tour's panels stay. */
    @ParameterizedTest
    @CsvSource({"1280, 720, tour=how-it-sorts&route=60&beat=giants/flight", "844, 390, past=flight"})
    void inTheFlight(int width, int height, String where) throws Exception {
        venue.openOnce(Venue.offering(named("nano-sort")));
        try (var screen = audited(width, height)) {
            screen.page().navigate(venue.links().solo() + "#" + where);
            screen.scene().waitForGallery();
            if (where.startsWith("tour=")) {
                screen.waitUntil("orrery.tour()?.isShown && orrery.tour().hasFacts");
            }
            for (double seconds : List.of(0.0, 3.75, 7.0, 9.0, 12.0)) {
                screen.scene().read("orrery.pauseFlight(given)", seconds);
                screen.scene().waitUntil("orrery.gallery()?.busy === false");
                assertClear(screen, seconds + " s at " + width);
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

    /** @return the number of letters and numbers that are written on the scene */
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
