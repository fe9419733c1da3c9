package io.orrery.web.traces;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.library.Library;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.trace.Comparison;
import io.orrery.trace.Distribution;
import io.orrery.trace.Distribution.SamplingStage;
import io.orrery.trace.Sampling;
import io.orrery.trace.Trace;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Query;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Serves next-token distributions over HTTP, and compares those of two models. */
public final class PredictionRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/traces/{id}/distribution", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/compare/{other}", Who.ANYONE));

    private static final int NAMED = 20;
    private static final int MOST_NAMED = 200;
    private static final int COMPARED = 10;
    private static final int MOST_COMPARED = 100;

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "2-";

    private final PendingRequest.Factory requests;

    private record Pair(Trace first, Trace second) {}

    public PredictionRoutes(PendingRequest.Factory requests) {
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/traces/{id}/distribution", this::distribution);
        routes.get("/api/traces/{id}/compare/{other}", this::compare);
    }

    private void distribution(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        Library library = pending.library();
        var query = new Query(ctx);
        Sampling sampling = query.sampling();
        int count = query.whole("count", NAMED, 1, MOST_NAMED);
        Answers.json(
                pending,
                Asset.tag(ctx, FORM),
                () -> library.find(ctx.pathParam("id")),
                trace -> distribution(trace, library.tokenizer(trace), position(query, trace), sampling, count));
    }

    private static int position(Query query, Trace trace) {
        return query.whole("position", trace.positions() - 1, 0, trace.positions() - 1);
    }

    private static Map<String, Object> distribution(
            Trace trace, Tokenizer tokenizer, int position, Sampling sampling, int count) {
        var distribution = Distribution.of(trace.logits(position), sampling);
        int named = Math.min(count, distribution.size());
        var json = new LinkedHashMap<String, Object>();
        json.put("trace", trace.id());
        json.put("position", position);
        json.put("vocabulary", distribution.size());
        json.put("sampling", sampling);
        json.put(
                "stages",
                Distribution.stages().stream()
                        .map(stage -> stage(distribution, stage, named))
                        .toList());
        float[] logits = trace.logits(position);
        json.put(
                "top",
                IntStream.range(0, named)
                        .mapToObj(rank -> token(distribution, rank, logits, tokenizer))
                        .toList());
        // The random number is that of the sampled token's position.
        double uniform = sampling.uniform(position + 1);
        json.put("drawable", drawable(distribution));
        json.put("drawn", drawn(distribution, uniform, tokenizer));
        return json;
    }

    /** The tokens from which one is drawn. */
    private static Map<String, Object> drawable(Distribution distribution) {
        return ordered(
                "count",
                distribution.kept(SamplingStage.TOP_P),
                "p",
                Distribution.stages().stream().map(distribution::drawable).toList());
    }

    private static Map<String, Object> stage(Distribution distribution, SamplingStage stage, int named) {
        int others = Math.max(0, distribution.kept(stage) - named);
        return ordered(
                "name",
                stage.word(),
                "kept",
                distribution.kept(stage),
                "rest",
                ordered("count", others, "p", distribution.rest(stage, named)));
    }

    private static Map<String, Object> token(Distribution distribution, int rank, float[] logits, Tokenizer tokenizer) {
        int token = distribution.token(rank);
        return ordered(
                "token", token, "text", tokenizer.piece(token), "logit", logits[token], "p", p(distribution, rank));
    }

    /** The probability of the token at a rank after each stage. */
    private static List<Double> p(Distribution distribution, int rank) {
        return Distribution.stages().stream()
                .map(stage -> distribution.p(stage, rank))
                .toList();
    }

    private static Map<String, Object> drawn(Distribution distribution, double uniform, Tokenizer tokenizer) {
        Distribution.Drawn drawn = distribution.drawn(uniform);
        return ordered(
                "token",
                drawn.token(),
                "text",
                tokenizer.piece(drawn.token()),
                "u",
                uniform,
                "from",
                drawn.from(),
                "to",
                drawn.to(),
                "p",
                p(distribution, drawn.rank()));
    }

    private void compare(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        Library library = pending.library();
        var query = new Query(ctx);
        int count = query.whole("count", COMPARED, 1, MOST_COMPARED);
        Answers.json(
                pending,
                Asset.tag(ctx, FORM),
                () -> library.find(ctx.pathParam("id")).thenCombine(library.find(ctx.pathParam("other")), Pair::new),
                both -> comparison(library, both.first(), both.second(), query, count));
    }

    private static Map<String, Object> comparison(Library library, Trace first, Trace second, Query query, int count) {
        library.requireSameTokenizer(first.recipe().model(), second.recipe().model());
        int position = query.whole(
                "position",
                Math.min(first.positions(), second.positions()) - 1,
                0,
                Math.min(first.positions(), second.positions()) - 1);
        requireSameText(first, second, position);
        var comparison = Comparison.of(first.logits(position), second.logits(position), count);
        Tokenizer tokenizer = library.tokenizer(first);
        var json = new LinkedHashMap<String, Object>();
        json.put("position", position);
        json.put("vocabulary", first.graph().sizes().d_vocab());
        json.put("traces", List.of(first.id(), second.id()));
        json.put("models", List.of(first.recipe().model(), second.recipe().model()));
        json.put("kl", List.of(comparison.divergence(), comparison.reverse()));
        json.put(
                "top",
                comparison.top().stream()
                        .map(both -> ordered(
                                "token",
                                both.token(),
                                "text",
                                tokenizer.piece(both.token()),
                                "p",
                                List.of(both.first(), both.second())))
                        .toList());
        json.put(
                "rest",
                ordered(
                        "count",
                        comparison.restCount(),
                        "p",
                        List.of(comparison.restFirst(), comparison.restSecond())));
        return json;
    }

    private static void requireSameText(Trace first, Trace second, int position) {
        for (int i = 0; i <= position; i++) {
            if (!first.recipe().tokens().get(i).equals(second.recipe().tokens().get(i))) {
                throw new OrreryException(new LibraryError.TextsDiffer(i));
            }
        }
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        var json = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return json;
    }
}
