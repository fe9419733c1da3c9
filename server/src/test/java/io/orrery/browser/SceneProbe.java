package io.orrery.browser;

import com.microsoft.playwright.Page;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The 3D scene of a page. It is one canvas: which cells it draws, where, in which colour and from which camera has no sign
 * in the document. Only this class reads the page's internal state, through the properties that {@code page/app.js}
 * documents for tests; everything else is read from the page as a person sees it ({@link Screen}).
 */
final class SceneProbe {
    private static final String APP = "const app = document.querySelector('orrery-app');";
    private static final String SCOPE =
            APP + " const machine = app?.machine ?? null, gallery = app?.modelGallery ?? null; ";

    /** The most cells of a tensor that is fetched whole with its step. */
    private static final int FETCHED_WITH_STEP = 1 << 14;

    /**
     * The scene shows the step of the panels, which are ahead of it on the driver's page; all tensors of that step have
     * arrived, and nothing moves. Of a tensor that is too large to be fetched with its step ({@code model/trace.js}), the overview
     * has arrived. Where the model gallery has taken the machine's place, it has been drawn: a page that is opened at a tour's
     * beat about it shows the machine for a moment only.
     */
    private static final String STILL = "() => { " + SCOPE
            + "if (gallery) return gallery.draws > 0; return machine && app.trace && !machine.busy &&"
            + " app.conductor.shown?.step === app.conductor.step && app.conductor.shown.trace === app.conductor.trace"
            + " && app.conductor.graph.byId.get(app.conductor.step).nodes.every(n => app.trace.has(n) ||"
            + " app.conductor.graph.nodes.get(n).derived || app.trace.overview(n)?.shape.reduce((cells, size) => cells"
            + " * size, 1) > " + FETCHED_WITH_STEP
            + "); }";

    /** A function from a step, or the present one, to the tensors that it computes and that are drawn. */
    private static final String TENSORS = "(step => { const {graph, step: now} = app.conductor;"
            + " return graph.byId.get(step ?? now).nodes.filter(n => !graph.nodes.get(n).derived); })";

    private static final String LIT = "(machine?.litCells ?? []).map(({node, index}) => `${node}[${index}]`)";

    private static final String MOMENT = "[[...app.trace.info.tokens], " + TENSORS
            + "().map(name => { const values = machine.readback.tensor(name); let sum = 2166136261;"
            + " for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength))"
            + " sum = Math.imul(sum ^ byte, 16777619); return [name, values.length, sum]; }), " + LIT + "]";

    private final Page page;

    SceneProbe(Page page) {
        this.page = page;
    }

    /** Evaluates an expression over {@code machine}, the drawn model, and {@code gallery}, the drawn gallery models. */
    Object read(String expression) {
        return page.evaluate("() => { " + SCOPE + "return " + expression + "; }");
    }

    /** Like {@link #read}, with the variable {@code given}. */
    Object read(String expression, Object given) {
        return page.evaluate("given => { " + SCOPE + "return " + expression + "; }", given);
    }

    double number(String expression) {
        return ((Number) read(expression)).doubleValue();
    }

    List<Double> numbers(String expression) {
        return ((List<?>) read(expression))
                .stream().map(each -> ((Number) each).doubleValue()).toList();
    }

    @SuppressWarnings("unchecked")
    List<String> strings(String expression) {
        return (List<String>) read(expression);
    }

    /** Waits until a condition over {@code machine} and {@code gallery} holds. */
    void waitUntil(String condition) {
        PageWait.until(page, "() => { " + SCOPE + "return " + condition + "; }", null);
    }

    /** Waits until the scene shows the panels' step with all its tensors, and nothing moves. */
    void waitUntilStill() {
        PageWait.until(page, STILL, null);
    }

    /** Waits until the gallery models are drawn. */
    void waitForGallery() {
        waitUntil("gallery?.draws > 0");
    }

    /** Where the centre of a cell is in the window, in CSS px. */
    double[] place(String tensor, List<Integer> cell) {
        var at = ((List<?>) read(
                        "(() => { const {x, y} = machine.project(...given); const canvas ="
                                + " document.querySelector('orrery-scene"
                                + " canvas[role=application]').getBoundingClientRect(); return [canvas.x + x, canvas.y +"
                                + " y]; })()",
                        List.of(tensor, cell)))
                .stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
        return at;
    }

    /** Whether the block of a cell is in focus; other blocks are dimmed. */
    boolean isInFocus(String tensor, List<Integer> cell) {
        return (boolean) read("machine.project(...given).inFocus", List.of(tensor, cell));
    }

    /** The cells that are lit, such as {@code hook_embed[2,30]}. */
    List<String> litCells() {
        return strings(LIT);
    }

    void waitForLitCells(int least) {
        waitUntil(LIT + ".length >= " + least);
    }

    void waitForNoLitCells() {
        waitUntil(LIT + ".length === 0");
    }

    /** Waits until the camera follows the step, after a person has moved it. */
    void waitUntilCameraFollows() {
        waitUntil("machine?.camera === null && !machine.busy");
    }

    /** Names of the tensors that a step computes and that are drawn. */
    @SuppressWarnings("unchecked")
    List<String> tensorsOf(String step) {
        return (List<String>) page.evaluate("step => { " + APP + " return " + TENSORS + "(step); }", step);
    }

    /** All that is drawn of the present step: the tokens, the lit cells, and a sum over the bits of each tensor as the graphics card has it. */
    String moment() {
        waitUntilStill();
        return (String) read("JSON.stringify(" + MOMENT + ")");
    }

    /** Waits until the scene is still, draws the same tensors as at a {@link #moment}, and lights at least the same cells. */
    void waitForMoment(String moment) {
        PageWait.until(
                page,
                "moment => { " + SCOPE + "if (!(" + STILL + ")()) return false; const now = " + MOMENT
                        + ", then = JSON.parse(moment); return then[2].every(cell => now[2].includes(cell))"
                        + " && JSON.stringify(now.slice(0, 2)) === JSON.stringify(then.slice(0, 2)); }",
                moment);
    }

    /** A tensor, read back from the texture that is drawn; masked cells are −∞. */
    float[] drawn(String tensor) {
        // One base64 text: passing one number at a time takes a hundred times as long, and JSON has no infinity.
        var bytes = (String) page.evaluate(
                "name => { " + APP + " const t = app.machine.readback.tensor(name); const bytes = new"
                        + " Uint8Array(t.buffer, t.byteOffset, t.byteLength); let text = ''; for (let i ="
                        + " 0; i < bytes.length; i += 8192) text +="
                        + " String.fromCharCode(...bytes.subarray(i, i + 8192)); return btoa(text); }",
                tensor);
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(bytes))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    /**
     * Moves the camera in front of one cell after the other and reads the pixel there, then gives the camera back. Skips
     * cells whose block is not in focus.
     *
     * @param most number of cells to look at
     * @return for each cell: {@code which} of the given cells it is, pxPerCell, fromTop, r, g, b, and the tensor's role and
     *     colour scale
     */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> closeUp(String tensor, List<List<Integer>> cells, int most) {
        return (List<Map<String, Object>>) page.evaluate(
                "([name, cells, most]) => { " + APP
                        + " const {role} = app.conductor.graph.nodes.get(name); const scale ="
                        + " app.trace.tensor(name).colourScale; const focused = cells.map((index, which) => ({index,"
                        + " which})) .filter(({index}) => app.machine.project(name, index).inFocus).slice(0, most);"
                        + " const seen = focused.map(({index, which}) => { app.machine.readback.closeUp(name, index);"
                        + " const at = app.machine.project(name, index); const [r, g, b] ="
                        + " app.machine.readback.pixelAt(at.x, at.y); return {...at, which, r, g, b, role, scale}; });"
                        + " app.machine.follow(); return seen; }",
                List.of(tensor, cells, most));
    }

    /** Fetches every tensor of the trace, as walking through all steps does. */
    void loadEveryTensor() {
        page.evaluate("() => { " + APP + " return app.trace.load("
                + "[...app.conductor.graph.nodes.values()].filter(n => n.op !== 'weight').map(n => n.name)); }");
    }

    /** The id of the trace that is drawn, for the HTTP API. */
    String traceId() {
        return (String) page.evaluate("() => { " + APP + " return app.trace.id; }");
    }

    /** Ids of the tokens; the page shows their texts ({@link Screen#tokens}). */
    @SuppressWarnings("unchecked")
    List<Integer> tokenIds() {
        return (List<Integer>) page.evaluate("() => { " + APP + " return Array.from(app.trace.info.tokens); }");
    }

    /** Waits until the page's estimate of the server's clock is off by at most half of this many ms. */
    void waitForClock(int roundTripMs) {
        page.waitForFunction("most => { " + APP + " return app?.connection?.clock.rtt < most; }", roundTripMs);
    }

    /** When the flight past the gallery models began, in ms of the server's clock as this page knows it. */
    double flightStart() {
        return ((Number) page.evaluate("() => { " + APP
                        + " return app.attached('gallery').exhibition.startAt - app.connection.clock.toLocal(0); }"))
                .doubleValue();
    }

    /** How long the flight past the gallery models has been going on, in s. */
    double flightSeconds() {
        return ((Number) page.evaluate("() => { " + APP
                        + " return (performance.now() - app.attached('gallery').exhibition.startAt) / 1000; }"))
                .doubleValue();
    }

    /** Waits until the driver's camera has arrived, on a page that does not follow it and so does not show it. */
    void waitForSharedAzimuth(double azimuth) {
        page.waitForFunction(
                "azimuth => { " + APP + " return Math.abs(app.conductor.pointer.pose.azimuth - azimuth) < 1e-6; }",
                azimuth);
    }

    /** Waits until the marks for everyone are these, such as {@code hook_embed[2,30]}: they are outlines in the canvas. */
    void waitForMarks(String... marks) {
        page.waitForFunction(
                "marks => { " + APP + " return (app.conductor.room.parts.marks ?? [])"
                        + ".map(({name, index}) => `${name}[${index}]`).join(' ') === marks.join(' '); }",
                List.of(marks));
    }
}
