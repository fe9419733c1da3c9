package io.orrery.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One person's screen: a page in a browser context of its own. */
final class Screen implements AutoCloseable {
    /** The page's own element, which has what is shown. */
    private static final String APP = "document.querySelector('orrery-app')";

    private static final String SETTLED = "() => { const app = " + APP + "; return app?.machine && app.trace"
            + " && !app.machine.busy && app.conductor.graph.byId.get(app.conductor.step).nodes"
            + ".every(n => app.trace.has(n) || app.conductor.graph.nodes.get(n).derived); }";

    private final BrowserContext context;
    private final Page page;
    private final List<String> foreign = Collections.synchronizedList(new ArrayList<>());
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());

    /** @param motion whether the machine moves, or jumps as it does for people who asked for less motion */
    Screen(Browser browser, int width, int height, boolean motion, String server) {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setReducedMotion(motion ? ReducedMotion.NO_PREFERENCE : ReducedMotion.REDUCE));
        String host = URI.create(server).getHost();
        context.onRequest(request -> {
            String asked = URI.create(request.url().split("#")[0]).getHost();
            if (asked != null && !asked.equals(host)) {
                foreign.add(request.url());
            }
        });
        page = context.newPage();
        page.onPageError(errors::add);
    }

    Page page() {
        return page;
    }

    /** Requests that went to another host. */
    List<String> foreignRequests() {
        return List.copyOf(foreign);
    }

    /** What went wrong in the page's own code. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    void open(String address) {
        page.navigate(address);
        waitForStep("");
        begin();
        waitForStep("");
    }

    /** Leaves the lobby, where this page may. */
    void begin() {
        page.evaluate("() => { const { conductor } = " + APP
                + "; if (conductor.room?.lobby && conductor.mayDrive) conductor.commands.gather(false); }");
    }

    /** Waits until something that is true in the page is true there. */
    void waitUntil(String expression) {
        page.waitForFunction("() => { const app = " + APP + "; return " + expression + "; }");
    }

    /** Takes the machine by the hand and moves it so many px. */
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

    void press(String key) {
        page.keyboard().press(key);
    }

    /** Waits until this step is shown and nothing moves any more; until any is, where {@code step} is empty. */
    void waitForStep(String step) {
        page.waitForFunction(
                "step => { const app = " + APP
                        + "; return app?.conductor?.step && (!step || app.conductor.step === step); }",
                step);
        page.waitForFunction(SETTLED);
    }

    /**
     * Waits until all that follows from what has happened is drawn: two animation frames, in which panels tell the scene what
     * they cover, then the end of the machine's motion and of every transition.
     */
    void rest() {
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        waitUntil("!(app.machine ?? app.modelGallery)?.busy");
        page.evaluate(
                "() => Promise.allSettled(document.getAnimations()"
                        + ".filter(each => Number.isFinite(each.effect.getComputedTiming().endTime)).map(each => each.finished))");
    }

    /** Waits until a text of so many tokens is shown. */
    void waitForPositions(int positions) {
        page.waitForFunction("n => " + APP + "?.trace?.positions === n", positions);
        page.waitForFunction(SETTLED);
    }

    String step() {
        return (String) page.evaluate(APP + ".conductor.step");
    }

    /** Goes to a step, as a press on the rail does. */
    void go(String step) {
        page.evaluate("step => " + APP + ".conductor.go(step)", step);
    }

    /** What is on the screen, once labels and panels have come to rest, as a PNG. */
    void picture(Path file) {
        page.waitForFunction(SETTLED);
        rest();
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    String traceId() {
        return (String) page.evaluate(APP + ".trace.id");
    }

    @SuppressWarnings("unchecked")
    List<Integer> tokens() {
        return (List<Integer>) page.evaluate("Array.from(" + APP + ".trace.info.tokens)");
    }

    /** Ids of all steps, with every layer opened, in their order. */
    @SuppressWarnings("unchecked")
    List<String> stepsWithLayersOpen() {
        return (List<String>)
                page.evaluate("[..." + APP + ".conductor.graph.byId.keys()].filter(id => !/^blocks\\.\\d+$/.test(id))");
    }

    /** Names of the tensors that a step computes and that are drawn. */
    @SuppressWarnings("unchecked")
    List<String> drawnIn(String step) {
        return (List<String>) page.evaluate(
                "step => { const g = " + APP + ".conductor.graph;"
                        + " return g.byId.get(step).nodes.filter(n => !g.nodes.get(n).derived); }",
                step);
    }

    /** A tensor, read back from the texture that is drawn; masked cells are −∞. */
    float[] drawn(String tensor) {
        // Bytes in one text: a number at a time takes a hundred times as long, and infinity does not pass as JSON at
        // all.
        var bytes = (String) page.evaluate(
                "name => { const t = " + APP + ".machine.readTensor(name);"
                        + " const bytes = new Uint8Array(t.buffer, t.byteOffset, t.byteLength); let text = '';"
                        + " for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));"
                        + " return btoa(text); }",
                tensor);
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(bytes))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    /**
     * Takes the camera before one cell after the other, of those that stand in a block in focus, and says what is seen
     * there: which of the cells it was, pxPerCell, fromTop, r, g, b, and the tensor's role and scale. Then the camera goes
     * back.
     *
     * @param most how many cells are looked at
     */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> closeUp(String tensor, List<List<Integer>> cells, int most) {
        return (List<Map<String, Object>>) page.evaluate(
                "([name, cells, most]) => { const app = " + APP
                        + "; const {role} = app.conductor.graph.nodes.get(name);"
                        + " const scale = app.trace.tensor(name).colourScale;"
                        + " const focused = cells.map((index, which) => ({index, which}))"
                        + " .filter(({index}) => app.machine.project(name, index).inFocus).slice(0, most);"
                        + " const seen = focused.map(({index, which}) => { app.machine.closeUp(name, index);"
                        + " const at = app.machine.project(name, index);"
                        + " const [r, g, b] = app.machine.pixelAt(at.x, at.y); return {...at, which, r, g, b, role, scale}; });"
                        + " app.machine.follow(); return seen; }",
                List.of(tensor, cells, most));
    }

    /** Fetches every tensor of the run that is shown, as a walk through all steps does. */
    void loadEverything() {
        page.evaluate("() => { const app = " + APP + "; return app.trace.load("
                + "[...app.conductor.graph.nodes.values()].filter(n => n.op !== 'weight').map(n => n.name)); }");
    }

    /** Holds a cell, as a tap does, and reads its card once that is whole. */
    @SuppressWarnings("unchecked")
    ShownCard card(String tensor, List<Integer> cell) {
        return ShownCard.of((Map<String, Object>) page.evaluate(
                "async ([name, index]) => { " + APP + ".dispatchEvent(new CustomEvent('ask',"
                        + " {detail: {action: 'hold', value: {name, index}}}));"
                        + " for (let tries = 0; tries < 400; tries++) {"
                        + " const root = document.querySelector('orrery-inspector')?.shadowRoot;"
                        + " const isThis = root?.querySelector('.hook')?.textContent === `${name}[${index.join(', ')}]`;"
                        + " if (isThis && root.querySelector('.arithmetic:not(.coming), .note')) return "
                        + ShownCard.READ
                        + "; await new Promise(soon => setTimeout(soon, 10)); }"
                        + " throw new Error(`The card of ${name} did not come.`); }",
                List.of(tensor, cell)));
    }

    /** How many CSS px of the card lie beside what can be seen of it. */
    int cardOverflow() {
        return (int) page.evaluate("() => { const host = document.querySelector('orrery-inspector');"
                + " const room = (host.closest('orrery-stack') ?? host).getBoundingClientRect();"
                + " const parts = [...host.shadowRoot.querySelectorAll('section, section *')]"
                + ".filter(part => !part.matches('.hidden') && part.getClientRects().length > 0).map(part => part.getBoundingClientRect());"
                + " return Math.ceil(Math.max(0, ...parts.map(part => part.right - room.right),"
                + " ...parts.map(part => room.left - part.left), -room.left, room.right - innerWidth)); }");
    }

    @Override
    public void close() {
        context.close();
    }
}
