package io.orrery.web.entry;

import io.orrery.web.access.ClientNetwork;
import io.orrery.web.access.Proxies;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections of an address that has too many. Those of trusted proxies are not limited: they are shared by many
 * clients, whose requests are limited by {@link Admission}.
 */
final class ConnectionLimit implements Connection.Listener {
    private final int most;
    private final Proxies proxies;
    private final HttpMetrics metrics;

    /** Open connections by network. Guarded by itself. */
    private final Map<String, Integer> open = new HashMap<>();

    ConnectionLimit(int most, Proxies proxies, HttpMetrics metrics) {
        this.most = most;
        this.proxies = proxies;
        this.metrics = metrics;
    }

    @Override
    public void onOpened(Connection connection) {
        metrics.connections.incrementAndGet();
        String network = ClientNetwork.of(address(connection));
        int connections;
        synchronized (open) {
            connections = open.merge(network, 1, Integer::sum);
        }
        if (connections > most && !proxies.isTrusted(address(connection))) {
            metrics.count(HttpMetrics.CutOff.CONNECTIONS);
            connection.getEndPoint().close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        synchronized (open) {
            open.computeIfPresent(ClientNetwork.of(address(connection)), (any, count) -> count == 1 ? null : count - 1);
        }
        metrics.connections.decrementAndGet();
    }

    private static String address(Connection connection) {
        SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
        return remote instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress().replaceFirst("%.*", "")
                : "";
    }
}
