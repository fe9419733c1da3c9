package io.orrery.bench.scene;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures the JavaScript that a page runs for each move of the pointer, from the browser's trace. The browser's counter
 * {@code ScriptDuration} is no substitute: it leaves out microtasks, in which elements are rendered.
 */
final class ScriptTrace {
    static final List<String> CATEGORIES = List.of("devtools.timeline");

    /** Trace events that stand for running JavaScript. */
    private static final Set<String> SCRIPT = Set.of("FunctionCall", "EvaluateScript", "RunMicrotasks");

    private static final double MS = 1000;

    /** A trace event. All times are in µs; {@code cpu} is the processor time of its thread. */
    private record Slice(String thread, double start, double duration, double cpu) {
        double end() {
            return start + duration;
        }
    }

    private final List<Slice> scripts = new ArrayList<>();
    private final List<Slice> moves = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Processes an event of the Tracing domain; ignores others. */
    synchronized void take(String method, JsonNode event) {
        if (method.equals("Tracing.dataCollected")) {
            event.path("value").forEach(this::take);
        } else if (method.equals("Tracing.tracingComplete")) {
            ended.countDown();
        }
    }

    /** @throws IOException if the browser does not send the complete trace in time */
    void awaitEnd(long timeoutMs) throws IOException {
        try {
            if (!ended.await(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw new IOException("The browser did not send its trace in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The measurement was interrupted", e);
        }
    }

    /** For each move of the pointer, the processor time of JavaScript until the next move, in ms. */
    synchronized List<Double> scriptPerMove() {
        var starts =
                moves.stream().sorted(Comparator.comparingDouble(Slice::start)).toList();
        var spent = new double[starts.size()];
        double until = 0;
        for (Slice script : scripts.stream()
                .sorted(Comparator.comparingDouble(Slice::start))
                .toList()) {
            int move = lastBefore(starts, script);
            // A nested script is included in the one that called it.
            if (move < 0 || script.start < until) {
                continue;
            }
            until = script.end();
            spent[move] += script.cpu / MS;
        }
        return java.util.Arrays.stream(spent).boxed().toList();
    }

    private void take(JsonNode event) {
        String name = event.path("name").asText();
        var slice = new Slice(
                event.path("pid").asText() + " " + event.path("tid").asText(),
                event.path("ts").asDouble(),
                event.path("dur").asDouble(),
                event.path("tdur").asDouble(event.path("dur").asDouble()));
        if (SCRIPT.contains(name)) {
            scripts.add(slice);
        } else if (name.equals("EventDispatch")
                && event.at("/args/data/type").asText().equals("pointermove")) {
            moves.add(slice);
        }
    }

    /** Index of the last move before a script on the same thread; −1 if there is none. */
    private static int lastBefore(List<Slice> moves, Slice script) {
        int last = -1;
        for (int i = 0; i < moves.size() && moves.get(i).start <= script.start; i++) {
            if (moves.get(i).thread.equals(script.thread)) {
                last = i;
            }
        }
        return last;
    }
}
