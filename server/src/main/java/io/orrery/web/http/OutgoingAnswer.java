package io.orrery.web.http;

import io.javalin.http.Context;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** The answer to a request on its way to the client, as routes see it. */
public interface OutgoingAnswer {
    /** The attribute of a request that holds its answer. */
    String ATTRIBUTE = OutgoingAnswer.class.getName();

    /** Whether only the headers are sent. */
    boolean isHead();

    /**
     * Announces that the body is written part by part, each once the client has taken the one before; else it is collected.
     *
     * @param length the bytes in all
     */
    void stream(long length);

    /** Announces that the body has no end that is known, and is written by {@link #write}. */
    void begin();

    /**
     * Writes the next part of a body that has begun, without holding a thread. A client that does not take it is cut off.
     *
     * @param sent called when the next part may be written
     * @param failed called when the client is gone
     */
    void write(ByteBuffer part, Runnable sent, Runnable failed);

    /** Announces that the answer is a problem, which is counted. */
    void problem(Problem problem);

    static OutgoingAnswer of(Context ctx) {
        return (OutgoingAnswer)
                ServletContextRequest.getServletContextRequest(ctx.req()).getAttribute(ATTRIBUTE);
    }
}
