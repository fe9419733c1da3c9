package io.orrery.model.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.PresetError;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.Map;

/** Reads a file that must hold one JSON object. */
public final class JsonFile {
    /** Does not cache keys: those of a vocabulary occur only once. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /**
     * The object in {@code bytes}.
     *
     * @param file the file's name in messages
     * @throws OrreryException if it is not one JSON object, or if a key occurs twice
     */
    public static ObjectNode parse(String file, byte[] bytes) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new OrreryException(new PresetError.NotValidJson(file, e.getOriginalMessage()));
        } catch (CharConversionException e) {
            // With leading zero bytes the file looks like UTF-32.
            throw new OrreryException(new PresetError.NotValidJson(file, e.getMessage()));
        }
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw new OrreryException(new PresetError.NotAJsonObject(file));
    }

    /** An object as JSON without white space. */
    public static byte[] bytes(ObjectNode object) throws JsonProcessingException {
        return JSON.writeValueAsBytes(object);
    }

    /** An object as JSON for a file that people read. */
    public static byte[] write(Map<String, ?> object) throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
    }
}
