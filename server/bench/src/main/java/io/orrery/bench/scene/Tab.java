package io.orrery.bench.scene;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A browser tab with an empty cache; its viewport has 1600×900 px unless another size is asked for. */
public final class Tab implements AutoCloseable {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 900;
    private static final long TIMEOUT_MS = 120_000;
    private static final long POLL_MS = 50;

    /**
     * Time limit of {@link #orbit}. A move returns once its frame is drawn, which can take most of a second with software
     * rendering. The limit still allows many frames, so that work that is done once per drag does not distort the mean.
     */
    private static final long ORBIT_MS = 15_000;

    private static final double NANOS_PER_MS = 1e6;

    private final Traffic traffic = new Traffic();
    private final ScriptTrace trace = new ScriptTrace();
    private final DevTools tools;
    private final String context;
    private final String session;

    Tab(URI browser) throws IOException {
        this(browser, WIDTH, HEIGHT);
    }

    /**
     * Opens an empty tab.
     *
     * @param browser URL of the browser's DevTools socket
     * @param width of the viewport, in px
     * @param height of the viewport, in px
     */
    public Tab(URI browser, int width, int height) throws IOException {
        tools = new DevTools(browser, event -> {
            traffic.take(event.path("method").asText(), event.path("params"));
            trace.take(event.path("method").asText(), event.path("params"));
        });
        context = tools.call("", "Target.createBrowserContext", Map.of())
                .path("browserContextId")
                .asText();
        String target = tools.call("", "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .path("targetId")
                .asText();
        session = tools.call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        call("Performance.enable", Map.of());
        call("Network.enable", Map.of());
        call("Page.enable", Map.of());
    }

    /** Sets {@code Accept-Encoding}. By default a browser accepts only gzip over plain HTTP, except from this machine. */
    void accept(String encoding) throws IOException {
        call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Encoding", encoding)));
    }

    public void open(String address) throws IOException {
        call("Page.navigate", Map.of("url", address));
    }

    Traffic traffic() {
        return traffic;
    }

    /** Evaluates a JavaScript expression in the page. */
    public JsonNode value(String expression) throws IOException {
        var answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException("The page failed: "
                    + answer.at("/exceptionDetails/exception/description").asText());
        }
        return answer.at("/result/value");
    }

    /** Asks pages to do without motion. */
    public void reduceMotion() throws IOException {
        var reduced = Map.of("name", "prefers-reduced-motion", "value", "reduce");
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(reduced)));
    }

    /** Evaluates a script in every page that is opened later, before the page's own. */
    public void prepare(String script) throws IOException {
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** A picture of a part of the page, as a PNG file. All lengths are in px. */
    public byte[] picture(int left, int top, int width, int height) throws IOException {
        var clip = Map.of("x", left, "y", top, "width", width, "height", height, "scale", 1);
        String data = call("Page.captureScreenshot", Map.of("format", "png", "clip", clip))
                .path("data")
                .asText();
        return Base64.getDecoder().decode(data);
    }

    /** Waits until the browser has drawn the tab's page: a screenshot is taken of what was drawn. */
    void awaitDrawn() throws IOException {
        call("Page.captureScreenshot", Map.of());
    }

    /** When the page reached a milestone, in ms since navigation. */
    double milestone(String milestone) throws IOException {
        return value("performance.getEntriesByName('orrery:" + milestone + "')[0].startTime")
                .asDouble();
    }

    /** When the page reached a milestone, by the wall clock, in seconds. */
    double wall(String milestone) throws IOException {
        return (value("performance.timeOrigin").asDouble() + milestone(milestone)) / 1000;
    }

    /** Waits until an expression is true, for two minutes at most. */
    public void await(String expression) throws IOException {
        await(expression, TIMEOUT_MS);
    }

    /** Waits until an expression is true, for the given time at most. */
    public void await(String expression, long timeoutMs) throws IOException {
        long end = System.currentTimeMillis() + timeoutMs;
        while (!value(expression).asBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new IOException("The page did not reach: " + expression);
            }
            rest(POLL_MS);
        }
    }

    /**
     * What a drawn frame took while the machine turned, in ms.
     *
     * @param scriptMs JavaScript time
     * @param frameMs until the next frame, which includes drawing
     */
    record Turned(double scriptMs, double frameMs) {}

    /** Turns the machine by dragging the pointer, for at most {@value #ORBIT_MS} ms. See {@link #orbit(int, String, long)}. */
    Turned orbit(int moves, String draws) throws IOException {
        return orbit(moves, draws, ORBIT_MS);
    }

    /**
     * Turns the machine by dragging the pointer.
     *
     * @param moves greatest number of pointer moves
     * @param draws an expression that counts frames
     * @param limitMs after which it ends
     */
    Turned orbit(int moves, String draws, long limitMs) throws IOException {
        mouse("mousePressed", WIDTH / 2, 1);
        // Begin to measure only once the drag has begun.
        mouse("mouseMoved", WIDTH / 2 + 20, 1);
        rest(4 * POLL_MS);
        double frames = value(draws).asDouble();
        double script = scriptSeconds();
        long begin = System.nanoTime();
        long end = System.currentTimeMillis() + limitMs;
        for (int i = 1; i <= moves && System.currentTimeMillis() < end; i++) {
            mouse("mouseMoved", WIDTH / 2 + 20 + (int) Math.round(200 * Math.sin(i / 8.0)), 1);
        }
        double passed = (System.nanoTime() - begin) / NANOS_PER_MS;
        double spent = scriptSeconds() - script;
        double drawn = Math.max(1, value(draws).asDouble() - frames);
        mouse("mouseReleased", WIDTH / 2, 0);
        return new Turned(spent * 1000 / drawn, passed / drawn);
    }

    /** Moves the pointer, with no button pressed; returns once the page has handled the event. */
    void point(int x, int y) throws IOException {
        call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    }

    /** Starts tracing, until {@link #endTrace}. */
    void beginTrace() throws IOException {
        var config = Map.of("includedCategories", ScriptTrace.CATEGORIES, "excludedCategories", List.of("*"));
        tools.call("", "Tracing.start", Map.of("transferMode", "ReportEvents", "traceConfig", config));
    }

    /** Stops tracing and returns the trace. */
    ScriptTrace endTrace() throws IOException {
        tools.call("", "Tracing.end", Map.of());
        trace.awaitEnd(TIMEOUT_MS);
        return trace;
    }

    /** Size of the JavaScript heap after garbage collection, in bytes. */
    double heap() throws IOException {
        call("HeapProfiler.collectGarbage", Map.of());
        return call("Runtime.getHeapUsage", Map.of()).path("usedSize").asDouble();
    }

    public static void rest(long ms) throws IOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The measurement was interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        tools.call("", "Target.disposeBrowserContext", Map.of("browserContextId", context));
        tools.close();
    }

    private void mouse(String type, int x, int buttons) throws IOException {
        call(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", x, "y", HEIGHT / 3, "button", "left", "buttons", buttons, "clickCount", 1));
    }

    private double scriptSeconds() throws IOException {
        for (JsonNode metric : call("Performance.getMetrics", Map.of()).path("metrics")) {
            if (metric.path("name").asText().equals("ScriptDuration")) {
                return metric.path("value").asDouble();
            }
        }
        throw new IOException("This browser does not report its scripts' time.");
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws IOException {
        return tools.call(session, method, parameters);
    }
}
