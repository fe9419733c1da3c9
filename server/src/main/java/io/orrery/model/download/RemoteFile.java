package io.orrery.model.download;

import java.util.regex.Pattern;

/**
 * A file to download.
 *
 * @param bytes its size, or {@link #UNKNOWN}
 * @param hash of its content, in hexadecimal: SHA-256, or the SHA-1 that Git names it by
 * @param path where it is in its repository
 */
public record RemoteFile(String name, long bytes, String hash, String path) {
    public static final long UNKNOWN = -1;

    /** Limit for files of unknown size, which are tokenizers: larger than any of them. */
    private static final long LARGEST_UNKNOWN = 64L << 20;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int SHA_1 = 40;

    /** A file at the top of its repository. */
    public RemoteFile(String name, long bytes, String hash) {
        this(name, bytes, hash, name);
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** Whether its hash is Git's of a blob: the SHA-1 of {@code "blob <bytes>\0"} and the content. */
    boolean isBlob() {
        return hash.length() == SHA_1;
    }

    /** The greatest number of bytes to accept. */
    long limit() {
        return bytes == UNKNOWN ? LARGEST_UNKNOWN : bytes;
    }
}
