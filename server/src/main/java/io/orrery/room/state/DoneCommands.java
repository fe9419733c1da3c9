package io.orrery.room.state;

import java.util.List;
import java.util.stream.Stream;

/**
 * The last commands that changed a room's state, latest first. They are stored with the state, so that a command that is repeated
 * after a restart is not done twice.
 *
 * @param list each entry names the person and the command's id
 */
public record DoneCommands(List<String> list) {
    public static final DoneCommands NONE = new DoneCommands(List.of());

    /** A page repeats only commands whose answers it missed; there are few. */
    private static final int KEPT = 32;

    public DoneCommands {
        list = list.stream().limit(KEPT).toList();
    }

    /** This with one more command. */
    public DoneCommands and(String person, String id) {
        return new DoneCommands(
                Stream.concat(Stream.of(entry(person, id)), list.stream()).toList());
    }

    public boolean has(String person, String id) {
        return list.contains(entry(person, id));
    }

    private static String entry(String person, String id) {
        return person + " " + id;
    }
}
