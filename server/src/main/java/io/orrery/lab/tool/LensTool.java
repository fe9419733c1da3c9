package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import io.orrery.lab.Lens;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the answer forms: the logit lens. It looks at the positions [from, to), by default all, and lists {@code ranked}
 * tokens of each place.
 */
public final class LensTool implements Tool {
    /** How many of the most probable tokens are listed by default, as pages show them. */
    public static final int RANKED = 1;

    /** The most tokens that are listed of each place. */
    public static final int MOST_RANKED = 20;

    @Override
    public String name() {
        return "lens";
    }

    @Override
    public List<String> parameters() {
        return List.of("from", "to", "ranked");
    }

    @Override
    public List<String> tokenKeys() {
        return List.of("top", "ranked");
    }

    /** The logits of all positions at one point. */
    @Override
    public long bytes(Sizes sizes, int positions, long run) {
        return (long) Float.BYTES * positions * sizes.d_vocab();
    }

    @Override
    public Map<String, Object> answer(Question question, Progress progress) {
        var subject = question.subject();
        var target = question.target();
        int to = question.parameters().whole("to", subject.length(), 1, subject.length());
        int from = question.parameters().whole("from", 0, 0, to - 1);
        int ranked = question.parameters().whole("ranked", RANKED, 1, MOST_RANKED);
        return json(subject, target, Lens.of(subject, target, from, to, ranked, progress));
    }

    /**
     * What the lens has found. The rank of a is that at the target's position; it is left out if the lens has not looked
     * there.
     */
    public static Map<String, Object> json(Subject subject, Target target, Lens lens) {
        var answer = Question.about(subject, target);
        answer.put("points", lens.points());
        answer.put("from", lens.from());
        answer.put(
                "top", each(lens, (point, position) -> lens.top(point, position).get(0)));
        answer.put("p", each(lens, (point, position) -> lens.p(point, position).get(0)));
        if (lens.hasTarget()) {
            answer.put("rank_of_a", lens.rankOfA());
            answer.put("p_of_a", lens.pOfA());
            var leads = lens.leadsFrom();
            answer.put("leads_from", leads.isPresent() ? lens.points().get(leads.getAsInt()) : null);
        }
        if (lens.count() > 1) {
            answer.put("ranked", each(lens, lens::top));
            answer.put("p_of_ranked", each(lens, lens::p));
        }
        return answer;
    }

    /** A property of each place, by point and position. */
    private interface Property {
        Object at(int point, int position);
    }

    private static List<List<Object>> each(Lens lens, Property property) {
        return IntStream.range(0, lens.points().size())
                .mapToObj(point -> IntStream.range(lens.from(), lens.to())
                        .mapToObj(position -> property.at(point, position))
                        .toList())
                .toList();
    }
}
