package io.orrery.lab.tool;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import io.orrery.lab.Effect;
import io.orrery.lab.Progress;
import io.orrery.lab.ReferenceMeans;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.TryEach;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What if: runs the text with changed parts ({@code set}, with semicolons), or with each head and MLP changed ({@code each}). */
public final class ChangeTool implements Tool {
    /** Rows of logits, and what is made of them to compare two. */
    private static final int LOGITS = 4;

    /** What one change did, with its place in lists. */
    private static final int ROW = 160;

    private static final int ROW_JSON = 2 * Extent.PART_JSON + 2 * Extent.NUMBER_JSON + 96;
    private static final int SHIFT_JSON = Extent.PART_JSON + Extent.NUMBER_JSON + 24;

    @Override
    public String name() {
        return "change";
    }

    /** The changes are made to the unchanged run. Without any, the votes tell what a change might do. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        var each = opened.value("each");
        if (each.isEmpty() && opened.changes().isEmpty()) {
            return List.of(Opened.Request.of(new AttributionTool(), Map.of()));
        }
        Map<String, String> parameters = each.map(mode -> Map.of("each", mode))
                .orElseGet(() -> Map.of("set", String.join(";", opened.changes())));
        return List.of(new Opened.Request(name(), true, parameters));
    }

    @Override
    public List<String> parameters() {
        return List.of("set", "each");
    }

    @Override
    public List<String> tokenKeys() {
        return List.of("top");
    }

    /** The changed run and, of a set, that of one writer alone; before these, where means are needed, the runs of reference texts. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        boolean isEach = parameters.text("each").isPresent();
        long tried = (long) sizes.n_layers() * (sizes.n_heads() + 1);
        long changed = (isEach ? 1 : 2) * extent.run() + (isEach ? tried * ROW : 3 * extent.votes());
        boolean needsMeans = Stream.of("set", "each")
                .anyMatch(name -> parameters.text(name).orElse("").contains("mean"));
        long means = needsMeans
                ? extent.reference() + Extent.rows(3L * sizes.n_layers(), extent.headsWide() + sizes.d_mlp())
                : 0;
        long row = Extent.rows(LOGITS, sizes.d_vocab());
        return new Need(Math.max(changed, means) + row, isEach ? tried * ROW_JSON : extent.parts() * SHIFT_JSON)
                .plus(extent.names(isEach ? tried + 2 : 3));
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var parameters = question.parameters();
        var set = parameters.text("set");
        var each = parameters.text("each");
        if (set.isPresent() == each.isPresent()) {
            throw new OrreryException(new LabError.EitherOf("set", "each"));
        }
        var subject = question.subject();
        var target = question.target();
        if (each.isPresent()) {
            var mode = Change.mode(each.get());
            var nodes = mode instanceof Change.Mean ? TryEach.nodes(subject) : List.<Node>of();
            var means = means(question, nodes, progress);
            return json(subject, target, TryEach.of(subject, target, mode, means, progress), each.get());
        }
        var changes = Arrays.stream(set.get().split(";", -1)).map(Change::parse).toList();
        var means = means(question, Changes.averaged(subject.graph(), changes), progress);
        return json(subject, target, Effect.of(subject, target, changes, means));
    }

    private static Means means(ToolRequest question, List<Node> nodes, Progress progress) {
        return nodes.isEmpty()
                ? Means.NONE
                : question.means()
                        .orElseGet(() -> ReferenceMeans.over(
                                question.subject(), question.references().get(), nodes, progress));
    }

    /** The answer about a changed run. */
    public static Map<String, Object> json(Subject subject, Target target, Effect effect) {
        var answer = ToolRequest.about(subject, target);
        answer.put("logit_difference", effect.difference());
        answer.put("before", effect.before());
        answer.put("top", effect.top());
        answer.put("kl", effect.kl());
        answer.put("forecast", effect.forecast().isPresent() ? effect.forecast().getAsDouble() : null);
        answer.put("shifts", effect.shifts());
        answer.put("divisor", effect.divisor());
        return answer;
    }

    /**
     * The answer about each part.
     *
     * @param mode as it was written
     */
    public static Map<String, Object> json(Subject subject, Target target, List<TryEach.Tried> rows, String mode) {
        var answer = ToolRequest.about(subject, target);
        answer.put("rows", Listing.of(rows, row -> row(row, mode)));
        return answer;
    }

    private static Map<String, Object> row(TryEach.Tried tried, String mode) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", tried.node());
        row.put("head", tried.head().isPresent() ? tried.head().getAsInt() : null);
        row.put("mode", mode);
        row.put("logit_difference", tried.difference());
        row.put("top", tried.top());
        row.put("kl", tried.kl());
        return row;
    }
}
