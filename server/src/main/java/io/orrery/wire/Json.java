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

    /** Serialises a value of one of the protocol's types. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + value.getClass(), e);
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
