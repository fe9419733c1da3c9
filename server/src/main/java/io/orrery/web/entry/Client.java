package io.orrery.web.entry;

import io.orrery.web.access.ClientNetwork;
import io.orrery.web.access.Proxies;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who sent a request.
 *
 * @param network the network by which the client is counted, also behind trusted proxies
 * @param scheme the scheme that the client used
 */
record Client(String network, String scheme) {
    static Client of(Request request, Proxies proxies) {
        String connected = Request.getRemoteAddr(request);
        return new Client(
                ClientNetwork.of(proxies.address(connected, header(request, HttpHeader.X_FORWARDED_FOR))),
                proxies.scheme(
                        connected,
                        header(request, HttpHeader.X_FORWARDED_PROTO),
                        request.getHttpURI().getScheme() == null
                                ? "http"
                                : request.getHttpURI().getScheme()));
    }

    private static Optional<String> header(Request request, HttpHeader name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }
}
