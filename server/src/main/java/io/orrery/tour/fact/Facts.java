package io.orrery.tour.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import java.util.Map;
import java.util.Optional;

/** Finds the values of facts. Nothing is measured here: what must be is told first, by {@link #asked}. */
public final class Facts {
    private Facts() {}

    /**
     * The question of why that must be answered next, so that a fact has a value. Some need two: of the head that votes most, and
     * about that head.
     *
     * @param answers to what was asked before
     * @return empty if nothing must be asked: the fact is read from the trace, or from the answers
     * @throws OrreryException if this model, text or answer cannot have a value
     */
    public static Optional<Asked> asked(Fact fact, Shown shown, Map<Asked, JsonNode> answers) {
        if (fact.needs().voter()) {
            Asked votes = WhyFacts.votes(fact.aim(), shown);
            if (!answers.containsKey(votes)) {
                return Optional.of(votes);
            }
            shown.setVoter(fact.aim(), WhyFacts.voter(shown, answers.get(votes)));
        }
        return WhyFacts.asked(fact, shown).filter(asked -> !answers.containsKey(asked));
    }

    /**
     * The value of a fact of which nothing must be {@link #asked}.
     *
     * @throws OrreryException if this model, text or answer cannot have one
     */
    public static FactValue value(Fact fact, Shown shown, Map<Asked, JsonNode> answers) {
        Optional<Asked> asked = WhyFacts.asked(fact, shown);
        if (asked.isPresent()) {
            return WhyFacts.value(fact, shown, answers.get(asked.get()));
        }
        return TextFacts.value(fact, shown)
                .or(() -> AttentionFacts.value(fact, shown))
                .orElseGet(() -> CellFacts.value((CellOf) fact, shown));
    }
}
