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
 * The JavaScript that a page runs for each move of the pointer, as the browser's own trace has it. The browser's counter
 * {@code ScriptDuration} leaves out microtasks, in which elements are drawn; a trace has them.
 */
final class ScriptTrace {
    static final List<String> CATEGORIES = List.of("devtools.timeline");

    /** Events of the trace that are JavaScript at work, whatever called it. */
    private static final Set<String> SCRIPT = Set.of("FunctionCall", "EvaluateScript", "RunMicrotasks");

    private static final double MS = 1000;

    /** An event of a thread: µs, from its start on; {@code cpu} is the time that its thread ran. */
    private record Slice(String thread, double start, double duration, double cpu) {
        double end() {
            return start + duration;
        }
    }

    private final List<Slice> scripts = new ArrayList<>();
    private final List<Slice> moves = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Takes an event of the Tracing domain; others are left alone. */
    synchronized void take(String method, JsonNode event) {
        if (method.equals("Tracing.dataCollected")) {
            event.path("value").forEach(this::take);
        } else if (method.equals("Tracing.tracingComplete")) {
            ended.countDown();
        }
    }

    /** @throws IOException if the browser does not hand over all of it in time */
    void awaitEnd(long patienceMs) throws IOException {
        try {
            if (!ended.await(patienceMs, TimeUnit.MILLISECONDS)) {
                throw new IOException("The browser does not hand over its trace.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The measurement was interrupted", e);
        }
    }

    /** For each move of the pointer, ms of processor time in JavaScript until the next move. */
    synchronized List<Double> scriptPerMove() {
        var starts =
                moves.stream().sorted(Comparator.comparingDouble(Slice::start)).toList();
        var spent = new double[starts.size()];
        double until = 0;
        for (Slice script : scripts.stream()
                .sorted(Comparator.comparingDouble(Slice::start))
                .toList()) {
            int move = lastBefore(starts, script);
            // What one script calls is part of it.
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

    /** The move of the same thread that a script came after; −1 where there is none. */
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
