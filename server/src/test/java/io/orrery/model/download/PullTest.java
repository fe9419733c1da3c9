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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** What was sent as the key of an account. */
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

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
                                (file, done, all) -> received.add(done),
                                download(1, Duration.ofSeconds(20))))
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
                .hasMessageStartingWith("What came as weights.bin has the hash ")
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
                .hasMessage("The hub has no a/model at the revision r1, or not this file of it.");
    }

    /** The hub's listing of a repository: its files' names, sizes and hashes; {@code lfs} of large ones. */
    private void list(String... siblings) {
        server.createContext("/api/models/a/model/revision/main", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] json = ("{'sha':'r1','cardData':{'license':'mit'},'siblings':[" + String.join(",", siblings) + "]}")
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
            }
        });
    }

    private static String large(String name) throws Exception {
        return "{'rfilename':'%s','size':%d,'blobId':'%s','lfs':{'sha256':'%s','size':%d,'pointerSize':134}}"
                .formatted(name, CONTENT.length, "0".repeat(40), hash("SHA-256", CONTENT), CONTENT.length);
    }

    /** A small file with the hash that Git gives {@code {}}: {@code git hash-object} says 9e26dfee… of these two bytes. */
    private static String small(String name) {
        return "{'rfilename':'%s','size':2,'blobId':'9e26dfeeb6e641a33dae4961196235bdb965b21b'}".formatted(name);
    }

    @Test
    void repositoryIsFetchedWithTheHashesOfTheHubsOwnListing() throws Exception {
        list(small("config.json"), large("model.safetensors"), small("README.md"), large("onnx/model.onnx"));
        server.createContext(PATH, exchange -> {
            boolean isSmall = exchange.getRequestURI().getPath().endsWith("config.json");
            answered(exchange, isSmall ? sending("{}".getBytes(StandardCharsets.UTF_8)) : this::sendRest);
        });

        var model = hub().find("a/model", "main", Optional.empty());
        assertThat(model.files()).extracting(RemoteFile::name).containsExactly("config.json", "model.safetensors");
        assertThat(model.bytes()).isEqualTo(CONTENT.length + 2);
        assertThat(model.licence()).isEqualTo("mit");
        assertThat(model.revision()).isEqualTo("r1");
        assertThat(pull(model)).isEqualTo(folder.resolve("a--model-r1"));

        assertThat(folder.resolve("a--model-r1/model.safetensors")).hasBinaryContent(CONTENT);
        assertThat(folder.resolve("a--model-r1/config.json")).hasContent("{}");
        assertThat(new ModelsFolder(folder).find("a--model-r1")).contains(folder.resolve("a--model-r1"));
        assertThat(asked).containsOnly("Bearer secret");
    }

    @Test
    void smallFileWithAnotherHashIsThrownAway() throws Exception {
        list(small("config.json"), large("model.safetensors"));
        serve(sending("[]".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> pull(hub().find("a/model", "main", Optional.empty())))
                .hasMessageStartingWith("What came as config.json has the hash ")
                .hasMessageContaining("9e26dfee");
    }

    @Test
    void oneFileIsChosenByItsNameAndAllPartsOfItCome() throws Exception {
        list(
                small("README.md"),
                large("M-Q4_K_M.gguf"),
                large("big/M-Q8_0-00001-of-00002.gguf"),
                large("big/M-Q8_0-00002-of-00002.gguf"));
        assertThat(hub().find("a/model", "main", Optional.of("*Q4_K_M.gguf")).files())
                .extracting(RemoteFile::name)
                .containsExactly("M-Q4_K_M.gguf");
        assertThat(hub().find("a/model", "main", Optional.of("*Q8_0*")).files()).hasSize(2);
        assertThatThrownBy(() -> hub().find("a/model", "main", Optional.of("*.gguf")))
                .hasMessageContaining("has several such files", "M-Q4_K_M.gguf");
        assertThatThrownBy(() -> hub().find("a/model", "main", Optional.empty()))
                .hasMessageContaining("has several such files");
        assertThatThrownBy(() -> hub().find("a/model", "main", Optional.of("*Q2*")))
                .hasMessageContaining("has no file *Q2*");
        assertThatThrownBy(() -> hub().find("a/model", "main", Optional.of("[")))
                .hasMessageContaining("has no file [");
    }

    @Test
    void namesThatLeaveTheFolderAndFilesWithoutAHashAreNotFetched() throws Exception {
        list(
                "{'rfilename':'../../x.gguf','size':2,'blobId':'9e26dfeeb6e641a33dae4961196235bdb965b21b'}",
                "{'rfilename':'y.gguf','size':2}");
        assertThatThrownBy(() -> hub().find("a/model", "main", Optional.empty()))
                .hasMessageContaining("cannot be read, or has no hashes");
    }

    @ParameterizedTest
    @CsvSource({"401, set HF_TOKEN", "403, set HF_TOKEN", "404, has no a/model at the revision main", "500, answers 500"
    })
    void refusalOfTheHubIsOneSentence(int status, String words) {
        server.createContext("/api/models/a/model", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        assertThatThrownBy(() -> hub().find("a/model", "main", Optional.empty()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(words);
    }

    @Test
    void busyServerIsAskedAgainAfterThePauseThatItWants() throws Exception {
        serve(exchange -> {
            if (ranges.size() < 3) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                exchange.sendResponseHeaders(429, -1);
            } else {
                sendRest(exchange);
            }
        });

        pull(model(CONTENT.length));

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
        assertThat(ranges).hasSize(3);
    }

    @Test
    void serverThatStaysBusyIsOneSentence() {
        serve(exchange -> exchange.sendResponseHeaders(429, -1));

        assertThatThrownBy(() -> pull(model(CONTENT.length)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too many requests");
        assertThat(ranges).hasSize(3);
    }

    /** Another server is one with another port, too. */
    @Test
    void keyIsNotSentToWhereTheHubRedirects() throws Exception {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            answered(exchange, this::sendRest);
        });
        other.start();
        server.createContext(PATH, exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + other.getAddress().getPort() + "/x");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        pull(model(CONTENT.length));
        other.stop(0);

        assertThat(folder.resolve("m/weights.bin")).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("Bearer secret", "null");
    }

    private static Answer sending(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
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
                        .pull(model(CONTENT.length), (file, done, all) -> {}, download(1, Duration.ofSeconds(1))))
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
        return new ModelsFolder(folder)
                .pull(
                        model,
                        (file, done, all) -> {
                            progress.add(done);
                            received.add(done);
                        },
                        download(3, Duration.ofSeconds(20)));
    }

    private Download download(int attempts, Duration silence) {
        return new Download(hub(), attempts, Duration.ZERO, silence);
    }

    private Hub hub() {
        return new Hub(address(), Optional.of("secret"));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static RemoteModel model(long bytes) throws Exception {
        var file = new RemoteFile("weights.bin", bytes, hash("SHA-256", CONTENT));
        return new RemoteModel("m", "M", "Apache-2.0", "Hi", 8, "a/model", "r1", List.of(file));
    }

    private static String hash(String kind, byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(kind).digest(content));
    }
}
