package io.orrery.room.delivery;

import io.orrery.wire.Frame;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A frame to be sent to many people, alone and combined with the state message: sending half as many messages costs
 * nearly half as much. Each form is encoded once.
 *
 * @param alone the frame
 * @param state the state message in {@code together}, JSON
 * @param together the frame and the state in one message; empty for a frame for one person, or if the state is long
 */
public record Delivery(ByteBuffer alone, String state, Optional<ByteBuffer> together) {
    /**
     * A longer state is sent separately before the frame, so that text arrives before numbers on slow connections, too.
     */
    public static final int LONGEST_STATE = 4096;

    /** For one person. */
    public static Delivery of(Frame alone) {
        return new Delivery(alone.buffer(), "", Optional.empty());
    }

    /**
     * For everyone.
     *
     * @param many whether to use direct buffers, which the kernel reads without a copy. In a small room they do not
     *     pay, as such memory is freed only by a garbage collection
     */
    public static Delivery of(Frame alone, String state, boolean many) {
        boolean isLong = state.length() > LONGEST_STATE;
        Optional<Frame> together = isLong ? Optional.empty() : Optional.of(alone.saying(state));
        Function<Frame, ByteBuffer> bytes = many ? Frame::direct : Frame::buffer;
        return new Delivery(bytes.apply(alone), state, together.map(bytes));
    }

    /** The combined message for an outbox in which this state still waits; empty if another state waits there. */
    public Optional<ByteBuffer> with(String waiting) {
        return together.filter(both -> waiting.equals(state));
    }
}
