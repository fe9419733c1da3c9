package io.orrery.error;

/** A request that its sender may not make, or not so often. */
public sealed interface AccessError extends DomainError {
    /** Too many requests from one address. */
    @Kind(ErrorType.TOO_FAST)
    sealed interface TooFast extends AccessError {
        /** Seconds until the next request is allowed. */
        long retryAfter();
    }

    record TooManyPrompts(long retryAfter) implements TooFast {}

    /** A person looks up words faster than one types. */
    record TooManyWords(long retryAfter) implements TooFast {}

    record TooManyConnections(long retryAfter) implements TooFast {}

    record TooManyRoomsOpened(long retryAfter) implements TooFast {}

    record TooManyTrainings(long retryAfter) implements TooFast {}

    /** A key for remote control, or an address, gives commands faster than hands can. */
    record TooManyCommands(long retryAfter) implements TooFast {}

    record TooManyKeys(long retryAfter) implements TooFast {}

    /** Too many requests of one address are open at the same time. */
    record TooManyOpenRequests(long retryAfter) implements TooFast {}

    /** A request to a name that is neither this machine's nor the public URL's. */
    @Kind(ErrorType.NOT_THIS_HOST)
    record NotThisHost(String host) implements AccessError {}

    @Kind(ErrorType.FOREIGN_ORIGIN)
    record ForeignOrigin(String origin) implements AccessError {}

    @Kind(ErrorType.NOT_OPERATOR)
    record NotOperator() implements AccessError {}

    @Kind(ErrorType.NOT_ALLOWED)
    record NotPresenter() implements AccessError {}

    /** There is no key for remote control, or it is one of another room, or was taken back. */
    @Kind(ErrorType.NOT_ALLOWED)
    record NotRemote() implements AccessError {}

    /** A recording that has ended, and is not published for the caller. */
    @Kind(ErrorType.NOT_ALLOWED)
    record RecordingNotPublished() implements AccessError {}

    /** A list of a room is for the people in it. */
    @Kind(ErrorType.NOT_ALLOWED)
    record NotInRoom() implements AccessError {}

    @Kind(ErrorType.TOO_MANY_ROOMS)
    record TooManyRooms() implements AccessError {}

    /** Visitors have as many rooms as they may, on this server or from this network. */
    @Kind(ErrorType.TOO_MANY_ROOMS)
    record TooManyRoomsOfVisitors() implements AccessError {}
}
