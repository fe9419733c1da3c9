package io.orrery.browser;

import static io.orrery.browser.WhyPanels.LLAMA;
import static io.orrery.browser.WhyPanels.assertLarge;
import static io.orrery.browser.WhyPanels.figure;
import static io.orrery.browser.WhyPanels.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where heads look and why, and which words mattered: on all screens of a room, with the numbers of the command {@code why}. */
class WhyLooksTest {
    private static final String HEADS = "orrery-why-heads";
    private static final String SCORE = "orrery-why-score";
    private static final String SALIENCY = "orrery-why-saliency";
    private static final List<String> KINDS = List.of("previous", "duplicate", "induction", "first", "copying");

    /**
     * The tokens of the page's text: the share of each that has one, on which side it is, and the figure above it. A chip has a bar of
     * this width; a word of running text a line of 0.05 em, and 0.17 em more for a share of 1.
     */
    private static final String TOKENS = """
        (() => {
          const roots = [document, ...[...document.querySelectorAll('orrery-top-bar, orrery-projector')].map((each) => each.shadowRoot)];
          const running = roots.map((root) => root.querySelector('orrery-text')?.shadowRoot.querySelector('orrery-running-text')).find((each) => each);
          if (running) {
            return [...running.shadowRoot.querySelectorAll('.word')].map((word) => {
              const style = getComputedStyle(word);
              const line = parseFloat(style.textDecorationThickness) / parseFloat(style.fontSize);
              const share = style.textDecorationLine === 'underline' ? (line - 0.05) / 0.17 : null;
              return {share, figure: null, against: style.textDecorationStyle === 'dotted'};
            });
          }
          const strip = roots.map((root) => root.querySelector('orrery-token-strip')).find((each) => each);
          return [...strip.shadowRoot.querySelectorAll('li:not(.next):not(.arrow)')].map((li) => {
            const token = li.querySelector('.token');
            const bar = getComputedStyle(token, '::after');
            const figure = getComputedStyle(li.querySelector('.n'), '::after').content.replaceAll('"', '');
            const share = bar.content === '""' ? parseFloat(bar.width) / token.clientWidth : null;
            return {share, figure, against: bar.backgroundImage !== 'none'};
          });
        })()\
        """;

    private static final double ROUNDED = 0.00501;

    @RegisterExtension
    static final Venue venue = WhyPanels.venue();

    @Test
    void roomLooksAtHeadsAtAScoreAndAtTheWordsThatMattered() throws Exception {
        try (var room = RoomScreens.at("blocks.0.attn.scores", venue)) {
            var presenter = room.presenter();
            var hall = room.hall();
            var phone = room.phone();
            var all = room.all();
            presenter.press("y");

            press(presenter, "orrery-why [data-tool=heads]");
            // It begins with the head of the strongest vote for this answer, or against it.
            var votes = why("tiny-tales", "attribution", presenter);
            String strongest = strongestHead(votes);
            for (Screen screen : all) {
                screen.page()
                        .locator(HEADS + " .cards li:first-child" + strongest)
                        .waitFor();
            }
            press(presenter, HEADS + " [data-choice='sort=previous']");
            var heads = why("tiny-tales", "heads", presenter, "--repeated", "25", "--copying", "1000");
            assertHeads(List.of(presenter, phone), heads, "previous", false);
            press(presenter, HEADS + " [data-choice='on=repeated']");
            assertHeads(List.of(presenter, phone), heads, "previous", true);
            assertHighest(hall, heads, "previous", true);
            assertLarge(hall);
            press(presenter, HEADS + " [data-choice='sort=induction']");
            assertHeads(List.of(presenter, phone), heads, "induction", true);
            press(presenter, HEADS + " [data-choice='on=text']");
            assertHeads(List.of(presenter, phone), heads, "induction", false);
            assertHighest(hall, heads, "induction", false);

            press(presenter, HEADS + " li[data-layer='0'][data-head='3'] button");
            opensAScore(presenter, all);
            assertLarge(hall);

            endsInTheMiddle(presenter, phone);
            var saliency = why("tiny-tales", "saliency", presenter);
            assertThat(saliency.get("gap").doubleValue()).isLessThan(0.05);
            for (Screen screen : all) {
                assertWords(screen, saliency, "mean");
            }
            assertLarge(hall);
            for (Screen screen : all) {
                assertText(screen, saliency, "mean");
            }
            presenter.press("Escape");
            for (Screen screen : all) {
                screen.waitUntil("!" + TOKENS + ".some(({share}) => share !== null)");
            }

            // Another model has no such head: all of its heads are shown.
            presenter.ask("why", "heads");
            press(presenter, HEADS + " li[data-layer='0'][data-head='3'] button");
            for (Screen screen : all) {
                screen.page().locator(SCORE).waitFor();
            }
            presenter.ask("showPrompt", Map.of("text", "hello", "model", "llama-tiny-tied"));
            for (Screen screen : all) {
                screen.page()
                        .locator("orrery-why:has(" + HEADS + "):not(:has([role=alert]))")
                        .waitFor();
                assertThat(screen.errors()).isEmpty();
            }
            // What cannot be answered is said to the presenter alone: the others see the machine.
            presenter.ask("whyTarget", Map.of("a", 3));
            for (Screen screen : all) {
                screen.page()
                        .route(
                                "**/why/**",
                                route -> route.fulfill(new Route.FulfillOptions()
                                        .setStatus(400)
                                        .setContentType("application/problem+json")
                                        .setBody("{\"code\":\"parameter-missing\",\"params\":{\"name\":\"layer\"}}")));
            }
            presenter.ask("why", "saliency");
            presenter.page().locator("orrery-why [role=alert]").waitFor();
            for (Screen screen : List.of(hall, phone)) {
                Screen.waitUntilGone(screen.page().locator("orrery-why"));
                assertThat(screen.page().locator(".notice").count()).isZero();
            }
        }
    }

    /** Neither the hall's screen nor a question's narrow place has room for all of a long text. */
    @Test
    void longTextShowsItsEndWithAQuestionAndTheWordsThatMatterMostInTheHall() throws Exception {
        String sentence = "The dog is under the bed. The cat is behind the door. ";
        String text = "One day, Lily and Tom went to the park. " + sentence + sentence
                + "Lily said red, blue, pink. Tom said red, blue,";
        try (var room = RoomScreens.in(venue.newRoom(), venue)) {
            var presenter = room.presenter();
            var hall = room.hall();
            presenter.go("probs");
            presenter.waitForStep("probs");
            presenter.ask("prompt");
            presenter.page().locator("orrery-prompt #text").fill(text);
            presenter.page().locator("orrery-prompt #text").press("Enter");
            presenter.waitForText("red, ?blue, ?$");
            presenter.press("i");
            presenter.page().locator("orrery-ask .filled:focus").press("Enter");
            presenter.page().locator("orrery-asked .sentence").waitFor();
            presenter.press("ArrowRight");
            hall.page().locator("orrery-hall-question .rows").waitFor();
            for (Screen screen : List.of(presenter, hall)) {
                screen.rest();
                Locator asked = screen.page()
                        .locator(screen == hall ? "orrery-hall-question .sentence" : "orrery-asked .sentence");
                var seen = asked.boundingBox();
                var last = asked.locator(".current").boundingBox();
                assertThat(last.y).isGreaterThanOrEqualTo(seen.y);
                assertThat(last.y + last.height).isLessThanOrEqualTo(seen.y + seen.height + 1);
            }

            presenter.ask("why", "saliency");
            presenter.page().locator("orrery-why .moves .all").click();
            hall.page()
                    .locator("orrery-why .target .b")
                    .getByText("all others on average")
                    .waitFor();
            hall.page().locator(SALIENCY + " .text li:not(.out)").first().waitFor();
            String baseline = hall.page().locator(SALIENCY + " [data-baseline]").getAttribute("data-baseline");
            var json = why("tiny-tales", "saliency", presenter, "--b", "all", "--baseline", baseline);
            assertLarge(hall);
            var body = hall.page().locator(SALIENCY).boundingBox();
            var strongest = hall.page().locator(SALIENCY + " li[data-from='" + strongestWord(json) + "']");
            assertThat(figure(strongest.locator(".figure")).doubleValue())
                    .isCloseTo(json.at("/by_token/" + strongestWord(json)).doubleValue(), within(0.0101));
            var at = strongest.boundingBox();
            assertThat(at.y + at.height).isLessThanOrEqualTo(body.y + body.height);
            assertThat(hall.page().locator(SALIENCY + " .text .cut").count()).isPositive();
            assertThat((boolean) hall.page()
                            .locator(SALIENCY)
                            .evaluate("element => element.scrollHeight <= element.clientHeight"))
                    .isTrue();
        }
    }

    private static int strongestWord(JsonNode json) {
        return IntStream.rangeClosed(0, json.get("position").intValue())
                .boxed()
                .max(Comparator.comparing(
                        i -> Math.abs(json.at("/by_token/" + i).doubleValue())))
                .orElseThrow();
    }

    /** The small Llama alone, from links. */
    @Test
    void linksOpenAPairAndTheWordsAlone() throws Exception {
        String link = "/solo#preset=llama-tiny-tied&tokens=5,6,7,8&step=logits&target=2,17,all&why=";
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.address(link + "score&open=layer%3D1%26head%3D1%26query%3D2%26key%3D1"));
            assertPairs(screen, score(LLAMA, screen, 1, 1, 2, 1, "--position", "2", "--a", "17", "--b", "all"));
            press(screen, "orrery-why [data-tool=saliency]");
            var mean = why(LLAMA, "saliency", screen, "--position", "2", "--a", "17", "--b", "all");
            boolean isClose = mean.get("gap").doubleValue() <= 0.05;
            String baseline = isClose ? "mean" : "keep-first";
            var words = why(
                    LLAMA, "saliency", screen, "--position", "2", "--a", "17", "--b", "all", "--baseline", baseline);
            assertWords(screen, words, baseline);
            assertText(screen, words, baseline);
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** The head's ribbons are its pattern; a pressed word and a pressed ribbon choose the pair for everyone. */
    private static void opensAScore(Screen presenter, List<Screen> all) throws IOException {
        int last = presenter.tokens().size() - 1;
        var shown = presenter.page().locator(SCORE + " [data-layer]");
        shown.waitFor();
        assertThat(shown.getAttribute("data-query")).isEqualTo(String.valueOf(last));
        int key = Integer.parseInt(shown.getAttribute("data-key"));
        var json = score("tiny-tales", presenter, 0, 3, last, key);
        for (Screen screen : all) {
            assertPairs(screen, json);
        }
        double drawn =
                presenter.scene().drawn("blocks.0.attn.hook_attn_scores")[(3 * (last + 1) + last) * (last + 1) + key];
        assertThat(json.get("score").doubleValue()).isCloseTo(drawn, within(1e-4));
        var ribbons = presenter.page().locator(SCORE + " .ribbon.reads");
        ribbons.first().waitFor();
        assertThat(IntStream.range(0, ribbons.count())
                        .mapToDouble(i -> Double.parseDouble(ribbons.nth(i).getAttribute("data-value")))
                        .sum())
                .isCloseTo(1, within(1e-5));

        presenter.page().locator(SCORE + " .word[data-position='3']").dispatchEvent("click");
        var back = presenter.page().locator(SCORE + " .ribbon.read-by[data-query='9'][data-key='3']");
        back.waitFor();
        double share = Double.parseDouble(back.getAttribute("data-value"));
        back.dispatchEvent("click");
        var pair = score("tiny-tales", presenter, 0, 3, 9, 3);
        assertThat(share).isCloseTo(pair.get("pattern").doubleValue(), within(1e-5));
        for (Screen screen : all) {
            assertPairs(screen, pair);
        }
    }

    private static JsonNode score(
            String model, Screen screen, int layer, int head, int query, int key, String... target) throws IOException {
        var args = new ArrayList<>(List.of("--layer", "" + layer, "--head", "" + head, "--query", "" + query));
        args.addAll(List.of("--key", "" + key, "--pairs", "10"));
        args.addAll(List.of(target));
        return why(model, "score", screen, args.toArray(String[]::new));
    }

    /** The rows add up to the score, to the last digit, and those with a pair are its pairs in their order. */
    private static void assertPairs(Screen screen, JsonNode json) {
        var shown = screen.page()
                .locator(SCORE + " [data-query='" + json.get("query") + "'][data-key='" + json.get("key")
                        + "'][data-layer='" + json.get("layer") + "'][data-head='" + json.get("head") + "']");
        shown.waitFor();
        // The rows are as many as have room, which is known after the first layout.
        screen.rest();
        var rows = shown.locator(".pairs tbody tr");
        assertThat(rows.count()).isBetween(4, 11);
        var sum = BigDecimal.ZERO;
        for (int i = 0; i < rows.count(); i++) {
            var written = figure(rows.nth(i).locator(".value"));
            sum = sum.add(written);
            String part = rows.nth(i).getAttribute("data-query");
            if (!part.isEmpty()) {
                var pair = json.get("pairs").get(i);
                assertThat(part).isEqualTo(pair.get("query").textValue());
                assertThat(rows.nth(i).getAttribute("data-key"))
                        .isEqualTo(pair.get("key").textValue());
                assertThat(written.doubleValue()).isCloseTo(pair.get("value").doubleValue(), within(0.0101));
            }
        }
        assertThat(sum).isEqualByComparingTo(rounded(json.get("score")));
        assertThat(figure(shown.locator(".pairs .total"))).isEqualByComparingTo(sum);
        var cells = shown.locator(".map td");
        if (cells.count() > 0) {
            assertThat(IntStream.range(0, cells.count())
                            .mapToDouble(i -> Double.parseDouble(cells.nth(i).getAttribute("data-value")))
                            .sum())
                    .isCloseTo(json.get("score").doubleValue(), within(1e-3));
        }
    }

    /** All heads with all figures, the highest first. */
    private static void assertHeads(List<Screen> screens, JsonNode json, String sort, boolean onRandom) {
        var order = order(json, sort, onRandom);
        for (Screen screen : screens) {
            var cards = screen.page().locator(HEADS + " .cards li");
            screen.page()
                    .locator(HEADS + " .cards li:first-child" + at(order.get(0)) + " [data-kind=" + sort
                            + "].sorted .used[data-on=" + (onRandom ? "repeated" : "text") + "]," + HEADS
                            + " .cards li:first-child" + at(order.get(0)) + " [data-kind=copying].sorted")
                    .first()
                    .waitFor();
            assertThat(cards.count()).isEqualTo(order.size());
            // How much each head copies, and what it looks like, come by themselves.
            cards.first()
                    .locator("[data-kind=copying] [data-on=repeated]")
                    .filter(new Locator.FilterOptions().setHasNotText("–"))
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            Screen.waitUntilGone(cards.locator(".pattern:not(:has(canvas))"));
            for (int i = 0; i < order.size(); i++) {
                var card = cards.nth(i);
                assertThat(List.of(card.getAttribute("data-layer"), card.getAttribute("data-head")))
                        .containsExactly("" + order.get(i)[0], "" + order.get(i)[1]);
                for (String kind : KINDS) {
                    for (boolean random : new boolean[] {true, false}) {
                        var written = card.locator(
                                "[data-kind=" + kind + "] [data-on=" + (random ? "repeated" : "text") + "]");
                        if (!kind.equals("copying") || random) {
                            assertFigure(written, score(json, order.get(i), kind, random));
                        }
                    }
                }
                assertThat(card.locator("canvas").count()).isEqualTo(1);
            }
        }
    }

    /** The head whose direct vote is largest, of either sign, as a selector. */
    private static String strongestHead(JsonNode votes) {
        var part = Pattern.compile("blocks\\.(\\d+)\\.attn\\.hook_result\\[(\\d+)]");
        String strongest = "";
        double most = 0;
        for (JsonNode vote : votes.get("attribution")) {
            var head = part.matcher(vote.get("part").textValue());
            double size = Math.abs(vote.get("a_minus_b").doubleValue());
            if (head.matches() && size > most) {
                most = size;
                strongest = "[data-layer='" + head.group(1) + "'][data-head='" + head.group(2) + "']";
            }
        }
        return strongest;
    }

    /** In the hall, the three highest. */
    private static void assertHighest(Screen hall, JsonNode json, String sort, boolean onRandom) {
        var order = order(json, sort, onRandom);
        for (int i = 0; i < 3; i++) {
            // The same head may be the highest in another order, with another figure.
            var value = score(json, order.get(i), sort, onRandom);
            hall.page()
                    .locator(HEADS + " .cards li:nth-child(" + (i + 1) + ")" + at(order.get(i)) + " .score")
                    .getByText(value.isNull() ? "–" : rounded(value).toPlainString())
                    .waitFor();
        }
        assertThat(hall.page().locator(HEADS + " .cards li").count()).isEqualTo(3);
    }

    private static String at(int[] head) {
        return "[data-layer='" + head[0] + "'][data-head='" + head[1] + "']";
    }

    private static List<int[]> order(JsonNode json, String sort, boolean onRandom) {
        var heads = new ArrayList<int[]>();
        for (int layer = 0; layer < json.get("previous").size(); layer++) {
            for (int head = 0; head < json.at("/previous/" + layer).size(); head++) {
                heads.add(new int[] {layer, head});
            }
        }
        heads.sort(Comparator.comparingDouble(
                head -> -score(json, head, sort, onRandom).asDouble(-1)));
        return heads;
    }

    private static JsonNode score(JsonNode json, int[] head, String kind, boolean onRandom) {
        var scores = onRandom && !kind.equals("copying") ? json.get("repeated") : json;
        return scores.get(kind).get(head[0]).get(head[1]);
    }

    private static void assertFigure(Locator written, JsonNode value) {
        if (value.isNull()) {
            assertThat(written.textContent().strip()).isEqualTo("–");
        } else {
            assertThat(figure(written).doubleValue()).isCloseTo(value.doubleValue(), within(ROUNDED));
        }
    }

    /**
     * What is cancelled while it is measured is closed for everyone, and nobody waits for it any more; the next one is measured to its
     * end. The page has not asked before: it could take an answer that it has from its cache, where no request can be held.
     */
    private static void endsInTheMiddle(Screen presenter, Screen phone) {
        var page = presenter.page();
        var ended = new AtomicBoolean();
        page.onRequestFailed(request -> {
            if (request.url().contains("/why/saliency?")) {
                ended.set(true);
            }
        });
        page.route(Pattern.compile("/why/saliency\\?"), route -> {});
        page.route(
                Pattern.compile("/why/saliency/progress"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"done\":3,\"all\":50,\"begun\":true}")));
        press(presenter, "orrery-why [data-tool=saliency]");
        page.locator("orrery-why .state").getByText("3 of 50").waitFor();
        page.locator("orrery-why .state button").getByText("Cancel").click();
        page.waitForCondition(ended::get);
        for (Screen screen : List.of(presenter, phone)) {
            Screen.waitUntilGone(screen.page().locator("orrery-why"));
        }
        page.unrouteAll();
        presenter.press("y");
    }

    /** The page's text shows the shares, each for its side, and chips with room for figures have these. */
    private static void assertText(Screen screen, JsonNode json, String baseline) {
        screen.waitUntil(TOKENS + ".some(({share}) => share !== null)");
        screen.rest();
        var tokens = (List<?>) screen.page().evaluate(TOKENS);
        int asked = json.get("position").intValue() + 1;
        double most = IntStream.range(0, asked)
                .mapToDouble(i -> Math.abs(json.at("/by_token/" + i).doubleValue()))
                .max()
                .orElseThrow();
        boolean isHall = screen.page().locator("orrery-projector").count() > 0;
        for (int i = 0; i < tokens.size(); i++) {
            var token = (Map<?, ?>) tokens.get(i);
            if (i >= asked || (i == 0 && baseline.equals("keep-first"))) {
                assertThat(token.get("share")).as("token " + i).isNull();
                continue;
            }
            double value = json.at("/by_token/" + i).doubleValue();
            assertThat(((Number) token.get("share")).doubleValue())
                    .as("token " + i)
                    .isCloseTo(Math.abs(value) / most, within(0.03));
            if (Math.abs(value) > 0.01) {
                assertThat(token.get("against")).as("token " + i).isEqualTo(value < 0);
            }
            if (!isHall) {
                String figure = (String) token.get("figure");
                int digits = figure.length() - figure.indexOf('.') - 1;
                assertThat(Double.parseDouble(figure.replace("−", "-").replace("+", "")))
                        .isCloseTo(value, within(0.51 * Math.pow(10, -digits) + 0.0051));
            }
        }
    }

    /** The figures below the words are the shares, and add up to the written sum. */
    private static void assertWords(Screen screen, JsonNode json, String baseline) {
        var shown = screen.page().locator(SALIENCY + " [data-baseline='" + baseline + "']");
        shown.waitFor();
        var words = shown.locator(".text li[data-from]");
        assertThat(words.count()).isEqualTo(json.get("position").intValue() + 1);
        var sum = BigDecimal.ZERO;
        for (int i = 0; i < words.count(); i++) {
            var value = new BigDecimal(words.nth(i).getAttribute("data-value"));
            sum = sum.add(value);
            assertThat(value.doubleValue()).isCloseTo(json.at("/by_token/" + i).doubleValue(), within(0.0101));
            if (i > 0 || baseline.equals("mean")) {
                assertThat(figure(words.nth(i).locator(".figure"))).isEqualByComparingTo(value);
            }
        }
        assertThat(sum).isEqualByComparingTo(rounded(json.get("sum")));
        if (shown.locator("dl").count() > 0) {
            assertThat(figure(shown.locator("[data-fact=sum] dd"))).isEqualByComparingTo(sum);
            assertThat(figure(shown.locator("[data-fact=target] dd")))
                    .isEqualByComparingTo(rounded(json.get("target")));
            assertThat(shown.locator("[data-fact=steps] dd").textContent())
                    .isEqualTo(json.get("steps").toString());
            String gap = shown.locator("[data-fact=gap] dd").textContent().replace("%", "");
            assertThat(Double.parseDouble(gap.strip()))
                    .isCloseTo(100 * json.get("gap").doubleValue(), within(0.0501));
        }
    }

    private static BigDecimal rounded(JsonNode number) {
        return number.decimalValue().setScale(2, RoundingMode.HALF_UP);
    }

    private static void press(Screen screen, String button) {
        screen.page().locator(button).click();
    }
}
