package io.orrery.tour.check;

import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.TourProblem;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourReader;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.TourModel;
import io.orrery.tour.scene.TourModels;
import io.orrery.tour.scene.TourResolver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a tour: all its files, in all its languages, against the models that it is about. */
public final class TourCheck {
    /**
     * The findings about one tour.
     *
     * @param tour empty if its first file cannot be read
     * @param resolved for its own model or, if it is for any, for the first of those that it was checked with
     * @param problems none if all is well
     */
    public record Report(Optional<Tour> tour, Optional<ResolvedTour> resolved, List<TourProblem> problems) {
        public Report {
            problems = List.copyOf(problems);
        }

        public boolean isFine() {
            return problems.isEmpty();
        }
    }

    private final TourFolder folder;
    private final TourModels models;
    private final Demands demands;
    private final Set<TourProblem> problems = new LinkedHashSet<>();

    private TourCheck(TourFolder folder, TourModels models, Demands demands) {
        this.folder = folder;
        this.models = models;
        this.demands = demands;
    }

    /** Checks a tour; one for any model with each of {@code models}. */
    public static Report check(TourFolder folder, TourModels models, Demands demands) {
        return new TourCheck(folder, models, demands).report();
    }

    private Report report() {
        var reading = TourReader.read(folder, 1);
        if (reading.tour().isEmpty()) {
            return new Report(Optional.empty(), Optional.empty(), reading.problems());
        }
        Tour tour = reading.tour().get();
        List<ResolvedTour> resolved = tour.isForAnyModel() ? forAllModels() : forItsModel(tour, reading.problems());
        checkLanguages(tour);
        return new Report(reading.tour(), resolved.stream().findFirst(), new ArrayList<>(problems));
    }

    private List<ResolvedTour> forItsModel(Tour tour, List<TourProblem> read) {
        problems.addAll(read);
        var found = new Problems(folder.path(Tour.FILE));
        var resolved = TourResolver.resolve(tour, models, found);
        problems.addAll(found.all());
        resolved.ifPresent(known -> check(tour, known));
        return resolved.stream().toList();
    }

    private List<ResolvedTour> forAllModels() {
        var all = new ArrayList<ResolvedTour>();
        for (String name : models.names()) {
            models.named(name).ifPresent(model -> all.addAll(forModel(model)));
        }
        return all;
    }

    private List<ResolvedTour> forModel(TourModel model) {
        var reading = TourReader.read(folder, model.layers());
        problems.addAll(reading.problems());
        return reading.tour().stream()
                .map(tour -> {
                    var found = new Problems(folder.path(Tour.FILE));
                    var resolved = TourResolver.resolve(tour, model, models, found);
                    problems.addAll(found.all());
                    check(tour, resolved);
                    return resolved;
                })
                .toList();
    }

    private void check(Tour tour, ResolvedTour resolved) {
        var found = new Problems(folder.path(Tour.FILE));
        new DeclarationCheck(tour, resolved, demands, found).check();
        problems.addAll(found.all());
        tour.words().keySet().stream().sorted().forEach(language -> {
            var check = new WordsCheck(tour, resolved, language, demands);
            check.check();
            problems.addAll(check.problems().all());
        });
    }

    private void checkLanguages(Tour tour) {
        for (String language : demands.languages()) {
            if (!tour.words().containsKey(language)) {
                addMissing(language);
            }
        }
        if (tour.words().isEmpty() && demands.languages().isEmpty()) {
            addMissing("en");
        }
    }

    private void addMissing(String language) {
        problems.add(new TourProblem(folder.path(Tour.FILE), 1, new TourError.TourLanguageMissing(language)));
    }
}
