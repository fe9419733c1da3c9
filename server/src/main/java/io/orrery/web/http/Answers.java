package io.orrery.web.http;

import io.javalin.http.Context;
import io.orrery.wire.Frame;
import io.orrery.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The forms of an answer: JSON, frames and files, and how long each may be kept. */
public final class Answers {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_FIRST = "no-cache";
    private static final int NOT_MODIFIED = 304;

    private static final Pattern BROTLI = accepted("br");
    private static final Pattern GZIP = accepted("gzip");

    /** Headers that browsers heed on documents alone. */
    private static final List<String> OF_PAGES = List.of(
            "X-Frame-Options",
            "X-Permitted-Cross-Domain-Policies",
            "X-DNS-Prefetch-Control",
            "Permissions-Policy",
            "Referrer-Policy");

    private Answers() {}

    /** An encoding in a list of those that are understood; a weight of nought says that it is not. */
    private static Pattern accepted(String encoding) {
        return Pattern.compile("(?i)(?:^|,)\\s*" + encoding + "\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");
    }

    /** JSON that must not be kept. */
    public static void json(Context ctx, Object value) {
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.bytes(value));
    }

    /** JSON that may be kept, but is asked for again each time. */
    public static void checkedJson(Context ctx, Object value) {
        byte[] bytes = Json.bytes(value);
        if (!isKnown(ctx, Asset.tag(bytes), ASK_FIRST)) {
            ctx.contentType("application/json").result(bytes);
        }
    }

    /** JSON that never changes. */
    public static <T> void json(PendingRequest pending, String tag, Supplier<CompletableFuture<T>> value) {
        Context ctx = pending.context();
        if (!isKnown(ctx, tag, FOR_EVER)) {
            pending.answer(value, json -> ctx.contentType("application/json").result(Json.bytes(json)));
        }
    }

    /** A frame that never changes: its address is that of its content. */
    public static void frame(Context ctx, String tag, Supplier<Frame> frame) {
        if (!isKnown(ctx, tag, FOR_EVER)) {
            write(ctx, frame.get());
        }
    }

    /** The same of what must be computed first. */
    public static void frame(PendingRequest pending, String tag, Supplier<CompletableFuture<Frame>> frame) {
        Context ctx = pending.context();
        if (!isKnown(ctx, tag, FOR_EVER)) {
            pending.answer(frame, made -> write(ctx, made));
        }
    }

    private static void write(Context ctx, Frame frame) {
        ctx.contentType("application/octet-stream").result(frame.stream());
    }

    /**
     * A file at an address that holds a hash of it. A page is made of so many that what each says besides its content
     * counts: what guards pages says nothing to a file, and nobody asks again for what never changes.
     */
    public static void file(Context ctx, Asset asset) {
        String accepted = Optional.ofNullable(ctx.header("Accept-Encoding")).orElse("");
        ctx.disableCompression().header("Vary", "Accept-Encoding").header("Cache-Control", FOR_EVER);
        OF_PAGES.forEach(ctx::removeHeader);
        ctx.contentType(asset.mediaType());
        if (asset.brotli().length > 0 && BROTLI.matcher(accepted).find()) {
            ctx.header("Content-Encoding", "br").result(asset.brotli());
        } else if (asset.zipped().length > 0 && GZIP.matcher(accepted).find()) {
            ctx.header("Content-Encoding", "gzip").result(asset.zipped());
        } else {
            ctx.result(asset.bytes());
        }
    }

    public static void problem(Context ctx, Problem problem) {
        ctx.status(problem.status())
                .removeHeader("ETag")
                .header("Cache-Control", "no-store")
                .contentType(Problem.MEDIA_TYPE)
                .result(Json.bytes(problem.json()));
    }

    /** Says what this version of the content is called; true, and answered, if the browser holds it already. */
    private static boolean isKnown(Context ctx, String tag, String keep) {
        String quoted = '"' + tag + '"';
        ctx.header("ETag", quoted).header("Cache-Control", keep);
        String held = ctx.header("If-None-Match");
        boolean known = held != null && held.contains(quoted);
        if (known) {
            ctx.status(NOT_MODIFIED);
        }
        return known;
    }
}
