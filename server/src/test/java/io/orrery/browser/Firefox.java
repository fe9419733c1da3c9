package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.tools.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Firefox, driven through the WebDriver BiDi protocol that it speaks itself (https://w3c.github.io/webdriver-bidi/). */
final class Firefox implements AnyBrowser {
    /** No look at what is new, no reports, no first pages; people who prefer reduced motion. */
    private static final String PREFERENCES = """
        user_pref("app.update.disabledForTesting", true);
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("browser.startup.homepage_override.mstone", "ignore");
        user_pref("browser.startup.page", 0);
        user_pref("browser.aboutwelcome.enabled", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("datareporting.healthreport.uploadEnabled", false);
        user_pref("extensions.update.enabled", false);
        user_pref("extensions.getAddons.cache.enabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("services.settings.server", "data:,");
        user_pref("toolkit.telemetry.enabled", false);
        user_pref("browser.safebrowsing.update.enabled", false);
        user_pref("media.gmp-manager.updateEnabled", false);
        user_pref("remote.active-protocols", 1);
        user_pref("ui.prefersReducedMotion", 1);
        user_pref("webgl.force-enabled", true);
        """;

    private static final int START_S = 60;

    private final JsonMapper mapper = new JsonMapper();
    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    /** @param profile an empty folder */
    Firefox(VirtualDisplay display, Path profile) throws Exception {
        Files.writeString(profile.resolve("user.js"), PREFERENCES);
        var command = new ProcessBuilder(
                Programs.require("firefox-esr", "firefox-esr").toString(),
                "--no-remote",
                "--profile",
                profile.toString(),
                "--remote-debugging-port",
                "0",
                "about:blank");
        command.environment().putAll(display.environment());
        command.environment().put("HOME", profile.toString());
        process = command.redirectErrorStream(true)
                .redirectOutput(profile.resolve("said.txt").toFile())
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(START_S))
                .buildAsync(address(profile.resolve("WebDriverBiDiServer.json")), new Messages())
                .get(START_S, TimeUnit.SECONDS);
        ask("session.new", Map.of("capabilities", Map.of()));
    }

    /** Firefox writes the address to this file of its profile once it listens. */
    private URI address(Path file) throws Exception {
        for (int tries = 0; tries < START_S * 10 && process.isAlive(); tries++) {
            if (Files.exists(file) && Files.size(file) > 0) {
                JsonNode at = mapper.readTree(file.toFile());
                return URI.create("ws://" + at.get("ws_host").asText() + ":"
                        + at.get("ws_port").asInt() + "/session");
            }
            Thread.sleep(100);
        }
        throw new IOException("Firefox does not listen");
    }

    private JsonNode ask(String method, Object params) throws Exception {
        int id = last.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        asked.put(id, answer);
        socket.sendText(mapper.writeValueAsString(Map.of("id", id, "method", method, "params", params)), true)
                .get(START_S, TimeUnit.SECONDS);
        JsonNode said = answer.get(START_S, TimeUnit.SECONDS);
        if (!said.path("type").asText().equals("success")) {
            throw new IllegalStateException(method + ": " + said);
        }
        return said.get("result");
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                hear(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void hear(String message) {
            try {
                JsonNode said = mapper.readTree(message);
                var answer = asked.remove(said.path("id").asInt());
                if (answer != null) {
                    answer.complete(said);
                }
            } catch (IOException e) {
                throw new IllegalStateException(message, e);
            }
        }
    }

    @Override
    public Page newPage(int width, int height) throws Exception {
        String person =
                ask("browser.createUserContext", Map.of()).get("userContext").asText();
        // A window of its own: a page in a tab that is not in front is not drawn.
        String context = ask("browsingContext.create", Map.of("type", "window", "userContext", person))
                .get("context")
                .asText();
        ask(
                "browsingContext.setViewport",
                Map.of(
                        "context",
                        context,
                        "viewport",
                        Map.of("width", width, "height", height),
                        "devicePixelRatio",
                        1));
        return new BidiPage(context);
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            process.waitFor(START_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class BidiPage implements Page {
        private final String context;

        BidiPage(String context) {
            this.context = context;
        }

        @Override
        public void open(String url) throws Exception {
            ask("browsingContext.navigate", Map.of("context", context, "url", url, "wait", "complete"));
        }

        @Override
        public JsonNode read(String expression) throws Exception {
            JsonNode said = ask(
                    "script.evaluate",
                    Map.of(
                            "expression",
                            "(async () => JSON.stringify(await (" + expression + ") ?? null))()",
                            "target",
                            Map.of("context", context),
                            "awaitPromise",
                            true));
            if (!said.get("type").asText().equals("success")) {
                throw new IllegalStateException(
                        said.at("/exceptionDetails/text").asText());
            }
            return mapper.readTree(said.at("/result/value").asText());
        }

        @Override
        public void press(int key) throws Exception {
            perform(WebDriverActions.key(key));
        }

        @Override
        public void press(double x, double y) throws Exception {
            perform(WebDriverActions.press(x, y));
        }

        private void perform(List<?> actions) throws Exception {
            ask("input.performActions", Map.of("context", context, "actions", actions));
        }
    }
}
