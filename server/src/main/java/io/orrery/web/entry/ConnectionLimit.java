package io.orrery.web.entry;

import io.orrery.web.access.ClientNetwork;
import io.orrery.web.access.Proxies;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections of an address that has too many. Those of trusted proxies are not limited: they are shared by many
 * clients, whose requests are limited by {@link Admission}.
 */
final class ConnectionLimit implements Connection.Listener {
    private final int most;
    private final Proxies proxies;
    private final HttpMetrics metrics;

    /** The network of each open connection: once it is closed, its address is not known any more. */
    private final Map<Connection, String> networks = new ConcurrentHashMap<>();

    /** The number of open connections by network. */
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    ConnectionLimit(int most, Proxies proxies, HttpMetrics metrics) {
        this.most = most;
        this.proxies = proxies;
        this.metrics = metrics;
    }

    @Override
    public void onOpened(Connection connection) {
        metrics.connections.incrementAndGet();
        String address = address(connection);
        String network = ClientNetwork.of(address);
        networks.put(connection, network);
        int connections = open.merge(network, 1, Integer::sum);
        if (connections > most && !proxies.isTrusted(address)) {
            metrics.count(HttpMetrics.CutOff.CONNECTIONS);
            connection.getEndPoint().close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Optional.ofNullable(networks.remove(connection))
                .ifPresent(network -> open.computeIfPresent(network, (any, count) -> count == 1 ? null : count - 1));
        metrics.connections.decrementAndGet();
    }

    private static String address(Connection connection) {
        SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
        return remote instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress().replaceFirst("%.*", "")
                : "";
    }
}
