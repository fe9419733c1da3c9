package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
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

    public static final String NAME = "heads";

    /** How many random tokens pages repeat. */
    private static final int REPEATED = 25;

    /** In the place of a number of tokens: as many as pages measure copying on, or none if that takes long. */
    private static final String QUICK = "quick";

    /** Multiplications that copying may take, and those that are so few that nobody need ask for them. */
    private static final long LONG_WORK = 500_000_000_000L;

    private static final long QUICK_WORK = 4_000_000_000L;

    /** Fewer tokens say too little. */
    private static final int LEAST_COPIED = 20;

    private static final long SEED = 1;

    /** Lists of a number for each head: four scores of the text, four of the repeated one, and copying. */
    private static final int LISTS = 9;

    /** A head's numbers in these lists, twice: as they are measured, and as they are written. */
    private static final int SCORES = 2 * LISTS * 32;

    /** What is measured besides the scores on the text: on how many tokens. */
    public record Also(OptionalInt repeated, OptionalInt copying) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> parameters() {
        return List.of("repeated", "copying");
    }

    /** Scores on the text and on random tokens, copying as long as that is quick or it is what heads are sorted by, and the votes. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        boolean isSorted = opened.has("sort", "copying");
        return List.of(
                Opened.Request.of(this, Map.of("repeated", Parameters.USUAL)),
                Opened.Request.of(this, Map.of("copying", isSorted ? Parameters.USUAL : QUICK)),
                Opened.Request.of(new AttributionTool(), Map.of()));
    }

    /** The repeated text is a run of its own; copying has what heads write of all its tokens, and logits of some at a time. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        var also = also(parameters, sizes);
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
        var sizes = question.subject().graph().sizes();
        return json(question.subject(), question.target(), also(parameters, sizes), progress);
    }

    private static Also also(Parameters parameters, Sizes sizes) {
        var repeated = parameters.among("repeated", REPEATED, 1, MOST_REPEATED);
        if (parameters.text("copying").filter(QUICK::equals).isPresent()) {
            int usual = copied(sizes);
            return new Also(
                    repeated, usual * perToken(sizes) <= QUICK_WORK ? OptionalInt.of(usual) : OptionalInt.empty());
        }
        return new Also(repeated, parameters.among("copying", copied(sizes), 1, Copying.MOST));
    }

    /** On how many tokens pages measure copying. */
    private static int copied(Sizes sizes) {
        long affordable = Math.max(LEAST_COPIED, LONG_WORK / perToken(sizes));
        return (int) Math.min(Math.min(Copying.MOST, sizes.d_vocab()), affordable);
    }

    /** The multiplications of a token: what each head writes of it is unembedded. */
    private static long perToken(Sizes sizes) {
        return (long) sizes.n_layers() * sizes.n_heads() * sizes.d_model() * sizes.d_vocab();
    }

    public static Map<String, Object> json(Subject subject, Target target, Also also, Progress progress) {
        var answer = ToolRequest.about(subject, target);
        put(answer, HeadScores.of(subject));
        also.repeated().ifPresent(count -> answer.put("repeated", repeated(subject, count)));
        if (also.copying().isPresent()) {
            answer.put("copying", Copying.of(subject, also.copying().getAsInt(), SEED, progress));
            answer.put("copied", also.copying().getAsInt());
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
