package io.orrery.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A static file, ready to be sent.
 *
 * @param zipped the same by gzip; empty where that is no shorter
 * @param tag a hash of the bytes
 */
record Asset(String mediaType, byte[] bytes, byte[] zipped, String tag) {
    private static final int TAG_BYTES = 12;

    static Asset read(InputStream in, FileType type) {
        try (in) {
            byte[] bytes = in.readAllBytes();
            byte[] zipped = type.isText() ? zip(bytes) : new byte[0];
            return new Asset(type.mediaType(), bytes, zipped.length < bytes.length ? zipped : new byte[0], tag(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    /** A short hash of some bytes. */
    static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
