package io.orrery.error;

/** A request that the server cannot read or cannot answer. */
public sealed interface RequestError extends DomainError {
    /** A request whose parameters violate the protocol. */
    @Kind(ErrorType.MALFORMED)
    sealed interface Malformed extends RequestError {}

    record NotFloat32() implements Malformed {}

    /** Weights were requested in another element type than float32 and half precision. */
    record NotAFloat() implements Malformed {}

    record NoCellNamed() implements Malformed {}

    record NotANumber(String name) implements Malformed {}

    record NotAWholeNumber(String name) implements Malformed {}

    record OutOfRange(String name, int least, int largest) implements Malformed {}

    record RowsOutOfRange(int count) implements Malformed {}

    record NoHost() implements Malformed {}

    record NotARoomCode() implements Malformed {}

    record NotAnAddress() implements Malformed {}

    /** A request that is not valid HTTP. */
    record NotHttp() implements Malformed {}

    /** A body that ended before its announced length, or whose chunks are invalid. */
    record BodyBrokeOff() implements Malformed {}

    /** @param seconds the time limit for a whole body */
    @Kind(ErrorType.TOO_SLOW)
    record BodyTooSlow(int seconds) implements RequestError {}

    @Kind(ErrorType.ADDRESS_TOO_LONG)
    record AddressTooLong() implements RequestError {}

    @Kind(ErrorType.HEADERS_TOO_LARGE)
    record HeadersTooLarge() implements RequestError {}

    @Kind(ErrorType.METHOD_NOT_ALLOWED)
    record MethodNotAllowed() implements RequestError {}

    @Kind(ErrorType.NOT_JSON)
    record NotJson() implements RequestError {}

    @Kind(ErrorType.BODY_TOO_LARGE)
    record BodyTooLarge(GroupedNumber limit) implements RequestError {}

    @Kind(ErrorType.TOO_LARGE)
    record PartTooLarge(String name, long bytes, long limit) implements RequestError {}

    /** A request for all weights of a model that is too large for one frame. */
    @Kind(ErrorType.WEIGHTS_TOO_LARGE)
    record WeightsTooLarge(long bytes) implements RequestError {
        /** The most bytes of weights in one frame. */
        public static final long LIMIT = 1 << 20;
    }

    @Kind(ErrorType.UNKNOWN_STEP)
    record UnknownStep(String step) implements RequestError {}

    @Kind(ErrorType.UNKNOWN_TENSOR)
    record UnknownTensor(String tensor) implements RequestError {}

    @Kind(ErrorType.UNKNOWN_CELL)
    record UnknownCell(String cell) implements RequestError {}

    @Kind(ErrorType.UNKNOWN_ROOM)
    record UnknownRoom(String room) implements RequestError {}

    /** A room is to be moved to a server that is not there. */
    @Kind(ErrorType.UNKNOWN_ROOM)
    record UnknownNode(String node) implements RequestError {}

    /** A recording is cut beyond its length, or so that nothing is left. */
    @Kind(ErrorType.MALFORMED)
    record CutOutside() implements RequestError {}

    /** There is no such recording, or not any more. */
    @Kind(ErrorType.UNKNOWN_RECORDING)
    record UnknownRecording() implements RequestError {}

    @Kind(ErrorType.UNKNOWN_FILE)
    record UnknownFile(String file) implements RequestError {}

    /** @param url of something that is no page of this server, or none that can be shown in a frame */
    @Kind(ErrorType.NOT_SERVED)
    record NotEmbeddable(String url) implements RequestError {}

    @Kind(ErrorType.NOT_SERVED)
    record NotServed(String path) implements RequestError {}
}
