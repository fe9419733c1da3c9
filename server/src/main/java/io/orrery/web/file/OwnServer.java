package io.orrery.web.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.error.ServerError;
import io.orrery.wire.Json;
import io.orrery.wire.UrlQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the server over HTTP, as a page does. */
final class OwnServer {
    private static final int OK = 200;

    /** From this status on, the server may answer later. */
    private static final int TOO_MANY = 429;

    private static final int MOST_AGAIN = 20;
    private static final int MS = 1000;

    private final String server;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param server its address, such as {@code http://127.0.0.1:8080} */
    OwnServer(String server) {
        this.server = server;
    }

    /** The parameters in order, as {@code live/file-answers.js} has them ({@code keyOf}). */
    static String address(String path, Map<String, String> asked) {
        String query = UrlQuery.of(new TreeMap<>(asked));
        return query.isEmpty() ? path : path + "?" + query;
    }

    JsonNode get(String path) {
        return found(path).orElseThrow(() -> new IllegalStateException(path + " is refused"));
    }

    /** What the server answers; empty if it refuses. */
    Optional<JsonNode> found(String path) {
        return asked(path).map(Json::own);
    }

    byte[] bytes(String path) {
        return asked(path).orElseThrow(() -> new IllegalStateException(path + " is refused"));
    }

    /** While the server is busy, it is asked again. */
    Optional<byte[]> asked(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).build();
        try {
            for (int again = 0; ; again++) {
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == OK) {
                    return Optional.of(answer.body());
                }
                boolean isBusy = answer.statusCode() >= TOO_MANY;
                if (!isBusy) {
                    return Optional.empty();
                }
                if (again == MOST_AGAIN) {
                    throw new OrreryException(new ServerError.Internal());
                }
                Thread.sleep(answer.headers().firstValueAsLong("Retry-After").orElse(1) * MS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The server does not answer itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the server answers itself", e);
        }
    }
}
