package io.orrery.bench.fanout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Many simulated attendees of one room, served by one thread. Each sends heartbeats like a page. */
public final class Audience implements AutoCloseable {
    /** How often an idle page sends a heartbeat. */
    static final Duration HEARTBEAT = Duration.ofSeconds(4);

    private static final long LATEST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int BUFFER = 256 * 1024;
    private static final int WAIT_MS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Limit of simultaneous joins; smaller than the server's accept backlog. */
    private static final int JOINING = 50;

    private static final long POLL_MS = 5;

    /** Send times are kept for this many changes; a power of 2. */
    private static final int REMEMBERED = 1 << 12;

    private final LoadedRoom target;
    private final int size;

    /** How many people have an address of their own; the others share one. */
    private final int apart;

    private final Selector selector;
    private final List<AttendeeConnection> readers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final AtomicLongArray sentAt = new AtomicLongArray(REMEMBERED);
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private Latencies latencies = new Latencies();
    private long firstCounted = Long.MAX_VALUE;
    private long beats;
    private long beatNanos = HEARTBEAT.toNanos();
    private LongFunction<String> said = beat -> "{\"type\":\"ping\",\"t\":" + beat + ",\"rtt\":1}";
    private long nextBeat;
    private Optional<Answering> answering = Optional.empty();
    private IOException failure;
    private volatile boolean leaving;

    private Audience(LoadedRoom target, int size, int apart) throws IOException {
        this.target = target;
        this.size = size;
        this.apart = apart;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "bench-audience");
        thread.setDaemon(true);
    }

    /** Lets {@code size} attendees join a room, and waits until all of them have been welcomed. */
    public static Audience join(LoadedRoom target, int size) throws IOException, InterruptedException {
        return join(target, size, 0);
    }

    /**
     * Lets attendees join a server on this machine.
     *
     * @param apart how many of them have a network address of their own (needs Linux)
     */
    static Audience join(LoadedRoom target, int size, int apart) throws IOException, InterruptedException {
        var audience = new Audience(target, size, apart);
        audience.thread.start();
        try {
            audience.joined.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            audience.close();
            throw new IOException("Not everyone could join: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            audience.close();
            throw new IOException("Not everyone could join within a minute", e);
        }
        return audience;
    }

    int size() {
        return size;
    }

    /** Notes that the presenter is about to send the command that causes this change. */
    public void sending(long seq) {
        sentAt.set(slot(seq), System.nanoTime());
    }

    /**
     * Notes that the presenter is about to send a command, in a room that others change, too: whichever of the next changes has a
     * frame is this command's. Every attendee must have the frame of the command before, see {@link #awaitNewest}.
     */
    public void sendingAmongOthers() {
        long now = System.nanoTime();
        for (int slot = 0; slot < REMEMBERED; slot++) {
            sentAt.set(slot, now);
        }
    }

    /**
     * Lets every attendee send something else instead of heartbeats.
     *
     * @param time between two messages of an attendee
     * @param message the message of a number, which counts those of all attendees
     */
    public void sayEvery(Duration time, LongFunction<String> message) {
        ask(() -> {
            said = message;
            beatNanos = time.toNanos();
            nextBeat = System.nanoTime();
            return beatNanos;
        });
    }

    /** The number of messages that all attendees have sent. */
    public long messages() {
        return ask(() -> beats);
    }

    /**
     * Lets every attendee give a command, evenly over a time.
     *
     * @param round part of the ids of the commands
     * @param command the members of the command of an attendee, by number, but for its id
     * @return how long it takes until the room answers each, once it has answered all
     */
    CompletableFuture<Latencies> answer(int round, Duration within, IntFunction<String> command) {
        var answers = new Answering(round, within.toNanos() / size, command);
        ask(() -> answering = Optional.of(answers));
        ended.exceptionally(failure -> {
            answers.all.completeExceptionally(failure);
            return null;
        });
        return answers.all;
    }

    /** The answers of all attendees to one question. */
    private final class Answering {
        private final int round;
        private final long each;
        private final IntFunction<String> command;
        private final long began = System.nanoTime();
        private final Latencies times = new Latencies();
        private final CompletableFuture<Latencies> all = new CompletableFuture<>();
        private int given;

        Answering(int round, long each, IntFunction<String> command) {
            this.round = round;
            this.each = each;
            this.command = command;
        }

        void giveThoseDue() throws IOException {
            for (; given < size && began + given * each <= System.nanoTime(); given++) {
                String id = "g%d-%d".formatted(round, given);
                var reader = readers.get(given);
                long at = System.nanoTime();
                reader.await("\"by\":\"" + id + "\"", () -> {
                    times.add(System.nanoTime() - at);
                    if (times.count() == size) {
                        all.complete(times);
                    }
                });
                reader.say("{\"type\":\"command\",\"id\":\"%s\",%s}".formatted(id, command.apply(given)));
            }
            if (given == size) {
                answering = Optional.empty();
            }
        }
    }

    /** Changes the heartbeat interval of every attendee. */
    void beatEvery(Duration time) {
        ask(() -> beatNanos = time.toNanos());
    }

    /** Starts a new count, of the frames from this change on. */
    public void countFrom(long seq) {
        ask(() -> {
            latencies = new Latencies();
            firstCounted = seq;
            return latencies;
        });
    }

    /**
     * Waits until every attendee has the frame of this change, or of a newer one. Older frames may have been replaced on the way.
     *
     * @throws IOException if somebody does not get it within a minute
     */
    public void awaitNewest(long seq) throws IOException, InterruptedException {
        awaitNewest(seq, PATIENCE);
    }

    void awaitNewest(long seq, Duration patience) throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        for (long late = behind(seq); late > 0; late = behind(seq)) {
            if (System.nanoTime() > until) {
                throw new IOException("%d of %d attendees did not get the newest frame, that of change %d."
                        .formatted(late, size, seq));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** The number of attendees whose last frame is older than that of a change. */
    private long behind(long seq) {
        return ask(
                () -> readers.stream().filter(reader -> reader.newest() < seq).count());
    }

    /** Ends the count and returns its latencies. */
    public Latencies counts() {
        return ask(() -> {
            firstCounted = Long.MAX_VALUE;
            return latencies;
        });
    }

    private <T> T ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        requests.add(() -> answer.complete(question.get()));
        selector.wakeup();
        ended.exceptionally(failure -> {
            answer.completeExceptionally(failure);
            return null;
        });
        return answer.join();
    }

    private static int slot(long seq) {
        return (int) (seq & (REMEMBERED - 1));
    }

    private void run() {
        try {
            while (!leaving) {
                turn();
            }
            ended.complete(null);
        } catch (IOException e) {
            ended.completeExceptionally(e);
            joined.completeExceptionally(e);
        }
    }

    private void turn() throws IOException {
        for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
            request.run();
        }
        if (!joined.isDone()) {
            letIn();
        }
        selector.select(this::ready, answering.isPresent() ? 1 : WAIT_MS);
        if (failure != null) {
            throw failure;
        }
        beat();
        if (answering.isPresent()) {
            answering.get().giveThoseDue();
        }
    }

    private void letIn() throws IOException {
        long inside = readers.stream().filter(AttendeeConnection::isWelcomed).count();
        while (readers.size() < size && readers.size() - inside < JOINING) {
            var channel = SocketChannel.open();
            int number = readers.size();
            if (number < apart) {
                channel.bind(new InetSocketAddress("127.1.%d.%d".formatted(number / 250, number % 250 + 1), 0));
            }
            channel.connect(new InetSocketAddress(
                    target.socket().getHost(), target.socket().getPort()));
            channel.configureBlocking(false);
            var reader = new AttendeeConnection(channel, this::framed);
            channel.register(selector, SelectionKey.OP_READ, reader);
            readers.add(reader);
            reader.ask(target);
        }
        if (inside == size) {
            nextBeat = System.nanoTime();
            joined.complete(null);
        }
    }

    private void ready(SelectionKey key) {
        var reader = (AttendeeConnection) key.attachment();
        try {
            buffer.clear();
            if (reader.channel().read(buffer) < 0) {
                throw new IOException("the server cut an attendee's connection");
            }
            reader.take(buffer.flip());
        } catch (IOException e) {
            failure = e;
        }
    }

    private void framed(long seq) {
        if (seq >= firstCounted) {
            latencies.add(System.nanoTime() - sentAt.get(slot(seq)));
        }
    }

    /**
     * Sends the heartbeats that are due. Attendees take turns, so that heartbeats are spread evenly over the interval. Those that are
     * late by more than a second are left out: all at once, they would exceed the limits of a page.
     */
    private void beat() throws IOException {
        long now = System.nanoTime();
        nextBeat = Math.max(nextBeat, now - LATEST_NANOS);
        for (; joined.isDone() && nextBeat <= now; nextBeat += beatNanos / size) {
            readers.get((int) (beats % size)).say(said.apply(beats));
            beats++;
        }
    }

    @Override
    public void close() {
        leaving = true;
        selector.wakeup();
        try {
            thread.join();
            for (AttendeeConnection reader : readers) {
                reader.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
