package io.orrery.tour.served;

import io.orrery.tour.fact.AttentionFact;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.fact.HeadName;
import io.orrery.tour.fact.Spot;
import io.orrery.tour.file.Act;
import io.orrery.tour.text.Place;
import java.util.Map;
import java.util.Optional;

/** Writes which two numbers an act asks about whose right answer is the sign of their product: pages show these in the machine. */
final class ProductJson {
    private ProductJson() {}

    /** Its members count from 0, and {@code last} stands for the text's last position, as in a scene; empty for other acts. */
    static Optional<Map<String, Object>> of(Act.Choice choice) {
        if (choice.options() instanceof Act.Options.Signs
                && choice.right() instanceof Act.Right.Named named
                && Fact.parse(named.word()) instanceof AttentionFact.Sign sign
                && sign.of().head() instanceof HeadName.At head) {
            int number = sign.of().number();
            return index(sign.of().query())
                    .flatMap(query -> index(sign.of().key())
                            .map(key -> Map.of(
                                    "layer", head.layer() - 1,
                                    "head", head.head() - 1,
                                    "query", query,
                                    "key", key,
                                    "number", number - 1)));
        }
        return Optional.empty();
    }

    /** Empty for the position that a person answers with. */
    private static Optional<Object> index(Spot spot) {
        Optional<Place> place = Optional.empty();
        if (spot instanceof Spot.At at) {
            place = Optional.of(new Place.Number(at.number()));
        } else if (spot instanceof Spot.First) {
            place = Optional.of(new Place.Number(1));
        } else if (spot instanceof Spot.Last) {
            place = Optional.of(new Place.Last());
        }
        return place.map(Place::index);
    }
}
