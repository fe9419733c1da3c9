package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.fact.FactContext;
import io.orrery.tour.fact.ToolCall;
import io.orrery.trace.Requester;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import io.orrery.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds the values of facts for one requester. Those that a trace tells are read from it at once. The others are read from the
 * answers of the tools of why ({@link Lab}), so they are measured in turns, each question once, and shared with those who open the
 * tool.
 */
public final class FactAnswers {
    private final Library library;
    private final Traces traces;
    private final Requester requester;

    FactAnswers(Library library, Traces traces, Requester requester) {
        this.library = library;
        this.traces = traces;
        this.requester = requester;
    }

    /**
     * Asks about a trace, which must be held meanwhile.
     *
     * @param beside what the trace does not tell
     * @param hold is given another trace that must be held until the facts are told
     * @return makes the list when it is called; it reads the traces
     * @throws OrreryException if too many wait; other problems come with the result
     */
    public CompletableFuture<Supplier<List<FactSheet.Told>>> of(
            FactSheet sheet, Trace trace, FactContext.Beside beside, Consumer<Trace> hold) {
        Model model = library.model(trace.recipe().model());
        return unchanged(sheet, trace, hold).thenCompose(unchanged -> {
            var shown = new FactContext(model, trace, unchanged, beside);
            var asking = new Asking(sheet, shown, Map.of(Fact.Of.SHOWN, trace, Fact.Of.UNCHANGED, unchanged));
            return asking.ask().thenApply(all -> asking::told);
        });
    }

    /** How much of a text a room or a page asked for last as the prompt, in tokens. */
    public int promptLength(Trace trace, OptionalInt told) {
        return Math.min(told.orElseGet(() -> library.promptLength(trace)), trace.positions());
    }

    private CompletableFuture<Trace> unchanged(FactSheet sheet, Trace trace, Consumer<Trace> hold) {
        if (!sheet.has(Fact.Trait.OF_UNCHANGED) || !trace.recipe().isChanged()) {
            return CompletableFuture.completedFuture(trace);
        }
        return traces.trace(trace.recipe().with(List.of()), requester).thenApply(unchanged -> {
            hold.accept(unchanged);
            return unchanged;
        });
    }

    /** The questions of one sheet, until nothing is left to be asked. */
    private final class Asking {
        private final FactSheet sheet;
        private final FactContext shown;
        private final Map<Fact.Of, Trace> runs;

        Asking(FactSheet sheet, FactContext shown, Map<Fact.Of, Trace> runs) {
            this.sheet = sheet;
            this.shown = shown;
            this.runs = runs;
        }

        CompletableFuture<Void> ask() {
            var asked = sheet.asked(shown).stream().map(this::answer).toArray(CompletableFuture[]::new);
            return asked.length == 0
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.allOf(asked).thenCompose(all -> ask());
        }

        List<FactSheet.Told> told() {
            return sheet.told(shown);
        }

        private CompletableFuture<Void> answer(ToolCall asked) {
            return library.lab()
                    .answer(runs.get(asked.run()), asked.tool(), asked.parameters())
                    .thenAccept(bytes -> shown.answered(asked, Json.own(bytes)))
                    .exceptionally(failure -> {
                        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        if (!(cause instanceof OrreryException)) {
                            throw new CompletionException(cause);
                        }
                        shown.failed(asked, FactSheet.ofFact((OrreryException) cause));
                        return null;
                    });
        }
    }
}
