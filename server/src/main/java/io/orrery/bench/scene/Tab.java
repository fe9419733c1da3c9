package io.orrery.bench.scene;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A page in a browser that has nothing in its cache, 1600×900. */
final class Tab implements AutoCloseable {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 900;
    private static final long PATIENCE_MS = 120_000;
    private static final long POLL_MS = 50;

    /**
     * A move is answered once its frame is drawn, which can take most of a second where graphics run in software. What
     * happens once in a turn must still be spread over many frames.
     */
    private static final long ORBIT_MS = 15_000;

    private final Traffic traffic = new Traffic();
    private final ScriptTrace trace = new ScriptTrace();
    private final DevTools tools;
    private final String context;
    private final String session;

    Tab(URI browser) throws IOException {
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
                Map.of("width", WIDTH, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        call("Performance.enable", Map.of());
        call("Network.enable", Map.of());
    }

    /** Asks for files in an encoding from here on; by itself a browser asks a server far away over plain HTTP for gzip alone. */
    void accept(String encoding) throws IOException {
        call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Encoding", encoding)));
    }

    void open(String address) throws IOException {
        call("Page.navigate", Map.of("url", address));
    }

    Traffic traffic() {
        return traffic;
    }

    /** The value of an expression. */
    JsonNode value(String expression) throws IOException {
        var answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException("The page failed: "
                    + answer.at("/exceptionDetails/exception/description").asText());
        }
        return answer.at("/result/value");
    }

    /** When a page came to a milestone, ms from its navigation. */
    double mark(String milestone) throws IOException {
        return value("performance.getEntriesByName('orrery:" + milestone + "')[0].startTime")
                .asDouble();
    }

    /** The same by the wall clock, in seconds. */
    double wall(String milestone) throws IOException {
        return (value("performance.timeOrigin").asDouble() + mark(milestone)) / 1000;
    }

    /** Waits until an expression is true. */
    void await(String expression) throws IOException {
        long end = System.currentTimeMillis() + PATIENCE_MS;
        while (!value(expression).asBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new IOException("The page did not come to: " + expression);
            }
            rest(POLL_MS);
        }
    }

    /**
     * Turns the machine by hand, for fifteen seconds at most.
     *
     * @param moves of the pointer at most, a frame apart or more
     * @return ms of JavaScript for each frame that was drawn meanwhile
     * @param draws an expression that counts frames
     */
    double orbit(int moves, String draws) throws IOException {
        mouse("mousePressed", WIDTH / 2, 1);
        // What is measured begins once the drag does.
        mouse("mouseMoved", WIDTH / 2 + 20, 1);
        rest(4 * POLL_MS);
        double frames = value(draws).asDouble();
        double script = scriptSeconds();
        long end = System.currentTimeMillis() + ORBIT_MS;
        for (int i = 1; i <= moves && System.currentTimeMillis() < end; i++) {
            mouse("mouseMoved", WIDTH / 2 + 20 + (int) Math.round(200 * Math.sin(i / 8.0)), 1);
        }
        double spent = scriptSeconds() - script;
        double drawn = value(draws).asDouble() - frames;
        mouse("mouseReleased", WIDTH / 2, 0);
        return spent * 1000 / Math.max(1, drawn);
    }

    /** Moves the pointer, no button pressed, to a place of the page; returns once the page has handled it. */
    void point(int x, int y) throws IOException {
        call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    }

    /** Records what the browser runs, until {@link #endTrace}. */
    void beginTrace() throws IOException {
        var config = Map.of("includedCategories", ScriptTrace.CATEGORIES, "excludedCategories", List.of("*"));
        tools.call("", "Tracing.start", Map.of("transferMode", "ReportEvents", "traceConfig", config));
    }

    /** What was recorded. */
    ScriptTrace endTrace() throws IOException {
        tools.call("", "Tracing.end", Map.of());
        trace.awaitEnd(PATIENCE_MS);
        return trace;
    }

    /** Bytes of JavaScript's heap after its garbage is gone. */
    double heap() throws IOException {
        call("HeapProfiler.collectGarbage", Map.of());
        return call("Runtime.getHeapUsage", Map.of()).path("usedSize").asDouble();
    }

    static void rest(long ms) throws IOException {
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
        throw new IOException("This browser does not count its scripts' time.");
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws IOException {
        return tools.call(session, method, parameters);
    }
}
