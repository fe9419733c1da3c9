package io.orrery.web.traces;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.Bodies;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.TextSanitizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Computes traces of texts over HTTP, and tokenizes a text while it is typed. */
public final class TraceRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("POST", "/api/tokens", Who.ANYONE),
            new Route("POST", "/api/traces", Who.ANYONE),
            new Route("GET", "/api/traces/{id}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/cut", Who.ANYONE));

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "1-";

    /** Number of tokens that are listed; further tokens are only counted. */
    private static final int MOST_LISTED = 1024;

    private final Supplier<Services> opened;
    private final Guard guard;
    private final PendingRequest.Factory requests;

    public TraceRoutes(PendingRequest.Factory requests) {
        this.opened = requests.opened();
        this.guard = requests.guard();
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.post("/api/traces", this::make);
        routes.get("/api/traces/{id}", this::trace);
        routes.get("/api/traces/{id}/cut", this::cut);
        routes.post("/api/tokens", this::tokens);
    }

    private void make(Context ctx) {
        guard.requireOwnOrigin(ctx);
        guard.limitTraces(ctx);
        TraceRequest request = TraceRequest.read(ctx);
        PendingRequest pending = requests.ofRoomOrVisitor(ctx);
        pending.answer(() -> request.make(pending.library()), summary -> Answers.json(ctx, summary));
    }

    private void trace(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        pending.answer(() -> pending.library().summary(ctx.pathParam("id")), summary -> Answers.json(ctx, summary));
    }

    private void cut(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        Library library = pending.library();
        Answers.json(
                pending,
                Asset.tag(ctx, FORM),
                () -> library.find(ctx.pathParam("id")),
                trace -> library.tokenizer(trace).cut(trace.recipe().tokens()));
    }

    private void tokens(Context ctx) {
        guard.requireOwnOrigin(ctx);
        guard.limitLookups(ctx, Guard.bearer(ctx));
        guard.limitTraces(ctx);
        Answers.json(ctx, Bodies.read(ctx, this::tokenized));
    }

    /** The tokens of a request's text or conversation, as JSON. */
    private Map<String, Object> tokenized(Fields fields) throws MalformedException {
        Model model = opened.get().library().catalog().named(fields.text("model", TraceRequest.LONGEST_NAME));
        var json = new LinkedHashMap<String, Object>();
        json.put("model", model.id());
        int[] tokens;
        if (fields.has("chat")) {
            String prompt = Library.written(model, TraceRequest.conversation(fields));
            json.put("prompt", prompt);
            tokens = Library.encodeVerbatim(model, prompt);
        } else {
            tokens = opened.get().library().encode(model, TextSanitizer.text(fields.anyText("text", Bodies.LARGEST)));
        }
        int[] listed = Arrays.copyOf(tokens, Math.min(MOST_LISTED, tokens.length));
        json.put("count", tokens.length);
        json.put("limit", opened.get().library().longestPrompt(model));
        json.put("tokens", listed);
        json.put("text", model.tokenizer().pieces(Arrays.stream(listed).boxed().toList()));
        return json;
    }
}
