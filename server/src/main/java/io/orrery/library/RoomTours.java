package io.orrery.library;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.model.Model;
import io.orrery.room.engine.OwnText;
import io.orrery.tour.fact.TokenFinder;
import io.orrery.tour.file.SceneSpec;
import io.orrery.tour.file.SceneSpec.LabSpec;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.file.TourWords;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.Scene;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.Changes;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

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
    public ResolvedTour beatOf(String talk, TalkBeat beat) {
        return tours.beatOf(talk, beat).resolved();
    }

    @Override
    public Map<String, Map<String, Object>> words(BeatOfTalk shown) {
        TalkBeat beat = shown.beat();
        return beat.words().keySet().stream().collect(Collectors.toMap(language -> language, language -> {
            var json = new TalkAnswers(tours, language, false).of(shown.talk(), List.of(beat));
            json.put("version", beat.id() + "-" + beat.version() + "-" + language);
            return json;
        }));
    }

    @Override
    public String title(String tour, String model, String beat, String language) {
        try {
            Map<String, TourWords> words =
                    tours.version(tours.entry(tour), Optional.of(model)).words().words();
            String[] path = beat.split("/", 2);
            return Optional.ofNullable(words.get(TalkAnswers.nearest(language, words.keySet()))
                            .chapters()
                            .get(path[0]))
                    .map(chapter -> chapter.beats().get(path[path.length - 1]))
                    .map(TourWords.BeatWords::title)
                    .orElse("");
        } catch (OrreryException e) {
            return "";
        }
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
            if (!scene.written().isEmpty()) {
                int[] more = scene.written().stream()
                        .mapToInt(text -> TokenFinder.token(model, text))
                        .toArray();
                written = written.thenCompose(trace -> library.append(trace.id(), more)
                        .thenApply(grown -> grown.withPromptLength(trace.promptLength())));
            }
            return written.thenCompose(trace -> changed(library, scene, trace))
                    .thenCompose(trace -> beside(library, scene, model, trace));
        });
    }

    /** The run with what else the beat shows of it. */
    private static CompletableFuture<Run> beside(Library library, Scene scene, Model model, TraceSummary trace) {
        var second = scene.compare()
                .map(other -> library.withModel(trace.id(), library.catalog().named(other))
                        .thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        var asked = scene.forAll().ask().map(SceneSpec.AskSpec::next).orElse(List.of()).stream()
                .map(text -> TokenFinder.token(model, text))
                .toList();
        var chances = asked.isEmpty()
                ? CompletableFuture.completedFuture(List.<TraceSummary.Next>of())
                : library.chances(trace.id(), asked);
        return second.thenCombine(
                chances,
                (other, known) -> new Run(
                        trace,
                        scene.why().flatMap(LabSpec::a).map(text -> TokenFinder.token(model, text)),
                        scene.why()
                                .flatMap(LabSpec::b)
                                .map(text -> ToolRequest.COMPARED.contains(text)
                                        ? text
                                        : Integer.toString(TokenFinder.token(model, text))),
                        other,
                        known));
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
