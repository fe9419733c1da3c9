package io.orrery.error;

/** A file that was read or downloaded ended too early. */
@Kind(ErrorType.UNREADABLE_FILE)
public sealed interface TransferError extends DomainError {
    record FileEndsEarly(long bytes) implements TransferError {}

    record ServerFileShorter() implements TransferError {}

    record ServerSentOtherPart() implements TransferError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubUnreachable(String address) implements TransferError {}

    @Kind(ErrorType.NO_DOWNLOAD)
    record HubBusy(String repository) implements TransferError {}

    record ServerSilent() implements TransferError {}

    record FetchingInterrupted() implements TransferError {}

    record ConnectionEnded(GroupedNumber received, GroupedNumber expected) implements TransferError {}
}
