package io.orrery.bench.slow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sends real bytes through the proxy: none is lost or changed, and none arrives too early. */
class ShapingProxyTest {
    private static final double NANOS_PER_MS = 1e6;

    @Test
    void everyByteArrivesInOrderAndNotTooEarly() throws Exception {
        byte[] sent = new byte[100_000];
        new Random(1).nextBytes(sent);
        var network = new Network(8, 10, 0.1, 1);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var proxy = new ShapingProxy(server.getLocalPort(), network);
                var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            long began = System.nanoTime();
            var asked = CompletableFuture.supplyAsync(() -> answered(server, sent));
            client.getOutputStream().write("what?".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            client.shutdownOutput();

            byte[] got = client.getInputStream().readAllBytes();

            double ms = (System.nanoTime() - began) / NANOS_PER_MS;
            assertThat(got).isEqualTo(sent);
            assertThat(asked.join()).isEqualTo("what?");
            // 20 ms to open the connection, 10 ms for the question, and 100 + 10 ms for 100,000 bytes.
            assertThat(ms).isGreaterThan(2 * 10 + 10 + 100 + 10);
        }
    }

    private static String answered(ServerSocket server, byte[] answer) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            String question = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            socket.getOutputStream().write(answer);
            return question;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void unreachableServerClosesTheConnection() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        try (var proxy = new ShapingProxy(port, new Network(8, 1, 0, 1));
                var client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            int read;
            try {
                read = client.getInputStream().read();
            } catch (java.net.SocketException reset) {
                read = -1;
            }
            assertThat(read).isEqualTo(-1);
        }
    }
}
