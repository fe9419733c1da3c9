package io.orrery.web.traces;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.Tools;
import io.orrery.library.Library;
import io.orrery.trace.Measurements;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Query;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.wire.UrlQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers questions of why about a trace, says how far a long measurement is, where a model's tokens are, and what moves its neurons. */
public final class WhyRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/traces/{id}/why/{tool}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/why/{tool}/progress", Who.ANYONE),
            new Route("GET", "/api/models/{id}/places", Who.ANYONE),
            new Route("GET", "/api/models/{id}/neurons", Who.ANYONE),
            new Route("GET", "/api/models/{id}/neuron", Who.ANYONE));

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "1-";

    private static final int LONGEST_WORDS = 200;

    private static final Measurements.Done NOTHING = new Measurements.Done(0, 0, false);

    private final PendingRequest.Factory requests;

    public WhyRoutes(PendingRequest.Factory requests) {
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/traces/{id}/why/{tool}", this::answer);
        routes.get("/api/traces/{id}/why/{tool}/progress", this::progress);
        routes.get("/api/models/{id}/places", this::places);
        routes.get("/api/models/{id}/neurons", this::neurons);
        routes.get("/api/models/{id}/neuron", this::neuron);
    }

    private void answer(Context ctx) {
        PendingRequest pending = requests.ofRoomOrVisitor(ctx);
        Library library = pending.library();
        Tool tool = Tools.named(ctx.pathParam("tool"));
        var parameters = Parameters.of(tool, ctx::queryParam);
        requests.drivenRoom(ctx).ifPresent(room -> room.asked(address(ctx.path(), parameters)));
        Answers.jsonBytes(
                pending,
                Asset.tag(ctx, FORM),
                () -> library.find(ctx.pathParam("id")).thenCompose(trace -> {
                    pending.hold(trace);
                    return library.lab().answer(trace, tool, parameters);
                }));
    }

    /** The same for the same question, whose turns it has. */
    private static String address(String path, Parameters parameters) {
        String query = UrlQuery.of(new TreeMap<>(parameters.values()));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private void places(Context ctx) {
        PendingRequest pending = requests.ofRoomOrVisitor(ctx);
        Library library = pending.library();
        Answers.zippedFrame(pending, Asset.tag(ctx, FORM), () -> library.lab().places(ctx.pathParam("id")));
    }

    private void neurons(Context ctx) {
        PendingRequest pending = requests.ofRoomOrVisitor(ctx);
        String words = Optional.ofNullable(ctx.queryParam("words")).orElse("");
        if (words.length() > LONGEST_WORDS) {
            throw new OrreryException(new LabError.NoSuchWord(words.substring(0, LONGEST_WORDS) + "…"));
        }
        Answers.freshJsonBytes(pending, () -> pending.library().neurons(ctx.pathParam("id"), words));
    }

    private void neuron(Context ctx) {
        PendingRequest pending = requests.ofRoomOrVisitor(ctx);
        var query = new Query(ctx);
        int layer = query.whole("layer", 0, 0, Integer.MAX_VALUE);
        int neuron = query.whole("neuron", 0, 0, Integer.MAX_VALUE);
        Answers.freshJsonBytes(pending, () -> pending.library().neuron(ctx.pathParam("id"), layer, neuron));
    }

    private void progress(Context ctx) {
        Tool tool = Tools.named(ctx.pathParam("tool"));
        var parameters = Parameters.of(tool, ctx::queryParam);
        var done = requests.opened()
                .get()
                .library()
                .lab()
                .done(ctx.pathParam("id"), tool, parameters)
                .orElse(NOTHING);
        Answers.json(ctx, Map.of("done", done.done(), "all", done.all(), "begun", done.begun()));
    }
}
