package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages work without sight of the scene, without a pointer, without WebGL and with reduced motion. */
class AccessibilityTest {
    /** {@code deep}: the elements that match a selector, in all shadow roots. {@code seen}: whether an element is visible. */
    private static final String DEEP = "const deep = (root, selector) => [...root.querySelectorAll(selector),"
            + " ...[...root.querySelectorAll('*')].filter(e => e.shadowRoot).flatMap(e => deep(e.shadowRoot, selector))];"
            + " const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static String axe;

    @BeforeAll
    static void start() throws IOException {
        try (var script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String address(String page) {
        return switch (page) {
            case "landing" -> venue.address("/");
            case "nowhere" -> venue.address("/r/nope/nope");
            case "rooms" -> venue.address("/rooms");
            case "solo" -> venue.links().solo();
            case "presenter" -> venue.links().presenter();
            case "projector" -> venue.links().screen();
            default -> venue.links().audience();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "landing, dark, 1600, 900",
        "landing, light, 390, 844",
        "nowhere, light, 1024, 768",
        "rooms, dark, 1600, 900",
        "rooms, light, 390, 844",
        "solo, dark, 1600, 900",
        "solo, light, 1024, 768",
        "solo, light, 390, 844",
        "presenter, dark, 1600, 900",
        "presenter, light, 390, 844",
        "attendee, light, 1600, 900",
        "attendee, dark, 390, 844",
        "projector, hall, 1024, 768"
    })
    void axeFindsNoViolation(String page, String theme, int width, int height) throws IOException {
        try (var screen = venue.screen(width, height)) {
            screen.page().addInitScript("localStorage.setItem('orrery.theme', '" + theme + "')");
            screen.page().navigate(address(page));
            if (page.equals("nowhere")) {
                screen.page().waitForSelector("orrery-message");
            } else if (page.equals("rooms")) {
                openARoom(screen.page());
            } else {
                screen.scene().waitUntilStill();
                // The presenters come first and begin: until then an attendee has no sheet with tabs.
                screen.begin();
                screen.scene().waitUntilStill();
            }
            screen.rest();
            screen.page().evaluate(axe);
            for (String tab :
                    width < 900 && List.of("solo", "presenter", "attendee").contains(page)
                            ? List.of("Tour", "Next?", "Cell", "Steps")
                            : List.of("")) {
                if (!tab.isEmpty()) {
                    screen.chooseTab(tab);
                    screen.rest();
                }
                assertThat(violations(screen))
                        .as("%s, %s, %s", page, theme, tab)
                        .isEmpty();
            }
            if (List.of("solo", "presenter").contains(page)) {
                TalkTest.keep(screen, 1);
                for (String panel : TalkTest.PANELS) {
                    TalkTest.openPanel(screen, panel);
                    assertThat(violations(screen))
                            .as("%s, %s, beats, %s", page, theme, panel)
                            .isEmpty();
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Screen screen) {
        return (List<String>) screen.page()
                .evaluate("async () => { const {violations} = await axe.run(document, {runOnly:"
                        + " ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
                        + " 'best-practice'], rules: {'target-size': {enabled: true}}}); return"
                        + " violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target}"
                        + " ${n.failureSummary}`)); }");
    }

    private static void openARoom(Page page) throws IOException {
        page.locator("#key")
                .fill(Files.readString(venue.server().operatorKeyFile()).strip());
        page.keyboard().press("Enter");
        page.getByText("New link").first().click();
        page.locator("orrery-rooms form button").click();
        page.locator("orrery-room-links").waitFor();
    }

    @Test
    @SuppressWarnings("unchecked")
    void screenReaderAnnouncesEachStepAndItsResult() {
        try (var screen = venue.screen(1100, 760)) {
            screen.open(address("solo"));
            // before, nothing is computed
            screen.go("cut");
            List<String> before = List.of("", "");
            while (!screen.step().equals("probs")) {
                screen.press("ArrowRight");
                screen.scene().waitUntilStill();
                screen.page()
                        .waitForFunction(
                                "([title, result]) => { const [news, outcome] ="
                                        + " [...document.querySelectorAll('[aria-live=polite].unseen')]; return"
                                        + " news.textContent !== title && outcome.textContent.startsWith('Result: ') &&"
                                        + " outcome.textContent !== result; }",
                                before);
                var heard = (List<String>) screen.page()
                        .evaluate(
                                "[...document.querySelectorAll('[aria-live=polite].unseen')].map(p => p.textContent)");
                String title = screen.page().locator("orrery-step-card h1").textContent();
                assertThat(heard.get(0)).as(screen.step()).contains(title.strip());
                before = heard;
            }
            assertThat(before.get(1)).contains("the model expects A next");
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void everyControlWorksWithTheKeyboard() {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(address("solo"));
            Page page = screen.page();
            // what comes late has controls, too
            page.locator("orrery-next-panel li").nth(2).waitFor();
            screen.settle();
            int controls = (int) page.evaluate("() => { " + DEEP
                    + " return deep(document, 'button:not([disabled]), a[href], input,"
                    + " canvas[tabindex]').filter(seen).length; }");
            assertThat(controls).isGreaterThan(25);
            page.evaluate("window.reached = new Set()");
            for (int i = 0; i < controls + 5; i++) {
                screen.press("Tab");
                page.evaluate(
                        "() => { let here = document.activeElement; while (here?.shadowRoot?.activeElement) here ="
                                + " here.shadowRoot.activeElement; reached.add(here); }");
            }
            assertThat((List<String>) page.evaluate("() => { " + DEEP
                            + " return deep(document, 'button:not([disabled]), a[href], input,"
                            + " canvas[tabindex]').filter(seen).filter(e => !reached.has(e)).map(e =>"
                            + " e.outerHTML.slice(0, 120)); }"))
                    .as("controls that Tab does not reach")
                    .isEmpty();
            screen.press("?");
            page.waitForSelector("orrery-help dialog[open]");
            assertThat(page.locator("orrery-help dt").count()).isGreaterThan(8);
            screen.press("Escape");
            Screen.waitUntilGone(page.locator("orrery-help dialog[open]"));
            screen.go("blocks.0.attn.scores");
            screen.waitForStep("blocks.0.attn.scores");
            screen.press("c");
            screen.waitForCard();
            page.locator("orrery-inspector .axes button[aria-label^='After: head']")
                    .focus();
            screen.press("Enter");
            screen.cellName()
                    .getByText("blocks.0.attn.hook_attn_scores[1, 0, 0]")
                    .waitFor();
            screen.press("Escape");
            Screen.waitUntilGone(screen.cellName());
        }
    }

    @Test
    void sceneJumpsWithReducedMotion() {
        // on the page's clock each frame takes 20 ms, however busy the machine is
        String placesOfACell = """
                new Promise((done) => {
                  const places = new Set(), begun = performance.now();
                  let frames = 0;
                  performance.now = () => begun + 20 * frames;
                  const look = () => {
                    frames++;
                    places.add(JSON.stringify(orrery.place('blocks.0.mlp.hook_post', [0, 0])));
                    if (orrery.scene().busy || places.size < 2) requestAnimationFrame(look);
                    else done(places.size);
                  };
                  document.querySelector('orrery-app')
                    .dispatchEvent(new CustomEvent('ask', { detail: { action: 'go', value: 'blocks.0.mlp.post' } }));
                  look();
                })""";
        for (boolean motion : new boolean[] {false, true}) {
            try (var screen = venue.screen(640, 480, motion)) {
                screen.open(address("solo"));
                double places = screen.scene().number(placesOfACell);
                if (motion) {
                    assertThat(places).as("places of a cell, with motion").isGreaterThan(2);
                } else {
                    assertThat(places)
                            .as("places of a cell, with reduced motion")
                            .isLessThanOrEqualTo(2);
                }
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void phoneHasOneSheetOfPanelsWithTargetsOf48Px() {
        var options = new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true);
        for (String address : List.of(address("solo"), address("presenter"), address("audience"))) {
            try (var context = venue.browser().newContext(options)) {
                SceneProbe.addTo(context);
                context.addInitScript(Venue.WITHOUT_DRAWING);
                Page page = context.newPage();
                page.navigate(address);
                new SceneProbe(page).waitUntilStill();
                // The presenter comes first and begins: until then an attendee has no sheet.
                if (page.locator("orrery-preflight").count() > 0) {
                    page.locator("orrery-preflight .begin .filled").tap();
                    Screen.waitUntilGone(page.locator("orrery-preflight"));
                }
                for (String tab : List.of("Tour", "Next?", "Cell", "Steps")) {
                    var chooses = new Page.LocatorOptions().setHasText(tab);
                    page.locator("orrery-stack .tabs button", chooses).tap();
                    page.locator("orrery-stack .tabs button[aria-pressed=true]", chooses)
                            .waitFor();
                    assertThat((List<String>) page.evaluate("() => { " + DEEP
                                    + " return deep(document, 'button, a[href],"
                                    + " input').filter(seen).filter(e => { const {width,"
                                    + " height} = e.getBoundingClientRect(); const more ="
                                    + " parseFloat(getComputedStyle(e, '::before').height) ||"
                                    + " 0; return width < 47.5 || Math.max(height, more) <"
                                    + " 47.5; }).map(e => e.outerHTML.slice(0, 150) + ' ' +"
                                    + " JSON.stringify(e.getBoundingClientRect())); }"))
                            .as("small targets under %s at %s", tab, address)
                            .isEmpty();
                }
                var sheet = (Map<String, Number>) page.evaluate(
                        "JSON.parse(JSON.stringify(document.querySelector('.sheet').getBoundingClientRect()))");
                assertThat(sheet.get("bottom").intValue()).isEqualTo(844);
                assertThat(sheet.get("height").doubleValue()).isLessThan(844 * .46);
                page.locator("orrery-stack .grab").tap();
                page.waitForFunction("() => document.querySelector('.sheet').getBoundingClientRect().height < 180");
            }
        }
    }

    @Test
    void everythingButTheSceneWorksWithoutWebGl() {
        try (var flat = TestBrowser.launchWithout3d();
                var screen = new Screen(flat.browser(), 1100, 760, false, address("landing"))) {
            Page page = screen.page();
            page.navigate(address("solo"));
            page.waitForSelector(".trouble");
            assertThat(page.textContent(".trouble")).contains("cannot draw in three dimensions");
            page.keyboard().press("ArrowRight");
            page.locator("orrery-cut h2").waitFor();
            // it is not over a figure
            Screen.waitUntilGone(page.locator(".trouble"));
            assertGoesOn(page);
            screen.hold("hook_embed", List.of(1, 2));
            screen.waitForCard();
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void sceneComesBackWithALostWebGlContext() {
        try (var screen = venue.screen(1100, 760)) {
            screen.open(address("solo"));
            Page page = screen.page();
            screen.go("embed");
            screen.waitForStep("embed");
            float[] before = screen.scene().drawn("hook_embed");
            page.evaluate("() => { window.lose = document.querySelector('canvas').getContext('webgl2')"
                    + ".getExtension('WEBGL_lose_context'); lose.loseContext(); }");
            page.waitForSelector(".trouble");
            assertThat(page.textContent(".trouble")).contains("has taken the picture away");
            assertGoesOn(page);
            page.evaluate("lose.restoreContext()");
            Screen.waitUntilGone(page.locator(".trouble"));
            screen.waitForStep("pos_embed");
            assertThat(screen.scene().drawn("hook_embed")).containsExactly(before);
            assertThat(screen.scene().drawn("hook_pos_embed")).isNotEmpty();
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** Goes one step on: card, tokens and probabilities work. */
    private static void assertGoesOn(Page page) {
        Locator title = page.locator("orrery-step-card h1");
        page.locator("orrery-token-strip li").first().waitFor();
        String before = title.textContent();
        page.keyboard().press("ArrowRight");
        title.filter(new Locator.FilterOptions().setHasNotText(before)).waitFor();
        page.locator("orrery-next-panel li").nth(2).waitFor();
        assertThat(page.locator("orrery-next-panel li").count()).isEqualTo(3);
        assertThat(page.locator("orrery-token-strip li").count()).isGreaterThan(6);
    }
}
