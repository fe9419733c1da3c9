package io.orrery.web.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.graph.Axis;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import io.orrery.model.Model;
import io.orrery.trace.Trace;
import io.orrery.trace.change.Changes;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.Json;
import io.orrery.wire.TraceSummary;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a page in a file is answered from, as {@code live/file-answers.js} reads it ({@code Data}): models with their weights, the rows of
 * runs (of a large model's runs, those of patterns where heads were shown), and answers of the server. A row depends on the tokens up to its own alone, so runs that begin with the same tokens share rows.
 */
final class FileData {
    /** What of a model's run is in the file: the weights' size up to which all numbers are. */
    private static final long MOST_WEIGHTS = 1 << 20;

    /** A page fetches the patterns of all heads if they are up to so many numbers. */
    private static final long MOST_PATTERNS = 2_000_000;

    private static final Trait PATTERN = Trait.attention("pattern");

    private static final int MIB = 20;

    /** The most numbers of a file, bytes before they are compressed. */
    private static final long MOST_NUMBERS = 64L << MIB;

    private final Map<String, Filed> models = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> traces = new LinkedHashMap<>();
    /** The longest run of each group, whose cells' cards are those of the others, too; with the group's runs. Experts are chosen anew in each run. */
    private final Map<String, Group> groups = new LinkedHashMap<>();

    private final Map<String, Integer> recordIds = new LinkedHashMap<>();
    private final List<int[]> records = new ArrayList<>();
    private final List<float[]> rows = new ArrayList<>();
    private final Map<String, String> prompts = new TreeMap<>();
    private final Map<String, Object> answers = new TreeMap<>();
    private final Map<String, int[]> frames = new TreeMap<>();
    private final ByteArrayOutputStream frameBytes = new ByteArrayOutputStream();
    private long numbers;

    /** A model. @param number its place in the file @param nodes those whose rows are in the file; of a large model only patterns of attention */
    private record Filed(int number, Model model, JsonNode graph, List<Node> weights, List<Node> nodes) {
        boolean hasExperts() {
            return nodes.stream()
                    .flatMap(node -> node.op().traits().stream())
                    .anyMatch(trait -> trait.word().equals(Trait.ROUTING));
        }
    }

    /** Runs of a model with the same changes, whose rows are computed alike. @param longest whose cells have the cards of all */
    private record Group(Trace longest, List<Map<String, Object>> runs) {
        Group with(Trace run, Map<String, Object> json) {
            runs.add(json);
            return new Group(run.positions() > longest.positions() ? run : longest, runs);
        }
    }

    /** Whether all numbers of a model's runs are in a file. */
    static boolean isSmall(Model model) {
        return model.graph().parameters() * Float.BYTES <= MOST_WEIGHTS;
    }

    boolean has(Model model) {
        return models.containsKey(model.id());
    }

    /** @param graph as the server describes it */
    void add(Model model, JsonNode graph) {
        Collection<Node> all = model.graph().nodes();
        boolean isSmall = isSmall(model);
        var filed = new Filed(
                models.size(),
                model,
                graph,
                all.stream().filter(node -> isSmall && node.constant()).toList(),
                all.stream()
                        .filter(node -> isSmall
                                ? !node.constant() && node.keep() != Keep.ASIDE
                                : node.op().traits().contains(PATTERN))
                        .toList());
        models.put(model.id(), filed);
        filed.weights().forEach(node -> count(model.weights().get(node).layout().cells()));
    }

    /** What is made of them is in memory several times. */
    private void count(long more) {
        numbers += more;
        if (numbers * Float.BYTES > MOST_NUMBERS) {
            throw new OrreryException(new RecordingError.TooMuchForAFile(MOST_NUMBERS >> MIB));
        }
    }

    boolean hasTrace(String id) {
        return traces.containsKey(id);
    }

    /** Adds a run of a model that was added, of a large model without numbers. */
    void add(Trace trace, TraceSummary summary) {
        Filed filed = models.get(trace.recipe().model());
        var json = new LinkedHashMap<String, Object>();
        json.put("info", summary);
        json.put("rows", List.of());
        json.put("scales", List.of());
        json.put("cards", -1);
        traces.put(trace.id(), json);
        if (isSmall(filed.model())) {
            addRows(filed, trace, json);
            String group = filed.hasExperts()
                    ? trace.id()
                    : trace.recipe().model() + " "
                            + Changes.texts(trace.recipe().changes());
            groups.put(
                    group,
                    groups.getOrDefault(group, new Group(trace, new ArrayList<>()))
                            .with(trace, json));
        }
    }

    /** Adds all heads' patterns of a run that was added, unless pages do not fetch as many at once ({@code why/heads/patterns.js}). */
    void addPatterns(Trace trace) {
        Filed filed = models.get(trace.recipe().model());
        var sizes = filed.model().graph().sizes();
        long cells = (long) sizes.n_layers() * sizes.n_heads() * trace.positions() * trace.positions();
        if (!isSmall(filed.model()) && cells <= MOST_PATTERNS) {
            addRows(filed, trace, traces.get(trace.id()));
        }
    }

    private void addRows(Filed filed, Trace trace, Map<String, Object> json) {
        var ids = new ArrayList<Integer>();
        var scales = new ArrayList<Float>();
        var tensors = new ArrayList<FrameTensor>();
        for (Node node : filed.nodes()) {
            var tensor = trace.tensor(node);
            scales.add(Trace.colourScale(node, tensor));
            tensors.add(FrameTensor.whole(node.name(), tensor, 1));
        }
        for (int position = 0; position < trace.positions(); position++) {
            ids.add(record(filed, trace, tensors, position));
        }
        json.put("rows", ids);
        json.put("scales", scales);
    }

    private int record(Filed filed, Trace trace, List<FrameTensor> tensors, int position) {
        var recipe = trace.recipe();
        String key = filed.number() + " " + Changes.texts(recipe.changes()) + " "
                + recipe.tokens().subList(0, position + 1);
        return recordIds.computeIfAbsent(key, added -> {
            records.add(new int[] {filed.number(), position});
            float[] row = row(tensors, position);
            count(row.length);
            rows.add(row);
            return recordIds.size();
        });
    }

    private static float[] row(List<FrameTensor> tensors, int position) {
        var parts = tensors.stream().map(tensor -> row(tensor, position)).toList();
        var row = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, row, at, part.length);
            at += part.length;
        }
        return row;
    }

    /** A tensor's row of a position; of attention, each head's numbers for the keys up to it. */
    private static float[] row(FrameTensor tensor, int position) {
        int along = FrameTensor.rowAxis(tensor.axes());
        int[] shape = tensor.shape();
        int outer = product(shape, 0, along);
        int inner = product(shape, along + 1, shape.length);
        boolean isOfKeys = tensor.axes().get(shape.length - 1).equals("k_pos");
        int run = isOfKeys ? position + 1 : inner;
        var row = new float[outer * run];
        for (int o = 0; o < outer; o++) {
            System.arraycopy(tensor.values(), (o * shape[along] + position) * inner, row, o * run, run);
        }
        return row;
    }

    private static int product(int[] sizes, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= sizes[axis];
        }
        return product;
    }

    /** The run of a text that a page asks for in words. */
    void prompt(Model model, String text, String trace) {
        prompts.put(model.id() + " " + text, trace);
    }

    /** @param path with its parameters in order */
    void answer(String path, Object answer) {
        answers.put(path, answer);
    }

    /** @param path with its parameters in order */
    void frame(String path, byte[] frame) {
        frames.put(path, new int[] {frameBytes.size(), frame.length});
        frameBytes.writeBytes(frame);
    }

    byte[] frames() {
        return frameBytes.toByteArray();
    }

    /** All but the numbers. */
    byte[] json() {
        var cards = new ArrayList<Object>();
        var places = new LinkedHashMap<Object, Integer>();
        groups.values().forEach(group -> {
            // Which cells a cell is computed from, changes to the model do not change.
            var recipe = group.longest().recipe();
            Object same = models.get(recipe.model()).hasExperts()
                    ? group.longest().id()
                    : List.of(recipe.model(), recipe.tokens());
            int place = places.computeIfAbsent(same, added -> {
                cards.add(CardForms.of(group.longest()));
                return cards.size() - 1;
            });
            group.runs().forEach(run -> run.put("cards", place));
        });
        var json = new LinkedHashMap<String, Object>();
        json.put("models", models.values().stream().map(FileData::described).toList());
        json.put("cards", cards);
        json.put("traces", traces.values());
        json.put("records", records);
        json.put("prompts", prompts);
        json.put("answers", answers);
        json.put("frames", frames);
        return Json.bytes(json);
    }

    private static Map<String, Object> described(Filed filed) {
        var weights = filed.weights().stream()
                .map(node -> {
                    var tensor = filed.model().weights().get(node);
                    return Map.of(
                            "name",
                            node.name(),
                            "axes",
                            tensor.layout().axes(),
                            "shape",
                            tensor.layout().shape(),
                            "colourScale",
                            tensor.colourScale());
                })
                .toList();
        var nodes = filed.nodes().stream()
                .map(node -> Map.of(
                        "name",
                        node.name(),
                        "axes",
                        node.axes().stream().map(Axis::name).toList(),
                        "shape",
                        node.axes().stream()
                                .map(axis -> axis.isPosition()
                                        ? (Object) "pos"
                                        : axis.length(filed.model().graph().sizes(), 0))
                                .toList(),
                        "ground",
                        Float.isInfinite(node.op().masked())
                                ? (Object) "-Infinity"
                                : node.op().masked()))
                .toList();
        return Map.of("id", filed.model().id(), "graph", filed.graph(), "weights", weights, "rows", nodes);
    }

    /** All numbers, as float32: all first bytes, then all second ones, and so on, since these are more alike. */
    byte[] numbers() {
        var all = new ArrayList<float[]>();
        models.values()
                .forEach(filed -> filed.weights()
                        .forEach(node ->
                                all.add(filed.model().weights().get(node).toArray())));
        all.addAll(rows);
        int count = all.stream().mapToInt(some -> some.length).sum();
        var planes = new byte[Math.multiplyExact(count, Float.BYTES)];
        int at = 0;
        for (float[] some : all) {
            for (float number : some) {
                int bits = Float.floatToRawIntBits(number);
                for (int plane = 0; plane < Float.BYTES; plane++) {
                    planes[plane * count + at] = (byte) (bits >> plane * Byte.SIZE);
                }
                at++;
            }
        }
        return planes;
    }
}
