package io.orrery.room.access;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues room keys.
 *
 * <p>A key is a message authentication code of a random seed under the operator's key. The seed and a hash of the key
 * are stored; the key is not. After a restart the server can derive the key again and print the presenter's link, but
 * the storage alone opens no room: a thief would need the operator's key, too.
 */
public final class KeyMaker {
    private static final String ALGORITHM = "HmacSHA256";

    /** 128 bits. */
    private static final int KEY_BYTES = 16;

    private final SecretKeySpec operatorKey;
    private final Supplier<String> seeds;

    /** @param seeds generates random seeds that cannot be guessed */
    public KeyMaker(String operatorKey, Supplier<String> seeds) {
        this.operatorKey = new SecretKeySpec(operatorKey.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.seeds = seeds;
    }

    /** A key to be handed out, and the part of it that is stored. */
    public record Issued(String key, RoomKey kept) {
        @Override
        public String toString() {
            return "Issued";
        }
    }

    public Issued issue() {
        String seed = seeds.get();
        String key = key(seed);
        return new Issued(key, RoomKey.of(seed, key));
    }

    /** Derives a key that was issued before; empty if it was issued under another operator key. */
    public Optional<String> again(RoomKey kept) {
        return Optional.of(key(kept.seed())).filter(kept::matches);
    }

    private String key(String seed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(operatorKey);
            byte[] code = mac.doFinal(seed.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code, KEY_BYTES));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
