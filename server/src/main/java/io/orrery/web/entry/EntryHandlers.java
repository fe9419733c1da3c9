package io.orrery.web.entry;

import io.orrery.trace.MemoryBudget;
import io.orrery.web.access.HostNames;
import io.orrery.web.access.Proxies;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Puts the handlers of this package between Jetty and the routes. */
public record EntryHandlers(
        HostNames hosts,
        Proxies proxies,
        ProblemWriter problems,
        Deadlines deadlines,
        MemoryBudget memory,
        HttpMetrics metrics) {
    public void addTo(Server server) {
        // The last one that is inserted is the first one that is called.
        server.insertHandler(new RouteSlotsHandler(proxies));
        server.insertHandler(new BodyHandler(proxies, problems, deadlines, metrics));
        server.insertHandler(new AnswerHandler(deadlines, memory, problems, metrics));
        server.insertHandler(new Admission(hosts, proxies, problems, metrics, HttpLimits.REQUESTS_OF_AN_ADDRESS));
        server.setErrorHandler(problems);
        server.addBean(new NetworkConnectionLimit(HttpLimits.CONNECTIONS, server));
    }

    public void addTo(ServletContextHandler context) {
        context.setErrorHandler(problems);
    }

    public void addTo(ServerConnector connector) {
        connector.addBean(new ConnectionLimit(HttpLimits.CONNECTIONS_OF_AN_ADDRESS, proxies, metrics));
    }

    /** Calls the routes of all requests by {@link RouteSlots}. */
    private static final class RouteSlotsHandler extends Handler.Wrapper {
        private static final int NOT_FOUND = 404;

        private final Proxies proxies;
        private final RouteSlots slots = new RouteSlots(Runtime.getRuntime().availableProcessors());

        RouteSlotsHandler(Proxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            slots.call(
                    Client.of(request, proxies).network(),
                    request.getContext()::execute,
                    () -> dispatch(request, response, callback));
            return true;
        }

        private void dispatch(Request request, Response response, Callback callback) {
            try {
                if (!super.handle(request, response, callback)) {
                    Response.writeError(request, response, callback, NOT_FOUND);
                }
            } catch (Throwable e) {
                Response.writeError(request, response, callback, e);
            }
        }
    }
}
