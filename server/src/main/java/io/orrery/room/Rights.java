package io.orrery.room;

import io.orrery.wire.Command;
import io.orrery.wire.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may give which command: the one place that says so. Everybody may say hello, ping and what they are called, and
 * hears the room; what somebody points at is shown while they drive.
 */
public final class Rights {
    /** A kind of people. */
    public enum Who {
        /** Whoever has the wheel. */
        DRIVER("driver"),
        /** Whoever has the wheel, and who showed the presenter's key. */
        DRIVER_OR_PRESENTER("driver, presenter"),
        /** Who showed a key, with the wheel or without. */
        ANYONE_WITH_A_KEY("presenter, co-presenter");

        private final String words;

        Who(String words) {
            this.words = words;
        }

        /** As the documentation has it. */
        public String words() {
            return words;
        }

        boolean includes(Role role, boolean drives) {
            return switch (this) {
                case DRIVER -> drives;
                case DRIVER_OR_PRESENTER -> drives || role == Role.PRESENTER;
                case ANYONE_WITH_A_KEY -> role.mayDrive();
            };
        }
    }

    private static final Map<Class<? extends Command>, Who> TABLE = table();

    private Rights() {}

    private static Map<Class<? extends Command>, Who> table() {
        var table = new LinkedHashMap<Class<? extends Command>, Who>();
        table.put(Command.Go.class, Who.DRIVER);
        table.put(Command.Prompt.class, Who.DRIVER);
        table.put(Command.Generate.class, Who.DRIVER);
        table.put(Command.Append.class, Who.DRIVER);
        table.put(Command.Back.class, Who.DRIVER);
        table.put(Command.Sample.class, Who.DRIVER);
        table.put(Command.Compare.class, Who.DRIVER);
        table.put(Command.Play.class, Who.DRIVER);
        table.put(Command.Pause.class, Who.DRIVER);
        table.put(Command.Blank.class, Who.DRIVER);
        table.put(Command.Reset.class, Who.DRIVER);
        table.put(Command.Lobby.class, Who.DRIVER);
        table.put(Command.Address.class, Who.DRIVER);
        table.put(Command.Highlight.class, Who.DRIVER);
        table.put(Command.Share.class, Who.DRIVER);
        table.put(Command.Show.class, Who.DRIVER);
        table.put(Command.Undo.class, Who.DRIVER);
        table.put(Command.Stop.class, Who.DRIVER);
        table.put(Command.Kick.class, Who.DRIVER_OR_PRESENTER);
        table.put(Command.OfferWheel.class, Who.DRIVER_OR_PRESENTER);
        table.put(Command.AskWheel.class, Who.ANYONE_WITH_A_KEY);
        table.put(Command.TakeWheel.class, Who.ANYONE_WITH_A_KEY);
        return table;
    }

    /**
     * Who may give commands of this kind.
     *
     * @throws IllegalArgumentException where the table does not say
     */
    public static Who of(Class<? extends Command> command) {
        Who who = TABLE.get(command);
        if (who == null) {
            throw new IllegalArgumentException("nobody is said to give " + command.getSimpleName());
        }
        return who;
    }

    /** @param drives whether the person has the wheel */
    static boolean allow(Command command, Role role, boolean drives) {
        return role.mayDrive() && of(command.getClass()).includes(role, drives);
    }
}
