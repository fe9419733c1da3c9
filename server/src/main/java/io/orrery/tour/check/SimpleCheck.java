package io.orrery.tour.check;

import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.text.Inline;
import io.orrery.tour.text.Inlines;
import io.orrery.tour.text.PlainText;
import io.orrery.tour.text.Rich;
import java.util.regex.Pattern;

/** The rules of the level Simple: few words, no formulas, no symbols. */
final class SimpleCheck {
    /** The most words of a text. */
    static final int MOST_WORDS = 35;

    private static final Pattern SYMBOL = Pattern.compile("[^\\p{L}\\p{M}\\d\\s.,!?:;’‘‚“”„«»‹›'\"()…–—-]");

    private final Problems problems;

    SimpleCheck(Problems problems) {
        this.problems = problems;
    }

    void check(Rich.Words words) {
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
}
