package io.orrery.tour.file;

import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.tour.file.Act.Right;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what there is to choose or to do. */
final class ActReader {
    private static final int MOST_OPTIONS = 8;
    private static final int USUAL_OPTIONS = 4;
    private static final int MOST_LAYERS = 9999;
    private static final List<String> KEYS =
            List.of("choose", "do", "count", "order", "layer", "right", "until", "show");

    Optional<Act> read(Entries act) {
        act.known(KEYS);
        act.oneAtMost(List.of("choose", "do"));
        if (act.has("do")) {
            return doing(act);
        }
        act.required("choose");
        return choice(act).map(choice -> choice);
    }

    private static Optional<Act> doing(Entries act) {
        var what = act.oneOf("do", Act.DEEDS);
        var until = act.requiredText("until");
        if (what.isEmpty() || until.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Act.Doing(what.get(), until.get(), act.whole("layer", 1, MOST_LAYERS), show(act), act.line()));
    }

    /** The choice of an act or a question, if its options can be read. */
    Optional<Act.Choice> choice(Entries act) {
        var options = act.node("choose").flatMap(node -> options(act, node));
        var ids = options.flatMap(ActReader::known);
        boolean isMeasured = ids.isPresent()
                && act.node("right").filter(Mapping.class::isInstance).isPresent();
        var right = isMeasured ? measured(act) : act.requiredText("right").<Right>map(Right.Named::new);
        if (options.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        ids.ifPresent(known -> named(right.get(), act.line("right")).forEach((id, line) -> {
            if (!known.contains(id)) {
                act.problems().add(line, new TourError.TourOptionUnknown(id, new Series(known)));
            }
        }));
        return Optional.of(new Act.Choice(options.get(), right.get(), show(act), act.line()));
    }

    /** The conditions with which each option is right. */
    private static Optional<Right> measured(Entries act) {
        return act.entries("right").map(cases -> {
            var each = new ArrayList<Right.Case>();
            for (String id : cases.keys()) {
                cases.requiredText(id).ifPresent(condition -> each.add(new Right.Case(id, condition, cases.line(id))));
            }
            return new Right.Measured(each);
        });
    }

    /** The ids that can be right, with their lines. */
    private static Map<String, Integer> named(Right right, int line) {
        if (right instanceof Right.Named named) {
            return Map.of(named.word(), line);
        }
        return ((Right.Measured) right)
                .cases().stream().collect(Collectors.toMap(Right.Case::option, Right.Case::line));
    }

    /** The options' ids, if they do not depend on the model or its text. */
    private static Optional<List<String>> known(Act.Options options) {
        if (options instanceof Act.Options.Own own) {
            return Optional.of(own.ids());
        }
        return Optional.empty();
    }

    private static Optional<Act.Options> options(Entries act, YamlNode node) {
        if (node instanceof Sequence list) {
            return own(act, list);
        }
        return act.oneOf("choose", Act.Options.NAMED).map(kind -> switch (kind) {
            case "tokens" -> new Act.Options.Tokens();
            case "next" ->
                new Act.Options.Next(act.whole("count", 2, MOST_OPTIONS).orElse(USUAL_OPTIONS));
            case "heads" -> new Act.Options.Heads(act.whole("layer", 1, MOST_LAYERS));
            default -> new Act.Options.Signs();
        });
    }

    private static Optional<Act.Options> own(Entries act, Sequence list) {
        var ids = new ArrayList<String>();
        for (YamlNode item : list.items()) {
            if (!(item instanceof Scalar scalar)) {
                act.problems().add(item.line(), new TourError.TourNotAText("choose"));
            } else if (ids.contains(scalar.text())) {
                act.problems().add(item.line(), new TourError.TourIdTwice(scalar.text()));
            } else {
                ids.add(scalar.text());
            }
        }
        if (ids.size() < 2 || ids.size() > MOST_OPTIONS) {
            act.problems().add(list.line(), new TourError.TourNotANumber("choose", ids.size(), 2, MOST_OPTIONS));
            return Optional.empty();
        }
        return Optional.of(
                new Act.Options.Own(ids, act.oneOf("order", List.of("written")).isPresent()));
    }

    private static Optional<FocusSpec> show(Entries act) {
        return act.entries("show").map(FocusSpecReader::read);
    }
}
