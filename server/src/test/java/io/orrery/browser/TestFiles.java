package io.orrery.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the browser modules and their tests over HTTP on a loopback port: the sources at {@code /web/}, with the strings as
 * compiled by the build, the tests at {@code /test/}, webjars at {@code /webjars/}, and at {@code /} an empty page with an
 * import map for the webjars.
 */
final class TestFiles implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "html", "text/html; charset=utf-8");

    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><title>Tests</title>
            <script type="importmap">{"imports": {
              "three": "/webjars/three/0.181.1/build/three.module.js",
              "three/addons/": "/webjars/three/0.181.1/examples/jsm/",
              "lit": "/webjars/lit/3.3.2/index.js",
              "lit/": "/webjars/lit/3.3.2/",
              "lit-html": "/webjars/lit-html/3.3.2/lit-html.js",
              "lit-html/": "/webjars/lit-html/3.3.2/",
              "lit-element/": "/webjars/lit-element/4.2.2/",
              "@lit/reactive-element": "/webjars/lit__reactive-element/2.1.2/reactive-element.js",
              "@lit/reactive-element/": "/webjars/lit__reactive-element/2.1.2/"
            }}</script>
            """;

    private final HttpServer server;
    private final ExecutorService threads;

    TestFiles(Path webClient) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        server.createContext(
                "/", exchange -> answer(exchange, "html", PAGE.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        server.createContext("/web/", folder(webClient.resolve("src/main/web"), "/web/"));
        server.createContext("/web/strings/", folder(webClient.resolve("target/classes/web/strings"), "/web/strings/"));
        server.createContext("/test/", folder(webClient.resolve("src/test/js"), "/test/"));
        server.createContext("/webjars/", TestFiles::webjar);
        server.start();
    }

    private static com.sun.net.httpserver.HttpHandler folder(Path root, String prefix) {
        Path base = root.toAbsolutePath().normalize();
        return exchange -> {
            Path file = base.resolve(exchange.getRequestURI().getPath().substring(prefix.length()))
                    .normalize();
            if (file.startsWith(base) && Files.isRegularFile(file)) {
                answer(exchange, extension(file.toString()), Files.readAllBytes(file));
            } else {
                notFound(exchange);
            }
        };
    }

    private static void webjar(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (InputStream in = TestFiles.class.getResourceAsStream("/META-INF/resources" + path)) {
            if (in == null) {
                notFound(exchange);
            } else {
                answer(exchange, extension(path), in.readAllBytes());
            }
        }
    }

    private static void answer(HttpExchange exchange, String extension, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"));
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void notFound(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(404, -1);
        exchange.close();
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
