package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.cluster.SharedServers.ServerProcess;
import io.orrery.room.access.RoomCode;
import io.orrery.room.log.MemoryLog;
import io.orrery.room.log.Row;
import io.orrery.tools.NatsServers;
import io.orrery.tools.Signals;
import io.orrery.web.RunningServer;
import io.orrery.web.socket.TestSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three servers, one of which is killed, stopped or paused at random moments, while a presenter goes on and sixty attendees ask. Each seed has a room of its own.
 * What came of each command is read from the room's log.
 */
class RandomFaultsTest {
    private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsTest.class);

    private static final int FIRST_SEED = Integer.getInteger("orrery.faults.seed", 1);
    private static final int SEEDS = Integer.getInteger("orrery.faults.seeds", 5);
    private static final int SERVERS = 3;
    private static final int ATTENDEES = 60;

    /** The most open questions of one person, see QaActivity. */
    private static final int QUESTIONS = 3;

    private static final int FAULTS_EACH = 2;

    /** Between two faults, and two questions of a person, is a random time up to this, ms. */
    private static final int BETWEEN_MS = 600;

    private static final int LONGEST_PAUSE_MS = 3000;

    private final List<ServerProcess> up = new CopyOnWriteArrayList<>();
    private final ExecutorService people = Executors.newCachedThreadPool();

    private enum Fault {
        /** kill -9 of the room's owner. */
        KILL_OWNER,
        KILL_ANOTHER,
        /** SIGTERM: the owner hands the room over. */
        STOP_OWNER,
        /** SIGSTOP, then SIGCONT. */
        PAUSE_OWNER,
        PAUSE_NATS
    }

    private static final List<Fault> FAULTS = Optional.ofNullable(System.getProperty("orrery.faults.kind"))
            .map(kind -> List.of(Fault.valueOf(kind)))
            .orElse(List.of(Fault.values()));

    @Test
    void nothingConfirmedIsLostAndNothingIsDoneTwice() throws Exception {
        try (var servers = new SharedServers(NatsServers.one())) {
            List<CompletableFuture<Void>> starts =
                    IntStream.range(0, SERVERS).mapToObj(i -> starts(servers)).toList();
            starts.forEach(CompletableFuture::join);
            for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
                new Evening(servers, seed).passes();
            }
        } finally {
            people.shutdownNow();
        }
    }

    private CompletableFuture<Void> starts(SharedServers servers) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        up.add(servers.new ServerProcess());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                people);
    }

    /** What happens with one seed, in a room of its own. */
    private final class Evening {
        private final SharedServers servers;
        private final int seed;
        private final Random random;
        private final RoomCode code;
        private final Guest presenter;
        private final List<Guest> attendees = new ArrayList<>();
        private final Map<String, Long> wentOn = new LinkedHashMap<>();
        /** When the presenter's last command was given that is answered, ns. */
        private volatile long answeredFrom;

        /** When the last fault happened, ns. */
        private long happenedAt;

        private volatile boolean isOver;

        Evening(SharedServers servers, int seed) throws Exception {
            this.servers = servers;
            this.seed = seed;
            random = new Random(seed);
            JsonNode opened = up.get(random.nextInt(SERVERS)).asks("/api/rooms", "{}");
            code = new RoomCode(opened.get("code").textValue());
            String key = SharedServers.key(opened, "presenter");
            presenter = new Guest("presenter", "'view':'presenter','key':'" + key + "'");
            // Out of the lobby, and from where there is a step before.
            presenter.does("'do':'next'");
            presenter.does("'do':'next'");
            for (int i = 0; i < ATTENDEES; i++) {
                attendees.add(new Guest("a" + i, "'view':'attendee'"));
            }
        }

        void passes() throws Exception {
            Future<?> walk = people.submit(this::walks);
            List<? extends Future<?>> asking =
                    attendees.stream().map(each -> people.submit(each::asks)).toList();
            CompletableFuture<Void> restart = CompletableFuture.completedFuture(null);
            for (int i = 1; i <= FAULTS_EACH; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(BETWEEN_MS));
                Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
                restart.join();
                restart = happens(fault);
                while (answeredFrom < happenedAt) {
                    assertThat(walk).as("the presenter's walk").isNotDone();
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                wentOn.put(i + " " + fault, (System.nanoTime() - happenedAt) / 1_000_000);
            }
            for (Future<?> each : asking) {
                each.get();
            }
            isOver = true;
            walk.get();
            LOG.warn("Seed {}: the room went on after ms: {}", seed, wentOn);
            screensAgree();
            logAgrees();
            attendees.forEach(Guest::leaves);
            presenter.leaves();
            restart.join();
        }

        /** Steps to and fro. A command that was done twice, or not at all, would lead to another step. */
        private Void walks() throws Exception {
            var steps = new LinkedHashSet<String>();
            for (int i = 0; i % 2 == 1 || !isOver; i++) {
                long from = System.nanoTime();
                presenter.does(i % 2 == 0 ? "'do':'next'" : "'do':'back'");
                answeredFrom = from;
                String step = presenter.state.at("/cursor/step").asText();
                if (i < 2) {
                    steps.add(step);
                }
                assertThat(step)
                        .as("seed %s, command %s", seed, i)
                        .isEqualTo(List.copyOf(steps).get(i % 2));
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return null;
        }

        private CompletableFuture<Void> happens(Fault fault) throws Exception {
            ServerProcess owner = owner();
            switch (fault) {
                case KILL_OWNER -> {
                    up.remove(owner);
                    owner.process.destroyForcibly();
                    happenedAt = System.nanoTime();
                    return starts(servers);
                }
                case KILL_ANOTHER -> {
                    ServerProcess other = up.stream()
                            .filter(each -> each != owner)
                            .findFirst()
                            .orElseThrow();
                    up.remove(other);
                    other.process.destroyForcibly();
                    happenedAt = System.nanoTime();
                    return starts(servers);
                }
                case STOP_OWNER -> {
                    up.remove(owner);
                    owner.process.destroy();
                    happenedAt = System.nanoTime();
                    return starts(servers);
                }
                case PAUSE_OWNER -> {
                    Signals.send("STOP", owner.process.pid());
                    happenedAt = System.nanoTime();
                    int ms = random.nextInt(LONGEST_PAUSE_MS);
                    return CompletableFuture.runAsync(() -> goesOn(owner), later(ms));
                }
                case PAUSE_NATS -> {
                    servers.nats.pause(0);
                    happenedAt = System.nanoTime();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MS / 2));
                    servers.nats.resume(0);
                }
            }
            return CompletableFuture.completedFuture(null);
        }

        private java.util.concurrent.Executor later(int ms) {
            return CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, people);
        }

        private ServerProcess owner() throws Exception {
            while (true) {
                JsonNode all = up.get(random.nextInt(up.size())).asks("/api/rooms", "");
                for (JsonNode room : all.get("rooms")) {
                    for (JsonNode server : all.get("servers")) {
                        Optional<ServerProcess> owner = up.stream()
                                .filter(each -> each.isAt(server.get("host").textValue()))
                                .findFirst();
                        if (room.get("code").textValue().equals(code.text())
                                && room.get("node").equals(server.get("node"))
                                && owner.isPresent()) {
                            return owner.get();
                        }
                    }
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        private void screensAgree() throws Exception {
            presenter.does("'do':'next'");
            for (Guest each : attendees) {
                each.reaches(presenter.seen);
            }
            // What is counted may come after the step.
            while (attendees.stream().map(each -> each.state).distinct().count() > 1) {
                for (Guest each : attendees) {
                    each.readsWhatIsHere();
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        private void logAgrees() throws Exception {
            RoomContents log = servers.log(code);
            List<Row> rows = log.rows();
            assertThat(new MemoryLog(code.text(), rows).rows()).as("checksums").hasSameSizeAs(rows);
            assertThat(rows.stream().map(Row::seq))
                    .as("seed %s", seed)
                    .isEqualTo(IntStream.rangeClosed(1, rows.size())
                            .mapToObj(Long::valueOf)
                            .toList());
            var ids = new ArrayList<String>();
            for (Row row : rows) {
                Optional.of(RunningServer.JSON.readTree(row.json()).path("id").asText())
                        .filter(id -> !id.isEmpty())
                        .ifPresent(ids::add);
            }
            assertThat(ids)
                    .as("seed %s: what the presenter was confirmed, once, in order", seed)
                    .isEqualTo(presenter.done);
            List<String> asked = log.answers().stream()
                    .flatMap(
                            answer -> java.util.stream.Stream.of(answer.answer().split("\t")))
                    .filter(field -> field.startsWith("Why "))
                    .toList();
            assertThat(asked)
                    .as("seed %s: what attendees were confirmed, once", seed)
                    .containsExactlyInAnyOrderElementsOf(attendees.stream()
                            .flatMap(each -> each.done.stream())
                            .toList());
        }

        /** A person's page, which comes back at any server, and repeats what was not answered. */
        private final class Guest {
            private final String name;
            private final String hello;
            private final Random mood;
            /** What was confirmed: ids of commands, or questions. */
            private final List<String> done = new ArrayList<>();

            private TestSocket socket;
            private String me = "";
            private long seen;
            private ObjectNode state = RunningServer.JSON.createObjectNode();

            Guest(String name, String hello) throws Exception {
                this.name = name;
                this.hello = hello;
                mood = new Random(random.nextLong());
                comes();
            }

            private void comes() throws Exception {
                while (true) {
                    try {
                        List<ServerProcess> now = List.copyOf(up);
                        socket = now.get(mood.nextInt(now.size()))
                                .socket(code.text())
                                .says("{'type':'hello','v':1," + hello + (me.isEmpty() ? "" : ",'me':'" + me + "'")
                                        + "}");
                        Optional<JsonNode> welcome = socket.nextUnlessClosed("welcome");
                        if (welcome.isPresent()) {
                            me = welcome.get().get("me").textValue();
                            sees(welcome.get());
                            return;
                        }
                    } catch (IOException e) {
                        LOG.debug("A server is away", e);
                    }
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }

            private void sees(JsonNode message) {
                if (message.get("type").textValue().equals("counts")) {
                    message.get("state").fields().forEachRemaining(part -> {
                        if (part.getValue().isNull()) {
                            state.remove(part.getKey());
                        } else {
                            state.set(part.getKey(), part.getValue());
                        }
                    });
                } else if (message.has("seq") && message.has("state")) {
                    assertThat(message.get("seq").longValue())
                            .as("%s: what was seen is not lost", name)
                            .isGreaterThanOrEqualTo(seen);
                    seen = message.get("seq").longValue();
                    state = message.get("state").deepCopy();
                }
            }

            private String command(String fields) throws Exception {
                String id = name + "-" + (done.size() + 1);
                while (true) {
                    socket.says("{'type':'command','id':'" + id + "','at':" + seen + "," + fields + "}");
                    Optional<JsonNode> answer = socket.nextUnlessClosed(message -> {
                        sees(message);
                        return message.path("by").asText().equals(id)
                                || message.path("id").asText().equals(id);
                    });
                    if (answer.isEmpty()) {
                        comes();
                    } else if (answer.get().path("code").asText().equals("cut-off")) {
                        TimeUnit.MILLISECONDS.sleep(50);
                    } else {
                        assertThat(answer.get().has("by"))
                                .as("seed %s, %s: %s", seed, name, answer.get())
                                .isTrue();
                        return id;
                    }
                }
            }

            void does(String fields) throws Exception {
                done.add(command(fields));
            }

            Void asks() throws Exception {
                for (int i = 0; i < QUESTIONS; i++) {
                    TimeUnit.MILLISECONDS.sleep(mood.nextInt(BETWEEN_MS));
                    String question = "Why " + name + " " + i + "?";
                    command("'do':'qa-ask','text':'" + question + "'");
                    done.add(question);
                }
                return null;
            }

            private void reads() throws Exception {
                boolean isClosed = socket.nextUnlessClosed(message -> {
                            sees(message);
                            return message.has("seq");
                        })
                        .isEmpty();
                if (isClosed) {
                    comes();
                }
            }

            void reaches(long seq) throws Exception {
                while (seen < seq) {
                    reads();
                }
            }

            void readsWhatIsHere() throws Exception {
                for (var next = socket.nextIfHere(); next.isPresent(); next = socket.nextIfHere()) {
                    sees(next.get());
                }
                if (socket.isClosed()) {
                    comes();
                }
            }

            void leaves() {
                socket.drop();
            }
        }
    }

    private static void goesOn(ServerProcess server) {
        try {
            Signals.send("CONT", server.process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
