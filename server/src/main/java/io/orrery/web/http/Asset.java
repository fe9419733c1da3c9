package io.orrery.web.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A file, or an answer that is sent to many, and its compressed forms.
 *
 * @param zipped compressed by gzip; empty if that is not shorter
 * @param brotli compressed by Brotli; empty if that is not shorter
 */
public record Asset(String mediaType, byte[] bytes, byte[] zipped, byte[] brotli) {
    private static final int TAG_BYTES = 12;

    public static Asset of(FileType type, byte[] bytes, Optional<byte[]> zipped, Optional<byte[]> brotli) {
        return new Asset(type.mediaType(), bytes, ifShorter(zipped, bytes), ifShorter(brotli, bytes));
    }

    /** Compresses some bytes by gzip. */
    public static Asset zipped(String mediaType, byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return new Asset(mediaType, bytes, ifShorter(Optional.of(zipped.toByteArray()), bytes), new byte[0]);
    }

    /**
     * An {@code ETag} for a response that depends on path and query only. A hash, because these may contain characters that a
     * header may not.
     *
     * @param form version of the response's format
     */
    public static String tag(Context ctx, String form) {
        return form + tag((ctx.path() + "?" + ctx.queryString()).getBytes(StandardCharsets.UTF_8));
    }

    /** A short hash of some bytes. */
    public static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] ifShorter(Optional<byte[]> compressed, byte[] bytes) {
        return compressed.filter(all -> all.length < bytes.length).orElse(new byte[0]);
    }
}
