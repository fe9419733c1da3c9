package io.orrery.room.activity;

import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An activity that has something to do with the invented people of a rehearsal. They take part by the commands that people give. */
public interface Rehearses<S extends Record> extends PerPerson<S> {
    /** A command of an invented person. */
    record Deed(String command, Map<String, Object> fields) {
        /** Each of the first people writes one of some texts, each second one with a name; empty for the others. */
        public static Optional<Deed> writing(String command, InventedPerson who, List<String> texts) {
            if (who.number() > texts.size()) {
                return Optional.empty();
            }
            String text = texts.get(who.number() - 1);
            return Optional.of(new Deed(
                    command, who.number() % 2 == 0 ? Map.of("text", text, "name", who.name()) : Map.of("text", text)));
        }
    }

    /** What each invented person answers to once: a name, another one when there is something else; empty for nothing. */
    default Optional<String> occasion(RoomState state) {
        return Optional.empty();
    }

    /** What an invented person does at the present occasion; empty for nothing. People act one after the other, in the order of their numbers. */
    default Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        return Optional.empty();
    }

    /** Whether people have answered already what ends with a rehearsal. */
    default boolean hasAnswers(RoomState state, Ballots ballots) {
        return false;
    }

    /** The state at the end of a rehearsal, without what has counts of invented answers. The answers themselves are deleted elsewhere. */
    default RoomState rehearsed(RoomState state) {
        return state;
    }
}
