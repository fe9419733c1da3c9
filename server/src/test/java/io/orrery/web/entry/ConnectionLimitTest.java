package io.orrery.web.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orrery.web.access.AddressRange;
import io.orrery.web.access.Guard;
import io.orrery.web.access.HostNames;
import io.orrery.web.access.Proxies;
import io.orrery.web.access.RefusalMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits of connections and of open requests per address, with small numbers. */
class ConnectionLimitTest {
    private static final int MOST = 3;

    private final HttpMetrics metrics = new HttpMetrics(new SimpleMeterRegistry());
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        jetty.stop();
    }

    private void start(Handler.Singleton handler, Proxies proxies) throws Exception {
        connector.setHost("127.0.0.1");
        connector.addBean(new ConnectionLimit(MOST, proxies, metrics));
        jetty.addConnector(connector);
        jetty.setHandler(handler);
        jetty.start();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        sockets.add(socket);
        return socket;
    }

    /** The status of the answer on a connection, or 0 if the connection is closed without one. */
    private static int status(Socket socket) throws IOException {
        try {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes(12);
            return line.length == 0 ? 0 : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
        } catch (java.net.SocketException e) {
            return 0;
        }
    }

    private static final class Answering extends Handler.Wrapper {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
        }
    }

    @Test
    void anAddressHasALimitedNumberOfConnections() throws Exception {
        start(new Answering(), new Proxies(List.of()));

        for (int i = 0; i < MOST; i++) {
            assertThat(status(connect())).isEqualTo(200);
        }
        assertThat(status(connect())).isZero();

        sockets.get(0).close();
        while (metrics.connections.get() >= MOST) {
            Thread.sleep(5);
        }
        assertThat(status(connect())).isEqualTo(200);
    }

    @Test
    void aTrustedProxyHasAsManyAsItNeeds() throws Exception {
        start(new Answering(), new Proxies(List.of(AddressRange.parse("127.0.0.1"))));

        for (int i = 0; i < 2 * MOST; i++) {
            assertThat(status(connect())).isEqualTo(200);
        }
    }

    @Test
    void anAddressHasALimitedNumberOfOpenRequests() throws Exception {
        var proxies = new Proxies(List.of());
        var guard = new Guard(Optional.empty(), proxies, new RefusalMetrics(new SimpleMeterRegistry()), () -> 0);
        var problems = new ProblemWriter(guard, proxies, metrics);
        var open = new LinkedBlockingQueue<Callback>();
        var admission = new Admission(HostNames.of("127.0.0.1", Optional.empty()), proxies, problems, metrics, 1);
        admission.setHandler(new Handler.Wrapper() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                open.add(callback);
                return true;
            }
        });
        start(admission, proxies);

        connect()
                .getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Callback first = open.take();

        assertThat(status(connect())).isEqualTo(429);
        first.succeeded();
        assertThat(sockets.get(0).getInputStream().read()).isEqualTo('H');
        while (metrics.requests.get() > 0) {
            Thread.sleep(5);
        }
        connect()
                .getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        open.take().succeeded();
    }
}
