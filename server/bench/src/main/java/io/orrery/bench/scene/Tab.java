package io.orrery.bench.scene;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.picture.BrowserTab;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A browser tab that measures its page; its viewport has 1600×900 px unless another size is asked for. */
public final class Tab extends BrowserTab {
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

    private final Traffic traffic;
    private final ScriptTrace trace;

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
        this(browser, width, height, new Traffic(), new ScriptTrace());
    }

    private Tab(URI browser, int width, int height, Traffic traffic, ScriptTrace trace) throws IOException {
        super(browser, width, height, event -> {
            traffic.take(event.path("method").asText(), event.path("params"));
            trace.take(event.path("method").asText(), event.path("params"));
        });
        this.traffic = traffic;
        this.trace = trace;
        call("Performance.enable", Map.of());
        watchRequests();
    }

    /** Sets {@code Accept-Encoding}. By default a browser accepts only gzip over plain HTTP, except from this machine. */
    void accept(String encoding) throws IOException {
        call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Encoding", encoding)));
    }

    Traffic traffic() {
        return traffic;
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
        callBrowser("Tracing.start", Map.of("transferMode", "ReportEvents", "traceConfig", config));
    }

    /** Stops tracing and returns the trace. */
    ScriptTrace endTrace() throws IOException {
        callBrowser("Tracing.end", Map.of());
        trace.awaitEnd(TIMEOUT_MS);
        return trace;
    }

    /** Size of the JavaScript heap after garbage collection, in bytes. */
    double heap() throws IOException {
        call("HeapProfiler.collectGarbage", Map.of());
        return call("Runtime.getHeapUsage", Map.of()).path("usedSize").asDouble();
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
}
