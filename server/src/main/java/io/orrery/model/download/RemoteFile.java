package io.orrery.model.download;

/**
 * A file to fetch.
 *
 * @param bytes its size, or {@link #UNKNOWN}
 * @param sha256 of its content, in hexadecimal
 */
public record RemoteFile(String name, long bytes, String sha256) {
    public static final long UNKNOWN = -1;

    /** Nobody wrote down the size of a tokenizer; this is more than any has. */
    private static final long LARGEST_UNKNOWN = 64L << 20;

    /** The most bytes that may come. */
    long limit() {
        return bytes == UNKNOWN ? LARGEST_UNKNOWN : bytes;
    }
}
