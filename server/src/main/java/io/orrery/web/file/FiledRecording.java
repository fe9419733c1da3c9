package io.orrery.web.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.room.recording.Recording;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.Packed;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Reads a recording back from its file, which may come from anybody. Of the file only the data are taken: code and words of the page are this program's own.
 * Nothing is believed: each part has a largest size, and what it says of itself is compared with what it has.
 */
public final class FiledRecording {
    private static final int MIB = 20;

    /** The largest file that is read. */
    private static final long MOST_BYTES = 300L << MIB;

    /** What a state nests is some ten deep. */
    private static final int DEEPEST = 100;

    private static final byte[] BEGIN = bytes("<script type=\"text/plain\" id=\"part-");
    private static final byte[] END = bytes("</script>");
    private static final byte[] LAST = bytes("<template id=\"part-end\">");

    private static final JsonFactory JSON = new JsonFactory();

    private FiledRecording() {}

    /** A part of a manifest. @param voice bytes of all pieces */
    private record Manifest(String id, String title, long voice) {}

    /**
     * The page that plays a file's recording.
     *
     * @throws OrreryException with a {@link RecordingError} if it is no recording's file, or not as it was written
     */
    public static OneFile.Page read(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (Files.size(path) > MOST_BYTES) {
            throw new OrreryException(new RecordingError.TooLargeToReplay(name, MOST_BYTES >> MIB));
        }
        Map<String, byte[]> parts = parts(Files.readAllBytes(path), name);
        if (!parts.keySet().containsAll(OneFile.OF_RECORDING)) {
            throw new OrreryException(new RecordingError.NotARecordingFile(name));
        }
        try {
            for (String part : new String[] {"data", "rows", "why", "captions"}) {
                requireJson(parts.get(part));
            }
            Manifest manifest = manifest(parts.get("rows"), name);
            boolean isWhole = manifest.voice() == parts.get("voice").length
                    && numbers(parts) == parts.get("numbers").length / Float.BYTES
                    && parts.get("numbers").length % Float.BYTES == 0;
            if (!isWhole) {
                throw new OrreryException(new RecordingError.FileDamaged(name));
            }
            return new OneFile(new Assets(), Packed.read())
                    .of("replay", manifest.id(), manifest.title(), "#t=0", OneFile.hasFormulas(parts), parts);
        } catch (JsonProcessingException | MalformedException | ArithmeticException e) {
            throw new OrreryException(new RecordingError.FileDamaged(name), e);
        }
    }

    /** The data in a file, unpacked. */
    private static Map<String, byte[]> parts(byte[] file, String name) {
        var parts = new LinkedHashMap<String, byte[]>();
        int at = find(file, BEGIN, 0);
        if (at < 0) {
            throw new OrreryException(new RecordingError.NotARecordingFile(name));
        }
        int end = at;
        while (at >= 0) {
            int quote = find(file, new byte[] {'"'}, at + BEGIN.length);
            end = quote < 0 ? -1 : find(file, END, quote);
            if (end < 0) {
                throw new OrreryException(new RecordingError.FileCutShort(name));
            }
            String part = new String(file, at + BEGIN.length, quote - at - BEGIN.length, StandardCharsets.UTF_8);
            if (OneFile.OF_RECORDING.contains(part)) {
                byte[] unpacked = unpacked(Arrays.copyOfRange(file, quote + 2, end), part, name);
                if (parts.put(part, unpacked) != null) {
                    throw new OrreryException(new RecordingError.FileDamaged(name));
                }
            }
            at = find(file, BEGIN, end);
        }
        if (find(file, LAST, end) < 0) {
            throw new OrreryException(new RecordingError.FileCutShort(name));
        }
        return parts;
    }

    /** A part, of which no more is unpacked than it may have. */
    private static byte[] unpacked(byte[] base64, String part, String name) {
        var unpacked = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(Base64.getDecoder().wrap(new ByteArrayInputStream(base64)))) {
            var some = new byte[1 << 16];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                unpacked.write(some, 0, count);
                if (unpacked.size() > OneFile.most(part)) {
                    throw new OrreryException(new RecordingError.TooLargeToReplay(name, OneFile.most(part) >> MIB));
                }
            }
        } catch (IOException e) {
            throw new OrreryException(new RecordingError.FileDamaged(name), e);
        }
        return unpacked.toByteArray();
    }

    /** Goes through a JSON text without keeping it. */
    private static void requireJson(byte[] text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > DEEPEST) {
                    throw new ArithmeticException("too deep");
                }
            }
        }
    }

    /** Reads the manifest, whose marks and stretches the page reads. */
    private static Manifest manifest(byte[] rows, String name) throws IOException {
        String id = "";
        String title = "";
        long voice = 0;
        String format = "";
        try (JsonParser parser = JSON.createParser(rows)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isManifest = parser.currentName().equals("manifest");
                parser.nextToken();
                if (!isManifest) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String member = parser.currentName();
                    parser.nextToken();
                    switch (member) {
                        case "id" -> id = parser.getText();
                        case "title" -> title = parser.getText();
                        case "format" -> format = parser.getText();
                        case "voice" -> voice = voice(parser);
                        default -> parser.skipChildren();
                    }
                }
            }
        }
        if (!format.equals(Integer.toString(Recording.FORMAT))) {
            throw new OrreryException(new RecordingError.FileOfOtherFormat(name, format));
        }
        return new Manifest(id, title, voice);
    }

    private static long voice(JsonParser parser) throws IOException {
        long bytes = 0;
        if (!parser.isExpectedStartArrayToken()) {
            parser.skipChildren();
            return -1;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isBytes = parser.currentName().equals("bytes");
                JsonToken value = parser.nextToken();
                if (isBytes && value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() >= 0) {
                    bytes = Math.addExact(bytes, parser.getLongValue());
                } else if (isBytes) {
                    return -1;
                } else {
                    parser.skipChildren();
                }
            }
        }
        return bytes;
    }

    /** How many numbers the data say that there are, as {@code live/file-answers.js} counts them; its frames lie within the frames' bytes. */
    private static long numbers(Map<String, byte[]> parts) throws MalformedException {
        JsonNode data = Json.read(new String(parts.get("data"), StandardCharsets.UTF_8));
        long count = 0;
        for (JsonNode model : data.path("models")) {
            for (JsonNode weight : model.path("weights")) {
                count = Math.addExact(count, product(weight.path("shape")));
            }
        }
        Map<String, Long> known = new HashMap<>();
        for (JsonNode record : data.path("records")) {
            int model = record.path(0).asInt(-1);
            long position = record.path(1).asLong(-1);
            if (model < 0 || position < 0) {
                throw new ArithmeticException("no record");
            }
            Long row = known.get(model + " " + position);
            if (row == null) {
                row = row(data.path("models").path(model), position);
                known.put(model + " " + position, row);
            }
            count = Math.addExact(count, row);
        }
        for (JsonNode frame : data.path("frames")) {
            long end = Math.addExact(frame.path(0).asLong(-1), frame.path(1).asLong(-1));
            if (frame.path(0).asLong(-1) < 0 || frame.path(1).asLong(-1) < 0 || end > parts.get("frames").length) {
                throw new ArithmeticException("no frame");
            }
        }
        return count;
    }

    private static long row(JsonNode model, long position) {
        long count = 0;
        for (JsonNode row : model.path("rows")) {
            int along = -1;
            for (int axis = 0; axis < row.path("axes").size() && along < 0; axis++) {
                String named = row.path("axes").path(axis).asText();
                along = named.equals("pos") || named.equals("q_pos") ? axis : -1;
            }
            long size = 1;
            for (int axis = 0; axis < row.path("shape").size(); axis++) {
                JsonNode each = row.path("shape").path(axis);
                if (axis != along) {
                    size = Math.multiplyExact(size, each.isTextual() ? position + 1 : each.asLong(-1));
                }
            }
            count = Math.addExact(count, size);
        }
        return count;
    }

    private static long product(JsonNode shape) {
        long product = 1;
        for (int axis = 0; axis < shape.size(); axis++) {
            product = Math.multiplyExact(product, shape.path(axis).asLong(-1));
        }
        return product;
    }

    private static int find(byte[] text, byte[] wanted, int from) {
        ByteBuffer sought = ByteBuffer.wrap(wanted);
        for (int at = from; at <= text.length - wanted.length; at++) {
            if (text[at] == wanted[0]
                    && ByteBuffer.wrap(text, at, wanted.length).equals(sought)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
