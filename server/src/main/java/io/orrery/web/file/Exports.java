package io.orrery.web.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.error.RequestError;
import io.orrery.error.ServerError;
import io.orrery.error.TourError;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.lab.tool.Tools;
import io.orrery.library.Library;
import io.orrery.library.TourLibrary;
import io.orrery.model.Model;
import io.orrery.tour.fact.TokenFinder;
import io.orrery.trace.Sampling;
import io.orrery.trace.Trace;
import io.orrery.trace.change.Changes;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.Packed;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.TraceSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes files that show a step. It asks the server what the page in the file will ask, and keeps the answers. */
public final class Exports {
    private static final int OK = 200;

    /** From this status on, the server may answer later. */
    private static final int TOO_MANY = 429;

    private static final int MOST_AGAIN = 20;
    private static final int MS = 1000;

    /** A page asks for tensors of up to this many cells by themselves, exact ({@code model/trace.js}). */
    private static final int MOST_EXACT = 1 << 14;

    private static final Pattern IN_LAYER = Pattern.compile("(blocks\\.\\d+)\\.");

    private final Library library;
    private final TourLibrary tours;
    private final String server;
    private final OneFile file = new OneFile(new Assets(), Packed.read());
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param server its address, such as {@code http://127.0.0.1:8080} */
    public Exports(Library library, TourLibrary tours, String server) {
        this.library = library;
        this.tours = tours;
        this.server = server;
    }

    /**
     * A step of a run.
     *
     * @param step its id; empty for the first
     * @throws OrreryException with a {@link RequestError.UnknownStep} if the model has no such step
     */
    public OneFile.Page step(TraceSummary run, Optional<String> step) {
        var data = new FileData();
        Trace trace = added(data, run);
        String shown =
                step.orElseGet(() -> trace.graph().steps().iterator().next().id());
        if (trace.graph().step(shown).isEmpty()) {
            throw new OrreryException(new RequestError.UnknownStep(shown));
        }
        if (!FileData.isSmall(library.model(run.model()))) {
            keepDrawn(data, trace, shown);
        }
        String text = String.join("", run.text());
        offer(data, text);
        var fragment = walk(run);
        fragment.put("step", shown);
        return file.of("solo", "", text, address(fragment), false, parts(data));
    }

    /**
     * A tour in a file.
     *
     * @param beatsWithoutWhy how many beats show a tool of why whose answers are not all in it; there the page says that
     */
    public record FiledTour(OneFile.Page page, int beatsWithoutWhy) {}

    /**
     * A guided tour or a talk, for somebody who walks alone: its longest route, with the runs of its beats, the facts of their words, and what the
     * tools of why answer that they show.
     *
     * @throws OrreryException if there is no such tour, or it has a problem
     */
    public FiledTour tour(String id) {
        tours.version(tours.entry(id), Optional.empty());
        String path = "/api/tours/" + encoded(id);
        var data = new FileData();
        int beatsWithoutWhy = 0;
        Optional<TraceSummary> first = Optional.empty();
        JsonNode tour = found(path + "?lang=" + file.languages().get(0))
                .orElseThrow(() -> new OrreryException(new TourError.UnknownTour(id)));
        String own = tour.path("model").asText("");
        for (JsonNode chapter : tour.path("chapters")) {
            for (JsonNode beat : chapter.path("beats")) {
                JsonNode scene = beat.path("scene");
                String model = scene.path("model").asText(own);
                TraceSummary run = run(
                        data,
                        model,
                        scene,
                        scene.path("text").asText(tour.path("text").asText()));
                first = first.or(() -> Optional.of(run));
                if (scene.path("sampling").isObject()) {
                    keep(data, "/api/traces/" + run.id() + "/distribution", sampling(scene.path("sampling")));
                }
                Set<String> steps = new TreeSet<>();
                scene.path("steps").forEach(step -> steps.add(step.asText()));
                keepShown(data, run, steps);
                keepFacts(data, "/api/traces/" + run.id(), run.promptLength(), facts(path, chapter, beat));
                if (scene.has("why") && !keepsWhy(data, run, scene.path("why"))) {
                    beatsWithoutWhy++;
                }
            }
        }
        for (String language : file.languages()) {
            keep(data, path, Map.of("lang", language));
        }
        int longest = 0;
        for (JsonNode route : tour.path("routes")) {
            longest = Math.max(longest, route.path("minutes").asInt());
        }
        TraceSummary run = first.orElseThrow(() -> new OrreryException(new TourError.UnknownTour(id)));
        offer(data, String.join("", run.text().subList(0, run.promptLength())));
        var fragment = walk(run);
        fragment.put("tour", id);
        fragment.put("route", Integer.toString(longest));
        var parts = parts(data);
        var page =
                file.of("solo", "", tour.path("title").asText(), address(fragment), OneFile.hasFormulas(parts), parts);
        return new FiledTour(page, beatsWithoutWhy);
    }

    /**
     * Keeps what a tool of why answers about a run: all of it, and what the scene has opened in it.
     *
     * @param why as a scene has it
     * @return whether that is all that the page asks the tool
     */
    private boolean keepsWhy(FileData data, TraceSummary run, JsonNode why) {
        Tool tool = Tools.named(why.path("tool").asText());
        Optional<Map<String, String>> whole = tool.whole();
        if (whole.isEmpty()) {
            return false;
        }
        Map<String, String> target = target(data, run, why);
        var asked = new ArrayList<>(List.of(Map.<String, String>of()));
        asked.addAll(opened(tool, library.model(run.model()), why.path("view")));
        String of = run.id();
        if (tool.parameters().contains("set") && !run.unchanged().isEmpty()) {
            // what is changed is asked about the run in which it is not
            of = run.unchanged();
            if (asked.size() == 1) {
                asked.add(Map.of("set", String.join(";", run.changes())));
            }
            keepChanged(data, run, target.get("position"));
        }
        String path = "/api/traces/" + of + "/why/" + tool.name();
        // some tools answer only about what is opened in them
        boolean isKept = false;
        for (Map<String, String> parameters : asked) {
            var all = new TreeMap<>(parameters);
            all.putAll(target);
            var known = address(path, all);
            all.putAll(whole.get());
            Optional<JsonNode> answer = found(address(path, all));
            answer.ifPresent(found -> data.answer(known, found));
            isKept = answer.isPresent();
        }
        return isKept;
    }

    /** What becomes of the next token by a run's changes. @param position null for the last one */
    private void keepChanged(FileData data, TraceSummary run, String position) {
        String last = Integer.toString(run.tokens().size() - 1);
        keep(
                data,
                "/api/traces/" + run.unchanged() + "/compare/" + run.id(),
                Map.of("position", position == null ? last : position));
    }

    /** The parameters of what a scene asks about. */
    private Map<String, String> target(FileData data, TraceSummary run, JsonNode why) {
        Model model = library.model(run.model());
        var target = new TreeMap<String, String>();
        if (why.has("position")) {
            String position = why.path("position").asText();
            target.put(
                    "position",
                    position.equals("last") ? Integer.toString(run.tokens().size() - 1) : position);
        }
        if (why.has("a")) {
            target.put("a", Integer.toString(token(data, model, why.path("a").asText())));
        }
        String b = why.path("b").asText(ToolRequest.RIVAL);
        if (!b.equals(ToolRequest.SECOND)) {
            target.put("b", ToolRequest.COMPARED.contains(b) ? b : Integer.toString(token(data, model, b)));
        }
        return target;
    }

    /** The parameters of what a scene has opened within a tool; of each head if the page finds out which one it is. */
    private static List<Map<String, String>> opened(Tool tool, Model model, JsonNode view) {
        Map<String, String> named =
                Parameters.of(tool, name -> view.path(name).asText(null)).values();
        if (!named.isEmpty() || !view.has("part")) {
            return named.isEmpty() ? List.of() : List.of(named);
        }
        var sizes = model.graph().sizes();
        return IntStream.range(0, sizes.n_layers() * sizes.n_heads())
                .mapToObj(head -> Map.of(
                        "layer",
                        Integer.toString(head / sizes.n_heads()),
                        "head",
                        Integer.toString(head % sizes.n_heads())))
                .toList();
    }

    /** The token of a word, which is kept as the answer to the page that asks for it. */
    private int token(FileData data, Model model, String word) {
        int token = TokenFinder.token(model, word);
        data.answer(
                "/api/tokens?model=" + encoded(model.id()) + "&text=" + encoded(word),
                Map.of("tokens", List.of(token)));
        return token;
    }

    /** The run of a scene, and those on the way to it, as {@code live/scene-runs.js} asks for them. */
    private TraceSummary run(FileData data, String name, JsonNode scene, String text) {
        Model model = library.catalog().named(name);
        TraceSummary run = library.prompt(model, text).join();
        added(data, run);
        data.prompt(model, text, run.id());
        for (int i = 0; i < scene.path("generated").asInt(); i++) {
            run = library.generate(changed(data, run, scene).id(), Sampling.GREEDY)
                    .join();
            added(data, run);
        }
        var words = new ArrayList<Integer>();
        scene.path("written").forEach(word -> words.add(token(data, model, word.asText())));
        if (!words.isEmpty()) {
            run = library.append(run.id(), words.stream().mapToInt(i -> i).toArray())
                    .join();
            added(data, run);
        }
        run = changed(data, run, scene);
        if (scene.path("compare").isTextual()) {
            TraceSummary second = library.withModel(
                            run.id(),
                            library.catalog().named(scene.path("compare").asText()))
                    .join();
            added(data, second);
            keep(data, "/api/traces/" + run.id() + "/compare/" + second.id(), Map.of());
        }
        return run;
    }

    /** The run with what the scene changes in the model. */
    private TraceSummary changed(FileData data, TraceSummary run, JsonNode scene) {
        var changes = new ArrayList<String>();
        int last = run.tokens().size() - 1;
        scene.path("changes")
                .forEach(change -> changes.add(change.asText().replaceAll("\\blast\\b", Integer.toString(last))));
        if (changes.isEmpty()) {
            return run;
        }
        TraceSummary changed = library.changed(run.id(), Changes.parse(changes)).join();
        added(data, changed);
        return changed;
    }

    private Set<String> facts(String tour, JsonNode chapter, JsonNode beat) {
        Set<String> facts = new LinkedHashSet<>(Shown.facts(beat));
        facts.addAll(Shown.facts(chapter.path("check")));
        for (String language : file.languages()) {
            get(tour + "?lang=" + language)
                    .path("chapters")
                    .forEach(each -> each.path("beats").forEach(same -> {
                        if (each.path("id").equals(chapter.path("id"))
                                && same.path("id").equals(beat.path("id"))) {
                            facts.addAll(Shown.facts(same));
                        }
                    }));
        }
        return facts;
    }

    private static Map<String, String> sampling(JsonNode said) {
        var sampling = new TreeMap<>(Map.of("temperature", "0", "topK", "0", "topP", "1", "seed", "0"));
        sampling.putAll(texts(said));
        return sampling;
    }

    /** The members of an address at which the page of somebody alone has a run. */
    private Map<String, String> walk(TraceSummary run) {
        var fragment = new LinkedHashMap<String, String>();
        fragment.put("preset", library.model(run.model()).preset().id());
        fragment.put("tokens", run.tokens().stream().map(String::valueOf).collect(Collectors.joining(",")));
        fragment.put("given", Integer.toString(run.promptLength()));
        return fragment;
    }

    private static String address(Map<String, String> fragment) {
        return "#"
                + fragment.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    /**
     * A recording.
     *
     * @param recording as it is given out
     * @param without what is left out
     * @throws OrreryException with a {@link RecordingError.TooMuchForAFile} if it does not fit into the memory that a file may take
     */
    public OneFile.Page recording(Taped recording, Set<FilePart> without) {
        Shown shown = Shown.of(recording.stretches());
        var data = new FileData();
        var why = new TreeMap<String, JsonNode>();
        boolean hasNumbers = !without.contains(FilePart.NUMBERS);
        var manifest = recording.manifest().deepCopy();
        manifest.path("models")
                .forEach(model -> ((ObjectNode) model)
                        .put("offered", hasNumbers && model.path("offered").asBoolean()));
        Set<String> offered = new HashSet<>();
        manifest.path("models").forEach(model -> {
            if (model.path("offered").asBoolean()) {
                offered.add(model.path("id").asText());
            }
        });
        for (Shown.Run run : shown.runs()) {
            if (offered.contains(run.model())) {
                add(data, run);
            }
        }
        shown.compared().forEach(path -> keep(data, path, Map.of()));
        shown.tours().forEach(tour -> keepWords(data, tour));
        if (hasNumbers) {
            shown.updates().forEach(path -> asked(path).ifPresent(frame -> data.frame(path, frame)));
        }
        if (hasNumbers && !without.contains(FilePart.WHY)) {
            shown.asked().forEach(path -> found(path).ifPresent(answer -> why.put(path, answer)));
        }
        offer(data, "");
        if (without.contains(FilePart.VOICE)) {
            manifest.putArray("voice");
        }
        if (without.contains(FilePart.CAPTIONS)) {
            manifest.putArray("captions");
        }
        var parts = parts(data);
        parts.put("why", Json.bytes(why));
        var rows = new LinkedHashMap<String, Object>();
        rows.put("manifest", manifest);
        rows.put("stretches", shown.rows());
        parts.put("rows", Json.bytes(rows));
        parts.put("captions", Json.bytes(without.contains(FilePart.CAPTIONS) ? Map.of() : recording.captions()));
        parts.put("voice", joined(recording.voice()));
        return file.of(
                "replay",
                manifest.path("id").asText(),
                manifest.path("title").asText(),
                "#t=0",
                OneFile.hasFormulas(parts),
                parts);
    }

    private void add(FileData data, Shown.Run shown) {
        if (!shown.changes().isEmpty()) {
            library.learn(shown.model(), shown.tokens(), List.of());
        }
        library.learn(shown.model(), shown.tokens(), shown.changes());
        TraceSummary summary = library.summary(shown.id())
                .join()
                .withPromptLength(shown.json().path("promptLength").asInt());
        added(data, summary);
        if (!shown.changes().isEmpty()) {
            keepChanged(data, summary, null);
        }
        String path = "/api/traces/" + shown.id();
        shown.samplings().forEach(sampling -> keep(data, path + "/distribution", texts(sampling)));
        keepShown(data, summary, shown.steps());
        shown.beats().forEach(beat -> keepFacts(data, path, summary.promptLength(), beat));
    }
    /** Adds a run, with its model and how its next token is chosen. */
    private Trace added(FileData data, TraceSummary run) {
        Model model = library.model(run.model());
        if (!data.has(model)) {
            data.add(model, get("/api/models/" + model.id() + "/graph"));
        }
        Trace trace = library.find(run.id()).join();
        if (!data.hasTrace(run.id())) {
            data.add(trace, run);
            keep(
                    data,
                    "/api/traces/" + run.id() + "/distribution",
                    Map.of("temperature", "0", "topK", "0", "topP", "1", "seed", "0"));
        }
        return trace;
    }

    /** The words of a tour that was shown, in all languages. One that has its own model is the same whatever is on screen. */
    private void keepWords(FileData data, Shown.Tour tour) {
        for (String language : file.languages()) {
            String path = "/api/tours/" + encoded(tour.id());
            found(path + "?lang=" + language + "&model=" + tour.model()).ifPresent(words -> {
                boolean isOwn = words.path("model").isTextual();
                data.answer(path + "?lang=" + language + (isOwn ? "" : "&model=" + tour.model()), words);
            });
        }
    }

    /** The facts of a beat's words, one by one. @param run the address of the run */
    private void keepFacts(FileData data, String run, int prompt, Shown.Beat beat) {
        Set<String> facts = new LinkedHashSet<>();
        for (String language : file.languages()) {
            found("/api/tours/" + encoded(beat.tour().id()) + "?lang=" + language + "&model="
                            + beat.tour().model())
                    .ifPresent(words -> words.path("chapters")
                            .forEach(chapter -> chapter.path("beats").forEach(each -> {
                                if (beat.path()
                                        .equals(chapter.path("id").asText() + "/"
                                                + each.path("id").asText())) {
                                    facts.addAll(Shown.facts(each));
                                    facts.addAll(Shown.facts(chapter.path("check")));
                                }
                            })));
        }
        keepFacts(data, run, prompt, facts);
    }

    private void keepFacts(FileData data, String run, int prompt, Set<String> facts) {
        for (String fact : facts) {
            keep(
                    data,
                    run + "/facts",
                    Map.of("fact", fact, "prompt", Integer.toString(prompt)),
                    answer -> answer.at("/facts/0"));
        }
    }

    private void keepShown(FileData data, TraceSummary run, Set<String> steps) {
        if (!FileData.isSmall(library.model(run.model()))) {
            Trace trace = library.find(run.id()).join();
            steps.stream()
                    .filter(step -> trace.graph().step(step).isPresent())
                    .forEach(step -> keepDrawn(data, trace, step));
        }
    }

    /** Of a large model, what is drawn: the frames of all steps where only the shown step's layer is open, and its small tensors, exact. */
    private void keepDrawn(FileData data, Trace trace, String shown) {
        String run = "/api/traces/" + trace.id();
        var steps = new LinkedHashSet<String>();
        for (Step step : trace.graph().steps()) {
            Matcher inLayer = IN_LAYER.matcher(step.id());
            boolean isClosed = inLayer.lookingAt()
                    && !inLayer.group(1).equals("blocks.0")
                    && !shown.startsWith(inLayer.group(1) + ".");
            steps.add(isClosed ? inLayer.group(1) : step.id());
        }
        steps.forEach(step -> data.frame(run + "/steps/" + step, bytes(run + "/steps/" + step)));
        for (Node node : trace.graph().step(shown).orElseThrow().nodes()) {
            if (node.keep() != Keep.ASIDE && trace.layout(node).cells() <= MOST_EXACT) {
                String path = run + "/tensors/" + node.name() + "?dtype=f32";
                data.frame(path, bytes(path));
            }
        }
    }

    /** The models of the file, as a page asks for those on offer. @param text of the file */
    private void offer(FileData data, String text) {
        var offered = (ObjectNode) get("/api/presets");
        offered.putArray("structures");
        var presets = offered.withArray("presets");
        for (int i = presets.size() - 1; i >= 0; i--) {
            var preset = (ObjectNode) presets.get(i);
            if (data.has(library.model(preset.path("model").textValue()))) {
                preset.put("prompt", text);
                preset.putArray("prompts");
            } else {
                presets.remove(i);
            }
        }
        data.answer("/api/presets", offered);
    }

    /** Asks, and keeps the answer as the page in the file will ask. What the server refuses, it refuses there, too. */
    private void keep(FileData data, String path, Map<String, String> asked) {
        keep(data, path, asked, answer -> answer);
    }

    /** @param kept what of the answer is kept */
    private void keep(FileData data, String path, Map<String, String> asked, UnaryOperator<JsonNode> kept) {
        String whole = address(path, asked);
        found(whole).ifPresent(answer -> data.answer(whole, kept.apply(answer)));
    }

    /** The parameters in order, as {@code live/file-answers.js} has them ({@code keyOf}). */
    private static String address(String path, Map<String, String> asked) {
        String query = new TreeMap<>(asked)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode get(String path) {
        return found(path).orElseThrow(() -> new IllegalStateException(path + " is refused"));
    }

    /** What the server answers; empty if it refuses. */
    private Optional<JsonNode> found(String path) {
        return asked(path).map(bytes -> {
            try {
                return Json.read(new String(bytes, StandardCharsets.UTF_8));
            } catch (MalformedException e) {
                throw new IllegalStateException(path, e);
            }
        });
    }

    private byte[] bytes(String path) {
        return asked(path).orElseThrow(() -> new IllegalStateException(path + " is refused"));
    }

    /** While the server is busy, it is asked again. */
    private Optional<byte[]> asked(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).build();
        try {
            for (int again = 0; ; again++) {
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == OK) {
                    return Optional.of(answer.body());
                }
                boolean isBusy = answer.statusCode() >= TOO_MANY;
                if (!isBusy) {
                    return Optional.empty();
                }
                if (again == MOST_AGAIN) {
                    throw new OrreryException(new ServerError.Internal());
                }
                Thread.sleep(answer.headers().firstValueAsLong("Retry-After").orElse(1) * MS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The server does not answer itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the server answers itself", e);
        }
    }

    /** What of the file's parts is of all pages. */
    private static Map<String, byte[]> parts(FileData data) {
        var parts = new LinkedHashMap<String, byte[]>();
        parts.put("data", data.json());
        parts.put("numbers", data.numbers());
        parts.put("frames", data.frames());
        return parts;
    }

    private static byte[] joined(List<byte[]> pieces) {
        var all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** The members as a page writes them into an address. */
    private static Map<String, String> texts(JsonNode members) {
        var texts = new TreeMap<String, String>();
        members.properties().forEach(member -> texts.put(member.getKey(), text(member.getValue())));
        return texts;
    }

    private static String text(JsonNode number) {
        boolean isWhole = number.isNumber() && number.doubleValue() == number.longValue();
        return isWhole ? Long.toString(number.longValue()) : number.asText();
    }
}
