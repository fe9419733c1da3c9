package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.orrery.error.DomainError;
import io.orrery.error.Sentences;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Messages from the server to a browser. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ServerMessage.State.class, name = "state"),
    @JsonSubTypes.Type(value = ServerMessage.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = ServerMessage.Own.class, name = "own"),
    @JsonSubTypes.Type(value = ServerMessage.Counts.class, name = "counts"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerMessage.People.class, name = "people"),
    @JsonSubTypes.Type(value = ServerMessage.Pointer.class, name = "pointer"),
    @JsonSubTypes.Type(value = ServerMessage.Fault.class, name = "error")
})
public sealed interface ServerMessage {
    /**
     * The answer to {@code hello}.
     *
     * @param v version of the protocol
     * @param epoch identifies the room's current run; changes when the server restarts
     * @param seq number of the newest change
     * @param me this person's secret, to return as the same person after a reconnect
     * @param id this person's public id
     * @param serverTime the server's clock, in ms
     * @param state the room's state, as JSON
     */
    record Welcome(
            int v,
            String epoch,
            long seq,
            Role role,
            String me,
            String id,
            double serverTime,
            @JsonRawValue String state,
            Limits limits)
            implements ServerMessage {}

    /**
     * Size limits.
     *
     * @param message text message from a browser, in bytes
     * @param name name of a person, in characters
     * @param frame binary message to a browser, in bytes
     */
    record Limits(int message, int name, int frame) {}

    /**
     * A new state of the room.
     *
     * @param seq number of the change that led to the state
     * @param start when all screens begin to show the change, in ms of the server's clock
     * @param state the state, as JSON
     * @param by id of the command that caused the change; empty if no command did
     */
    record State(
            long seq,
            double start,
            @JsonRawValue String state,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String by) implements ServerMessage {}

    /**
     * A command was refused.
     *
     * @param id the command's id
     * @param code the error's code; its sentence is {@code problem.<code>} in the strings files, with {@code params} as arguments
     * @param detail the sentence in English
     */
    record Refused(
            String id,
            RefusalReason reason,
            String code,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> params,
            String detail)
            implements ServerMessage {
        public Refused {
            params = Map.copyOf(params);
        }

        public static Refused of(String id, DomainError error) {
            return new Refused(
                    id, RefusalReason.of(error.type()), error.code(), error.parameters(), Sentences.ENGLISH.of(error));
        }
    }

    /**
     * The parts of the room's state that only this person sees.
     *
     * @param state by member name; absent parts are empty
     */
    record Own(Map<String, Record> state) implements ServerMessage {
        public Own {
            state = Map.copyOf(state);
        }
    }

    /**
     * How people have answered by now. It replaces members of the state with this number, or an earlier one.
     *
     * @param state the members with counts, by name; empty for one that the receiver does not see
     */
    record Counts(long seq, Map<String, Optional<Record>> state) implements ServerMessage {
        public Counts {
            state = Map.copyOf(state);
        }
    }

    /**
     * The answer to {@code ping}.
     *
     * @param t the time in the ping
     * @param serverTime the server's clock, in ms
     */
    record Pong(double t, double serverTime) implements ServerMessage {}

    /**
     * Who is in the room. Every attendee is counted in one of {@code following}, {@code behind} and {@code looking}.
     *
     * @param count number of attendees
     * @param following attendees whose screen shows the room's step
     * @param behind attendees whose screen shows another step
     * @param looking attendees who move the camera by hand
     * @param screens number of projectors
     * @param list every person; sent only to people who may drive, otherwise empty
     * @param drivers the people who may drive; sent only to them, otherwise empty
     * @param looks how many attendees who look around have each part of the machine in the middle of their view, of parts before which at least
     *     five stand; sent only to people who may drive, otherwise empty
     */
    record People(
            int count,
            int following,
            int behind,
            int looking,
            int screens,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Person> list,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Driver> drivers,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> looks)
            implements ServerMessage {
        public People {
            list = List.copyOf(list);
            drivers = List.copyOf(drivers);
            looks = Collections.unmodifiableSortedMap(new TreeMap<>(looks));
        }
    }

    /** A person who may drive. */
    record Driver(String id, String name, Role role) {}

    /**
     * Where the driver points, and the driver's camera.
     *
     * @param cell one cell, or empty if the driver points at none
     * @param pose one pose, or empty if the driver's camera is not shared
     */
    record Pointer(List<CellMark> cell, List<Pose> pose) implements ServerMessage {
        public Pointer {
            cell = List.copyOf(cell);
            pose = List.copyOf(pose);
        }
    }

    /**
     * A person in the room.
     *
     * @param id the person's public id
     * @param lagMs half of the round-trip time
     * @param step the step that the person's screen shows; empty before the first
     * @param looking whether the person moves the camera by hand
     * @param behind whether the screen showed another step than the room's when people were counted
     */
    record Person(String id, String name, View view, long lagMs, String step, boolean looking, boolean behind) {}

    /**
     * An error that no command is refused for, such as a malformed message of another type.
     *
     * @param reason the kind of the error
     * @param code the error's code; its sentence is {@code problem.<code>} in the strings files, with {@code params} as arguments
     * @param detail the sentence in English
     */
    record Fault(
            String reason,
            String code,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> params,
            String detail)
            implements ServerMessage {
        public Fault {
            params = Map.copyOf(params);
        }

        public static Fault of(DomainError error) {
            return new Fault(error.type().word(), error.code(), error.parameters(), Sentences.ENGLISH.of(error));
        }
    }

    default String json() {
        return Json.write(this);
    }
}
