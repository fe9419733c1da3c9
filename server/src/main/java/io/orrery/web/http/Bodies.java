package io.orrery.web.http;

import io.javalin.http.Context;
import io.orrery.error.GroupedNumber;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The JSON objects that come with requests. */
public final class Bodies {
    /** The most that a request may hold, in bytes: far more than any model reads at once. */
    public static final int LARGEST = 64 * 1024;

    private Bodies() {}

    /** The object of a request's body, read from it once. */
    public static Fields read(Context ctx) throws MalformedException {
        String type = ctx.contentType();
        if (type == null || !type.startsWith("application/json")) {
            // Other types would let a page of another site ask without the browser asking us first.
            throw new OrreryException(new RequestError.NotJson());
        }
        return Fields.of("The request", Json.read(text(ctx)));
    }

    /** What is no UTF-8 is not guessed at: it would be another text than the one that was meant. */
    private static String text(Context ctx) throws MalformedException {
        try {
            byte[] bytes = ctx.req().getInputStream().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new OrreryException(new RequestError.BodyTooLarge(new GroupedNumber(LARGEST)));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("The request is not UTF-8, as JSON must be.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
