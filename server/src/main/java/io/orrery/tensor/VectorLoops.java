package io.orrery.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops over weights that are kept as they are stored, with the vector module of the JDK: the numbers of {@link Kernels#addTile} and
 * {@link QuantisedColumns}, bit for bit, as products are rounded before they are added. Only {@link Vectors} says whether
 * this class may be used. What is left of a loop behind the last whole vector is done one by one.
 */
final class VectorLoops {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final int LANES = FLOATS.length();

    /** Rows of the result, and vectors of each, whose sums stay in registers: eight additions at a time wait for none. */
    private static final int ROWS = 4;

    private static final int COLUMNS = 2 * LANES;

    private VectorLoops() {}

    /** As {@link Kernels#addTile}. */
    static void addTile(
            float[][] x, int first, int end, float[][] tile, float[][] sums, int from, int to, int columns) {
        int rows = (to - from) / ROWS * ROWS;
        int whole = columns / COLUMNS * COLUMNS;
        for (int j = 0; j < whole; j += COLUMNS) {
            for (int i = 0; i < rows; i += ROWS) {
                addBlock(x, from + i, first, tile, end - first, sums, i, j);
            }
        }
        Kernels.addTile(x, first, end, tile, sums, from, from, from + rows, whole, columns);
        Kernels.addTile(x, first, end, tile, sums, from, from + rows, to, 0, columns);
    }

    /** Four rows and two vectors of columns. */
    private static void addBlock(
            float[][] x, int row, int first, float[][] tile, int height, float[][] sums, int i, int j) {
        float[] x0 = x[row];
        float[] x1 = x[row + 1];
        float[] x2 = x[row + 2];
        float[] x3 = x[row + 3];
        float[] y0 = sums[i];
        float[] y1 = sums[i + 1];
        float[] y2 = sums[i + 2];
        float[] y3 = sums[i + 3];
        var a0 = FloatVector.fromArray(FLOATS, y0, j);
        var b0 = FloatVector.fromArray(FLOATS, y0, j + LANES);
        var a1 = FloatVector.fromArray(FLOATS, y1, j);
        var b1 = FloatVector.fromArray(FLOATS, y1, j + LANES);
        var a2 = FloatVector.fromArray(FLOATS, y2, j);
        var b2 = FloatVector.fromArray(FLOATS, y2, j + LANES);
        var a3 = FloatVector.fromArray(FLOATS, y3, j);
        var b3 = FloatVector.fromArray(FLOATS, y3, j + LANES);
        for (int k = 0; k < height; k++) {
            float[] w = tile[k];
            var p = FloatVector.fromArray(FLOATS, w, j);
            var q = FloatVector.fromArray(FLOATS, w, j + LANES);
            var c0 = FloatVector.broadcast(FLOATS, x0[first + k]);
            a0 = a0.add(p.mul(c0));
            b0 = b0.add(q.mul(c0));
            var c1 = FloatVector.broadcast(FLOATS, x1[first + k]);
            a1 = a1.add(p.mul(c1));
            b1 = b1.add(q.mul(c1));
            var c2 = FloatVector.broadcast(FLOATS, x2[first + k]);
            a2 = a2.add(p.mul(c2));
            b2 = b2.add(q.mul(c2));
            var c3 = FloatVector.broadcast(FLOATS, x3[first + k]);
            a3 = a3.add(p.mul(c3));
            b3 = b3.add(q.mul(c3));
        }
        a0.intoArray(y0, j);
        b0.intoArray(y0, j + LANES);
        a1.intoArray(y1, j);
        b1.intoArray(y1, j + LANES);
        a2.intoArray(y2, j);
        b2.intoArray(y2, j + LANES);
        a3.intoArray(y3, j);
        b3.intoArray(y3, j + LANES);
    }

    /** into[j] = factor[j] · q, where q is the bits in {@code word[at + j]} less {@code subtracted}. */
    static void widen(int[] word, int at, Bits q, float[] factor, float[] into, int count) {
        int shift = q.low() & Integer.SIZE - 1;
        int mask = q.lowMask();
        int turned = q.turned();
        float offset = QuantisedColumns.BASE + q.subtracted();
        int j = 0;
        for (; j + LANES <= count; j += LANES) {
            IntVector.fromArray(INTS, word, at + j)
                    .lanewise(VectorOperators.LSHR, shift)
                    .and(mask)
                    .lanewise(VectorOperators.XOR, turned)
                    .or(QuantisedColumns.EXPONENT)
                    .reinterpretAsFloats()
                    .sub(offset)
                    .mul(FloatVector.fromArray(FLOATS, factor, j))
                    .intoArray(into, j);
        }
        for (; j < count; j++) {
            int bits = word[at + j] >>> shift & mask ^ turned | QuantisedColumns.EXPONENT;
            into[j] = factor[j] * (Float.intBitsToFloat(bits) - offset);
        }
    }

    /** into[j] = factor[j] · q + addend[j]. */
    static void widen(int[] word, int at, Bits q, float[] factor, float[] addend, float[] into, int count) {
        int shift = q.low() & Integer.SIZE - 1;
        int mask = q.lowMask();
        int turned = q.turned();
        float offset = QuantisedColumns.BASE + q.subtracted();
        int j = 0;
        for (; j + LANES <= count; j += LANES) {
            IntVector.fromArray(INTS, word, at + j)
                    .lanewise(VectorOperators.LSHR, shift)
                    .and(mask)
                    .lanewise(VectorOperators.XOR, turned)
                    .or(QuantisedColumns.EXPONENT)
                    .reinterpretAsFloats()
                    .sub(offset)
                    .mul(FloatVector.fromArray(FLOATS, factor, j))
                    .add(FloatVector.fromArray(FLOATS, addend, j))
                    .intoArray(into, j);
        }
        for (; j < count; j++) {
            int bits = word[at + j] >>> shift & mask ^ turned | QuantisedColumns.EXPONENT;
            into[j] = factor[j] * (Float.intBitsToFloat(bits) - offset) + addend[j];
        }
    }

    /** into[j] = factor · the number in half precision at {@code shift} in {@code word[at + j]}. */
    static void half(int[] word, int at, int shift, float factor, float[] into, int count) {
        int j = 0;
        for (; j + LANES <= count; j += LANES) {
            var half = IntVector.fromArray(INTS, word, at + j).lanewise(VectorOperators.LSHR, shift);
            half.and(QuantisedColumns.HALF_SIGN)
                    .lanewise(VectorOperators.LSHL, QuantisedColumns.SIGN_SHIFT)
                    .or(half.and(QuantisedColumns.HALF_NUMBER)
                            .lanewise(VectorOperators.LSHL, QuantisedColumns.NUMBER_SHIFT))
                    .reinterpretAsFloats()
                    .mul(factor)
                    .intoArray(into, j);
        }
        for (; j < count; j++) {
            int half = word[at + j] >>> shift;
            int bits = (half & QuantisedColumns.HALF_SIGN) << QuantisedColumns.SIGN_SHIFT
                    | (half & QuantisedColumns.HALF_NUMBER) << QuantisedColumns.NUMBER_SHIFT;
            into[j] = Float.intBitsToFloat(bits) * factor;
        }
    }

    /** into[j] = the number in bfloat16 at {@code shift} in {@code word[at + j]}. */
    static void bfloat16(int[] word, int at, int shift, float[] into, int count) {
        int j = 0;
        for (; j + LANES <= count; j += LANES) {
            IntVector.fromArray(INTS, word, at + j)
                    .lanewise(VectorOperators.LSHR, shift)
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(into, j);
        }
        for (; j < count; j++) {
            into[j] = Float.intBitsToFloat(word[at + j] >>> shift << Short.SIZE);
        }
    }
}
