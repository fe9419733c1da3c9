package io.orrery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The parts of a frame's head that the benchmarks read.
 *
 * @param seq the change that the frame belongs to
 * @param said the {@code state} message in the frame's header, if it has one
 */
public record FrameHead(long seq, Optional<JsonNode> said) {
    private static final int AT_FLAGS = 2;
    private static final int SAYING = 2;
    private static final int AT_LENGTH = 4;
    private static final int AT_SEQ = 8;
    private static final int LENGTH = 24;
    private static final JsonMapper JSON = new JsonMapper();

    /** @throws IOException if the frame's header is not JSON */
    public static FrameHead of(byte[] frame) throws IOException {
        var in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        boolean isSaying = (in.getShort(AT_FLAGS) & SAYING) != 0;
        Optional<JsonNode> said = isSaying
                ? Optional.of(JSON.readTree(frame, LENGTH, in.getInt(AT_LENGTH)).get("said"))
                : Optional.empty();
        return new FrameHead(in.getLong(AT_SEQ), said);
    }
}
