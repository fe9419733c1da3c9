package io.orrery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.library.Library;
import io.orrery.library.RoomEngine;
import io.orrery.library.StepFrames;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.room.Neighbours;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Rooms in this process, and people in them who all answer something. They are connections without a network: the cost of a message is that of
 * putting it into an outbox.
 */
public final class AnsweringPeople implements AutoCloseable {
    private static final long TIMEOUT_S = 60;
    /** After this time counts are announced. */
    private static final long ANNOUNCED_MS = 300;

    private static final double NANOS_PER_MICRO = 1e3;
    private static final String WELCOME = "{\"type\":\"welcome\"";
    private static final String OWN = "{\"type\":\"own\"";
    private static final List<String> KEPT = List.of(WELCOME, OWN);
    private static final String TEXT = "CBABBC";
    private static final String ANSWER = "\"by\":\"it\"";
    private static final JsonMapper JSON = new JsonMapper();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final EventLoops loops = new EventLoops("people", 1);
    private final Workers workers = new Workers(1);
    private final ExecutorService writers = Executors.newFixedThreadPool(2);
    private final AtomicLong nanos = new AtomicLong();
    private final Library library;
    private final Model model;
    private final Rooms rooms;

    /** @param folder takes the rooms */
    public AnsweringPeople(DataFolder folder) throws IOException {
        model = Presets.open("nano-sort");
        library = new Library(List.of(model), List.of(), new Traces(MemoryBudget.unlimited(), workers, Runnable::run));
        rooms = new Rooms(
                new RoomEngine(library, new StepFrames(), Runnable::run),
                () -> new Metered(loops.loop(), nanos),
                folder.storage(),
                new KeyMaker(folder.operatorKey(), Secret::random),
                new Rooms.Limits(
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Duration.ofHours(1).toMillis(),
                        Rooms.DEFAULT_ANSWERS_DAYS),
                new SecureRandom(),
                Secret::random,
                Neighbours.NONE);
    }

    /** The answers that people give. */
    public enum Kind {
        /** One of the options of a question. */
        GUESS {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException {
                presenter.does("'do':'predict','question':'Which?','options':['This','That','Another']");
                return i -> "'do':'guess','number':1,'option':" + i % 3;
            }
        },
        /** A word beside the options, of the token C. */
        TYPED_WORD {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException {
                presenter.does("'do':'predict'," + presenter.trace() + ",'tokens':[0,1],'other':true");
                return i -> "'do':'guess','number':1,'token':2,'word':'C" + i % WORDS + "'";
            }
        },
        /** Two of the options of a poll. */
        POLL {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException {
                presenter.does("'do':'poll','kind':'several','question':'Which?','options':['This','That','Another']");
                return i -> "'do':'poll-answer','number':1,'options':[" + i % 3 + "," + (i + 1) % 3 + "]";
            }
        },
        /** A short text, in answer to a poll. */
        POLL_TEXT {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException {
                presenter.does("'do':'poll','kind':'text','question':'What?'");
                return i -> "'do':'poll-answer','number':1,'text':'Word " + i % WORDS + "'";
            }
        },
        /** A place of the machine. */
        PLACE {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException {
                presenter.does("'do':'place'," + presenter.trace() + ",'kind':'word'");
                return i -> "'do':'touch','number':1,'place':[" + i % TEXT.length() + "]";
            }
        },
        /** A vote for another person's question, of as many as a room has. */
        QUESTION_VOTE {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException {
                int questions = Math.min(QUESTIONS, people.size());
                for (int i = 0; i < questions; i++) {
                    people.get(i).does("'do':'qa-ask','text':'Question " + i + "'");
                }
                return i -> "'do':'qa-vote','numbers':[" + ((i + 1) % questions + 1) + "]";
            }
        },
        /** Votes for two texts of others, of as many as a room has. */
        TEXT_VOTE {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException {
                int texts = Math.min(TEXTS, people.size());
                var ids = new ArrayList<String>();
                for (int i = 0; i < texts; i++) {
                    people.get(i).does("'do':'propose','text':'" + LETTERS.substring(0, i + 1) + "'");
                    ids.add(people.get(i)
                            .first(OWN)
                            .at("/state/proposals/text/id")
                            .textValue());
                }
                return i -> "'do':'vote-texts','texts':['%s','%s']"
                        .formatted(
                                ids.get((i + 1) % texts),
                                ids.get((i + 2 + i / texts % Math.max(1, texts - 3)) % texts));
            }
        },
        /** Applause, or that it goes too fast. */
        SIGNAL {
            @Override
            IntFunction<String> prepared(Page presenter, List<Page> people) {
                return i -> i % 2 == 0 ? "'do':'applaud'" : "'do':'too-fast'";
            }
        };

        /** How many different words people type. */
        private static final int WORDS = 40;

        /** The most questions of a room. */
        private static final int QUESTIONS = 200;

        /** The most texts of a room. */
        private static final int TEXTS = 60;

        private static final String LETTERS = "ABC".repeat(TEXTS);

        /** Lets the presenter or a person of the audience do what the answers are about. Answers the command of each person, by number. */
        abstract IntFunction<String> prepared(Page presenter, List<Page> people) throws InterruptedException;
    }

    /**
     * Lets so many people enter a room and answer, each once.
     *
     * @return the processor time of the room's turns from the first answer until all are counted and the counts are announced, for each answer, in µs
     */
    public double microsPerAnswer(int people, Kind kind) throws InterruptedException {
        var opening = rooms.open(library.prompt(model, TEXT).join(), "", new Opener.Server())
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
        IntFunction<String> command = kind.prepared(presenter, attendees);
        long before = nanosSoFar();
        for (int i = 0; i < people; i++) {
            attendees.get(i).gives(command.apply(i));
        }
        for (Page each : attendees) {
            each.await();
        }
        TimeUnit.MILLISECONDS.sleep(ANNOUNCED_MS);
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

    /** A page of a person. Its messages are taken in by other threads, as by a server's writers. */
    private final class Page implements Connection {
        private final ClientSession session;
        private final Map<String, CompletableFuture<String>> first = new ConcurrentHashMap<>();
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
            says("{'type':'command','id':'it','at':1," + command + "}");
        }

        /** Gives a command, and waits for its answer. */
        void does(String command) throws InterruptedException {
            gives(command);
            await();
        }

        /** Waits for the welcome, or for the answer to the command. */
        void await() throws InterruptedException {
            if (!heard.await(TIMEOUT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A page was not answered within " + TIMEOUT_S + " s.");
            }
        }

        /** The trace that the room showed first, as a field of a command. */
        String trace() {
            return "'trace':'" + first(WELCOME).at("/state/trace/id").textValue() + "'";
        }

        /** Waits for the first message with this beginning. */
        JsonNode first(String beginning) {
            String message = first.computeIfAbsent(beginning, any -> new CompletableFuture<>())
                    .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                    .join();
            try {
                return JSON.readTree(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void whenWriting(Runnable write) {
            writers.execute(write);
        }

        @Override
        public void send(String message, Runnable sent) {
            for (String beginning : KEPT) {
                if (message.startsWith(beginning)) {
                    first.computeIfAbsent(beginning, any -> new CompletableFuture<>())
                            .complete(message);
                }
            }
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
