package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two models of one tokenizer beside each other: each screen shows what both expect, as the models themselves say. */
class CompareTest {
    private static final String PANEL = "app.querySelector('orrery-next-panel')?.renderRoot";

    @RegisterExtension
    static final Venue venue =
            Venue.forAllTests(Venue.offering(Fixtures.named("llama-tiny"), Fixtures.named("llama-tiny-lora")));

    @Test
    void aRoomSeesWhatBothModelsExpectAndGoesOnWithBoth() throws Exception {
        try (var presenter = screen(1600, 900);
                var attendee = screen(1024, 768);
                var phone = screen(390, 844);
                var hall = screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            phone.open(venue.links().audience());
            hall.open(venue.links().screen());
            phone.page().evaluate("document.querySelector('orrery-app').tab = 'next'");
            var screens = List.of(presenter, attendee, phone);
            choose(presenter, 1);
            assertBoth(screens);
            assertHall(hall, presenter.tokens());

            int before = presenter.tokens().size();
            presenter.press("g");
            for (Screen each : screens) {
                each.waitForPositions(before + 1);
                each.waitUntil("app.trace.positions === app.conductor.second?.tokens.length");
            }
            assertBoth(screens);
            hall.waitForPositions(before + 1);
            assertHall(hall, presenter.tokens());

            choose(presenter, 0);
            hall.waitUntil("app.querySelector('orrery-projector').renderRoot.querySelector('.caption') !== null");
            for (Screen each : List.of(presenter, phone)) {
                each.waitUntil("app.conductor.second === null && " + PANEL + ".querySelector('.bar.two') === null");
            }
            // on a tablet the panel then leaves the whole machine its place
            attendee.waitUntil("app.conductor.second === null && app.querySelector('orrery-next-panel') === null");
            for (Screen each : screens) {
                assertThat(each.errors()).isEmpty();
            }
        }
    }

    @Test
    void whoWalksAloneSeesBothToo() throws Exception {
        try (var alone = screen(1600, 900)) {
            alone.open(venue.links().solo());
            choose(alone, 1);
            assertBoth(List.of(alone));
            choose(alone, 0);
            alone.waitUntil("app.conductor.second === null && " + PANEL + ".querySelector('.bar.two') === null");
        }
    }

    private static Screen screen(int width, int height) {
        return venue.screen(width, height);
    }

    private static void choose(Screen by, int option) {
        by.waitUntil(PANEL + "?.querySelector('orrery-compare')?.renderRoot.querySelector('select')");
        by.page()
                .evaluate(
                        "at => { const select = document.querySelector('orrery-next-panel').renderRoot"
                                + ".querySelector('orrery-compare').renderRoot.querySelector('select');"
                                + " select.selectedIndex = at; select.dispatchEvent(new Event('change')); }",
                        option);
    }

    /** Names and shares of both models stand in the panel, and the shares are theirs. */
    @SuppressWarnings("unchecked")
    private static void assertBoth(List<Screen> screens) throws Exception {
        float[] first =
                probabilities(Fixtures.open("llama-tiny"), screens.get(0).tokens());
        float[] second =
                probabilities(Fixtures.open("llama-tiny-lora"), screens.get(0).tokens());
        for (Screen each : screens) {
            each.waitUntil(PANEL + "?.querySelectorAll('.bar.two').length > 1");
            each.waitUntil("(" + PANEL
                    + ".querySelector('.models')?.textContent ?? '').includes('llama-tiny + llama-tiny-lora')");
            var shown = (List<Map<String, Object>>)
                    each.page()
                            .evaluate(
                                    "async () => { const app = document.querySelector('orrery-app');"
                                            + " const {trace, conductor} = app; const url = `/api/traces/${trace.id}/compare/${conductor.second.id}`;"
                                            + " const {top} = await (await fetch(url)).json();"
                                            + " const rows = [...app.querySelector('orrery-next-panel').renderRoot.querySelectorAll('ul li:not(.others)')];"
                                            + " return rows.map((row, i) => ({token: top[i].token, text: row.querySelector('.tile').textContent.trim(),"
                                            + " widths: [...row.querySelectorAll('.bar i')].map(bar => parseFloat(bar.style.width))})); }");
            assertThat(shown).hasSizeGreaterThan(3);
            for (var row : shown) {
                int token = (int) row.get("token");
                var widths = (List<Number>) row.get("widths");
                assertThat(widths.get(0).doubleValue()).isCloseTo(100.0 * first[token], within(0.01));
                assertThat(widths.get(1).doubleValue()).isCloseTo(100.0 * second[token], within(0.01));
            }
        }
        assertThat(first).isNotEqualTo(second);
    }

    /** The hall has a line for each model, with its own likeliest token first. */
    private static void assertHall(Screen hall, List<Integer> tokens) throws Exception {
        var models = List.of(Fixtures.open("llama-tiny"), Fixtures.open("llama-tiny-lora"));
        hall.waitUntil("app.querySelector('orrery-projector').renderRoot.querySelector('orrery-hall-compared')"
                + "?.view?.trace.positions === " + tokens.size());
        for (int of = 0; of < 2; of++) {
            float[] p = probabilities(models.get(of), tokens);
            int best = 0;
            for (int token = 0; token < p.length; token++) {
                best = p[token] > p[best] ? token : best;
            }
            String line = models.get(of).preset().title()
                    + models.get(of).tokenizer().piece(best).replace(' ', '␣')
                    + String.format(java.util.Locale.ROOT, "%.1f", 100 * p[best]);
            hall.waitUntil("(app.querySelector('orrery-projector').renderRoot.querySelector('orrery-hall-compared')"
                    + ".renderRoot.querySelectorAll('li')[" + of + "]?.textContent ?? '').replace(/\\s+/g, '')"
                    + ".startsWith('" + line.replaceAll("\\s+", "") + "')");
        }
    }

    private static float[] probabilities(Model model, List<Integer> tokens) {
        try (var workers = new Workers(1)) {
            int[] text = tokens.stream().mapToInt(Integer::intValue).toArray();
            var run = Activations.compute(model.graph(), model.weights(), new Run(text, workers));
            float[] logits =
                    run.tensor(model.graph().node("logits").orElseThrow()).rows()[text.length - 1];
            double most = Double.NEGATIVE_INFINITY;
            for (float logit : logits) {
                most = Math.max(most, logit);
            }
            var probabilities = new float[logits.length];
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit - most);
            }
            for (int i = 0; i < logits.length; i++) {
                probabilities[i] = (float) (Math.exp(logits[i] - most) / sum);
            }
            return probabilities;
        }
    }
}
