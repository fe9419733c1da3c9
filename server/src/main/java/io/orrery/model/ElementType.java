package io.orrery.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types of the safetensors format. The numbers of some can be read; the others only take their place. */
enum ElementType {
    F32(4) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    F16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return HalfFloat.toFloat(bytes.getShort());
        }
    },
    BF16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    },
    F64(8),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1),
    F8_E4M3(1),
    F8_E5M2(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    int bytes() {
        return bytes;
    }

    boolean isReadable() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** The next element of a little-endian buffer; only for readable types. */
    float read(ByteBuffer bytes) {
        throw new UnsupportedOperationException(name());
    }

    static Optional<ElementType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
