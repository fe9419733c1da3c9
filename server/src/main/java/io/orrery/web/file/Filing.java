package io.orrery.web.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.lab.tool.HeadsTool;
import io.orrery.lab.tool.ScoreTool;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.trace.Trace;
import io.orrery.wire.TraceSummary;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file in the making: asks the server what the page in the file will ask, and keeps the answers. */
final class Filing {
    /** A page asks for tensors of up to this many cells by themselves, exact ({@code model/trace.js}). */
    private static final int MOST_EXACT = 1 << 14;

    /** The tools of why that draw patterns of attention. */
    private static final Set<String> LOOKS = Set.of(HeadsTool.NAME, ScoreTool.NAME);

    private static final Pattern IN_LAYER = Pattern.compile("(blocks\\.\\d+)\\.");

    private final Library library;
    private final OwnServer server;
    private final FileData data = new FileData();

    Filing(Library library, OwnServer server) {
        this.library = library;
        this.server = server;
    }

    FileData data() {
        return data;
    }

    /** Adds a run, with its model and how its next token is chosen. */
    Trace added(TraceSummary run) {
        Model model = library.model(run.model());
        if (!data.has(model)) {
            data.add(model, server.get("/api/models/" + model.id() + "/graph"));
        }
        Trace trace = library.find(run.id()).join();
        if (!data.hasTrace(run.id())) {
            data.add(trace, run);
            keep(
                    "/api/traces/" + run.id() + "/distribution",
                    Map.of("temperature", "0", "topK", "0", "topP", "1", "seed", "0"));
            keep("/api/traces/" + run.id() + "/cut", Map.of());
        }
        return trace;
    }

    /** What becomes of the next token by a run's changes. @param position null for the last one */
    void keepChanged(TraceSummary run, String position) {
        String last = Integer.toString(run.tokens().size() - 1);
        keep(
                "/api/traces/" + run.unchanged() + "/compare/" + run.id(),
                Map.of("position", position == null ? last : position));
    }

    /** Facts of words, one by one. @param run its address @param prompt how many tokens its prompt has */
    void keepFacts(String run, int prompt, Set<String> facts) {
        for (String fact : facts) {
            keep(
                    run + "/facts",
                    Map.of("fact", fact, "prompt", Integer.toString(prompt)),
                    answer -> answer.at("/facts/0"));
        }
    }

    /** Of a large model, what is drawn at these steps; of others all is kept already. */
    void keepShown(TraceSummary run, Set<String> steps) {
        if (!FileData.isSmall(library.model(run.model()))) {
            Trace trace = library.find(run.id()).join();
            steps.stream().filter(step -> trace.graph().step(step).isPresent()).forEach(step -> keepDrawn(trace, step));
        }
    }

    /** What a tool of why shows besides its answers: all heads of a large model, whose numbers are not in the file already. @param run its id */
    void keepLooks(String run, String tool) {
        if (data.hasTrace(run) && LOOKS.contains(tool)) {
            data.addPatterns(library.find(run).join());
        }
    }

    /** Of a large model, what is drawn: the frames of all steps where only the shown step's layer is open, and its small tensors, exact. */
    void keepDrawn(Trace trace, String shown) {
        String run = "/api/traces/" + trace.id();
        var steps = new LinkedHashSet<String>();
        for (Step step : trace.graph().steps()) {
            Matcher inLayer = IN_LAYER.matcher(step.id());
            boolean isClosed = inLayer.lookingAt()
                    && !inLayer.group(1).equals("blocks.0")
                    && !shown.startsWith(inLayer.group(1) + ".");
            steps.add(isClosed ? inLayer.group(1) : step.id());
        }
        steps.forEach(step -> data.frame(run + "/steps/" + step, server.bytes(run + "/steps/" + step)));
        for (Node node : trace.graph().step(shown).orElseThrow().nodes()) {
            if (node.keep() != Keep.ASIDE && trace.layout(node).cells() <= MOST_EXACT) {
                String path = run + "/tensors/" + node.name() + "?dtype=f32";
                data.frame(path, server.bytes(path));
            }
        }
    }

    /** The models of the file, as a page asks for those on offer. @param text of the file */
    void offer(String text) {
        var offered = (ObjectNode) server.get("/api/presets");
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
        data.answer("/api/presets?prompts=false", offered);
    }

    /** Asks, and keeps the answer as the page in the file will ask. What the server refuses, it refuses there, too. @return whether there is an answer */
    boolean keep(String path, Map<String, String> asked) {
        return keep(path, asked, answer -> answer);
    }

    /** Where a model's tokens are. @param model its content id */
    void keepPlaces(String model) {
        String path = "/api/models/" + model + "/places";
        server.asked(path).ifPresent(places -> data.frame(path, places));
    }

    /** @param kept what of the answer is kept */
    private boolean keep(String path, Map<String, String> asked, UnaryOperator<JsonNode> kept) {
        String whole = OwnServer.address(path, asked);
        var answer = server.found(whole);
        answer.ifPresent(found -> data.answer(whole, kept.apply(found)));
        return answer.isPresent();
    }

    /** What of the file's parts is of all pages. */
    Map<String, byte[]> parts() {
        var parts = new LinkedHashMap<String, byte[]>();
        parts.put("data", data.json());
        parts.put("numbers", data.numbers());
        parts.put("frames", data.frames());
        return parts;
    }
}
