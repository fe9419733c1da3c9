package io.orrery.lab.tool;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Lens;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.List;
import java.util.Map;

/**
 * Where the answer forms: the logit lens. It looks at the positions [from, to), by default all, and lists {@code ranked}
 * tokens of each place.
 */
public final class LensTool implements Tool {
    /** How many of the most probable tokens are listed by default, as pages show them. */
    public static final int RANKED = 1;

    /** The most tokens that are listed of each place. */
    public static final int MOST_RANKED = 20;

    /** A token and its probability, {@code 0,1.0,}. */
    private static final int LEAST_JSON = 6;

    /** The same with the longest numbers, and the brackets of lists. */
    private static final int JSON = 8 + Extent.NUMBER_JSON + 4;

    /** Nodes that are computed behind a point of the stream. */
    private static final int NODES = 5;

    @Override
    public String name() {
        return "lens";
    }

    /** The whole text at once; a page takes its columns from that ({@code live/file-answers.js}). */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        return List.of(Opened.Request.of(this, Map.of()));
    }

    @Override
    public List<String> parameters() {
        return List.of("from", "to", "ranked");
    }

    @Override
    public List<String> tokenKeys() {
        return List.of("top", "ranked");
    }

    /** The logits of all positions at one point, and what is listed of each place. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        int length = extent.positions();
        long positions = to(parameters, length) - (long) from(parameters, length);
        long ranked = Math.min(ranked(parameters), sizes.d_vocab());
        long listed = extent.points() * positions * ranked;
        long written = listed + (ranked > 1 ? extent.points() * positions : 0);
        if (written * LEAST_JSON > LabError.AnswerTooLarge.LIMIT) {
            throw new OrreryException(new LabError.AnswerTooLarge());
        }
        long sums = 2L * Double.BYTES * extent.threads() * Math.max(Lens.AT_ONCE, sizes.d_vocab());
        return new Need(
                        Extent.rows(positions, sizes.d_vocab())
                                + Extent.rows(2 * positions, sizes.d_model())
                                + Extent.rows(2 * positions, 1)
                                + NODES * Extent.rows(length, 0) / 2
                                + sums
                                + listed * (Integer.BYTES + Double.BYTES),
                        written * JSON + extent.points() * 2 * Extent.PART_JSON)
                .plus(extent.names(listed));
    }

    private static int to(Parameters parameters, int length) {
        return parameters.whole("to", length, 1, length);
    }

    private static int from(Parameters parameters, int length) {
        return parameters.whole("from", 0, 0, to(parameters, length) - 1);
    }

    private static int ranked(Parameters parameters) {
        return parameters.whole("ranked", RANKED, 1, MOST_RANKED);
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var subject = question.subject();
        var target = question.target();
        int to = to(question.parameters(), subject.length());
        int from = from(question.parameters(), subject.length());
        return json(subject, target, Lens.of(subject, target, from, to, ranked(question.parameters()), progress));
    }

    /**
     * What the lens has found. The rank of a is that at the target's position; it is left out if the lens has not looked
     * there.
     */
    public static Map<String, Object> json(Subject subject, Target target, Lens lens) {
        var answer = ToolRequest.about(subject, target);
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
        return Listing.of(
                lens.points().size(),
                point -> Listing.of(lens.to() - lens.from(), i -> property.at(point, lens.from() + i)));
    }
}
