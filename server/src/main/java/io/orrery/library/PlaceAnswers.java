package io.orrery.library;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.graph.Node;
import io.orrery.lab.Anatomy;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.lab.tool.Tools;
import io.orrery.room.engine.PlaceMeasure;
import io.orrery.room.engine.PlaceMeasure.Found;
import io.orrery.trace.Trace;
import io.orrery.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Where in a trace a measure is largest. Attention is read from the trace; heads and layers from the answers of the tools of why, which are
 * those that the room sees when it opens them.
 */
final class PlaceAnswers {
    private final Library library;

    PlaceAnswers(Library library) {
        this.library = library;
    }

    CompletableFuture<Optional<Found>> largest(String id, PlaceMeasure measure) {
        return library.find(id).thenCompose(trace -> switch (measure.of()) {
            case ATTENTION -> CompletableFuture.completedFuture(attention(trace, measure, Anatomy.of(trace.graph())));
            case REMOVAL ->
                answer(trace, "change", Map.of("each", "zero", "b", ToolRequest.RIVAL))
                        .thenApply(answer -> removal(answer, Anatomy.of(trace.graph())));
            case LENS -> {
                String last = Integer.toString(trace.positions() - 1);
                var looks = Map.of("from", last, "to", Integer.toString(trace.positions()), "b", ToolRequest.RIVAL);
                yield answer(trace, "lens", looks).thenApply(answer -> lens(answer, Anatomy.of(trace.graph())));
            }
        });
    }

    private CompletableFuture<JsonNode> answer(Trace trace, String tool, Map<String, String> parameters) {
        var held = library.hold(trace);
        Tool asked = Tools.named(tool);
        return library.lab()
                .answer(trace, asked, new Parameters(parameters))
                .thenApply(Json::own)
                .whenComplete((answer, failure) -> held.close());
    }

    /** The key with the largest weight, the first of equal ones; of a layer without attention none. */
    private static Optional<Found> attention(Trace trace, PlaceMeasure row, Anatomy anatomy) {
        return anatomy.attention(row.layer()).map(attention -> largestKey(trace, attention.pattern(), row));
    }

    private static Found largestKey(Trace trace, Node pattern, PlaceMeasure row) {
        int best = 0;
        double most = -1;
        for (int key = 0; key <= row.position(); key++) {
            float weight = trace.activations().at(pattern, row.head(), row.position(), key);
            if (weight > most) {
                best = key;
                most = weight;
            }
        }
        return new Found(List.of(best), Optional.of(most));
    }

    private static Optional<Found> removal(JsonNode answer, Anatomy anatomy) {
        double before = answer.path("logit_difference").doubleValue();
        Optional<Found> best = Optional.empty();
        double most = -1;
        for (JsonNode row : answer.path("rows")) {
            OptionalInt layer = layer(row.path("node").asText(), anatomy);
            double by = row.path("logit_difference").doubleValue() - before;
            if (row.path("head").isInt() && layer.isPresent() && Math.abs(by) > most) {
                most = Math.abs(by);
                best = Optional.of(
                        new Found(List.of(layer.getAsInt(), row.path("head").intValue()), Optional.of(by)));
            }
        }
        return best;
    }

    /** None if the answer leads before the first layer, or not at the end. */
    private static Optional<Found> lens(JsonNode answer, Anatomy anatomy) {
        OptionalInt layer = layer(answer.path("leads_from").asText(), anatomy);
        boolean isFirst = answer.path("points").path(0).equals(answer.path("leads_from"));
        return layer.isEmpty() || isFirst
                ? Optional.empty()
                : Optional.of(new Found(List.of(layer.getAsInt()), Optional.empty()));
    }

    private static OptionalInt layer(String name, Anatomy anatomy) {
        return anatomy.graph().node(name).map(anatomy::layer).orElse(OptionalInt.empty());
    }
}
