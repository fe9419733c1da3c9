package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.tools.Ports;
import io.orrery.tools.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** WebKit as GTK has it, the engine of Safari, driven through the WebDriver protocol (https://www.w3.org/TR/webdriver2/). */
final class WebKit implements AnyBrowser {
    private static final String DRIVER = "WebKitWebDriver";
    private static final int START_S = 60;

    private final JsonMapper mapper = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final VirtualDisplay display;
    private final Path folder;
    private final Path program;
    private final Path browser;
    /** One for each page: a driver has one session at a time. */
    private final List<Process> drivers = new ArrayList<>();

    private final List<DriverPage> pages = new ArrayList<>();

    /** @param folder an empty folder */
    WebKit(VirtualDisplay display, Path folder) throws IOException {
        this.display = display;
        this.folder = folder;
        program = Programs.require(DRIVER, "webkit2gtk-driver");
        browser = miniBrowser();
        Path settings = Files.createDirectories(folder.resolve("gtk-3.0")).resolve("settings.ini");
        Files.writeString(settings, "[Settings]\ngtk-enable-animations=0\n");
    }

    /** The browser is in a folder of the library's own, which depends on the machine's architecture. */
    private static Path miniBrowser() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(each -> each.resolve("webkit2gtk-4.1/MiniBrowser"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("WebKit's MiniBrowser is missing"));
        }
    }

    @Override
    public Page newPage(int width, int height) throws Exception {
        int port = Ports.free();
        var command = new ProcessBuilder(program.toString(), "--host=127.0.0.1", "--port=" + port);
        command.environment().putAll(display.environment());
        command.environment().put("XDG_CONFIG_HOME", folder.toString());
        command.environment().put("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        drivers.add(command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said-" + port + ".txt").toFile())
                .start());
        var page = new DriverPage(session("http://127.0.0.1:" + port + "/session"));
        pages.add(page);
        page.resize(width, height);
        return page;
    }

    /** Begins a session once the driver listens. @return its address */
    private String session(String address) throws Exception {
        var options = Map.of("binary", browser.toString(), "args", List.of("--automation"));
        var wanted = Map.of("capabilities", Map.of("alwaysMatch", Map.of("webkitgtk:browserOptions", options)));
        for (int tries = 0; ; tries++) {
            try {
                return address + "/"
                        + ask("POST", address, wanted).get("sessionId").asText();
            } catch (IOException e) {
                if (tries == START_S * 10) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private JsonNode ask(String method, String address, Object body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(body)))
                .header("Content-Type", "application/json")
                .build();
        JsonNode said = mapper.readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .get("value");
        if (said.hasNonNull("error")) {
            throw new IllegalStateException(address + ": " + said);
        }
        return said;
    }

    @Override
    public void close() {
        pages.forEach(DriverPage::end);
        drivers.forEach(Process::destroy);
    }

    private final class DriverPage implements Page {
        private final String session;

        DriverPage(String session) {
            this.session = session;
        }

        /** Makes the page itself so large; the window has a toolbar, too. */
        void resize(int width, int height) throws Exception {
            ask("POST", session + "/window/rect", Map.of("x", 0, "y", 0, "width", width, "height", height));
            JsonNode inside = read("[innerWidth, innerHeight]");
            ask(
                    "POST",
                    session + "/window/rect",
                    Map.of(
                            "width", 2 * width - inside.get(0).asInt(),
                            "height", 2 * height - inside.get(1).asInt()));
        }

        void end() {
            try {
                client.send(
                        HttpRequest.newBuilder(URI.create(session)).DELETE().build(),
                        HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void open(String url) throws Exception {
            ask("POST", session + "/url", Map.of("url", url));
        }

        @Override
        public JsonNode read(String expression) throws Exception {
            String script = "const tell = arguments[0]; (async () => JSON.stringify(await (" + expression
                    + ") ?? null))().then((value) => tell({ value }), (error) => tell({ error: String(error) }));";
            JsonNode said = ask("POST", session + "/execute/async", Map.of("script", script, "args", List.of()));
            if (said.has("error")) {
                throw new IllegalStateException(said.get("error").asText());
            }
            return mapper.readTree(said.get("value").asText());
        }

        @Override
        public void press(int key) throws Exception {
            ask("POST", session + "/actions", Map.of("actions", WebDriverActions.key(key)));
        }

        @Override
        public void press(double x, double y) throws Exception {
            ask("POST", session + "/actions", Map.of("actions", WebDriverActions.press(x, y)));
        }
    }
}
