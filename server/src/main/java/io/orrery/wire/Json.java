package io.orrery.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.orrery.error.JsonError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the protocol's JSON. Reading is strict: deep nesting, trailing content and duplicate keys are
 * errors.
 */
public final class Json {
    /** Deepest nesting accepted. No message needs more, and each level costs stack. */
    private static final int DEPTH = 32;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    /**
     * Parses one value. Empty text gives a {@code MissingNode}.
     *
     * @throws MalformedException if the text is not valid JSON, or is nested too deeply
     */
    public static JsonNode read(String text) throws MalformedException {
        try {
            return MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new MalformedException(new JsonError.JsonTooLarge());
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new MalformedException(new JsonError.BrokenJson(at.getLineNr(), at.getColumnNr()));
        }
    }

    /** Parses what a part of this program has written. */
    public static JsonNode own(String text) {
        try {
            return read(text);
        } catch (MalformedException e) {
            throw new IllegalStateException("A part of this program has written what is no JSON", e);
        }
    }

    /** Parses what a part of this program has written, in UTF-8. */
    public static JsonNode own(byte[] text) {
        return own(new String(text, StandardCharsets.UTF_8));
    }

    /** The items of a list as texts. */
    public static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** The items of a list as integers. */
    public static List<Integer> integers(JsonNode list) {
        var integers = new ArrayList<Integer>();
        list.forEach(item -> integers.add(item.asInt()));
        return integers;
    }

    /** Serialises a value of one of the protocol's types. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** A value of one of the protocol's types as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Serialises a value as UTF-8, unless it is too large. It is written twice: once to count its bytes, so that no more memory is
     * allocated than it takes, and none for what is too large.
     *
     * @param most bytes; empty if there are more
     */
    public static Optional<byte[]> bytes(Object value, int most) {
        var counted = new Counted(most, new byte[0]);
        try {
            MAPPER.writeValue(counted, value);
            var written = new Counted(counted.size, new byte[counted.size]);
            MAPPER.writeValue(written, value);
            return Optional.of(written.bytes);
        } catch (TooManyBytesException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + value.getClass(), e);
        }
    }

    private static final class TooManyBytesException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Counts bytes, and keeps as many as fit. */
    private static final class Counted extends OutputStream {
        private final int most;
        private final byte[] bytes;
        private int size;

        Counted(int most, byte[] bytes) {
            this.most = most;
            this.bytes = bytes;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] some, int from, int length) throws IOException {
            if (length > most - size) {
                throw new TooManyBytesException();
            }
            if (bytes.length > 0) {
                System.arraycopy(some, from, bytes, size, length);
            }
            size += length;
        }
    }

    /** Serialises a value as UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + value.getClass(), e);
        }
    }
}
