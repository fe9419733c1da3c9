package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import io.orrery.model.ModelReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parts of the model switched off in a room: every screen says so and shows the changed numbers, which are those of {@code why change}. */
class AblationTest {
    private static final String NOTE = "orrery-change-note";
    private static final String TOOL = "orrery-why-change";
    private static final String HEAD = "blocks.1.attn.hook_z[0]=zero";
    private static final double EXACT = 1e-4;

    /** The changes of the run that a screen shows. */
    private static final String CHANGES = "(orrery.walk().run.changes ?? []).join(';')";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(Venue.offering(ModelReference.of("tiny-tales")));

    @Test
    void everyScreenShowsWhatASwitchedOffHeadDoes() throws Exception {
        try (var presenter = venue.screen(1600, 900);
                var attendee = venue.screen(1440, 900);
                var phone = venue.screen(390, 844);
                var hall = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            phone.open(venue.links().audience());
            hall.open(venue.links().screen());
            var all = List.of(presenter, attendee, phone, hall);
            presenter.begin();
            presenter.go("blocks.1.attn.pattern");
            presenter.waitForStep("blocks.1.attn.pattern");
            assertThat(hall.page().locator(NOTE).count()).isZero();

            presenter.press("x");
            for (Screen screen : all) {
                said(screen, "Without head 1 of layer 2");
                screen.waitUntil(CHANGES + " === '" + HEAD + "'");
            }
            for (String step : List.of("blocks.1.mlp.out", "embed")) {
                presenter.go(step);
                hall.waitForStep(step);
                phone.waitForStep(step);
                said(hall, "Without head 1 of layer 2");
                said(phone, "Without head 1 of layer 2");
            }

            presenter.press("Y");
            var effect = why(presenter, HEAD);
            for (Screen screen : all) {
                assertEffect(screen, effect);
            }
            for (Screen screen : List.of(presenter, attendee)) {
                assertShifts(screen, effect);
                assertSaysWhatIsBeyondTheForecast(screen, effect);
            }

            // Another part beside it, by the map; then at half its size.
            presenter
                    .page()
                    .locator(TOOL + " .map [data-node='blocks.0.hook_mlp_out']")
                    .click();
            for (Screen screen : all) {
                assertEffect(screen, why(presenter, HEAD, "blocks.0.hook_mlp_out=zero"));
            }
            presenter.page().locator(TOOL + " .tokens button").nth(1).click();
            var three = why(presenter, HEAD, "blocks.0.hook_mlp_out=zero", "token@1=cut");
            assertEffect(phone, three);
            assertEffect(presenter, three);
            assertThat(presenter.page().locator(TOOL + " .switches li").count()).isEqualTo(3);

            // One is taken back, one undone, all ended by a key and made again by it.
            presenter.page().locator(TOOL + " .switches li .close").first().click();
            assertEffect(phone, why(presenter, "blocks.0.hook_mlp_out=zero", "token@1=cut"));
            presenter.press("z");
            for (Screen screen : List.of(phone, presenter)) {
                assertEffect(screen, three);
            }
            presenter.page().locator(TOOL + " .each button").click();
            for (Screen screen : all) {
                assertTried(screen, presenter);
            }
            presenter.press("Escape");
            presenter.press("X");
            for (Screen screen : all) {
                Screen.waitUntilGone(screen.page().locator(NOTE));
                // The note goes with the room's state, before the run without the changes is there.
                screen.waitUntil(CHANGES + " === ''");
            }
            presenter.press("X");
            said(hall, "1 more");
            presenter.waitUntil(CHANGES + " !== ''");
            presenter.press("z");
            Screen.waitUntilGone(hall.page().locator(NOTE));
            presenter.waitUntil(CHANGES + " === ''");

            // A text that goes on keeps them.
            presenter.press("z");
            said(phone, "Without head 1 of layer 2");
            for (Screen screen : List.of(presenter, phone)) {
                screen.waitUntil(CHANGES + " !== ''");
            }
            String before = changes(phone);
            int length = positions(phone);
            presenter.press("g");
            phone.waitUntil("orrery.walk().run.tokens.length === " + (length + 1));
            assertThat(changes(phone)).isEqualTo(before);
            for (Screen screen : all) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    @Test
    void linkKeepsChangesAlone() throws Exception {
        try (var screen = venue.screen(1440, 900)) {
            screen.open(venue.address(
                    "/solo#preset=tiny-tales&tokens=5,6,7,8,9&changes=" + HEAD + ";token@2=cut&step=probs&why=change"));
            var effect = why(screen, HEAD, "token@2=cut");
            assertEffect(screen, effect);
            // What is longer than the free area scrolls there, above the tools.
            var tool = screen.page().locator("orrery-why-change .stacked").boundingBox();
            assertThat(tool.y + tool.height)
                    .isLessThan(screen.page().locator("orrery-bottom-bar").boundingBox().y);
            screen.waitUntil("location.hash.includes('changes=blocks.1.attn.hook_z')");
            screen.page().reload();
            screen.waitUntil("orrery.walk()?.run.changes?.length === 2");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void linkWithAChangeThatCannotBeMadeShowsItsTextAndSaysSo() throws Exception {
        try (var screen = venue.screen(1440, 900)) {
            screen.open(venue.address(
                    "/solo#preset=tiny-tales&tokens=5,6,7,8,9&changes=blocks.9.attn.hook_z=zero&step=probs"));
            screen.page()
                    .getByText("its changes of the model cannot be shown here")
                    .first()
                    .waitFor();
            assertThat(positions(screen)).isEqualTo(5);
            assertThat(changes(screen)).isEmpty();
        }
    }

    private static void said(Screen screen, String words) {
        screen.page().locator(NOTE).getByText(words).waitFor();
    }

    private static String changes(Screen screen) {
        return String.valueOf(screen.page().evaluate(CHANGES));
    }

    private static int positions(Screen screen) {
        return ((Number) screen.page().evaluate("orrery.walk().run.tokens.length")).intValue();
    }

    /** The number line's values, and the most probable token afterwards, are the command's. */
    private static void assertEffect(Screen screen, JsonNode json) {
        double after = json.get("logit_difference").doubleValue();
        screen.waitUntil("Math.abs(Number(%s?.getAttribute('data-after')) - (%s)) < 1e-4".formatted(line(), after));
        Locator line = screen.page().locator(TOOL + " .line");
        assertThat(number(line, "data-before")).isCloseTo(json.get("before").doubleValue(), within(EXACT));
        if (json.get("forecast").isNull()) {
            assertThat(line.getAttribute("data-forecast")).isEmpty();
        } else {
            assertThat(number(line, "data-forecast"))
                    .isCloseTo(json.get("forecast").doubleValue(), within(EXACT));
        }
        var best = screen.page().locator(TOOL + " .after .best");
        screen.page()
                .locator(TOOL + " .after .best[data-token='" + json.get("top") + "']")
                .waitFor();
        // The rows are as many as have room, which is known after the first layout.
        screen.rest();
        assertThat(best.count()).isEqualTo(1);
        var tokens = tokens(screen, ".before");
        assertThat(tokens(screen, ".after")).isEqualTo(tokens).isNotEmpty();
    }

    private static String line() {
        return "document.querySelector('orrery-why')?.shadowRoot?.querySelector('%s')?.shadowRoot.querySelector('.line')"
                .formatted(TOOL);
    }

    private static List<String> tokens(Screen screen, String side) {
        var rows = screen.page().locator(TOOL + " " + side + " li");
        var tokens = new ArrayList<String>();
        for (int i = 0; i < rows.count(); i++) {
            tokens.add(rows.nth(i).getAttribute("data-token"));
        }
        return tokens;
    }

    /** Each named part's shift is the command's, and all rows add up to the result. */
    private static void assertShifts(Screen screen, JsonNode json) {
        var rows = screen.page().locator(TOOL + " .shifts tr[data-by]");
        double sum = 0;
        for (int i = 0; i < rows.count(); i++) {
            double by = number(rows.nth(i), "data-by");
            String part = rows.nth(i).getAttribute("data-part");
            sum += by;
            if (part.equals("divisor")) {
                assertThat(by).isCloseTo(json.get("divisor").doubleValue(), within(EXACT));
            } else if (!part.isEmpty()) {
                var shift = StreamSupport.stream(json.get("shifts").spliterator(), false)
                        .filter(each -> each.get("part").textValue().equals(part))
                        .findFirst()
                        .orElseThrow();
                assertThat(by).isCloseTo(shift.get("by").doubleValue(), within(EXACT));
            }
        }
        assertThat(sum)
                .isCloseTo(
                        json.get("logit_difference").doubleValue()
                                - json.get("before").doubleValue(),
                        within(1e-3));
    }

    /** The sentence below the line says by how much other votes and the divisor moved the result away from the forecast. */
    private static void assertSaysWhatIsBeyondTheForecast(Screen screen, JsonNode json) {
        double before = json.get("before").doubleValue();
        double forecast = json.get("forecast").doubleValue();
        double by = json.get("logit_difference").doubleValue() - forecast;
        double votes = StreamSupport.stream(json.get("shifts").spliterator(), false)
                        .mapToDouble(each -> each.get("by").doubleValue())
                        .sum()
                - (forecast - before);
        double divisor = json.get("divisor").doubleValue();
        assertThat(votes + divisor).isCloseTo(by, within(1e-3));
        var figures = Pattern.compile("[+−]?\\d+\\.\\d\\d")
                .matcher(screen.page().locator(TOOL + " .line p").innerText())
                .results()
                .limit(3)
                .map(found -> Double.parseDouble(found.group().replace('−', '-')))
                .toList();
        // rounded figures may take up to a unit, so that they add up
        assertThat(figures.get(0)).isCloseTo(Math.abs(by), within(0.0101));
        assertThat(figures.get(1)).isCloseTo(votes, within(0.0251));
        assertThat(figures.get(2)).isCloseTo(divisor, within(0.0151));
    }

    /** What each part's change alone does is what the command says; the strongest come first. */
    private static void assertTried(Screen screen, Screen presenter) throws IOException {
        var json = command(presenter, "--each", "zero");
        var rows = screen.page().locator(TOOL + " .tried tr");
        rows.first().waitFor();
        screen.rest();
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.count(); i++) {
            double by = number(rows.nth(i), "data-by");
            String node = rows.nth(i).getAttribute("data-node");
            String head = rows.nth(i).getAttribute("data-head");
            var expected = StreamSupport.stream(json.get("rows").spliterator(), false)
                    .filter(row -> row.get("node").textValue().equals(node)
                            && (row.get("head").isNull() ? "" : row.get("head").toString()).equals(head))
                    .findFirst()
                    .orElseThrow();
            assertThat(by)
                    .isCloseTo(
                            expected.get("logit_difference").doubleValue()
                                    - json.get("logit_difference").doubleValue(),
                            within(EXACT));
            assertThat(Math.abs(by)).isLessThanOrEqualTo(last);
            last = Math.abs(by);
        }
    }

    private static double number(Locator element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    /** What the command says about the text that a screen shows, with these changes. */
    private static JsonNode why(Screen screen, String... changes) throws IOException {
        var set = new ArrayList<>(List.of("--set"));
        set.addAll(List.of(changes));
        return command(screen, set.toArray(String[]::new));
    }

    private static JsonNode command(Screen screen, String... more) throws IOException {
        return WhyAnswer.about(screen, "change", "tiny-tales", more);
    }
}
