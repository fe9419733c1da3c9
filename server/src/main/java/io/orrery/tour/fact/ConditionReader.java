package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import java.util.regex.Pattern;

/** Reads a condition. */
final class ConditionReader {
    private static final Pattern NUMBER = Pattern.compile("[-−]?\\d{1,12}(\\.\\d{1,12})?");

    private ConditionReader() {}

    static Condition read(String text) {
        var words = Words.of(text);
        boolean isWanted = !words.take("not");
        Condition.Named left = fact(words);
        if (words.peek().isEmpty()) {
            return flag(left, isWanted);
        }
        if (!isWanted) {
            words.end();
        }
        var operator = words.peek()
                .filter(word -> !word.isQuoted())
                .flatMap(word -> Condition.Operator.find(word.text()))
                .orElseThrow(() -> words.expected("operator"));
        words.next("operator");
        Condition.Value right = value(words);
        words.end();
        return comparison(left, operator, right);
    }

    private static Condition flag(Condition.Named fact, boolean isWanted) {
        if (fact.fact().kind() != FactKind.FLAG) {
            throw new OrreryException(new FactError.FactIsNoFlag(fact.text()));
        }
        return new Condition.Flag(fact, isWanted);
    }

    private static Condition comparison(Condition.Named left, Condition.Operator operator, Condition.Value right) {
        FactKind kind = left.fact().kind();
        boolean isWord = kind == FactKind.TOKEN || kind == FactKind.TEXT;
        boolean fits;
        if (right instanceof Condition.Value.OfNumber) {
            fits = kind.isNumeric();
        } else if (right instanceof Condition.Value.OfFact other) {
            FactKind with = other.fact().fact().kind();
            fits = kind.isNumeric() ? with.isNumeric() : kind != FactKind.FLAG && kind == with && !operator.isOfOrder();
        } else {
            fits = isWord && !operator.isOfOrder();
        }
        if (!fits) {
            throw new OrreryException(new FactError.NotComparable(left.text(), operator.sign(), kind.word()));
        }
        return new Condition.Comparison(left, operator, right);
    }

    private static Condition.Value value(Words words) {
        var word = words.peek().orElseThrow(() -> words.expected("value"));
        if (word.isQuoted()) {
            words.next("value");
            return new Condition.Value.OfToken(word.text());
        }
        if (NUMBER.matcher(word.text()).matches()) {
            words.next("value");
            return new Condition.Value.OfNumber(Double.parseDouble(word.text().replace('−', '-')));
        }
        return new Condition.Value.OfFact(fact(words));
    }

    private static Condition.Named fact(Words words) {
        int from = words.at();
        Fact fact = FactReader.read(words);
        String text = words.written(from);
        if (text.length() > Fact.LONGEST) {
            throw new OrreryException(new FactError.FactTooLong(Fact.LONGEST));
        }
        return new Condition.Named(text, fact);
    }
}
