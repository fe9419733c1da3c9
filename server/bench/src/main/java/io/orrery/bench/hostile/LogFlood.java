package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that are wrong in ways that servers like to log, as fast as they are answered. */
record LogFlood() implements Attack {
    private static final String MARK = "AttackersText";
    private static final int LONG = 7000;
    private static final int CELLS = 2000;

    @Override
    public String name() {
        return "logFlood";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        long before = site.logBytes();
        long end = System.nanoTime() + time.toNanos();
        List<String> requests = requests(site.room().socket().getAuthority());
        long sent = 0;
        while (System.nanoTime() < end) {
            for (String request : requests) {
                send(site, request);
                sent++;
            }
        }
        String log = java.nio.file.Files.readString(site.log());
        return Map.of("requests", sent, "logBytes", site.logBytes() - before, "attackersTextInLog", log.contains(MARK));
    }

    private static List<String> requests(String host) {
        String cell = IntStream.range(0, CELLS).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String headers = " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
        return List.of(
                "CONNECT /" + MARK + "A".repeat(LONG) + headers + "\r\n",
                "GET /api/traces/nope/explain?name=" + MARK + "&cell=" + cell + headers + "\r\n",
                "GET /" + MARK + headers + MARK + "\r\n\r\n",
                "POST /api/traces" + headers + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\""
                        + MARK);
    }

    /** Sends a request and its end, and waits until the server has answered or closed the connection. */
    private static void send(Site site, String request) throws IOException {
        try (Socket socket = site.connection()) {
            answered(socket, request);
        }
    }

    private static void answered(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The server may close the connection while the request is being written.
            return;
        }
    }
}
