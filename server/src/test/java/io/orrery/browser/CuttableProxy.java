package io.orrery.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy to the server. While it is cut, its connections are closed and new ones are refused. A connection that it has forgotten stays open, and nothing comes
 * through it any more, as through a network that has dropped a sleeping phone.
 */
final class CuttableProxy implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final ServerSocket listener;
    private final String host;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    CuttableProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName(host));
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        cut = true;
        open.forEach(CuttableProxy::closeQuietly);
    }

    void forget() {
        forgotten.addAll(open);
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // The listener has been closed.
            }
        }
    }

    /** Registers each socket before reading {@code cut}, so that a cut at any moment closes it. */
    private void connect(Socket near) {
        open.add(near);
        if (cut) {
            cutBoth(near, near);
            return;
        }
        try {
            Socket far = new Socket(host, port);
            open.add(far);
            if (cut) {
                cutBoth(near, far);
            }
            start(() -> pump(near, far));
            start(() -> pump(far, near));
        } catch (IOException e) {
            // The server is not running: the browser must see a closed connection.
            cutBoth(near, near);
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            byte[] bytes = new byte[BUFFER];
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                if (!forgotten.contains(from)) {
                    to.getOutputStream().write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            cutBoth(from, to);
            return;
        }
        cutBoth(from, to);
    }

    private void cutBoth(Socket from, Socket to) {
        closeQuietly(from);
        closeQuietly(to);
        open.remove(from);
        open.remove(to);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "cuttable-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
