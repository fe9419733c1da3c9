package io.orrery.room.activity.prediction;

import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.wire.TraceSummary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an invented person guesses. What the model finds probable is more likely, but less so than the model says; some type a word, of those that the model has among
 * the most probable, or one of the text. Questions without a model's answer lean to the option that is right.
 */
final class InventedGuess {
    /** A person knows the language less well than the model. */
    private static final double FLATTER = 0.6;

    private static final double NOISE = 0.05;
    /** Some type a word even where the options have nearly all of the probability. */
    private static final double TYPES = 0.2;

    private static final double RIGHT = 3;
    private static final double ELSE = 0.5;

    /** One in so many that is typed is a word of the text itself. */
    private static final double OF_TEXT = 0.3;

    private InventedGuess() {}

    /** The fields of the command {@code guess}. */
    static Map<String, Object> of(InventedPerson who, PredictionState asked, Poll question, WalkState shown) {
        int choice = who.choice(weights(question));
        var fields = new HashMap<String, Object>(Map.of("number", asked.number()));
        boolean isElse = choice == question.options().size();
        if (!isElse || !question.takesWords() || !types(who, question, shown.trace(), fields)) {
            fields.put("option", choice);
        }
        return fields;
    }

    private static double[] weights(Poll question) {
        return IntStream.range(0, question.size())
                .mapToDouble(option -> question.model()
                        .map(model -> Math.pow(model.get(option), FLATTER)
                                + (option == question.options().size() ? TYPES : NOISE))
                        .orElseGet(() -> option == question.options().size()
                                ? ELSE
                                : question.right()
                                        .filter(right -> right == option)
                                        .map(any -> RIGHT)
                                        .orElse(1.0)))
                .toArray();
    }

    /** Adds a word that the person types to the fields; false if there is none, or the room shows another text by now. */
    private static boolean types(InventedPerson who, Poll question, TraceSummary trace, Map<String, Object> fields) {
        if (question.about().filter(about -> about.trace().equals(trace.id())).isEmpty()) {
            return false;
        }
        var offered = new HashSet<Integer>();
        question.options().forEach(option -> option.token().ifPresent(offered::add));
        // A model that begins words with a space has other tokens for what stands within them.
        boolean hasSpaces = trace.text().stream().anyMatch(text -> text.startsWith(" "));
        List<TraceSummary.Next> probable = trace.next().stream()
                .filter(next -> isWord(next.text(), hasSpaces) && !offered.contains(next.token()))
                .toList();
        List<Integer> ofText = IntStream.range(0, trace.tokens().size())
                .filter(at -> isWord(trace.text().get(at), hasSpaces)
                        && !offered.contains(trace.tokens().get(at)))
                .boxed()
                .toList();
        if (probable.isEmpty() && ofText.isEmpty()) {
            return false;
        }
        if (ofText.isEmpty() || (!probable.isEmpty() && !who.does(OF_TEXT))) {
            TraceSummary.Next next = probable.get(who.choice(probable.stream()
                    .mapToDouble(each -> Math.pow(each.p(), FLATTER))
                    .toArray()));
            type(next.token(), next.text(), fields);
        } else {
            int at = ofText.get(who.random().nextInt(ofText.size()));
            type(trace.tokens().get(at), trace.text().get(at), fields);
        }
        return true;
    }

    private static void type(int token, String text, Map<String, Object> fields) {
        fields.put("token", token);
        fields.put("word", text.strip());
    }

    private static boolean isWord(String text, boolean hasSpaces) {
        String word = text.strip();
        return !word.isEmpty()
                && word.length() <= TypedWord.LONGEST
                && Character.isLetter(word.codePointAt(0))
                && (!hasSpaces || text.startsWith(" "));
    }
}
