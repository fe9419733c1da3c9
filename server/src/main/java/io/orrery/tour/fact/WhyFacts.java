package io.orrery.tour.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.lab.tool.AttributionTool;
import io.orrery.lab.tool.ChangeTool;
import io.orrery.lab.tool.LensTool;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.SaliencyTool;
import io.orrery.lab.tool.Tool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Facts that are read from the answers of the tools of why. */
final class WhyFacts {
    private static final Tool LENS = new LensTool();
    private static final Tool ATTRIBUTION = new AttributionTool();
    private static final Tool CHANGE = new ChangeTool();
    private static final Tool SALIENCY = new SaliencyTool();
    private static final Tool NEAREST = new NearestTool();

    private static final String DIFFERENCE = "a_minus_b";

    private WhyFacts() {}

    /** What must be measured first; empty if the fact is of another kind. */
    static Optional<Asked> asked(Fact fact, Shown shown) {
        if (fact instanceof WhyFact.LensLeads of) {
            return Optional.of(lens(of.aim(), shown));
        }
        if (fact instanceof WhyFact.LensGuess of) {
            shown.layer(of.after());
            return Optional.of(lens(of.aim(), shown));
        }
        if (fact instanceof WhyFact.LensProbability of) {
            shown.layer(of.after());
            return Optional.of(lens(of.aim(), shown));
        }
        if (fact instanceof WhyFact.Vote of) {
            check(of.part(), of.aim(), shown);
            return Optional.of(ask(ATTRIBUTION, of.aim(), shown, Map.of()));
        }
        if (fact instanceof WhyFact.Votes of) {
            return Optional.of(ask(ATTRIBUTION, of.aim(), shown, Map.of()));
        }
        if (fact instanceof WhyFact.StrongestVoter of) {
            return Optional.of(ask(ATTRIBUTION, of.aim(), shown, Map.of()));
        }
        if (fact instanceof WhyFact.FromToken of) {
            HeadName.At head = shown.head(of.head(), of.aim());
            var opened = Map.<String, Object>of("layer", head.layer() - 1, "head", head.head() - 1);
            return Optional.of(ask(ATTRIBUTION, of.aim(), shown, opened));
        }
        if (fact instanceof WhyFact.Effect of) {
            check(of.part(), of.aim(), shown);
            return Optional.of(effects(of.by(), of.aim(), shown));
        }
        if (fact instanceof WhyFact.StrongestEffect of) {
            shown.layer(Math.max(1, of.layer().orElse(1)));
            return Optional.of(effects(of.by(), of.aim(), shown));
        }
        if (fact instanceof WhyFact.Nearest of) {
            var parameters = Map.of(NearestTool.TOKEN, Integer.toString(shown.number(of.token())));
            return Optional.of(new Asked(NEAREST, new Parameters(parameters), Fact.Of.SHOWN));
        }
        if (fact instanceof WhyFact.StrongestSaliency of) {
            return Optional.of(ask(SALIENCY, of.aim(), shown, Map.of()));
        }
        if (fact instanceof WhyFact.SaliencyAt of) {
            shown.position(of.at());
            return Optional.of(ask(SALIENCY, of.aim(), shown, Map.of()));
        }
        return Optional.empty();
    }

    /** The value. @param answer to what is {@link #asked} */
    static FactValue value(Fact fact, Shown shown, JsonNode answer) {
        if (fact instanceof WhyFact.LensLeads) {
            return leads(shown, answer);
        }
        if (fact instanceof WhyFact.LensGuess of) {
            return shown.token(answer.path("top")
                    .get(point(of.after(), shown, answer))
                    .get(0)
                    .intValue());
        }
        if (fact instanceof WhyFact.LensProbability of) {
            return number(answer.path("p_of_a").get(point(of.after(), shown, answer)));
        }
        if (fact instanceof WhyFact.Votes) {
            return number(answer.path("sum"));
        }
        if (fact instanceof WhyFact.Vote of) {
            return new FactValue.OfNumber(of(of.part(), of.aim(), votes(shown, answer), shown));
        }
        if (fact instanceof WhyFact.StrongestVoter of) {
            return new FactValue.OfPart(strongest(votes(shown, answer), of.headsOnly()));
        }
        if (fact instanceof WhyFact.Effect of) {
            double before = answer.path("logit_difference").doubleValue();
            return new FactValue.OfChange(before, of(of.part(), of.aim(), replaced(shown, answer), shown));
        }
        if (fact instanceof WhyFact.StrongestEffect of) {
            var lowered = replaced(shown, answer).stream()
                    .filter(one ->
                            of.layer().isEmpty() || one.layer() == of.layer().getAsInt())
                    .map(one -> new Measured(one.part(), -one.number()))
                    .toList();
            return new FactValue.OfPart(strongest(lowered, of.headsOnly()));
        }
        if (fact instanceof WhyFact.FromToken) {
            return fromToken(shown, answer.path("tokens").path(DIFFERENCE));
        }
        if (fact instanceof WhyFact.Nearest of) {
            JsonNode all = answer.path(NearestTool.NEAREST_KEY);
            if (of.rank() > all.size()) {
                throw new OrreryException(new FactError.NoSuchRank(of.rank(), all.size()));
            }
            return shown.token(all.get(of.rank() - 1).intValue());
        }
        if (fact instanceof WhyFact.StrongestSaliency) {
            return shown.tokenAt(largest(answer.path("by_token"), 1));
        }
        if (fact instanceof WhyFact.SaliencyAt of) {
            return number(answer.path("by_token").get(shown.position(of.at())));
        }
        throw new IllegalArgumentException(fact + " is not read from an answer");
    }

    private static Asked lens(Aim aim, Shown shown) {
        int last = shown.positions() - 1;
        return ask(LENS, aim, shown, Map.of("from", last, "to", last + 1));
    }

    /** Who votes, for the head that votes most. */
    static Asked votes(Aim aim, Shown shown) {
        return ask(ATTRIBUTION, aim, shown, Map.of());
    }

    /** The head that votes most. @param answer to {@link #votes} */
    static HeadName.At voter(Shown shown, JsonNode answer) {
        var part = (Part.OfHead) strongest(votes(shown, answer), true);
        return (HeadName.At) part.head();
    }

    private static Asked effects(Replacement by, Aim aim, Shown shown) {
        var ofShown = ask(CHANGE, aim, shown, Map.of("each", by.word()));
        return new Asked(ofShown.tool(), ofShown.parameters(), Fact.Of.UNCHANGED);
    }

    private static Asked ask(Tool tool, Aim aim, Shown shown, Map<String, Object> others) {
        var values = new TreeMap<String, String>();
        aim.of().ifPresent(token -> values.put("a", Integer.toString(shown.number(token))));
        aim.against().ifPresent(token -> values.put("b", Integer.toString(shown.number(token))));
        others.forEach((name, value) -> values.put(name, value.toString()));
        return new Asked(tool, new Parameters(values), Fact.Of.SHOWN);
    }

    private static void check(Part part, Aim aim, Shown shown) {
        if (part instanceof Part.OfHead of) {
            shown.head(of.head(), aim);
        } else if (part instanceof Part.Mlp mlp) {
            shown.layer(mlp.layer());
        }
    }

    /** Of a part, what was measured. */
    private record Measured(Part part, double number) {
        /** From 1; 0 for the embedding. */
        int layer() {
            if (part instanceof Part.OfHead of) {
                return ((HeadName.At) of.head()).layer();
            }
            return part instanceof Part.Mlp mlp ? mlp.layer() : 0;
        }
    }

    /** Each head's and MLP's vote, and that of all embeddings together; biases are nobody's. */
    private static List<Measured> votes(Shown shown, JsonNode answer) {
        var byName = new TreeMap<String, Double>();
        answer.path("attribution")
                .forEach(vote -> byName.put(
                        vote.path("part").textValue(), vote.path(DIFFERENCE).doubleValue()));
        var votes = new ArrayList<Measured>();
        double embeddings = 0;
        for (var part : shown.anatomy().parts(shown.anatomy().stream())) {
            double vote = byName.get(part.name());
            var writer = part.writer();
            if (writer.layer().isEmpty()) {
                embeddings += vote;
            } else if (part.head().isPresent()) {
                votes.add(
                        new Measured(head(writer.layer().getAsInt(), part.head().getAsInt()), vote));
            } else if (writer.isMlp()) {
                votes.add(new Measured(new Part.Mlp(writer.layer().getAsInt() + 1), vote));
            }
        }
        votes.add(new Measured(new Part.Embedding(), embeddings));
        return votes;
    }

    /** The logit difference when a head or an MLP is replaced, for each of them. */
    private static List<Measured> replaced(Shown shown, JsonNode answer) {
        var replaced = new ArrayList<Measured>();
        answer.path("rows").forEach(row -> {
            var node = shown.trace().graph().node(row.path("node").textValue()).orElseThrow();
            int layer = shown.anatomy().layer(node).orElseThrow();
            Part part =
                    row.path("head").isNumber() ? head(layer, row.path("head").intValue()) : new Part.Mlp(layer + 1);
            replaced.add(new Measured(part, row.path("logit_difference").doubleValue()));
        });
        return replaced;
    }

    private static Part head(int layer, int head) {
        return new Part.OfHead(new HeadName.At(layer + 1, head + 1));
    }

    private static Part strongest(List<Measured> all, boolean headsOnly) {
        return all.stream()
                .filter(one -> !headsOnly || one.part() instanceof Part.OfHead)
                .max(Comparator.comparingDouble(Measured::number))
                .orElseThrow()
                .part();
    }

    private static double of(Part part, Aim aim, List<Measured> all, Shown shown) {
        Part named = part instanceof Part.OfHead of ? new Part.OfHead(shown.head(of.head(), aim)) : part;
        return all.stream()
                .filter(one -> one.part().equals(named))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private static FactValue leads(Shown shown, JsonNode answer) {
        String point = answer.path("leads_from").asText("");
        if (answer.path("leads_from").isNull()) {
            String token = shown.model().tokenizer().piece(answer.path("a").intValue());
            throw new OrreryException(new FactError.NeverLeads(token));
        }
        var node = shown.anatomy().points().get(point);
        return new FactValue.OfCount(
                point.equals(shown.anatomy().entry(0))
                        ? 0
                        : shown.anatomy().layer(node).orElseThrow() + 1);
    }

    /** Where in an answer of the lens the stream after some layers stands. */
    private static int point(int after, Shown shown, JsonNode answer) {
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
    private static FactValue fromToken(Shown shown, JsonNode byToken) {
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

    private static FactValue number(JsonNode number) {
        return new FactValue.OfNumber(number.doubleValue());
    }
}
