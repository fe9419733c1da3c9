package io.orrery.lab.tool;

import io.orrery.lab.Rival;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.trace.change.Means;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The input of a tool: a run, and the parameters.
 *
 * @param subject the run
 * @param parameters the target's and the tool's
 * @param means the means of all nodes, if they were taken already
 * @param references the texts over which means are taken; makes them when it is asked
 * @param rival what pages compare with
 */
public record ToolRequest(
        Subject subject,
        Parameters parameters,
        Optional<Means> means,
        Supplier<List<List<Integer>>> references,
        Rival rival) {
    /** What a target is compared with if it is the mean of all logits. */
    public static final String ALL = "all";

    /** What a target is compared with if it is the most probable other token, as it is by default. */
    public static final String SECOND = "second";

    /** What a target is compared with if it is the answer's {@link Rival}. */
    public static final String RIVAL = "rival";

    /** What a target can be compared with besides a token. */
    public static final List<String> COMPARED = List.of(ALL, SECOND, RIVAL);

    /** The target as it was asked for, or the two most probable tokens at the last position. */
    public Target target() {
        int position = position();
        var a = parameters.whole("a");
        return parameters.isAgainst(ALL)
                ? Target.againstAll(subject, position, a)
                : parameters.isAgainst(RIVAL)
                        ? rival.target(subject, position, a)
                        : Target.of(subject, position, a, parameters.compared());
    }

    int position() {
        return parameters.whole("position").orElse(subject.length() - 1);
    }

    /** The members that every answer about a text has. */
    public static Map<String, Object> about(Subject subject, Target target) {
        float[] logits = subject.logits(target.position());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("a", target.a());
        answer.put("b", target.b().isPresent() ? target.b().getAsInt() : ALL);
        answer.put("position", target.position());
        answer.put("logit_a", logits[target.a()]);
        answer.put("logit_difference", target.difference(logits));
        return answer;
    }
}
