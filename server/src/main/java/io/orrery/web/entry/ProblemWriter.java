package io.orrery.web.entry;

import io.orrery.error.RequestError;
import io.orrery.error.ServerError;
import io.orrery.web.access.Guard;
import io.orrery.web.access.Proxies;
import io.orrery.web.access.SecurityHeaders;
import io.orrery.web.http.Problem;
import java.nio.ByteBuffer;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Writes problems to requests that no route answers: refused on the way to the routes, or by Jetty itself.
 */
public final class ProblemWriter implements Request.Handler {
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int URI_TOO_LONG = 414;
    private static final int HEADERS_TOO_LARGE = 431;
    private static final int INTERNAL = 500;
    private static final Set<Integer> KEEPING_THE_CONNECTION = Set.of(NOT_FOUND, METHOD_NOT_ALLOWED);
    private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE";

    private final Guard guard;
    private final Proxies proxies;
    private final HttpMetrics metrics;

    public ProblemWriter(Guard guard, Proxies proxies, HttpMetrics metrics) {
        this.guard = guard;
        this.proxies = proxies;
        this.metrics = metrics;
    }

    /** Answers a request that Jetty refuses, or whose handler has failed. Its text and cause are not shown to anybody. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean isBadRequest = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException;
        write(request, response, callback, ofStatus(response.getStatus(), isBadRequest));
        return true;
    }

    private static Problem ofStatus(int status, boolean isBadRequest) {
        if (status >= INTERNAL && !isBadRequest) {
            return Problem.of(new ServerError.Internal());
        }
        // Jetty has more statuses for what is not valid HTTP, such as 417, 501 and 505.
        return Problem.of(
                switch (status) {
                    case NOT_FOUND -> new RequestError.NotServed("");
                    case METHOD_NOT_ALLOWED -> new RequestError.MethodNotAllowed();
                    case REQUEST_TIMEOUT -> new RequestError.BodyTooSlow((int) HttpLimits.BODY.toSeconds());
                    case URI_TOO_LONG -> new RequestError.AddressTooLong();
                    case HEADERS_TOO_LARGE -> new RequestError.HeadersTooLarge();
                    default -> new RequestError.NotHttp();
                });
    }

    /** Writes a problem as the whole answer. */
    void write(Request request, Response response, Callback callback, Problem problem) {
        metrics.count(problem);
        response.reset();
        response.setStatus(problem.status());
        Client client = Client.of(request, proxies);
        var headers = response.getHeaders();
        SecurityHeaders.set(
                guard.isEncrypted(client.scheme()), (name, value) -> headers.put(new HttpField(name, value)));
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        Object retryAfter = problem.error().parameters().get("retryAfter");
        if (retryAfter != null) {
            headers.put(HttpHeader.RETRY_AFTER, retryAfter.toString());
        }
        if (problem.status() == METHOD_NOT_ALLOWED) {
            headers.put(HttpHeader.ALLOW, ALLOWED);
        }
        if (!KEEPING_THE_CONNECTION.contains(problem.status())) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        response.write(true, ByteBuffer.wrap(problem.bytes()), callback);
    }
}
