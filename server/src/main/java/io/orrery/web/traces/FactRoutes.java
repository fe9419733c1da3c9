package io.orrery.web.traces;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.library.FactSheet;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.fact.FactContext;
import io.orrery.tour.fact.GivenAnswer;
import io.orrery.trace.Trace;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Problem;
import io.orrery.web.http.Query;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Answers what a tour's texts say about a trace. */
public final class FactRoutes {
    public static final List<Route> ROUTES = List.of(new Route("GET", "/api/traces/{id}/facts", Who.ANYONE));

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "1-";

    /** The most facts of one request. */
    private static final int MOST = 64;

    private final PendingRequest.Factory requests;

    public FactRoutes(PendingRequest.Factory requests) {
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/traces/{id}/facts", this::facts);
    }

    private void facts(Context ctx) {
        var texts = ctx.queryParams("fact");
        if (texts.size() > MOST) {
            throw new OrreryException(new FactError.TooManyFacts(MOST));
        }
        var answer = Optional.ofNullable(ctx.queryParam("answer")).map(GivenAnswer::parse);
        var told = ctx.queryParam("prompt") == null
                ? OptionalInt.empty()
                : OptionalInt.of(new Query(ctx).whole("prompt", 1, 1, Integer.MAX_VALUE));
        PendingRequest pending = requests.ofRoomOrVisitor(ctx);
        Library library = pending.library();
        var sheet = FactSheet.of(texts);
        Supplier<CompletableFuture<Supplier<List<FactSheet.Told>>>> computation =
                () -> library.find(ctx.pathParam("id"))
                        .thenComposeAsync(
                                trace -> {
                                    pending.hold(trace);
                                    return library.facts()
                                            .of(sheet, trace, beside(library, trace, told, answer), pending::hold);
                                },
                                requests.encoding());
        // Where the prompt ends is not part of the trace: what depends on it may be another value next time.
        if (sheet.has(Fact.Trait.OF_PROMPT) && told.isEmpty()) {
            Answers.freshJson(pending, computation, FactRoutes::json);
        } else {
            Answers.json(pending, Asset.tag(ctx, FORM), computation, FactRoutes::json);
        }
    }

    private static FactContext.Beside beside(
            Library library, Trace trace, OptionalInt told, Optional<GivenAnswer> answer) {
        Model model = library.model(trace.recipe().model());
        int promptLength = library.facts().promptLength(trace, told);
        var catalog = library.catalog();
        var snapshot = catalog.snapshots().withId(model.id());
        if (snapshot.isPresent()) {
            var updates = OptionalInt.of(snapshot.get().updates());
            return new FactContext.Beside(
                    promptLength, OptionalInt.of(snapshot.get().update()), updates, answer);
        }
        return catalog.checkpoints()
                .withId(model.id())
                .map(checkpoint -> new FactContext.Beside(
                        promptLength,
                        OptionalInt.of(checkpoint.update()),
                        checkpoint.base().preset().updates(),
                        answer))
                .orElseGet(() -> {
                    // The model itself stands at the end of its training.
                    OptionalInt updates = model.preset().updates();
                    return new FactContext.Beside(promptLength, updates, updates, answer);
                });
    }

    private static Map<String, Object> json(Supplier<List<FactSheet.Told>> facts) {
        return Map.of("facts", facts.get().stream().map(FactRoutes::json).toList());
    }

    private static Map<String, Object> json(FactSheet.Told told) {
        var json = new LinkedHashMap<String, Object>();
        json.put("fact", told.text());
        told.kind().ifPresent(kind -> json.put("kind", kind.word()));
        told.value()
                .ifPresent(value ->
                        Json.tree(value).properties().forEach(member -> json.put(member.getKey(), member.getValue())));
        told.error().ifPresent(error -> json.put("error", Problem.of(error).json()));
        return json;
    }
}
