package io.orrery.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisconnectWatcherTest {
    private final DisconnectWatcher disconnects = new DisconnectWatcher();
    private final CompletableFuture<Void> departed = new CompletableFuture<>();
    private SocketChannel visitor;
    private SocketChannel connection;

    @BeforeEach
    void connect() throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            visitor = SocketChannel.open(listener.getLocalAddress());
            connection = listener.accept();
        }
        connection.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        disconnects.close();
        visitor.close();
        connection.close();
    }

    @Test
    void noticesADisconnectBeforeTheAnswer() throws Exception {
        disconnects.watch(connection, new CompletableFuture<>(), () -> departed.complete(null));

        visitor.close();

        departed.get();
    }

    @Test
    void ignoresADisconnectAfterTheAnswer() throws Exception {
        var answer = new CompletableFuture<String>();
        disconnects.watch(connection, answer, () -> departed.complete(null));
        answer.complete("known");
        awaitTasks();

        visitor.close();
        awaitTasks();
        awaitTasks();

        assertThat(departed).isNotDone();
    }

    @Test
    void lateEndOfAnAnswerDoesNotStopWatchingTheNextRequest() throws Exception {
        var first = new CompletableFuture<String>();
        disconnects.watch(connection, first, () -> {});
        disconnects.watch(connection, new CompletableFuture<>(), () -> departed.complete(null));
        first.complete("known");
        awaitTasks();

        visitor.close();

        departed.get();
    }

    /**
     * Waits until the watcher has run its earlier tasks. Tasks run in order, with at least one selection between calls of this
     * method. Watching a closed channel runs its callback at once.
     */
    private void awaitTasks() throws Exception {
        var gone = SocketChannel.open();
        gone.close();
        var done = new CompletableFuture<Void>();
        disconnects.watch(gone, new CompletableFuture<>(), () -> done.complete(null));
        done.get();
    }
}
