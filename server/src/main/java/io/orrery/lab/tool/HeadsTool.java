package io.orrery.lab.tool;

import io.orrery.lab.Copying;
import io.orrery.lab.HeadScores;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Where heads look, as scores on the text; with {@code repeated}, a number of tokens, also on so many random tokens that come twice; and
 * with {@code copying}, a number of tokens, how much each head copies. Of a changed run, the random tokens are read with the changes that
 * are made at every position ({@code changed} says whether there are any); copying is about the weights alone.
 */
public final class HeadsTool implements Tool {
    /** The most random tokens that are repeated. */
    public static final int MOST_REPEATED = 50;

    private static final long SEED = 1;

    /** Lists of a number for each head: four scores of the text, four of the repeated one, and copying. */
    private static final int LISTS = 9;

    /** A head's numbers in these lists, twice: as they are measured, and as they are written. */
    private static final int SCORES = 2 * LISTS * 32;

    /** What is measured besides the scores on the text: on how many tokens. */
    public record Also(OptionalInt repeated, OptionalInt copying) {
        public static final Also NOTHING = new Also(OptionalInt.empty(), OptionalInt.empty());
    }

    @Override
    public String name() {
        return "heads";
    }

    @Override
    public List<String> parameters() {
        return List.of("repeated", "copying");
    }

    /** The repeated text is a run of its own; copying has what heads write of all its tokens, and logits of some at a time. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        var also = also(parameters);
        long heads = (long) sizes.n_layers() * sizes.n_heads();
        long run = also.repeated().isPresent()
                ? extent.runs().applyAsLong(Math.min(2 * also.repeated().getAsInt(), sizes.n_ctx()))
                : 0;
        long tokens = Math.min(also.copying().orElse(0), sizes.d_vocab());
        long copying = Extent.rows(tokens, extent.headsWide())
                + Extent.rows(tokens, 2L * sizes.n_heads() * sizes.d_head())
                + Extent.rows(6 * tokens, sizes.d_model())
                + Extent.rows(Math.min(tokens, Copying.PIECE), sizes.d_vocab());
        return new Need(
                Math.max(run, copying) + heads * SCORES, (heads * LISTS + 2L * MOST_REPEATED) * Extent.NUMBER_JSON);
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var parameters = question.parameters();
        return json(question.subject(), question.target(), also(parameters), progress);
    }

    private static Also also(Parameters parameters) {
        return new Also(among(parameters, "repeated", MOST_REPEATED), among(parameters, "copying", Copying.MOST));
    }

    private static OptionalInt among(Parameters parameters, String name, int most) {
        return parameters.whole(name).isPresent()
                ? OptionalInt.of(parameters.whole(name, 1, 1, most))
                : OptionalInt.empty();
    }

    public static Map<String, Object> json(Subject subject, Target target, Also also, Progress progress) {
        var answer = ToolRequest.about(subject, target);
        put(answer, HeadScores.of(subject));
        also.repeated().ifPresent(count -> answer.put("repeated", repeated(subject, count)));
        if (also.copying().isPresent()) {
            answer.put("copying", Copying.of(subject, also.copying().getAsInt(), SEED, progress));
        }
        return answer;
    }

    private static Map<String, Object> repeated(Subject subject, int count) {
        var sizes = subject.graph().sizes();
        var tokens = HeadScores.repeated(sizes.d_vocab(), Math.min(count, sizes.n_ctx() / 2), SEED);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("tokens", tokens);
        var run = subject.ofTextAsChanged(tokens);
        if (subject.isChanged()) {
            object.put("changed", run.isChanged());
        }
        put(object, HeadScores.of(run));
        return object;
    }

    private static void put(Map<String, Object> object, HeadScores scores) {
        object.put("previous", numbers(scores.previous()));
        object.put("duplicate", numbers(scores.duplicate()));
        object.put("induction", numbers(scores.induction()));
        object.put("first", numbers(scores.first()));
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
