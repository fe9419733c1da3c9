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
 * Notices that a client closes its connection before its request has been answered.
 *
 * <p>With HTTP/1.1, Jetty does not read from a connection while it processes a request, so it does not notice that the
 * client has gone. Here, a second selector watches only these connections. A connection that is readable but has no bytes
 * to read has been closed by the client. No bytes are consumed. Behind a proxy, the proxy closes its connection when its
 * own client goes.
 */
public final class DisconnectWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DisconnectWatcher.class);

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread watching = new Thread(this::watch, "orrery-disconnects");
    private volatile boolean closed;

    private record Awaited(CompletableFuture<?> answer, Runnable onDisconnect) {}

    public DisconnectWatcher() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watching.setDaemon(true);
        watching.start();
    }

    /** Runs {@code onDisconnect} if the client closes the connection before the answer has been computed. */
    void watch(SocketChannel connection, CompletableFuture<?> answer, Runnable onDisconnect) {
        if (answer.isDone()) {
            return;
        }
        execute(() -> begin(connection, new Awaited(answer, onDisconnect)));
        CompletionStage<?> known = answer;
        known.whenComplete((made, failure) -> execute(() -> end(connection, answer)));
    }

    /** Runs a task on the watcher's thread, the only one that uses selection keys. */
    private void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void begin(SocketChannel connection, Awaited awaited) {
        if (awaited.answer().isDone()) {
            return;
        }
        try {
            deregisterCancelled();
            connection.register(selector, SelectionKey.OP_READ, awaited);
        } catch (ClosedChannelException e) {
            awaited.onDisconnect().run();
        } catch (IOException e) {
            LOG.warn("Disconnects of clients cannot be detected", e);
        }
    }

    /**
     * Stops watching for an answer. The connection may be watched for its next request already: this task may run only
     * after the answer has been written.
     */
    private void end(SocketChannel connection, CompletableFuture<?> answer) {
        SelectionKey key = connection.keyFor(selector);
        if (key != null && awaited(key).answer().equals(answer)) {
            key.cancel();
        }
    }

    /** Deregisters cancelled keys: as long as one is registered, its channel cannot be registered again. */
    private void deregisterCancelled() throws IOException {
        selector.selectNow(this::readable);
    }

    private void watch() {
        while (!closed) {
            try {
                selector.select(this::readable);
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

    private void readable(SelectionKey key) {
        boolean isGone;
        try {
            isGone = ((SocketChannel) key.channel()).socket().getInputStream().available() == 0;
        } catch (IOException | CancelledKeyException e) {
            isGone = true;
        }
        // Readable bytes are a pipelined request. The key would stay readable, so such a connection is not watched
        // further.
        key.cancel();
        if (isGone) {
            awaited(key).onDisconnect().run();
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
