package io.orrery.tour.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words and sentences of a text. */
record Sample(List<String> words, long sentences) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}’'-]*");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?…]+(?=[\\s”“\")]|$)");

    Sample {
        words = List.copyOf(words);
    }

    static Sample of(String text) {
        var words = new ArrayList<String>();
        WORD.matcher(text).results().forEach(found -> words.add(found.group()));
        return new Sample(
                words, Math.max(1, SENTENCE_END.matcher(text).results().count()));
    }

    double wordsInSentence() {
        return (double) words.size() / sentences;
    }
}
