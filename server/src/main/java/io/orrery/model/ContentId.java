package io.orrery.model;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The address of a model's content: a hash of all that its numbers and texts depend on, whatever file or element type
 * they came from.
 */
final class ContentId {
    private static final int BYTES = 16;
    private static final int PIECE = 1 << 16;

    private final MessageDigest hash;

    private ContentId() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of a model without weights: 32 hexadecimal digits. */
    static String of(ModelConfig config) {
        var id = new ContentId();
        id.add("orrery structure 1");
        id.add(config.toString());
        return HexFormat.of().formatHex(id.hash.digest(), 0, BYTES);
    }

    /** 32 hexadecimal digits. */
    static String of(ModelConfig config, byte[] tokenizer, Graph graph, Weights weights) {
        var id = new ContentId();
        id.add("orrery model 2");
        id.add(config.toString());
        id.add(tokenizer.length + " bytes of tokenizer");
        id.hash.update(tokenizer);
        // A hash of hashes: so those of the weights, which take nearly all of the time, are made side by side.
        var hashes = graph.weights().parallelStream()
                .map(node -> hash(node.name(), weights.get(node)))
                .toList();
        hashes.forEach(id.hash::update);
        return HexFormat.of().formatHex(id.hash.digest(), 0, BYTES);
    }

    /** The address of some bytes: 32 hexadecimal digits. */
    static String of(byte[] bytes) {
        var id = new ContentId();
        id.hash.update(bytes);
        return HexFormat.of().formatHex(id.hash.digest(), 0, BYTES);
    }

    private void add(String text) {
        hash.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(String name, Tensor weight) {
        var id = new ContentId();
        id.add(name);
        var piece = ByteBuffer.allocate(PIECE);
        var numbers = piece.asFloatBuffer();
        for (float[] row : weight.rows()) {
            for (int from = 0; from < row.length; from += numbers.capacity()) {
                int count = Math.min(numbers.capacity(), row.length - from);
                numbers.clear().put(row, from, count);
                id.hash.update(piece.array(), 0, count * Float.BYTES);
            }
        }
        return id.hash.digest();
    }
}
