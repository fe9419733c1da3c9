package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import io.orrery.lab.Lens;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where the answer forms: the logit lens. The positions [from, to) are looked at, by default all. */
public final class LensTool implements Tool {
    /** How many tokens are ranked at each place. */
    public static final int RANKED = 5;

    @Override
    public String name() {
        return "lens";
    }

    @Override
    public List<String> parameters() {
        return List.of("from", "to");
    }

    @Override
    public List<String> tokenKeys() {
        return List.of("top", "top5");
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
        return json(subject, target, Lens.of(subject, target.a(), from, to, RANKED, progress));
    }

    /** The rank of a is that at the target's position; it is left out if the lens has not looked there. */
    public static Map<String, Object> json(Subject subject, Target target, Lens lens) {
        var answer = Question.about(subject, target);
        answer.put("points", lens.points());
        answer.put("from", lens.from());
        answer.put("top", each(lens, cell -> cell.top().get(0)));
        int at = target.position() - lens.from();
        if (at >= 0 && at < lens.cells().get(0).size()) {
            var cells = lens.cells().stream().map(row -> row.get(at)).toList();
            answer.put("rank_of_a", cells.stream().map(Lens.Cell::rankOfA).toList());
            answer.put("p_of_a", cells.stream().map(Lens.Cell::pOfA).toList());
            var leads = lens.leadsFrom(target.position());
            answer.put("leads_from", leads.isPresent() ? lens.points().get(leads.getAsInt()) : null);
        }
        answer.put("top5", each(lens, Lens.Cell::top));
        answer.put("p5", each(lens, Lens.Cell::p));
        return answer;
    }

    private static List<List<Object>> each(Lens lens, Function<Lens.Cell, Object> part) {
        return lens.cells().stream()
                .map(cells -> cells.stream().map(part).toList())
                .toList();
    }
}
