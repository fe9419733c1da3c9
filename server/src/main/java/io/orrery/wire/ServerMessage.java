package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** What the server says to a browser. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ServerMessage.State.class, name = "state"),
    @JsonSubTypes.Type(value = ServerMessage.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = ServerMessage.Own.class, name = "own"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerMessage.People.class, name = "people"),
    @JsonSubTypes.Type(value = ServerMessage.Pointer.class, name = "pointer"),
    @JsonSubTypes.Type(value = ServerMessage.Fault.class, name = "error")
})
public sealed interface ServerMessage {
    /**
     * @param epoch this life of the room
     * @param me the secret by which this person comes back as the same person
     * @param id what others know this person by
     * @param serverTime the server's clock, ms
     * @param state the room's state, JSON
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
     * What the server holds a browser to.
     *
     * @param message longest text message from a browser, bytes
     * @param name longest name of a person, characters
     * @param frame longest binary message to a browser, bytes
     */
    record Limits(int message, int name, int frame) {}

    /**
     * @param seq the number of the change that brought the state
     * @param start when the change begins on every screen, ms of the server's clock
     * @param state JSON
     * @param by id of the command that made the change; empty when the room moved by itself
     */
    record State(
            long seq,
            double start,
            @JsonRawValue String state,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String by) implements ServerMessage {}

    /**
     * @param params of the reason, for a sentence in any language
     * @param detail an English sentence
     */
    record Refused(
            String id,
            RefusalReason reason,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> params,
            String detail)
            implements ServerMessage {
        public Refused {
            params = Map.copyOf(params);
        }

        public static Refused malformed(String id, String detail) {
            return new Refused(id, RefusalReason.MALFORMED, Map.of(), detail);
        }
    }

    /**
     * What one person alone sees of the room's state.
     *
     * @param state by the names of the state's members; what is absent, the person has none of
     */
    record Own(Map<String, Record> state) implements ServerMessage {
        public Own {
            state = Map.copyOf(state);
        }
    }

    record Pong(double t, double serverTime) implements ServerMessage {}

    /**
     * @param count attendees in the room
     * @param following those of them whose screen shows the room's step
     * @param behind those whose screen shows another
     * @param looking those who move the camera by hand; each attendee is one of the three
     * @param screens projectors in the room
     * @param list one by one, for those who may drive; empty for everybody else
     * @param drivers those who may drive, for themselves; empty for everybody else
     */
    record People(
            int count,
            int following,
            int behind,
            int looking,
            int screens,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Person> list,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Driver> drivers)
            implements ServerMessage {
        public People {
            list = List.copyOf(list);
            drivers = List.copyOf(drivers);
        }
    }

    /** Somebody who may drive. */
    record Driver(String id, String name, Role role) {}

    /**
     * What the driver shows by hand.
     *
     * @param cell where the light stands: one cell, or none where it is put away
     * @param pose of the driver's camera, where it is shared: one, or none
     */
    record Pointer(List<Mark> cell, List<Pose> pose) implements ServerMessage {
        public static final Pointer NOWHERE = new Pointer(List.of(), List.of());

        public Pointer {
            cell = List.copyOf(cell);
            pose = List.copyOf(pose);
        }
    }

    /**
     * @param id what others know this person by
     * @param lagMs half of the round trip
     * @param step the last step painted; empty before the first
     */
    record Person(String id, String name, View view, long lagMs, String step, boolean looking) {}

    /**
     * A message that cannot be understood and is not a command, or something else that a page should say.
     *
     * @param params of the reason, for a sentence in any language
     * @param detail an English sentence
     */
    record Fault(
            String reason,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> params,
            String detail) implements ServerMessage {
        public Fault {
            params = Map.copyOf(params);
        }
    }

    default String json() {
        return Json.write(this);
    }
}
