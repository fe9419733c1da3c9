package io.orrery.bench.stage;

import io.orrery.bench.RandomModel;
import io.orrery.graph.Sizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Random weights in the shapes of GPT-2 small, with as many layers as are looked at: the first, the second and the last. Its
 * tokens are words of two syllables.
 */
final class RandomGpt2 {
    /** As pages show it. */
    static final String TITLE = "Random weights, GPT-2's shapes";

    private static final int LAYERS = 3;
    private static final Sizes SIZES = new Sizes(768, 64, 3072, 50257, LAYERS, 12, 12, 1024);
    private static final double DEVIATION = 0.02;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";

    private RandomGpt2() {}

    /** Writes the model in the Hugging Face layout into an existing folder: 240 MB. */
    static void write(Path folder) throws IOException {
        List<String> words =
                IntStream.range(0, SIZES.d_vocab()).mapToObj(RandomGpt2::word).toList();
        String prompt = word(314) + word(1101) + word(33) + word(4096) + word(2718);
        Map<String, ?> preset =
                Map.of("id", "random-gpt2", "title", TITLE, "licence", "Apache-2.0", "maxPrompt", 64, "prompt", prompt);
        new RandomModel(SIZES, true, DEVIATION, words, "[a-z]+\\d*", preset).write(folder);
    }

    /** Two syllables, and a number where there are more tokens than such words. */
    private static String word(int token) {
        int syllables = CONSONANTS.length() * VOWELS.length();
        int round = token / (syllables * syllables);
        return syllable(token / syllables % syllables) + syllable(token % syllables) + round;
    }

    private static String syllable(int n) {
        return "" + CONSONANTS.charAt(n / VOWELS.length()) + VOWELS.charAt(n % VOWELS.length());
    }
}
