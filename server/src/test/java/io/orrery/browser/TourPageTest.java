package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A guided tour on a page alone, as the server sends it: {@code tours/small.json}, with facts that say which run they are about. */
class TourPageTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CARD = "orrery-tour-card";
    private static final String LINE = "orrery-tour-line .line";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private final AtomicReference<ObjectNode> served = new AtomicReference<>();
    private final List<String> askedFacts = new ArrayList<>();

    @Test
    void arrowsMoveByBeatAndWithShiftByStep() throws IOException {
        try (var screen = open("", 1600, 900)) {
            said(screen, "What it does · beat 1 of 3", "A machine that puts letters in order");
            screen.press("ArrowRight");
            said(screen, "What it does · beat 2 of 3", "Letters become numbers");
            step(screen, "embed");
            screen.press("Shift+ArrowRight");
            step(screen, "pos_embed");
            assertThat(screen.page().locator(CARD + " .note").innerText()).contains("You have changed the view.");
            screen.page().locator(CARD + " .note button").click();
            step(screen, "embed");
            Screen.waitUntilGone(screen.page().locator(CARD + " .note"));

            go(screen, "attention/walk");
            screen.press("Shift+ArrowRight");
            step(screen, "blocks.0.attn.z");
            screen.press("Shift+ArrowLeft");
            step(screen, "blocks.0.attn.pattern");
            assertThat(screen.page().locator(CARD + " .note").count()).isZero();
            screen.press("ArrowLeft");
            said(screen, "Attention · beat 3 of 4", "What the last C reads");
            screen.press("Escape");
            said(screen, "Attention · beat 3 of 4", "What the last C reads");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void theTimelineIsASliderForPointerAndKeyboard() throws IOException {
        try (var screen = open("", 1600, 900)) {
            Locator line = screen.page().locator(LINE);
            assertThat(line.getAttribute("role")).isEqualTo("slider");
            assertThat(line.getAttribute("aria-valuetext"))
                    .startsWith("What it does: A machine that puts letters in order, 0:00 of ");
            line.focus();
            screen.press("ArrowUp");
            beat(screen, "attention/norm");
            screen.press("ArrowDown");
            beat(screen, "start/whole");
            screen.press("PageDown");
            beat(screen, "start/tokens");
            screen.press("End");
            beat(screen, "training/big");
            screen.press("Home");
            beat(screen, "start/whole");
            screen.press("ArrowRight");
            beat(screen, "start/tokens");
            var box = line.boundingBox();
            double y = box.y + box.height / 2;
            screen.page().mouse().move(box.x + 2, y);
            screen.page().mouse().down();
            screen.page().mouse().move(box.x + box.width - 2, y);
            beat(screen, "training/big");
            screen.page().mouse().move(box.x + 2, y);
            beat(screen, "start/whole");
            screen.page().mouse().up();
            screen.waitUntil("location.hash.includes('tour=small')");
        }
    }

    @Test
    void figuresAreAskedForTheRunThatIsShown() throws IOException {
        try (var screen = open("", 1600, 900)) {
            String first = figure(screen, "text");
            screen.ask("showPrompt", Map.of("text", "AABBCC"));
            screen.page().waitForCondition(() -> !first.equals(figure(screen, "text")));
            assertThat(figure(screen, "text")).isEqualTo(traceId(screen));
            String typed = traceId(screen);
            screen.press("ArrowRight");
            beat(screen, "start/tokens");
            assertThat(traceId(screen)).isEqualTo(typed);
            screen.press("ArrowLeft");
            assertThat(figure(screen, "text")).isEqualTo(typed);
            // Asked once for each run.
            assertThat(askedFacts.stream().filter(each -> each.startsWith(typed) && each.endsWith(" text")))
                    .hasSize(1);
            screen.page().waitForCondition(() -> screen.page().url().contains("tokens="));
        }
    }

    @Test
    void wordsAndBlocksTouchEachOther() throws IOException {
        try (var screen = open("&beat=attention/one-score", 1600, 900)) {
            Locator query = screen.page().locator(CARD + " .link.q");
            query.hover();
            screen.page().mouse().move(800, 20);
            query.click();
            screen.waitUntil("orrery.walk().named.join() === 'blocks.0.attn.hook_q'");
            assertThat(query.getAttribute("class")).contains("lit");
            // The press has also opened the word's definition, which is closed first; then the beat's held cell.
            Locator definition = screen.page().locator("orrery-glossary .definition");
            definition.waitFor();
            screen.press("Escape");
            Screen.waitUntilGone(definition);
            assertThat(screen.scene().read("orrery.walk().choice.cell !== null"))
                    .isEqualTo(true);
            screen.press("Escape");
            screen.waitUntil("orrery.walk().choice.cell === null");
            screen.press("Escape");
            screen.waitUntil("orrery.walk().named.length === 0");
            // Without the cell the camera stands elsewhere.
            screen.rest();
            screen.pointAt("blocks.0.attn.hook_k", List.of(1, 0, 3));
            screen.page().locator(CARD + " .link.k.lit").waitFor();
            assertThat(query.getAttribute("class")).doesNotContain("lit");
            screen.page().locator(CARD + " .link.agg").focus();
            screen.press("Enter");
            screen.waitUntil("orrery.walk().named.join() === 'blocks.0.attn.hook_attn_scores'");
            // A token's word marks its column, what that token reads, in all heads.
            Locator token = screen.page().locator(CARD + " .link.ink");
            token.click();
            screen.waitUntil("JSON.stringify(orrery.scene().told.marks)"
                    + " === '[{\"name\":\"blocks.0.attn.hook_attn_scores\",\"index\":[-1,2,-1]}]'");
            assertThat(token.getAttribute("class")).contains("lit");
            token.click();
            screen.waitUntil("orrery.scene().told.marks.length === 0");
        }
    }

    @Test
    void formulasAreDrawnHereAndReadAloud() throws IOException {
        try (var screen = open("&beat=attention/one-score&level=expert", 1600, 900)) {
            Locator formulas = screen.page().locator(CARD + " orrery-formula");
            formulas.locator(".katex-html")
                    .nth(1)
                    .waitFor(new Locator.WaitForOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
            assertThat(formulas.count()).isEqualTo(2);
            assertThat(formulas.locator("math").count()).isEqualTo(2);
            assertThat(formulas.first().locator(".katex-html").getAttribute("aria-hidden"))
                    .isEqualTo("true");
            screen.waitUntil(
                    "[...document.fonts].some(({family, status}) => family.includes('KaTeX_Main') && status ==="
                            + " 'loaded')");
            assertThat(screen.foreignRequests()).isEmpty();
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void levelAndRouteAreThePersonsOwn() throws IOException {
        try (var screen = open("&beat=attention/one-score", 1600, 900)) {
            assertThat(screen.page().locator(CARD + " .text").innerText()).contains("16 numbers times 16 numbers");
            screen.page().locator(CARD + " orrery-level button").first().click();
            screen.page()
                    .waitForCondition(() -> screen.page()
                            .locator(CARD + " .text")
                            .innerText()
                            .startsWith("Its question meets each label"));
            screen.page().locator("orrery-tour-line select").last().selectOption("5");
            screen.waitUntil("orrery.tour().route === 5");
            beat(screen, "attention/one-score");
            said(screen, "Attention · beat 1 of 1", "What the last C reads");
            screen.press("ArrowRight");
            screen.press("ArrowRight");
            beat(screen, "answer/logits");
            screen.waitUntil("location.hash.includes('route=5') && location.hash.includes('beat=answer/logits')");
            screen.page()
                    .evaluate("() => Object.defineProperty(Navigator.prototype, 'clipboard', {value:"
                            + " {writeText: async text => { window.copied = text; }}})");
            screen.press("u");
            screen.waitUntil("window.copied");
            assertThat((String) screen.page().evaluate("window.copied"))
                    .as("a link that is copied")
                    .contains("tour=", "route=5", "beat=answer/logits", "level=simple", "lang=en");
        }
    }

    @Test
    void anEditIsShownAtTheSameBeat() throws IOException {
        try (var screen = open("&beat=attention/norm", 1600, 900, true)) {
            said(screen, "Attention · beat 1 of 4", "First to one size");
            var edited = served.get().deepCopy();
            edited.put("version", "2");
            ((ObjectNode) edited.at("/chapters/1/beats/0")).put("title", "Edited");
            served.set(edited);
            said(screen, "Attention · beat 1 of 4", "Edited");
            beat(screen, "attention/norm");
        }
    }

    @Test
    void anAddressThatTheTourDoesNotHaveIsReported() throws IOException {
        serve(false);
        try (var screen = screen(1600, 900)) {
            screen.page().navigate(venue.address("/solo#tour=small&beat=nowhere/else&route=7"));
            // a notice goes away by itself
            screen.page()
                    .getByText(Pattern.compile("its .*beat of the tour cannot be shown here"))
                    .first()
                    .waitFor();
            beat(screen, "start/whole");
            assertThat((int) screen.scene().number("orrery.tour().route")).isEqualTo(5);
        }
        try (var screen = screen(1600, 900)) {
            screen.page().navigate(venue.address("/solo#tour=unknown"));
            screen.page()
                    .getByText("its guided tour cannot be shown here")
                    .first()
                    .waitFor();
            assertThat(screen.page().locator(CARD).count()).isZero();
            assertThat(screen.page().locator("orrery-step-card").count()).isOne();
        }
    }

    @Test
    void playingKeepsToThePlanAndReducedMotionDrawsNone() throws IOException {
        try (var screen = open("", 1600, 900, true)) {
            screen.press(" ");
            screen.waitUntil("orrery.tour().playing");
            assertThat(screen.page()
                            .locator("orrery-tour-line .beat.now i")
                            .evaluate("bar => getComputedStyle(bar).animationName"))
                    .isEqualTo("none");
            var quick = served.get().deepCopy();
            quick.put("version", "2");
            quick.findParents("scene").forEach(beat -> {
                ((ObjectNode) beat).remove("alone");
                ((ObjectNode) beat)
                        .putObject("seconds")
                        .put("60", 1)
                        .put("20", 1)
                        .put("5", 1);
            });
            served.set(quick);
            screen.waitUntil("orrery.tour().beats.every(({seconds}) => seconds === 1)");
            screen.ask("tourSpeed", 2);
            screen.waitUntil("orrery.tour().checking");
            assertThat((boolean) screen.scene().read("orrery.tour().playing")).isFalse();
            screen.press("ArrowRight");
            beat(screen, "neurons/mlp");
        }
    }

    @Test
    void aPhoneHasTheCardInItsSheetAndButtonsForBeats() throws IOException {
        try (var screen = open("&beat=attention/one-score", 390, 844)) {
            said(screen, "Attention · beat 3 of 4", "What the last C reads");
            Locator buttons = screen.page().locator("orrery-tour-line[thin] button");
            assertThat(buttons.count()).isEqualTo(2);
            for (Locator button : buttons.all()) {
                var box = button.boundingBox();
                assertThat(Math.min(box.width, box.height)).isGreaterThanOrEqualTo(44);
            }
            // a sign that the text goes on below the sheet's edge, until its end is in view
            Locator more = screen.page().locator("orrery-stack .onward");
            String read = "document.querySelector('orrery-stack').renderRoot.querySelector('.content')";
            assertThat(more.getAttribute("aria-label")).isEqualTo("More");
            more.click();
            screen.waitUntil(read + ".scrollTop > 0");
            screen.page().evaluate("() => " + read + ".scrollTo(0, 9999)");
            more.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            screen.page().evaluate("() => " + read + ".scrollTo(0, 0)");
            more.waitFor();
            buttons.last().click();
            beat(screen, "attention/walk");
            buttons.first().click();
            beat(screen, "attention/one-score");
        }
    }

    @Test
    void aScreenReaderMeetsTheBeatBeforeItsControls() throws IOException {
        try (var screen = open("&beat=attention/one-score", 1600, 900)) {
            String tree = screen.page().locator("body").ariaSnapshot();
            assertThat(List.of(
                            "Attention · beat 3 of 4",
                            "heading \"What the last C reads\"",
                            "button \"query\"",
                            "button \"key\"",
                            "slider \"Timeline of the tour\"",
                            "button \"Play\""))
                    .satisfies(parts -> assertThat(
                                    parts.stream().map(tree::indexOf).toList())
                            .doesNotContain(-1)
                            .isSorted());
            assertThat(screen.page().locator("[aria-live]").allInnerTexts().toString())
                    .contains("Attention: What the last C reads");
        }
    }

    private Screen open(String more, int width, int height) throws IOException {
        return open(more, width, height, false);
    }

    /** A page with the small tour, once its first beat is shown whole. */
    private Screen open(String more, int width, int height, boolean watched) throws IOException {
        serve(watched);
        var screen = screen(width, height);
        screen.open(venue.address("/solo#tour=small" + more));
        screen.page().locator(CARD + " h1").waitFor();
        screen.waitUntil("orrery.tour().isShown && orrery.tour().hasFacts && !orrery.tour().moving");
        screen.scene().waitUntilStill();
        return screen;
    }

    private void serve(boolean watched) throws IOException {
        try (var in = TourPageTest.class.getResourceAsStream("/tours/small.json")) {
            served.compareAndSet(null, ((ObjectNode) JSON.readTree(in)).put("watched", watched));
        }
    }

    private Screen screen(int width, int height) {
        var screen = venue.screen(width, height).hearingRequests();
        screen.page().route("**/api/tours/small?*", this::tour);
        screen.page().route("**/api/traces/*/facts?*", this::facts);
        return screen;
    }

    private void tour(Route route) {
        var tour = served.get();
        String known = route.request().headers().getOrDefault("if-none-match", "");
        var answer = new Route.FulfillOptions()
                .setStatus(known.contains(tour.get("version").textValue()) ? 304 : 200);
        route.fulfill(answer.setContentType("application/json").setBody(tour.toString()));
    }

    /** Answers each fact with a text that names the run. */
    private void facts(Route route) {
        URI address = URI.create(route.request().url());
        String trace = address.getPath().split("/")[3];
        var facts = JSON.createArrayNode();
        Stream.of(address.getRawQuery().split("&"))
                .filter(each -> each.startsWith("fact="))
                .map(each -> URLDecoder.decode(each.substring("fact=".length()), StandardCharsets.UTF_8))
                .forEach(fact -> {
                    askedFacts.add(trace + " " + fact);
                    facts.addObject().put("fact", fact).put("kind", "text").put("text", trace);
                });
        JsonNode answer = JSON.createObjectNode().set("facts", facts);
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(answer.toString()));
    }

    private static String figure(Screen screen, String fact) {
        Locator figure = screen.page().locator(CARD + " .figure[data-fact='" + fact + "']");
        figure.waitFor();
        return figure.innerText();
    }

    private static String traceId(Screen screen) {
        return screen.scene().traceId();
    }

    private static void step(Screen screen, String step) {
        screen.scene().waitForPanels(step);
    }

    private static void go(Screen screen, String beat) {
        screen.ask("tourGo", Map.of("beat", beat));
        beat(screen, beat);
    }

    /** Waits until a beat is shown whole. */
    private static void beat(Screen screen, String beat) {
        screen.waitUntil(
                "orrery.tour()?.isShown && orrery.tour().beat.key === '" + beat + "' && orrery.tour().hasFacts");
    }

    private static void said(Screen screen, String eyebrow, String title) {
        screen.page()
                .waitForCondition(() -> eyebrow.equals(screen.page()
                                .locator(CARD + " .eyebrow span")
                                .first()
                                .textContent()
                                .strip())
                        && title.equals(screen.page()
                                .locator(CARD + " h1")
                                .textContent()
                                .strip()));
    }
}
