package io.orrery.trace;

import io.orrery.trace.change.Change;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything that a trace depends on.
 *
 * @param model the model's content id
 * @param tokens the token ids of the text
 * @param changes what is changed while the model runs, in the order in which the changes are made. A change at a position that
 *     the text does not have yet does nothing until it has it
 */
public record Recipe(String model, List<Integer> tokens, List<Change> changes) {
    /**
     * Version of the engine's arithmetic. Raise it whenever a computed number changes, so that no cache returns an old
     * one.
     */
    static final int ARITHMETIC = 1;

    private static final int ID_BYTES = 16;

    public Recipe {
        tokens = List.copyOf(tokens);
        changes = List.copyOf(changes);
    }

    /** Without changes. */
    public Recipe(String model, List<Integer> tokens) {
        this(model, tokens, List.of());
    }

    /** The same text with other changes. */
    public Recipe with(List<Change> others) {
        return new Recipe(model, tokens, others);
    }

    public boolean isChanged() {
        return !changes.isEmpty();
    }

    /** The first {@code length} tokens alone. */
    public Recipe prefix(int length) {
        return new Recipe(model, tokens.subList(0, length), changes);
    }

    int[] tokenArray() {
        return tokens.stream().mapToInt(token -> token).toArray();
    }

    /** The trace's id: a hash of the recipe, 32 hexadecimal digits. */
    public String id() {
        MessageDigest hash = begin();
        tokens.forEach(token -> add(hash, token));
        return end(hash);
    }

    /** The ids of the first 1, 2, … tokens alone, without that of the whole text; one pass over the tokens. */
    List<String> prefixIds() {
        MessageDigest hash = begin();
        var ids = new ArrayList<String>(tokens.size());
        for (int token : tokens.subList(0, tokens.size() - 1)) {
            add(hash, token);
            ids.add(end(copy(hash)));
        }
        return ids;
    }

    private MessageDigest begin() {
        byte[] name = model.getBytes(StandardCharsets.UTF_8);
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            add(hash, ARITHMETIC);
            add(hash, name.length);
            hash.update(name);
            if (isChanged()) {
                // No token is −1, so this is no text without changes.
                add(hash, -1);
                add(hash, changes.size());
                changes.forEach(change -> add(hash, change.text()));
            }
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest hash, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(hash, bytes.length);
        hash.update(bytes);
    }

    private static void add(MessageDigest hash, int number) {
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    private static MessageDigest copy(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the Java platform's SHA-256 can be copied", e);
        }
    }

    private static String end(MessageDigest hash) {
        return HexFormat.of().formatHex(hash.digest(), 0, ID_BYTES);
    }
}
