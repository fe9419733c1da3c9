package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a fact from its words. */
final class FactReader {
    private static final Pattern BLOCK = Pattern.compile("[a-z]+(-[a-z]+)*|[a-z]\\w*(\\.\\w+)*");
    private static final Pattern HEAD = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?");

    /** The highest temperature, as of a {@code Sampling}. */
    private static final double HOTTEST = 100;

    /** What comes after a fact's first word. */
    private static final Map<String, Function<Words, Fact>> READERS = new TreeMap<>(Map.ofEntries(
            Map.entry("text", words -> new TextFact.WholeText()),
            Map.entry("token", words -> new TextFact.TokenAt(spot(words))),
            Map.entry("positions", words -> new TextFact.Positions()),
            Map.entry("next", words -> next(words, Fact.Of.SHOWN)),
            Map.entry("prob", words -> probability(words, Fact.Of.SHOWN)),
            Map.entry("logit", words -> new NextFact.Logit(candidate(words), Fact.Of.SHOWN)),
            Map.entry("rank", words -> new NextFact.Rank(token(words), Fact.Of.SHOWN)),
            Map.entry("before", FactReader::before),
            Map.entry("surprise", FactReader::surprise),
            Map.entry("generated", words -> new TextFact.Generated(numberOr1(words))),
            Map.entry("attention", FactReader::attention),
            Map.entry("strongest-key", words -> new AttentionFact.StrongestKey(head(words), from(words))),
            Map.entry("peak", words -> new AttentionFact.Peak(head(words), from(words))),
            Map.entry("score", words -> new AttentionFact.Score(head(words), from(words), to(words))),
            Map.entry("product", FactReader::product),
            Map.entry("sign", words -> new AttentionFact.Sign(product(words))),
            Map.entry("cell", FactReader::cell),
            Map.entry("size", FactReader::size),
            Map.entry("update", words -> new ModelFact.Update()),
            Map.entry("updates", words -> new ModelFact.Updates()),
            Map.entry("sorts", words -> new TextFact.Sorts()),
            Map.entry("right", words -> new TextFact.Right()),
            Map.entry("lens", FactReader::lens),
            Map.entry("attribution", FactReader::attribution),
            Map.entry("strongest-voter", words -> new WhyFact.StrongestVoter(false, aim(words))),
            Map.entry("strongest-head-voter", words -> new WhyFact.StrongestVoter(true, aim(words))),
            Map.entry("from-token", FactReader::fromToken),
            Map.entry("effect", words -> new WhyFact.Effect(part(words, "effectPart"), by(words), aim(words))),
            Map.entry(
                    "strongest-effect",
                    words -> new WhyFact.StrongestEffect(false, ofLayer(words), by(words), aim(words))),
            Map.entry(
                    "strongest-head-effect",
                    words -> new WhyFact.StrongestEffect(true, ofLayer(words), by(words), aim(words))),
            Map.entry("nearest", words -> new WhyFact.Nearest(token(words), numberOr1(words))),
            Map.entry("cosine", words -> new ModelFact.Cosine(token(words), token(words))),
            Map.entry("saliency", FactReader::saliency)));

    private FactReader() {}

    /** @throws OrreryException with a {@link FactError} */
    static Fact read(Words words) {
        var first = words.next("fact");
        var reader = first.isQuoted() ? null : READERS.get(first.text());
        if (reader == null) {
            throw new OrreryException(new FactError.NoSuchFact(first.text(), java.util.List.copyOf(READERS.keySet())));
        }
        return reader.apply(words);
    }

    private static Fact next(Words words, Fact.Of run) {
        return new NextFact.Next(numberOr1(words), run);
    }

    private static Fact probability(Words words, Fact.Of run) {
        NextFact.Candidate candidate = candidate(words);
        if (!words.take("at")) {
            return new NextFact.Probability(candidate, run, OptionalDouble.empty());
        }
        words.require("temperature");
        String number = words.peek()
                .filter(word -> !word.isQuoted())
                .map(Words.Word::text)
                .filter(text -> DECIMAL.matcher(text).matches())
                .orElseThrow(() -> words.expected("temperature"));
        double temperature = Double.parseDouble(number);
        if (temperature <= 0 || temperature > HOTTEST) {
            throw words.expected("temperature");
        }
        words.next("temperature");
        return new NextFact.Probability(candidate, run, OptionalDouble.of(temperature));
    }

    private static Fact surprise(Words words) {
        boolean isQuoted = words.peek().filter(Words.Word::isQuoted).isPresent();
        return isQuoted || words.isNext("next")
                ? new NextFact.SurpriseIfNext(candidate(words))
                : new TextFact.Surprise(spot(words));
    }

    private static OptionalInt ofLayer(Words words) {
        return words.isNext("layer") ? OptionalInt.of(named(words, "layer")) : OptionalInt.empty();
    }

    private static Replacement by(Words words) {
        if (!words.take("by")) {
            return Replacement.MEAN;
        }
        if (words.take("zero")) {
            return Replacement.ZERO;
        }
        words.require("mean");
        return Replacement.MEAN;
    }

    private static Fact before(Words words) {
        if (words.take("next")) {
            return next(words, Fact.Of.UNCHANGED);
        }
        if (words.take("prob")) {
            return probability(words, Fact.Of.UNCHANGED);
        }
        if (words.take("logit")) {
            return new NextFact.Logit(candidate(words), Fact.Of.UNCHANGED);
        }
        if (words.take("rank")) {
            return new NextFact.Rank(token(words), Fact.Of.UNCHANGED);
        }
        throw words.expected("before");
    }

    private static Fact attention(Words words) {
        HeadName head = head(words);
        Spot query = from(words);
        return words.take("strongest")
                ? new AttentionFact.StrongestAttention(head, query)
                : new AttentionFact.Attention(head, query, to(words));
    }

    private static AttentionFact.Product product(Words words) {
        return new AttentionFact.Product(head(words), from(words), to(words), named(words, "number"));
    }

    private static Fact cell(Words words) {
        var block = words.peek()
                .filter(word -> !word.isQuoted() && BLOCK.matcher(word.text()).matches())
                .orElseThrow(() -> words.expected("block"));
        words.next("block");
        var layer = words.isNext("layer") ? OptionalInt.of(named(words, "layer")) : OptionalInt.empty();
        var head = words.isNext("head") ? OptionalInt.of(named(words, "head")) : OptionalInt.empty();
        words.require("token");
        Spot token = spot(words);
        if (words.take("key")) {
            return new CellOf(block.text(), layer, head, token, Optional.of(spot(words)), OptionalInt.empty());
        }
        var number = words.isNext("number") ? OptionalInt.of(named(words, "number")) : OptionalInt.empty();
        return new CellOf(block.text(), layer, head, token, Optional.empty(), number);
    }

    private static Fact size(Words words) {
        var size = words.peek()
                .filter(word -> !word.isQuoted())
                .flatMap(word -> SizeWord.find(word.text()))
                .orElseThrow(() -> words.expected("size"));
        words.next("size");
        return new ModelFact.Size(size);
    }

    private static Fact lens(Words words) {
        if (words.take("leads")) {
            return new WhyFact.LensLeads(aim(words));
        }
        if (words.take("guess")) {
            return new WhyFact.LensGuess(wholeNumber(words, 0), aim(words));
        }
        if (words.take("prob")) {
            return new WhyFact.LensProbability(wholeNumber(words, 0), aim(words));
        }
        throw words.expected("lens");
    }

    private static Fact attribution(Words words) {
        if (words.take("sum")) {
            return new WhyFact.Votes(aim(words));
        }
        if (words.take("embedding")) {
            return new WhyFact.Vote(new Part.Embedding(), aim(words));
        }
        return new WhyFact.Vote(part(words, "attributionPart"), aim(words));
    }

    private static Fact fromToken(Words words) {
        HeadName head = head(words);
        words.require("strongest");
        return new WhyFact.FromToken(head, aim(words));
    }

    private static Fact saliency(Words words) {
        return words.take("strongest")
                ? new WhyFact.StrongestSaliency(aim(words))
                : new WhyFact.SaliencyAt(spot(words), aim(words));
    }

    private static Part part(Words words, String expected) {
        if (words.isNext("head")) {
            return new Part.OfHead(head(words));
        }
        if (words.take("mlp")) {
            return new Part.Mlp(wholeNumber(words, 1));
        }
        throw words.expected(expected);
    }

    private static Aim aim(Words words) {
        if (!words.take("for")) {
            return Aim.USUAL;
        }
        TokenName of = token(words);
        return new Aim(Optional.of(of), words.take("against") ? Optional.of(token(words)) : Optional.empty());
    }

    private static NextFact.Candidate candidate(Words words) {
        return words.take("next")
                ? new NextFact.Candidate.Ranked(numberOr1(words))
                : new NextFact.Candidate.Named(token(words));
    }

    private static TokenName token(Words words) {
        var word = words.next("token");
        if (word.text().isEmpty()) {
            throw words.expected("token");
        }
        return !word.isQuoted() && word.text().equals("answer")
                ? new TokenName.Answered()
                : new TokenName.Written(word.text());
    }

    private static HeadName head(Words words) {
        words.require("head");
        if (words.take("answer")) {
            return new HeadName.Answered();
        }
        if (words.take("voter")) {
            return new HeadName.Voter();
        }
        Matcher head = HEAD.matcher(words.peek()
                .filter(word -> !word.isQuoted())
                .map(Words.Word::text)
                .orElse(""));
        if (!head.matches() || Integer.parseInt(head.group(1)) < 1 || Integer.parseInt(head.group(2)) < 1) {
            throw words.expected("head");
        }
        words.next("head");
        return new HeadName.At(Integer.parseInt(head.group(1)), Integer.parseInt(head.group(2)));
    }

    private static Spot from(Words words) {
        words.require("from");
        return spot(words);
    }

    private static Spot to(Words words) {
        words.require("to");
        return spot(words);
    }

    private static Spot spot(Words words) {
        if (words.take("last")) {
            return new Spot.Last();
        }
        if (words.take("first")) {
            return new Spot.First();
        }
        if (words.take("answer")) {
            return new Spot.Answered();
        }
        if (!isNumber(words)) {
            throw words.expected("position");
        }
        return new Spot.At(wholeNumber(words, 1));
    }

    private static int named(Words words, String name) {
        words.require(name);
        return wholeNumber(words, 1);
    }

    private static int numberOr1(Words words) {
        return isNumber(words) ? wholeNumber(words, 1) : 1;
    }

    private static boolean isNumber(Words words) {
        return words.peek()
                .filter(word -> !word.isQuoted() && NUMBER.matcher(word.text()).matches())
                .isPresent();
    }

    private static int wholeNumber(Words words, int least) {
        int number =
                isNumber(words) ? Integer.parseInt(words.peek().orElseThrow().text()) : -1;
        if (number < least) {
            throw words.expected(least == 0 ? "numberFrom0" : "number");
        }
        words.next("number");
        return number;
    }
}
