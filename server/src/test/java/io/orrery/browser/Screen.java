package io.orrery.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.picture.BrowserTab;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One person's screen: a page in its own browser context. Its methods read what the person sees or a screen reader says.
 * What the canvas shows is read through {@link #scene}.
 */
final class Screen implements AutoCloseable {
    private static final String STEP_CARD = "orrery-step-card .card";
    private static final String PROJECTOR = "orrery-projector footer";

    /** The live region for the current step, on pages that show no card of it, as a phone does under another tab. */
    private static final String ANNOUNCEMENT =
            "orrery-app:not(:has(orrery-step-card)):not(:has(orrery-projector)) p.unseen";

    /** The same on the hall's screen while it shows what comes next in place of the step's caption. */
    private static final String HALL_ANNOUNCEMENT = "orrery-app:has(orrery-projector[answers]) p.unseen";

    /** The strip is part of the top bar or of the projector's header, or on a phone of the page itself. */
    private static final String STRIP_TOKENS =
            "[...([document, document.querySelector('orrery-top-bar, orrery-projector')?.shadowRoot]"
                    + ".map(root => root?.querySelector('orrery-token-strip')).find(strip => strip)?.shadowRoot"
                    + ".querySelectorAll('li:not(.next):not(.arrow) .token') ?? [])]";

    /** Tests are about people who have been here before, unless {@link #firstVisit} is called. */
    private static final String VISITED =
            "try { localStorage.getItem('test.new') ?? localStorage.setItem('orrery.level.skipped', 'yes'); } catch {"
                    + " }";

    private final String host;
    private final BrowserContext context;
    private final Page page;
    private final SceneProbe scene;
    private Optional<List<String>> foreign = Optional.empty();
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());

    /** Another page of the same person; closed with this one. */
    private Screen(String host, BrowserContext context) {
        this.host = host;
        this.context = context;
        page = context.newPage();
        page.onPageError(errors::add);
        scene = new SceneProbe(page);
    }

    /** @param motion whether the scene moves, or jumps as for people who prefer reduced motion */
    Screen(Browser browser, int width, int height, boolean motion, String server) {
        host = URI.create(server).getHost();
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setReducedMotion(motion ? ReducedMotion.NO_PREFERENCE : ReducedMotion.REDUCE));
        context.addInitScript(VISITED);
        SceneProbe.addTo(context);
        page = context.newPage();
        page.onPageError(errors::add);
        scene = new SceneProbe(page);
    }

    /** Runs a script before those of every page of this person. */
    Screen with(Path script) {
        context.addInitScript(script);
        return this;
    }

    /** Opens a second tab of the same person. */
    Screen secondTab() {
        return new Screen(host, context);
    }

    Page page() {
        return page;
    }

    SceneProbe scene() {
        return scene;
    }

    /** Has the browser tell of each request from now on, for {@link #foreignRequests}: it would be two messages for each, which few tests need. */
    Screen hearingRequests() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        context.onRequest(request -> {
            String asked = URI.create(request.url().split("#")[0]).getHost();
            if (asked != null && !asked.equals(host)) {
                heard.add(request.url());
            }
        });
        foreign = Optional.of(heard);
        return this;
    }

    /** Requests to other hosts. */
    List<String> foreignRequests() {
        return List.copyOf(foreign.orElseThrow());
    }

    /** Uncaught errors of the page's scripts. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Loads a page, waits until its scene is drawn, and begins the session where this page may. */
    void open(String address) {
        page.navigate(address);
        scene.waitUntilStill();
        begin();
        scene.waitUntilStill();
    }

    /** Makes this a device that has never been here; from the first page on it remembers. */
    Screen firstVisit() {
        context.addInitScript("if (location.protocol === 'http:' && localStorage.getItem('test.new') === null)"
                + " { localStorage.setItem('test.new', 'yes'); localStorage.removeItem('orrery.level.skipped'); }");
        return this;
    }

    /** Begins the session, if the page shows the presenter's checks and its person drives. */
    void begin() {
        Locator checks = page.locator("orrery-preflight");
        if (checks.count() == 0) {
            return;
        }
        Locator button = page.locator("orrery-preflight .begin .filled");
        button.waitFor();
        if (button.isEnabled()) {
            press("PageDown");
            waitUntilGone(checks);
        }
    }

    /** Does what a button of the page does, by the event that its buttons send; for actions far from a button. */
    void ask(String action, Object value) {
        page.evaluate(
                "([action, value]) => document.querySelector('orrery-app')"
                        + ".dispatchEvent(new CustomEvent('ask', {detail: {action, value}}))",
                Arrays.asList(action, value));
    }

    void ask(String action) {
        ask(action, null);
    }

    /** Goes to a step, as pressing its bar in the rail does. */
    void go(String step) {
        ask("go", step);
    }

    /** Holds a cell, as pressing it does. */
    void hold(String tensor, List<Integer> cell) {
        ask("hold", Map.of("name", tensor, "index", cell));
    }

    /** Waits for a condition over the document. @param expression JavaScript */
    void waitUntil(String expression) {
        waitFor("() => " + expression, null);
    }

    /** Waits until a function of JavaScript is true. @param given its argument, or null */
    void waitFor(String function, Object given) {
        PageWait.until(page, function, given);
    }

    static void waitUntilGone(Locator locator) {
        locator.first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    /** Drags the scene by so many px. */
    void drag(int dx, int dy) {
        var canvas = page.locator("orrery-scene canvas[role=application]").boundingBox();
        double x = canvas.x + canvas.width / 2;
        double y = canvas.y + canvas.height * 0.35;
        var mouse = page.mouse();
        mouse.move(x, y);
        mouse.down();
        mouse.move(x + dx / 2.0, y + dy / 2.0);
        mouse.move(x + dx, y + dy);
        mouse.up();
    }

    /** Moves the pointer onto a cell. */
    void pointAt(String tensor, List<Integer> cell) {
        double[] at = scene.place(tensor, cell);
        page.mouse().move(at[0], at[1]);
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    /** Chooses a panel by the name of its tab, where panels share one place. */
    void chooseTab(String name) {
        page.locator("orrery-stack .tabs button", new Page.LocatorOptions().setHasText(name))
                .click();
    }

    /** Waits until the page shows this step and the scene has drawn it and is still. */
    void waitForStep(String step) {
        waitForHeading(step);
        scene.waitUntilStill();
    }

    /** Waits until the page shows the heading of this step; its scene may still move. */
    void waitForHeading(String step) {
        Locator card = page.locator(STEP_CARD)
                .filter(has("h1", StepHeadings.title(step)))
                .filter(has(".eyebrow span:last-child", StepHeadings.layer(step)));
        Locator projector = page.locator(PROJECTOR)
                .filter(has(".caption", StepHeadings.caption(step)))
                .filter(has(".place", StepHeadings.place(step)));
        Locator announcement = page.locator(
                ANNOUNCEMENT + ", " + HALL_ANNOUNCEMENT,
                new Page.LocatorOptions().setHasText(StepHeadings.announcement(step)));
        card.or(projector).or(announcement).first().waitFor();
    }

    private Locator.FilterOptions has(String selector, Pattern text) {
        return new Locator.FilterOptions().setHas(page.locator(selector, new Page.LocatorOptions().setHasText(text)));
    }

    /** The id of the step that the page shows, found by its heading. */
    @SuppressWarnings("unchecked")
    String step() {
        Locator card = page.locator(STEP_CARD);
        if (card.count() > 0) {
            var heading = (List<String>)
                    card.evaluate("card => [card.querySelector('h1').textContent, card.querySelector('.eyebrow"
                            + " span:last-child').textContent]");
            return StepHeadings.stepTitled(heading.get(0), heading.get(1).strip());
        }
        var caption = (List<String>) page.locator(PROJECTOR)
                .evaluate("footer => ['.caption', '.place'].map(part => footer.querySelector(part).textContent)");
        String place = caption.get(1).strip();
        return StepHeadings.stepCaptioned(
                caption.get(0), place.startsWith("Layer ") ? place.replaceFirst(" (?:·|of) .*", "") : "");
    }

    /**
     * Waits until everything that has happened is drawn: two animation frames, in which panels report what they cover, then
     * the end of the scene's motion and of every transition.
     */
    void rest() {
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        scene.waitUntil("!(orrery.gallery() ?? orrery.scene())?.busy");
        page.evaluate("() => Promise.allSettled(document.getAnimations().filter(each =>"
                + " Number.isFinite(each.effect.getComputedTiming().endTime)).map(each => each.finished))");
    }

    /** Waits until the panels that come late are there, and then as {@link #rest}: what comes late moves what is below it away from under a finger. */
    void settle() {
        waitUntil("document.querySelector('" + BrowserTab.LATE_PANELS + "') === null");
        rest();
    }

    /** The tokens in the strip, without the place of the next one. */
    List<String> tokens() {
        return page.locator("orrery-token-strip li:not(.next):not(.arrow) .token")
                .allTextContents();
    }

    /** How many of the tokens were given in the prompt. */
    int promptTokens() {
        return page.locator("orrery-token-strip li.prompt").count();
    }

    /** Waits until the strip has this many tokens, and the scene has drawn them and is still. */
    void waitForPositions(int positions) {
        page.locator(
                        "orrery-token-strip li.next",
                        new Page.LocatorOptions().setHasText("Position " + (positions + 1) + ":"))
                .first()
                // Where the text runs, the strip is not visible.
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        scene.waitUntilStill();
    }

    /** Waits until the strip has at least this many tokens. */
    void waitForPositionsAtLeast(int positions) {
        page.waitForFunction("least => " + STRIP_TOKENS + ".length >= least", positions);
    }

    /** Waits until the text that the tokens in the strip make up matches; the strip writes a token that is a space as a word. @param regex of JavaScript */
    void waitForText(String regex) {
        page.waitForFunction(
                "regex => new RegExp(regex).test(" + STRIP_TOKENS
                        + ".map(token => token.textContent.replace(/^space$/, ' ').replaceAll('␣', ' ')).join(''))",
                regex);
    }

    /** Waits until the page says that the connection is lost. */
    void waitUntilConnectionLost() {
        page.locator(".banner").getByText("The connection is lost").waitFor();
    }

    /** Waits until the page no longer says that the connection is lost. */
    void waitUntilConnected() {
        waitUntilGone(page.locator(".banner"));
    }

    /** The buttons that move the walk, which only the person who drives sees. */
    Locator driving() {
        return page.locator("orrery-go .filled");
    }

    /** The button that gives back the camera; it is there while an attendee looks around. */
    Locator backToPresenter() {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^\\s*Back to the presenter")));
    }

    /** The name of the cell whose card is shown, such as {@code hook_embed[2, 30]}. */
    Locator cellName() {
        return page.locator("orrery-inspector .hook");
    }

    /** The path to the part of the model that is in focus, such as "Sorting model", "Layer 2", "Attention", "Head 3". */
    List<String> focusPath() {
        return page.locator("orrery-breadcrumb .crumb").allTextContents().stream()
                .map(String::strip)
                .toList();
    }

    /** Saves a screenshot as PNG, once the scene, labels and panels are still. */
    void picture(Path file) {
        scene.waitUntilStill();
        rest();
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** Holds a cell and reads its card once its arithmetic is there. */
    @SuppressWarnings("unchecked")
    ShownCard card(String tensor, List<Integer> cell) {
        hold(tensor, cell);
        // While a card has no number, its note only says so.
        waitFor(
                "([name, index]) => { const root = document.querySelector('orrery-inspector')?.shadowRoot; return"
                        + " root?.querySelector('.hook')?.textContent === `${name}[${index.join(', ')}]` &&"
                        + " root.querySelector('.value') && root.querySelector('.arithmetic:not(.coming), .note'); }",
                List.of(tensor, cell));
        return ShownCard.of((Map<String, Object>)
                page.evaluate("() => { const root = document.querySelector('orrery-inspector').shadowRoot; return "
                        + ShownCard.READ + "; }"));
    }

    /** Waits until the card of a cell has its arithmetic, or says why it has none. */
    void waitForCard() {
        page.locator("orrery-inspector")
                .locator(".arithmetic:not(.coming), .note")
                .first()
                .waitFor();
    }

    /** By how many CSS px the card's content exceeds the part of it that can be seen. */
    int cardOverflow() {
        return (int) page.evaluate("() => { const host = document.querySelector('orrery-inspector'); const room ="
                + " (host.closest('orrery-stack') ?? host).getBoundingClientRect(); const parts ="
                + " [...host.shadowRoot.querySelectorAll('section, section *')].filter(part => !part.matches('.hidden') &&"
                + " part.getClientRects().length > 0).map(part => part.getBoundingClientRect()); return"
                + " Math.ceil(Math.max(0, ...parts.map(part => part.right - room.right), ...parts.map(part => room.left -"
                + " part.left), -room.left, room.right - innerWidth)); }");
    }

    @Override
    public void close() {
        context.close();
    }
}
