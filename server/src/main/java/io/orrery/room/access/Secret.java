package io.orrery.room.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets that cannot be guessed: 128 random bits, in 22 characters that may stand in an address. */
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
