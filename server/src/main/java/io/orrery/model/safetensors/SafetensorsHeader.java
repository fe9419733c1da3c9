package io.orrery.model.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.orrery.error.OrreryException;
import io.orrery.model.file.ByteSource;
import io.orrery.model.file.ElementType;
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
import java.util.Locale;
import java.util.Map;

/**
 * The header of a safetensors file, read and found to be true: each tensor's bytes are as many as its shape and type
 * need, and together they fill the data without overlap or hole, to the last byte of the file.
 *
 * @param dataStart where the numbers begin, in bytes from the start of the file
 * @param entries by tensor name, in the order of the header
 */
public record SafetensorsHeader(long dataStart, Map<String, Entry> entries, Map<String, String> metadata) {
    /** Headers of models of hundreds of layers take well under 1 MiB; a lying length must not cost memory. */
    private static final long LONGEST_HEADER = 16 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Where a tensor's bytes are: [begin, end) from the start of the data. */
    public record Entry(ElementType type, long[] shape, long elements, long begin, long end) {}

    public static SafetensorsHeader read(String file, ByteSource source) throws IOException {
        if (source.size() < 8) {
            throw bad(
                    file,
                    "it has %,d bytes, but the format begins with 8 bytes that give the length of its header",
                    source.size());
        }
        var prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, prefix);
        long length = prefix.getLong(0);
        if (length < 0 || length > source.size() - 8) {
            throw bad(
                    file,
                    "it says that its header is %s bytes long, but only %,d bytes follow; either it is not a"
                            + " safetensors file or it was cut short",
                    Long.toUnsignedString(length),
                    source.size() - 8);
        }
        if (length > LONGEST_HEADER) {
            throw bad(file, "its header is %,d bytes long; Orrery reads headers up to %,d", length, LONGEST_HEADER);
        }
        var text = ByteBuffer.allocate((int) length);
        source.read(8, text);
        return new Reader(file, source.size() - 8 - length).read(8 + length, text.array());
    }

    private static OrreryException bad(String file, String what, Object... arguments) {
        return new OrreryException(
                "bad-safetensors",
                file + " cannot be read as safetensors: " + String.format(Locale.ROOT, what, arguments) + ".",
                Map.of("file", file));
    }

    /** Reads the JSON of one header, and checks it against the number of bytes of data. */
    private record Reader(String file, long dataBytes) {
        public SafetensorsHeader read(long dataStart, byte[] text) throws IOException {
            Map<String, Entry> entries = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            try (JsonParser json = JSON.createParser(text)) {
                expect(json.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
                for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    json.nextToken();
                    if (name.equals("__metadata__")) {
                        metadata.putAll(metadata(json));
                    } else {
                        entries.put(name, entry(name, json));
                    }
                }
                expect(json.nextToken() == null, "something follows the JSON object of its header");
            } catch (JsonProcessingException e) {
                throw bad(file, "its header is not valid JSON (%s)", e.getOriginalMessage());
            } catch (CharConversionException e) {
                // Zeros at its beginning make it look like UTF-32.
                throw bad(file, "its header is not valid JSON (%s)", e.getMessage());
            }
            checkCoverage(entries);
            return new SafetensorsHeader(
                    dataStart, Collections.unmodifiableMap(entries), Collections.unmodifiableMap(metadata));
        }

        private Map<String, String> metadata(JsonParser json) throws IOException {
            Map<String, String> metadata = new LinkedHashMap<>();
            expect(json.currentToken() == JsonToken.START_OBJECT, "\"__metadata__\" is not an object of texts");
            for (var key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                expect(json.nextToken() == JsonToken.VALUE_STRING, "\"__metadata__\" is not an object of texts");
                metadata.put(key, json.getText());
            }
            return metadata;
        }

        private Entry entry(String name, JsonParser json) throws IOException {
            expect(json.currentToken() == JsonToken.START_OBJECT, "the entry \"%s\" is not an object", name);
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
            expect(type != null, "the entry \"%s\" has no dtype", name);
            expect(shape != null, "the entry \"%s\" has no shape", name);
            expect(offsets != null && offsets.length == 2, "the entry \"%s\" has no pair of data_offsets", name);
            return entry(name, type, shape, offsets[0], offsets[1]);
        }

        private Entry entry(String name, ElementType type, long[] shape, long begin, long end) {
            expect(begin <= end, "the tensor \"%s\" ends (at %,d) before it begins (at %,d)", name, end, begin);
            expect(
                    end <= dataBytes,
                    "the tensor \"%s\" ends at byte %,d of the data, but the file holds only %,d; it was cut short or"
                            + " its header is wrong",
                    name,
                    end,
                    dataBytes);
            long elements;
            long bytes;
            try {
                elements = product(shape);
                bytes = Math.multiplyExact(elements, (long) type.bytes());
            } catch (ArithmeticException e) {
                throw bad(file, "the shape %s of \"%s\" is too large for any file", Arrays.toString(shape), name);
            }
            expect(
                    end - begin == bytes,
                    "the tensor \"%s\" of shape %s in %s needs %,d bytes, but its data_offsets span %,d",
                    name,
                    Arrays.toString(shape),
                    type,
                    bytes,
                    end - begin);
            return new Entry(type, shape, elements, begin, end);
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
                    .orElseThrow(() -> bad(
                            file,
                            "the tensor \"%s\" has the unknown dtype \"%s\"; Orrery reads F32, F16 and BF16",
                            name,
                            text));
        }

        private long[] wholeNumbers(String name, String key, JsonParser json) throws IOException {
            expect(json.currentToken() == JsonToken.START_ARRAY, "the %s of \"%s\" is not a list", key, name);
            List<Long> numbers = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(
                        json.currentToken() == JsonToken.VALUE_NUMBER_INT
                                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                                && json.getLongValue() >= 0,
                        "the %s of \"%s\" holds %s, which is not a whole number from 0 to 2^63",
                        key,
                        name,
                        json.getText());
                numbers.add(json.getLongValue());
            }
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }

        private void checkCoverage(Map<String, Entry> entries) {
            var byPlace = entries.entrySet().stream()
                    .sorted(Comparator.comparingLong(
                                    (Map.Entry<String, Entry> e) -> e.getValue().begin())
                            .thenComparingLong(e -> e.getValue().end()))
                    .toList();
            long covered = 0;
            var before = "the header";
            for (var place : byPlace) {
                long begin = place.getValue().begin();
                expect(begin >= covered, "the tensors \"%s\" and \"%s\" overlap", before, place.getKey());
                expect(
                        begin == covered,
                        "there is a hole of %,d bytes before the tensor \"%s\"",
                        begin - covered,
                        place.getKey());
                covered = place.getValue().end();
                before = place.getKey();
            }
            expect(covered == dataBytes, "%,d bytes at its end belong to no tensor", dataBytes - covered);
        }

        private void expect(boolean holds, String otherwise, Object... arguments) {
            if (!holds) {
                throw bad(file, otherwise, arguments);
            }
        }
    }
}
