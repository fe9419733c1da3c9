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
 * Makes the keys to rooms.
 *
 * <p>A key is a message authentication code, under the operator's key, of a random seed. The seed and a hash of the key
 * are kept, the key is not. So a server that starts again can print the presenter's link once more, though it holds
 * nothing that opens a room; and who steals the rooms' storage, but not the operator's key, has nothing.
 */
public final class KeyMaker {
    private static final String ALGORITHM = "HmacSHA256";

    /** 128 bits, which nobody guesses. */
    private static final int KEY_BYTES = 16;

    private final SecretKeySpec operatorKey;
    private final Supplier<String> seeds;

    /** @param seeds makes what cannot be guessed */
    public KeyMaker(String operatorKey, Supplier<String> seeds) {
        this.operatorKey = new SecretKeySpec(operatorKey.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.seeds = seeds;
    }

    /** A key to be handed over, and what is kept of it. */
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

    /** The key that was issued before; nothing if that was under another operator's key. */
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
