package io.orrery.wire;

import io.orrery.error.DomainError;
import java.util.Optional;

/** Messages from a browser to the server. */
public sealed interface ClientMessage {
    /**
     * The first message of a connection.
     *
     * @param version the browser's version of the protocol
     * @param key the presenter's or co-presenter's key
     * @param name the person's display name; may be empty
     * @param me this person's secret, from an earlier {@code welcome}
     */
    record Hello(long version, View view, Optional<String> key, String name, Optional<String> me)
            implements ClientMessage {}

    /**
     * A command.
     *
     * @param id chosen by the sender; a command with the same id is not executed again
     * @param at the {@code seq} of the state that the sender saw
     * @param name the command's name, the field {@code do}
     * @param fields the whole message; the command's declaration reads its own fields
     */
    record CommandRequest(String id, long at, String name, Fields fields) implements ClientMessage {}

    /** A malformed command whose id could be read. */
    record BadRequest(String id, DomainError error) implements ClientMessage {}

    /**
     * A heartbeat.
     *
     * @param t the browser's clock, in ms
     * @param painted the step that the screen shows
     * @param roundTrip the smallest recent round-trip time, in ms
     * @param looking whether the person moves the camera by hand
     * @param sees the part of the machine in the middle of that person's view; empty for none
     */
    record Ping(double t, Optional<Cursor> painted, Optional<Double> roundTrip, boolean looking, String sees)
            implements ClientMessage {}

    /** A new display name; may be empty. */
    record Name(String name) implements ClientMessage {}

    /**
     * Where the driver points, and the driver's camera.
     *
     * @param cell empty if the driver points at no cell
     * @param pose empty if the camera has not moved
     */
    record Point(Optional<CellMark> cell, Optional<Pose> pose) implements ClientMessage {}

    /** A message of an unknown type. It is ignored. */
    record Unknown() implements ClientMessage {}
}
