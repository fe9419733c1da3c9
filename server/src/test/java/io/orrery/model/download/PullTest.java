package io.orrery.model.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.orrery.error.OrreryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from the test's own server, which misbehaves in all the ways that servers do. */
class PullTest {
    private static final String PATH = "/a/model/resolve/r1/";
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @TempDir
    Path folder;

    private final List<String> ranges = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();

    /** How many bytes the client has, each time it says so. */
    private final BlockingQueue<Long> received = new LinkedBlockingQueue<>();

    private HttpServer server;

    /** Answers one request for a file. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void modelAppearsCompleteWithADescriptionAndIsNotDownloadedAgain() throws Exception {
        serve(this::sendRest);

        assertThat(pull(model(CONTENT.length))).isEqualTo(folder.resolve("m"));

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
        assertThat(folder.resolve("m/preset.json")).content().contains("\"id\" : \"m\"", "Apache-2.0");
        assertThat(folder.toFile().list()).containsExactly("m");
        assertThat(progress).isSorted().endsWith((long) CONTENT.length);
        pull(model(CONTENT.length));
        assertThat(ranges).hasSize(1);
    }

    @Test
    void interruptedDownloadIsResumed() throws Exception {
        serve(breakingOffAfter(100_000));

        pull(model(CONTENT.length));

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("whole", "bytes=100000-", "bytes=200000-");
    }

    @Test
    void partialDownloadOfAnEarlierPullIsResumed() throws Exception {
        serve(breakingOffAfter(100_000));
        assertThatThrownBy(() -> new ModelsFolder(folder)
                        .pull(
                                model(CONTENT.length),
                                address(),
                                (file, done, all) -> received.add(done),
                                new Download(1, Duration.ZERO, Duration.ofSeconds(20))))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("m")).doesNotExist();
        long left = Files.size(folder.resolve("m.part/weights.bin"));
        assertThat(left).isEqualTo(100_000);

        pull(model(CONTENT.length));

        assertThat(ranges.get(1)).isEqualTo("bytes=" + left + "-");
        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void downloadRestartsIfTheServerIgnoresRanges() throws Exception {
        var parts = Files.createDirectories(folder.resolve("m.part"));
        Files.write(parts.resolve("weights.bin"), Arrays.copyOf(CONTENT, 1000));
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
        });

        pull(model(CONTENT.length));

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void changedFileIsDownloadedFromItsStart() throws Exception {
        var parts = Files.createDirectories(folder.resolve("m.part"));
        Files.write(parts.resolve("weights.bin"), new byte[1000]);
        Files.writeString(parts.resolve("weights.bin.etag"), "\"v0\"");
        serve(this::sendRest);

        pull(model(CONTENT.length));

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void corruptDownloadIsDetectedAndDeleted() throws Exception {
        byte[] other = CONTENT.clone();
        other[200_000]++;
        serve(exchange -> {
            exchange.sendResponseHeaders(200, other.length);
            exchange.getResponseBody().write(other);
        });

        assertThatThrownBy(() -> pull(model(CONTENT.length)))
                .isInstanceOf(OrreryException.class)
                .hasMessageStartingWith("What came as weights.bin has the SHA-256 ")
                .hasMessageEndingWith("It was thrown away.");
        assertThat(folder.resolve("m")).doesNotExist();
        assertThat(folder.resolve("m.part/weights.bin")).doesNotExist();
    }

    @Test
    void endlessResponseIsStopped() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(CONTENT);
            }
        });

        assertThatThrownBy(() -> pull(model(CONTENT.length)))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("is longer than the 300,000 bytes");
        assertThat(folder.resolve("m.part/weights.bin")).doesNotExist();
    }

    @Test
    void redirectIsFollowed() throws Exception {
        server.createContext(PATH, exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> answered(exchange, this::sendRest));

        pull(model(CONTENT.length));

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void fileOfUnknownSizeIsVerifiedByItsHash() throws Exception {
        serve(this::sendRest);

        pull(model(RemoteFile.UNKNOWN));

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
    }

    @Test
    void missingFileOnTheServerIsOneSentence() throws Exception {
        serve(exchange -> exchange.sendResponseHeaders(404, -1));

        assertThatThrownBy(() -> pull(model(CONTENT.length)))
                .isInstanceOf(OrreryException.class)
                .hasMessage(address() + PATH + "weights.bin cannot be fetched: the server answers 404.");
    }

    @Test
    void silentServerTimesOut() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            sleep(20_000);
        });

        assertThatThrownBy(() -> new ModelsFolder(folder)
                        .pull(
                                model(CONTENT.length),
                                address(),
                                (file, done, all) -> {},
                                new Download(1, Duration.ZERO, Duration.ofSeconds(1))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsDownloadedIfTheDiskIsTooSmall() throws Exception {
        serve(this::sendRest);

        assertThatThrownBy(() -> pull(model(Long.MAX_VALUE / 2)))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("has room for");
        assertThat(ranges).isEmpty();
    }

    private void serve(Answer answer) {
        server.createContext(PATH, exchange -> answered(exchange, answer));
    }

    private void answered(HttpExchange exchange, Answer answer) {
        var range = exchange.getRequestHeaders().getFirst("Range");
        synchronized (ranges) {
            ranges.add(range == null ? "whole" : range);
        }
        try (exchange) {
            answer.to(exchange);
        } catch (IOException e) {
            // The client has closed the connection.
        }
    }

    /** Sends the requested range if the version is unchanged, as a correct server does. */
    private void sendRest(HttpExchange exchange) throws IOException {
        int from = from(exchange);
        exchange.getResponseBody().write(CONTENT, from, CONTENT.length - from);
    }

    /**
     * Sends {@code bytes} bytes and closes the connection once the client has them. If it closed with bytes in flight,
     * the number that arrive would be undefined.
     */
    private Answer breakingOffAfter(int bytes) {
        return exchange -> {
            int from = from(exchange);
            int to = Math.min(from + bytes, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, from, to - from);
            exchange.getResponseBody().flush();
            try {
                while (received.take() < to) {
                    // More bytes are in flight.
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    private static int from(HttpExchange exchange) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        var version = exchange.getRequestHeaders().getFirst("If-Range");
        boolean resumes = range != null && (version == null || version.equals("\"v1\""));
        int from = resumes ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        exchange.getResponseHeaders().set("ETag", "\"v1\"");
        if (resumes) {
            var contentRange = "bytes %d-%d/%d".formatted(from, CONTENT.length - 1, CONTENT.length);
            exchange.getResponseHeaders().set("Content-Range", contentRange);
        }
        exchange.sendResponseHeaders(resumes ? 206 : 200, CONTENT.length - from);
        return from;
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path pull(RemoteModel model) throws IOException {
        var download = new Download(3, Duration.ZERO, Duration.ofSeconds(20));
        return new ModelsFolder(folder)
                .pull(
                        model,
                        address(),
                        (file, done, all) -> {
                            progress.add(done);
                            received.add(done);
                        },
                        download);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static RemoteModel model(long bytes) throws Exception {
        var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        var file = new RemoteFile("weights.bin", bytes, hash);
        return new RemoteModel("m", "M", "Apache-2.0", "Hi", 8, "a/model", "r1", List.of(file));
    }
}
