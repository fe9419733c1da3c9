package io.orrery.error;

/** What a live room says to a page about a message or command that it does not carry out, or about the room itself. */
public sealed interface RoomError extends DomainError {
    @Kind(ErrorType.NOT_ALLOWED)
    record NotAllowed() implements RoomError {}

    @Kind(ErrorType.NOT_ALLOWED)
    record WheelNotFree() implements RoomError {}

    @Kind(ErrorType.NOT_ALLOWED)
    record PresenterStays() implements RoomError {}

    @Kind(ErrorType.NOT_DRIVING)
    record NotDriving() implements RoomError {}

    /** Somebody else moved the room after the state that the command was given at. */
    @Kind(ErrorType.STALE)
    record Stale() implements RoomError {}

    /** A token is being generated already. */
    @Kind(ErrorType.BUSY)
    record Busy() implements RoomError {}

    /** The command was given up before it was carried out. */
    @Kind(ErrorType.STOPPED)
    record Stopped() implements RoomError {}

    @Kind(ErrorType.UNKNOWN_PERSON)
    record UnknownPerson() implements RoomError {}

    /** What an undo would bring back cannot be computed on this server any more. */
    @Kind(ErrorType.UNKNOWN_TRACE)
    record UndoneTraceGone() implements RoomError {}

    /** No model of this id is here as shapes alone. */
    @Kind(ErrorType.UNKNOWN_MODEL)
    record UnknownExhibit(String model) implements RoomError {}

    /** A fault of the server. */
    @Kind(ErrorType.INTERNAL)
    record NotComputed() implements RoomError {}

    /** @param limit bytes */
    @Kind(ErrorType.MESSAGE_TOO_LONG)
    record MessageTooLong(GroupedNumber limit) implements RoomError {}

    @Kind(ErrorType.NO_HELLO)
    record NoHello() implements RoomError {}

    @Kind(ErrorType.MALFORMED)
    record SecondHello() implements RoomError {}

    /** The room was restored, but its model is no longer offered. */
    @Kind(ErrorType.MODEL_GONE)
    record ModelGone() implements RoomError {}
}
