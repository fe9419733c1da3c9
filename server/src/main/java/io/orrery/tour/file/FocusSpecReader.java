package io.orrery.tour.file;

import io.orrery.error.TourError;
import io.orrery.tour.text.HeadName;
import io.orrery.tour.text.PositionRef;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is in focus, and the words of the model in it. */
final class FocusSpecReader {
    private static final int MOST_LAYERS = 9999;
    private static final int MOST_NUMBER = 1_000_000;
    private static final List<String> PARTS = List.of("attention", "mlp");

    private static final List<String> VIEWS = List.of("step");

    private static final List<String> KEYS = List.of(
            "everything",
            "section",
            "layer",
            "part",
            "head",
            "block",
            "token",
            "key",
            "number",
            "at",
            "view",
            "word",
            "joins");

    private static final List<String> SECTIONS = List.of("embedding", "output");

    private FocusSpecReader() {}

    static FocusSpec read(Entries focus) {
        focus.known(KEYS);
        if (focus.has("part") && !focus.has("layer")) {
            focus.problem("part", new TourError.TourKeyMissing("layer"));
        }
        focus.oneAtMost(List.of("layer", "head"));
        if (focus.has("word") != focus.has("joins")) {
            focus.required(focus.has("word") ? "joins" : "word");
        }
        return new FocusSpec(
                focus.flag("everything").orElse(false),
                focus.oneOf("section", SECTIONS),
                focus.whole("layer", 1, MOST_LAYERS),
                focus.oneOf("part", PARTS),
                head(focus, "head"),
                focus.text("block"),
                place(focus, "token"),
                place(focus, "key"),
                focus.whole("number", 1, MOST_NUMBER),
                at(focus),
                focus.oneOf("view", VIEWS).isPresent(),
                focus.whole("word", 1, PositionRef.MOST),
                focus.whole("joins", 0, FocusSpec.MOST_JOINS),
                focus.line());
    }

    private static List<FocusSpec.Along> at(Entries focus) {
        var at = new ArrayList<FocusSpec.Along>();
        for (YamlNode node : focus.list("at")) {
            String word = node instanceof Scalar scalar ? scalar.text() : "";
            Optional<PositionRef> place = PositionRef.parse(word);
            if (place.isEmpty() && !word.equals(FocusSpec.Along.ALL)) {
                focus.problems().add(node.line(), new TourError.TourPositionUnreadable(word));
            }
            at.add(new FocusSpec.Along(place));
        }
        if (!at.isEmpty() && !focus.has("block")) {
            focus.problem("at", new TourError.TourKeyMissing("block"));
        }
        return at;
    }

    static Optional<HeadName> head(Entries entries, String key) {
        return entries.text(key).flatMap(text -> {
            var head = HeadName.parse(text);
            if (head.isEmpty()) {
                entries.problem(key, new TourError.TourHeadUnreadable(text));
            }
            return head;
        });
    }

    static Optional<PositionRef> place(Entries entries, String key) {
        return entries.text(key).flatMap(text -> {
            var place = PositionRef.parse(text);
            if (place.isEmpty()) {
                entries.problem(key, new TourError.TourPositionUnreadable(text));
            }
            return place;
        });
    }
}
