package io.orrery.bench.slow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * A TCP proxy that delays data as a {@link Network} would. One thread moves all bytes.
 *
 * <p>On each connection, at most {@value #WINDOW} segments are in flight in each direction; more data waits at the
 * sender. That is TCP's initial window (RFC 6928), and about what it settles at with 3% loss (1.22/√loss segments:
 * Mathis et al. 1997). The server therefore sees the same back-pressure from slow clients as over a real network.
 */
final class ShapingProxy implements AutoCloseable {
    static final int WINDOW = 10;

    private static final int BACKLOG = 4096;
    private static final long LONGEST_WAIT_MS = 50;
    private static final double NANOS_PER_MS = 1e6;

    private final InetSocketAddress server;
    private final Network network;
    private final Bottleneck up;
    private final Bottleneck down;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final PriorityQueue<ScheduledAction> due = new PriorityQueue<>(
            Comparator.comparingDouble(ScheduledAction::at).thenComparingLong(ScheduledAction::number));
    private final Thread thread;
    private long numbers;
    private volatile boolean closing;

    /** An action to run at a time, in ms. Actions for the same time run in the order in which they were scheduled. */
    private record ScheduledAction(double at, long number, Runnable action) {}

    /** @param port of a server on this machine */
    ShapingProxy(int port, Network network) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.network = network;
        this.up = new Bottleneck(network.bytesPerMs());
        this.down = new Bottleneck(network.bytesPerMs());
        this.selector = Selector.open();
        this.listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::run, "bench-network");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private static double now() {
        return System.nanoTime() / NANOS_PER_MS;
    }

    private void run() {
        try {
            while (!closing) {
                runDue();
                double next = due.isEmpty() ? LONGEST_WAIT_MS : due.peek().at() - now();
                selector.select(this::ready, (long) Math.max(1, Math.min(LONGEST_WAIT_MS, Math.ceil(next))));
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void runDue() {
        double now = now();
        while (!due.isEmpty() && due.peek().at() <= now) {
            due.remove().action().run();
        }
    }

    private void schedule(double at, Runnable action) {
        due.add(new ScheduledAction(at, numbers++, action));
    }

    private void ready(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
        } else {
            ((End) key.attachment()).ready(key);
        }
    }

    private void accept() {
        try {
            for (SocketChannel downstream = listener.accept(); downstream != null; downstream = listener.accept()) {
                connect(downstream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(SocketChannel downstream) throws IOException {
        SocketChannel upstream = SocketChannel.open();
        try {
            // A small receive buffer, so that waiting data stays at the server, where it causes back-pressure.
            upstream.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW * OneWayLink.SEGMENT);
            upstream.connect(server);
        } catch (IOException e) {
            // The server is not reachable: pass this on by closing the client's connection.
            downstream.close();
            upstream.close();
            return;
        }
        var client = new End(downstream);
        var host = new End(upstream);
        // The handshake takes one round trip before the first byte is sent.
        double open = now() + 3 * network.delayMs();
        client.connect(host, new OneWayLink(up, network, numbers++, open));
        host.connect(client, new OneWayLink(down, network, numbers++, 0));
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One end of a proxied connection. Data read at one end is written to the other. */
    private final class End {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
        private End other;
        private OneWayLink link;
        private int inFlight;
        private boolean inputEnded;

        End(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = channel.register(selector, 0, this);
        }

        void connect(End to, OneWayLink via) {
            other = to;
            link = via;
            key.interestOpsOr(SelectionKey.OP_READ);
        }

        void ready(SelectionKey selected) {
            try {
                if (selected.isValid() && selected.isWritable()) {
                    write();
                }
                if (selected.isValid() && selected.isReadable()) {
                    read();
                }
            } catch (IOException e) {
                cut();
            }
        }

        private void read() throws IOException {
            while (!inputEnded && inFlight < WINDOW) {
                var segment = ByteBuffer.allocate(OneWayLink.SEGMENT);
                int count = channel.read(segment);
                if (count <= 0) {
                    inputEnded = count < 0;
                    break;
                }
                inFlight++;
                segment.flip();
                schedule(link.arrival(now(), count), () -> other.take(segment));
            }
            if (inputEnded) {
                key.interestOpsAnd(~SelectionKey.OP_READ);
                schedule(link.arrival(now(), 0), other::end);
            } else if (inFlight == WINDOW) {
                key.interestOpsAnd(~SelectionKey.OP_READ);
            }
        }

        private void take(ByteBuffer segment) {
            if (!channel.isOpen()) {
                return;
            }
            arrived.add(segment);
            try {
                write();
            } catch (IOException e) {
                cut();
            }
        }

        /** Acknowledges each written segment to the end that it came from. */
        private void write() throws IOException {
            while (!arrived.isEmpty()) {
                channel.write(arrived.peek());
                if (arrived.peek().hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    return;
                }
                arrived.remove();
                schedule(now() + network.delayMs(), other::acknowledged);
            }
            if (key.isValid()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
            }
        }

        private void acknowledged() {
            inFlight--;
            if (key.isValid() && !inputEnded) {
                key.interestOpsOr(SelectionKey.OP_READ);
            }
        }

        /** The other end has reached the end of its input. */
        private void end() {
            try {
                channel.shutdownOutput();
                if (inputEnded) {
                    cut();
                }
            } catch (IOException e) {
                cut();
            }
        }

        private void cut() {
            try {
                channel.close();
                other.channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
