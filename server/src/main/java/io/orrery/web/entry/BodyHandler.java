package io.orrery.web.entry;

import io.orrery.error.DomainError;
import io.orrery.error.GroupedNumber;
import io.orrery.error.RequestError;
import io.orrery.web.access.Proxies;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads bodies before the routes are called, without holding a thread. A body that is too slow, too large or broken never
 * reaches a route.
 */
final class BodyHandler extends Handler.Wrapper {
    private static final double MS = 1000;

    private final Proxies proxies;
    private final ProblemWriter problems;
    private final Deadlines deadlines;
    private final OpenBodies texts = new OpenBodies(HttpLimits.BODIES_OF_AN_ADDRESS, HttpLimits.BODIES);
    private final OpenBodies files = new OpenBodies(HttpLimits.FILES_OF_AN_ADDRESS, HttpLimits.FILES);
    private final HttpMetrics metrics;

    BodyHandler(Proxies proxies, ProblemWriter problems, Deadlines deadlines, HttpMetrics metrics) {
        this.proxies = proxies;
        this.problems = problems;
        this.deadlines = deadlines;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean hasBody = request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!hasBody) {
            return super.handle(request, response, callback);
        }
        new Body(request, response, callback).start();
        return true;
    }

    private void passOn(Request request, Response response, Callback callback) {
        try {
            super.handle(request, response, callback);
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** A body that is being read. */
    private final class Body implements Runnable, Deadlines.Timed, OpenBodies.OpenBody {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final double since = deadlines.now();
        private final int largest;
        private final OpenBodies open;

        /** Whether the request is answered or handed on. Deadlines end it in another thread than the one that reads. */
        private final AtomicBoolean ended = new AtomicBoolean();

        private volatile long received;

        Body(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            boolean isFile = Bodies.isFile(request.getMethod(), Request.getPathInContext(request));
            this.largest = isFile ? Bodies.LARGEST_FILE : Bodies.LARGEST;
            this.open = isFile ? files : texts;
        }

        void start() {
            if (request.getLength() > HttpLimits.LARGEST_DISCARDED) {
                refuse(tooLarge());
            } else if (!read()) {
                metrics.bodies.incrementAndGet();
                Request.addCompletionListener(request, failure -> forget());
                open.add(Client.of(request, proxies).network(), this);
                deadlines.add(this);
                request.demand(this);
            }
        }

        @Override
        public void run() {
            if (!read() && !ended.get()) {
                request.demand(this);
            }
        }

        /**
         * Reads what has arrived.
         *
         * @return false if more is to come
         */
        private boolean read() {
            while (!ended.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    return false;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    refuse(new RequestError.BodyBrokeOff());
                    return true;
                }
                take(chunk);
                if (received > HttpLimits.LARGEST_DISCARDED) {
                    refuse(tooLarge());
                    return true;
                }
                if (chunk.isLast()) {
                    complete();
                    return true;
                }
            }
            return true;
        }

        private void take(Content.Chunk chunk) {
            ByteBuffer content = chunk.getByteBuffer();
            int length = content.remaining();
            received += length;
            if (received <= largest) {
                var part = new byte[length];
                content.get(part);
                bytes.writeBytes(part);
            }
            chunk.release();
        }

        private void complete() {
            if (received > largest) {
                refuse(tooLarge());
            } else if (ended.compareAndSet(false, true)) {
                passOn(new WholeBody(request, ByteBuffer.wrap(bytes.toByteArray())), response, callback);
            }
        }

        private DomainError tooLarge() {
            return new RequestError.BodyTooLarge(new GroupedNumber(largest));
        }

        @Override
        public void check(double now) {
            double elapsed = now - since;
            boolean isSlow =
                    elapsed >= HttpLimits.BODY_GRACE.toMillis() && received < elapsed / MS * HttpLimits.LEAST_BODY_RATE;
            if (isSlow || elapsed >= HttpLimits.BODY.toMillis()) {
                giveUp();
            }
        }

        @Override
        public void giveUp() {
            refuse(new RequestError.BodyTooSlow((int) HttpLimits.BODY.toSeconds()));
        }

        private void refuse(DomainError error) {
            if (ended.compareAndSet(false, true)) {
                forget();
                problems.write(request, response, callback, Problem.of(error));
            }
        }

        private void forget() {
            if (open.remove(this)) {
                metrics.bodies.decrementAndGet();
                deadlines.remove(this);
            }
        }
    }

    /** A request whose body has been read. */
    private static final class WholeBody extends Request.Wrapper {
        private final Content.Source content;

        WholeBody(Request request, ByteBuffer bytes) {
            super(request);
            this.content = new ByteBufferContentSource(bytes);
        }

        @Override
        public Content.Chunk read() {
            return content.read();
        }

        @Override
        public void demand(Runnable whenReadable) {
            content.demand(whenReadable);
        }

        @Override
        public void fail(Throwable failure) {
            content.fail(failure);
            super.fail(failure);
        }
    }
}
