package io.orrery.web.http;

import io.orrery.error.BadInputException;
import io.orrery.trace.InvalidRecipe;
import io.orrery.trace.TookTooLongException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What went wrong with a request, as RFC 9457 has it: a stable type with parameters, and a sentence for a person. */
public final class Problem extends RuntimeException {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final String type;
    private final String title;
    private final transient Map<String, Object> parameters;

    public Problem(int status, String type, String title, String detail, Map<String, Object> parameters) {
        super(detail);
        this.status = status;
        this.type = type;
        this.title = title;
        this.parameters = new LinkedHashMap<>(parameters);
    }

    public static Problem malformed(String detail) {
        return new Problem(BAD_REQUEST, "malformed", "The request is malformed", detail, Map.of());
    }

    public static Problem unknown(String what, String name) {
        String title = "There is no such " + what;
        String detail = "There is no " + what + " named " + name + ".";
        return new Problem(NOT_FOUND, "unknown-" + what, title, detail, Map.of(what, name));
    }

    public static Problem structureOnly(String title) {
        String detail =
                title + " is here as structure only: its shapes are true, but there are no weights to run it with.";
        return new Problem(
                UNPROCESSABLE, "structure-only", "This model cannot run here", detail, Map.of("model", title));
    }

    public static Problem emptyPrompt() {
        String detail = "The prompt is empty; type at least one letter or word.";
        return new Problem(UNPROCESSABLE, "empty-prompt", "The prompt is empty", detail, Map.of());
    }

    public static Problem promptTooLong(int tokens, int limit) {
        String detail = "The prompt has " + tokens + " tokens; this model takes at most " + limit + " here.";
        return new Problem(
                UNPROCESSABLE,
                "prompt-too-long",
                "The prompt is too long",
                detail,
                Map.of("tokens", tokens, "limit", limit));
    }

    public static Problem contextFull(int limit) {
        String detail = "The text fills all " + limit + " positions of this model, so no token fits after it.";
        return new Problem(UNPROCESSABLE, "context-full", "The context is full", detail, Map.of("limit", limit));
    }

    public static Problem of(TookTooLongException e) {
        return new Problem(UNAVAILABLE, "took-too-long", "This took too long", e.getMessage(), Map.of("retryAfter", 1));
    }

    public static Problem noChat(String model) {
        String detail = "%s was not taught to have conversations: it has no chat template.".formatted(model);
        return new Problem(UNPROCESSABLE, "no-chat", "The model has no chat template", detail, Map.of("model", model));
    }

    public static Problem tokenizersDiffer(String first, String second) {
        String detail = "%s and %s cut texts into different tokens, so what they say of a token cannot be compared."
                .formatted(first, second);
        return new Problem(
                UNPROCESSABLE,
                "tokenizers-differ",
                "The models have different tokenizers",
                detail,
                Map.of("models", List.of(first, second)));
    }

    public static Problem textsDiffer(int position) {
        String detail =
                "The two texts differ at position " + position + ", so the models do not say what follows one text.";
        return new Problem(UNPROCESSABLE, "texts-differ", "The texts differ", detail, Map.of("position", position));
    }

    public static Problem of(BadInputException e) {
        return new Problem(UNPROCESSABLE, e.type(), "The model cannot read this", e.getMessage(), e.parameters());
    }

    public static Problem of(InvalidRecipe e) {
        return switch (e.reason()) {
            case EMPTY -> emptyPrompt();
            case TOO_LONG -> contextFull(e.limit());
            case UNKNOWN_MODEL ->
                new Problem(NOT_FOUND, "unknown-model", "There is no such model", e.getMessage(), Map.of());
            case UNKNOWN_TOKEN ->
                new Problem(
                        UNPROCESSABLE,
                        "unknown-token",
                        "The model has no such token",
                        e.getMessage(),
                        Map.of("token", e.found(), "vocabulary", e.limit()));
        };
    }

    int status() {
        return status;
    }

    public String type() {
        return type;
    }

    /** The members of the JSON object. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", "/problems/" + type);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", getMessage());
        if (parameters != null) {
            parameters.forEach(json::putIfAbsent);
        }
        return json;
    }
}
