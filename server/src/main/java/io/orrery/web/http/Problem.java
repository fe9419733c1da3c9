package io.orrery.web.http;

import io.orrery.error.DomainError;
import io.orrery.error.ErrorType;
import io.orrery.error.LibraryError;
import io.orrery.error.RequestError;
import io.orrery.error.Sentences;
import io.orrery.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as an HTTP problem (RFC 9457): status, type, code with parameters, and an English title and sentence.
 *
 * @param status the HTTP status
 */
public record Problem(int status, DomainError error) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int URI_TOO_LONG = 414;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int MISDIRECTED = 421;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int HEADERS_TOO_LARGE = 431;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    public static Problem of(DomainError error) {
        return new Problem(status(error.type()), error);
    }

    private static int status(ErrorType type) {
        return switch (type) {
            case MALFORMED, NO_HELLO -> BAD_REQUEST;
            case NOT_OPERATOR, NOT_ALLOWED -> UNAUTHORIZED;
            case FOREIGN_ORIGIN, NOT_DRIVING -> FORBIDDEN;
            case NOT_SERVED,
                    UNKNOWN_MODEL,
                    UNKNOWN_TRACE,
                    UNKNOWN_STEP,
                    UNKNOWN_TENSOR,
                    UNKNOWN_CELL,
                    UNKNOWN_ROOM,
                    UNKNOWN_FILE,
                    UNKNOWN_TOUR,
                    UNKNOWN_PERSON,
                    MODEL_GONE -> NOT_FOUND;
            case METHOD_NOT_ALLOWED -> METHOD_NOT_ALLOWED;
            case TOO_SLOW -> REQUEST_TIMEOUT;
            case STALE, BUSY, STOPPED -> CONFLICT;
            case BODY_TOO_LARGE, TOO_LARGE, WEIGHTS_TOO_LARGE, MESSAGE_TOO_LONG -> CONTENT_TOO_LARGE;
            case ADDRESS_TOO_LONG -> URI_TOO_LONG;
            case NOT_JSON -> UNSUPPORTED_MEDIA_TYPE;
            case NOT_THIS_HOST -> MISDIRECTED;
            case EMPTY_PROMPT,
                    PROMPT_TOO_LONG,
                    CONTEXT_FULL,
                    UNKNOWN_TOKEN,
                    TOKENIZERS_DIFFER,
                    TEXTS_DIFFER,
                    NO_CHAT,
                    BAD_CHAT,
                    STRUCTURE_ONLY -> UNPROCESSABLE;
            case NO_MODEL,
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
                    BAD_ARGUMENT -> UNPROCESSABLE;
            case HEADERS_TOO_LARGE -> HEADERS_TOO_LARGE;
            case TOO_FAST -> TOO_MANY_REQUESTS;
            case INTERNAL, CANNOT_LISTEN -> INTERNAL;
            case STARTING, TOO_MANY_ROOMS, TOOK_TOO_LONG, TOO_BUSY, STORAGE -> UNAVAILABLE;
        };
    }

    /** The problem as JSON, in UTF-8. */
    public byte[] bytes() {
        return Json.bytes(json());
    }

    /**
     * The members of the JSON object. Parameters are members of {@code params}, and also of the object itself, for clients of
     * protocol 1.
     */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "/problems/" + error.type().word());
        json.put("title", Sentences.ENGLISH.title(error));
        json.put("status", status);
        json.put("detail", Sentences.ENGLISH.of(error));
        json.put("code", error.code());
        json.put("params", error.parameters());
        error.parameters().forEach(json::putIfAbsent);
        extra().forEach(json::putIfAbsent);
        return json;
    }

    /** Members of protocol 1 that are not parameters. */
    private Map<String, Object> extra() {
        if (error instanceof LibraryError.TokenizersDiffer differ) {
            return Map.of("models", List.of(differ.first(), differ.second()));
        }
        if (error instanceof LibraryError.TokenOutOfVocabulary token) {
            return Map.of("vocabulary", token.last() + 1);
        }
        if (error instanceof RequestError.WeightsTooLarge) {
            return Map.of("limit", RequestError.WeightsTooLarge.LIMIT);
        }
        return error.type() == ErrorType.TOOK_TOO_LONG ? Map.of("retryAfter", 1) : Map.of();
    }
}
