package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes next: when the room is shown it and when nobody is sent it, and the bars, the strip and the table of the hall. */
class HallAnswerTest {
    /** Tokens that a phone lists. */
    private static final int ROWS = 6;

    private static final String HALL = "orrery-hall-answer";
    private static final String PANEL = "orrery-next-panel";
    private static final double LEAST_SIZE = 28;

    /** A request for numbers from which the next token can be read. */
    private static final Pattern TELLING = Pattern.compile(
            "/distribution|/compare/|/steps/(logits|probs)|/tensors/(logits|probs)|explain\\?name=(logits|probs)");

    /** How a page names the answer, B, or says how probable a token is. */
    private static final Pattern NAMED = Pattern.compile("“B”|\\d[ \u00a0]%");

    /** The hall's texts with their sizes, and how far each one is beyond the window, px. */
    private static final String TEXTS = """
        () => {
          const texts = [];
          const visit = (root) => {
            for (const element of root.querySelectorAll('*')) {
              if (element.shadowRoot) visit(element.shadowRoot);
              const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim() !== '');
              const box = element.getBoundingClientRect();
              if (own.length === 0 || box.width < 2 || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
              if (getComputedStyle(element).clipPath === 'inset(50%)') continue;
              texts.push({text: own[0].textContent.trim(), size: parseFloat(getComputedStyle(element).fontSize),
                beyond: Math.max(-box.left, box.right - innerWidth, box.bottom - innerHeight)});
            }
          };
          visit(document.querySelector('orrery-projector').shadowRoot);
          return texts;
        }\
        """;

    /** Places in the protocol's lists of what the table's columns show: the model, the temperature, the draw. */
    private static final int[] STAGES = {0, 1, 3};

    /** The needle's place as a share of the strip, and the shares between which the drawn piece lies. */
    private static final String NEEDLE = """
        () => {
          const {shadowRoot} = document.querySelector('orrery-projector').shadowRoot.querySelector('orrery-hall-answer');
          const strip = shadowRoot.querySelector('.strip').getBoundingClientRect();
          const at = (x) => (x - strip.left) / strip.width;
          const needle = shadowRoot.querySelector('.needle').getBoundingClientRect();
          const drawn = shadowRoot.querySelector('.drawn:not(.next)').getBoundingClientRect();
          return [at((needle.left + needle.right) / 2), at(drawn.left), at(drawn.right)];
        }\
        """;

    @RegisterExtension
    static final Venue venue =
            Venue.forAllTests(Venue.offering(ModelReference.of("nano-sort"), Fixtures.named("llama-tiny")));

    private static void assertTellsNothing(Received received) {
        assertThat(List.copyOf(received.told()))
                .noneMatch(text -> text.contains("\"next\":[{") || text.contains("\"name\":\"logits\""));
        assertThat(List.copyOf(received.asked()))
                .noneMatch(url -> TELLING.matcher(url).find());
    }

    @Test
    void roomIsShownWhatComesNextAtTheOutputAndWhenItIsAboutThatAndIsSentNothingBefore() throws Exception {
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768);
                var laptop = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            var audience = List.of(hall, laptop, phone);
            var records = audience.stream().map(Received::by).toList();
            presenter.open(venue.links().presenter());
            hall.open(venue.links().screen());
            laptop.open(venue.links().audience());
            phone.open(venue.links().audience());
            phone.chooseTab("Next?");
            phone.page().getByText("The presenter will show what comes next").waitFor();

            // Hidden from everybody until the presenter peeks.
            presenter
                    .page()
                    .getByText("The room does not see this before the last step")
                    .waitFor();
            assertThat(presenter.page().locator(PANEL + " li").count()).isZero();
            presenter
                    .page()
                    .getByText("Peek", new Page.GetByTextOptions().setExact(true))
                    .click();
            presenter.page().getByText("Only you see it").waitFor();
            assertThat(presenter.page().locator(PANEL + " li").count()).isEqualTo(3);
            for (String step : List.of("embed", "blocks.0.attn.scores", "ln_final")) {
                presenter.go(step);
                audience.forEach(screen -> screen.waitForStep(step));
            }
            presenter.go("blocks.0.attn.scores");
            audience.forEach(screen -> screen.waitForStep("blocks.0.attn.scores"));
            phone.chooseTab("Tour");
            records.forEach(HallAnswerTest::assertTellsNothing);

            presenter.press("a");
            assertBars(hall, distribution(venue, presenter, ""));
            assertPanels(distribution(venue, presenter, ""), presenter, laptop, phone);
            assertLegible(hall);
            for (var screen : List.of(laptop, phone)) {
                screen.page().locator(PANEL + " li").nth(2).waitFor();
                screen.rest();
                assertThat(screen.page().locator(PANEL + " li").count()).isEqualTo(3);
                assertInView(screen, screen.page().locator(PANEL + " li").nth(2));
            }
            presenter.press("ArrowRight");
            audience.forEach(screen -> Screen.waitUntilGone(screen.page().locator(HALL + ", " + PANEL + " li")));
            phone.waitForHeading("blocks.0.attn.pattern");

            // A token that is added is about what comes next; the next step is not.
            presenter.press("g");
            List.of(presenter, hall, laptop, phone).forEach(screen -> screen.waitForPositions(7));
            hall.page().getByText("“A” was added").waitFor();
            // A text that grows is large, and has bars only where there was a choice.
            assertThat(distribution(venue, presenter, "").at("/top/0/p/0").doubleValue())
                    .isGreaterThan(0.9);
            hall.page().locator(HALL + " .grows .next").waitFor();
            assertThat(hall.page().locator(HALL + " .bars").count()).isZero();
            hall.rest();
            assertLegible(hall);
            phone.page().locator(PANEL + " li").nth(2).waitFor();
            // A panel asks for the figures a moment after it is shown: not only once it is hidden again.
            String figures = presenter.scene().traceId() + "/distribution";
            for (var record : records.subList(1, 3)) {
                presenter
                        .page()
                        .waitForCondition(
                                () -> List.copyOf(record.asked()).stream().anyMatch(url -> url.contains(figures)));
            }
            presenter.press("ArrowRight");
            audience.forEach(screen -> Screen.waitUntilGone(screen.page().locator(HALL + ", " + PANEL + " li")));

            // Hidden at the output, too.
            presenter.page().getByText("Keep it hidden at the output").click();
            presenter
                    .page()
                    .getByText("The room does not see this until you show it")
                    .waitFor();
            presenter
                    .page()
                    .getByText("Peek", new Page.GetByTextOptions().setExact(true))
                    .click();
            records.forEach(Received::forget);
            presenter.go("logits");
            presenter.go("probs");
            audience.forEach(screen -> screen.waitForHeading("probs"));
            assertThat(hall.page().locator("orrery-projector .caption").textContent())
                    .isEqualTo("The model’s answer is still hidden.");
            hall.page().evaluate("() => new Promise(later => setTimeout(later, 600))");
            records.forEach(HallAnswerTest::assertTellsNothing);
            // The step counts as drawn without what is withheld.
            presenter.page().locator("orrery-audience").getByText("2 with you").waitFor();
            assertThat(presenter.page().getByText(NAMED).count()).isZero();
            presenter
                    .page()
                    .getByText("Peek", new Page.GetByTextOptions().setExact(true))
                    .click();
            for (String element : List.of("orrery-step-card", "orrery-go", PANEL)) {
                presenter.page().locator(element).getByText(NAMED).first().waitFor();
            }
            // What was read out while the presenter looked is gone afterwards.
            presenter.go("logits");
            presenter.go("probs");
            presenter.page().locator("[aria-live]").getByText(NAMED).first().waitFor();
            presenter
                    .page()
                    .getByText("Peek", new Page.GetByTextOptions().setExact(true))
                    .click();
            Screen.waitUntilGone(presenter.page().getByText(NAMED));
            presenter.press("a");
            assertBars(hall, distribution(venue, presenter, ""));
            phone.page().locator(PANEL + " li").nth(2).waitFor();
            // where the step's card is under another tab, the verdict is with the answer
            phone.page().locator(PANEL + " .verdict.right").waitFor();
            laptop.page().locator(PANEL + " li").nth(2).waitFor();
            assertThat(laptop.page().locator(PANEL + " .verdict").count()).isZero();
            // The bars come with the room's state; the numbers of the machine are then fetched.
            hall.scene().waitUntil("orrery.tensor('logits').hasArrived");
            hall.rest();
            assertThat(hall.scene().drawn("logits")).hasSize(7 * 3);

            assertDraw(presenter, hall, Map.of("temperature", 2, "topK", 2, "topP", 1, "seed", 7));
            for (var screen : List.of(presenter, hall, laptop, phone)) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    @Test
    void hallShowsALargerVocabularyAtEverySizeAndInTheLight() throws Exception {
        try (var presenter = venue.screen(900, 700);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            var links = venue.newRoom();
            presenter.open(links.presenter());
            hall.open(links.screen());
            presenter.ask("prompt");
            presenter
                    .page()
                    .locator("orrery-prompt select")
                    .first()
                    .selectOption(new SelectOption().setLabel("Llama tiny"));
            presenter.page().locator("orrery-prompt #text").fill("Lily and Tom");
            presenter.page().locator("orrery-prompt #text").press("Enter");
            presenter.waitForText("Tom$");
            presenter.go("probs");
            hall.waitForHeading("probs");
            assertBars(hall, distribution(venue, presenter, ""));
            assertLegible(hall);
            presenter.chooseTab("Next?");
            assertPanels(distribution(venue, presenter, ""), presenter);
            assertControlsFit(presenter);
            assertDraw(presenter, hall, Map.of("temperature", 1.2, "topK", 40, "topP", 0.9, "seed", 42));
            phone.open(links.audience());
            assertOneNextToken(presenter, hall, phone);
            assertControlsFit(presenter);
            for (int[] size : new int[][] {{1920, 1080}, {800, 600}}) {
                hall.page().setViewportSize(size[0], size[1]);
                hall.rest();
                assertLegible(hall);
            }
            presenter.ask("sample", Map.of("temperature", 0, "topK", 0, "topP", 1));
            hall.page().locator(HALL + " .bars li").first().waitFor();
            hall.rest();
            assertLegible(hall);
            assertBars(hall, distribution(venue, presenter, ""));
            assertThat(hall.errors()).isEmpty();
        }
    }

    /** The server's distribution of the token after the presenter's text. @param sampling its parameters */
    static JsonNode distribution(Venue venue, Screen presenter, String sampling) throws Exception {
        String trace = presenter.scene().traceId();
        String path = "/api/traces/" + trace + "/distribution?count=200" + sampling;
        var request = HttpRequest.newBuilder(URI.create(venue.address(path))).build();
        return new JsonMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    /** The hall has a bar for the most probable tokens, each as long as its share, and one for all others. */
    @SuppressWarnings("unchecked")
    static void assertBars(Screen hall, JsonNode distribution) {
        hall.page().locator(HALL + " .bars li").first().waitFor();
        hall.rest();
        var bars = (List<Map<String, Object>>) hall.page()
                .locator(HALL + " .bars li")
                .evaluateAll("list => list.map(item => ({kind: item.className, name:"
                        + " item.querySelector('.name').textContent.trim(), figure:"
                        + " (item.querySelector('.figure')?.textContent ?? '').trim(), width:"
                        + " item.querySelector('.bar').getBoundingClientRect().width}))");
        double left = 1;
        var best = bars.get(0);
        for (int i = 0; i < bars.size(); i++) {
            var bar = bars.get(i);
            String figure = ((String) bar.get("figure")).replace('\u00a0', ' ');
            if (bar.get("kind").equals("rest")) {
                assertThat(bar.get("name").toString())
                        .startsWith(String.format(
                                Locale.US, "%,d", distribution.get("vocabulary").intValue() - i));
                assertThat(figure).isEqualTo(WrittenShare.of(left).replace('\u00a0', ' '));
                continue;
            }
            JsonNode token = distribution.get("top").get(i);
            double p = token.at("/p/0").doubleValue();
            String text = token.get("text").textValue();
            assertThat(bar.get("name")).isEqualTo(text.strip().isEmpty() ? text.replace("\n", "⏎") : text.strip());
            if (WrittenShare.of(p).startsWith(">")) {
                hall.page().locator(HALL).getByText("practically certain").waitFor();
            } else {
                assertThat(figure).isEqualTo(WrittenShare.of(p).replace('\u00a0', ' '));
            }
            left -= p;
            double relative = p / distribution.at("/top/0/p/0").doubleValue();
            assertThat(width(bar)).isCloseTo(Math.max(3, relative * width(best)), within(40.0));
        }
    }

    private static double width(Map<String, Object> bar) {
        return ((Number) bar.get("width")).doubleValue();
    }

    /** With a draw that is not the most probable token: the card, the button, the hall and the phone name the drawn one, and that one is added. */
    private static void assertOneNextToken(Screen presenter, Screen hall, Screen phone) throws Exception {
        String drawn = "";
        for (int seed = 0; seed < 200 && drawn.isEmpty(); seed++) {
            var draw = distribution(venue, presenter, "&temperature=2&topK=6&topP=1&seed=" + seed);
            for (int rank = 1; rank < ROWS; rank++) {
                if (draw.at("/top/" + rank + "/token").equals(draw.at("/drawn/token"))) {
                    drawn = draw.at("/drawn/text").textValue().strip();
                    presenter.ask("sample", Map.of("temperature", 2, "topK", 6, "topP", 1, "seed", seed));
                }
            }
        }
        assertThat(drawn).isNotEmpty();
        hall.page()
                .locator(HALL + " .next")
                .getByText(drawn, new Locator.GetByTextOptions().setExact(true))
                .waitFor();
        String marked = "[...document.querySelectorAll('orrery-next-panel')].at(-1).shadowRoot"
                + "?.querySelectorAll('.chosen[aria-busy=false] .best .tile')";
        phone.waitUntil("(list => list?.length === 1 && list[0].textContent.replace('␣', '').trim() === '%s')(%s)"
                .formatted(drawn, marked));
        var named = Pattern.compile("“␣?" + drawn.replaceAll("[^\\p{L}\\p{N}]", "\\\\$0") + "”");
        for (var said : List.of("orrery-remarks .end", "orrery-go .filled")) {
            presenter
                    .page()
                    .locator(said, new Page.LocatorOptions().setHasText(named))
                    .first()
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        }
        int before = presenter.tokens().size();
        presenter.press("g");
        presenter.waitForPositions(before + 1);
        assertThat(presenter.tokens().get(before).replace("␣", "")).isEqualTo(drawn);
        presenter.ask("takeBack");
        presenter.waitForPositions(before);
    }

    /** The panel of each screen has the hall's figures. */
    @SuppressWarnings("unchecked")
    private static void assertPanels(JsonNode distribution, Screen... screens) {
        for (Screen screen : screens) {
            screen.page().locator(PANEL + " li").nth(2).waitFor();
            var rows = (List<List<String>>) screen.page()
                    .locator(PANEL + " li:not(.others)")
                    .evaluateAll("list => list.map(row => ['.tile', '.p'].map(part =>"
                            + " row.querySelector(part).textContent.replaceAll('␣', '').trim()))");
            assertThat(rows)
                    .hasSizeGreaterThan(2)
                    .allSatisfy(row -> assertThat(row.get(1))
                            .isEqualTo(WrittenShare.of(
                                    token(distribution, row.get(0)).at("/p/0").doubleValue())));
        }
    }

    private static JsonNode token(JsonNode distribution, String text) {
        return StreamSupport.stream(distribution.get("top").spliterator(), false)
                .filter(token -> token.get("text").textValue().strip().equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no token " + text));
    }

    /** After the sampling is set: the table's figures are the server's, each column is of the whole, and the needle is at the draw. */
    @SuppressWarnings("unchecked")
    private static void assertDraw(Screen presenter, Screen hall, Map<String, Object> sampling) throws Exception {
        presenter.ask("sample", sampling);
        var query = new StringBuilder();
        sampling.forEach(
                (name, value) -> query.append('&').append(name).append('=').append(value));
        JsonNode distribution = distribution(venue, presenter, query.toString());
        hall.page().locator(HALL + " .strip").waitFor();
        hall.rest();
        assertLegible(hall);
        var table = (List<List<String>>) hall.page()
                .locator(HALL + " table tr")
                .evaluateAll(
                        "list => list.slice(1).map(row => [...row.children].map(cell => cell.textContent.trim()))");
        for (int column = 0; column < 3; column++) {
            String of = "/p/" + STAGES[column];
            double drawable = distribution.at("/drawable" + of).doubleValue();
            double named = 0;
            for (var row : table) {
                double p = 1 - drawable;
                if (row.get(0).endsWith("others")) {
                    p = drawable - named;
                } else if (!row.get(0).endsWith("left out")) {
                    p = token(distribution, row.get(0)).at(of).doubleValue();
                    named += p;
                }
                assertThat(row.get(column + 1)).as("%s of %s", of, row).isEqualTo(p == 0 ? "0" : WrittenShare.of(p));
            }
        }
        double u = distribution.at("/drawn/u").doubleValue();
        double all = 0;
        for (JsonNode token : distribution.get("top")) {
            all += token.at("/p/3").doubleValue() > 0 ? token.at("/p/1").doubleValue() : 0;
        }
        var needle = (List<Number>) hall.page().evaluate(NEEDLE);
        assertThat(needle.get(0).doubleValue()).isCloseTo(u * all, within(0.003));
        assertThat(needle.get(0).doubleValue())
                .isBetween(needle.get(1).doubleValue() - 0.003, needle.get(2).doubleValue() + 0.003);
        String drawn = distribution.at("/drawn/text").textValue().strip();
        assertThat(hall.page().locator(HALL + " .next").textContent().strip()).isEqualTo(drawn);
        hall.page()
                .locator("orrery-hall-answer-caption .caption strong")
                .getByText(drawn)
                .waitFor();
        int before = presenter.tokens().size();
        presenter.press("g");
        presenter.waitForPositions(before + 1);
        assertThat(presenter.tokens().get(before).replace("␣", "")).isEqualTo(drawn);
        presenter.ask("takeBack");
        presenter.waitForPositions(before);
    }

    @SuppressWarnings("unchecked")
    static void assertLegible(Screen hall) {
        var texts = (List<Map<String, Object>>) hall.page().evaluate(TEXTS);
        assertThat(texts).hasSizeGreaterThan(4).allSatisfy(text -> {
            assertThat(((Number) text.get("size")).doubleValue()).isGreaterThanOrEqualTo(LEAST_SIZE);
            assertThat(((Number) text.get("beyond")).doubleValue()).isLessThanOrEqualTo(0.5);
        });
    }

    private static void assertInView(Screen screen, Locator row) {
        var box = row.boundingBox();
        var panel = screen.page().locator("orrery-stack").boundingBox();
        assertThat(box.y).isGreaterThanOrEqualTo(panel.y);
        assertThat(box.y + box.height).isLessThanOrEqualTo(panel.y + panel.height);
    }

    /** No control of the sampling is wider than its panel. */
    private static void assertControlsFit(Screen presenter) {
        presenter.page().locator("orrery-sampling").waitFor();
        assertThat((boolean) presenter
                        .page()
                        .locator("orrery-sampling")
                        .evaluate("host => { const box = host.getBoundingClientRect(); return box.right"
                                + " <= innerWidth &&"
                                + " [...host.shadowRoot.querySelectorAll('*')].every(part =>"
                                + " part.getBoundingClientRect().right <= box.right + 0.5 &&"
                                + " (part.scrollWidth <= part.clientWidth + 1 ||"
                                + " getComputedStyle(part).display === 'inline')); }"))
                .isTrue();
    }
}
