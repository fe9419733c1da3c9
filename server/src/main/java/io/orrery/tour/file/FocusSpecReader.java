package io.orrery.tour.file;

import io.orrery.error.TourError;
import io.orrery.tour.text.HeadName;
import io.orrery.tour.text.PositionRef;
import io.orrery.tour.yaml.Entries;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what is in focus, and the words of the model in it. */
final class FocusSpecReader {
    private static final int MOST_LAYERS = 9999;
    private static final int MOST_NUMBER = 1_000_000;
    private static final List<String> PARTS = List.of("attention", "mlp");

    private static final List<String> VIEWS = List.of("step");

    private static final List<String> KEYS =
            List.of("everything", "layer", "part", "head", "block", "token", "key", "number", "view");

    private FocusSpecReader() {}

    static FocusSpec read(Entries focus) {
        focus.known(KEYS);
        if (focus.has("part") && !focus.has("layer")) {
            focus.problems().add(focus.line("part"), new TourError.TourKeyMissing("layer"));
        }
        if (focus.has("layer") && focus.has("head")) {
            focus.problems().add(focus.line("head"), new TourError.TourKeysExclusive("layer", "head"));
        }
        return new FocusSpec(
                focus.flag("everything").orElse(false),
                focus.has("layer") ? focus.whole("layer", 1, MOST_LAYERS) : OptionalInt.empty(),
                focus.oneOf("part", PARTS),
                head(focus, "head"),
                focus.text("block"),
                place(focus, "token"),
                place(focus, "key"),
                focus.has("number") ? focus.whole("number", 1, MOST_NUMBER) : OptionalInt.empty(),
                focus.oneOf("view", VIEWS).isPresent(),
                focus.line());
    }

    static Optional<HeadName> head(Entries entries, String key) {
        return entries.text(key).flatMap(text -> {
            var head = HeadName.parse(text);
            if (head.isEmpty()) {
                entries.problems().add(entries.line(key), new TourError.TourHeadUnreadable(text));
            }
            return head;
        });
    }

    static Optional<PositionRef> place(Entries entries, String key) {
        return entries.text(key).flatMap(text -> {
            var place = PositionRef.parse(text);
            if (place.isEmpty()) {
                entries.problems().add(entries.line(key), new TourError.TourPositionUnreadable(text));
            }
            return place;
        });
    }
}
