package io.orrery.model.config;

import io.orrery.model.weights.WeightReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content id of a model: a hash of everything that its numbers and texts depend on, regardless of how it is split
 * into files. Weights are hashed as stored, because a quantized file has a fifth of the bytes of the decoded numbers.
 * The same numbers in another element type are therefore a different model.
 */
public final class ContentId {
    private static final int BYTES = 16;

    private final MessageDigest hash = sha256();

    private ContentId() {}

    /** The id of a model without weights: 32 hexadecimal digits. */
    public static String of(ModelConfig config) {
        return new ContentId().add("orrery structure 1").add(config.toString()).digits();
    }

    /**
     * The id of a model: 32 hexadecimal digits.
     *
     * @param weights the hash of its weights, from {@link WeightReader#read}
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

    /** The id of some bytes: 32 hexadecimal digits. */
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
