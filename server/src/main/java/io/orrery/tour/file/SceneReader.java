package io.orrery.tour.file;

import io.orrery.error.OrreryException;
import io.orrery.error.Sentences;
import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.Tools;
import io.orrery.tour.Level;
import io.orrery.tour.file.SceneSpec.AskSpec;
import io.orrery.tour.file.SceneSpec.ChangeSpec;
import io.orrery.tour.file.SceneSpec.ChangeSpec.Mode;
import io.orrery.tour.file.SceneSpec.ChangeSpec.Subject;
import io.orrery.tour.file.SceneSpec.ForAll;
import io.orrery.tour.file.SceneSpec.LabSpec;
import io.orrery.tour.file.SceneSpec.PlaceSpec;
import io.orrery.tour.file.SceneSpec.Steps;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.trace.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads what a beat shows. */
final class SceneReader {
    private static final int MOST_GENERATED = 256;
    private static final int MOST_UPDATES = 10_000_000;
    private static final int MOST_LAYERS = 9999;
    private static final int CAMERA = 6;
    private static final int MOST_MARKS = 16;

    /** The fewest and the most options of a question for the room, "something else" included. */
    private static final int LEAST_OPTIONS = 2;

    private static final int MOST_OPTIONS = 6;
    private static final double FARTHEST = 1e6;
    private static final double MOST_FACTOR = 1e3;

    private static final List<String> KEYS = List.of(
            "id",
            "route",
            "seconds",
            "hidden",
            "step",
            "steps",
            "model",
            "text",
            "generated",
            "written",
            "sampling",
            "checkpoint",
            "changes",
            "focus",
            "held",
            "lit",
            "marks",
            "compare",
            "lab",
            "answer",
            "gallery",
            "camera",
            "ask",
            "level",
            "language",
            "act");

    private static final List<String> TEMPLATE_KEYS = List.of("layer", "layers", "needs");

    /** @param hasModel whether the tour is about one model */
    static List<String> keys(boolean hasModel) {
        return hasModel
                ? KEYS
                : Stream.of(KEYS, TEMPLATE_KEYS).flatMap(List::stream).toList();
    }

    SceneSpec read(Entries beat) {
        var lines = new LinkedHashMap<String, Integer>();
        beat.keys().forEach(key -> lines.put(key, beat.line(key)));
        return new SceneSpec(
                beat.text("model"),
                beat.text("text"),
                beat.whole("generated", 0, MOST_GENERATED).orElse(0),
                texts(beat, "written"),
                beat.entries("sampling").flatMap(SceneReader::sampling),
                beat.whole("checkpoint", 0, MOST_UPDATES),
                changes(beat),
                steps(beat),
                texts(beat, "needs"),
                beat.entries("focus").map(FocusSpecReader::read),
                beat.entries("held").map(FocusSpecReader::read),
                beat.has("lit") ? Optional.of(texts(beat, "lit")) : Optional.empty(),
                marks(beat),
                beat.text("compare"),
                beat.entries("lab").flatMap(SceneReader::lab),
                beat.oneOf("answer", List.of("shown", "hidden")).map("shown"::equals),
                beat.text("gallery"),
                camera(beat),
                forAll(beat),
                lines);
    }

    private static List<FocusSpec> marks(Entries beat) {
        return beat.list("marks").stream()
                .limit(MOST_MARKS)
                .map(node -> FocusSpecReader.read(Entries.of(node, "marks", beat.problems())))
                .toList();
    }

    private static ForAll forAll(Entries beat) {
        beat.oneAtMost(List.of("generated", "written"));
        var levels =
                Stream.concat(Level.words().stream(), Stream.of(ForAll.OWN)).toList();
        var language = beat.text("language").filter(text -> {
            boolean isKnown = TourReader.LANGUAGE.matcher(text).matches();
            if (!isKnown) {
                beat.problem("language", new TourError.TourLanguageUnknown(text));
            }
            return isKnown;
        });
        Optional<Entries> ask = beat.entries("ask");
        // A question that names its kind is a poll, and so is one that names a ready poll.
        Optional<String> ready = ask.filter(entries -> entries.has("poll"))
                .map(entries -> entries.known(List.of("poll")))
                .flatMap(entries -> entries.requiredText("poll"));
        ask = ask.filter(entries -> !entries.has("poll"));
        Optional<PollSpec> poll = ask.filter(entries -> entries.has("kind"))
                .map(entries -> entries.known(PollSpec.KEYS))
                .flatMap(PollSpec::read);
        return new ForAll(
                ask.filter(entries -> !entries.has("kind")).flatMap(SceneReader::asked),
                poll,
                ready,
                beat.oneOf("level", levels),
                language);
    }

    private static Optional<AskSpec> asked(Entries ask) {
        ask.known(List.of("question", "next", "options", "other", "right", "place", "head", "token", "measured"));
        if (ask.has("place")) {
            return place(ask);
        }
        ask.oneAtMost(List.of("next", "options"));
        boolean other = ask.flag("other").orElse(false);
        var next = texts(ask, "next");
        var options = texts(ask, "options");
        if (next.isEmpty()) {
            ask.required("options");
            ask.requiredText("question");
        }
        int all = next.size() + options.size() + (other ? 1 : 0);
        if (all < LEAST_OPTIONS || all > MOST_OPTIONS) {
            String key = next.isEmpty() ? "options" : "next";
            ask.problem(key, new TourError.TourNotANumber(key, all, LEAST_OPTIONS, MOST_OPTIONS));
            return Optional.empty();
        }
        return Optional.of(new AskSpec(
                ask.text("question").filter(text -> !text.isBlank()),
                next,
                options,
                other,
                ask.whole("right", 1, all),
                Optional.empty()));
    }

    /** A place is asked for: the run says which is right, or nothing does. */
    private static Optional<AskSpec> place(Entries ask) {
        Optional<String> kind = ask.oneOf("place", List.of("word", "head", "layer"));
        boolean isWord = kind.filter("word"::equals).isPresent();
        Stream.of("next", "options", "other", "right", isWord ? "measured" : "head", isWord ? "" : "token")
                .filter(ask::has)
                .forEach(key -> ask.problem(key, new TourError.TourKeysExclusive("place", key)));
        if (ask.has("head") != ask.has("token") && isWord) {
            ask.required(ask.has("head") ? "token" : "head");
        }
        return kind.map(word -> new AskSpec(
                ask.text("question").filter(text -> !text.isBlank()),
                List.of(),
                List.of(),
                false,
                OptionalInt.empty(),
                Optional.of(new PlaceSpec(
                        word,
                        FocusSpecReader.head(ask, "head"),
                        FocusSpecReader.place(ask, "token"),
                        ask.flag("measured").orElse(false)))));
    }

    private static Steps steps(Entries beat) {
        beat.oneAtMost(List.of("step", "steps", "layers"));
        if (beat.has("layers")) {
            beat.oneOf("layers", List.of("rest"));
            return new Steps.RestOfLayers();
        }
        if (beat.has("steps")) {
            var range = texts(beat, "steps");
            if (range.size() != 2) {
                beat.problem("steps", new TourError.TourNotANumber("steps", range.size(), 2, 2));
                return new Steps.Named("", "", beat.text("layer"));
            }
            return new Steps.Named(range.get(0), range.get(1), beat.text("layer"));
        }
        String step = beat.requiredText("step").orElse("");
        return new Steps.Named(step, step, beat.text("layer"));
    }

    private static List<String> texts(Entries entries, String key) {
        var texts = new ArrayList<String>();
        for (YamlNode item : entries.list(key)) {
            if (item instanceof Scalar scalar) {
                texts.add(scalar.text());
            } else {
                entries.problems().add(item.line(), new TourError.TourNotAText(key));
            }
        }
        return texts;
    }

    private static Optional<Sampling> sampling(Entries sampling) {
        sampling.known(List.of("temperature", "topK", "topP", "seed"));
        var usual = Sampling.GREEDY;
        try {
            return Optional.of(new Sampling(
                    number(sampling, "temperature", 0, Sampling.HOTTEST, usual.temperature()),
                    (int) number(sampling, "topK", 0, Integer.MAX_VALUE, usual.topK()),
                    number(sampling, "topP", 0, 1, usual.topP()),
                    (long) number(sampling, "seed", 0, Sampling.LARGEST_SEED, usual.seed())));
        } catch (OrreryException e) {
            sampling.problem(new TourError.TourChangeUnreadable(Sentences.ENGLISH.of(e.error())));
            return Optional.empty();
        }
    }

    private static double number(Entries entries, String key, double least, double most, double usual) {
        return entries.number(key, least, most).orElse(usual);
    }

    /** What a change may be about. */
    private static final List<String> CHANGED = List.of("head", "expert", "mlp", "token", "edge");

    private static List<ChangeSpec> changes(Entries beat) {
        var changes = new ArrayList<ChangeSpec>();
        for (YamlNode node : beat.list("changes")) {
            change(Entries.of(node, "changes", beat.problems())).ifPresent(changes::add);
        }
        return changes;
    }

    private static Optional<ChangeSpec> change(Entries change) {
        change.known(Stream.concat(CHANGED.stream(), Stream.of("do", "by")).toList());
        var subject = subject(change);
        boolean isCut = change.has("token") || change.has("edge");
        change.required("do");
        var ofPart = change.has("expert") ? List.of("off", "force") : List.of("zero", "mean", "scale");
        var word = change.oneOf("do", isCut ? List.of("cut") : ofPart);
        if (word.isPresent() && word.get().equals("scale")) {
            change.required("by");
        }
        double by = number(change, "by", -MOST_FACTOR, MOST_FACTOR, 1);
        return subject.flatMap(about -> word.map(how -> new ChangeSpec(about, new Mode(how, by), change.line())));
    }

    private static Optional<Subject> subject(Entries change) {
        List<String> named = change.oneAtMost(CHANGED);
        if (named.isEmpty()) {
            change.problem(new TourError.TourKeyMissing("head"));
            return Optional.empty();
        }
        return switch (named.get(0)) {
            case "head" -> FocusSpecReader.head(change, "head").map(Subject.Head::new);
            case "expert" -> FocusSpecReader.head(change, "expert").map(Subject.Expert::new);
            case "mlp" -> {
                OptionalInt layer = change.whole("mlp", 1, MOST_LAYERS);
                yield layer.isPresent() ? Optional.of(new Subject.Mlp(layer.getAsInt())) : Optional.empty();
            }
            case "token" -> FocusSpecReader.place(change, "token").map(Subject.Token::new);
            default -> change.entries("edge").flatMap(SceneReader::edge);
        };
    }

    private static Optional<Subject> edge(Entries edge) {
        edge.known(List.of("head", "query", "key"));
        edge.required("head");
        edge.required("query");
        edge.required("key");
        var head = FocusSpecReader.head(edge, "head");
        var query = FocusSpecReader.place(edge, "query");
        var key = FocusSpecReader.place(edge, "key");
        if (head.isEmpty() || query.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Subject.Edge(head.get(), query.get(), key.get()));
    }

    private static Optional<LabSpec> lab(Entries lab) {
        lab.known(List.of("tool", "position", "a", "b", "view"));
        lab.required("tool");
        List<String> known = Tools.ALL.stream().map(Tool::name).toList();
        var view = lab.entries("view")
                .map(entries -> entries.each((key, value) -> value instanceof Scalar scalar ? scalar.text() : ""))
                .orElse(Map.of());
        return lab.oneOf("tool", known)
                .map(tool ->
                        new LabSpec(tool, FocusSpecReader.place(lab, "position"), lab.text("a"), lab.text("b"), view));
    }

    private static List<Double> camera(Entries beat) {
        var camera = new ArrayList<Double>();
        for (String text : texts(beat, "camera")) {
            Entries.number(
                            "camera",
                            new Scalar(beat.line("camera"), text, true, false),
                            -FARTHEST,
                            FARTHEST,
                            beat.problems())
                    .ifPresent(camera::add);
        }
        if (!camera.isEmpty() && camera.size() != CAMERA) {
            var known = new Series(List.of("[x, y, z, azimuth, elevation, distance]"));
            beat.problem("camera", new TourError.TourNotOneOf("camera", camera.toString(), known));
            return List.of();
        }
        return camera;
    }
}
