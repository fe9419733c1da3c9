package io.orrery.model.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.orrery.error.GroupedNumber;
import io.orrery.error.OrreryException;
import io.orrery.error.SafetensorsError;
import io.orrery.model.file.ElementType;
import io.orrery.model.file.RandomAccessBytes;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The validated header of a safetensors file: each tensor has as many bytes as its shape and type need, and together
 * the tensors fill the data without overlaps or gaps, to the last byte of the file.
 *
 * @param dataStart where the data begins, in bytes from the start of the file
 * @param entries the tensors by name, in the order of the header
 */
public record SafetensorsHeader(long dataStart, Map<String, TensorInfo> entries, Map<String, String> metadata) {
    /**
     * Limits the memory that a false length can cost. Headers of models with hundreds of layers are well under 1 MiB.
     */
    private static final long LONGEST_HEADER = 16 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A tensor, whose bytes are [begin, end) from the start of the data. */
    public record TensorInfo(ElementType type, long[] shape, long elements, long begin, long end) {}

    public static SafetensorsHeader read(String file, RandomAccessBytes content) throws IOException {
        if (content.size() < 8) {
            throw new OrreryException(
                    new SafetensorsError.SafetensorsTooShort(file, new GroupedNumber(content.size())));
        }
        var prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        content.read(0, prefix);
        long length = prefix.getLong(0);
        if (length < 0 || length > content.size() - 8) {
            throw new OrreryException(new SafetensorsError.SafetensorsHeaderPastEnd(
                    file, Long.toUnsignedString(length), new GroupedNumber(content.size() - 8)));
        }
        if (length > LONGEST_HEADER) {
            throw new OrreryException(new SafetensorsError.SafetensorsHeaderTooLong(
                    file, new GroupedNumber(length), new GroupedNumber(LONGEST_HEADER)));
        }
        var text = ByteBuffer.allocate((int) length);
        content.read(8, text);
        return new Reader(file, content.size() - 8 - length).read(8 + length, text.array());
    }

    /** Reads the JSON of a header, and checks it against the size of the data. */
    private record Reader(String file, long dataBytes) {
        public SafetensorsHeader read(long dataStart, byte[] text) throws IOException {
            Map<String, TensorInfo> entries = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            try (JsonParser json = JSON.createParser(text)) {
                expect(
                        json.nextToken() == JsonToken.START_OBJECT,
                        () -> new SafetensorsError.SafetensorsHeaderNotObject(file));
                for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    json.nextToken();
                    if (name.equals("__metadata__")) {
                        metadata.putAll(metadata(json));
                    } else {
                        entries.put(name, entry(name, json));
                    }
                }
                expect(json.nextToken() == null, () -> new SafetensorsError.SafetensorsHeaderFollowed(file));
            } catch (JsonProcessingException e) {
                throw new OrreryException(new SafetensorsError.SafetensorsHeaderNotJson(file, e.getOriginalMessage()));
            } catch (CharConversionException e) {
                // With leading zero bytes the header looks like UTF-32.
                throw new OrreryException(new SafetensorsError.SafetensorsHeaderNotJson(file, e.getMessage()));
            }
            checkCoverage(entries);
            return new SafetensorsHeader(
                    dataStart, Collections.unmodifiableMap(entries), Collections.unmodifiableMap(metadata));
        }

        private Map<String, String> metadata(JsonParser json) throws IOException {
            Map<String, String> metadata = new LinkedHashMap<>();
            expect(
                    json.currentToken() == JsonToken.START_OBJECT,
                    () -> new SafetensorsError.SafetensorsMetadataNotTexts(file));
            for (var key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                expect(
                        json.nextToken() == JsonToken.VALUE_STRING,
                        () -> new SafetensorsError.SafetensorsMetadataNotTexts(file));
                metadata.put(key, json.getText());
            }
            return metadata;
        }

        private TensorInfo entry(String name, JsonParser json) throws IOException {
            expect(
                    json.currentToken() == JsonToken.START_OBJECT,
                    () -> new SafetensorsError.SafetensorsEntryNotObject(file, name));
            ElementType type = null;
            long[] shape = null;
            long[] offsets = null;
            for (var key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                switch (key) {
                    case "dtype" -> type = type(name, json);
                    case "shape" -> shape = wholeNumbers(name, "shape", json);
                    case "data_offsets" -> offsets = wholeNumbers(name, "data_offsets", json);
                    default -> json.skipChildren();
                }
            }
            expect(type != null, () -> new SafetensorsError.SafetensorsEntryWithoutDtype(file, name));
            expect(shape != null, () -> new SafetensorsError.SafetensorsEntryWithoutShape(file, name));
            expect(
                    offsets != null && offsets.length == 2,
                    () -> new SafetensorsError.SafetensorsEntryWithoutOffsets(file, name));
            return entry(name, type, shape, offsets[0], offsets[1]);
        }

        private TensorInfo entry(String name, ElementType type, long[] shape, long begin, long end) {
            expect(
                    begin <= end,
                    () -> new SafetensorsError.SafetensorsTensorReversed(
                            file, name, new GroupedNumber(end), new GroupedNumber(begin)));
            expect(
                    end <= dataBytes,
                    () -> new SafetensorsError.SafetensorsTensorPastEnd(
                            file, name, new GroupedNumber(end), new GroupedNumber(dataBytes)));
            final long elements;
            final long bytes;
            try {
                elements = product(shape);
                bytes = Math.multiplyExact(elements, (long) type.bytes());
            } catch (ArithmeticException e) {
                throw new OrreryException(new SafetensorsError.SafetensorsShapeTooLarge(file, listed(shape), name));
            }
            expect(
                    end - begin == bytes,
                    () -> new SafetensorsError.SafetensorsSizeMismatch(
                            file,
                            name,
                            listed(shape),
                            type.name(),
                            new GroupedNumber(bytes),
                            new GroupedNumber(end - begin)));
            return new TensorInfo(type, shape, elements, begin, end);
        }

        private static long product(long[] shape) {
            long product = 1;
            for (long size : shape) {
                product = Math.multiplyExact(product, size);
            }
            return product;
        }

        private ElementType type(String name, JsonParser json) throws IOException {
            var text = json.getText();
            return ElementType.named(text)
                    .orElseThrow(
                            () -> new OrreryException(new SafetensorsError.SafetensorsUnknownDtype(file, name, text)));
        }

        private long[] wholeNumbers(String name, String key, JsonParser json) throws IOException {
            expect(
                    json.currentToken() == JsonToken.START_ARRAY,
                    () -> new SafetensorsError.SafetensorsNotAList(file, key, name));
            List<Long> numbers = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                boolean isWhole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                        && json.getLongValue() >= 0;
                var text = json.getText();
                expect(isWhole, () -> new SafetensorsError.SafetensorsNotAWholeNumber(file, key, name, text));
                numbers.add(json.getLongValue());
            }
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }

        private void checkCoverage(Map<String, TensorInfo> entries) {
            var byPlace = entries.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<String, TensorInfo> e) ->
                                    e.getValue().begin())
                            .thenComparingLong(e -> e.getValue().end()))
                    .toList();
            long covered = 0;
            var before = "the header";
            for (var place : byPlace) {
                long begin = place.getValue().begin();
                expect(begin >= covered, overlap(before, place.getKey()));
                expect(begin == covered, hole(begin - covered, place.getKey()));
                covered = place.getValue().end();
                before = place.getKey();
            }
            long left = dataBytes - covered;
            expect(left == 0, () -> new SafetensorsError.SafetensorsTrailingBytes(file, new GroupedNumber(left)));
        }

        private Supplier<SafetensorsError> overlap(String first, String second) {
            return () -> new SafetensorsError.SafetensorsOverlap(file, first, second);
        }

        private Supplier<SafetensorsError> hole(long bytes, String tensor) {
            return () -> new SafetensorsError.SafetensorsHole(file, new GroupedNumber(bytes), tensor);
        }

        private static List<Long> listed(long[] shape) {
            return Arrays.stream(shape).boxed().toList();
        }

        private static void expect(boolean holds, Supplier<SafetensorsError> otherwise) {
            if (!holds) {
                throw new OrreryException(otherwise.get());
            }
        }
    }
}
