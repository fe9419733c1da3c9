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

    public static Problem of(DomainError error) {
        return new Problem(error.type().status(), error);
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
