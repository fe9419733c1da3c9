package io.orrery.error;

/** What keeps a server from answering, or from starting. */
public sealed interface ServerError extends DomainError {
    @Kind(ErrorType.STARTING)
    record Starting(long retryAfter) implements ServerError {}

    @Kind(ErrorType.INTERNAL)
    record Internal() implements ServerError {}

    /** The server cannot listen at its address. */
    sealed interface CannotListen extends ServerError {
        @Override
        default ErrorType type() {
            return ErrorType.CANNOT_LISTEN;
        }
    }

    record PortInUse(int port) implements CannotListen {}

    record UnknownHost(String host) implements CannotListen {}

    record NotOurAddress(String host) implements CannotListen {}

    /** @param first the first port that any user may take */
    record PortNotPermitted(int port, int first) implements CannotListen {}

    /** @param reason as the system words it */
    record ListeningFailed(String host, int port, String reason) implements CannotListen {}
}
