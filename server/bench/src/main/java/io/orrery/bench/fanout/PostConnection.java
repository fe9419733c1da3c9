package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.wire.Json;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A program that sends requests over one connection. The calling thread writes each of them at once, as it does a page's message: Java's clients pass a request from one
 * thread to another or wait a millisecond for an older answer, which on a busy machine is as much as what is measured.
 */
final class PostConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final JsonMapper JSON = new JsonMapper();

    private final Socket socket;
    private final DataInputStream in;
    private final String authority;

    /** Connects to the server of a room. */
    PostConnection(LoadedRoom room) throws IOException {
        authority = room.socket().getAuthority();
        socket = new Socket(room.socket().getHost(), room.socket().getPort());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    }

    /** The server's answer, JSON. @throws IOException if it refuses */
    JsonNode answer(String path, String key, Map<String, ?> body) throws IOException {
        byte[] sent = Json.bytes(body);
        String head = "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, authority, key, sent.length);
        socket.getOutputStream().write((head + new String(sent, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.contains(" 200 ")) {
            throw new IOException("The server refused: " + status + " " + answer);
        }
        return JSON.readTree(answer);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server has closed a connection");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
