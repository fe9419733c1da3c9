package io.orrery.model.file;

import io.orrery.tensor.Encoding;
import io.orrery.tensor.QuantisedColumns;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The element types of the safetensors format. Only some can be decoded; for the others only the size is known. */
public enum ElementType implements Encoding {
    F32(4) {
        @Override
        public void decode(byte[] raw, int at, int count, float[] into, int to) {
            ByteBuffer.wrap(raw, at, count * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(into, to, count);
        }

        @Override
        public boolean isFloat32() {
            return true;
        }
    },
    F16(2) {
        @Override
        public void decode(byte[] raw, int at, int count, float[] into, int to) {
            for (int i = 0; i < count; i++) {
                into[to + i] = HalfFloat.toFloat((short) SHORTS.get(raw, at + 2 * i));
            }
        }
    },
    BF16(2) {
        @Override
        public void decode(byte[] raw, int at, int count, float[] into, int to) {
            for (int i = 0; i < count; i++) {
                into[to + i] = Float.intBitsToFloat((short) SHORTS.get(raw, at + 2 * i) << 16);
            }
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

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    @Override
    public int elements() {
        return 1;
    }

    /** Size of one element in bytes. */
    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public int columnNumbers() {
        return Math.max(1, Integer.BYTES / bytes);
    }

    /** Only for readable types of 2 bytes. */
    @Override
    public void decode(QuantisedColumns columns, float[][] into, int to) {
        for (int i = 0; i < 2; i++) {
            if (this == F16) {
                columns.half(2 * i, 1, into[to + i]);
            } else {
                columns.bfloat16(2 * i, into[to + i]);
            }
        }
    }

    public boolean isReadable() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Only for readable types. */
    @Override
    public void decode(byte[] raw, int at, int count, float[] into, int to) {
        throw new UnsupportedOperationException(name());
    }

    public static Optional<ElementType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
