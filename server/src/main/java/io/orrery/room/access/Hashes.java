package io.orrery.room.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * One-way hashes of secrets. Secrets have at least 128 random bits, so one round suffices and salt would add nothing.
 */
public final class Hashes {
    private static final Pattern FORM = Pattern.compile("[\\w-]{43}");

    private Hashes() {}

    /** Whether a text has the form of a hash. */
    public static boolean isHash(String text) {
        return FORM.matcher(text).matches();
    }

    /** The SHA-256 hash, as 43 characters of URL-safe base64. */
    public static String hash(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
