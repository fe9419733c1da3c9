package io.orrery.tour.check;

import io.orrery.tour.Level;
import io.orrery.tour.file.TourWords;
import io.orrery.tour.file.TourWords.BeatWords;
import io.orrery.tour.file.TourWords.ChapterWords;
import io.orrery.tour.file.TourWords.QuestionWords;
import io.orrery.tour.text.PlainText;
import io.orrery.tour.text.Rich;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How hard the texts of the level Simple are to read, by chapter of a tour. */
public final class ChapterGrades {
    private ChapterGrades() {}

    /** The grades of one language's words, which has a measure. */
    public static Map<String, Double> of(String language, TourWords words) {
        Readability measure = Readability.of(language).orElseThrow();
        var grades = new TreeMap<String, Double>();
        words.chapters().forEach((id, chapter) -> {
            var all = new StringBuilder();
            texts(chapter).forEach(text -> {
                String then = PlainText.of(text, true);
                String otherwise = PlainText.of(text, false);
                all.append(then).append(' ');
                if (!otherwise.equals(then)) {
                    all.append(otherwise).append(' ');
                }
            });
            grades.put(id, measure.grade(all.toString()));
        });
        return grades;
    }

    /** The chapter's texts that are whole sentences. */
    private static Stream<Rich.Words> texts(ChapterWords chapter) {
        Stream<Rich.Words> beats = chapter.beats().values().stream()
                .map(BeatWords::texts)
                .map(texts -> texts.get(Level.SIMPLE))
                .filter(text -> text != null);
        Stream<QuestionWords> acts = chapter.beats().values().stream().flatMap(beat -> beat.act().stream());
        Stream<QuestionWords> questions = Stream.concat(acts, chapter.check().values().stream());
        return Stream.concat(beats, questions.flatMap(ChapterGrades::texts).map(text -> text.at(Level.SIMPLE)));
    }

    private static Stream<Rich> texts(QuestionWords question) {
        return Stream.concat(
                question.hints().stream(),
                Stream.of(question.question(), question.right(), question.wrong(), question.done())
                        .flatMap(Optional::stream));
    }
}
