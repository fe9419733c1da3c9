package io.orrery.wire;

import java.util.Optional;

/** What a browser may say. */
public sealed interface ClientMessage {
    /**
     * @param version the protocol's version that the browser speaks
     * @param key the presenter's key
     * @param name what the person wishes to be called; may be empty
     * @param me the secret of this person in this room, from an earlier welcome
     */
    record Hello(long version, View view, Optional<String> key, String name, Optional<String> me)
            implements ClientMessage {}

    /**
     * @param id of the sender's making; the same id is done once
     * @param at the seq of the state that the sender saw
     * @param name the command's {@code do}
     * @param fields the whole message, of which the command's declaration reads the rest
     */
    record CommandRequest(String id, long at, String name, Fields fields) implements ClientMessage {}

    /** A command that cannot be understood, though its id can. */
    record BadRequest(String id, String why) implements ClientMessage {}

    /**
     * @param t the browser's clock, ms
     * @param painted the last step that the browser painted
     * @param roundTrip the smallest of the last round trips, ms
     * @param looking whether the person moves the camera by hand
     */
    record Ping(double t, Optional<Cursor> painted, Optional<Double> roundTrip, boolean looking)
            implements ClientMessage {}

    /** What the person wishes to be called from here on; may be empty. */
    record Name(String name) implements ClientMessage {}

    /**
     * Where the driver points, and where the driver's camera stands.
     *
     * @param cell nothing where the pointer is put away
     * @param pose nothing where it did not move
     */
    record Point(Optional<Mark> cell, Optional<Pose> pose) implements ClientMessage {}

    /** A type that this version does not know. It is ignored. */
    record Unknown() implements ClientMessage {}
}
