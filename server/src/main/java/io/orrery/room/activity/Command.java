package io.orrery.room.activity;

import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import java.util.Set;
import java.util.function.Function;

/**
 * All that is declared of a command. It names its target absolutely, so that repeating it does no harm.
 *
 * @param name the {@code do} of the message
 * @param reader makes a value of the message's other fields
 * @param handler what the command comes to
 */
public record Command<T>(String name, Who who, Reader<T> reader, Handler<T> handler, Set<Trait> traits) {
    /** Reads the fields of a command. */
    @FunctionalInterface
    public interface Reader<T> {
        /** @throws MalformedException with a sentence that says what would be right */
        T read(Fields fields) throws MalformedException;
    }

    /** Says what a command comes to; changes nothing itself. */
    @FunctionalInterface
    public interface Handler<T> {
        Outcome handle(T value, Invocation invocation);
    }

    /** A command that was read, and is not yet carried out. */
    public record Given<T>(Command<T> command, T value) {
        public Outcome outcome(Invocation invocation) {
            return command.handler().handle(value, invocation);
        }
    }

    /** The fields of a command that has none. */
    private enum Nothing {
        NOTHING
    }

    public Command {
        traits = Set.copyOf(traits);
    }

    public static <T> Command<T> of(String name, Who who, Reader<T> reader, Handler<T> handler, Trait... traits) {
        return new Command<>(name, who, reader, handler, Set.of(traits));
    }

    /** A command without fields. */
    public static Command<?> of(String name, Who who, Function<Invocation, Outcome> handler, Trait... traits) {
        return of(name, who, fields -> Nothing.NOTHING, (nothing, invocation) -> handler.apply(invocation), traits);
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    public Given<T> read(Fields fields) throws MalformedException {
        return new Given<>(this, reader.read(fields));
    }
}
