package io.orrery.bench;

import io.orrery.library.Library;
import io.orrery.library.RoomEngine;
import io.orrery.library.StepFrames;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.room.Opener;
import io.orrery.room.Room;
import io.orrery.room.Rooms;
import io.orrery.room.access.KeyMaker;
import io.orrery.room.access.Secret;
import io.orrery.room.delivery.Connection;
import io.orrery.room.front.ClientSession;
import io.orrery.room.time.EventLoop;
import io.orrery.room.time.EventLoops;
import io.orrery.store.DataFolder;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code orrery-bench people}: measures what the answer of a person to a question costs the thread of its room, in rooms of several sizes. The
 * people are connections in this process, without a network: the cost of a message is that of putting it into an outbox.
 */
@Command(
        name = "people",
        description =
                "Measures what an answer of a person to a question costs the thread of its room, in rooms of several"
                        + " sizes, and prints one JSON object.",
        mixinStandardHelpOptions = true)
final class PeopleBench implements Callable<Integer> {
    private static final int WARM_UP = 1000;
    private static final int MOST_RUNS = 100;
    private static final int MOST_PEOPLE = 10_000;
    private static final long TIMEOUT_S = 60;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rooms of each size. By default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--people",
            paramLabel = "N",
            split = ",",
            defaultValue = "250,1000,4000",
            description = "Sizes of rooms. By default ${DEFAULT-VALUE}.")
    private List<Integer> sizes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--runs", runs >= 1 && runs <= MOST_RUNS, MOST_RUNS);
        check("--people", sizes.stream().allMatch(size -> size >= 1 && size <= MOST_PEOPLE), MOST_PEOPLE);
        var figures = new LinkedHashMap<String, Object>();
        try (var scratch = TemporaryFolder.named("orrery-people");
                var folder = DataFolder.open(scratch.folder());
                var site = new People(folder)) {
            site.microsPerAnswer(WARM_UP);
            for (int size : sizes) {
                var each = new double[runs];
                for (int i = 0; i < runs; i++) {
                    each[i] = site.microsPerAnswer(size);
                }
                Arrays.sort(each);
                figures.put(
                        Integer.toString(size),
                        Map.of(
                                "medianMicros",
                                Timing.rounded(each[runs / 2]),
                                "leastMicros",
                                Timing.rounded(each[0]),
                                "mostMicros",
                                Timing.rounded(each[runs - 1])));
            }
        }
        spec.commandLine().getOut().println(Json.write(Map.of("answer", figures)));
        return 0;
    }

    private void check(String option, boolean isRight, int most) {
        if (!isRight) {
            throw new ParameterException(spec.commandLine(), option + " must be from 1 to " + most);
        }
    }

    /** The processor time of the turns of all rooms, ns. */
    private record Metered(EventLoop loop, AtomicLong nanos) implements EventLoop {
        @Override
        public double now() {
            return loop.now();
        }

        @Override
        public void execute(Runnable turn) {
            loop.execute(metered(turn));
        }

        @Override
        public Timer after(double ms, Runnable turn) {
            return loop.after(ms, metered(turn));
        }

        private Runnable metered(Runnable turn) {
            return () -> {
                long began = THREADS.getCurrentThreadCpuTime();
                try {
                    turn.run();
                } finally {
                    nanos.addAndGet(THREADS.getCurrentThreadCpuTime() - began);
                }
            };
        }
    }

    /** Rooms of a server, and people in them. */
    private static final class People implements AutoCloseable {
        private final EventLoops loops = new EventLoops("people", 1);
        private final Workers workers = new Workers(1);
        private final ExecutorService writers = Executors.newFixedThreadPool(2);
        private final AtomicLong nanos = new AtomicLong();
        private final Library library;
        private final Model model;
        private final Rooms rooms;

        People(DataFolder folder) throws IOException {
            model = Presets.open("nano-sort");
            library = new Library(
                    List.of(model), List.of(), new Traces(MemoryBudget.unlimited(), workers, Runnable::run));
            rooms = new Rooms(
                    new RoomEngine(library, new StepFrames(), Runnable::run),
                    () -> new Metered(loops.loop(), nanos),
                    folder.storage(),
                    new KeyMaker(folder.operatorKey(), Secret::random),
                    new Rooms.Limits(
                            Integer.MAX_VALUE,
                            Integer.MAX_VALUE,
                            Duration.ofHours(1).toMillis()),
                    new SecureRandom(),
                    Secret::random);
        }

        /** Lets so many people enter a room and answer a question, each once. */
        double microsPerAnswer(int people) throws InterruptedException {
            var opening = rooms.open(library.prompt(model, "CBABBC").join(), "", new Opener.Server())
                    .orElseThrow();
            Room room = rooms.find(opening.code()).orElseThrow();
            var presenter = new Page(room, "'view':'presenter','key':'" + opening.presenterKey() + "'");
            presenter.await();
            var attendees = new ArrayList<Page>();
            for (int i = 0; i < people; i++) {
                attendees.add(new Page(room, "'view':'attendee'"));
            }
            for (Page each : attendees) {
                each.await();
            }
            presenter.gives("'at':1,'do':'predict','question':'Which?','options':['This','That','Another']");
            presenter.await();
            long before = nanosSoFar();
            for (int i = 0; i < people; i++) {
                attendees.get(i).gives("'at':1,'do':'guess','number':1,'option':" + i % 3);
            }
            for (Page each : attendees) {
                each.await();
            }
            double micros = (nanosSoFar() - before) / NANOS_PER_MICRO / people;
            rooms.remove(opening.code());
            return micros;
        }

        /** Waits for the turn that is carried out now, which has told its people already. */
        private long nanosSoFar() throws InterruptedException {
            var turn = new CountDownLatch(1);
            loops.loop().execute(turn::countDown);
            turn.await();
            return nanos.get();
        }

        @Override
        public void close() {
            rooms.close().toCompletableFuture().join();
            writers.shutdown();
            workers.close();
            loops.close();
        }

        /** A page of a person. Its messages are taken in by other threads, as by a server's writers. */
        private final class Page implements Connection {
            private static final String WELCOME = "{\"type\":\"welcome\"";
            private static final String ANSWER = "\"by\":\"it\"";

            private final ClientSession session;
            private volatile CountDownLatch heard = new CountDownLatch(1);

            Page(Room room, String who) {
                session = room.connect(this);
                says("{'type':'hello','v':1," + who + "}");
            }

            private void says(String message) {
                session.received(message.replace('\'', '"'));
            }

            void gives(String command) {
                heard = new CountDownLatch(1);
                says("{'type':'command','id':'it'," + command + "}");
            }

            /** Waits for the welcome, or for the answer to the command. */
            void await() throws InterruptedException {
                if (!heard.await(TIMEOUT_S, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("A page was not answered within " + TIMEOUT_S + " s.");
                }
            }

            @Override
            public void whenWriting(Runnable write) {
                writers.execute(write);
            }

            @Override
            public void send(String message, Runnable sent) {
                if (message.startsWith(WELCOME) || message.contains(ANSWER)) {
                    heard.countDown();
                }
                sent.run();
            }

            /** A frame has the state before it, if the state was still waiting. */
            @Override
            public void send(ByteBuffer message, Runnable sent) {
                sent.run();
            }

            @Override
            public void close(CloseCode code) {
                // The room is over.
            }
        }
    }
}
