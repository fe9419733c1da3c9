package io.orrery.tour.check;

import io.orrery.error.TourError;
import io.orrery.tour.Level;
import io.orrery.tour.Problems;
import io.orrery.tour.file.Act;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourWords;
import io.orrery.tour.file.TourWords.BeatWords;
import io.orrery.tour.file.TourWords.ChapterWords;
import io.orrery.tour.file.TourWords.QuestionWords;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.text.Inline;
import io.orrery.tour.text.PlainText;
import io.orrery.tour.text.Rich;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks one language's words against what the tour declares and its models have. */
final class WordsCheck {
    private static final int HINTS = 3;

    /** The most words of a text in the level Simple. */
    private static final int MOST_WORDS = 35;

    /** Symbols, of which the level Simple has none. */
    private static final Pattern SYMBOL = Pattern.compile("[^\\p{L}\\p{M}\\d\\s.,!?:;’‘‚“”„«»‹›'\"()…–—-]");

    private final Tour tour;
    private final ResolvedTour resolved;
    private final TourWords words;
    private final boolean needsSimple;
    private final Problems problems;

    WordsCheck(Tour tour, ResolvedTour resolved, String language, Demands demands) {
        this.tour = tour;
        this.resolved = resolved;
        this.words = tour.words().get(language);
        this.needsSimple = demands.simple() && !tour.isForAnyModel();
        this.problems = new Problems(words.file());
    }

    /** Adds to {@link #problems} what is wrong. */
    void check() {
        compare(
                ids(tour.chapters().stream().map(Tour.Chapter::id).toList()),
                words.chapters().keySet(),
                "",
                1);
        for (Tour.Chapter chapter : tour.chapters()) {
            Optional.ofNullable(words.chapters().get(chapter.id())).ifPresent(found -> check(chapter, found));
        }
    }

    Problems problems() {
        return problems;
    }

    private void check(Tour.Chapter chapter, ChapterWords found) {
        compare(
                ids(chapter.beats().stream().map(Tour.Beat::id).toList()),
                found.beats().keySet(),
                chapter.id() + "/",
                found.line());
        compare(
                ids(chapter.check().stream().map(Tour.Check::id).toList()),
                found.check().keySet(),
                chapter.id() + "/check/",
                found.line());
        for (Tour.Beat beat : chapter.beats()) {
            Optional.ofNullable(found.beats().get(beat.id())).ifPresent(own -> check(chapter, beat, own));
        }
        for (Tour.Check check : chapter.check()) {
            Optional.ofNullable(found.check().get(check.id()))
                    .ifPresent(own -> question(check.choice(), own, beat(chapter, check.again()), false));
        }
    }

    private Optional<ResolvedTour.Beat> beat(Tour.Chapter chapter, String id) {
        return resolved.beat(chapter.id() + "/" + id);
    }

    private void check(Tour.Chapter chapter, Tour.Beat beat, BeatWords found) {
        String path = chapter.id() + "/" + beat.id();
        // Simple is spoken; where the step's own text says all, the others need none.
        if (needsSimple && !found.texts().containsKey(Level.SIMPLE)) {
            problems.add(found.line(), new TourError.TourWordsMissing(path + "/" + Level.SIMPLE.word()));
        }
        Optional.ofNullable(found.texts().get(Level.SIMPLE)).ifPresent(this::checkSimple);
        var resolvedBeat = beat(chapter, beat.id());
        resolvedBeat.ifPresent(known -> {
            var check = new TextCheck(known, problems);
            found.texts().values().forEach(text -> check.text(text, Optional.empty()));
            found.notes().ifPresent(text -> check.text(text, Optional.empty()));
        });
        if (beat.act().isPresent() != found.act().isPresent()) {
            problems.add(
                    found.act().map(QuestionWords::line).orElse(found.line()),
                    beat.act().isPresent()
                            ? new TourError.TourWordsMissing(path + "/act")
                            : new TourError.TourWordsExtra(path + "/act"));
        }
        if (beat.act().isPresent() && found.act().isPresent()) {
            question(beat.act().get(), found.act().get(), resolvedBeat, true);
        }
    }

    private void question(Act act, QuestionWords found, Optional<ResolvedTour.Beat> beat, boolean hasHints) {
        require(found.question(), "question", found);
        boolean isDoing = act instanceof Act.Doing;
        if (isDoing) {
            require(found.done(), "done", found);
        } else {
            require(found.right(), "right", found);
            require(found.wrong(), "wrong", found);
        }
        refuse(isDoing ? found.right() : found.done(), isDoing ? "right" : "done", found);
        if (isDoing) {
            refuse(found.wrong(), "wrong", found);
        }
        if (hasHints && found.hints().size() != HINTS || found.hints().size() > HINTS) {
            problems.add(
                    found.line(), new TourError.TourHintsCount(found.hints().size(), HINTS));
        }
        Optional<Act.Options> options =
                act instanceof Act.Choice choice ? Optional.of(choice.options()) : Optional.empty();
        Set<String> ids =
                options.isPresent() && options.get() instanceof Act.Options.Own own ? ids(own.ids()) : Set.of();
        compare(ids, found.options().keySet(), "options/", found.line());
        found.options().values().forEach(text -> label(text, beat));
        found.question().ifPresent(text -> text(text, Optional.empty(), beat));
        found.hints().forEach(text -> text(text, Optional.empty(), beat));
        found.done().ifPresent(text -> text(text, Optional.empty(), beat));
        found.right().ifPresent(text -> text(text, options, beat));
        found.wrong().ifPresent(text -> text(text, options, beat));
    }

    private void label(Rich text, Optional<ResolvedTour.Beat> beat) {
        checkSimple(text.at(Level.SIMPLE));
        beat.ifPresent(known ->
                texts(text).forEach(words -> new TextCheck(known, problems).text(words, Optional.empty())));
    }

    private void text(Rich text, Optional<Act.Options> answered, Optional<ResolvedTour.Beat> beat) {
        checkSimple(text.at(Level.SIMPLE));
        beat.ifPresent(known -> texts(text).forEach(words -> new TextCheck(known, problems).text(words, answered)));
    }

    private static List<Rich.Words> texts(Rich text) {
        return text instanceof Rich.Levels levels
                ? List.copyOf(levels.texts().values())
                : List.of(text.at(Level.SIMPLE));
    }

    private void require(Optional<Rich> text, String key, QuestionWords of) {
        if (text.isEmpty()) {
            problems.add(of.line(), new TourError.TourKeyMissing(key));
        }
    }

    private void refuse(Optional<Rich> text, String key, QuestionWords of) {
        if (text.isPresent()) {
            problems.add(of.line(), new TourError.TourWordsExtra(key));
        }
    }

    private static Set<String> ids(List<String> list) {
        return list.stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Adds a problem for each id that only one of both has. */
    private void compare(Set<String> declared, Set<String> worded, String path, int line) {
        declared.stream()
                .filter(id -> !worded.contains(id))
                .forEach(id -> problems.add(line, new TourError.TourWordsMissing(path + id)));
        worded.stream()
                .filter(id -> !declared.contains(id))
                .sorted()
                .forEach(id -> problems.add(line, new TourError.TourWordsExtra(path + id)));
    }

    /** The rules of the level Simple: few words, no formulas, no symbols. */
    private void checkSimple(Rich.Words words) {
        int count = PlainText.words(words);
        if (count > MOST_WORDS) {
            problems.add(words.line(), new TourError.TourSimpleTooLong(count, MOST_WORDS));
        }
        if (words.inlines().anyMatch(Inline.Formula.class::isInstance)) {
            problems.add(words.line(), new TourError.TourSimpleFormula());
        }
        for (boolean isThen : new boolean[] {true, false}) {
            SYMBOL.matcher(PlainText.of(words, isThen))
                    .results()
                    .findFirst()
                    .ifPresent(found -> problems.add(words.line(), new TourError.TourSimpleSymbol(found.group())));
        }
    }
}
