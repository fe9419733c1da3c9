package io.orrery.model.config;

import io.orrery.model.weights.WeightReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The address of a model's content: a hash of all that its numbers and texts depend on, whatever files they came in. What
 * is hashed of the weights are their bytes as they are stored, for a quantized file has a fifth of those that its numbers
 * take; so the same numbers in another element type are another model.
 */
public final class ContentId {
    private static final int BYTES = 16;

    private final MessageDigest hash = sha256();

    private ContentId() {}

    /** Of a model without weights: 32 hexadecimal digits. */
    public static String of(ModelConfig config) {
        return new ContentId().add("orrery structure 1").add(config.toString()).digits();
    }

    /**
     * Of a model: 32 hexadecimal digits.
     *
     * @param weights a hash of them, as {@link WeightReader#read} makes it
     */
    public static String of(ModelConfig config, byte[] tokenizer, byte[] weights) {
        return new ContentId()
                .add("orrery model 3")
                .add(config.toString())
                .add(tokenizer.length + " bytes of tokenizer")
                .add(tokenizer)
                .add(weights)
                .digits();
    }

    /** The address of some bytes: 32 hexadecimal digits. */
    public static String of(byte[] bytes) {
        return new ContentId().add(bytes).digits();
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private ContentId add(String line) {
        return add((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private ContentId add(byte[] bytes) {
        hash.update(bytes);
        return this;
    }

    private String digits() {
        return HexFormat.of().formatHex(hash.digest(), 0, BYTES);
    }
}
