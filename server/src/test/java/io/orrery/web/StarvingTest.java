package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.lab.Progress;
import io.orrery.lab.tool.Extent;
import io.orrery.lab.tool.Opened;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.ToolRequest;
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
import io.orrery.trace.Requester;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other requests while something is computed that takes long. How long it takes, and what time it is meanwhile, the test says. */
class StarvingTest {
    /** Longer than any turn. */
    private static final long TURN = TimeUnit.SECONDS.toNanos(1);

    @AutoClose
    private RunningServer server;

    private String model = "";

    @BeforeEach
    void start() throws Exception {
        var options = new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty());
        server = RunningServer.computing(options, StarvingTest::clock);
        model = server.model();
    }

    /** Stands still, so that no deadline passes. It is ahead where something is measured: each piece of that takes a turn. */
    private static long clock() {
        return Thread.currentThread().getName().equals("orrery-measuring") ? TURN : 0;
    }

    /** A measurement that has the scheduler's turn until the test lets it do another piece. */
    private static final class LongWork implements Tool, AutoCloseable {
        private final Semaphore begun = new Semaphore(0);
        private final Semaphore pieces = new Semaphore(0);
        private final Requester requester;

        /** Returns when it has its first turn. */
        LongWork(RunningServer server, Requester requester) throws Exception {
            this.requester = requester;
            Library library = server.server().library().forRequester(requester);
            Trace trace = library.find(RunningServer.id(server.trace("ABC"))).get();
            // Nobody waits for its answer: the requester leaves.
            var unused = library.lab().answer(trace, this, new Parameters(Map.of()));
            awaitTurn();
        }

        /** Returns when it has its next turn, which it keeps. */
        void awaitTurn() throws InterruptedException {
            begun.acquire();
        }

        /** Lets it do this many pieces, each of which ends its turn. */
        void advance(int more) {
            pieces.release(more);
        }

        @Override
        public String name() {
            return "long-work";
        }

        @Override
        public List<Opened.Request> asked(Opened opened) {
            return List.of();
        }

        @Override
        public Need need(Extent extent, Parameters parameters) {
            return new Need(0, 0);
        }

        @Override
        public Map<String, Object> answer(ToolRequest question, Progress progress) {
            while (true) {
                begun.release();
                pieces.acquireUninterruptibly();
                progress.done(0, 1);
            }
        }

        @Override
        public void close() {
            requester.leave();
            pieces.release();
        }
    }

    @Test
    void roomContinuesWhileAVisitorsLongWorkIsComputed() throws Exception {
        String prompt = RunningServer.id(server.trace("BACBAA"));
        try (var visitor = new LongWork(server, Requester.of("visitor"))) {
            var presenter = server.socket(server.code())
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
            presenter.next("welcome");
            presenter.says("{'type':'command','id':'p','at':1,'do':'prompt','trace':'" + prompt + "'}");
            var state = presenter.next("state");
            presenter.says("{'type':'command','id':'g','at':" + state.get("seq") + ",'do':'generate','trace':'" + prompt
                    + "'}");
            await("orrery_traces_parties", 2);

            visitor.advance(1);

            state = presenter.next(message -> message.at("/by").asText().equals("g"));
            assertThat(state.at("/state/trace/tokens")).hasSize(7);
            // The visitor's work goes on, and the room's leaves the line after its answer.
            visitor.awaitTurn();
            await("orrery_traces_waiting", 1);
        }
    }

    @Test
    void computationEndsWhenNobodyWaitsForIt() throws Exception {
        try (var held = new LongWork(server, Requester.whenIdle("held"))) {
            try (var visitor = asking(List.of(0, 1, 2, 0))) {
                await("orrery_traces_waiting", 2);
                visitor.close();
                await("orrery_traces_waiting", 1);
                await("orrery_traces_abandoned_total", 1);
            }

            List<Integer> tokens = List.of(0, 1, 2, 1);
            var presenter = server.socket(server.code())
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
            presenter.next("welcome");
            try (var visitor = asking(tokens)) {
                await("orrery_traces_waiting", 2);
                String trace = new Recipe(model, tokens).id();
                presenter.says("{'type':'command','id':'p','at':1,'do':'prompt','trace':'" + trace + "'}");
                await("orrery_traces_parties", 3);
                visitor.close();
                await("orrery_traces_parties", 2);
                assertThat(metric("orrery_traces_waiting")).isEqualTo(2);

                presenter.says("{'type':'command','id':'s','at':1,'do':'stop'}");
                assertThat(presenter.next("refused").get("reason").textValue()).isEqualTo("stopped");
                await("orrery_traces_waiting", 1);
                await("orrery_traces_abandoned_total", 2);
            }
        }
    }

    @Test
    void presentersTextIsTheRoomsAndNeedNotWaitForVisitorsOfTheSameAddress() throws Exception {
        String room = "/api/traces?room=" + server.code();
        try (var other = new LongWork(server, Requester.of("another address"))) {
            try (var visitor = asking(List.of(0, 1, 2, 0));
                    var wrong = asking(room, "no key", List.of(0, 1, 2, 1))) {
                await("orrery_traces_waiting", 3);
                assertThat(metric("orrery_traces_parties")).isEqualTo(2);

                try (var presenter = asking(room, server.key(), List.of(0, 1, 2, 2))) {
                    await("orrery_traces_parties", 3);
                    // The room has the turn after this one. The next is the other address's again.
                    other.advance(1);
                    assertThat(status(presenter)).startsWith("HTTP/1.1 200");
                    assertThat(metric("orrery_traces_line")).isEqualTo(2);
                    await("orrery_traces_parties", 2);
                }
            }
        }
    }

    /** Sends a request without waiting for the answer. */
    private Socket asking(List<Integer> tokens) throws IOException {
        return asking("/api/traces", "", tokens);
    }

    private Socket asking(String path, String key, List<Integer> tokens) throws IOException {
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

    /** The first line of the answer, once it is there. */
    private static String status(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private void await(String metric, double value) throws Exception {
        while (metric(metric) != value) {
            Thread.onSpinWait();
        }
    }

    private double metric(String name) throws Exception {
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
        int length = 1000;
        Queue<Runnable> turns = new ArrayDeque<>();
        var now = new AtomicLong();
        try (var workers = new Workers(2)) {
            Model large = Presets.open(Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf")
                    .toString());
            Model small = Presets.open("nano-sort");
            // A turn takes 20 ms, which pass whenever the clock is read: each computes one piece.
            var traces = new Traces(
                    new MemoryBudget(8L << 30),
                    workers,
                    turns::add,
                    () -> now.addAndGet(TimeUnit.MILLISECONDS.toNanos(20)));
            var library = new Library(List.of(large, small), List.of(), traces);
            Engine rooms = new RoomEngine(library, new StepFrames(), Runnable::run);
            CompletableFuture<?> first = rooms.in("A")
                    .run(large.id(), Collections.nCopies(length, 1), List.of(), length)
                    .toCompletableFuture();

            CompletableFuture<?> second = rooms.in("B")
                    .run(small.id(), List.of(0, 1, 2), List.of(), 2)
                    .toCompletableFuture();
            while (!second.isDone()) {
                turns.remove().run();
            }

            assertThat(second).isCompleted();
            assertThat(first).isNotDone();
            assertThat(traces.queue().abandoned()).isZero();
            first.cancel(true);
            assertThat(traces.queue().abandoned()).isEqualTo(1);
            while (!turns.isEmpty()) {
                turns.remove().run();
            }
            assertThat(traces.queue().traces()).isZero();
        }
    }
}
