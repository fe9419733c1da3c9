package io.orrery.pack;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The Flesch–Kincaid grade of an English text: 0.39 · words / sentences + 11.8 · syllables / words − 15.59 (Kincaid, Fishburne,
 * Rogers and Chissom 1975). Figures are not counted.
 *
 * <p>No library for it on Maven Central is maintained. Syllables are counted by the rules of Greg Fast's {@code
 * Lingua::EN::Syllable} 0.251: groups of vowels, corrected where a pattern has more or fewer.
 */
final class ReadingGrade {
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}’'-]*");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+(?=\\s|”|$)");

    private static final List<Pattern> ONE_LESS =
            patterns("cial", "tia", "cius", "cious", "giu", "ion", "iou", "sia$", ".ely$");

    private static final List<Pattern> ONE_MORE = patterns(
            "ia",
            "riet",
            "dien",
            "iu",
            "io",
            "ii",
            "[aeiouym]bl$",
            "[aeiou]{3}",
            "^mc",
            "ism$",
            "([^aeiouy])\\1l$",
            "[^l]lien",
            "^coa[dglx].",
            "[^gq]ua[^auieo]",
            "dnt$");

    private static final Pattern SILENT_E = Pattern.compile("e$");
    private static final Pattern VOWELS = Pattern.compile("[aeiouy]+");
    private static final Pattern NO_LETTER = Pattern.compile("[^a-z]");

    private ReadingGrade() {}

    /** @param text whole sentences, without markup */
    static double of(String text) {
        List<String> words =
                WORD.matcher(text).results().map(found -> found.group()).toList();
        long sentences = Math.max(1, SENTENCE_END.matcher(text).results().count());
        double syllables = words.stream().mapToInt(ReadingGrade::syllables).sum();
        return 0.39 * words.size() / sentences + 11.8 * syllables / words.size() - 15.59;
    }

    static int syllables(String word) {
        String letters = NO_LETTER.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("");
        if (letters.length() == 1) {
            return 1;
        }
        String stem = SILENT_E.matcher(letters).replaceFirst("");
        long count = VOWELS.matcher(stem).results().count() + found(ONE_MORE, stem) - found(ONE_LESS, stem);
        return (int) Math.max(1, count);
    }

    private static long found(List<Pattern> patterns, String stem) {
        return patterns.stream().filter(each -> each.matcher(stem).find()).count();
    }

    private static List<Pattern> patterns(String... expressions) {
        return List.of(expressions).stream().map(Pattern::compile).toList();
    }
}
