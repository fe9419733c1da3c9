package io.orrery.room.activity;

import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import java.util.Set;
import java.util.function.Function;

/**
 * The declaration of a command. Commands name their target absolutely ("go to step x"), except for {@code next} and {@code back}, each of
 * which stands for such a command. A page can repeat any of them: a command is done once for each id.
 *
 * @param name the {@code do} field of the message
 * @param who who may give the command
 * @param reader reads the message's other fields
 * @param handler decides the outcome
 */
public record Command<T>(String name, Who who, Reader<T> reader, Handler<T> handler, Set<CommandTrait> traits) {
    /** Reads the fields of a command. */
    @FunctionalInterface
    public interface Reader<T> {
        /** @throws MalformedException with an error that says what the fields must be */
        T read(Fields fields) throws MalformedException;
    }

    /** Decides the outcome of a command, without side effects on the room. An {@link io.orrery.error.OrreryException} refuses it, too. */
    @FunctionalInterface
    public interface Handler<T> {
        Outcome handle(T value, Invocation invocation);
    }

    /**
     * A command that has been read but not carried out.
     *
     * @param isRelative whether a relative command stands for it
     */
    public record Given<T>(Command<T> command, T value, boolean isRelative) {
        public Outcome outcome(Invocation invocation) {
            return command.handler().handle(value, invocation);
        }

        /** The outcome of a relative command that stands for this one. */
        public Outcome instead(Invocation invocation) {
            return new Outcome.Instead(new Given<>(command, value, true), outcome(invocation));
        }
    }

    /** The value of a command without fields. */
    private enum Nothing {
        NOTHING
    }

    public Command {
        traits = Set.copyOf(traits);
    }

    public static <T> Command<T> of(String name, Who who, Reader<T> reader, Handler<T> handler) {
        return new Command<>(name, who, reader, handler, Set.of());
    }

    /** A command without fields. */
    public static Command<?> of(String name, Who who, Function<Invocation, Outcome> handler) {
        return of(name, who, fields -> Nothing.NOTHING, (nothing, invocation) -> handler.apply(invocation));
    }

    /** This command with these traits. */
    public Command<T> with(CommandTrait... of) {
        return new Command<>(name, who, reader, handler, Set.of(of));
    }

    public boolean is(CommandTrait trait) {
        return traits.contains(trait);
    }

    public Given<T> read(Fields fields) throws MalformedException {
        return new Given<>(this, reader.read(fields), false);
    }
}
