package io.orrery.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.orrery.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The 3D scene of a page. It is one canvas: which cells it draws, where, in which colour and from which camera has no sign
 * in the document. It is read through the port that the client declares for tests, {@code start/shown.js}: in expressions of JavaScript
 * its name is {@code orrery}. Everything else is read from the page as a person sees it ({@link Screen}).
 */
final class SceneProbe {
    /** An expression of JavaScript, for a page that has begun: imports the port. */
    static final String IMPORT =
            "import(new URL('shown.js', document.querySelector('script[src*=\"/made/\"]').src).href)"
                    + ".then((port) => { window.orrery = port; })";

    /** The same for a page that is one file, which does not have the port. */
    static final String IMPORT_INTO_FILE =
            "import(URL.createObjectURL(new Blob([%s], { type: 'text/javascript' })))".formatted(port())
                    + ".then((port) => { window.orrery = port; })";

    /** The same for every page of a person, before its own scripts; again if the line was lost meanwhile. */
    private static final String IMPORT_ALWAYS = """
        addEventListener('DOMContentLoaded', function load() {
          if (location.protocol === 'file:') %s;
          else if (document.querySelector('script[src*="/made/"]')) %s.catch(() => setTimeout(load, 100));
        });
        """.formatted(IMPORT_INTO_FILE, IMPORT);

    private static final String MOMENT = "[orrery.walk().run.tokens, orrery.tensorsOf().map(name => {"
            + " const values = orrery.drawn(name); let sum = 2166136261;"
            + " for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength))"
            + " sum = Math.imul(sum ^ byte, 16777619); return [name, values.length, sum]; }), orrery.scene().lit]";

    private final Page page;

    /** The port's module as a literal of JavaScript. */
    private static String port() {
        try (InputStream in = SceneProbe.class.getClassLoader().getResourceAsStream("web/made/shown.js")) {
            return Json.write(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SceneProbe(Page page) {
        this.page = page;
    }

    /** Offers the port to all pages of a context. */
    static void addTo(BrowserContext context) {
        context.addInitScript(IMPORT_ALWAYS);
    }

    /** Evaluates an expression over {@code orrery}. */
    Object read(String expression) {
        return page.evaluate("() => " + expression);
    }

    /** Like {@link #read}, with the variable {@code given}. */
    Object read(String expression, Object given) {
        return page.evaluate("given => " + expression, given);
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

    String text(String expression) {
        return String.valueOf(read(expression));
    }

    /** Waits until a condition over {@code orrery} holds. */
    void waitUntil(String condition) {
        PageWait.until(page, "() => " + condition, null);
    }

    /** Waits until the scene shows the panels' step with all its tensors, and nothing moves. */
    void waitUntilStill() {
        waitUntil("orrery.isStill()");
    }

    /** Waits until the gallery models are drawn. */
    void waitForGallery() {
        waitUntil("orrery.gallery()?.frames > 0");
    }

    /** Waits until the panels show a step; the scene may be behind. */
    void waitForPanels(String step) {
        waitUntil("orrery.walk()?.step === '" + step + "'");
    }

    /** Where the centre of a cell is in the window, in CSS px. */
    double[] place(String tensor, List<Integer> cell) {
        var at = ((List<?>) read(
                        "(() => { const {x, y} = orrery.place(...given); const canvas ="
                                + " document.querySelector('orrery-scene"
                                + " canvas[role=application]').getBoundingClientRect(); return [canvas.x + x, canvas.y +"
                                + " y]; })()",
                        List.of(tensor, cell)))
                .stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
        return at;
    }

    /** Whether the block of a cell is in focus; other blocks are dimmed. */
    boolean isInFocus(String tensor, List<Integer> cell) {
        return (boolean) read("orrery.place(...given).inFocus", List.of(tensor, cell));
    }

    /** The colour of a cell's pixel: r, g, b, 0…255. */
    int[] colour(String tensor, List<Integer> cell) {
        return ((List<?>) read(
                        "(() => { const {x, y} = orrery.place(...given); return orrery.colourAt(x, y); })()",
                        List.of(tensor, cell)))
                .stream().mapToInt(each -> ((Number) each).intValue()).toArray();
    }

    /** The cells that are lit, such as {@code hook_embed[2,30]}. */
    List<String> litCells() {
        return strings("orrery.scene()?.lit ?? []");
    }

    void waitForLitCells(int least) {
        waitUntil("orrery.scene()?.lit.length >= " + least);
    }

    void waitForNoLitCells() {
        waitUntil("(orrery.scene()?.lit ?? []).length === 0");
    }

    /** Waits until the camera follows the step, after a person has moved it. */
    void waitUntilCameraFollows() {
        waitUntil("orrery.scene()?.camera === null && !orrery.scene().busy");
    }

    /** Names of the tensors that a step computes and that are drawn. */
    @SuppressWarnings("unchecked")
    List<String> tensorsOf(String step) {
        return (List<String>) read("orrery.tensorsOf(given)", step);
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
                "moment => { if (!orrery.isStill()) return false; const now = " + MOMENT
                        + ", then = JSON.parse(moment); return then[2].every(cell => now[2].includes(cell))"
                        + " && JSON.stringify(now.slice(0, 2)) === JSON.stringify(then.slice(0, 2)); }",
                moment);
    }

    /** A tensor, read back from the texture that is drawn; masked cells are −∞. */
    float[] drawn(String tensor) {
        // One base64 text: passing one number at a time takes a hundred times as long, and JSON has no infinity.
        var bytes = (String) page.evaluate(
                "name => { const t = orrery.drawn(name); const bytes = new"
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
        return (List<Map<String, Object>>) page.evaluate("""
            ([name, cells, most]) => {
              const { role, colourScale: scale } = orrery.tensor(name);
              const focused = cells.map((index, which) => ({ index, which }))
                .filter(({ index }) => orrery.place(name, index).inFocus).slice(0, most);
              const seen = focused.map(({ index, which }) => {
                orrery.closeUp(name, index);
                const at = orrery.place(name, index), [r, g, b] = orrery.colourAt(at.x, at.y);
                return { ...at, which, r, g, b, role, scale };
              });
              orrery.look();
              return seen;
            }\
            """, List.of(tensor, cells, most));
    }

    /** Fetches every tensor of the trace, as walking through all steps does. */
    void loadEveryDrawnTensor() {
        read("orrery.fetchTensors(false)");
    }

    /** The same with those that are computed when they are read, and not drawn. */
    void loadEveryTensor() {
        read("orrery.fetchTensors()");
    }

    /** The id of the trace that is drawn, for the HTTP API. */
    String traceId() {
        return text("orrery.walk().run.id");
    }

    /** Ids of the tokens; the page shows their texts ({@link Screen#tokens}). */
    @SuppressWarnings("unchecked")
    List<Integer> tokenIds() {
        return (List<Integer>) read("orrery.walk().run.tokens");
    }

    /** By how much the page's estimate of the server's clock may be wrong, once it has one: half of the smallest round trip, ms. */
    double clockError() {
        waitUntil("Number.isFinite(orrery.room()?.clock.roundTrip)");
        return number("orrery.room().clock.roundTrip / 2");
    }

    /** When the flight past the gallery models began, in ms of the server's clock as this page knows it. */
    double flightStart() {
        return number("orrery.gallery().startAt - orrery.room().clock.origin");
    }

    /** How long the flight past the gallery models has been going on, in s. */
    double flightSeconds() {
        return number("(performance.now() - orrery.gallery().startAt) / 1000");
    }

    /** Waits until the driver's camera has arrived, on a page that does not follow it and so does not show it. */
    void waitForSharedAzimuth(double azimuth) {
        waitUntil("Math.abs((orrery.room()?.pose?.azimuth ?? 99) - (" + azimuth + ")) < 1e-6");
    }

    /** Waits until the marks for everyone are these, such as {@code hook_embed[2,30]}: they are outlines in the canvas. */
    void waitForMarks(String... marks) {
        PageWait.until(
                page,
                "marks => (orrery.room()?.state.parts.marks ?? [])"
                        + ".map(({name, index}) => `${name}[${index}]`).join(' ') === marks.join(' ')",
                List.of(marks));
    }
}
