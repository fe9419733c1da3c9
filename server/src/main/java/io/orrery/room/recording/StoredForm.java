package io.orrery.room.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.state.StateJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How recordings are read wherever they are stored: records as JSON, the rows of a stretch as one compressed piece. */
public final class StoredForm {
    private static final JsonMapper JSON = StateJson.mapper().build();

    private StoredForm() {}

    /** @throws OrreryException with {@link StorageError.RoomsNotRead} if it is not what was written */
    public static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new OrreryException(new StorageError.RoomsNotRead(e.getOriginalMessage()), e);
        }
    }

    /** The rows of a stretch, which are a JSON array. */
    public static List<JsonNode> rows(byte[] array) {
        try {
            return List.of(JSON.readValue(array, JsonNode[].class));
        } catch (IOException e) {
            throw new OrreryException(new StorageError.RoomsNotRead(String.valueOf(e.getMessage())), e);
        }
    }

    public static byte[] zipped(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    public static byte[] unzipped(byte[] bytes) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
