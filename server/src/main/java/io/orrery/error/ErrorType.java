package io.orrery.error;

import java.util.Locale;

/**
 * The kinds of errors, with the HTTP status of each. Errors that call for the same reaction share a kind: all errors of safetensors files are
 * {@link #BAD_SAFETENSORS}. The kinds' words are part of the HTTP protocol and must not change.
 */
public enum ErrorType {
    // Requests
    MALFORMED(400),
    NOT_JSON(415),
    BODY_TOO_LARGE(413),
    TOO_LARGE(413),
    WEIGHTS_TOO_LARGE(413),
    NOT_SERVED(404),
    METHOD_NOT_ALLOWED(405),
    ADDRESS_TOO_LONG(414),
    HEADERS_TOO_LARGE(431),
    TOO_SLOW(408),
    INTERNAL(500),
    STARTING(503),

    // Access
    FOREIGN_ORIGIN(403),
    NOT_THIS_HOST(421),
    NOT_OPERATOR(401),
    NOT_ALLOWED(401),
    TOO_FAST(429),
    TOO_MANY_ROOMS(503),

    // Commands and messages of a room
    NOT_DRIVING(403),
    STALE(409),
    BUSY(409),
    STOPPED(409),
    UNKNOWN_PERSON(404),
    MESSAGE_TOO_LONG(413),
    NO_HELLO(400),
    MODEL_GONE(404),

    // Unknown objects
    UNKNOWN_MODEL(404),
    UNKNOWN_TRACE(404),
    UNKNOWN_STEP(404),
    UNKNOWN_TENSOR(404),
    UNKNOWN_CELL(404),
    UNKNOWN_ROOM(404),
    UNKNOWN_FILE(404),
    UNKNOWN_TOUR(404),
    UNKNOWN_RECORDING(404),

    // Texts and traces
    EMPTY_PROMPT,
    PROMPT_TOO_LONG,
    CONTEXT_FULL,
    UNKNOWN_TOKEN,
    TOKENIZERS_DIFFER,
    TEXTS_DIFFER,
    NO_CHAT,
    BAD_CHAT,
    STRUCTURE_ONLY,
    TOOK_TOO_LONG(503),
    TOO_BUSY(503),

    // Models and their files
    NO_MODEL,
    NO_ADAPTER,
    NO_CHECKPOINT,
    NO_CONFIG,
    NOT_PULLED,
    MISSING_FILE,
    FILE_TOO_LARGE,
    UNREADABLE_FILE,
    BAD_JSON,
    BAD_CONFIG,
    UNSUPPORTED_CONFIG,
    UNSUPPORTED_ARCHITECTURE,
    BAD_PRESET,
    BAD_TOKENIZER,
    UNSUPPORTED_TOKENIZER,
    NO_TOKENIZERS_LIBRARY,
    BAD_SAFETENSORS,
    BAD_INDEX,
    BAD_GGUF,
    MISSING_TENSOR,
    WRONG_SHAPE,
    UNEXPECTED_TENSOR,
    UNREADABLE_DTYPE,
    NOT_FINITE,
    ADAPTER_MISMATCH,
    PULLING,
    NO_SPACE,
    NO_DOWNLOAD,
    WRONG_DOWNLOAD,
    BAD_TOUR,

    // Recordings
    BAD_RECORDING,
    VOICE_TAKEN(409),

    // The command line and the server's machine
    BAD_ARGUMENT,
    CANNOT_LISTEN(500),
    STORAGE(503);

    /** The status of most: what was asked for is understood, but cannot be done. */
    private static final int UNPROCESSABLE = 422;

    private final int status;

    ErrorType() {
        this(UNPROCESSABLE);
    }

    ErrorType(int status) {
        this.status = status;
    }

    /** The HTTP status of an answer that says so. */
    public int status() {
        return status;
    }

    /** The kind's name in the protocol: in lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
