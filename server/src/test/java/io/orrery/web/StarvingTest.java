package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.library.Library;
import io.orrery.library.RoomEngine;
import io.orrery.library.StepFrames;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.room.engine.Engine;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Traces;
import io.orrery.web.socket.TestSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Other requests while SmolLM2 computes for many seconds. */
class StarvingTest {
    private static final int LONG = 1000;
    private static final long TIMEOUT_S = 60;

    private final String smollm2 = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf")
            .toString();

    @Test
    void roomContinuesWhileAVisitorsLongTextIsComputed() throws Exception {
        try (var server = new RunningServer(List.of(ModelReference.of("nano-sort"), ModelReference.of(smollm2)))) {
            String large = server.json("/api/presets").at("/presets/1/model").textValue();
            int most = server.json("/api/presets").at("/presets/1/maxPrompt").intValue();
            String tokens = Collections.nCopies(most, "1").stream().collect(Collectors.joining(",", "[", "]"));
            var request = HttpRequest.newBuilder(server.address("/api/traces"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"model\":\"" + large + "\",\"tokens\":" + tokens + "}"))
                    .build();
            var first = server.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
            var address = URI.create("ws://127.0.0.1:" + server.server().port() + "/ws/rooms/" + server.code());
            var presenter = new TestSocket(address)
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
            presenter.next("welcome");

            String prompt = server.trace("BACBAA").get("id").textValue();
            presenter.says("{'type':'command','id':'p','at':1,'do':'prompt','trace':'" + prompt + "'}");
            var state = presenter.next("state");
            presenter.says("{'type':'command','id':'g','at':" + state.get("seq") + ",'do':'generate','trace':'" + prompt
                    + "'}");
            state = presenter.next(message -> message.at("/by").asText().equals("g"));

            assertThat(state.at("/state/trace/tokens")).hasSize(7);
            // A slow machine may have refused it by now, since it would take too long.
            assertThat(first.thenApply(HttpResponse::statusCode).getNow(0))
                    .as("the status of the visitor's text")
                    .isNotEqualTo(200);
        }
    }

    @Test
    void computationEndsWhenNobodyWaitsForIt() throws Exception {
        try (var server = new RunningServer(List.of(ModelReference.of("nano-sort"), ModelReference.of(smollm2)))) {
            var large = server.json("/api/presets").at("/presets/1");
            String model = large.get("model").textValue();
            int most = large.get("maxPrompt").intValue();
            try (var visitor = asking(server, model, Collections.nCopies(most, 1))) {
                await(server, "orrery_traces_waiting", 1);
                visitor.close();
                await(server, "orrery_traces_waiting", 0);
                await(server, "orrery_traces_abandoned_total", 1);
            }

            List<Integer> tokens = Collections.nCopies(most, 2);
            var presenter = new TestSocket(
                            URI.create("ws://127.0.0.1:" + server.server().port() + "/ws/rooms/" + server.code()))
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
            presenter.next("welcome");
            try (var visitor = asking(server, model, tokens)) {
                await(server, "orrery_traces_waiting", 1);
                String trace = new Recipe(model, tokens).id();
                presenter.says("{'type':'command','id':'p','at':1,'do':'prompt','trace':'" + trace + "'}");
                await(server, "orrery_traces_parties", 2);
                visitor.close();
                await(server, "orrery_traces_parties", 1);
                assertThat(metric(server, "orrery_traces_waiting")).isEqualTo(1);

                presenter.says("{'type':'command','id':'s','at':1,'do':'stop'}");
                assertThat(presenter.next("refused").get("reason").textValue()).isEqualTo("stopped");
                await(server, "orrery_traces_waiting", 0);
                await(server, "orrery_traces_abandoned_total", 2);
            }
        }
    }

    @Test
    void presentersTextIsTheRoomsAndNeedNotWaitForVisitorsOfTheSameAddress() throws Exception {
        try (var server = new RunningServer(List.of(ModelReference.of("nano-sort"), ModelReference.of(smollm2)))) {
            var large = server.json("/api/presets").at("/presets/1");
            String model = large.get("model").textValue();
            int most = large.get("maxPrompt").intValue();
            String room = "/api/traces?room=" + server.code();
            try (var visitor = asking(server, model, Collections.nCopies(most, 1));
                    var wrong = asking(server, room, "no key", model, Collections.nCopies(most, 2))) {
                await(server, "orrery_traces_waiting", 2);
                assertThat(metric(server, "orrery_traces_parties")).isEqualTo(1);

                try (var presenter = asking(server, room, server.key(), model, Collections.nCopies(most, 3))) {
                    await(server, "orrery_traces_parties", 2);
                    // The line of visitors is served first in, first out: the second has not begun, but the room's has.
                    await(server, "orrery_traces_line", 1);
                }
            }
        }
    }

    /** Sends a request without waiting for the answer. */
    private static Socket asking(RunningServer server, String model, List<Integer> tokens) throws IOException {
        return asking(server, "/api/traces", "", model, tokens);
    }

    private static Socket asking(RunningServer server, String path, String key, String model, List<Integer> tokens)
            throws IOException {
        byte[] body =
                "{\"model\":\"%s\",\"tokens\":%s}".formatted(model, tokens).getBytes(StandardCharsets.UTF_8);
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.server().port());
        var head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n".formatted(path)
                + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n".formatted(key, body.length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    private static void await(RunningServer server, String metric, double value) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
        double found = metric(server, metric);
        while (found != value && System.nanoTime() < until) {
            found = metric(server, metric);
        }
        assertThat(found).as(metric).isEqualTo(value);
    }

    private static double metric(RunningServer server, String name) throws Exception {
        String key = Files.readString(server.server().operatorKeyFile()).strip();
        var scraped = new String(
                server.get("/metrics", "Authorization", "Bearer " + key).body(), StandardCharsets.UTF_8);
        return scraped.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cancellingARoomsTraceFreesTheEngine() throws Exception {
        var executor = Executors.newFixedThreadPool(2);
        try (var workers = new Workers(2)) {
            Model large = Presets.open(smollm2);
            Model small = Presets.open("nano-sort");
            // A slow machine does not reach the deadline of a computation on this clock.
            var traces = new Traces(new MemoryBudget(8L << 30), workers, executor, () -> System.nanoTime() / 10);
            var library = new Library(List.of(large, small), List.of(), traces);
            Engine rooms = new RoomEngine(library, new StepFrames(), executor);
            CompletableFuture<?> first = rooms.in("A")
                    .run(large.id(), Collections.nCopies(LONG, 1), List.of(), LONG)
                    .toCompletableFuture();

            rooms.in("B")
                    .run(small.id(), List.of(0, 1, 2), List.of(), 2)
                    .toCompletableFuture()
                    .get(TIMEOUT_S, TimeUnit.SECONDS);

            assertThat(first).isNotDone();
            assertThat(traces.queue().abandoned()).isZero();
            first.cancel(true);
            assertThat(traces.queue().abandoned()).isEqualTo(1);
            // A computation that has just been answered may not have finished its turn.
            CompletableFuture.runAsync(() -> {
                        while (traces.queue().traces() > 0) {
                            Thread.onSpinWait();
                        }
                    })
                    .get(TIMEOUT_S, TimeUnit.SECONDS);
        } finally {
            executor.shutdown();
            // At most one turn is still running.
            assertThat(executor.awaitTermination(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        }
    }
}
