package io.orrery.web.entry;

import io.orrery.web.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client on a plain socket, which can send what no HTTP library would. */
final class RawClient implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?imd)^content-length: (\\d+)\r$");
    private static final int SMALL_BUFFER = 4096;

    private final Socket socket = new Socket();

    private RawClient(int port, boolean isSmall) throws IOException {
        if (isSmall) {
            socket.setReceiveBufferSize(SMALL_BUFFER);
        }
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static RawClient of(RunningServer server) throws IOException {
        return new RawClient(server.server().port(), false);
    }

    /** A client with a small receive buffer, so that little of an answer is in the kernel if it is not read. */
    static RawClient withSmallBuffer(RunningServer server) throws IOException {
        return new RawClient(server.server().port(), true);
    }

    /** Sends some bytes, given as ISO 8859-1. */
    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends a POST's headers and the beginning of its body. */
    RawClient post(String path, int length, String body) throws IOException {
        return send(
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + length + "\r\n\r\n" + body);
    }

    RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Ends the stream of requests; answers can still be read. */
    RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next answer: its head and, if its length is announced, its body. */
    Answer answer() throws IOException {
        return answer(true);
    }

    Answer answer(boolean hasBody) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the answer ends after: " + head);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        byte[] body = hasBody && length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
        return new Answer(text, body);
    }

    /** All that is left to be read; empty if the connection was reset. */
    Optional<byte[]> rest() {
        try {
            return Optional.of(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** An answer as it was sent. */
    record Answer(String head, byte[] body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        /** A header's value; empty if there is none. */
        String header(String name) {
            Matcher value = Pattern.compile("(?imd)^" + name + ": (.*)\r$").matcher(head);
            return value.find() ? value.group(1) : "";
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
