package io.orrery.model.gguf;

import io.orrery.error.GgufError;
import io.orrery.error.GroupedNumber;
import io.orrery.error.OrreryException;
import io.orrery.model.file.RandomAccessBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The validated header of a GGUF file: all tensors lie within the file, and no two overlap.
 *
 * @param metadata values by key: {@link Long}, {@link Double}, {@link Boolean}, {@link String}, or a list of one of
 *     them
 * @param tensors the tensors by name, in the order of the header
 * @param dataStart where the data begins, in bytes from the start of the file
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">the format</a>
 */
public record GgufHeader(Map<String, Object> metadata, Map<String, TensorInfo> tensors, long dataStart) {
    private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;

    /**
     * Limits the memory that a false header can cost. A vocabulary of a quarter of a million tokens takes about 15 MB.
     */
    private static final long LONGEST_HEADER = 128 << 20;

    private static final int MOST_TENSORS = 1 << 16;
    private static final int MOST_KEYS = 1 << 12;
    private static final int MOST_ITEMS = 1 << 20;
    private static final int LONGEST_KEY = (1 << 16) - 1;
    private static final int LONGEST_TEXT = 4 << 20;
    private static final int LONGEST_TENSOR_NAME = 256;
    private static final int ARRAY = 9;

    /** A tensor, whose bytes are [begin, end) from the start of the data. */
    record TensorInfo(GgufType type, int[] shape, long begin, long end) {}

    static GgufHeader read(String file, RandomAccessBytes content) throws IOException {
        return new Reader(new GgufCursor(file, content, LONGEST_HEADER), content.size()).read();
    }

    private static final class Reader {
        private final GgufCursor in;
        private final String file;
        private final long fileBytes;
        private int items;

        Reader(GgufCursor in, long fileBytes) {
            this.in = in;
            this.file = in.file();
            this.fileBytes = fileBytes;
        }

        GgufHeader read() throws IOException {
            expect(in.remaining() >= 24 && in.i32() == MAGIC, () -> new GgufError.GgufWithoutMagic(file));
            int version = in.i32();
            expect(version == 2 || version == 3, () -> new GgufError.GgufVersion(file, version));
            int tensorCount = (int) in.count(MOST_TENSORS, GgufError.GgufTooManyTensors::new);
            int keyCount = (int) in.count(MOST_KEYS, GgufError.GgufTooManyEntries::new);
            Map<String, Object> metadata = new LinkedHashMap<>();
            for (int i = 0; i < keyCount; i++) {
                var key = in.text(LONGEST_KEY);
                expect(metadata.put(key, value(key, in.i32())) == null, () -> new GgufError.GgufKeyTwice(file, key));
            }
            Map<String, RawTensorInfo> raw = new LinkedHashMap<>();
            for (int i = 0; i < tensorCount; i++) {
                var name = in.text(LONGEST_TENSOR_NAME);
                expect(raw.put(name, rawEntry(name)) == null, () -> new GgufError.GgufTensorTwice(file, name));
            }
            long alignment = alignment(metadata);
            long dataStart = (in.position() + alignment - 1) / alignment * alignment;
            Map<String, TensorInfo> tensors = new LinkedHashMap<>();
            raw.forEach((name, entry) -> tensors.put(name, entry(name, entry, alignment, fileBytes - dataStart)));
            checkOverlap(tensors);
            return new GgufHeader(metadata, tensors, dataStart);
        }

        private Object value(String key, int type) throws IOException {
            if (type != ARRAY) {
                return scalar(key, type);
            }
            int itemType = in.i32();
            int count = (int)
                    in.count(MOST_ITEMS, (in, items, limit) -> new GgufError.GgufListTooLong(in, key, items, limit));
            items += count;
            expect(
                    items <= 4 * MOST_ITEMS,
                    () -> new GgufError.GgufTooManyItems(file, new GroupedNumber(4L * MOST_ITEMS)));
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(scalar(key, itemType));
            }
            return list;
        }

        private Object scalar(String key, int type) throws IOException {
            return switch (type) {
                case 0 -> (long) in.u8();
                case 1 -> (long) (byte) in.u8();
                case 2 -> (long) in.u16();
                case 3 -> (long) (short) in.u16();
                case 4 -> in.i32() & 0xffff_ffffL;
                case 5 -> (long) in.i32();
                case 6 -> shortest(Float.intBitsToFloat(in.i32()));
                case 7 -> in.u8() != 0;
                case 8 -> in.text(LONGEST_TEXT);
                case 10, 11 -> in.i64();
                case 12 -> Double.longBitsToDouble(in.i64());
                default -> throw new OrreryException(new GgufError.GgufUnknownValueType(file, key, type));
            };
        }

        /** The shortest decimal that reads as this float: an epsilon stored as the float nearest to 1e-5 means 1e-5. */
        private static double shortest(float value) {
            return Double.parseDouble(Float.toString(value));
        }

        private record RawTensorInfo(int type, long[] dimensions, long offset) {}

        private RawTensorInfo rawEntry(String name) throws IOException {
            int rank = in.i32();
            expect(rank >= 1 && rank <= 4, () -> new GgufError.GgufBadRank(file, name, rank));
            var dimensions = new long[rank];
            for (int i = 0; i < rank; i++) {
                dimensions[i] = in.i64();
            }
            return new RawTensorInfo(in.i32(), dimensions, in.i64());
        }

        private TensorInfo entry(String name, RawTensorInfo raw, long alignment, long dataBytes) {
            var type = GgufType.of(raw.type())
                    .orElseThrow(() -> new OrreryException(new GgufError.UnreadableGgufType(
                            name,
                            raw.type(),
                            Arrays.stream(GgufType.values()).map(Enum::name).toList())));
            int rank = raw.dimensions().length;
            var shape = new int[rank];
            long elements = 1;
            for (int i = 0; i < rank; i++) {
                long size = raw.dimensions()[i];
                expect(size >= 1 && size <= Integer.MAX_VALUE, () -> new GgufError.GgufBadDimension(file, name, size));
                // The format lists the fastest axis first.
                shape[rank - 1 - i] = (int) size;
                expect(elements <= Long.MAX_VALUE / 8 / size, () -> new GgufError.GgufTensorTooLarge(file, name));
                elements *= size;
            }
            expect(
                    shape[rank - 1] % type.elements() == 0,
                    () -> new GgufError.GgufBrokenBlocks(file, name, shape[rank - 1], type.name(), type.elements()));
            long bytes = elements / type.elements() * type.bytes();
            expect(
                    raw.offset() >= 0 && raw.offset() % alignment == 0,
                    () -> new GgufError.GgufMisaligned(file, name, Long.toUnsignedString(raw.offset()), alignment));
            expect(
                    raw.offset() <= dataBytes && bytes <= dataBytes - raw.offset(),
                    () -> new GgufError.GgufTensorPastEnd(
                            file,
                            name,
                            new GroupedNumber(bytes),
                            new GroupedNumber(raw.offset()),
                            new GroupedNumber(Math.max(0, dataBytes))));
            return new TensorInfo(type, shape, raw.offset(), raw.offset() + bytes);
        }

        private long alignment(Map<String, Object> metadata) {
            var given = metadata.getOrDefault("general.alignment", 32L);
            expect(
                    given instanceof Long number && number >= 8 && number <= 1 << 20 && Long.bitCount(number) == 1,
                    () -> new GgufError.GgufBadAlignment(file, String.valueOf(given)));
            return (Long) given;
        }

        private void checkOverlap(Map<String, TensorInfo> tensors) {
            long covered = 0;
            var before = "";
            var byPlace = tensors.entrySet().stream()
                    .sorted(Comparator.comparingLong(e -> e.getValue().begin()))
                    .toList();
            for (var place : byPlace) {
                expect(place.getValue().begin() >= covered, overlap(before, place.getKey()));
                covered = place.getValue().end();
                before = place.getKey();
            }
        }

        private Supplier<GgufError> overlap(String first, String second) {
            return () -> new GgufError.GgufOverlap(file, first, second);
        }

        private static void expect(boolean holds, Supplier<GgufError> otherwise) {
            if (!holds) {
                throw new OrreryException(otherwise.get());
            }
        }
    }
}
