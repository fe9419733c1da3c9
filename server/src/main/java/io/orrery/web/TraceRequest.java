package io.orrery.web;

import io.javalin.http.Context;
import io.orrery.model.ChatTemplate;
import io.orrery.trace.Sampling;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.SamplingFields;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is asked of {@code POST /api/traces}. */
sealed interface TraceRequest {
    /** The most that a request may hold, in bytes: far more than any model reads at once. */
    int LARGEST = 64 * 1024;

    int LONGEST_NAME = 128;
    int MOST_TOKENS = 8192;
    int MOST_TURNS = 64;
    int LONGEST_ROLE = 32;
    int CONTENT_TOO_LARGE = 413;
    int UNSUPPORTED_MEDIA_TYPE = 415;

    /** Makes the trace, unless it is held. */
    CompletableFuture<TraceSummary> make(Library library);

    record Prompt(String model, String text) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.prompt(library.named(model), text);
        }
    }

    record Chat(String model, List<ChatTemplate.Message> conversation) implements TraceRequest {
        public Chat {
            conversation = List.copyOf(conversation);
        }

        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.chat(library.named(model), conversation);
        }
    }

    record Tokens(String model, int[] tokens) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.tokens(library.named(model), tokens);
        }
    }

    record Append(String trace, int[] tokens) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.append(trace, tokens);
        }
    }

    record Generate(String trace, Sampling sampling) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.generate(trace, sampling);
        }
    }

    record Back(String trace, int tokens) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.back(trace, tokens);
        }
    }

    record With(String trace, String model) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.beside(trace, library.named(model));
        }
    }

    /** Reads the body of a request. */
    static TraceRequest read(Context ctx) {
        try {
            return of(fields(ctx));
        } catch (MalformedException e) {
            throw Problem.malformed(e.getMessage());
        }
    }

    /** The members of a request's JSON object. */
    static Fields fields(Context ctx) throws MalformedException {
        String type = ctx.contentType();
        if (type == null || !type.startsWith("application/json")) {
            // Other types would let a page of another site ask without the browser asking us first.
            throw new Problem(
                    UNSUPPORTED_MEDIA_TYPE,
                    "not-json",
                    "The request is not JSON",
                    "The request must have the type application/json.",
                    Map.of());
        }
        return Fields.of("The request", Json.read(body(ctx)));
    }

    /** The turns of a conversation. */
    static List<ChatTemplate.Message> conversation(Fields fields) throws MalformedException {
        var conversation = new ArrayList<ChatTemplate.Message>();
        for (Fields turn : fields.list("chat", MOST_TURNS)) {
            conversation.add(
                    new ChatTemplate.Message(turn.text("role", LONGEST_ROLE), turn.anyText("content", LARGEST)));
        }
        if (conversation.isEmpty()) {
            throw Problem.emptyPrompt();
        }
        return conversation;
    }

    private static TraceRequest of(Fields fields) throws MalformedException {
        if (fields.has("prompt")) {
            return new Prompt(fields.text("model", LONGEST_NAME), fields.anyText("prompt", LARGEST));
        }
        if (fields.has("chat")) {
            return new Chat(fields.text("model", LONGEST_NAME), conversation(fields));
        }
        if (fields.has("tokens")) {
            return new Tokens(fields.text("model", LONGEST_NAME), fields.integers("tokens", MOST_TOKENS));
        }
        if (fields.has("append")) {
            return new Append(fields.text("trace", LONGEST_NAME), fields.integers("append", MOST_TOKENS));
        }
        if (fields.has("generate")) {
            return new Generate(fields.text("trace", LONGEST_NAME), SamplingFields.read(fields.object("generate")));
        }
        if (fields.has("back")) {
            int tokens = (int) Math.min(Integer.MAX_VALUE, Math.max(1, fields.count("back")));
            return new Back(fields.text("trace", LONGEST_NAME), tokens);
        }
        if (fields.has("with")) {
            return new With(fields.text("trace", LONGEST_NAME), fields.text("with", LONGEST_NAME));
        }
        throw new MalformedException(
                "The request must have a model with a prompt, tokens or a chat, or a trace with append, generate, back or with.");
    }

    private static String body(Context ctx) {
        try {
            byte[] bytes = ctx.req().getInputStream().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new Problem(
                        CONTENT_TOO_LARGE,
                        "body-too-large",
                        "The request is too large",
                        "A request may have " + LARGEST + " bytes.",
                        Map.of("limit", LARGEST));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
