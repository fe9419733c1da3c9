package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.FrameHead;
import io.orrery.bench.RoomSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An attendee's page that requests the answer to each question that its room opens. */
final class AskingPage implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;

    private final HttpClient client;
    private final RoomSocket socket;
    private volatile Opening opening = Opening.NONE;

    /** The last request. */
    private volatile CompletableFuture<?> asking = CompletableFuture.completedFuture(null);

    /**
     * A question that the room is about to open.
     *
     * @param seq the change that opens it
     * @param answer the address of its answer
     * @param arrived is told when a page has the answer, or why it has none
     */
    record Opening(long seq, URI answer, Arrivals arrived) {
        static final Opening NONE = new Opening(Long.MAX_VALUE, URI.create(""), problem -> {});
    }

    /** Counts the pages that have an answer. */
    interface Arrivals {
        /** @param problem why a page has none; empty if it has one */
        void add(String problem);
    }

    AskingPage(HttpClient client, LoadedRoom target) throws IOException {
        this.client = client;
        socket = RoomSocket.to(target.socket(), client, new Received());
        socket.say(Map.of("type", "hello", "v", 1, "view", "attendee"));
    }

    void expect(Opening next) {
        opening = next;
    }

    private void stateReceived(JsonNode state) {
        Opening now = opening;
        if (state.path("seq").longValue() < now.seq()) {
            return;
        }
        opening = Opening.NONE;
        asking = client.sendAsync(HttpRequest.newBuilder(now.answer()).build(), HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failure) -> now.arrived().add(problem(answer, failure)));
    }

    private static String problem(HttpResponse<String> answer, Throwable failure) {
        if (failure != null) {
            return String.valueOf(failure.getMessage());
        }
        return answer.statusCode() == OK ? "" : answer.body();
    }

    @Override
    public void close() {
        asking.cancel(true);
        socket.close();
    }

    private final class Received implements RoomSocket.Page {
        @Override
        public void text(String message) throws IOException {
            if (message.startsWith("{\"type\":\"state\"")) {
                stateReceived(JSON.readTree(message));
            }
        }

        @Override
        public void frame(byte[] frame) throws IOException {
            FrameHead.of(frame).said().ifPresent(AskingPage.this::stateReceived);
        }

        /** The page will have no answer. */
        @Override
        public void failed(Throwable failure) {
            opening.arrived().add("a page's connection failed: " + failure);
        }
    }
}
