package io.orrery.tour.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import java.util.Map;
import java.util.Optional;

/** Finds the values of facts. Nothing is measured here: what must be is told first, by {@link #asked}. */
public final class Facts {
    private Facts() {}

    /**
     * The question of why whose answer a fact is read from.
     *
     * @return empty if it is read from the trace itself
     * @throws OrreryException if this model, text or answer cannot have a value
     */
    public static Optional<Asked> asked(Fact fact, Shown shown) {
        return WhyFacts.asked(fact, shown);
    }

    /**
     * The value of a fact.
     *
     * @param answers to what was {@link #asked}
     * @throws OrreryException if this model, text or answer cannot have one
     */
    public static FactValue value(Fact fact, Shown shown, Map<Asked, JsonNode> answers) {
        Optional<Asked> asked = asked(fact, shown);
        return asked.map(answers::get)
                .map(answer -> WhyFacts.value(fact, shown, answer))
                .or(() -> TextFacts.value(fact, shown))
                .or(() -> AttentionFacts.value(fact, shown))
                .orElseGet(() -> CellFacts.value((Fact.CellOf) fact, shown));
    }
}
