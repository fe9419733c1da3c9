package io.orrery.error;

/** Servers cannot share their rooms over NATS. */
@Kind(ErrorType.BAD_ARGUMENT)
public sealed interface ClusterError extends DomainError {
    /** No server of NATS could be reached. @param reason in the words of the system or of NATS */
    record NatsUnreachable(String servers, String reason) implements ClusterError {}

    /** NATS does not let this server in. */
    record NatsRefuses(String servers) implements ClusterError {}

    /** The servers of NATS keep no streams. @param reason in the words of NATS */
    record NatsKeepsNothing(String servers, String reason) implements ClusterError {}

    /** The servers of NATS have no place left. @param reason in the words of NATS */
    @Kind(ErrorType.TOO_BUSY)
    record NatsFull(String servers, String reason) implements ClusterError {}

    /** A stream of this name is something else, or of another version. */
    record NotOurStream(String stream, String cluster) implements ClusterError {}

    /** The servers of this name have another operator's key: they are another cluster. */
    record OtherOperatorKey(String cluster) implements ClusterError {}

    record CredentialsNotRead(String file, String reason) implements ClusterError {}

    record CertificateNotRead(String file, String reason) implements ClusterError {}

    /** A letter, then letters, digits, - and _. */
    record NotAClusterName(String name) implements ClusterError {}

    /** NATS cannot be reached, or has not stored a change. */
    @Kind(ErrorType.TOO_BUSY)
    record NotStored() implements ClusterError {}

    /** A server that is cut off from the others shows what it has. */
    @Kind(ErrorType.TOO_BUSY)
    record CutOff() implements ClusterError {}

    @Kind(ErrorType.TOO_BUSY)
    record NotCutOff() implements ClusterError {}

    /** NATS does not store what changes in a room at present. */
    @Kind(ErrorType.TOO_BUSY)
    record RoomWaits() implements ClusterError {}

    /** This server has not what it needs for a room: the room's model, or the version that wrote its log. */
    @Kind(ErrorType.TOO_BUSY)
    record NotShownHere() implements ClusterError {}

    /** The server that owns a room does not know pages, or programs, of this kind yet. */
    @Kind(ErrorType.TOO_BUSY)
    record OlderOwner() implements ClusterError {}
}
