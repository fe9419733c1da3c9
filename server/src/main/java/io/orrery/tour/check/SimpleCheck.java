package io.orrery.tour.check;

import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.text.Inline;
import io.orrery.tour.text.Inlines;
import io.orrery.tour.text.PlainText;
import io.orrery.tour.text.Rich;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The rules of the level Simple for one chapter: few words, no formulas, no symbols, easy to read as a whole. */
final class SimpleCheck {
    /** The most words of a text. */
    static final int MOST_WORDS = 35;

    private static final Pattern SYMBOL = Pattern.compile("[^\\p{L}\\p{M}\\d\\s.,!?:;’‘‚“”„«»‹›'\"()…–—-]");

    private final String chapter;
    private final Optional<Readability> readability;
    private final Problems problems;
    private final StringBuilder all = new StringBuilder();

    SimpleCheck(String chapter, Optional<Readability> readability, Problems problems) {
        this.chapter = chapter;
        this.readability = readability;
        this.problems = problems;
    }

    /** Checks a text of whole sentences, which then counts for the chapter's grade. */
    void text(Rich.Words words) {
        label(words);
        String then = PlainText.of(words, true);
        String otherwise = PlainText.of(words, false);
        all.append(then).append(' ');
        if (!otherwise.equals(then)) {
            all.append(otherwise).append(' ');
        }
    }

    /** Checks a text that need not be a sentence. */
    void label(Rich.Words words) {
        int count = PlainText.words(words);
        if (count > MOST_WORDS) {
            problems.add(words.line(), new TourError.TourSimpleTooLong(count, MOST_WORDS));
        }
        if (Inlines.all(words).anyMatch(Inline.Formula.class::isInstance)) {
            problems.add(words.line(), new TourError.TourSimpleFormula());
        }
        for (boolean isThen : new boolean[] {true, false}) {
            SYMBOL.matcher(PlainText.of(words, isThen))
                    .results()
                    .findFirst()
                    .ifPresent(found -> problems.add(words.line(), new TourError.TourSimpleSymbol(found.group())));
        }
    }

    /**
     * Checks the grade of all texts together.
     *
     * @param line of the chapter
     * @return the grade; empty if the language has no measure, or the chapter no text
     */
    OptionalDouble end(int line) {
        if (readability.isEmpty() || all.toString().isBlank()) {
            return OptionalDouble.empty();
        }
        double grade = readability.get().grade(all.toString());
        if (grade > Readability.MOST) {
            problems.add(
                    line,
                    new TourError.TourSimpleTooHard(
                            chapter,
                            readability.get().measure(),
                            String.format(Locale.ROOT, "%.1f", grade),
                            String.format(Locale.ROOT, "%.0f", Readability.MOST)));
        }
        return OptionalDouble.of(grade);
    }
}
