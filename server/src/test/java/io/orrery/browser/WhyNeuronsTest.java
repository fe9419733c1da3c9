package io.orrery.browser;

import static io.orrery.browser.WhyPanels.assertLarge;
import static io.orrery.browser.WhyPanels.figure;
import static io.orrery.browser.WhyPanels.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.lab.NeuronSurvey;
import io.orrery.library.SurveyFiles;
import io.orrery.model.Presets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What moves a neuron, on all screens of a room: from the card of an MLP's step, from the votes, and by a search. */
class WhyNeuronsTest {
    private static final String TOOL = "orrery-why-neurons";
    private static final String LINES = "orrery-neuron-lines button";
    private static final double ROUNDED = 0.00501;

    @RegisterExtension
    static final Venue venue = WhyPanels.venue();

    @Test
    void roomSeesTheNeuronThatThePresenterOpens() throws Exception {
        var model = Presets.open("tiny-tales");
        var survey = SurveyFiles.shipped(model).orElseThrow();
        try (var room = RoomScreens.at("blocks.1.mlp.post", venue)) {
            var presenter = room.presenter();
            var strongest =
                    why("tiny-tales", "neurons", presenter, "--layer", "1").get("strongest");
            var lines = presenter.page().locator(LINES);
            lines.last().waitFor();
            assertThat(lines.count()).isEqualTo(strongest.size());
            for (int i = 0; i < strongest.size(); i++) {
                assertThat(lines.nth(i).getAttribute("data-neuron"))
                        .isEqualTo(strongest.get(i).get("neuron").asText());
                assertThat(figure(lines.nth(i).locator(".value")).doubleValue())
                        .isCloseTo(strongest.get(i).get("value").doubleValue(), within(ROUNDED));
            }
            int neuron = strongest.get(0).get("neuron").intValue();
            lines.first().click();

            String card = TOOL + " .card[data-layer='1'][data-neuron='" + neuron + "']";
            var places = survey.places(1, neuron);
            for (Screen screen : room.all()) {
                var rows = screen.page().locator(card + " .places tr");
                rows.first().waitFor();
                // in the hall as many as its area has room for after its first layout
                screen.rest();
                for (int i = 0; i < rows.count(); i++) {
                    assertThat(figure(rows.nth(i).locator(".value")).doubleValue())
                            .isCloseTo(places.get(i).value(), within(ROUNDED));
                    assertThat(rows.nth(i).locator(".at").textContent().strip())
                            .isEqualTo(model.tokenizer()
                                    .piece(survey.texts()
                                            .get(places.get(i).text())
                                            .get(places.get(i).position()))
                                    .strip());
                }
                assertThat(Double.parseDouble(
                                screen.page().locator(card + " .here").first().getAttribute("data-value")))
                        .isCloseTo(strongest.get(0).get("value").doubleValue(), within(1e-4));
            }
            assertThat(presenter.page().locator(card + " .places tr").count()).isEqualTo(NeuronSurvey.PLACES);
            double fed = 0;
            for (var row : presenter.page().locator(card + " .fed li").all()) {
                double value = figure(row.locator(".value")).doubleValue();
                if (row.getAttribute("class") != null
                        && row.getAttribute("class").contains("sum")) {
                    assertThat(fed).isCloseTo(value, within(1e-6));
                } else {
                    fed += value;
                }
            }
            assertLarge(room.hall());

            // by a kind of words
            presenter.page().locator(card + " .back").click();
            presenter.page().locator(TOOL + " .kinds button", named("Colours")).click();
            var tokens = new HashSet<Integer>();
            for (String colour : List.of("red", "blue", "green", "yellow", "pink", "brown")) {
                for (int token = 0; token < survey.header().vocabulary(); token++) {
                    if (model.tokenizer().piece(token).strip().equals(colour)) {
                        tokens.add(token);
                    }
                }
            }
            var found = survey.search(tokens, 10, 12);
            for (Screen screen : room.all()) {
                var rows = screen.page().locator(TOOL + " .found li");
                rows.first().waitFor();
                screen.rest();
                for (int i = 0; i < rows.count(); i++) {
                    assertThat(rows.nth(i).getAttribute("data-layer") + "/"
                                    + rows.nth(i).getAttribute("data-neuron"))
                            .isEqualTo(found.get(i).layer() + "/" + found.get(i).neuron());
                    assertThat(rows.nth(i).locator(".value").textContent())
                            .contains(String.format(
                                    Locale.ROOT, "%d", found.get(i).fitting()))
                            .contains(String.format(
                                    Locale.ROOT, "%.0f", 100 * found.get(i).share()));
                }
            }
            assertLarge(room.hall());

            // from the votes
            presenter.page().locator("orrery-why [data-tool=attribution]").click();
            presenter
                    .page()
                    .locator("orrery-why-votes button[data-part='blocks.1.hook_mlp_out']")
                    .click();
            var ofVotes =
                    presenter.page().locator("orrery-why-votes button.neuron").first();
            ofVotes.waitFor();
            String name = ofVotes.textContent().strip();
            ofVotes.click();
            int number = Integer.parseInt(name.replaceAll("\\D", "")) - 1;
            for (Screen screen : room.all()) {
                screen.page()
                        .locator(TOOL + " .card[data-layer='1'][data-neuron='" + number + "'] .places")
                        .waitFor();
            }

            // with the step it ends everywhere
            presenter.press("ArrowRight");
            for (Screen screen : room.all()) {
                screen.page()
                        .locator(TOOL)
                        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    private static Page.LocatorOptions named(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }
}
