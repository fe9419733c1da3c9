package io.orrery.library;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.model.preset.Preset;
import io.orrery.tour.Problems;
import io.orrery.tour.TourProblem;
import io.orrery.tour.check.Demands;
import io.orrery.tour.check.TourCheck;
import io.orrery.tour.file.PollsFile;
import io.orrery.tour.file.ShippedTours;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.file.TalkFile;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourReader;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.TourModel;
import io.orrery.tour.scene.TourResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tours on offer: the shipped ones whose models are on offer, and those of a folder that is looked at again and again. Of a tour whose
 * files have got a problem, the last version without one stays. May be used by several threads.
 */
public final class TourLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(TourLibrary.class);

    /** Tours for any model are made anew for each; a server offers few models. */
    private static final int MOST_MADE = 64;

    private static final int MOST_BEATS = 4096;

    /**
     * A version of a tour that can be shown.
     *
     * @param words of all languages, as they are for this model
     * @param hash the same for the same files and the same model
     */
    public record Version(Tour words, ResolvedTour resolved, String hash) {}

    /**
     * A tour.
     *
     * @param files its last version without problems, if there has been one
     * @param isWatched whether its files are looked at again and again
     * @param problems of its newest version
     */
    public record ListedTour(
            String id, Optional<TourFolder.Kept> files, boolean isWatched, List<TourProblem> problems) {
        public ListedTour {
            problems = List.copyOf(problems);
        }
    }

    private final CatalogModels models;
    private final Optional<WatchedFolder> folder;
    private final Map<String, ListedTour> shipped = new LinkedHashMap<>();
    private final Cache<String, Version> versions =
            Caffeine.newBuilder().maximumSize(MOST_MADE).build();

    /** By the beat itself: a room's state holds the same one until it is changed. */
    private final Cache<TalkBeat, Version> beats =
            Caffeine.newBuilder().weakKeys().maximumSize(MOST_BEATS).build();

    private volatile Map<String, ListedTour> watched = Map.of();

    /**
     * Reads the tours.
     *
     * @param folder with further tours, which replace shipped ones of the same name
     * @param polls the ready polls, which beats name
     * @throws OrreryException with a {@link TourError.TourFolderMissing} if there is no such folder
     */
    public TourLibrary(Library library, Optional<Path> folder, List<PollsFile.Prepared> polls) {
        this(library, ShippedTours.all(), folder, polls);
    }

    TourLibrary(Library library, List<TourFolder> shipped, Optional<Path> folder, List<PollsFile.Prepared> polls) {
        models = new CatalogModels(library.catalog(), polls);
        for (TourFolder each : shipped) {
            TourFolder.Kept copy = copyOf(each);
            if (isOffered(copy)) {
                this.shipped.put(each.id(), new ListedTour(each.id(), Optional.of(copy), false, List.of()));
            }
        }
        this.folder = folder.map(WatchedFolder::new);
        refresh();
    }

    private boolean isOffered(TourFolder shipped) {
        Optional<String> model = TourReader.model(shipped);
        return model.isEmpty() || model.flatMap(models::named).isPresent();
    }

    private static TourFolder.Kept copyOf(TourFolder shipped) {
        try {
            return shipped.kept();
        } catch (IOException e) {
            throw new IllegalStateException("A shipped tour cannot be read: " + shipped.id(), e);
        }
    }

    /** Whether there is a folder that is looked at. */
    public boolean isWatching() {
        return folder.isPresent();
    }

    /** Looks at the folder: reads what has changed. Not for several threads at once. */
    public void refresh() {
        folder.ifPresent(found -> {
            var changed = found.changed();
            if (changed.isEmpty()) {
                return;
            }
            var now = new LinkedHashMap<String, ListedTour>();
            changed.get().forEach((id, files) -> now.put(id, entry(id, files)));
            watched = Map.copyOf(now);
        });
    }

    /** The newest version of a watched tour, or the last one without problems. */
    private ListedTour entry(String id, TourFolder.Kept files) {
        var before = Optional.ofNullable(watched.get(id));
        boolean isOld = before.flatMap(ListedTour::files)
                .map(TourFolder.Kept::hash)
                .filter(files.hash()::equals)
                .isPresent();
        if (isOld && before.get().problems().stream().allMatch(TourProblem::isAdvice)) {
            return before.get();
        }
        var report = TourCheck.check(files, models, Demands.USUAL);
        report.problems()
                .forEach(problem -> LOG.atWarn()
                        .addKeyValue("file", problem.file())
                        .addKeyValue("line", problem.line())
                        .addKeyValue("reason", problem.reason())
                        .log("A tour has a problem."));
        boolean isGood = report.problems().stream().allMatch(TourProblem::isAdvice);
        LOG.atInfo().addKeyValue("tour", id).addKeyValue("shown", isGood).log("A tour was read.");
        return new ListedTour(
                id, isGood ? Optional.of(files) : before.flatMap(ListedTour::files), true, report.problems());
    }

    /** All tours, those of the folder last; a tour that is about a model that is not on offer is left out. */
    public List<ListedTour> all() {
        var all = new LinkedHashMap<>(shipped);
        watched.keySet().stream().sorted().forEach(id -> all.put(id, watched.get(id)));
        return List.copyOf(all.values());
    }

    /**
     * Whether a tour is offered. Of a tour and one that stands instead of it, the other is if its model is the one that is
     * shown or, while no model is shown that is there for several languages, the one for the page's language.
     *
     * @param shown a content id or a preset; empty if no model is shown yet
     */
    public boolean isOffered(Version tour, Optional<String> shown, String language) {
        if (tour.words().insteadOf().isPresent()) {
            return isForModelOf(tour, shown, language);
        }
        return all().stream()
                .filter(other -> other.files().isPresent())
                .map(other -> version(other, Optional.empty()))
                .filter(other -> other.words()
                        .insteadOf()
                        .equals(Optional.of(tour.words().id())))
                .noneMatch(other -> isForModelOf(other, shown, language));
    }

    private boolean isForModelOf(Version tour, Optional<String> shown, String language) {
        Preset about = tour.resolved().model().model().preset();
        var ids = about.languages();
        var here = shown.map(models::base)
                .map(model -> model.model().preset().id())
                .filter(ids::containsValue);
        var first = Optional.ofNullable(ids.get(language))
                .filter(id -> models.named(id).isPresent());
        return about.id().equals(here.or(() -> first).orElse(about.id()));
    }

    /** @throws OrreryException with {@link TourError.UnknownTour} */
    public ListedTour entry(String id) {
        return Optional.ofNullable(watched.get(id))
                .or(() -> Optional.ofNullable(shipped.get(id)))
                .orElseThrow(() -> new OrreryException(new TourError.UnknownTour(id)));
    }

    /**
     * The version of a tour that is shown.
     *
     * @param model a content id or a preset, for a tour that is made for any; empty for the model that pages begin with
     * @throws OrreryException with {@link TourError.TourBroken} if there has been no version without problems
     */
    public Version version(ListedTour entry, Optional<String> model) {
        TourFolder.Kept files = entry.files().orElseThrow(() -> broken(entry));
        TourModel made = models.base(model.orElseGet(models::first));
        String key = files.hash() + " " + entry.id() + " " + made.model().id();
        return versions.get(key, missing -> make(files, made));
    }

    private Version make(TourFolder.Kept files, TourModel model) {
        var ignored = new Problems(Tour.FILE);
        Tour tour = TourReader.read(files, model.layers())
                .tour()
                .orElseThrow(() -> new OrreryException(new TourError.UnknownTour(files.id())));
        if (tour.isForAnyModel()) {
            var resolved = TourResolver.resolve(tour, model, models, ignored);
            return new Version(tour, resolved, files.hash() + model.model().id().substring(0, 8));
        }
        var resolved = TourResolver.resolve(tour, models, ignored)
                .orElseThrow(() -> new OrreryException(new TourError.UnknownTour(files.id())));
        return new Version(tour, resolved, files.hash());
    }

    /**
     * A beat of a talk as a tour of one beat. The version is the same for the same beat.
     *
     * @param talk its id
     * @throws OrreryException with the first {@link TourError} if it cannot be shown
     */
    public Version beatOf(String talk, TalkBeat beat) {
        return beats.get(beat, missing -> made(talk, beat));
    }

    private Version made(String talk, TalkBeat beat) {
        var report = TourCheck.check(beat.files(talk), models, Demands.USUAL);
        report.problems().stream()
                // Whoever gives a talk may hide what the step tells.
                .filter(problem -> !problem.isAdvice() && !(problem.error() instanceof TourError.TourAnswerHidden))
                .findFirst()
                .ifPresent(problem -> {
                    throw new OrreryException(problem.error());
                });
        return new Version(
                report.tour().orElseThrow(),
                report.resolved()
                        .filter(tour ->
                                tour.beat(TalkBeat.CHAPTER + "/" + beat.id()).isPresent())
                        .orElseThrow(() -> new OrreryException(new TourError.UnknownTour(talk))),
                beat.id() + "-" + beat.version());
    }

    /**
     * The beats of a tour as beats of a talk, each with its own model and text. Of a tour for any model they are made for this one.
     *
     * @param model as in {@link #version}
     */
    public TalkFile.Read talkOf(ListedTour entry, Optional<String> model) {
        TourFolder.Kept files = entry.files().orElseThrow(() -> broken(entry));
        Version version = version(entry, model);
        var read =
                TalkFile.of(files, version.words(), version.resolved().model().layers());
        if (!version.words().isForAnyModel()) {
            return read;
        }
        var beats = version.resolved().chapters().stream()
                .flatMap(chapter -> chapter.beats().stream())
                .collect(Collectors.toMap(ResolvedTour.Beat::id, beat -> beat, (first, second) -> first));
        return new TalkFile.Read(
                read.titles(),
                read.speaker(),
                read.date(),
                read.beats().stream()
                        .filter(beat -> beats.containsKey(beat.id()))
                        .map(beat -> ofModel(beat, beats.get(beat.id()), version.resolved()))
                        .toList());
    }

    /** A beat that names its model, its text and its steps. */
    private static TalkBeat ofModel(TalkBeat beat, ResolvedTour.Beat made, ResolvedTour tour) {
        ObjectNode scene = beat.scene().deepCopy();
        scene.remove(List.of("layer", "layers", "needs", "step", "steps"));
        scene.put("model", made.model().id());
        if (!scene.has("text")) {
            scene.put("text", tour.text());
        }
        List<String> steps = made.scene().steps();
        if (steps.size() == 1) {
            scene.put("step", steps.get(0));
        } else {
            scene.putArray("steps").add(steps.get(0)).add(steps.get(steps.size() - 1));
        }
        return new TalkBeat(beat.id(), 0, beat.seconds(), beat.hidden(), scene, beat.words());
    }

    private static OrreryException broken(ListedTour entry) {
        var problems = new ArrayList<>(entry.problems());
        problems.removeIf(TourProblem::isAdvice);
        String first = problems.isEmpty() ? "" : problems.get(0).toString();
        return new OrreryException(new TourError.TourBroken(entry.id(), first));
    }
}
