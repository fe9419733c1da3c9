package io.orrery.bench;

import io.orrery.graph.Sizes;
import io.orrery.model.gguf.GgufType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
 * Writes a GPT-2 or a Llama with random weights as a GGUF file. Matrices have the given type; vectors and positions are float32, as in
 * quantised files. GGUF version 3: magic, version, counts, key-value pairs, tensor descriptions (fastest dimension first),
 * data aligned to 32 bytes.
 */
final class RandomGguf {
    private static final int VERSION = 3;
    private static final int UINT32 = 4;
    private static final int FLOAT32 = 6;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;
    private static final int NORMAL_TOKEN = 1;
    private static final float ROTARY_BASE = 500_000;
    private static final float LARGEST = 0.02f;

    /** A half-precision number between 2⁻¹⁰ and 2⁻⁹ without its fraction, and the bits of the fraction. */
    private static final int HALF = 0x1400;

    private static final int FRACTION = 0x3ff;

    /** Numbers that are written again and again: whole blocks of each type. */
    private static final int PIECE = 1 << 18;

    private final Shape shape;
    private final Sizes sizes;
    private final GgufType type;
    private final Map<String, int[]> tensors = new LinkedHashMap<>();
    private final ByteBuffer header;
    private int values;

    private RandomGguf(Shape shape, GgufType type) {
        this.shape = shape;
        this.sizes = shape.sizes();
        this.type = type;
        // Each token, together with its type, takes less than 32 bytes.
        this.header = ByteBuffer.allocate((1 << 20) + 32 * sizes.d_vocab()).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void write(Shape shape, GgufType type, Path file) throws IOException {
        new RandomGguf(shape, type).write(file);
    }

    /** Random blocks with finite numbers. */
    static byte[] blocks(GgufType type, int bytes) {
        var random = new Random(1);
        var raw = new byte[bytes];
        random.nextBytes(raw);
        var blocks = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        for (int block = 0; block < bytes; block += type.bytes()) {
            float single = LARGEST * (2 * random.nextFloat() - 1);
            switch (type) {
                case F32 -> blocks.putFloat(block, single);
                case BF16 -> blocks.putShort(block, (short) (Float.floatToIntBits(single) >> 16));
                default -> {
                    for (int at : type.halves()) {
                        blocks.putShort(block + at, (short) (HALF | (random.nextInt() & FRACTION)));
                    }
                }
            }
        }
        return raw;
    }

    private void write(Path file) throws IOException {
        nameTensors();
        byte[] keys = keysAndValues();
        header.clear();
        header.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(VERSION);
        header.putLong(tensors.size()).putLong(values).put(keys);
        long offset = 0;
        for (var tensor : tensors.entrySet()) {
            int[] dimensions = tensor.getValue();
            text(tensor.getKey());
            header.putInt(dimensions.length);
            for (int size : dimensions) {
                header.putLong(size);
            }
            header.putInt(typeOf(tensor.getKey(), dimensions).code()).putLong(offset);
            offset += aligned(bytes(tensor.getKey(), dimensions));
        }
        header.position((int) aligned(header.position()));
        byte[] single = blocks(GgufType.F32, PIECE * Float.BYTES);
        byte[] stored = blocks(type, PIECE / type.elements() * type.bytes());
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header.array(), 0, header.position());
            for (var tensor : tensors.entrySet()) {
                boolean isSingle = typeOf(tensor.getKey(), tensor.getValue()).isFloat32();
                fill(out, isSingle ? single : stored, aligned(bytes(tensor.getKey(), tensor.getValue())));
            }
        }
    }

    private void nameTensors() {
        int model = sizes.d_model();
        int queries = sizes.n_heads() * sizes.d_head();
        int keys = sizes.n_key_value_heads() * sizes.d_head();
        matrix("token_embd", model, sizes.d_vocab());
        if (shape.isGpt2()) {
            matrix("position_embd", model, sizes.n_ctx());
        }
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            String block = "blk." + layer + ".";
            vector(block + "attn_norm", model);
            vector(block + "ffn_norm", model);
            linear(block + "attn_output", queries, model);
            linear(block + "ffn_up", model, sizes.d_mlp());
            linear(block + "ffn_down", sizes.d_mlp(), model);
            if (shape.isGpt2()) {
                linear(block + "attn_qkv", model, 3 * model);
            } else {
                linear(block + "attn_q", model, queries);
                linear(block + "attn_k", model, keys);
                linear(block + "attn_v", model, keys);
                linear(block + "ffn_gate", model, sizes.d_mlp());
            }
        }
        vector("output_norm", model);
    }

    private void matrix(String name, int in, int out) {
        tensors.put(name + ".weight", new int[] {in, out});
    }

    private void vector(String name, int length) {
        tensors.put(name + ".weight", new int[] {length});
        bias(name, length);
    }

    private void linear(String name, int in, int out) {
        matrix(name, in, out);
        bias(name, out);
    }

    private void bias(String name, int length) {
        if (shape.isGpt2()) {
            tensors.put(name + ".bias", new int[] {length});
        }
    }

    private byte[] keysAndValues() {
        String architecture = shape.isGpt2() ? "gpt2" : "llama";
        string("general.architecture", architecture);
        number(architecture + ".context_length", sizes.n_ctx());
        number(architecture + ".embedding_length", sizes.d_model());
        number(architecture + ".feed_forward_length", sizes.d_mlp());
        number(architecture + ".block_count", sizes.n_layers());
        number(architecture + ".attention.head_count", sizes.n_heads());
        if (shape.isGpt2()) {
            single(architecture + ".attention.layer_norm_epsilon", (float) Shape.EPSILON);
        } else {
            number(architecture + ".attention.head_count_kv", sizes.n_key_value_heads());
            number(architecture + ".rope.dimension_count", sizes.d_head());
            single(architecture + ".rope.freq_base", ROTARY_BASE);
            single(architecture + ".attention.layer_norm_rms_epsilon", (float) Shape.EPSILON);
        }
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

    private void key(String name, int kind) {
        text(name);
        header.putInt(kind);
        values++;
    }

    private void number(String name, int value) {
        key(name, UINT32);
        header.putInt(value);
    }

    private void single(String name, float value) {
        key(name, FLOAT32);
        header.putFloat(value);
    }

    private void string(String name, String value) {
        key(name, STRING);
        text(value);
    }

    private void list(String name, int kind, int length, IntConsumer item) {
        key(name, ARRAY);
        header.putInt(kind).putLong(length);
        IntStream.range(0, length).forEach(item);
    }

    private ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return header.putLong(bytes.length).put(bytes);
    }

    private GgufType typeOf(String tensor, int... dimensions) {
        return dimensions.length == 1 || tensor.startsWith("position_embd") ? GgufType.F32 : type;
    }

    private long bytes(String tensor, int... dimensions) {
        var stored = typeOf(tensor, dimensions);
        long numbers = IntStream.of(dimensions).asLongStream().reduce(1, (a, b) -> a * b);
        return numbers / stored.elements() * stored.bytes();
    }

    private static void fill(OutputStream out, byte[] piece, long bytes) throws IOException {
        for (long done = 0; done < bytes; done += piece.length) {
            out.write(piece, 0, (int) Math.min(piece.length, bytes - done));
        }
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
