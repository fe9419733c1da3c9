package io.orrery.model.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Builds GGUF files value by value; the result need not be valid. */
public final class GgufFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A version 3 header with the given counts of tensors and metadata entries. */
    static GgufFile of(long tensors, long entries) {
        return new GgufFile().raw("GGUF").i32(3).i64(tensors).i64(entries);
    }

    GgufFile i32(int value) {
        return add(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value));
    }

    GgufFile i64(long value) {
        return add(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value));
    }

    GgufFile raw(String ascii) {
        bytes.writeBytes(ascii.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    GgufFile text(String text) {
        return i64(text.getBytes(StandardCharsets.UTF_8).length).raw(text);
    }

    /** A metadata entry of type string. */
    GgufFile entry(String key, String value) {
        return text(key).i32(8).text(value);
    }

    /** A tensor description. */
    GgufFile tensor(String name, int type, long offset, long... dimensions) {
        text(name).i32(dimensions.length);
        Arrays.stream(dimensions).forEach(this::i64);
        return i32(type).i64(offset);
    }

    /** A metadata entry of any kind that is read from one. */
    GgufFile value(String key, Object value) {
        text(key);
        if (value instanceof List<?> list) {
            i32(9).i32(list.get(0) instanceof Long ? 5 : type(list.get(0))).i64(list.size());
            list.forEach(this::scalar);
            return this;
        }
        return i32(type(value)).scalar(value);
    }

    /** The types that llama.cpp expects: 32 bits, with a sign only where there is one, and in lists. */
    private static int type(Object value) {
        if (value instanceof Long number) {
            return number < 0 ? 5 : 4;
        }
        return value instanceof String ? 8 : value instanceof Double ? 6 : 7;
    }

    private GgufFile scalar(Object value) {
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Boolean flag) {
            bytes.write(flag ? 1 : 0);
            return this;
        }
        return i32(
                value instanceof Double number ? Float.floatToIntBits(number.floatValue()) : ((Long) value).intValue());
    }

    /** Zeros up to the next multiple of 32, then these bytes. */
    GgufFile data(byte[] more) {
        data(0).bytes.writeBytes(more);
        return this;
    }

    /** Zeros up to the next multiple of 32, then {@code count} more. */
    GgufFile data(int count) {
        bytes.writeBytes(new byte[(32 - bytes.size() % 32) % 32 + count]);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private GgufFile add(ByteBuffer buffer) {
        bytes.writeBytes(buffer.array());
        return this;
    }
}
