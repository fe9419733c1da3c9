package io.orrery.library;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Embedding;
import io.orrery.lab.PrincipalAxes;
import io.orrery.lab.Rival;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.EmbeddingTool;
import io.orrery.lab.tool.Extent;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.Tool.Need;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.model.Model;
import io.orrery.model.preset.Preset;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.trace.Measurements;
import io.orrery.trace.Requester;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.Frames;
import io.orrery.wire.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Questions of why about traces, answered in the turns of one requester. Nothing that a trace has is computed again. */
public final class Lab {
    /** What every measurement needs besides its large tensors, in bytes. */
    private static final long SMALL = 1 << 20;

    private static final int MEGABYTE = 20;

    /** Of a token: its place, its text, and both once more in the frame. */
    private static final long BYTES_OF_PLACE = 256;

    private final Library library;
    private final Traces traces;
    private final Requester requester;

    Lab(Library library, Traces traces, Requester requester) {
        this.library = library;
        this.traces = traces;
        this.requester = requester;
    }

    /**
     * A tool's answer about a trace, as JSON: its own members, and {@code text}, the texts of all its tokens. The trace must be
     * held meanwhile. All problems come with the result: among them {@link LabError.AnswerTooLarge}, and {@link
     * LabError.NoMemoryForQuestion} if there could never be memory for it beside that of the trace.
     */
    public CompletableFuture<byte[]> answer(Trace trace, Tool tool, Parameters parameters) {
        Model model = library.model(trace.recipe().model());
        var runnable = traces.model(trace);
        Measurements.Measure measure = progress -> {
            var subject = Subject.of(runnable, trace, traces.workers());
            var question = new ToolRequest(
                    subject, parameters, traces.means(model.id()), runnable.references(), new Rival(model));
            return json(tool, question, progress, model.tokenizer());
        };
        LongSupplier bytes = () -> {
            var extent = new Extent(
                    trace.graph(),
                    trace.positions(),
                    traces.workers().threads(),
                    tokens -> traces.bytes(model.id(), tokens),
                    runnable.references());
            return checked(bytes(tool, extent, parameters), extent);
        };
        try {
            return traces.measurements()
                    .of(key(trace.id(), tool, parameters), bytes, traces.nanos(trace), measure, requester);
        } catch (OrreryException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private long checked(long bytes, Extent extent) {
        long most = traces.budget().share(requester) - extent.runs().applyAsLong(extent.positions());
        if (bytes > most) {
            throw new OrreryException(
                    new LabError.NoMemoryForQuestion((bytes >> MEGABYTE) + 1, Math.max(0, most >> MEGABYTE)));
        }
        return bytes;
    }

    /** What is reserved for an answer. */
    static long bytes(Tool tool, Extent extent, Parameters parameters) {
        Need need = tool.need(extent, parameters);
        return SMALL + need.computing() + Math.min(need.answer(), LabError.AnswerTooLarge.LIMIT);
    }

    /** Measures, and writes the answer. @throws OrreryException as {@link Tool#answer}, and with {@link LabError.AnswerTooLarge} */
    static byte[] json(Tool tool, ToolRequest question, Measurements.Pieces progress, Tokenizer tokenizer) {
        var answer = named(tool, tool.answer(question, progress::done), tokenizer);
        return Json.bytes(answer, LabError.AnswerTooLarge.LIMIT)
                .orElseThrow(() -> new OrreryException(new LabError.AnswerTooLarge()));
    }

    /**
     * Where all tokens of a model are on the axes of its table, as a frame: the tensor {@code places} ({@code [d_vocab, axis]}) in half
     * precision, and in the header {@code text} (each token's), {@code explained} and {@code kinds} (each kind's tokens).
     *
     * @throws io.orrery.error.OrreryException if there is no such model, or if too many wait
     */
    public CompletableFuture<byte[]> places(String id) {
        Model model = library.model(id);
        var sizes = model.graph().sizes();
        long width = sizes.d_model();
        long bytes = SMALL + EmbeddingTool.axes(sizes) + BYTES_OF_PLACE * sizes.d_vocab();
        Measurements.Measure measure = progress -> {
            var embedding = Embedding.of(model.graph(), model.weights());
            var axes = PrincipalAxes.known(embedding, EmbeddingTool.AXES, traces.workers(), progress::done);
            return frame(model, embedding, axes);
        };
        // a multiplication and an addition take about half a nanosecond
        return traces.measurements()
                .of("places " + id, () -> bytes, width * width * sizes.d_vocab() / 2, measure, requester);
    }

    private static byte[] frame(Model model, Embedding embedding, PrincipalAxes axes) {
        int tokens = embedding.tokens();
        float[] places = axes.places(embedding);
        var tensor = new FrameTensor(
                "places", List.of("d_vocab", "axis"), new int[] {tokens, EmbeddingTool.AXES}, 0, tokens, places, 1);
        List<String> text =
                IntStream.range(0, tokens).mapToObj(model.tokenizer()::piece).toList();
        var header = new LinkedHashMap<String, Object>();
        header.put("text", text);
        header.put("explained", axes.explained());
        header.put("kinds", kinds(model.preset().kinds(), text));
        return Frames.halfPrecision(model.id(), List.of(tensor), header).bytes();
    }

    /** The tokens of each kind of words; the space before a token does not count. */
    private static List<Map<String, Object>> kinds(List<Preset.Kind> kinds, List<String> text) {
        return kinds.stream()
                .map(kind -> {
                    var words = new HashSet<>(kind.words());
                    var json = new LinkedHashMap<String, Object>();
                    json.put("name", kind.name());
                    json.put(
                            "tokens",
                            IntStream.range(0, text.size())
                                    .filter(token ->
                                            words.contains(text.get(token).strip()))
                                    .toArray());
                    return (Map<String, Object>) json;
                })
                .toList();
    }

    /** How far the measurement of an answer is; empty if it neither waits nor runs. */
    public Optional<Measurements.Done> done(String trace, Tool tool, Parameters parameters) {
        return traces.measurements().done(key(trace, tool, parameters));
    }

    private static String key(String trace, Tool tool, Parameters parameters) {
        return trace + " " + tool.name() + " " + parameters.key();
    }

    private static Map<String, Object> named(Tool tool, Map<String, Object> answer, Tokenizer tokenizer) {
        var texts = new TreeMap<Integer, String>();
        find(answer.get("a"), tool, true, texts, tokenizer);
        find(answer.get("b"), tool, true, texts, tokenizer);
        if (!tool.tokenKeys().isEmpty()) {
            find(answer, tool, false, texts, tokenizer);
        }
        var all = new LinkedHashMap<>(answer);
        all.put("text", texts);
        return all;
    }

    private static void find(
            Object value, Tool tool, boolean isToken, Map<Integer, String> texts, Tokenizer tokenizer) {
        if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, each) -> find(each, tool, tool.tokenKeys().contains(String.valueOf(key)), texts, tokenizer));
        } else if (value instanceof Collection<?> all) {
            all.forEach(each -> find(each, tool, isToken, texts, tokenizer));
        } else if (isToken && value instanceof Integer token) {
            texts.computeIfAbsent(token, tokenizer::piece);
        }
    }
}
