package io.orrery.tour.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.orrery.tour.Level;
import io.orrery.tour.TourProblem;
import io.orrery.tour.fact.Condition;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.fact.Names;
import io.orrery.tour.file.Act;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourWords;
import io.orrery.tour.file.TourWords.BeatWords;
import io.orrery.tour.file.TourWords.ChapterWords;
import io.orrery.tour.file.TourWords.QuestionWords;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Writes a tour in one language as JSON. The tour has no problems but advice. */
public final class TourJson {
    /** Writes a focus with its kind, which a value of a map would lose. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private final Tour tour;
    private final ResolvedTour resolved;
    private final TourWords words;
    private final boolean hasNotes;

    /** @param hasNotes whether the reader sees the presenter's notes */
    public TourJson(Tour tour, ResolvedTour resolved, String language, boolean hasNotes) {
        this.tour = tour;
        this.resolved = resolved;
        this.words = tour.words().get(language);
        this.hasNotes = hasNotes;
    }

    /** The members that lists of tours have, too. */
    public Map<String, Object> summary() {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", tour.id());
        json.put("title", words.title());
        json.put("question", words.question());
        putIfAny(json, "speaker", tour.talk().speaker());
        putIfAny(json, "date", tour.talk().date());
        json.put("languages", tour.words().keySet().stream().sorted().toList());
        json.put("model", tour.model().orElse(null));
        tour.insteadOf().ifPresent(other -> json.put("insteadOf", other));
        json.put("routes", tour.routes().stream().map(this::route).toList());
        return json;
    }

    /** The whole tour. */
    public Map<String, Object> whole() {
        var json = summary();
        json.put("text", resolved.text());
        json.put("chapters", resolved.chapters().stream().map(this::chapter).toList());
        return json;
    }

    /** Problems as pages show them to authors. */
    public static List<Object> problems(List<TourProblem> problems) {
        return problems.stream()
                .<Object>map(problem -> Map.of(
                        "file", problem.file(),
                        "line", problem.line(),
                        "reason", problem.reason(),
                        "advice", problem.isAdvice()))
                .toList();
    }

    /** What a beat shows, or where a link leads. */
    static JsonNode json(Object scene) {
        return MAPPER.valueToTree(scene);
    }

    private static void putIfAny(Map<String, Object> json, String name, String text) {
        if (!text.isBlank()) {
            json.put(name, text);
        }
    }

    private Map<String, Object> route(int minutes) {
        var json = new LinkedHashMap<String, Object>();
        json.put("minutes", minutes);
        json.put("seconds", resolved.seconds(minutes));
        json.put("beats", resolved.beats(minutes).size());
        json.put("alone", byLevel(level -> TimeAlone.minutes(secondsAlone(minutes, level))));
        return json;
    }

    /** What somebody needs who walks a route alone, with the questions about its beats at the end of each chapter. */
    private double secondsAlone(int minutes, Level level) {
        double seconds = 0;
        for (ResolvedTour.Chapter chapter : resolved.chapters()) {
            ChapterWords own = words.chapters().get(chapter.id());
            var beats = chapter.beats().stream()
                    .filter(beat -> beat.route() <= minutes)
                    .toList();
            seconds += beats.stream()
                    .mapToInt(beat -> TimeAlone.ofBeat(beat, own.beats().get(beat.id()), level))
                    .sum();
            seconds += chapter.check().stream()
                    .filter(question ->
                            beats.stream().anyMatch(beat -> beat.id().equals(question.again())))
                    .mapToInt(question -> TimeAlone.ofQuestion(own.check().get(question.id()), level))
                    .sum();
        }
        return seconds;
    }

    private static Map<String, Integer> byLevel(ToIntFunction<Level> of) {
        var json = new LinkedHashMap<String, Integer>();
        for (Level level : Level.values()) {
            json.put(level.word(), of.applyAsInt(level));
        }
        return json;
    }

    private Map<String, Object> chapter(ResolvedTour.Chapter chapter) {
        ChapterWords own = words.chapters().get(chapter.id());
        var json = new LinkedHashMap<String, Object>();
        json.put("id", chapter.id());
        json.put("title", own.title());
        json.put(
                "beats",
                chapter.beats().stream()
                        .map(beat -> beat(beat, own.beats().get(beat.id())))
                        .toList());
        var check = new ArrayList<Object>();
        for (ResolvedTour.Question question : chapter.check()) {
            chapter.beat(question.again())
                    .ifPresent(beat ->
                            check.add(question(beat, question, own.check().get(question.id()))));
        }
        json.put("check", check);
        return json;
    }

    private Map<String, Object> beat(ResolvedTour.Beat beat, BeatWords own) {
        var rich = new RichJson(beat);
        var json = new LinkedHashMap<String, Object>();
        json.put("id", beat.id());
        json.put("route", beat.route());
        json.put("seconds", beat.seconds());
        json.put("alone", byLevel(level -> TimeAlone.ofBeat(beat, own, level)));
        json.put("scene", json(beat.scene()));
        json.put("title", own.title());
        var texts = new LinkedHashMap<String, Object>();
        for (Level level : Level.values()) {
            Optional.ofNullable(own.texts().get(level)).ifPresent(text -> texts.put(level.word(), rich.blocks(text)));
        }
        json.put("texts", texts);
        if (hasNotes) {
            own.notes().ifPresent(notes -> json.put("notes", rich.blocks(notes)));
        }
        beat.act()
                .ifPresent(act ->
                        json.put("act", act(act, beat.show(), own.act().orElseThrow(), rich, seed(beat, beat.id()))));
        return json;
    }

    /** What the order of a question's own options depends on, whatever text a person has typed: a kept answer stays where it was. */
    private String seed(ResolvedTour.Beat beat, String question) {
        return beat.chapter() + "/" + question + " "
                + beat.scene().text().or(tour::text).orElse("");
    }

    private Map<String, Object> question(ResolvedTour.Beat beat, ResolvedTour.Question question, QuestionWords own) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", question.id());
        json.put("again", question.again());
        json.putAll(act(question.choice(), question.show(), own, new RichJson(beat), seed(beat, question.id())));
        return json;
    }

    private static Map<String, Object> act(
            Act act, Optional<Spot> show, QuestionWords own, RichJson rich, String seed) {
        var json = new LinkedHashMap<String, Object>();
        if (act instanceof Act.Choice choice) {
            putOptions(choice.options(), own, rich, seed, json);
            json.put("right", right(choice.right()));
            product(choice).ifPresent(product -> json.put("product", product));
        } else {
            var doing = (Act.Doing) act;
            json.put("do", doing.what());
            json.put("until", Condition.parse(doing.until()).json());
            doing.layer().ifPresent(layer -> json.put("layer", layer));
        }
        show.ifPresent(spot -> json.put("show", json(spot)));
        own.question().ifPresent(text -> json.put("question", rich.of(text)));
        json.put("hints", own.hints().stream().map(rich::of).toList());
        own.right().ifPresent(text -> json.put("rightText", rich.of(text)));
        own.wrong().ifPresent(text -> json.put("wrongText", rich.of(text)));
        own.done().ifPresent(text -> json.put("done", rich.of(text)));
        return json;
    }

    private static Object right(Act.Right right) {
        if (right instanceof Act.Right.Named named) {
            return named.word();
        }
        return ((Act.Right.Measured) right)
                .cases().stream()
                        .map(one -> Map.of(
                                "id",
                                one.option(),
                                "if",
                                Condition.parse(one.condition()).json()))
                        .toList();
    }

    private static void putOptions(
            Act.Options options, QuestionWords own, RichJson rich, String seed, Map<String, Object> json) {
        if (options instanceof Act.Options.Own ids) {
            json.put("choose", "own");
            json.put(
                    "options",
                    ids.offered(seed).stream()
                            .map(id -> Map.of(
                                    "id", id, "text", rich.of(own.options().get(id))))
                            .toList());
        } else if (options instanceof Act.Options.Next next) {
            json.put("choose", "next");
            json.put("count", next.count());
        } else if (options instanceof Act.Options.Heads heads) {
            json.put("choose", "heads");
            heads.layer().ifPresent(layer -> json.put("layer", layer));
        } else {
            json.put("choose", options instanceof Act.Options.Tokens ? "tokens" : "signs");
        }
    }

    /**
     * Which two numbers an act asks about whose right answer is the sign of their product: pages show these in the machine. Its members count
     * from 0, and {@code last} stands for the text's last position, as in a scene; empty for other acts, and if a
     * person answers with the head or a position.
     */
    private static Optional<Map<String, Object>> product(Act.Choice choice) {
        return choice.options() instanceof Act.Options.Signs && choice.right() instanceof Act.Right.Named named
                ? Fact.parse(named.word()).product().flatMap(TourJson::product)
                : Optional.empty();
    }

    private static Optional<Map<String, Object>> product(Fact.Product of) {
        var query = of.query().place();
        var key = of.key().place();
        if (!(of.head() instanceof Names.HeadAt head) || query.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Map.of(
                "layer", head.layer() - 1,
                "head", head.head() - 1,
                "query", query.get().index(),
                "key", key.get().index(),
                "number", of.number() - 1));
    }
}
