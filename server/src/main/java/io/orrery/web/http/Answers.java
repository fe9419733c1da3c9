package io.orrery.web.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.javalin.http.Context;
import io.orrery.wire.BinaryMessage;
import io.orrery.wire.Frame;
import io.orrery.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Writes HTTP responses: JSON, frames and files, each with its caching headers. */
public final class Answers {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String REVALIDATE = "no-cache";
    private static final int NOT_MODIFIED = 304;

    /** Longer JSON is neither compressed nor copied, but written as it is, in bytes. */
    private static final int LARGEST_COLLECTED = 1 << 20;

    private static final String FRAME = "application/octet-stream";
    private static final Pattern BROTLI = accepted("br");
    private static final Pattern GZIP = accepted("gzip");

    /** Headers that matter for pages only, not for what they load. */
    private static final List<String> PAGE_HEADERS =
            List.of("X-Frame-Options", "X-DNS-Prefetch-Control", "Permissions-Policy", "Referrer-Policy");

    /** The compressed forms of encoded frames, as long as those are kept: a whole room asks for the same at once. */
    private static final LoadingCache<byte[], Asset> ZIPPED =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(bytes -> Asset.zipped(FRAME, bytes));

    private Answers() {}

    /** Matches an {@code Accept-Encoding} header that accepts an encoding: lists it without {@code q=0} (RFC 9110). */
    private static Pattern accepted(String encoding) {
        return Pattern.compile("(?i)(?:^|,)\\s*" + encoding + "\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");
    }

    /** JSON that must not be cached. */
    public static void json(Context ctx, Object value) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.bytes(value));
    }

    /** JSON that may be cached, but is revalidated at each use. */
    public static void checkedJson(Context ctx, Object value) {
        byte[] bytes = Json.bytes(value);
        if (!isNotModified(ctx, Asset.tag(bytes), REVALIDATE)) {
            ctx.contentType("application/json").result(bytes);
        }
    }

    /** JSON of a known version, encoded already, that may be cached but is revalidated at each use. */
    public static void checkedJson(Context ctx, String version, Supplier<byte[]> bytes) {
        if (!isNotModified(ctx, version, REVALIDATE)) {
            ctx.contentType("application/json").result(bytes.get());
        }
    }

    /** JSON that never changes, made from the result of a computation. */
    public static <T> void json(
            PendingRequest pending, String tag, Supplier<CompletableFuture<T>> computation, Function<T, Object> json) {
        if (!isNotModified(pending.context(), tag, FOR_EVER)) {
            made(pending, computation, json);
        }
    }

    /** JSON that must not be cached, made from the result of a computation. */
    public static <T> void freshJson(
            PendingRequest pending, Supplier<CompletableFuture<T>> computation, Function<T, Object> json) {
        pending.context().header("Cache-Control", "no-store");
        made(pending, computation, json);
    }

    private static <T> void made(
            PendingRequest pending, Supplier<CompletableFuture<T>> computation, Function<T, Object> json) {
        pending.answer(computation, made -> Json.bytes(json.apply(made)), bytes -> {
            pending.context().contentType("application/json").result(bytes);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** The same as {@link #json}, of JSON that is encoded already. Its memory is reserved until it is written. */
    public static void jsonBytes(PendingRequest pending, String tag, Supplier<CompletableFuture<byte[]>> computation) {
        if (!isNotModified(pending.context(), tag, FOR_EVER)) {
            encoded(pending, computation);
        }
    }

    /** The same as {@link #freshJson}, of JSON that is encoded already. */
    public static void freshJsonBytes(PendingRequest pending, Supplier<CompletableFuture<byte[]>> computation) {
        pending.context().header("Cache-Control", "no-store");
        encoded(pending, computation);
    }

    private static void encoded(PendingRequest pending, Supplier<CompletableFuture<byte[]>> computation) {
        Context ctx = pending.context();
        Supplier<CompletableFuture<byte[]>> reserved = () -> computation.get().thenApply(bytes -> {
            pending.reserve(bytes.length);
            return bytes;
        });
        pending.answer(reserved, made -> made, bytes -> {
            ctx.contentType("application/json");
            if (bytes.length > LARGEST_COLLECTED) {
                return StreamedAnswer.write(ctx, bytes.length, new ByteArrayInputStream(bytes));
            }
            ctx.result(bytes);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** A frame that never changes, because its address identifies its content, made from the result of a computation. */
    public static <T> void frame(
            PendingRequest pending,
            String tag,
            Supplier<CompletableFuture<T>> computation,
            Function<T, BinaryMessage> frame) {
        Context ctx = pending.context();
        if (!isNotModified(ctx, tag, FOR_EVER)) {
            pending.answer(computation, frame, made -> write(ctx, made));
        }
    }

    /** Like {@link #frame}, for a frame that is kept with its compressed form, so that no request compresses it again. */
    public static void frame(PendingRequest pending, String tag, Supplier<Asset> frame) {
        Context ctx = pending.context();
        if (!isNotModified(ctx, tag, FOR_EVER)) {
            pending.answer(() -> CompletableFuture.completedFuture(tag), made -> frame.get(), made -> write(ctx, made));
        }
    }

    /** A frame that never changes, encoded by a computation, which is worth compressing. */
    public static void zippedFrame(
            PendingRequest pending, String tag, Supplier<CompletableFuture<byte[]>> computation) {
        Context ctx = pending.context();
        if (!isNotModified(ctx, tag, FOR_EVER)) {
            pending.answer(computation, ZIPPED::get, made -> write(ctx, made));
        }
    }

    /** A frame with its compressed form. */
    public static Asset zipped(Frame frame) {
        return Asset.zipped(FRAME, frame.bytes());
    }

    private static CompletableFuture<Void> write(Context ctx, BinaryMessage frame) {
        ctx.contentType(FRAME);
        return StreamedAnswer.write(ctx, frame.size(), frame.stream());
    }

    /**
     * A file of the web client. Its address contains a hash of all files, so it never changes and needs no {@code ETag}.
     */
    public static void file(Context ctx, Asset asset) {
        loaded(ctx).header("Cache-Control", FOR_EVER);
        ctx.future(() -> write(ctx, asset));
    }

    /** A file of the web client at an address that does not change with it: it is revalidated at each use. */
    public static void checkedFile(Context ctx, Asset asset) {
        if (!isNotModified(ctx, Asset.tag(asset.bytes()), REVALIDATE)) {
            ctx.future(() -> write(ctx, asset));
        }
    }

    /** Writes the shortest form that the client accepts. */
    private static CompletableFuture<Void> write(Context ctx, Asset asset) {
        String accepted = Optional.ofNullable(ctx.header("Accept-Encoding")).orElse("");
        ctx.disableCompression().header("Vary", "Accept-Encoding").contentType(asset.mediaType());
        byte[] bytes = asset.bytes();
        if (asset.brotli().length > 0 && BROTLI.matcher(accepted).find()) {
            ctx.header("Content-Encoding", "br");
            bytes = asset.brotli();
        } else if (asset.zipped().length > 0 && GZIP.matcher(accepted).find()) {
            ctx.header("Content-Encoding", "gzip");
            bytes = asset.zipped();
        }
        return StreamedAnswer.write(ctx, bytes.length, new ByteArrayInputStream(bytes));
    }

    /** A file that is made while it is written, and is compressed in itself. @param length bytes */
    public static CompletableFuture<Void> stream(Context ctx, String type, long length, InputStream file) {
        ctx.disableCompression().contentType(type);
        return StreamedAnswer.write(ctx, length, file);
    }

    public static void problem(Context ctx, Problem problem) {
        Object retryAfter = problem.json().get("retryAfter");
        if (retryAfter != null) {
            ctx.header("Retry-After", retryAfter.toString());
        }
        OutgoingAnswer.of(ctx).problem(problem);
        ctx.status(problem.status())
                .removeHeader("ETag")
                .header("Cache-Control", "no-store")
                .contentType(Problem.MEDIA_TYPE)
                .result(Json.bytes(problem.json()));
    }

    /** An answer without the headers that matter for pages only: a page loads so many files and numbers that their size counts. */
    private static Context loaded(Context ctx) {
        PAGE_HEADERS.forEach(ctx::removeHeader);
        return ctx;
    }

    /** Sets the caching headers of what pages load. If the browser has this version already, answers 304 and returns true. */
    private static boolean isNotModified(Context ctx, String tag, String cacheControl) {
        String quoted = '"' + tag + '"';
        loaded(ctx).header("ETag", quoted).header("Cache-Control", cacheControl);
        String held = ctx.header("If-None-Match");
        boolean isCurrent = held != null && held.contains(quoted);
        if (isCurrent) {
            ctx.status(NOT_MODIFIED);
        }
        return isCurrent;
    }
}
