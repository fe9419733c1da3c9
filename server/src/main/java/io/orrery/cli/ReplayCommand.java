package io.orrery.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.orrery.error.OrreryException;
import io.orrery.error.ServerError;
import io.orrery.web.file.FiledRecording;
import io.orrery.web.file.OneFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orrery replay}: plays a recording from its file. */
@Command(
        name = "replay",
        description =
                "Plays a recording from its .html file at an address of this computer, which it prints, until it is"
                        + " stopped (Ctrl-C). The page is this program's own: of the file only data are taken, and"
                        + " checked.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final String HOST = "127.0.0.1";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file, as \"orrery export --recording\" or a server writes it.")
    private Path file;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The port to listen on; by default any free port.")
    private int port;

    @Option(names = "--json", description = "Print the address as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HttpServer server = serve(FiledRecording.read(file), port);
        String address = address(server);
        String sentence = "The recording plays at " + address + " until Ctrl-C is pressed.";
        JsonOutput.print(spec.commandLine().getOut(), json, Map.of("address", address), sentence);
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }

    static String address(HttpServer server) {
        return "http://" + HOST + ":" + server.getAddress().getPort() + "/";
    }

    /** Serves a page, for this computer alone. */
    static HttpServer serve(OneFile.Page page, int port) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), port), 0);
        } catch (BindException e) {
            throw new OrreryException(new ServerError.PortInUse(port), e);
        }
        server.createContext("/", exchange -> answer(exchange, page));
        server.start();
        return server;
    }

    /** A page of another site, which lets its own name point here, is not answered. */
    private static void answer(HttpExchange exchange, OneFile.Page page) throws IOException {
        try (exchange) {
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
            boolean isAsked = exchange.getRequestURI().getPath().equals("/")
                    && exchange.getRequestMethod().equals("GET")
                    && (host.startsWith(HOST + ":") || host.startsWith("localhost:"));
            if (!isAsked) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(OK, page.length());
            try (OutputStream out = exchange.getResponseBody();
                    InputStream in = page.open()) {
                in.transferTo(out);
            }
        }
    }
}
