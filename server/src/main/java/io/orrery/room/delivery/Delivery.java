package io.orrery.room.delivery;

import io.orrery.wire.Frame;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A frame on its way to everyone, alone and as one message with the state that everyone is told: half as many messages
 * cost nearly half as much. Both are encoded once.
 *
 * @param state the state in {@code together}, JSON
 */
public record Delivery(ByteBuffer alone, String state, Optional<ByteBuffer> together) {
    /** A longer state goes ahead: text is there before numbers, also where a line is slow. */
    public static final int LONGEST_STATE = 4096;

    /** For one person. */
    public static Delivery of(Frame alone) {
        return new Delivery(alone.buffer(), "", Optional.empty());
    }

    /**
     * For everyone.
     *
     * @param many whether it pays to keep it where the kernel can take it: in a small room such memory would wait for long
     *     until a collection of garbage frees it
     */
    public static Delivery of(Frame alone, String state, boolean many) {
        boolean isLong = state.length() > LONGEST_STATE;
        Optional<Frame> together = isLong ? Optional.empty() : Optional.of(alone.saying(state));
        Function<Frame, ByteBuffer> bytes = many ? Frame::direct : Frame::buffer;
        return new Delivery(bytes.apply(alone), state, together.map(bytes));
    }

    /** One message for who still waits for this state, too; nothing where it is another one. */
    public Optional<ByteBuffer> with(String waiting) {
        return together.filter(both -> waiting.equals(state));
    }
}
