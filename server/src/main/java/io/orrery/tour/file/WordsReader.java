package io.orrery.tour.file;

import io.orrery.error.TourError;
import io.orrery.tour.Level;
import io.orrery.tour.Problems;
import io.orrery.tour.file.TourWords.BeatWords;
import io.orrery.tour.file.TourWords.ChapterWords;
import io.orrery.tour.file.TourWords.QuestionWords;
import io.orrery.tour.text.MarkdownReader;
import io.orrery.tour.text.Rich;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the file of a language. */
final class WordsReader {
    private static final List<String> BEAT_KEYS = Stream.concat(
                    Stream.of("title", "notes", "act"), Level.words().stream())
            .toList();

    private static final List<String> QUESTION_KEYS = List.of("question", "options", "hints", "right", "wrong", "done");

    private final Problems problems;

    WordsReader(Problems problems) {
        this.problems = problems;
    }

    TourWords read(YamlNode file) {
        var words = Entries.of(file, "tour", problems).known(List.of("language", "title", "question", "chapters"));
        words.required("chapters");
        return new TourWords(
                problems.file(),
                words.requiredText("title").orElse(""),
                words.requiredText("question").orElse(""),
                words.entries("chapters").map(all -> all.each(this::chapter)).orElse(Map.of()));
    }

    private ChapterWords chapter(String id, YamlNode node) {
        var chapter = Entries.of(node, id, problems).known(List.of("title", "beats", "check"));
        chapter.required("beats");
        return new ChapterWords(
                chapter.requiredText("title").orElse(""),
                chapter.entries("beats").map(all -> all.each(this::beat)).orElse(Map.of()),
                chapter.entries("check")
                        .map(all -> all.each((question, words) -> question(Entries.of(words, question, problems))))
                        .orElse(Map.of()),
                chapter.line());
    }

    private BeatWords beat(String id, YamlNode node) {
        var beat = Entries.of(node, id, problems).known(BEAT_KEYS);
        var texts = new LinkedHashMap<Level, Rich.Words>();
        for (Level level : Level.values()) {
            words(beat, level.word()).ifPresent(text -> texts.put(level, text));
        }
        return new BeatWords(
                beat.requiredText("title").orElse(""),
                texts,
                words(beat, "notes"),
                beat.entries("act").map(this::question),
                beat.line());
    }

    private Optional<Rich.Words> words(Entries entries, String key) {
        if (!entries.has(key)) {
            return Optional.empty();
        }
        entries.requiredText(key);
        return entries.scalar(key).map(text -> MarkdownReader.read(text, problems));
    }

    private QuestionWords question(Entries question) {
        question.known(QUESTION_KEYS);
        var hints = new ArrayList<Rich>();
        question.list("hints").forEach(hint -> rich("hints", hint).ifPresent(hints::add));
        var options = new LinkedHashMap<String, Rich>();
        question.entries("options")
                .ifPresent(all -> all.each((id, node) -> rich(id, node))
                        .forEach((id, text) -> text.ifPresent(read -> options.put(id, read))));
        return new QuestionWords(
                rich(question, "question"),
                options,
                hints,
                rich(question, "right"),
                rich(question, "wrong"),
                rich(question, "done"),
                question.line());
    }

    private Optional<Rich> rich(Entries entries, String key) {
        return entries.node(key).flatMap(node -> rich(key, node));
    }

    /** One text, or one for each level. */
    private Optional<Rich> rich(String key, YamlNode node) {
        if (node instanceof Scalar scalar) {
            if (scalar.text().isBlank()) {
                problems.add(scalar.line(), new TourError.TourTextEmpty(key));
            }
            return Optional.of(MarkdownReader.read(scalar, problems));
        }
        if (!(node instanceof Mapping)) {
            problems.add(node.line(), new TourError.TourNotAText(key));
            return Optional.empty();
        }
        var entries = Entries.of(node, key, problems).known(Level.words());
        var texts = new LinkedHashMap<Level, Rich.Words>();
        for (Level level : Level.values()) {
            entries.required(level.word());
            words(entries, level.word()).ifPresent(text -> texts.put(level, text));
        }
        return texts.size() == Level.values().length ? Optional.of(new Rich.Levels(texts)) : Optional.empty();
    }
}
