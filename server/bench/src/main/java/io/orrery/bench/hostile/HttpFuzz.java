package io.orrery.bench.hostile;

import io.orrery.web.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends random and mutated requests to every route of a server, without a key: with wrong methods, paths, parameters, headers
 * and bodies; with bodies that stall, break off, or are longer or shorter than announced. Only documented answers are right.
 */
public final class HttpFuzz {
    /** The statuses that {@code docs/protocol.md} lists; 101 and 100 belong to HTTP. */
    private static final Set<Integer> DOCUMENTED = Set.of(
            100, 101, 200, 201, 204, 304, 400, 401, 403, 404, 405, 408, 409, 413, 414, 415, 421, 422, 429, 431, 503);

    /** Given to a client that has closed its side before the answer was computed. */
    private static final int CLOSED_BY_CLIENT = 499;

    private static final int MOST_STALLED = 40;
    private static final int MOST_READ = 256 * 1024;
    private static final int LONG = 9000;

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "get", "");
    private static final List<String> JUNK = List.of(
            "nope",
            "..",
            "%2e%2e",
            "%00",
            "%",
            "%zz",
            "a b",
            "\u00fc",
            "0",
            "-1",
            "__proto__",
            "A".repeat(300),
            "%F0%9F%A6%8A",
            ";x=1",
            "{id}");
    private static final List<String> PARAMETERS = List.of(
            "rows",
            "columns",
            "heads",
            "pool",
            "across",
            "dtype",
            "name",
            "cell",
            "position",
            "temperature",
            "topK",
            "topP",
            "seed",
            "count",
            "address",
            "fact",
            "fact",
            "answer",
            "prompt",
            "lang",
            "model",
            "room");
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "0:1",
            "0:2",
            "2:0",
            "0:999999999",
            "99999999999",
            "1e999",
            "NaN",
            "f32",
            "f64",
            "0,0",
            "0,0,0",
            "logits",
            "embed.W_E",
            "http://192.168.1.20:8080",
            "javascript:alert(1)",
            "prob%20next%201",
            "attention%20head%20999999999.99999999999%20from%20last%20strongest",
            "cell%20blocks.0.attn.hook_attn_scores%20token%20-1%20key%200",
            "prob%20%22%F0%9F%98%80%22",
            "strongest-effect%20by%20zero",
            "%22%22%22",
            "%00",
            "%FF",
            "../../etc/passwd",
            "de-DE;q=9",
            "",
            IntStream.range(0, 2000).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/jsonp",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "");
    private static final List<String> BODIES = List.of(
            "{\"model\":\"nano-sort\",\"prompt\":\"CBABBC\"}",
            "{\"model\":\"nano-sort\",\"tokens\":[0,1,2]}",
            "{\"model\":\"nano-sort\",\"text\":\"CBA\"}",
            "{\"trace\":\"00\",\"append\":[0]}",
            "{\"role\":\"presenter\"}",
            "{}",
            "[]",
            "null",
            "",
            "{\"model\":\"nano-sort\",\"tokens\":[1e999]}",
            "{\"a\":".repeat(200) + "1" + "}".repeat(200),
            "{\"model\":\"nano-sort\",\"prompt\":\"" + "A".repeat(70_000) + "\"}");

    private final InetSocketAddress server;
    private final List<Route> routes;
    private final List<String> known;
    private final Random random;
    private final int timeoutMs;

    /** Connections whose requests never end. */
    private final Deque<Socket> stalled = new ArrayDeque<>();

    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final List<String> surprises = new ArrayList<>();
    private long requests;

    /**
     * The server's answers, counted.
     *
     * @param statuses the number of answers by status; 0 counts connections that were closed without an answer
     * @param surprises the answers that are not documented, and well-formed requests without an answer
     */
    public record Outcome(long requests, Map<Integer, Long> statuses, List<String> surprises) {
        public Outcome {
            statuses = Map.copyOf(statuses);
            surprises = List.copyOf(surprises);
        }
    }

    /** A request and how it is sent. */
    private record Sending(byte[] bytes, boolean isWellFormed, Ending ending) {}

    private enum Ending {
        /** Waits for the answer. */
        WAIT,
        /** Sends in two pieces, then waits for the answer. */
        PIECES,
        /** Closes the sending side before the end, and waits for the answer. */
        BREAK_OFF,
        /** Closes the connection without reading. */
        LEAVE,
        /** Sends no more, and keeps the connection open. */
        STALL
    }

    /**
     * A fuzz that always sends the same requests.
     *
     * @param known values for the parameters of paths, such as the ids of a model and of a trace
     * @param patience how long it waits for an answer; it waits for ever if this is zero
     */
    public HttpFuzz(InetSocketAddress server, List<Route> routes, List<String> known, long seed, Duration patience) {
        this.server = server;
        this.routes = List.copyOf(routes);
        this.known = List.copyOf(known);
        this.random = new Random(seed);
        this.timeoutMs = (int) patience.toMillis();
    }

    /** Sends a number of requests. */
    public Outcome run(int count) throws IOException {
        return run(count, Long.MAX_VALUE);
    }

    /** Sends requests until the time is over. */
    public Outcome run(Duration time) throws IOException {
        return run(Integer.MAX_VALUE, System.nanoTime() + time.toNanos());
    }

    private Outcome run(int count, long end) throws IOException {
        try {
            for (int i = 0; i < count && (end == Long.MAX_VALUE || System.nanoTime() - end < 0); i++) {
                Route route = routes.get(i % routes.size());
                send(route, request(route));
            }
        } finally {
            while (!stalled.isEmpty()) {
                stalled.pop().close();
            }
        }
        return new Outcome(requests, statuses, surprises);
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean rarely() {
        return random.nextInt(8) == 0;
    }

    private Sending request(Route route) {
        boolean isWellFormed = true;
        String method = route.method().equals("WS") ? "GET" : route.method();
        if (rarely()) {
            method = any(METHODS);
            isWellFormed = false;
        }
        String body = method.equals("POST") || rarely() ? any(BODIES) : "";
        var head = new StringBuilder();
        head.append(method)
                .append(' ')
                .append(path(route))
                .append(query())
                .append(rarely() ? " HTTP/1.0" : " HTTP/1.1");
        head.append("\r\nHost: ")
                .append(rarely() ? any(List.of("evil.example", "[::1]", "localhost:1", "a b")) : "localhost");
        head.append("\r\nConnection: close\r\n");
        if (route.method().equals("WS") && random.nextBoolean()) {
            head.append("Upgrade: websocket\r\nSec-WebSocket-Version: ").append(any(List.of("13", "8", "x")));
            head.append("\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
            isWellFormed = false;
        }
        isWellFormed &= !headers(head);
        isWellFormed &= announce(head, body.getBytes(StandardCharsets.UTF_8).length);
        head.append("\r\n").append(body);
        byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
        if (rarely()) {
            mutate(bytes);
            isWellFormed = false;
        }
        return new Sending(bytes, isWellFormed, random.nextInt(4) == 0 ? any(List.of(Ending.values())) : Ending.WAIT);
    }

    private String path(Route route) {
        var path = new StringBuilder();
        for (String part : route.path().split("(?=[{<])|(?<=[}>])")) {
            boolean isParameter = part.startsWith("{") || part.startsWith("<");
            path.append(!isParameter ? part : rarely() ? any(JUNK) : any(known));
        }
        return rarely() ? path + any(JUNK) : path.toString();
    }

    private String query() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> (i == 0 ? "?" : "&") + any(PARAMETERS) + "=" + any(VALUES))
                .collect(Collectors.joining());
    }

    /** Adds headers; returns whether the request may be refused without an answer because of them. */
    private boolean headers(StringBuilder head) {
        String type = any(TYPES);
        head.append(
                type.isEmpty() || random.nextBoolean()
                        ? "Content-Type: application/json\r\n"
                        : "Content-Type: " + type + "\r\n");
        if (rarely()) {
            head.append("Origin: ")
                    .append(any(List.of("http://localhost", "http://evil.example", "null")))
                    .append("\r\n");
        }
        if (rarely()) {
            head.append("Authorization: Bearer ").append(any(JUNK)).append("\r\n");
        }
        if (rarely()) {
            head.append("Accept-Encoding: ")
                    .append(any(List.of("gzip", "br", "gzip;q=0", ",")))
                    .append("\r\n");
        }
        if (rarely()) {
            head.append("X-Forwarded-For: ")
                    .append(any(List.of("1.2.3.4", "::", ",,,")))
                    .append("\r\n");
        }
        if (rarely()) {
            head.append(any(List.of(
                    "Expect: 100-continue\r\n",
                    "Expect: nothing\r\n",
                    "A b: c\r\n",
                    ": x\r\n",
                    "X: " + "x".repeat(LONG) + "\r\n")));
            return true;
        }
        return false;
    }

    /** Announces the body's length; returns whether it is the true one. */
    private boolean announce(StringBuilder head, int length) {
        if (!rarely()) {
            head.append(length > 0 ? "Content-Length: " + length + "\r\n" : "");
            return true;
        }
        head.append(any(List.of(
                "Content-Length: " + (length + 7) + "\r\n",
                "Content-Length: " + length / 2 + "\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: 3\r\nContent-Length: 5\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Transfer-Encoding: gzip\r\n")));
        return false;
    }

    private void mutate(byte[] bytes) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(Math.min(bytes.length, LONG))] = (byte) random.nextInt();
        }
    }

    private void send(Route route, Sending sending) throws IOException {
        requests++;
        var socket = new Socket();
        boolean isKept = false;
        try {
            socket.setSoTimeout(timeoutMs);
            socket.connect(server);
            isKept = send(socket, sending);
            if (!isKept && sending.ending() != Ending.LEAVE) {
                judge(route, sending, answer(socket));
            }
        } finally {
            if (!isKept) {
                socket.close();
            }
        }
    }

    /** Sends the bytes; returns whether the connection is kept open without an answer. */
    private boolean send(Socket socket, Sending sending) throws IOException {
        byte[] bytes = sending.bytes();
        int cut = random.nextInt(bytes.length);
        try {
            var out = socket.getOutputStream();
            switch (sending.ending()) {
                case WAIT -> {
                    out.write(bytes);
                    if (!sending.isWellFormed()) {
                        socket.shutdownOutput();
                    }
                }
                case PIECES -> {
                    out.write(bytes, 0, cut);
                    out.flush();
                    out.write(bytes, cut, bytes.length - cut);
                    if (!sending.isWellFormed()) {
                        socket.shutdownOutput();
                    }
                }
                case BREAK_OFF -> {
                    out.write(bytes, 0, cut);
                    socket.shutdownOutput();
                }
                case LEAVE -> out.write(bytes, 0, cut);
                case STALL -> {
                    out.write(bytes, 0, cut);
                    stalled.add(socket);
                    if (stalled.size() > MOST_STALLED) {
                        stalled.pop().close();
                    }
                    return true;
                }
            }
        } catch (IOException e) {
            // The server may refuse a request, and close the connection, before all of it was sent.
            return false;
        }
        return false;
    }

    /** The beginning of the answer; empty if the connection was closed without one. */
    private static String answer(Socket socket) throws SocketTimeoutException {
        var answer = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            var part = new byte[LONG];
            for (int n = in.read(part); n >= 0 && answer.size() < MOST_READ; n = in.read(part)) {
                answer.write(part, 0, n);
                if (answer.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101")) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Reset after the answer was sent, or without one.
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private void judge(Route route, Sending sending, String answer) {
        int status = answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        statuses.merge(status, 1L, Long::sum);
        boolean isWhole = sending.ending() == Ending.WAIT || sending.ending() == Ending.PIECES;
        boolean isRight = DOCUMENTED.contains(status)
                || status == CLOSED_BY_CLIENT && !(sending.isWellFormed() && isWhole)
                || status == 0 && !(sending.isWellFormed() && isWhole);
        if (!isRight) {
            String request =
                    new String(sending.bytes(), 0, Math.min(300, sending.bytes().length), StandardCharsets.UTF_8);
            surprises.add(route.method() + " " + route.path() + " answered " + status + " to " + sending.ending() + ": "
                    + request);
        }
    }
}
