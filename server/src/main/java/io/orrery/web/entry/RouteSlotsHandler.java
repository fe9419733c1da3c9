package io.orrery.web.entry;

import io.orrery.web.access.Proxies;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Calls the routes of all requests by {@link RouteSlots}. */
final class RouteSlotsHandler extends Handler.Wrapper {
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
