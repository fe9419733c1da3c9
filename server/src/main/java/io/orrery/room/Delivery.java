package io.orrery.room;

import io.orrery.wire.Frame;
import java.util.Optional;

/**
 * A frame on its way to everyone, alone and as one message with the state that everyone is told: half as many messages
 * cost nearly half as much. Both are encoded once.
 *
 * @param state the state in {@code together}, JSON
 */
record Delivery(Frame alone, String state, Optional<Frame> together) {
    /** A longer state goes ahead: text is there before numbers, also where a line is slow. */
    static final int LONGEST_STATE = 4096;

    static Delivery of(Frame alone) {
        return new Delivery(alone, "", Optional.empty());
    }

    static Delivery of(Frame alone, String state) {
        boolean isLong = state.length() > LONGEST_STATE;
        return isLong ? of(alone) : new Delivery(alone, state, Optional.of(alone.saying(state)));
    }

    /** One message for who still waits for this state, too; nothing where it is another one. */
    Optional<Frame> with(String waiting) {
        return together.filter(both -> waiting.equals(state));
    }
}
