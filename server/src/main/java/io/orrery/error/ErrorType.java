package io.orrery.error;

import java.util.Locale;

/**
 * The kinds of errors. Errors that call for the same reaction share a kind: all errors of safetensors files are
 * {@link #BAD_SAFETENSORS}. The kinds' words are part of the HTTP protocol and must not change.
 */
public enum ErrorType {
    // Requests
    MALFORMED,
    NOT_JSON,
    BODY_TOO_LARGE,
    TOO_LARGE,
    WEIGHTS_TOO_LARGE,
    NOT_SERVED,
    METHOD_NOT_ALLOWED,
    ADDRESS_TOO_LONG,
    HEADERS_TOO_LARGE,
    TOO_SLOW,
    INTERNAL,
    STARTING,

    // Access
    FOREIGN_ORIGIN,
    NOT_THIS_HOST,
    NOT_OPERATOR,
    NOT_ALLOWED,
    TOO_FAST,
    TOO_MANY_ROOMS,

    // Commands and messages of a room
    NOT_DRIVING,
    STALE,
    BUSY,
    STOPPED,
    UNKNOWN_PERSON,
    MESSAGE_TOO_LONG,
    NO_HELLO,
    MODEL_GONE,

    // Unknown objects
    UNKNOWN_MODEL,
    UNKNOWN_TRACE,
    UNKNOWN_STEP,
    UNKNOWN_TENSOR,
    UNKNOWN_CELL,
    UNKNOWN_ROOM,
    UNKNOWN_FILE,
    UNKNOWN_TOUR,

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
    TOOK_TOO_LONG,
    TOO_BUSY,

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

    // The command line and the server's machine
    BAD_ARGUMENT,
    CANNOT_LISTEN,
    STORAGE;

    /** The kind's name in the protocol: in lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
