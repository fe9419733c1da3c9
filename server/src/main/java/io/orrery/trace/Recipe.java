package io.orrery.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything that a trace depends on.
 *
 * @param model the model's content id
 * @param tokens the token ids of the text
 */
public record Recipe(String model, List<Integer> tokens) {
    /**
     * Version of the engine's arithmetic. Raise it whenever a computed number changes, so that no cache returns an old
     * one.
     */
    static final int ARITHMETIC = 1;

    private static final int ID_BYTES = 16;

    public Recipe {
        tokens = List.copyOf(tokens);
    }

    /** The first {@code length} tokens alone. */
    public Recipe prefix(int length) {
        return new Recipe(model, tokens.subList(0, length));
    }

    int[] tokenArray() {
        return tokens.stream().mapToInt(token -> token).toArray();
    }

    /** The trace's id: a hash of the recipe, 32 hexadecimal digits. */
    public String id() {
        byte[] name = model.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + name.length + 4 * tokens.size());
        bytes.putInt(ARITHMETIC).putInt(name.length).put(name);
        tokens.forEach(bytes::putInt);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
