package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Something that a tour's text says about the present trace. Its value is measured, never written by hand. The words are listed in
 * {@code docs/writing-a-tour.md}; each is an entry of the table of {@link TextFacts}, {@link NextFacts}, {@link ModelFacts},
 * {@link AttentionFacts} or {@link WhyFacts}.
 *
 * @param needs what the model, the text and the person's answer must have, so that it has a value
 * @param product the two numbers of which a fact of kind {@code SIGN} is the product
 * @param reader finds the value
 */
public record Fact(
        FactKind kind,
        Needs needs,
        Set<Trait> traits,
        Optional<Product> product,
        Function<FactContext, FactValue> reader) {
    /** The most characters of a fact. */
    static final int LONGEST = 200;

    private static final Map<String, Function<FactReading, Fact>> TABLE = new TreeMap<>();

    static {
        List.of(TextFacts.TABLE, NextFacts.TABLE, ModelFacts.TABLE, AttentionFacts.TABLE, WhyFacts.TABLE)
                .forEach(TABLE::putAll);
    }

    public Fact {
        traits = Set.copyOf(traits);
    }

    /** What else is known of a fact before it is read. */
    public enum Trait {
        /** Some of its value is in the answer to a question of why. */
        MEASURED,
        /** It is about the run without the changes. */
        OF_UNCHANGED,
        /** It gives away what comes next. */
        TELLS_NEXT,
        /** It depends on where the prompt ends, which a trace does not tell. */
        OF_PROMPT
    }

    /** Which run a number is of. */
    public enum Of {
        /** The run that is shown. */
        SHOWN,
        /** The run of the same text without the changes. */
        UNCHANGED
    }

    /**
     * Query × key of one number of a head.
     *
     * @param number from 1
     */
    public record Product(Names.Head head, Names.Spot query, Names.Spot key, int number) {}

    /**
     * Reads a fact.
     *
     * @throws OrreryException with a {@link FactError} that says what is wrong
     */
    public static Fact parse(String text) {
        if (text.length() > LONGEST) {
            throw new OrreryException(new FactError.FactTooLong(LONGEST));
        }
        var words = FactWords.of(text);
        Fact fact = read(words);
        words.end();
        return fact;
    }

    /** Reads the words of a fact, after which there may be others. */
    static Fact read(FactWords words) {
        var first = words.next("fact");
        var entry = first.isQuoted() ? null : TABLE.get(first.text());
        if (entry == null) {
            throw new OrreryException(new FactError.NoSuchFact(first.text(), List.copyOf(TABLE.keySet())));
        }
        return entry.apply(new FactReading(words));
    }

    Fact with(Product factors) {
        return new Fact(kind, needs, traits, Optional.of(factors), reader);
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /**
     * The question of why that must be answered next, so that this has a value. Some need two: of the head that votes most, and
     * about that head.
     *
     * @return empty if nothing must be asked
     * @throws OrreryException if this model, text or answer cannot have a value
     */
    public Optional<ToolCall> asked(FactContext shown) {
        if (is(Trait.MEASURED)) {
            try {
                FactValue unused = reader.apply(shown);
            } catch (FactContext.Unanswered e) {
                return Optional.of(e.asked());
            }
        }
        return Optional.empty();
    }

    /**
     * The value, of which nothing must be {@link #asked}.
     *
     * @throws OrreryException if this model, text or answer cannot have one, or a question of why has no answer
     */
    public FactValue value(FactContext shown) {
        return reader.apply(shown);
    }
}
