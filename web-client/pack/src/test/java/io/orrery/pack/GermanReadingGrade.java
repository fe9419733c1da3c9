package io.orrery.pack;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The school year that can read a German text, by the first Wiener Sachtextformel: 0.1935 · MS + 0.1672 · SL + 0.1297 · IW − 0.0327 ·
 * ES − 0.875 (Bamberger and Vanecek 1984). MS is the percentage of words with three or more syllables, SL the mean length of a
 * sentence in words, IW the percentage of words with more than six letters, ES that of words with one syllable. Figures are not
 * counted.
 *
 * <p>No library for it on Maven Central is maintained. A syllable is a group of vowels that are spoken together: diphthongs and
 * doubled vowels are one, other neighbours are two ("re-al").
 */
final class GermanReadingGrade {
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}’'-]*");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+(?=\\s|“|”|\\)|$)");
    private static final int LONG_WORD = 7;
    private static final int MANY_SYLLABLES = 3;

    /** Words in which "ie" or "eu" are two syllables. Elsewhere, "ie" at the end is one, as in "Energie". */
    private static final Pattern APART = Pattern.compile(
            "(?<=lini|famili|seri|feri|studi|foli|materi|prämi|akti|histori)e(?=n?$)|(?<=muse|lyze)u(?=m)");

    /** A vowel group of one syllable. "u" after "q" is no vowel. */
    private static final Pattern SYLLABLE =
            Pattern.compile("aa|ee|oo|ai|au|äu|ei|eu|ey|ie|ui(?=$)|[aeiouyäöü]", Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]");

    private GermanReadingGrade() {}

    /** @param text whole sentences, without markup */
    static double of(String text) {
        List<String> words =
                WORD.matcher(text).results().map(found -> found.group()).toList();
        long sentences = Math.max(1, SENTENCE_END.matcher(text).results().count());
        double many = percent(
                words.stream().filter(word -> syllables(word) >= MANY_SYLLABLES).count(), words);
        double one = percent(words.stream().filter(word -> syllables(word) == 1).count(), words);
        double longer = percent(
                words.stream()
                        .filter(word -> NO_LETTER.matcher(word).replaceAll("").length() >= LONG_WORD)
                        .count(),
                words);
        return 0.1935 * many + 0.1672 * words.size() / sentences + 0.1297 * longer - 0.0327 * one - 0.875;
    }

    static int syllables(String word) {
        String letters = NO_LETTER.matcher(word.toLowerCase(Locale.GERMAN)).replaceAll("");
        // A separator keeps two vowels apart.
        String spoken = APART.matcher(letters.replace("qu", "q")).replaceAll("|$0");
        return (int) Math.max(1, SYLLABLE.matcher(spoken).results().count());
    }

    private static double percent(long count, List<String> words) {
        return 100.0 * count / words.size();
    }
}
