package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a sentence's form or an act's end depends on: a flag, or a comparison. */
public sealed interface Condition {
    /** The most characters of a condition: two facts and an operator. */
    int LONGEST = 2 * Fact.LONGEST + 10;

    Pattern NUMBER = Pattern.compile("[-−]?\\d{1,12}(\\.\\d{1,12})?");

    /**
     * Reads {@code FACT}, {@code not FACT} or {@code FACT < VALUE}. A value is a number, a quoted token or another fact.
     *
     * @throws OrreryException with a {@link FactError} that says what is wrong
     */
    static Condition parse(String text) {
        if (text.length() > LONGEST) {
            throw new OrreryException(new FactError.FactTooLong(Fact.LONGEST));
        }
        var words = FactWords.of(text);
        boolean isWanted = !words.take("not");
        Named left = fact(words);
        if (words.peek().isEmpty()) {
            return Flag.of(left, isWanted);
        }
        if (!isWanted) {
            words.end();
        }
        var operator = Operator.find(words.unquoted()).orElseThrow(() -> words.expected("operator"));
        words.next("operator");
        Value right = Value.read(words);
        words.end();
        return Comparison.of(left, operator, right);
    }

    private static Named fact(FactWords words) {
        int from = words.at();
        Fact fact = Fact.read(words);
        String text = words.written(from);
        if (text.length() > Fact.LONGEST) {
            throw new OrreryException(new FactError.FactTooLong(Fact.LONGEST));
        }
        return new Named(text, fact);
    }

    /** The facts that it depends on. */
    List<Named> facts();

    /**
     * Its form for pages: {@code {"fact"}}, {@code {"not"}} or {@code {"fact", "op", "value"}}.
     *
     * @return the members of a JSON object
     */
    Map<String, Object> json();

    /**
     * A fact and how it was written.
     *
     * @param text with one space between words
     */
    record Named(String text, Fact fact) {}

    /** How two values are compared. */
    enum Operator {
        LESS("<"),
        MORE(">"),
        AT_MOST("<="),
        AT_LEAST(">="),
        EQUAL("="),
        OTHER("!=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        /** Whether it needs values that have an order. */
        public boolean isOfOrder() {
            return this != EQUAL && this != OTHER;
        }

        static Optional<Operator> find(String sign) {
            return Arrays.stream(values()).filter(one -> one.sign.equals(sign)).findFirst();
        }
    }

    /** What a fact is compared with. */
    sealed interface Value {
        record OfNumber(double number) implements Value {}

        /** A token or a text. */
        record OfToken(String text) implements Value {}

        record OfFact(Named fact) implements Value {}

        private static Value read(FactWords words) {
            if (words.isNextLike(NUMBER)) {
                return new OfNumber(
                        Double.parseDouble(words.next("value").text().replace('−', '-')));
            }
            if (words.isNextQuoted()) {
                return new OfToken(words.next("value").text());
            }
            if (words.peek().isEmpty()) {
                throw words.expected("value");
            }
            return new OfFact(Condition.fact(words));
        }
    }

    /** A flag, or its opposite. */
    record Flag(Named flag, boolean isWanted) implements Condition {
        private static Flag of(Named flag, boolean isWanted) {
            if (flag.fact().kind() != FactKind.FLAG) {
                throw new OrreryException(new FactError.FactIsNoFlag(flag.text()));
            }
            return new Flag(flag, isWanted);
        }

        @Override
        public List<Named> facts() {
            return List.of(flag);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of(isWanted ? "fact" : "not", flag.text());
        }
    }

    record Comparison(Named left, Operator operator, Value right) implements Condition {
        private static Comparison of(Named left, Operator operator, Value right) {
            FactKind kind = left.fact().kind();
            boolean isWord = kind == FactKind.TOKEN || kind == FactKind.TEXT;
            boolean fits;
            if (right instanceof Value.OfNumber) {
                fits = kind.isNumeric();
            } else if (right instanceof Value.OfFact other) {
                FactKind with = other.fact().fact().kind();
                fits = kind.isNumeric()
                        ? with.isNumeric()
                        : kind != FactKind.FLAG && kind == with && !operator.isOfOrder();
            } else {
                fits = isWord && !operator.isOfOrder();
            }
            if (!fits) {
                throw new OrreryException(new FactError.NotComparable(left.text(), operator.sign(), kind.word()));
            }
            return new Comparison(left, operator, right);
        }

        @Override
        public List<Named> facts() {
            return Stream.concat(
                            Stream.of(left),
                            right instanceof Value.OfFact other ? Stream.of(other.fact()) : Stream.empty())
                    .toList();
        }

        @Override
        public Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            json.put("fact", left.text());
            json.put("op", operator.sign());
            if (right instanceof Value.OfNumber number) {
                json.put("value", number.number());
            } else if (right instanceof Value.OfToken token) {
                json.put("value", token.text());
            } else if (right instanceof Value.OfFact other) {
                json.put("value", Map.of("fact", other.fact().text()));
            }
            return json;
        }
    }
}
