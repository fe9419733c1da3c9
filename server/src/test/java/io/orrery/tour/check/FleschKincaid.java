package io.orrery.tour.check;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Flesch–Kincaid grade of an English text: 0.39 · words / sentences + 11.8 · syllables / words − 15.59 (Kincaid, Fishburne,
 * Rogers and Chissom 1975). Names, which have a capital letter within a sentence, are not counted.
 *
 * <p>No library for it on Maven Central is maintained. Syllables are counted by the rules of Greg Fast's {@code
 * Lingua::EN::Syllable} 0.251: groups of vowels, corrected where a pattern has more or fewer.
 */
record FleschKincaid() implements Readability {
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

    private static final Pattern NAME = Pattern.compile("(?<=[\\p{Ll}\\d,;:’”)] )(?!I\\b|I’)\\p{Lu}[\\p{L}’'-]*");
    private static final Pattern SILENT_E = Pattern.compile("e$");
    private static final Pattern VOWELS = Pattern.compile("[aeiouy]+");
    private static final Pattern NO_LETTER = Pattern.compile("[^a-z]");

    @Override
    public String measure() {
        return "Flesch–Kincaid grade";
    }

    @Override
    public double grade(String text) {
        var sample = Sample.of(NAME.matcher(text).replaceAll("7"));
        if (sample.words().isEmpty()) {
            return 0;
        }
        double syllables =
                sample.words().stream().mapToInt(FleschKincaid::syllables).sum();
        return 0.39 * sample.wordsInSentence()
                + 11.8 * syllables / sample.words().size()
                - 15.59;
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
        return Stream.of(expressions).map(Pattern::compile).toList();
    }
}
