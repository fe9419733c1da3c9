package io.orrery.tour.served;

import io.orrery.tour.fact.Fact;
import io.orrery.tour.fact.Names;
import io.orrery.tour.file.Act;
import java.util.Map;
import java.util.Optional;

/** Writes which two numbers an act asks about whose right answer is the sign of their product: pages show these in the machine. */
final class ProductJson {
    private ProductJson() {}

    /**
     * Its members count from 0, and {@code last} stands for the text's last position, as in a scene; empty for other acts, and if a
     * person answers with the head or a position.
     */
    static Optional<Map<String, Object>> of(Act.Choice choice) {
        return choice.options() instanceof Act.Options.Signs && choice.right() instanceof Act.Right.Named named
                ? Fact.parse(named.word()).product().flatMap(ProductJson::json)
                : Optional.empty();
    }

    private static Optional<Map<String, Object>> json(Fact.Product of) {
        var query = of.query().place();
        var key = of.key().place();
        if (!(of.head() instanceof Names.HeadAt head) || query.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Map.of(
                "layer", head.layer() - 1,
                "head", head.head() - 1,
                "query", query.get().index(),
                "key", key.get().index(),
                "number", of.number() - 1));
    }
}
