package io.orrery.web.http;

import io.javalin.http.Context;
import io.orrery.error.GroupedNumber;
import io.orrery.error.JsonError;
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
import java.util.Optional;

/** Reads the JSON objects in the bodies of requests. */
public final class Bodies {
    /** Size limit of a body, in bytes: far more than the text that any model can read at once. */
    public static final int LARGEST = 64 * 1024;

    /** Converts the JSON object of a body to a value. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Fields fields) throws MalformedException;
    }

    private Bodies() {}

    /**
     * Reads a request's body, which can be read once only.
     *
     * @throws OrreryException if it is not a JSON object in UTF-8, or the reader does not accept it
     */
    public static <T> T read(Context ctx, Reader<T> reader) {
        try {
            return reader.read(fields(ctx));
        } catch (MalformedException e) {
            throw new OrreryException(e.error(), e);
        }
    }

    private static Fields fields(Context ctx) throws MalformedException {
        if (!isJson(Optional.ofNullable(ctx.contentType()).orElse(""))) {
            // With other types a browser sends cross-origin requests without a CORS preflight.
            throw new OrreryException(new RequestError.NotJson());
        }
        return Fields.of("request", Json.read(text(ctx)));
    }

    /** Whether a media type is exactly {@code application/json}; parameters, such as a charset, may follow. */
    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().equalsIgnoreCase("application/json");
    }

    /** Invalid UTF-8 is an error: replacement characters would silently change the text. */
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
            throw new MalformedException(new JsonError.NotUtf8());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
