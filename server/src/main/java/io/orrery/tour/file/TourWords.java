package io.orrery.tour.file;

import io.orrery.tour.Level;
import io.orrery.tour.text.Rich;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tour's words in one language. What is missing in the file is missing here, too.
 *
 * @param file the file's path, as people know it
 * @param chapters by id
 */
public record TourWords(String file, String title, String question, Map<String, ChapterWords> chapters) {
    public TourWords {
        chapters = Map.copyOf(chapters);
    }

    /**
     * @param beats by id
     * @param check its questions, by id
     * @param line of the file
     */
    public record ChapterWords(String title, Map<String, BeatWords> beats, Map<String, QuestionWords> check, int line) {
        public ChapterWords {
            beats = Map.copyOf(beats);
            check = Map.copyOf(check);
        }
    }

    /** @param line of the file */
    public record BeatWords(
            String title,
            Map<Level, Rich.Words> texts,
            Optional<Rich.Words> notes,
            Optional<QuestionWords> act,
            int line) {
        public BeatWords {
            texts = Map.copyOf(texts);
        }
    }

    /**
     * @param options words of the options with own ids
     * @param right what is said to the right answer
     * @param wrong what is said to a wrong answer
     * @param done what is said when something has been done
     * @param line of the file
     */
    public record QuestionWords(
            Optional<Rich> question,
            Map<String, Rich> options,
            List<Rich> hints,
            Optional<Rich> right,
            Optional<Rich> wrong,
            Optional<Rich> done,
            int line) {
        public QuestionWords {
            options = Map.copyOf(options);
            hints = List.copyOf(hints);
        }
    }
}
