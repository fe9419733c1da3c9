package io.orrery.web.traces;

import io.javalin.http.Context;
import io.orrery.error.JsonError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.library.Library;
import io.orrery.model.chat.ChatTemplate;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.Changes;
import io.orrery.web.http.Bodies;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.SamplingFields;
import io.orrery.wire.TextSanitizer;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The body of {@code POST /api/traces}: which trace to compute. */
public sealed interface TraceRequest {
    int LONGEST_NAME = 128;
    int MOST_TOKENS = 8192;
    int MOST_TURNS = 64;
    int LONGEST_ROLE = 32;
    int LONGEST_CHANGE = 200;

    /** So long a list is read and then refused, with a sentence that says how many there may be. */
    int MOST_CHANGES = 10_000;

    /** Computes the trace, or takes it from the cache. */
    CompletableFuture<TraceSummary> make(Library library);

    record Prompt(String model, String text) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.prompt(library.catalog().named(model), text);
        }
    }

    record Chat(String model, List<ChatTemplate.Message> conversation) implements TraceRequest {
        public Chat {
            conversation = List.copyOf(conversation);
        }

        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.chat(library.catalog().named(model), conversation);
        }
    }

    record Tokens(String model, int[] tokens) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.tokens(library.catalog().named(model), tokens);
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
            return library.withModel(trace, library.catalog().named(model));
        }
    }

    /**
     * A text with changes.
     *
     * @param of the text
     */
    record Changed(TraceRequest of, List<String> changes) implements TraceRequest {
        public Changed {
            changes = List.copyOf(changes);
        }

        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            var wanted = Changes.parse(changes);
            Changes.checkCount(wanted);
            return of.make(library).thenCompose(text -> {
                Changes.checkPositions(wanted, text.tokens().size());
                return library.changed(text.id(), wanted);
            });
        }
    }

    /** The text of a trace that is there already. */
    record Same(String trace) implements TraceRequest {
        @Override
        public CompletableFuture<TraceSummary> make(Library library) {
            return library.summary(trace);
        }
    }

    /** @throws OrreryException with {@link RequestError.MalformedBody} if the body is not such a request */
    static TraceRequest read(Context ctx) {
        return Bodies.read(ctx, TraceRequest::of);
    }

    /** @throws MalformedException if {@code chat} is not a list of messages, each with a role and a content */
    static List<ChatTemplate.Message> conversation(Fields fields) throws MalformedException {
        var conversation = new ArrayList<ChatTemplate.Message>();
        for (Fields turn : fields.list("chat", MOST_TURNS)) {
            conversation.add(new ChatTemplate.Message(
                    turn.text("role", LONGEST_ROLE), TextSanitizer.text(turn.anyText("content", Bodies.LARGEST))));
        }
        if (conversation.isEmpty()) {
            throw new OrreryException(new LibraryError.EmptyPrompt());
        }
        return conversation;
    }

    private static TraceRequest of(Fields fields) throws MalformedException {
        if (fields.has("changes")) {
            return new Changed(text(fields), fields.texts("changes", MOST_CHANGES, LONGEST_CHANGE));
        }
        return text(fields);
    }

    private static TraceRequest text(Fields fields) throws MalformedException {
        if (fields.has("prompt")) {
            return new Prompt(
                    fields.text("model", LONGEST_NAME), TextSanitizer.text(fields.anyText("prompt", Bodies.LARGEST)));
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
        if (fields.has("changes")) {
            return new Same(fields.text("trace", LONGEST_NAME));
        }
        throw new MalformedException(new JsonError.NoTraceDescribed());
    }
}
