package io.orrery.web.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/**
 * An answer that is too large to be collected before it is sent. Its bytes are made while it is written, a part at a time, and
 * no thread waits for the client.
 */
final class StreamedAnswer implements WriteListener {
    private static final int PART = 32 * 1024;

    private final ServletOutputStream out;
    private final InputStream body;
    private final byte[] part = new byte[PART];
    private final CompletableFuture<Void> written = new CompletableFuture<>();

    private StreamedAnswer(ServletOutputStream out, InputStream body) {
        this.out = out;
        this.body = body;
    }

    /**
     * Writes an answer. Completes when it is written, or when the client no longer reads it.
     *
     * @param length the number of bytes in {@code body}
     */
    static CompletableFuture<Void> write(Context ctx, long length, InputStream body) {
        OutgoingAnswer answer = OutgoingAnswer.of(ctx);
        answer.stream(length);
        if (answer.isHead()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            ServletOutputStream out = ctx.res().getOutputStream();
            var streamed = new StreamedAnswer(out, body);
            out.setWriteListener(streamed);
            return streamed.written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            int count = body.read(part);
            if (count < 0) {
                written.complete(null);
                return;
            }
            out.write(part, 0, count);
        }
    }

    /** The client is gone. Nobody reads an error. */
    @Override
    public void onError(Throwable failure) {
        written.complete(null);
    }
}
