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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/** Many attendees of one room, all read by one thread. Each says that it is there, as a page does. */
public final class Audience implements AutoCloseable {
    /** How often a page says so that has nothing else to say. */
    static final Duration HEARTBEAT = Duration.ofSeconds(4);

    private static final int BUFFER = 256 * 1024;
    private static final int WAIT_MS = 20;
    private static final long PATIENCE_S = 60;

    /** So many connections may be on their way in at once: fewer than a server's backlog holds. */
    private static final int JOINING = 50;

    /** So long may the last frames take to arrive. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long LOOK_MS = 5;

    private static final int REMEMBERED = 1 << 12;

    private final Target target;
    private final int size;
    private final Selector selector;
    private final List<Reader> readers = new ArrayList<>();
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
    private long nextBeat;
    private IOException failure;
    private volatile boolean leaving;

    private Audience(Target target, int size) throws IOException {
        this.target = target;
        this.size = size;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "bench-audience");
        thread.setDaemon(true);
    }

    /** Brings so many attendees into a room and waits until all of them are in. */
    public static Audience join(Target target, int size) throws IOException, InterruptedException {
        var audience = new Audience(target, size);
        audience.thread.start();
        try {
            audience.joined.get(PATIENCE_S, TimeUnit.SECONDS);
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

    /** The presenter is about to bring this change about. */
    public void sending(long seq) {
        sentAt.set(slot(seq), System.nanoTime());
    }

    /** From now on each of them says so this often. */
    void beatEvery(Duration time) {
        ask(() -> beatNanos = time.toNanos());
    }

    /** Counts frames from this change on, and only those. */
    public void countFrom(long seq) {
        ask(() -> {
            latencies = new Latencies();
            firstCounted = seq;
            return latencies;
        });
    }

    /** How many frames have been counted. */
    long counted() {
        return ask(() -> latencies.count());
    }

    /** Waits until so many have been counted, or no more will come. */
    void await(long expected) throws InterruptedException {
        long until = System.nanoTime() + DRAIN_NANOS;
        while (counted() < expected && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    /** What has been counted; counting ends. */
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
        selector.select(this::ready, WAIT_MS);
        if (failure != null) {
            throw failure;
        }
        beat();
    }

    private void letIn() throws IOException {
        long inside = readers.stream().filter(Reader::isWelcomed).count();
        while (readers.size() < size && readers.size() - inside < JOINING) {
            var channel = SocketChannel.open(new InetSocketAddress(
                    target.socket().getHost(), target.socket().getPort()));
            channel.configureBlocking(false);
            var reader = new Reader(channel, this::framed);
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
        var reader = (Reader) key.attachment();
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

    /** One after the other, so that they are spread over the time. */
    private void beat() throws IOException {
        long now = System.nanoTime();
        for (; joined.isDone() && nextBeat <= now; nextBeat += beatNanos / size) {
            readers.get((int) (beats % size)).say("{\"type\":\"ping\",\"t\":" + beats + ",\"rtt\":1}");
            beats++;
        }
    }

    @Override
    public void close() {
        leaving = true;
        selector.wakeup();
        try {
            thread.join();
            for (Reader reader : readers) {
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
