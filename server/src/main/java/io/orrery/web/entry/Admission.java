package io.orrery.web.entry;

import io.orrery.error.AccessError;
import io.orrery.error.DomainError;
import io.orrery.error.RequestError;
import io.orrery.web.access.HostNames;
import io.orrery.web.access.NetworkAddresses;
import io.orrery.web.access.Proxies;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses requests with methods that no route has, to names that are not this server's, and too many of one address. */
final class Admission extends Handler.Wrapper {
    private static final Pattern FOR_ALL_ORIGINS = Pattern.compile("/api/rooms/[^/]+/(?:commands|state|events)");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "DELETE");

    private final HostNames hosts;
    private final Proxies proxies;
    private final ProblemWriter problems;
    private final HttpMetrics metrics;
    private final int most;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /** @param most open requests of one address */
    Admission(HostNames hosts, Proxies proxies, ProblemWriter problems, HttpMetrics metrics, int most) {
        this.hosts = hosts;
        this.proxies = proxies;
        this.problems = problems;
        this.metrics = metrics;
        this.most = most;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String address = Client.of(request, proxies).network();
        int requests = open.merge(address, 1, Integer::sum);
        metrics.requests.incrementAndGet();
        Request.addCompletionListener(request, failure -> leave(address));
        Optional<DomainError> refusal = refusal(request, requests);
        if (refusal.isPresent()) {
            problems.write(request, response, callback, Problem.of(refusal.get()));
            return true;
        }
        return super.handle(request, response, callback);
    }

    private void leave(String address) {
        open.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
        metrics.requests.decrementAndGet();
    }

    private boolean isFromTrustedProxy(Request request) {
        return proxies.isTrusted(NetworkAddresses.plain(Request.getRemoteAddr(request)));
    }

    private Optional<DomainError> refusal(Request request, int requests) {
        String method = request.getMethod();
        String path = Request.getPathInContext(request);
        if (!METHODS.contains(method) && !Bodies.isFile(method, path) && !isPreflight(method, path)) {
            return Optional.of(new RequestError.MethodNotAllowed());
        }
        // Browsers always send a host. Without one, there is no name that could be another server's.
        String host =
                Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST)).orElse("");
        if (!host.isEmpty() && !hosts.accept(host, isFromTrustedProxy(request))) {
            return Optional.of(new AccessError.NotThisHost(HostNames.shown(host)));
        }
        return requests > most ? Optional.of(new AccessError.TooManyOpenRequests(1)) : Optional.empty();
    }

    /** Whether a browser asks if pages of other origins may send a request (CORS). */
    private static boolean isPreflight(String method, String path) {
        return method.equals("OPTIONS") && FOR_ALL_ORIGINS.matcher(path).matches();
    }
}
