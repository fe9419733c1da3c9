package io.orrery.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes frames as docs/protocol.md describes them. Shares no code with the encoder, so that tests can compare the
 * two.
 */
public record ReadFrame(int version, int type, int flags, long seq, double start, JsonNode header, ByteBuffer numbers) {

    /** The {@code state} message in a frame's header, if it has one. */
    public static Optional<JsonNode> said(ByteBuffer bytes) {
        try {
            var frame = of(bytes);
            return (frame.flags() & 2) == 0
                    ? Optional.empty()
                    : Optional.of(frame.header().required("said"));
        } catch (IOException e) {
            throw new AssertionError("the header is not JSON", e);
        }
    }

    /** The frame without the state in its header. */
    public static ByteBuffer alone(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if ((in.getShort(2) & 2) == 0) {
            return bytes;
        }
        byte[] json = new byte[in.getInt(4)];
        in.get(24, json);
        String rest = "{"
                + new String(json, StandardCharsets.UTF_8)
                        .substring(offsetAfterSaid(json))
                        .strip();
        byte[] header = (rest + " ".repeat(-rest.length() & 7)).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer numbers = in.slice(24 + json.length, in.limit() - 24 - json.length);
        ByteBuffer out =
                ByteBuffer.allocate(24 + header.length + numbers.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(in.slice(0, 24)).put(header).put(numbers).flip();
        return out.putShort(2, (short) (in.getShort(2) & ~2)).putInt(4, header.length);
    }

    /** The offset of the entry after {@code said}. */
    private static int offsetAfterSaid(byte[] json) {
        try (var parser = new ObjectMapper().createParser(new String(json, StandardCharsets.UTF_8))) {
            parser.nextToken();
            if (!"said".equals(parser.nextFieldName())) {
                throw new AssertionError("said is not the first entry");
            }
            parser.nextToken();
            parser.skipChildren();
            return (int) parser.currentTokenLocation().getCharOffset() + 2;
        } catch (IOException e) {
            throw new AssertionError("the header is not JSON", e);
        }
    }

    public static ReadFrame of(ByteBuffer bytes) throws IOException {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        int length = in.getInt(4);
        byte[] json = new byte[length];
        in.get(24, json);
        JsonNode header = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
        ByteBuffer numbers = in.slice(24 + length, in.limit() - 24 - length).order(ByteOrder.LITTLE_ENDIAN);
        return new ReadFrame(in.get(0), in.get(1), in.getShort(2), in.getLong(8), in.getDouble(16), header, numbers);
    }

    public JsonNode tensor(String name) {
        for (JsonNode tensor : header.get("tensors")) {
            if (tensor.get("name").textValue().equals(name)) {
                return tensor;
            }
        }
        throw new AssertionError("no tensor " + name + " in " + header);
    }

    public float[] values(String name) {
        JsonNode tensor = tensor(name);
        int offset = tensor.get("offset").intValue();
        int length = tensor.get("length").intValue();
        String dtype = tensor.get("dtype").textValue();
        int width = dtype.equals("f32") ? 4 : dtype.equals("f16") ? 2 : 1;
        float[] values = new float[length / width];
        for (int i = 0; i < values.length; i++) {
            int at = offset + i * width;
            if (width == 4) {
                values[i] = numbers.getFloat(at);
            } else if (width == 2) {
                values[i] = half(numbers.getShort(at));
            } else {
                byte b = numbers.get(at);
                double scale = tensor.get("scale").doubleValue();
                values[i] = b == -128 ? Float.NEGATIVE_INFINITY : (float) (b * scale);
            }
        }
        return values;
    }

    private static float half(short bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude;
        if (exponent == 31) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24;
        } else {
            magnitude = (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        }
        return (float) (bits < 0 ? -magnitude : magnitude);
    }
}
