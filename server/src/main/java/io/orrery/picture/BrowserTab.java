package io.orrery.picture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A tab of a headless browser, with an empty cache of its own and a viewport of a given size. */
public class BrowserTab implements AutoCloseable {
    /** Selects the panels of a page whose elements have not been loaded. As they come, they move what is around them. */
    public static final String LATE_PANELS = ":is(orrery-side, orrery-stack) :not(:defined)";

    private static final long TIMEOUT_MS = 120_000;
    private static final long POLL_MS = 50;

    private final DevTools tools;
    private final String context;
    private final String session;

    /**
     * Opens an empty tab.
     *
     * @param browser URL of the browser's DevTools socket
     * @param width of the viewport, in px
     * @param height of the viewport, in px
     * @param events called with every event of the DevTools protocol, in order
     */
    public BrowserTab(URI browser, int width, int height, Consumer<JsonNode> events) throws IOException {
        tools = new DevTools(browser, events);
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
        call("Page.enable", Map.of());
    }

    public void open(String address) throws IOException {
        call("Page.navigate", Map.of("url", address));
    }

    /** Evaluates a JavaScript expression in the page; waits for it if it is a promise. */
    public JsonNode value(String expression) throws IOException {
        var answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException("The page failed: "
                    + answer.at("/exceptionDetails/exception/description").asText());
        }
        return answer.at("/result/value");
    }

    /** Lets the events of requests be told. */
    public void watchRequests() throws IOException {
        call("Network.enable", Map.of());
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

    public static void rest(long ms) throws IOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The browser's work was interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        tools.call("", "Target.disposeBrowserContext", Map.of("browserContextId", context));
        tools.close();
    }

    /** Calls a method of the DevTools protocol for this tab. */
    protected final JsonNode call(String method, Map<String, ?> parameters) throws IOException {
        return tools.call(session, method, parameters);
    }

    /** Calls a method of the DevTools protocol for the whole browser. */
    protected final JsonNode callBrowser(String method, Map<String, ?> parameters) throws IOException {
        return tools.call("", method, parameters);
    }
}
