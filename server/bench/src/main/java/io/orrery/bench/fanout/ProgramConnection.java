package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.wire.Json;
import java.io.BufferedInputStream;
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
final class ProgramConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final JsonMapper JSON = new JsonMapper();

    private final Socket socket;
    private final DataInputStream in;
    private final String authority;

    /** Connects to the server of a room. */
    ProgramConnection(LoadedRoom room) throws IOException {
        authority = room.socket().getAuthority();
        socket = new Socket(room.socket().getHost(), room.socket().getPort());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** The server's answer to a POST, JSON. @throws IOException if it refuses */
    JsonNode post(String path, String key, Map<String, ?> body) throws IOException {
        String json = new String(Json.bytes(body), StandardCharsets.UTF_8);
        String head = "Authorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                .formatted(key, json.length());
        return JSON.readTree(answer("POST", path, head, json));
    }

    /** The server's answer to a GET. @throws IOException if it refuses */
    String get(String path) throws IOException {
        return answer("GET", path, "", "");
    }

    private String answer(String method, String path, String head, String body) throws IOException {
        String request = "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n%s".formatted(method, path, authority, head, body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
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
        return answer;
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
