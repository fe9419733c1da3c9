package io.orrery.web.entry;

import io.orrery.error.LibraryError;
import io.orrery.trace.MemoryBudget;
import io.orrery.web.http.OutgoingAnswer;
import io.orrery.web.http.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Writes answers without holding a thread, however slowly the client reads.
 *
 * <p>Javalin writes with blocking calls. What it writes is therefore collected, within {@link MemoryBudget}, and sent once it
 * is complete. Large answers are not collected: they are read in small parts, each when the one before has
 * been taken. A client that takes nothing for {@link HttpLimits#STALLED_ANSWER}, or not everything within {@link
 * HttpLimits#ANSWER}, is cut off.
 *
 * <p>A HEAD request is handled as GET, and the body of its answer is dropped.
 */
final class AnswerHandler extends Handler.Wrapper {
    private static final int UNSET = 0;
    private static final int OK = 200;
    private static final int RETRY_AFTER = 2;

    /** What is collected is copied once more when it is complete. */
    private static final int COPIES = 2;

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Deadlines deadlines;
    private final MemoryBudget memory;
    private final ProblemWriter problems;
    private final HttpMetrics metrics;

    AnswerHandler(Deadlines deadlines, MemoryBudget memory, ProblemWriter problems, HttpMetrics metrics) {
        this.deadlines = deadlines;
        this.memory = memory;
        this.problems = problems;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        Request handled = isHead ? new AsGet(request) : request;
        var answer = new Answer(handled, response, isHead);
        request.setAttribute(OutgoingAnswer.ATTRIBUTE, answer);
        Request.addCompletionListener(request, failure -> answer.end());
        return super.handle(handled, answer, callback);
    }

    private static final class AsGet extends Request.Wrapper {
        AsGet(Request request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return HttpMethod.GET.asString();
        }
    }

    private final class Answer extends Response.Wrapper implements OutgoingAnswer, Deadlines.Timed {
        private final boolean isHead;
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
        private final Queue<MemoryBudget.Reservation> reserved = new ConcurrentLinkedQueue<>();

        /** The length of the body if it is streamed, else −1. */
        private volatile long streamed = -1;

        /** Whether the body has no end that is known. */
        private volatile boolean isLive;

        private boolean isOverBudget;
        private volatile boolean isSending;

        private final AnswerTimes times = new AnswerTimes();
        private volatile boolean isCutOff;

        Answer(Request request, Response response, boolean isHead) {
            super(request, response);
            this.isHead = isHead;
        }

        @Override
        public boolean isHead() {
            return isHead;
        }

        @Override
        public void stream(long length) {
            streamed = length;
        }

        @Override
        public void begin() {
            isLive = true;
            times.last();
        }

        @Override
        public void write(ByteBuffer part, Runnable sent, Runnable failed) {
            send(false, part, Callback.from(sent, failure -> failed.run()));
        }

        @Override
        public void problem(Problem problem) {
            metrics.count(problem);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (isLive) {
                send(last, content, callback);
                return;
            }
            if (streamed >= 0 && !isHead) {
                announceLength(streamed);
                send(last, content, callback);
                return;
            }
            if (BufferUtil.hasContent(content)) {
                collect(content);
            }
            if (!last) {
                callback.succeeded();
                return;
            }
            if (isOverBudget) {
                problems.write(
                        getRequest(), getWrapped(), callback, Problem.of(new LibraryError.NoMemory(RETRY_AFTER)));
            } else if (isHead) {
                announceLength(streamed >= 0 ? streamed : collected.size());
                super.write(true, BufferUtil.EMPTY_BUFFER, callback);
            } else {
                announceLength(collected.size());
                send(true, ByteBuffer.wrap(collected.toByteArray()), callback);
            }
        }

        private void collect(ByteBuffer content) {
            int length = content.remaining();
            Optional<MemoryBudget.Reservation> reservation =
                    isOverBudget ? Optional.empty() : memory.tryReserve(COPIES * (long) length);
            if (reservation.isEmpty()) {
                isOverBudget = true;
                content.position(content.limit());
                return;
            }
            reserved.add(reservation.get());
            var part = new byte[length];
            content.get(part);
            collected.writeBytes(part);
        }

        /** Sets the length of the body, which a HEAD request gets, too. */
        private void announceLength(long length) {
            int status = getStatus() == UNSET ? OK : getStatus();
            boolean hasBody = status >= OK && status != NO_CONTENT && status != NOT_MODIFIED;
            if (hasBody && !isCommitted() && !getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
                getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
            }
        }

        private void send(boolean last, ByteBuffer content, Callback callback) {
            if (!isSending) {
                isSending = true;
                metrics.answers.incrementAndGet();
                deadlines.add(this);
            }
            new Parts(last, Optional.ofNullable(content).orElse(BufferUtil.EMPTY_BUFFER), callback).iterate();
        }

        private void writePart(boolean last, ByteBuffer part, Callback callback) {
            super.write(last, part, callback);
        }

        /** Writes some bytes part by part, so that a client that takes them slowly is told from one that takes none. */
        private final class Parts extends IteratingNestedCallback {
            private final boolean last;
            private final ByteBuffer content;
            private boolean isDone;

            Parts(boolean last, ByteBuffer content, Callback callback) {
                super(callback);
                this.last = last;
                this.content = content;
            }

            @Override
            protected Action process() {
                times.endPart();
                if (isDone) {
                    return Action.SUCCEEDED;
                }
                int length = Math.min(HttpLimits.PART, content.remaining());
                ByteBuffer part = content.slice(content.position(), length);
                content.position(content.position() + length);
                isDone = !content.hasRemaining();
                times.beginPart(deadlines.now());
                writePart(last && isDone, part, this);
                return Action.SCHEDULED;
            }
        }

        @Override
        public void check(double now) {
            if (isCutOff) {
                return;
            }
            times.late(now).ifPresent(why -> {
                isCutOff = true;
                metrics.count(why);
                getRequest()
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .close();
            });
        }

        void end() {
            reserved.forEach(MemoryBudget.Reservation::close);
            deadlines.remove(this);
            if (isSending) {
                metrics.answers.decrementAndGet();
            }
        }
    }
}
