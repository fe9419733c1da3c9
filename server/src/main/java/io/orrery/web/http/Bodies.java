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
import java.util.regex.Pattern;

/** Reads the bodies of requests: JSON objects, and the files of a recording. */
public final class Bodies {
    /** Size limit of a body, in bytes: far more than the text that any model can read at once. */
    public static final int LARGEST = 64 * 1024;

    /** Size limit of a file of a recording, in bytes: half a minute of a voice, or the captions of an evening. */
    public static final int LARGEST_FILE = 1 << 20;

    private static final Pattern FILES = Pattern.compile("/api/recordings/[^/]+/(?:voice|captions)/[^/]+");

    /** Converts the JSON object of a body to a value. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Fields fields) throws MalformedException;
    }

    private Bodies() {}

    /** Whether the body of a request is a file of a recording. */
    public static boolean isFile(String method, String path) {
        return method.equals("PUT") && FILES.matcher(path).matches();
    }

    /** Reads the file in the body of a request for which {@link #isFile} is true. */
    public static byte[] file(Context ctx) {
        return bytes(ctx, LARGEST_FILE);
    }

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
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(ctx, LARGEST)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(new JsonError.NotUtf8());
        }
    }

    private static byte[] bytes(Context ctx, int largest) {
        try {
            byte[] bytes = ctx.req().getInputStream().readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new OrreryException(new RequestError.BodyTooLarge(new GroupedNumber(largest)));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
