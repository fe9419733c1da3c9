package io.orrery.lab.tool;

import io.orrery.lab.Copying;
import io.orrery.lab.HeadScores;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Where heads look, as scores; and with {@code copying}, a number of tokens, how much each copies. */
public final class HeadsTool implements Tool {
    private static final long SEED = 1;

    @Override
    public String name() {
        return "heads";
    }

    @Override
    public List<String> parameters() {
        return List.of("copying");
    }

    @Override
    public Map<String, Object> answer(Question question, Progress progress) {
        var parameters = question.parameters();
        OptionalInt copying = parameters.whole("copying").isPresent()
                ? OptionalInt.of(parameters.whole("copying", 1, 1, Copying.MOST))
                : OptionalInt.empty();
        return json(question.subject(), question.target(), copying, progress);
    }

    public static Map<String, Object> json(Subject subject, Target target, OptionalInt copying, Progress progress) {
        var answer = Question.about(subject, target);
        var scores = HeadScores.of(subject);
        answer.put("previous", numbers(scores.previous()));
        answer.put("duplicate", numbers(scores.duplicate()));
        answer.put("induction", numbers(scores.induction()));
        answer.put("first", numbers(scores.first()));
        if (copying.isPresent()) {
            answer.put("copying", Copying.of(subject, copying.getAsInt(), SEED, progress));
        }
        return answer;
    }

    /** By layer and head; null where there is no such place in the text. */
    private static List<List<Double>> numbers(List<List<OptionalDouble>> layers) {
        var numbers = new ArrayList<List<Double>>();
        for (var heads : layers) {
            var row = new ArrayList<Double>();
            heads.forEach(score -> row.add(score.isPresent() ? score.getAsDouble() : null));
            numbers.add(row);
        }
        return numbers;
    }
}
