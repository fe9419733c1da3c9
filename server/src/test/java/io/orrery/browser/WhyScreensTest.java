package io.orrery.browser;

import static io.orrery.browser.WhyPanels.LLAMA;
import static io.orrery.browser.WhyPanels.assertLarge;
import static io.orrery.browser.WhyPanels.figure;
import static io.orrery.browser.WhyPanels.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Questions of why in a room: all screens show them, and their numbers are those of the command {@code why}. */
class WhyScreensTest {
    private static final String VOTES = "orrery-why-votes";
    private static final String LENS = "orrery-why-lens";

    @RegisterExtension
    static final Venue venue = WhyPanels.venue();

    @Test
    void roomLooksAtWhereTheAnswerFormsAndWhoVotesForIt() throws Exception {
        try (var room = RoomScreens.at("blocks.0.attn.scores", venue)) {
            var presenter = room.presenter();
            var hall = room.hall();
            var phone = room.phone();
            assertThat(phone.page().locator("orrery-why").count()).isZero();

            presenter.press("y");
            var lens = why("tiny-tales", "lens", presenter);
            assertGrid(presenter, lens);
            for (Screen screen : List.of(hall, phone)) {
                assertList(screen, lens);
            }
            assertLarge(hall);
            speaksOfTheTool(presenter, "Where does the answer form?");
            speaksOfTheTool(phone, "Where does the answer form?");

            presenter.page().locator("orrery-why [data-tool=attribution]").click();
            var votes = why("tiny-tales", "attribution", presenter);
            for (Screen screen : List.of(presenter, hall, phone)) {
                assertBarsAddUp(screen, votes);
            }
            assertInView(phone, VOTES + " .key");
            assertLarge(hall);
            opensAHeadAndAnMlp(presenter, hall, phone);
            assertLarge(hall);
            targetIsChosenByPressing(presenter, phone);

            presenter.press("Escape");
            Screen.waitUntilGone(phone.page().locator("orrery-why"));
            Screen.waitUntilGone(hall.page().locator("orrery-why"));
            presenter.page().locator("orrery-step-card h1").waitFor();
            phone.page().locator("orrery-step-card h1").waitFor();
            presenter.press("z");
            assertBarsAddUp(phone, why("tiny-tales", "attribution", presenter, "--b", "all"));
            presenter.press("ArrowRight");
            Screen.waitUntilGone(phone.page().locator("orrery-why"));
            for (Screen screen : List.of(presenter, hall, phone)) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    /** The card is about what is shown, and not about the step behind it. */
    private static void speaksOfTheTool(Screen screen, String question) {
        screen.page().locator("orrery-why-card h1").getByText(question).waitFor();
        assertThat(screen.page().locator("orrery-step-card").count()).isZero();
    }

    /** The small Llama alone, from a link; the address says what is open. */
    @Test
    void linkOpensTheSameQuestionAlone() throws Exception {
        String link = venue.address("/solo#preset=llama-tiny-tied&tokens=5,6,7,8&step=logits&why=attribution"
                + "&target=2,17,all&open=layer%3D0%26head%3D1");
        try (var screen = venue.screen(1600, 900)) {
            screen.open(link);
            var json = why(
                    LLAMA,
                    "attribution",
                    screen,
                    "--position",
                    "2",
                    "--a",
                    "17",
                    "--b",
                    "all",
                    "--layer",
                    "0",
                    "--head",
                    "1");
            assertBarsAddUp(screen, json);
            assertOpened(screen, "blocks.0.attn.hook_result[1]", values(json.at("/tokens/a_minus_b")));
            screen.waitUntil("location.hash.includes('target=2,17,all') && location.hash.includes('why=attribution')");
            screen.page().locator("orrery-why [data-tool=lens]").click();
            assertGrid(screen, why(LLAMA, "lens", screen, "--position", "2", "--a", "17", "--b", "all"));
            assertThat(screen.errors()).isEmpty();
        }
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.address(
                    "/solo#preset=llama-tiny-tied&tokens=5,6,7,8&step=logits&why=attribution&target=9,,"));
            var problem = screen.page().locator("orrery-why [role=alert]");
            problem.waitFor();
            assertThat(problem.textContent()).contains("There is no position 9: the text has the positions 0 to 3.");
            assertThat(problem.locator("button").count())
                    .as("ways to ask the same again")
                    .isZero();
        }
    }

    /** In the level Simple a wide page, too, has one column of guesses; in another level it has the grid again. */
    @Test
    void levelSimpleHasOneColumnOfGuesses() throws Exception {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().solo() + "#preset=tiny-tales&why=lens&level=simple");
            var json = why("tiny-tales", "lens", screen);
            assertList(screen, json);
            assertThat(screen.page().locator(LENS + " table").count()).isZero();
            screen.page().locator("orrery-level button:has-text('Developer')").click();
            assertGrid(screen, json);
            assertThat(screen.page().locator(LENS + " li").count()).isZero();
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** What a tool says last is seen without scrolling. */
    private static void assertInView(Screen phone, String last) {
        phone.rest();
        var body = phone.page().locator("orrery-why .body").boundingBox();
        var box = phone.page().locator(last).boundingBox();
        assertThat(box.y + box.height).isLessThanOrEqualTo(body.y + body.height);
    }

    private static void opensAHeadAndAnMlp(Screen presenter, Screen hall, Screen phone) throws IOException {
        presenter
                .page()
                .locator(VOTES + " .map [data-part='blocks.1.attn.hook_result[3]']")
                .click();
        var head = why("tiny-tales", "attribution", presenter, "--layer", "1", "--head", "3");
        for (Screen screen : List.of(presenter, hall, phone)) {
            assertOpened(screen, "blocks.1.attn.hook_result[3]", values(head.at("/tokens/a_minus_b")));
        }
        presenter
                .page()
                .locator(VOTES + " .map [data-part='blocks.0.hook_mlp_out']")
                .click();
        var mlp = why("tiny-tales", "attribution", presenter, "--layer", "0");
        double whole = vote(mlp, "blocks.0.hook_mlp_out");
        double neurons = mlp.at("/neurons/sum").doubleValue();
        var listed = new ArrayList<Double>();
        mlp.at("/neurons/top")
                .forEach(neuron -> listed.add(neuron.get("a_minus_b").doubleValue()));
        double top = listed.stream().mapToDouble(Double::doubleValue).sum();
        listed.add(neurons - top);
        listed.add(whole - neurons);
        for (Screen screen : List.of(presenter, hall, phone)) {
            assertOpened(screen, "blocks.0.hook_mlp_out", listed);
        }
        assertInView(phone, VOTES + " .part tfoot");
    }

    private static void targetIsChosenByPressing(Screen presenter, Screen phone) throws IOException {
        var tiles = presenter.page().locator("orrery-next-panel button.tile");
        String third = tiles.nth(2).textContent().strip();
        tiles.nth(2).click();
        phone.page().locator("orrery-why .target .b").getByText(third).waitFor();
        presenter.page().locator("orrery-why .moves .all").click();
        phone.page()
                .locator("orrery-why .target .b")
                .getByText("all others on average")
                .waitFor();
        assertBarsAddUp(phone, why("tiny-tales", "attribution", presenter, "--b", "all"));
    }

    /** The cells of the grid have the tokens of {@code top}, the current column its percentages, and the places are right. */
    private static void assertGrid(Screen screen, JsonNode json) {
        var table = screen.page().locator(LENS + " tbody tr");
        table.first().waitFor();
        int points = json.get("points").size();
        assertThat(table.count()).isEqualTo(points);
        int position = json.get("position").intValue();
        for (int point = 0; point < points; point++) {
            var own = table.nth(point).locator("td.own");
            assertThat(own.getAttribute("data-token"))
                    .isEqualTo(json.at("/top/" + point + "/" + position).toString());
            double p = json.at("/p/" + point + "/" + position).doubleValue();
            assertThat(own.locator("span").textContent()).isEqualTo(WrittenShare.of(p));
        }
        // the others come later, those behind the current column apart from those before it
        Screen.waitUntilGone(table.locator("td:not([data-token])"));
        int before = ((Number) table.first().locator("td.own").evaluate("own => own.cellIndex - 1")).intValue();
        for (int point = 0; point < points; point++) {
            var tokens = table.nth(point).locator("td");
            for (int i = 0; i < before; i++) {
                int at = position - before + i;
                assertThat(tokens.nth(i).getAttribute("data-token"))
                        .isEqualTo(json.at("/top/" + point + "/" + at).toString());
            }
        }
        var places = screen.page().locator(LENS + " circle title").allTextContents();
        assertThat(places.stream().map(WhyScreensTest::place).toList()).isEqualTo(ranks(json));
    }

    /** On phones and in the hall each point of the small model's stream has a line: none hides the guess of another. */
    private static void assertList(Screen screen, JsonNode json) {
        var lines = screen.page().locator(LENS + " li[data-token]");
        lines.first().waitFor();
        // In the hall there are as many lines as its area has room for, which is known after the first layout.
        lines.nth(json.get("points").size() - 1).waitFor();
        screen.rest();
        int position = json.get("position").intValue();
        var tokens = new ArrayList<String>();
        var places = new ArrayList<Integer>();
        for (int point = 0; point < json.get("points").size(); point++) {
            tokens.add(json.at("/top/" + point + "/" + position).toString());
            places.add(ranks(json).get(point));
        }
        var shown = IntStream.range(0, lines.count())
                .mapToObj(i -> lines.nth(i).getAttribute("data-token"))
                .toList();
        assertThat(shown).isEqualTo(tokens);
        assertThat(lines.locator("> :last-child").allTextContents().stream()
                        .map(WhyScreensTest::place)
                        .toList())
                .isEqualTo(places);
    }

    private static List<Integer> ranks(JsonNode json) {
        var ranks = new ArrayList<Integer>();
        json.get("rank_of_a").forEach(rank -> ranks.add(rank.intValue() + 1));
        return ranks;
    }

    private static int place(String text) {
        return Integer.parseInt(text.replace(",", "").strip());
    }

    /** The written figures add up to the sum, to the last digit; the sum is the command's logit difference. */
    private static void assertBarsAddUp(Screen screen, JsonNode json) {
        var expected = json.get("logit_difference").decimalValue().setScale(2, RoundingMode.HALF_UP);
        var bars = screen.page().locator(VOTES + " .bars");
        bars.locator(".sum").getByText(expected.abs().toString()).waitFor();
        assertThat(figure(bars.locator(".sum .value"))).isEqualByComparingTo(expected);
        var rows = bars.locator("li .value");
        assertThat(rows.count()).isBetween(3, 10);
        var sum = IntStream.range(0, rows.count())
                .mapToObj(i -> figure(rows.nth(i)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(expected);
        assertThat(sum(json)).isCloseTo(json.get("logit_difference").doubleValue(), within(1e-3));
    }

    private static double sum(JsonNode json) {
        double sum = 0;
        for (var vote : json.get("attribution")) {
            sum += vote.get("a_minus_b").doubleValue();
        }
        return sum;
    }

    private static double vote(JsonNode json, String part) {
        for (var vote : json.get("attribution")) {
            if (vote.get("part").textValue().equals(part)) {
                return vote.get("a_minus_b").doubleValue();
            }
        }
        throw new AssertionError(part);
    }

    /** The opened part's rows add up to its vote, and each is at most a unit of the last digit from its number. */
    private static void assertOpened(Screen screen, String part, List<Double> values) {
        var opened = screen.page().locator(VOTES + " .part[data-part='" + part + "']");
        opened.locator("tbody tr").first().waitFor();
        var rows = opened.locator("tbody .value");
        double whole = values.stream().mapToDouble(Double::doubleValue).sum();
        var total = figure(opened.locator("tfoot .value"));
        assertThat(total.doubleValue()).isCloseTo(whole, within(0.0101));
        var sum = BigDecimal.ZERO;
        var rest = new ArrayList<>(values);
        for (int i = 0; i < rows.count(); i++) {
            double shown = figure(rows.nth(i)).doubleValue();
            sum = sum.add(figure(rows.nth(i)));
            rest.stream()
                    .filter(value -> Math.abs(value - shown) <= 0.0101)
                    .findFirst()
                    .ifPresent(rest::remove);
        }
        assertThat(sum).isEqualByComparingTo(total);
        assertThat(rest.size())
                .as("values without a row of their own")
                .isLessThanOrEqualTo(Math.max(0, values.size() - 4));
    }

    static List<Double> values(JsonNode list) {
        var values = new ArrayList<Double>();
        list.forEach(value -> values.add(value.doubleValue()));
        return values;
    }
}
