package io.orrery.room;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a presenter must show. Only its hash is kept, so that neither a log nor a dump of memory gives it away. */
public final class PresenterKey {
    private final byte[] hash;

    public PresenterKey(String key) {
        hash = hash(key);
    }

    /** Whether this is the key, in a time that does not tell how much of it is right. */
    public boolean matches(String key) {
        return MessageDigest.isEqual(hash, hash(key));
    }

    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
