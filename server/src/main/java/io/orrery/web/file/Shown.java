package io.orrery.web.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.lab.tool.EmbeddingTool;
import io.orrery.wire.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the rows of a recording show, found by going through them in their order: runs with their steps, tours, and what was asked about runs. */
final class Shown {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What leads to the room, which may still be open. */
    private static final List<String> OF_ROOM = List.of("code", "address");

    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Set<Tour> tours = new LinkedHashSet<>();
    private final Set<String> compared = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> updates = new LinkedHashSet<>();
    private final Set<String> withPlaces = new LinkedHashSet<>();
    private final ArrayNode rows = JSON.createArrayNode();

    /**
     * A run that was shown.
     *
     * @param json as the state has it
     * @param steps at which it was shown
     * @param samplings with which its next token was chosen
     * @param beats of tours that it was shown in
     */
    record Run(JsonNode json, Set<String> steps, Set<JsonNode> samplings, Set<Beat> beats) {
        String id() {
            return json.path("id").asText();
        }

        String model() {
            return json.path("model").asText();
        }

        List<Integer> tokens() {
            return Json.integers(json.path("tokens"));
        }

        List<String> changes() {
            return Json.texts(json.path("changes"));
        }
    }

    /** @param model with which it was shown */
    record Tour(String id, String model) {}

    /** @param path chapter/beat */
    record Beat(Tour tour, String path) {}

    /** @param stretches the rows of each stretch, JSON arrays; the first row of each has a whole state */
    static Shown of(List<byte[]> stretches) {
        var shown = new Shown();
        for (byte[] stretch : stretches) {
            shown.stretch(Json.own(stretch));
        }
        return shown;
    }

    Iterable<Run> runs() {
        return runs.values();
    }

    Set<Tour> tours() {
        return tours;
    }

    /** Pairs of runs that were compared: of each the address of the comparison. */
    Set<String> compared() {
        return compared;
    }

    /** The addresses at which it was asked why. */
    Set<String> asked() {
        return asked;
    }

    /** The models whose tokens were shown as places. */
    Set<String> withPlaces() {
        return withPlaces;
    }

    /** The addresses of the frames of updates of a training that were looked at. */
    Set<String> updates() {
        return updates;
    }

    /** The rows of each stretch, without what leads to the room. */
    JsonNode rows() {
        return rows;
    }

    private void stretch(JsonNode stretch) {
        ObjectNode state = JSON.createObjectNode();
        ArrayNode kept = rows.addArray();
        for (JsonNode row : stretch) {
            if (row.has("asked")) {
                asked.add(row.path("asked").asText());
                continue;
            }
            kept.add(row);
            if (row.path("state") instanceof ObjectNode changed) {
                changed.remove(OF_ROOM);
                state.setAll(changed);
                row.path("gone").forEach(name -> state.remove(name.asText()));
                see(state);
            }
        }
    }

    private void see(JsonNode state) {
        JsonNode trace = state.path("trace");
        JsonNode second = state.path("second");
        String step = state.at("/cursor/step").asText();
        run(trace, step, state);
        if (state.at("/why/tool").asText().equals(EmbeddingTool.NAME)) {
            withPlaces.add(trace.path("model").asText());
        }
        JsonNode update = state.at("/training/course/look/update/model");
        if (update.isTextual()) {
            String address = "/api/training/updates/" + update.asText() + "/";
            updates.addAll(List.of(
                    address + "texts/" + trace.path("id").asText(), address + "gradients", address + "changes"));
        }
        if (second.isObject()) {
            run(second, step, state);
            compared.add("/api/traces/" + trace.path("id").asText() + "/compare/"
                    + second.path("id").asText());
        }
    }

    private void run(JsonNode trace, String step, JsonNode state) {
        Run run = runs.computeIfAbsent(
                trace.path("id").asText(),
                id -> new Run(trace, new TreeSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>()));
        run.steps().add(step);
        if (state.has("sampling")) {
            run.samplings().add(state.get("sampling"));
        }
        JsonNode tour = state.path("tour");
        if (tour.isObject()) {
            var shown = new Tour(tour.path("tour").asText(), run.model());
            tours.add(shown);
            run.beats().add(new Beat(shown, tour.path("beat").asText()));
        }
    }

    /** The facts that the words of something mention, each once, as {@code factsIn} of {@code features/tour/forms.js} finds them. */
    static Set<String> facts(JsonNode words) {
        var facts = new LinkedHashSet<String>();
        look(words, facts);
        return facts;
    }

    private static void look(JsonNode part, Set<String> facts) {
        for (String name : List.of("fact", "not")) {
            if (part.path(name).isTextual()) {
                facts.add(part.path(name).asText());
            }
        }
        part.properties().forEach(member -> {
            if (!member.getKey().equals("link")) {
                look(member.getValue(), facts);
            }
        });
        if (part.isArray()) {
            part.forEach(each -> look(each, facts));
        }
    }

    /** The same as text, in which equal samplings are equal. */
    static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
