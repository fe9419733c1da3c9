package io.orrery.bench;

import io.orrery.graph.Sizes;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Writes a GPT-2 with random F32 weights as a GGUF file. The run time of an engine depends on the shapes only, not on
 * the values. GGUF version 3: magic, version, counts, key-value pairs, tensor descriptions (fastest dimension first),
 * data aligned to 32 bytes.
 */
final class GgufGpt2 {
    private static final int VERSION = 3;
    private static final int UINT32 = 4;
    private static final int FLOAT32 = 6;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;
    private static final int NORMAL_TOKEN = 1;
    private static final float EPSILON = 1e-5f;
    private static final float LARGEST = 0.02f;
    private static final int PIECE = 1 << 16;

    private final Sizes sizes;
    private final Map<String, int[]> tensors = new LinkedHashMap<>();
    private final ByteBuffer header;
    private int values;

    private GgufGpt2(Sizes sizes) {
        this.sizes = sizes;
        // Each token, together with its type, takes less than 32 bytes.
        this.header = ByteBuffer.allocate((1 << 20) + 32 * sizes.d_vocab()).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void write(Sizes sizes, Path file) throws IOException {
        new GgufGpt2(sizes).write(file);
    }

    private void write(Path file) throws IOException {
        nameTensors();
        byte[] keys = keysAndValues();
        header.clear();
        header.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(VERSION);
        header.putLong(tensors.size()).putLong(values).put(keys);
        long offset = 0;
        for (var tensor : tensors.entrySet()) {
            text(tensor.getKey());
            header.putInt(tensor.getValue().length);
            for (int size : tensor.getValue()) {
                header.putLong(size);
            }
            header.putInt(0).putLong(offset);
            offset += aligned(bytes(tensor.getValue()));
        }
        header.position((int) aligned(header.position()));
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), PIECE))) {
            out.write(header.array(), 0, header.position());
            var random = new Random(1);
            for (int[] shape : tensors.values()) {
                fill(out, random, aligned(bytes(shape)));
            }
        }
    }

    private void nameTensors() {
        int model = sizes.d_model();
        tensors.put("token_embd.weight", new int[] {model, sizes.d_vocab()});
        tensors.put("position_embd.weight", new int[] {model, sizes.n_ctx()});
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            String block = "blk." + layer + ".";
            vector(block + "attn_norm", model);
            linear(block + "attn_qkv", model, 3 * model);
            linear(block + "attn_output", model, model);
            vector(block + "ffn_norm", model);
            linear(block + "ffn_up", model, sizes.d_mlp());
            linear(block + "ffn_down", sizes.d_mlp(), model);
        }
        vector("output_norm", model);
    }

    private void vector(String name, int length) {
        tensors.put(name + ".weight", new int[] {length});
        tensors.put(name + ".bias", new int[] {length});
    }

    private void linear(String name, int in, int out) {
        tensors.put(name + ".weight", new int[] {in, out});
        tensors.put(name + ".bias", new int[] {out});
    }

    private byte[] keysAndValues() {
        string("general.architecture", "gpt2");
        number("gpt2.context_length", sizes.n_ctx());
        number("gpt2.embedding_length", sizes.d_model());
        number("gpt2.feed_forward_length", sizes.d_mlp());
        number("gpt2.block_count", sizes.n_layers());
        number("gpt2.attention.head_count", sizes.n_heads());
        key("gpt2.attention.layer_norm_epsilon", FLOAT32);
        header.putFloat(EPSILON);
        string("tokenizer.ggml.model", "gpt2");
        string("tokenizer.ggml.pre", "gpt-2");
        list("tokenizer.ggml.tokens", STRING, sizes.d_vocab(), token -> text("t" + token));
        list("tokenizer.ggml.token_type", UINT32 + 1, sizes.d_vocab(), token -> header.putInt(NORMAL_TOKEN));
        list("tokenizer.ggml.merges", STRING, 1, merge -> text("t 1"));
        number("tokenizer.ggml.bos_token_id", sizes.d_vocab() - 1);
        number("tokenizer.ggml.eos_token_id", sizes.d_vocab() - 1);
        var bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }

    private void key(String name, int type) {
        text(name);
        header.putInt(type);
        values++;
    }

    private void number(String name, int value) {
        key(name, UINT32);
        header.putInt(value);
    }

    private void string(String name, String value) {
        key(name, STRING);
        text(value);
    }

    private void list(String name, int type, int length, IntConsumer item) {
        key(name, ARRAY);
        header.putInt(type).putLong(length);
        IntStream.range(0, length).forEach(item);
    }

    private ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return header.putLong(bytes.length).put(bytes);
    }

    private static void fill(DataOutputStream out, Random random, long bytes) throws IOException {
        var piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
        for (long done = 0; done < bytes; done += PIECE) {
            int count = (int) Math.min(PIECE, bytes - done);
            piece.clear();
            while (piece.position() < count) {
                piece.putFloat(LARGEST * (2 * random.nextFloat() - 1));
            }
            out.write(piece.array(), 0, count);
        }
    }

    private static long bytes(int[] shape) {
        return Float.BYTES * IntStream.of(shape).asLongStream().reduce(1, (a, b) -> a * b);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
