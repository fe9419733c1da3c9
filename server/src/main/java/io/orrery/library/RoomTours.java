package io.orrery.library;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.model.Model;
import io.orrery.room.engine.OwnText;
import io.orrery.tour.fact.TokenFinder;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.Scene;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.Changes;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tours of a server, as one room uses them. */
final class RoomTours implements io.orrery.room.engine.Tours {

    private final TourLibrary tours;
    private final RoomEngine engine;

    RoomTours(TourLibrary tours, RoomEngine engine) {
        this.tours = tours;
        this.engine = engine;
    }

    @Override
    public ResolvedTour tour(String id, String model) {
        return tours.version(tours.entry(id), Optional.of(model)).resolved();
    }

    @Override
    public CompletionStage<Run> run(ResolvedTour tour, ResolvedTour.Beat beat, Optional<OwnText> own) {
        Scene scene = beat.scene();
        return engine.computed(library -> {
            Model model = library.catalog().named(scene.model());
            Optional<OwnText> typed = own.filter(text -> scene.text().isEmpty() && reads(library, model, text));
            CompletableFuture<TraceSummary> written = typed.map(
                            text -> library.run(model.id(), text.tokens(), List.of(), text.promptLength()))
                    .orElseGet(() -> library.prompt(model, scene.text().orElse(tour.text())));
            // What is changed writes each token, too.
            for (int i = 0; i < scene.generated(); i++) {
                written = written.thenCompose(trace -> changed(library, scene, trace))
                        .thenCompose(trace -> longer(library, trace));
            }
            return written.thenCompose(trace -> changed(library, scene, trace))
                    .thenApply(trace -> new Run(
                            trace,
                            scene.why().flatMap(Scene.Why::a).map(text -> TokenFinder.token(model, text)),
                            scene.why()
                                    .flatMap(Scene.Why::b)
                                    .map(text -> ToolRequest.COMPARED.contains(text)
                                            ? text
                                            : Integer.toString(TokenFinder.token(model, text)))));
        });
    }

    /** A text of one's own may have no room left, or end before. */
    private static CompletableFuture<TraceSummary> longer(Library library, TraceSummary trace) {
        boolean isFull = trace.ended() || trace.tokens().size() >= trace.nCtx();
        return isFull
                ? CompletableFuture.completedFuture(trace)
                : library.generate(trace.id(), Sampling.GREEDY)
                        .thenApply(grown -> grown.withPromptLength(trace.promptLength()));
    }

    private static CompletableFuture<TraceSummary> changed(Library library, Scene scene, TraceSummary trace) {
        var changes = scene.changes(trace.tokens().size());
        return changes.isEmpty()
                ? CompletableFuture.completedFuture(trace)
                : library.changed(trace.id(), Changes.parse(changes))
                        .thenApply(changed -> changed.withPromptLength(trace.promptLength()));
    }

    /** Whether a model reads the tokens of a text as the one with which it was typed. */
    private static boolean reads(Library library, Model model, OwnText text) {
        try {
            library.requireSameTokenizer(text.model(), model.id());
            return text.tokens().size() <= library.longestText(model);
        } catch (OrreryException e) {
            if (e.error() instanceof LibraryError) {
                return false;
            }
            throw e;
        }
    }
}
