package io.orrery.tour.served;

import io.orrery.tour.Level;
import io.orrery.tour.file.Act;
import io.orrery.tour.file.TourWords.BeatWords;
import io.orrery.tour.file.TourWords.QuestionWords;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.text.PlainText;
import io.orrery.tour.text.Rich;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Estimates how long somebody needs who walks a tour alone, seconds. The planned seconds are those of a talk. Each part has the time to
 * read its words, to look at what it shows, and to try what it asks for.
 */
final class TimeAlone {
    /** Readers of prose take four; here most sentences point at the picture. */
    private static final double WORDS_A_SECOND = 3;

    private static final int LOOK = 6;
    private static final int NEXT_STEP = 3;
    private static final int CHOOSE = 8;
    private static final int TRY = 30;
    /** The words of a step's own card, which a beat without a text of its own shows. */
    private static final int CARD = 40;

    private static final double SECONDS = 60;

    private TimeAlone() {}

    /** @param words of the beat in the reader's language */
    static int ofBeat(ResolvedTour.Beat beat, BeatWords words, Level level) {
        double read = read(Optional.ofNullable(words.texts().get(level))
                .map(PlainText::words)
                .orElse(CARD));
        double act =
                beat.act().map(each -> each instanceof Act.Doing ? TRY : CHOOSE).orElse(0);
        double told = words.act().map(question -> ofWords(question, level)).orElse(0.0);
        return (int) Math.round(read + LOOK + NEXT_STEP * (beat.scene().steps().size() - 1) + act + told);
    }

    /** Whole minutes, at least one. */
    static int minutes(double seconds) {
        return (int) Math.max(1, Math.round(seconds / SECONDS));
    }

    /** A question at the end of a chapter. */
    static int ofQuestion(QuestionWords words, Level level) {
        return (int) Math.round(CHOOSE + ofWords(words, level));
    }

    /** What is read of a question without hints: its answers, and what one of them is told. */
    private static double ofWords(QuestionWords question, Level level) {
        return read(Stream.concat(
                        Stream.of(question.question(), question.right(), question.done())
                                .flatMap(Optional::stream),
                        question.options().values().stream())
                .map((Rich text) -> text.at(level))
                .mapToInt(PlainText::words)
                .sum());
    }

    private static double read(int words) {
        return words / WORDS_A_SECOND;
    }
}
