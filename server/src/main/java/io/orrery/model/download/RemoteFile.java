package io.orrery.model.download;

/**
 * A file to download.
 *
 * @param bytes its size, or {@link #UNKNOWN}
 * @param sha256 SHA-256 of its content, in hexadecimal
 */
public record RemoteFile(String name, long bytes, String sha256) {
    public static final long UNKNOWN = -1;

    /** Limit for files of unknown size, which are tokenizers: larger than any of them. */
    private static final long LARGEST_UNKNOWN = 64L << 20;

    /** The greatest number of bytes to accept. */
    long limit() {
        return bytes == UNKNOWN ? LARGEST_UNKNOWN : bytes;
    }
}
