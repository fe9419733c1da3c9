package io.orrery.model;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
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

    private final MessageDigest hash;
    private final ByteBuffer piece = ByteBuffer.allocate(1 << 14);

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
        id.add("orrery model 1");
        id.add(config.toString());
        id.add(tokenizer.length + " bytes of tokenizer");
        id.hash.update(tokenizer);
        for (var node : graph.weights()) {
            id.add(node.name());
            for (var row : weights.get(node).rows()) {
                id.add(row);
            }
        }
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

    private void add(float[] row) {
        for (float value : row) {
            if (!piece.hasRemaining()) {
                flush();
            }
            piece.putFloat(value);
        }
        flush();
    }

    private void flush() {
        hash.update(piece.array(), 0, piece.position());
        piece.clear();
    }
}
