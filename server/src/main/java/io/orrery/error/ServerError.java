package io.orrery.error;

/** An error that prevents a server from answering, or from starting. */
public sealed interface ServerError extends DomainError {
    @Kind(ErrorType.STARTING)
    record Starting(long retryAfter) implements ServerError {}

    /**
     * The heap has no room for a model and a short text.
     *
     * @param weights MB of the model's weights
     * @param needed MB of heap that all models so far need
     * @param heap MB that Java may use
     */
    @Kind(ErrorType.BAD_ARGUMENT)
    record NotEnoughMemory(String model, long weights, long needed, long heap) implements ServerError {}

    @Kind(ErrorType.INTERNAL)
    record Internal() implements ServerError {}

    /** The server cannot listen at its address. */
    @Kind(ErrorType.CANNOT_LISTEN)
    sealed interface CannotListen extends ServerError {}

    record PortInUse(int port) implements CannotListen {}

    record UnknownHost(String host) implements CannotListen {}

    record NotOurAddress(String host) implements CannotListen {}

    /** @param first the first port that unprivileged users may use */
    record PortNotPermitted(int port, int first) implements CannotListen {}

    /** @param reason in the system's words */
    record ListeningFailed(String host, int port, String reason) implements CannotListen {}
}
