package io.orrery.room.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates secrets that cannot be guessed: 128 random bits, as 22 characters of URL-safe base64. */
public final class Secret {
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    public static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
