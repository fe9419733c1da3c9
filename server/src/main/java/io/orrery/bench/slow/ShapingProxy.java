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
 * A port of this machine behind which a server is as far away as a {@link Network} makes it. One thread moves all bytes.
 *
 * <p>On each connection at most {@value #WINDOW} segments are on their way at once in each direction. That is what TCP
 * begins with (RFC 6928), and about what it settles at where it loses 3% (1.22/√loss segments: Mathis et al. 1997); what
 * does not fit waits at its sender. So a server notices who is slow as it would behind a real network.
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
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingDouble(Due::at).thenComparingLong(Due::number));
    private final Thread thread;
    private long numbers;
    private volatile boolean closing;

    /** Something that happens at its time; of two at the same time the one planned first. */
    private record Due(double at, long number, Runnable what) {}

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
                happen();
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

    private void happen() {
        double now = now();
        while (!due.isEmpty() && due.peek().at() <= now) {
            due.remove().what().run();
        }
    }

    private void plan(double at, Runnable what) {
        due.add(new Due(at, numbers++, what));
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
            for (SocketChannel near = listener.accept(); near != null; near = listener.accept()) {
                connect(near);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(SocketChannel near) throws IOException {
        SocketChannel far = SocketChannel.open();
        try {
            // What waits here would be on its way; the server must see that it waits.
            far.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW * Lane.SEGMENT);
            far.connect(server);
        } catch (IOException e) {
            // The server is away: whoever asked is told by a connection that breaks.
            near.close();
            far.close();
            return;
        }
        var visitor = new End(near);
        var host = new End(far);
        // A connection is there after one round trip.
        double open = now() + 3 * network.delayMs();
        visitor.connect(host, new Lane(up, network, numbers++, open));
        host.connect(visitor, new Lane(down, network, numbers++, 0));
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

    /** One end of a connection: what is read here is written at the other. */
    private final class End {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
        private End other;
        private Lane lane;
        private int underWay;
        private boolean over;

        End(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = channel.register(selector, 0, this);
        }

        void connect(End to, Lane along) {
            other = to;
            lane = along;
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
            while (!over && underWay < WINDOW) {
                var segment = ByteBuffer.allocate(Lane.SEGMENT);
                int count = channel.read(segment);
                if (count <= 0) {
                    over = count < 0;
                    break;
                }
                underWay++;
                segment.flip();
                plan(lane.arrival(now(), count), () -> other.take(segment));
            }
            if (over) {
                key.interestOpsAnd(~SelectionKey.OP_READ);
                plan(lane.arrival(now(), 0), other::end);
            } else if (underWay == WINDOW) {
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

        /** Each segment that is taken here is acknowledged to where it came from. */
        private void write() throws IOException {
            while (!arrived.isEmpty()) {
                channel.write(arrived.peek());
                if (arrived.peek().hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    return;
                }
                arrived.remove();
                plan(now() + network.delayMs(), other::acknowledged);
            }
            if (key.isValid()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
            }
        }

        private void acknowledged() {
            underWay--;
            if (key.isValid() && !over) {
                key.interestOpsOr(SelectionKey.OP_READ);
            }
        }

        /** The other end says nothing more. */
        private void end() {
            try {
                channel.shutdownOutput();
                if (over) {
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
