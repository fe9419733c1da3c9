package io.orrery.tour.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Embedding;
import io.orrery.lab.Progress;
import io.orrery.lab.tool.AttributionTool;
import io.orrery.lab.tool.ChangeTool;
import io.orrery.lab.tool.EmbeddingTool;
import io.orrery.lab.tool.Extent;
import io.orrery.lab.tool.LensTool;
import io.orrery.lab.tool.Opened;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.SaliencyTool;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.tour.fact.Fact.Trait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Facts that are read from the answers of the tools of why. */
final class WhyFacts {
    private static final Tool LENS = new LensTool();
    private static final Tool ATTRIBUTION = new AttributionTool();
    private static final Tool CHANGE = new ChangeTool();
    private static final Tool SALIENCY = new SaliencyTool();
    private static final Tool NEAREST = new NearestTool();

    private static final String DIFFERENCE = "a_minus_b";

    static final Map<String, Function<FactReading, Fact>> TABLE = Map.of(
            "lens", WhyFacts::lens,
            "attribution", WhyFacts::attribution,
            "strongest-voter", in -> strongestVoter(in, false),
            "strongest-head-voter", in -> strongestVoter(in, true),
            "from-token", WhyFacts::fromToken,
            "effect", WhyFacts::effect,
            "strongest-effect", in -> strongestEffect(in, false),
            "strongest-head-effect", in -> strongestEffect(in, true),
            "nearest", WhyFacts::nearest,
            "saliency", WhyFacts::saliency);

    private WhyFacts() {}

    private static Fact lens(FactReading in) {
        if (in.words().take("leads")) {
            var aim = in.aim();
            return in.count(shown -> leads(shown, lens(aim, shown)), Trait.MEASURED);
        }
        boolean isGuess = in.words().take("guess");
        if (!isGuess && !in.words().take("prob")) {
            throw in.words().expected("lens");
        }
        int after = in.layer(0);
        var aim = in.aim();
        return isGuess
                ? in.fact(FactKind.TOKEN, shown -> guess(after, aim, shown), Trait.MEASURED)
                : in.fact(
                        FactKind.SHARE,
                        shown -> new FactValue.OfNumber(probability(after, aim, shown)),
                        Trait.MEASURED);
    }

    /** What the stream says after so many layers; 0 for the embedding. */
    private static FactValue guess(int after, Names.Aim aim, FactContext shown) {
        shown.layer(after);
        JsonNode answer = lens(aim, shown);
        return shown.token(
                answer.path("top").get(point(after, shown, answer)).get(0).intValue());
    }

    private static double probability(int after, Names.Aim aim, FactContext shown) {
        shown.layer(after);
        JsonNode answer = lens(aim, shown);
        return answer.path("p_of_a").get(point(after, shown, answer)).doubleValue();
    }

    /** The logit difference, or what a part adds to it. */
    private static Fact attribution(FactReading in) {
        if (in.words().take("sum")) {
            var aim = in.aim();
            return in.number(
                    shown -> ask(ATTRIBUTION, aim, shown, Map.of()).path("sum").doubleValue(), Trait.MEASURED);
        }
        BiFunction<FactContext, Names.Aim, Names.HeadIndex> part =
                in.words().take("embedding") ? (shown, aim) -> Names.HeadIndex.EMBEDDING : in.part("attributionPart");
        var aim = in.aim();
        return in.number(shown -> of(part.apply(shown, aim), votes(aim, shown)), Trait.MEASURED);
    }

    /** The part that adds most to the logit difference. @param headsOnly whether only heads are compared */
    private static Fact strongestVoter(FactReading in, boolean headsOnly) {
        var aim = in.aim();
        return in.fact(
                FactKind.PART, shown -> new FactValue.OfPart(strongest(votes(aim, shown), headsOnly)), Trait.MEASURED);
    }

    /** The head that adds most to the logit difference. */
    static Names.HeadAt voter(FactContext shown, Names.Aim aim) {
        var part = strongest(votes(aim, shown), true);
        return new Names.HeadAt(part.layer(), part.head());
    }

    /** The token from which most of a head's vote comes. */
    private static Fact fromToken(FactReading in) {
        var name = in.head();
        in.words().require("strongest");
        var aim = in.aim();
        return in.fact(
                FactKind.TOKEN,
                shown -> {
                    var head = shown.head(name, aim);
                    var opened = Map.<String, Object>of("layer", head.layer() - 1, "head", head.head() - 1);
                    var byToken =
                            ask(ATTRIBUTION, aim, shown, opened).path("tokens").path(DIFFERENCE);
                    return fromToken(shown, byToken);
                },
                Trait.MEASURED);
    }

    /** By how much the logit difference of the unchanged run changes if the part is replaced. */
    private static Fact effect(FactReading in) {
        var part = in.part("effectPart");
        String by = by(in);
        var aim = in.aim();
        in.of(Fact.Of.UNCHANGED);
        return in.fact(
                FactKind.NUMBER,
                shown -> {
                    var named = part.apply(shown, aim);
                    JsonNode answer = effects(by, aim, shown);
                    double before = answer.path("logit_difference").doubleValue();
                    return new FactValue.OfChange(before, of(named, replaced(shown, answer)));
                },
                Trait.MEASURED);
    }

    /** The part, perhaps of one layer alone, whose replacement lowers the logit difference of the unchanged run most. */
    private static Fact strongestEffect(FactReading in, boolean headsOnly) {
        var layer = in.optional("layer");
        String by = by(in);
        var aim = in.aim();
        in.needs().layer(layer.orElse(0));
        in.of(Fact.Of.UNCHANGED);
        return in.fact(
                FactKind.PART,
                shown -> {
                    shown.layer(layer.orElse(1));
                    var lowered = replaced(shown, effects(by, aim, shown)).stream()
                            .filter(one -> layer.isEmpty() || one.part().layer() == layer.getAsInt())
                            .map(one -> new Measured(one.part(), -one.number()))
                            .toList();
                    return new FactValue.OfPart(strongest(lowered, headsOnly));
                },
                Trait.MEASURED);
    }

    /** What a part is replaced by, as the tool {@code change} reads it. */
    private static String by(FactReading in) {
        if (in.words().take("by")) {
            if (in.words().take("zero")) {
                return "zero";
            }
            in.words().require("mean");
        }
        return "mean";
    }

    private static Fact nearest(FactReading in) {
        var token = in.token();
        int rank = in.rankOr1();
        return in.fact(
                FactKind.TOKEN,
                shown -> {
                    var parameters = Map.of(NearestTool.TOKEN, Integer.toString(token.applyAsInt(shown)));
                    JsonNode all = shown.answer(new ToolCall(NEAREST, new Parameters(parameters), Fact.Of.SHOWN))
                            .path(NearestTool.NEAREST_KEY);
                    if (rank > all.size()) {
                        throw new OrreryException(new FactError.NoSuchRank(rank, all.size()));
                    }
                    return shown.token(all.get(rank - 1).intValue());
                },
                Trait.MEASURED);
    }

    /** How much of the logit difference is owed to a token, or to which it is owed most. */
    private static Fact saliency(FactReading in) {
        if (in.words().take("strongest")) {
            var aim = in.aim();
            return in.fact(FactKind.TOKEN, shown -> shown.tokenAt(largest(bySaliency(aim, shown), 1)), Trait.MEASURED);
        }
        var at = in.spot();
        var aim = in.aim();
        return in.number(
                shown -> {
                    int position = shown.position(at);
                    return bySaliency(aim, shown).get(position).doubleValue();
                },
                Trait.MEASURED);
    }

    private static JsonNode bySaliency(Names.Aim aim, FactContext shown) {
        return ask(SALIENCY, aim, shown, Map.of()).path("by_token");
    }

    private static JsonNode lens(Names.Aim aim, FactContext shown) {
        int last = shown.positions() - 1;
        return ask(LENS, aim, shown, Map.of("from", last, "to", last + 1));
    }

    private static JsonNode effects(String by, Names.Aim aim, FactContext shown) {
        return shown.answer(new ToolCall(CHANGE, parameters(aim, shown, Map.of("each", by)), Fact.Of.UNCHANGED));
    }

    private static JsonNode ask(Tool tool, Names.Aim aim, FactContext shown, Map<String, Object> others) {
        return shown.answer(new ToolCall(tool, parameters(aim, shown, others), Fact.Of.SHOWN));
    }

    private static Parameters parameters(Names.Aim aim, FactContext shown, Map<String, Object> others) {
        var values = new TreeMap<String, String>();
        aim.of().ifPresent(token -> values.put("a", Integer.toString(token.applyAsInt(shown))));
        aim.against().ifPresent(token -> values.put("b", Integer.toString(token.applyAsInt(shown))));
        others.forEach((name, value) -> values.put(name, value.toString()));
        return new Parameters(values);
    }

    /** Of a part, what was measured. */
    private record Measured(Names.HeadIndex part, double number) {}

    /** Each head's and MLP's vote (that of its experts together), and that of all embeddings together; biases are nobody's. */
    private static List<Measured> votes(Names.Aim aim, FactContext shown) {
        JsonNode answer = ask(ATTRIBUTION, aim, shown, Map.of());
        var byName = new TreeMap<String, Double>();
        answer.path("attribution")
                .forEach(vote -> byName.put(
                        vote.path("part").textValue(), vote.path(DIFFERENCE).doubleValue()));
        var votes = new ArrayList<Measured>();
        double embeddings = 0;
        Map<Integer, Double> experts = new TreeMap<>();
        for (var part : shown.anatomy().parts(shown.anatomy().stream())) {
            double vote = byName.get(part.name());
            var writer = part.writer();
            if (writer.layer().isEmpty()) {
                embeddings += vote;
            } else if (writer.experts().isPresent()) {
                experts.merge(writer.layer().getAsInt() + 1, vote, Double::sum);
            } else if (part.head().isPresent()) {
                votes.add(new Measured(
                        new Names.HeadIndex(
                                writer.layer().getAsInt() + 1, part.head().getAsInt() + 1),
                        vote));
            } else if (writer.isMlp()) {
                votes.add(new Measured(new Names.HeadIndex(writer.layer().getAsInt() + 1, 0), vote));
            }
        }
        experts.forEach((layer, vote) -> votes.add(new Measured(new Names.HeadIndex(layer, 0), vote)));
        votes.add(new Measured(Names.HeadIndex.EMBEDDING, embeddings));
        return votes;
    }

    /** The logit difference when a head or an MLP is replaced, for each of them. */
    private static List<Measured> replaced(FactContext shown, JsonNode answer) {
        var replaced = new ArrayList<Measured>();
        answer.path("rows").forEach(row -> {
            var node = shown.trace().graph().node(row.path("node").textValue()).orElseThrow();
            int layer = shown.anatomy().layer(node).orElseThrow();
            var part = new Names.HeadIndex(layer + 1, row.path("head").asInt(-1) + 1);
            replaced.add(new Measured(part, row.path("logit_difference").doubleValue()));
        });
        return replaced;
    }

    private static Names.HeadIndex strongest(List<Measured> all, boolean headsOnly) {
        return all.stream()
                .filter(one -> !headsOnly || one.part().isHead())
                .max(Comparator.comparingDouble(Measured::number))
                .orElseThrow()
                .part();
    }

    private static double of(Names.HeadIndex part, List<Measured> all) {
        return all.stream()
                .filter(one -> one.part().equals(part))
                .findFirst()
                .orElseThrow()
                .number();
    }

    /** The layer in which the token begins to lead to the end; 0 if it leads before the first. */
    private static long leads(FactContext shown, JsonNode answer) {
        String point = answer.path("leads_from").asText("");
        if (answer.path("leads_from").isNull()) {
            String token = shown.model().tokenizer().piece(answer.path("a").intValue());
            throw new OrreryException(new FactError.NeverLeads(token));
        }
        var node = shown.anatomy().points().get(point);
        return point.equals(shown.anatomy().entry(0))
                ? 0
                : shown.anatomy().layer(node).orElseThrow() + 1;
    }

    /** Where in an answer of the lens the stream after some layers stands. */
    private static int point(int after, FactContext shown, JsonNode answer) {
        var points = new ArrayList<String>();
        answer.path("points").forEach(point -> points.add(point.textValue()));
        if (after == 0) {
            return points.indexOf(shown.anatomy().entry(0));
        }
        var nodes = shown.anatomy().points();
        return IntStream.range(0, points.size())
                .filter(i -> shown.anatomy().layer(nodes.get(points.get(i))).orElse(-1) == after - 1)
                .max()
                .orElseThrow();
    }

    /** The token from which most of the vote comes, in the direction of the whole vote. */
    private static FactValue fromToken(FactContext shown, JsonNode byToken) {
        double sum = 0;
        for (JsonNode one : byToken) {
            sum += one.doubleValue();
        }
        return shown.tokenAt(largest(byToken, sum < 0 ? -1 : 1));
    }

    private static int largest(JsonNode numbers, int sign) {
        int best = 0;
        for (int i = 1; i < numbers.size(); i++) {
            best = sign * numbers.get(i).doubleValue()
                            > sign * numbers.get(best).doubleValue()
                    ? i
                    : best;
        }
        return best;
    }

    /**
     * The tokens nearest to one, without the axes of the table, which {@code EmbeddingTool} finds first. No page asks it: it is not
     * listed in {@code Tools}.
     */
    private static final class NearestTool implements Tool {
        /** How many are listed. */
        static final int NEAREST = 50;

        static final String TOKEN = "token";

        /** The key of the answer's list of tokens. */
        static final String NEAREST_KEY = "nearest";

        @Override
        public String name() {
            return "nearest";
        }

        @Override
        public List<String> parameters() {
            return List.of(TOKEN);
        }

        @Override
        public List<Opened.Request> asked(Opened opened) {
            return List.of();
        }

        @Override
        public Need need(Extent extent, Parameters parameters) {
            return new Need(EmbeddingTool.CANDIDATE * extent.graph().sizes().d_vocab(), 0);
        }

        @Override
        public Map<String, Object> answer(ToolRequest question, Progress progress) {
            var subject = question.subject();
            int token = Integer.parseInt(question.parameters().values().get(TOKEN));
            var near = Embedding.of(subject.graph(), subject.weights()).nearest(token, NEAREST);
            return Map.of(NEAREST_KEY, near.stream().map(Embedding.Near::token).toList());
        }
    }
}
