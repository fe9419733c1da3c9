package io.orrery.tour.check;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The first Wiener Sachtextformel of a German text (Bamberger and Vanecek 1984): 0.1935 · MS + 0.1672 · SL + 0.1297 · IW − 0.0327 · ES −
 * 0.875, where MS, IW and ES are the percentages of words of at least three syllables, of more than six letters, and of one syllable,
 * and SL is the mean number of words in a sentence.
 *
 * <p>No library for it on Maven Central is maintained. A syllable is a group of vowels that are spoken together: diphthongs and
 * doubled vowels are one (ei, au, ie, ee …), other neighbours are two ("re-al").
 */
record WienerSachtext() implements Readability {
    private static final int LONG = 6;
    private static final int MANY = 3;
    private static final double PERCENT = 100;

    private static final Pattern SYLLABLE =
            Pattern.compile("aa|ee|oo|ie|ei|ai|ey|ay|au|äu|eu|ui(?=$)|[aeiouyäöüáàéèêíóôú]");

    /** A second vowel that begins a syllable of its own in some words. Elsewhere, "ie" at the end is one, as in "Energie". */
    private static final Pattern APART = Pattern.compile(
            "(?<=lini|famili|seri|feri|studi|foli|materi|prämi|akti|histori)e(?=n?$)|(?<=muse|lyze)u(?=m)");

    private static final Pattern SILENT_U = Pattern.compile("(?<=q)u");

    @Override
    public String measure() {
        return "first Wiener Sachtextformel";
    }

    @Override
    public double grade(String text) {
        var sample = Sample.of(text);
        if (sample.words().isEmpty()) {
            return 0;
        }
        return 0.1935 * percent(sample, word -> syllables(word) >= MANY)
                + 0.1672 * sample.wordsInSentence()
                + 0.1297 * percent(sample, word -> letters(word) > LONG)
                - 0.0327 * percent(sample, word -> syllables(word) == 1)
                - 0.875;
    }

    static int syllables(String word) {
        String lower = SILENT_U.matcher(word.toLowerCase(Locale.GERMAN)).replaceAll("");
        // A separator keeps the two vowels apart.
        String spoken = APART.matcher(lower).replaceAll("|$0");
        return (int) Math.max(1, SYLLABLE.matcher(spoken).results().count());
    }

    private static long letters(String word) {
        return word.codePoints().filter(Character::isLetter).count();
    }

    private static double percent(Sample sample, Predicate<String> which) {
        return PERCENT
                * sample.words().stream().filter(which).count()
                / sample.words().size();
    }
}
