package io.orrery.wire;

import io.orrery.trace.Sampling;
import java.util.List;
import java.util.Optional;

/** What those who drive may ask of the room. Each names its target absolutely, so that repeating it does no harm. */
public sealed interface Command {
    record Go(Cursor cursor) implements Command {}

    /** Another prompt; the step is kept where the model has it. */
    record Prompt(String trace) implements Command {}

    /** So many more tokens after this trace, one after the other. */
    record Generate(String trace, int tokens) implements Command {}

    /** This trace and these tokens. */
    record Append(String trace, List<Integer> tokens) implements Command {
        public Append {
            tokens = List.copyOf(tokens);
        }
    }

    /** This trace without its last so many tokens. */
    record Back(String trace, int tokens) implements Command {}

    /** How tokens are chosen from here on. */
    record Sample(Sampling sampling) implements Command {}

    /** Sets a second model beside the first; none where it is empty. */
    record Compare(Optional<String> model) implements Command {}

    record Play() implements Command {}

    record Pause() implements Command {}

    record Blank(boolean on) implements Command {}

    /** The prompt alone, at the first step. */
    record Reset() implements Command {}

    /** Gathers people, or begins. */
    record Lobby(boolean on) implements Command {}

    /** Where people reach the room: a scheme, a host and a port. */
    record Address(String address) implements Command {}

    /** All that is marked from here on. */
    record Highlight(List<Mark> marks) implements Command {
        public Highlight {
            marks = List.copyOf(marks);
        }
    }

    /** Whether screens that follow take the driver's camera. */
    record Share(boolean on) implements Command {}

    /**
     * Shows models to walk past; none any more where there is no subject.
     *
     * @param subject as {@link Exhibit#subject} says
     * @param seconds from the beginning of a flight
     */
    record Show(Optional<String> subject, double seconds) implements Command {}

    /** Takes back the last command that changed what is shown. */
    record Undo() implements Command {}

    /** Gives up what is being computed, and the tokens that are still to come. */
    record Stop() implements Command {}

    /** Sends a person out of the room for good. */
    record Kick(String person) implements Command {}

    /** Asks for the wheel, or asks no more. */
    record AskWheel(boolean on) implements Command {}

    /** Offers the wheel; to nobody where {@code to} is empty. */
    record OfferWheel(String to) implements Command {}

    /** Takes the wheel that was offered, or whose driver is gone. */
    record TakeWheel() implements Command {}
}
