package io.orrery.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random mutations of a file for fuzzing: of its raw bytes, or of its structure, so that the result is still
 * well-formed.
 */
enum Mutation {
    /** Changes bytes, for any kind of file. */
    BYTES {
        @Override
        byte[] of(byte[] original, Random random) {
            byte[] bytes = original.clone();
            int within = Math.min(bytes.length, HEADER);
            int at = random.nextInt(within);
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 ->
                    Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) (random.nextBoolean() ? 0xff : 0x7f));
                case 3 -> bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + random.nextInt(64)));
                case 4 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(64)), new byte[0]);
                case 5 -> bytes = spliced(bytes, at, at, new byte[random.nextInt(1 << 16)]);
                default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            return bytes;
        }
    },
    /** Replaces, removes or duplicates a value in a JSON file. */
    JSON {
        @Override
        byte[] of(byte[] original, Random random) {
            return changed(original, random);
        }
    },
    /** The same in the JSON header of a safetensors file. The header length is adjusted. */
    SAFETENSORS {
        @Override
        byte[] of(byte[] original, Random random) {
            int length = (int) little(original).getLong(0);
            byte[] header = changed(Arrays.copyOfRange(original, 8, 8 + length), random);
            byte[] prefix = little(new byte[8]).putLong(0, header.length).array();
            return spliced(spliced(original, 8, 8 + length, header), 0, 8, prefix);
        }
    },
    /** Replaces a number in a GGUF header (a count, length, type, size, offset or value) by a troublesome one. */
    GGUF {
        @Override
        byte[] of(byte[] original, Random random) {
            byte[] bytes = original.clone();
            int at = random.nextInt(Math.min(bytes.length - 8, HEADER));
            List<Integer> lengths = new ArrayList<>();
            for (int i = at; i < Math.min(bytes.length - 8, at + 256); i++) {
                // A small 64-bit number in a header is most likely a count, a length or a size.
                long value = little(bytes).getLong(i);
                if (value >= 0 && value < 1 << 20) {
                    lengths.add(i);
                }
            }
            int place = i(random, 4) == 0 || lengths.isEmpty() ? at : lengths.get(i(random, lengths.size()));
            long old = little(bytes).getLong(place);
            long number = switch (i(random, 4)) {
                case 0 -> old + (random.nextBoolean() ? 1 : -1);
                case 1 -> bytes.length;
                default -> NUMBERS[i(random, NUMBERS.length)];
            };
            if (random.nextBoolean()) {
                little(bytes).putLong(place, number);
            } else {
                little(bytes).putInt(place, (int) number);
            }
            return bytes;
        }
    };

    /** Bytes at the start of a file that are mutated: headers are where most errors are possible. */
    private static final int HEADER = 24_000;

    private static final long[] NUMBERS = {
        0,
        1,
        2,
        -1,
        255,
        1 << 16,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 40,
        1L << 60,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final JsonMapper MAPPER = new JsonMapper();

    abstract byte[] of(byte[] original, Random random);

    private static int i(Random random, int bound) {
        return random.nextInt(bound);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
        var all = new byte[bytes.length - (to - from) + instead.length];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(instead, 0, all, from, instead.length);
        System.arraycopy(bytes, to, all, from + instead.length, bytes.length - to);
        return all;
    }

    private static byte[] changed(byte[] json, Random random) {
        try {
            JsonNode root = MAPPER.readTree(json);
            for (int changes = 1 + i(random, 2); changes > 0; changes--) {
                change(root, random);
            }
            return MAPPER.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes one random value; deeply nested values are chosen as often as shallow ones. */
    private static void change(JsonNode root, Random random) {
        JsonNode at = root;
        while (at.isContainerNode() && !at.isEmpty()) {
            int which = i(random, at.size());
            JsonNode inner = at instanceof ObjectNode object
                    ? new ArrayList<>(object.properties()).get(which).getValue()
                    : at.get(which);
            if (inner.isContainerNode() && !inner.isEmpty() && i(random, 4) > 0) {
                at = inner;
                continue;
            }
            if (at instanceof ObjectNode object) {
                change(object, new ArrayList<>(object.properties()).get(which).getKey(), random);
            } else {
                change((ArrayNode) at, which, random);
            }
            return;
        }
    }

    private static void change(ObjectNode object, String key, Random random) {
        switch (i(random, 6)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(text(random), object.remove(key));
            case 2 -> object.set(text(random), object.get(key).deepCopy());
            default -> object.set(key, another(object.get(key), random));
        }
    }

    private static void change(ArrayNode array, int at, Random random) {
        switch (i(random, 5)) {
            case 0 -> array.remove(at);
            case 1 -> array.insert(at, array.get(at).deepCopy());
            case 2 -> array.set(at, array.get(i(random, array.size())).deepCopy());
            default -> array.set(at, another(array.get(at), random));
        }
    }

    private static JsonNode another(JsonNode old, Random random) {
        var nodes = MAPPER.getNodeFactory();
        return switch (i(random, 10)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.numberNode(NUMBERS[i(random, NUMBERS.length)]);
            case 3 -> nodes.numberNode(new double[] {1e308, -1.5, 1e-320, 0.1, -0.0}[i(random, 5)]);
            case 4 -> nodes.numberNode(old.asLong() + i(random, 3) - 1);
            case 5 -> nodes.textNode(text(random));
            case 6 -> nodes.arrayNode();
            case 7 -> nodes.objectNode();
            case 8 -> nested(1 + i(random, 900));
            default -> nodes.arrayNode().add(old.deepCopy()).add(old.deepCopy());
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode inside = MAPPER.getNodeFactory().arrayNode();
        for (int i = 0; i < depth; i++) {
            inside = MAPPER.getNodeFactory().arrayNode().add(inside);
        }
        return inside;
    }

    private static String text(Random random) {
        return switch (i(random, 9)) {
            case 0 -> "";
            case 1 -> "x".repeat(1 + i(random, 200_000));
            case 2 -> "../../../etc/passwd";
            case 3 -> "\u0000\u001b[31m\n\r\u202e";
            case 4 -> "👩‍👩‍👧‍👦ﷺ\ufeff";
            case 5 -> "(a+)+$";
            case 6 -> "%s%n%d{0}";
            case 7 -> new String(new byte[] {(byte) i(random, 128), (byte) i(random, 128)}, StandardCharsets.US_ASCII);
            default ->
                List.of("ByteLevel", "BPE", "Split", "WordLevel", "Unigram", "Precompiled", "linear", "F32", "I64")
                        .get(i(random, 9));
        };
    }
}
