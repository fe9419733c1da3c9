package io.orrery.web.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.lab.tool.EmbeddingTool;
import io.orrery.lab.tool.Opened;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.lab.tool.Tools;
import io.orrery.library.Library;
import io.orrery.library.TourLibrary;
import io.orrery.model.Model;
import io.orrery.tour.fact.TokenFinder;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.Changes;
import io.orrery.wire.TraceSummary;
import io.orrery.wire.UrlQuery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A guided tour or a talk in a file, for somebody who walks alone: the runs of its beats, the facts of their words, and what the tools of why answer
 * that they show.
 */
final class FiledScenes {
    private final Library library;
    private final OwnServer server;
    private final OneFile file;
    private final Filing filing;
    private int beatsWithoutWhy;

    FiledScenes(Library library, OwnServer server, OneFile file) {
        this.library = library;
        this.server = server;
        this.file = file;
        filing = new Filing(library, server);
    }

    /** The longest route of a tour. @throws OrreryException if there is no such tour, or it has a problem */
    Exports.FiledTour of(TourLibrary tours, String id) {
        tours.version(tours.entry(id), Optional.empty());
        String path = "/api/tours/" + UrlQuery.encoded(id);
        Optional<TraceSummary> first = Optional.empty();
        JsonNode tour = server.found(path + "?lang=" + file.languages().get(0))
                .orElseThrow(() -> new OrreryException(new TourError.UnknownTour(id)));
        String own = tour.path("model").asText("");
        for (JsonNode chapter : tour.path("chapters")) {
            for (JsonNode beat : chapter.path("beats")) {
                JsonNode scene = beat.path("scene");
                String model = scene.path("model").asText(own);
                TraceSummary run = run(
                        model,
                        scene,
                        scene.path("text").asText(tour.path("text").asText()));
                first = first.or(() -> Optional.of(run));
                if (scene.path("sampling").isObject()) {
                    filing.keep("/api/traces/" + run.id() + "/distribution", sampling(scene.path("sampling")));
                }
                Set<String> steps = new TreeSet<>();
                scene.path("steps").forEach(step -> steps.add(step.asText()));
                filing.keepShown(run, steps);
                filing.keepFacts("/api/traces/" + run.id(), run.promptLength(), facts(path, chapter, beat));
                if (scene.has("why") && !keepsWhy(run, scene.path("why"))) {
                    beatsWithoutWhy++;
                }
            }
        }
        for (String language : file.languages()) {
            filing.keep(path, Map.of("lang", language));
        }
        int longest = 0;
        for (JsonNode route : tour.path("routes")) {
            longest = Math.max(longest, route.path("minutes").asInt());
        }
        TraceSummary run = first.orElseThrow(() -> new OrreryException(new TourError.UnknownTour(id)));
        filing.offer(String.join("", run.text().subList(0, run.promptLength())));
        var fragment = ViewAddress.members(library.model(run.model()), run);
        fragment.put("tour", id);
        fragment.put("route", Integer.toString(longest));
        var parts = filing.parts();
        var page = file.of(
                "solo",
                "",
                tour.path("title").asText(),
                ViewAddress.fragment(fragment),
                OneFile.hasFormulas(parts),
                parts);
        return new Exports.FiledTour(page, beatsWithoutWhy);
    }

    /**
     * Keeps what a page asks the tool of why that a scene opens.
     *
     * @param why as a scene has it
     * @return whether all of it is answered
     */
    private boolean keepsWhy(TraceSummary run, JsonNode why) {
        var tool = Tools.named(why.path("tool").asText());
        Model model = library.model(run.model());
        Map<String, String> target = target(run, why);
        int position = Integer.parseInt(
                target.getOrDefault("position", Integer.toString(run.tokens().size() - 1)));
        var opened = new Opened(
                Exports.texts(why.path("view")),
                position,
                run.tokens(),
                run.changes(),
                model.graph().sizes());
        boolean isKept = true;
        for (Opened.Request request : tool.asked(opened)) {
            var parameters = new TreeMap<>(request.parameters());
            parameters.putAll(target);
            String of = request.unchanged() && !run.unchanged().isEmpty() ? run.unchanged() : run.id();
            isKept &= filing.keep("/api/traces/" + of + "/why/" + request.tool(), parameters);
            filing.keepLooks(of, request.tool());
        }
        if (tool.name().equals(EmbeddingTool.NAME)) {
            filing.keepPlaces(model.id());
        }
        if (!run.unchanged().isEmpty()) {
            filing.keepChanged(run, target.get("position"));
        }
        return isKept;
    }

    /** The parameters of what a scene asks about. */
    private Map<String, String> target(TraceSummary run, JsonNode why) {
        Model model = library.model(run.model());
        var target = new TreeMap<String, String>();
        if (why.has("position")) {
            String position = why.path("position").asText();
            target.put(
                    "position",
                    position.equals("last") ? Integer.toString(run.tokens().size() - 1) : position);
        }
        if (why.has("a")) {
            target.put("a", Integer.toString(token(model, why.path("a").asText())));
        }
        String b = why.path("b").asText(ToolRequest.RIVAL);
        if (!b.equals(ToolRequest.SECOND)) {
            target.put("b", ToolRequest.COMPARED.contains(b) ? b : Integer.toString(token(model, b)));
        }
        return target;
    }

    /** The token of a word, which is kept as the answer to the page that asks for it. */
    private int token(Model model, String word) {
        int token = TokenFinder.token(model, word);
        filing.data()
                .answer(
                        "/api/tokens?model=" + UrlQuery.encoded(model.id()) + "&text=" + UrlQuery.encoded(word),
                        Map.of("tokens", List.of(token)));
        return token;
    }

    /** The run of a scene, and those on the way to it, as {@code live/scene-runs.js} asks for them. */
    private TraceSummary run(String name, JsonNode scene, String text) {
        Model model = library.catalog().named(name);
        TraceSummary run = library.prompt(model, text).join();
        filing.added(run);
        filing.data().prompt(model, text, run.id());
        for (int i = 0; i < scene.path("generated").asInt(); i++) {
            run = library.generate(changed(run, scene).id(), Sampling.GREEDY).join();
            filing.added(run);
        }
        var words = new ArrayList<Integer>();
        scene.path("written").forEach(word -> words.add(token(model, word.asText())));
        if (!words.isEmpty()) {
            run = library.append(run.id(), words.stream().mapToInt(i -> i).toArray())
                    .join();
            filing.added(run);
        }
        run = changed(run, scene);
        if (scene.path("compare").isTextual()) {
            TraceSummary second = library.withModel(
                            run.id(),
                            library.catalog().named(scene.path("compare").asText()))
                    .join();
            filing.added(second);
            filing.keep("/api/traces/" + run.id() + "/compare/" + second.id(), Map.of());
        }
        return run;
    }

    /** The run with what the scene changes in the model. */
    private TraceSummary changed(TraceSummary run, JsonNode scene) {
        var changes = new ArrayList<String>();
        int last = run.tokens().size() - 1;
        scene.path("changes")
                .forEach(change -> changes.add(change.asText().replaceAll("\\blast\\b", Integer.toString(last))));
        if (changes.isEmpty()) {
            return run;
        }
        TraceSummary changed = library.changed(run.id(), Changes.parse(changes)).join();
        filing.added(changed);
        return changed;
    }

    private Set<String> facts(String tour, JsonNode chapter, JsonNode beat) {
        Set<String> facts = new LinkedHashSet<>(Shown.facts(beat));
        facts.addAll(Shown.facts(chapter.path("check")));
        for (String language : file.languages()) {
            server.get(tour + "?lang=" + language)
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
        sampling.putAll(Exports.texts(said));
        return sampling;
    }
}
