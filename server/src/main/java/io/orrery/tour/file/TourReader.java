package io.orrery.tour.file;

import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.TourProblem;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.Yaml;
import io.orrery.tour.yaml.YamlNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the files of a tour. What a model has is another question. */
public final class TourReader {
    /** Stands for the number of layers in tours for any model. */
    private static final Pattern LAST = Pattern.compile("\\bLAST\\b");

    private static final Pattern HAS_MODEL = Pattern.compile("(?m)^model\\s*:");

    static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");

    /**
     * The result of reading a tour's folder.
     *
     * @param tour empty if its first file cannot be read
     * @param problems of all files
     */
    public record Reading(Optional<Tour> tour, List<TourProblem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    private final TourFolder folder;
    private final int layers;
    private final List<TourProblem> problems = new ArrayList<>();
    private final Borrowed borrowed = new Borrowed();
    private boolean isForAnyModel;

    private TourReader(TourFolder folder, int layers) {
        this.folder = folder;
        this.layers = layers;
    }

    /**
     * Reads a tour.
     *
     * @param layers the number that stands in place of {@code LAST} in a tour for any model
     */
    public static Reading read(TourFolder folder, int layers) {
        return new TourReader(folder, layers).read();
    }

    /** The model that a tour names; empty if it is for any. Nothing else of the tour is read. */
    public static Optional<String> model(TourFolder folder) {
        return new TourReader(folder, 1)
                .file(Tour.FILE)
                .flatMap(source ->
                        Entries.of(source.value(), "tour", source.problems()).text("model"));
    }

    private Reading read() {
        Optional<Tour> tour = file(Tour.FILE).map(source -> {
            if (!DeclarationReader.ID.matcher(folder.id()).matches()) {
                source.problems().add(1, new TourError.TourIdUnreadable(folder.id()));
            }
            var declared = new DeclarationReader(source.problems())
                    .read(folder.id(), borrowed.declared(source.value(), source.problems()));
            problems.addAll(source.problems().all());
            return with(declared, words(source.value()));
        });
        return new Reading(tour, problems);
    }

    private static Tour with(Tour tour, Map<String, TourWords> words) {
        return new Tour(
                tour.id(),
                tour.model(),
                tour.insteadOf(),
                tour.text(),
                tour.routes(),
                tour.chapters(),
                tour.talk(),
                words,
                tour.line());
    }

    /** @param declared the tour's first file */
    private Map<String, TourWords> words(YamlNode declared) {
        var words = new LinkedHashMap<String, TourWords>();
        for (String language : languages()) {
            String name = language + TourFolder.YAML;
            if (!LANGUAGE.matcher(language).matches()) {
                problems.add(new TourProblem(folder.path(name), 1, new TourError.TourLanguageUnknown(language)));
                continue;
            }
            file(name).ifPresent(source -> {
                words.put(
                        language,
                        new WordsReader(source.problems()).read(borrowed.words(declared, language, source.value())));
                problems.addAll(source.problems().all());
            });
        }
        return words;
    }

    private List<String> languages() {
        try {
            return folder.languages();
        } catch (IOException e) {
            problems.add(new TourProblem(folder.path(Tour.FILE), 1, notRead(e)));
            return List.of();
        }
    }

    private record Source(YamlNode value, Problems problems) {}

    /** The value of a file; empty with problems if there is none. */
    private Optional<Source> file(String name) {
        var found = new Problems(folder.path(name));
        Optional<YamlNode> value = Optional.empty();
        try {
            var bytes = folder.read(name, Yaml.MOST_BYTES);
            if (bytes.isEmpty()) {
                found.add(1, new TourError.TourFileMissing(name));
            }
            value = bytes.flatMap(read -> Yaml.text(read, found))
                    .map(text -> filled(name, text))
                    .flatMap(text -> Yaml.read(text, found));
        } catch (IOException e) {
            found.add(1, notRead(e));
        }
        if (value.isEmpty()) {
            problems.addAll(found.all());
        }
        return value.map(read -> new Source(read, found));
    }

    private String filled(String name, String text) {
        if (name.equals(Tour.FILE)) {
            isForAnyModel = !HAS_MODEL.matcher(text).find();
        }
        return isForAnyModel ? filled(text, layers) : text;
    }

    /** A file of a tour for any model, made for one with so many layers. */
    static String filled(String text, int layers) {
        return LAST.matcher(text).replaceAll(Integer.toString(layers));
    }

    private static TourError notRead(IOException e) {
        return new TourError.TourFileNotRead(String.valueOf(e.getMessage()));
    }
}
