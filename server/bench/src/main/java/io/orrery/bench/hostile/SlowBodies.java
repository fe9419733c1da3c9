package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Many requests whose bodies arrive at one byte a second, while somebody asks for a page. */
record SlowBodies() implements Attack {
    private static final int CONNECTIONS = 250;
    private static final int LENGTH = 60_000;

    /** Longer than the server's deadline for a body. */
    private static final Duration LEAST = Duration.ofSeconds(12);

    @Override
    public String name() {
        return "slowBodies";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        List<Socket> open = new ArrayList<>();
        var answers = new CountedAnswers();
        int ended = 0;
        try {
            long end = System.nanoTime() + Math.max(time.toNanos(), LEAST.toNanos());
            while (open.size() < CONNECTIONS) {
                var socket = site.connection();
                socket.getOutputStream()
                        .write(("POST /api/traces HTTP/1.1\r\nHost: "
                                        + site.room().socket().getAuthority()
                                        + "\r\nContent-Type: application/json\r\nContent-Length: " + LENGTH
                                        + "\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
                open.add(socket);
            }
            while (System.nanoTime() < end) {
                answers.count(site.client()
                                .sendAsync(site.request("/").GET().build(), HttpResponse.BodyHandlers.discarding()))
                        .join();
                for (Socket socket : open) {
                    drip(socket);
                }
                TimeUnit.SECONDS.sleep(1);
            }
            for (Socket socket : open) {
                ended += isEnded(socket) ? 1 : 0;
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        return Map.of("slow", CONNECTIONS, "ended", ended, "others", answers.figures());
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write(' ');
        } catch (IOException e) {
            // The server has ended this request, which is what it should do.
            return;
        }
    }

    /** Whether the server has answered or closed the connection. */
    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().available() > 0 || isClosed(socket);
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }
}
