package io.orrery.web.traces;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.graph.Cell;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.library.Snapshots;
import io.orrery.library.StepFrames;
import io.orrery.model.Model;
import io.orrery.model.Structure;
import io.orrery.model.preset.Task;
import io.orrery.model.tokenizer.LetterTokenizer;
import io.orrery.model.tokenizer.WordTokenizer;
import io.orrery.trace.Trace;
import io.orrery.web.http.Answers;
import io.orrery.web.http.Asset;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.BinaryMessage;
import io.orrery.wire.ExplanationJson;
import io.orrery.wire.Frame;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.Frames;
import io.orrery.wire.GraphJson;
import io.orrery.wire.PartFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Serves models, their graphs and weights, and the tensors of traces over HTTP. */
public final class Api {
    public static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/presets", Who.ANYONE),
            new Route("GET", "/api/models/{id}/graph", Who.ANYONE),
            new Route("GET", "/api/models/{id}/weights", Who.ANYONE),
            new Route("GET", "/api/models/{id}/weights/{name}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/steps/{step}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/tensors/{name}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/explain", Who.ANYONE));

    /** Size limit for all weights of a model in one frame, in bytes. */
    private static final long ALL_WEIGHTS_BYTES = RequestError.WeightsTooLarge.LIMIT;

    private static final int LARGEST_NAMED_VOCABULARY = 512;

    /** Version in every {@code ETag}: increase it when the format of frames or explanations changes. */
    private static final String FORM = "1-";

    /**
     * Size of the cache of weights, in bytes. Everyone in a room looks at the same weights, and pooling a large one takes
     * long.
     */
    private static final long PARTS_BYTES = 32L << 20;

    /** An overview that is larger is made anew for each request, in bytes. */
    private static final int LARGEST_CACHED_PART = 2 << 20;

    /** Models whose weights are kept with their compressed form, of 2 MiB together at most each. */
    private static final int MOST_SMALL_MODELS = 8;

    /** The element types in which numbers can be requested. */
    private static final String EXACT = "f32";

    private static final String HALF = "f16";

    private static final int LONGEST_CELL = 100;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** The colour scales of weights, which are computed over all of a weight, by model and name. */
    private final Cache<String, Float> colourScales =
            Caffeine.newBuilder().maximumSize(10_000).build();

    private final Cache<String, Frame> parts = Caffeine.newBuilder()
            .maximumWeight(PARTS_BYTES)
            .weigher((String asked, Frame frame) -> frame.size())
            .build();

    /** All weights of a small model, which every page of a room fetches. */
    private final Cache<String, Asset> allWeights =
            Caffeine.newBuilder().maximumSize(MOST_SMALL_MODELS).build();

    private final Supplier<Services> opened;
    private final PendingRequest.Factory requests;

    public Api(PendingRequest.Factory requests) {
        this.opened = requests.opened();
        this.requests = requests;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/presets", this::presets);
        routes.get("/api/models/{id}/graph", this::graph);
        routes.get("/api/models/{id}/weights", this::weights);
        routes.get("/api/models/{id}/weights/{name}", this::weight);
        routes.get("/api/traces/{id}/steps/{step}", this::step);
        routes.get("/api/traces/{id}/tensors/{name}", this::tensor);
        routes.get("/api/traces/{id}/explain", this::explain);
    }

    private void presets(Context ctx) {
        var presets = opened.get().library().catalog().models().stream()
                .map(model -> {
                    var json = new LinkedHashMap<String, Object>();
                    json.put("id", model.preset().id());
                    json.put("title", model.preset().title());
                    json.put("model", model.id());
                    json.put("parameters", model.graph().parameters());
                    json.put("prompt", model.preset().prompt());
                    json.put("chat", model.chat().isPresent());
                    json.put("maxPrompt", opened.get().library().longestPrompt(model));
                    json.put("nCtx", model.graph().sizes().n_ctx());
                    if (!"false".equals(ctx.queryParam("prompts"))) {
                        json.put("prompts", model.preset().prompts());
                    }
                    if (!model.preset().languages().isEmpty()) {
                        json.put("languages", model.preset().languages());
                    }
                    json.put("tokenizer", model.tokenizer().id());
                    json.put("reads", reads(model));
                    var checkpoints =
                            opened.get().library().catalog().checkpoints().updates(model);
                    if (!checkpoints.isEmpty()) {
                        json.put("checkpoints", checkpoints);
                        model.preset().updates().ifPresent(updates -> json.put("updates", updates));
                    }
                    return json;
                })
                .toList();
        var structures = opened.get().library().catalog().structures().stream()
                .map(structure -> {
                    var json = new LinkedHashMap<String, Object>();
                    json.put("id", structure.preset());
                    json.put("title", structure.title());
                    json.put("model", structure.id());
                    json.put("parameters", structure.graph().parameters());
                    json.put("source", structure.source());
                    return json;
                })
                .toList();
        Answers.json(ctx, Map.of("presets", presets, "structures", structures));
    }

    private void graph(Context ctx) {
        var structure = opened.get().library().catalog().structure(ctx.pathParam("id"));
        if (structure.isPresent()) {
            graph(ctx, structure.get());
            return;
        }
        Model model = model(ctx);
        var about = new LinkedHashMap<String, Object>();
        about.put("id", model.id());
        about.put("preset", model.preset().id());
        about.put("title", model.preset().title());
        about.put("architecture", model.graph().declaration().architecture());
        about.put("parameters", model.graph().parameters());
        about.put("tokenizer", model.tokenizer().id());
        about.put("chat", model.chat().isPresent());
        about.put("maxPrompt", opened.get().library().longestPrompt(model));
        about.put("reads", reads(model));
        task(model).ifPresent(task -> about.put("task", task));
        checkpoint(model).ifPresent(checkpoint -> about.put("checkpoint", checkpoint));
        if (!model.preset().hint().isEmpty()) {
            about.put("hint", model.preset().hint());
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("v", 1);
        json.put("model", about);
        int vocabulary = model.graph().sizes().d_vocab();
        if (vocabulary <= LARGEST_NAMED_VOCABULARY) {
            json.put(
                    "vocabulary",
                    IntStream.range(0, vocabulary)
                            .mapToObj(model.tokenizer()::piece)
                            .toList());
        }
        json.putAll(GraphJson.of(model.graph().declaration()));
        Answers.checkedJson(ctx, json);
    }

    /** What a text is made of for the model: its tokens are single letters, whole words, or pieces of any text. */
    private static String reads(Model model) {
        if (model.tokenizer() instanceof LetterTokenizer) {
            return "letters";
        }
        return model.tokenizer() instanceof WordTokenizer ? "words" : "pieces";
    }

    /** What the model was trained to do; empty if nobody has said. */
    private static Optional<Map<String, Object>> task(Model model) {
        var json = new LinkedHashMap<String, Object>();
        if (model.preset().task() instanceof Task.Sort sort) {
            json.put("kind", "sort");
            json.put("length", sort.length());
            json.put("of", reads(model).equals("letters") ? "letters" : "tokens");
        } else if (model.preset().task() instanceof Task.Told told) {
            json.put("kind", "told");
            json.put("sentence", told.sentence());
        }
        return json.isEmpty() ? Optional.empty() : Optional.of(json);
    }

    /** Of which model it is a checkpoint; empty if it is none. */
    private Optional<Map<String, Object>> checkpoint(Model model) {
        var snapshot = opened.get().library().catalog().snapshots().withId(model.id());
        if (snapshot.isPresent()) {
            return snapshot.map(Api::trained);
        }
        return opened.get().library().catalog().checkpoints().withId(model.id()).map(checkpoint -> {
            var json = new LinkedHashMap<String, Object>();
            json.put("of", checkpoint.base().id());
            json.put("preset", checkpoint.base().preset().id());
            json.put("title", checkpoint.base().preset().title());
            json.put("update", checkpoint.update());
            checkpoint.base().preset().updates().ifPresent(updates -> json.put("updates", updates));
            return json;
        });
    }

    private static Map<String, Object> trained(Snapshots.Snapshot snapshot) {
        var json = new LinkedHashMap<String, Object>();
        json.put("of", snapshot.base().id());
        json.put("preset", snapshot.base().preset().id());
        json.put("title", snapshot.base().preset().title());
        json.put("update", snapshot.update());
        json.put("updates", snapshot.updates());
        json.put("seed", snapshot.seed());
        json.put("passing", snapshot.passing());
        return json;
    }

    private static void graph(Context ctx, Structure structure) {
        var about = new LinkedHashMap<String, Object>();
        about.put("id", structure.id());
        about.put("preset", structure.preset());
        about.put("title", structure.title());
        about.put("architecture", structure.graph().declaration().architecture());
        about.put("parameters", structure.graph().parameters());
        about.put("structureOnly", true);
        about.put("source", structure.source());
        var json = new LinkedHashMap<String, Object>();
        json.put("v", 1);
        json.put("model", about);
        json.putAll(GraphJson.of(structure.graph().declaration()));
        Answers.checkedJson(ctx, json);
    }

    private void weights(Context ctx) {
        Model model = model(ctx);
        List<Node> constants =
                model.graph().nodes().stream().filter(Node::constant).toList();
        long bytes = constants.stream()
                .mapToLong(
                        node -> Float.BYTES * model.weights().get(node).layout().cells())
                .sum();
        if (bytes > ALL_WEIGHTS_BYTES) {
            throw new OrreryException(new RequestError.WeightsTooLarge(bytes));
        }
        var tensors = constants.stream().map(node -> weight(model, node)).toList();
        String dtype = Optional.ofNullable(ctx.queryParam("dtype")).orElse(EXACT);
        if (!dtype.equals(EXACT) && !dtype.equals(HALF)) {
            throw new OrreryException(new RequestError.NotAFloat());
        }
        String asked = FORM + model.id() + "-" + dtype;
        // While a training runs, every page loads its weights again and again: in no more bytes than a step's frame.
        boolean passing = opened.get()
                .library()
                .catalog()
                .snapshots()
                .withId(model.id())
                .filter(Snapshots.Snapshot::passing)
                .isPresent();
        Answers.frame(
                requests.of(ctx),
                asked,
                () -> allWeights.get(
                        asked, missing -> Answers.zipped(allWeights(model.id(), tensors, passing, dtype))));
    }

    private static Frame allWeights(String model, List<FrameTensor> tensors, boolean passing, String dtype) {
        if (passing) {
            return Frames.weights(model, tensors, Frames.LARGEST);
        }
        return dtype.equals(HALF) ? Frames.halfPrecision(model, tensors) : Frames.weights(model, tensors);
    }

    private void weight(Context ctx) {
        Model model = model(ctx);
        String name = ctx.pathParam("name");
        Node node = model.graph()
                .node(name)
                .filter(Node::constant)
                .orElseThrow(() -> new OrreryException(new RequestError.UnknownTensor(name)));
        String asked = Asset.tag(ctx, FORM);
        Answers.frame(
                requests.of(ctx),
                asked,
                () -> CompletableFuture.completedFuture(model),
                known -> Optional.<BinaryMessage>ofNullable(parts.getIfPresent(asked))
                        .orElseGet(() -> part(ctx, asked, known, node)));
    }

    /** A part of a weight. An overview is small and takes long, so it is cached. */
    private BinaryMessage part(Context ctx, String asked, Model model, Node node) {
        var tensor = model.weights().get(node);
        float colourScale = colourScales.get(model.id() + " " + node.name(), missing -> tensor.colourScale());
        PartFrame frame = Frames.part(model.id(), PartRequest.of(ctx, node.name(), tensor, colourScale));
        return frame.isPooled() && frame.size() <= LARGEST_CACHED_PART
                ? parts.get(asked, missing -> frame.copy())
                : frame;
    }

    private static FrameTensor weight(Model model, Node node) {
        var tensor = model.weights().get(node);
        return FrameTensor.whole(node.name(), tensor, tensor.colourScale());
    }

    private void step(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        StepFrames frames = opened.get().frames();
        String id = ctx.pathParam("id");
        String name = ctx.pathParam("step");
        Answers.frame(
                pending,
                FORM + id + "-" + Asset.tag(name.getBytes(StandardCharsets.UTF_8)),
                () -> pending.library().find(id),
                trace -> {
                    Step step = trace.graph()
                            .step(name)
                            .orElseThrow(() -> new OrreryException(new RequestError.UnknownStep(name)));
                    return pending.within(StepFrames.bytes(trace, step), () -> frames.of(trace, step));
                });
    }

    private void tensor(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        String dtype = ctx.queryParam("dtype");
        if (dtype != null && !dtype.equals(EXACT)) {
            throw new OrreryException(new RequestError.NotFloat32());
        }
        String id = ctx.pathParam("id");
        String name = ctx.pathParam("name");
        Answers.frame(pending, Asset.tag(ctx, FORM), () -> pending.library().find(id), trace -> {
            Node node = activation(trace, name);
            if (node.isDerived()) {
                pending.reserve(trace.layout(node).cells() * Float.BYTES);
            } else {
                pending.hold(trace);
            }
            var tensor = trace.tensor(node);
            var part = PartRequest.of(ctx, node.name(), tensor, Trace.colourScale(node, tensor));
            return Frames.part(trace.recipe().model(), trace.id(), part);
        });
    }

    private void explain(Context ctx) {
        PendingRequest pending = requests.of(ctx);
        String id = ctx.pathParam("id");
        Answers.json(pending, Asset.tag(ctx, FORM), () -> pending.library().find(id), trace -> explanation(trace, ctx));
    }

    private static Map<String, Object> explanation(Trace trace, Context ctx) {
        String name = ctx.queryParam("name");
        String cell = ctx.queryParam("cell");
        if (name == null || cell == null) {
            throw new OrreryException(new RequestError.NoCellNamed());
        }
        int[] index = index(cell);
        Node node =
                trace.graph().node(name).orElseThrow(() -> new OrreryException(new RequestError.UnknownTensor(name)));
        if (!trace.layout(node).contains(index)) {
            throw new OrreryException(new RequestError.UnknownCell(name + "[" + cell + "]"));
        }
        var asked = new Cell(node.name(), Arrays.stream(index).boxed().toList());
        return ExplanationJson.of(asked, trace.explain(node, index), trace::at);
    }

    /** Parses a cell such as {@code 0,3,2}. Long ones are refused before they are parsed: no tensor has so many axes. */
    private static int[] index(String cell) {
        String[] numbers = cell.length() > LONGEST_CELL ? new String[] {""} : cell.split(",", -1);
        if (!Arrays.stream(numbers).allMatch(number -> NUMBER.matcher(number).matches())) {
            throw new OrreryException(new RequestError.NoCellNamed());
        }
        return Arrays.stream(numbers).mapToInt(Integer::parseInt).toArray();
    }

    private static Node activation(Trace trace, String name) {
        return trace.graph()
                .node(name)
                .filter(node -> !node.constant())
                .orElseThrow(() -> new OrreryException(new RequestError.UnknownTensor(name)));
    }

    private Model model(Context ctx) {
        return opened.get().library().model(ctx.pathParam("id"));
    }
}
