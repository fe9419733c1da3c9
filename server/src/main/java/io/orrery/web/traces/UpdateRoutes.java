package io.orrery.web.traces;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Graph;
import io.orrery.library.Library;
import io.orrery.tensor.Tensor;
import io.orrery.trace.Trace;
import io.orrery.train.TextGradients;
import io.orrery.train.live.KeptUpdate;
import io.orrery.train.live.LiveTraining;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.Frame;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.Frames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Serves what the update of a training was made of, while it is kept: gradients, and what was added to the weights. */
public final class UpdateRoutes {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/training/updates/{model}/gradients", Who.ANYONE),
            new Route("GET", "/api/training/updates/{model}/changes", Who.ANYONE),
            new Route("GET", "/api/training/updates/{model}/texts/{trace}", Who.ANYONE));

    /** Version in every {@code ETag}: increase it when the format of these answers changes. */
    private static final String FORM = "1-";

    private final Supplier<Services> opened;
    private final PendingRequest.Factory requests;

    public UpdateRoutes(PendingRequest.Factory requests) {
        this.opened = requests.opened();
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(
                "/api/training/updates/{model}/gradients",
                ctx -> weights(ctx, update -> update.anatomy().gradients()));
        routes.get(
                "/api/training/updates/{model}/changes",
                ctx -> weights(ctx, update -> update.anatomy().changes()));
        routes.get("/api/training/updates/{model}/texts/{trace}", this::text);
    }

    private KeptUpdate update(String model) {
        return opened.get()
                .training()
                .flatMap((LiveTraining training) -> training.kept(model))
                .orElseThrow(() -> new OrreryException(new RoomError.TrainingGone()));
    }

    /** Numbers of an update in the shape of the weights. */
    private interface OfWeights {
        Map<String, Tensor> of(KeptUpdate update);
    }

    private void weights(Context ctx, OfWeights numbers) {
        String model = ctx.pathParam("model");
        KeptUpdate update = update(model);
        Answers.frame(
                requests.of(ctx),
                Asset.tag(ctx, FORM),
                () -> Answers.zipped(Frames.weights(model, tensors(update.base().graph(), numbers.of(update)))));
    }

    /** In the order of the graph. */
    private static List<FrameTensor> tensors(Graph graph, Map<String, Tensor> numbers) {
        return graph.nodes().stream()
                .filter(node -> numbers.containsKey(node.name()))
                .map(node -> {
                    Tensor tensor = numbers.get(node.name());
                    return FrameTensor.whole(node.name(), tensor, tensor.colourScale());
                })
                .toList();
    }

    private void text(Context ctx) {
        String model = ctx.pathParam("model");
        KeptUpdate update = update(model);
        PendingRequest pending = requests.of(ctx);
        Library library = pending.library();
        String trace = ctx.pathParam("trace");
        Answers.frame(
                pending, Asset.tag(ctx, FORM), () -> library.find(trace), found -> text(model, update, library, found));
    }

    private static Frame text(String model, KeptUpdate update, Library library, Trace trace) {
        if (!trace.recipe().model().equals(update.before())) {
            throw new OrreryException(new LibraryError.UnknownTrace(trace.id()));
        }
        var weights = library.model(update.before()).weights();
        int[] tokens = trace.recipe().tokens().stream().mapToInt(token -> token).toArray();
        // A changed model has no gradients.
        return Optional.of(tokens)
                .filter(any -> trace.recipe().changes().isEmpty())
                .flatMap(any -> update.ofText(weights, any))
                .map(text -> Frames.weights(
                        model, tensors(update.base().graph(), text.gradients()), header(text, library, trace)))
                .orElseGet(() -> Frames.weights(model, List.of()));
    }

    private static Map<String, Object> header(TextGradients text, Library library, Trace trace) {
        var header = new LinkedHashMap<String, Object>();
        header.put("loss", text.loss());
        header.put(
                "losses",
                text.losses().stream()
                        .map(loss -> loss.isPresent() ? (Object) loss.getAsDouble() : null)
                        .toList());
        header.put(
                "targets",
                text.targets().stream()
                        .map(target -> target == CrossEntropy.IGNORED
                                ? null
                                : library.tokenizer(trace).decode(target))
                        .toList());
        return header;
    }
}
