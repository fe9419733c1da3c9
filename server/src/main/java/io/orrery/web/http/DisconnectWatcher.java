package io.orrery.web.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that somebody closes a connection on which an answer is awaited.
 *
 * <p>With HTTP/1.1 a server that has read a request reads no further until it has answered, and so does not see that
 * nobody is there any more. Here a second selector looks at just these connections: one that can be read, and of which
 * nothing can be read, has been closed at the other end. Nothing is taken from it. Behind a proxy the proxy's connection
 * counts: it closes that when its own visitor goes.
 */
public final class DisconnectWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DisconnectWatcher.class);

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread watching = new Thread(this::watch, "orrery-departures");
    private volatile boolean closed;

    /** What a connection is watched for. */
    private record Awaited(CompletableFuture<?> answer, Runnable departed) {}

    public DisconnectWatcher() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watching.setDaemon(true);
        watching.start();
    }

    /** Runs {@code departed} if a connection is closed at its other end before an answer is there. */
    void watch(SocketChannel connection, CompletableFuture<?> answer, Runnable departed) {
        if (answer.isDone()) {
            return;
        }
        later(() -> begin(connection, new Awaited(answer, departed)));
        CompletionStage<?> known = answer;
        known.whenComplete((made, failure) -> later(() -> end(connection, answer)));
    }

    /** All that touches a key is done by one thread. */
    private void later(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void begin(SocketChannel connection, Awaited awaited) {
        if (awaited.answer().isDone()) {
            return;
        }
        try {
            forgetEnded();
            connection.register(selector, SelectionKey.OP_READ, awaited);
        } catch (ClosedChannelException e) {
            awaited.departed().run();
        } catch (IOException e) {
            LOG.warn("Whether visitors go away cannot be seen", e);
        }
    }

    /**
     * A connection is kept for the next request, which is another one to watch, and may be watched already: that an answer
     * is there is heard here only after it has been written.
     */
    private void end(SocketChannel connection, CompletableFuture<?> answer) {
        SelectionKey key = connection.keyFor(selector);
        if (key != null && awaited(key).answer().equals(answer)) {
            key.cancel();
        }
    }

    /** A key that has ended stands in the way of a new one until the selector has looked. */
    private void forgetEnded() throws IOException {
        selector.selectNow(this::noticed);
    }

    private void watch() {
        while (!closed) {
            try {
                selector.select(this::noticed);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            } catch (IOException | RuntimeException e) {
                LOG.error("A connection could not be watched", e);
            }
        }
    }

    private static Awaited awaited(SelectionKey key) {
        return (Awaited) key.attachment();
    }

    private void noticed(SelectionKey key) {
        boolean isGone;
        try {
            isGone = ((SocketChannel) key.channel()).socket().getInputStream().available() == 0;
        } catch (IOException | CancelledKeyException e) {
            isGone = true;
        }
        // Whoever sends the next request before the answer is there, and is watched no more.
        key.cancel();
        if (isGone) {
            awaited(key).departed().run();
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            watching.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("A selector could not be closed", e);
        }
    }
}
