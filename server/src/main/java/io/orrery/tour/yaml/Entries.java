package io.orrery.tour.yaml;

import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.MappingEntry;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** Reads the named values of a mapping by kind. What is not of the kind is a problem, and is left out. */
public final class Entries {
    private final Mapping mapping;
    private final Problems problems;

    private Entries(Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /**
     * The named values of a node; none if it has no names, which is a problem.
     *
     * @param name what the node is called in the problem
     */
    public static Entries of(YamlNode node, String name, Problems problems) {
        if (node instanceof Mapping mapping) {
            return new Entries(mapping, problems);
        }
        problems.add(node.line(), new TourError.TourNotAMapping(name));
        return new Entries(new Mapping(node.line(), Map.of()), problems);
    }

    public int line() {
        return mapping.line();
    }

    /** The line of a name, or the mapping's own. */
    public int line(String key) {
        return get(key).map(MappingEntry::line).orElse(mapping.line());
    }

    public Problems problems() {
        return problems;
    }

    /** Adds a problem at the line of the mapping. */
    public void problem(TourError error) {
        problems.add(mapping.line(), error);
    }

    /** Adds a problem at the line of a name. */
    public void problem(String key, TourError error) {
        problems.add(line(key), error);
    }

    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    public List<String> keys() {
        return List.copyOf(mapping.entries().keySet());
    }

    /** Adds a problem for each other name. */
    public Entries known(List<String> keys) {
        mapping.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                problems.add(entry.line(), new TourError.TourKeyUnknown(key, new Series(keys)));
            }
        });
        return this;
    }

    /** Those of these names that there are, in this order; more than one is a problem. */
    public List<String> oneAtMost(List<String> keys) {
        List<String> there = keys.stream().filter(this::has).toList();
        if (there.size() > 1) {
            problem(there.get(1), new TourError.TourKeysExclusive(there.get(0), there.get(1)));
        }
        return there;
    }

    public Optional<YamlNode> node(String key) {
        return get(key).map(MappingEntry::value);
    }

    /** A value that must be there. */
    public Optional<YamlNode> required(String key) {
        if (!has(key)) {
            problem(new TourError.TourKeyMissing(key));
        }
        return node(key);
    }

    public Optional<Scalar> scalar(String key) {
        return node(key).flatMap(node -> {
            if (node instanceof Scalar scalar) {
                return Optional.of(scalar);
            }
            problems.add(node.line(), new TourError.TourNotAText(key));
            return Optional.empty();
        });
    }

    public Optional<String> text(String key) {
        return scalar(key).map(Scalar::text);
    }

    /** A text that must be there, and not empty. */
    public Optional<String> requiredText(String key) {
        required(key);
        return text(key).flatMap(text -> {
            if (text.isBlank()) {
                problem(key, new TourError.TourTextEmpty(key));
                return Optional.empty();
            }
            return Optional.of(text);
        });
    }

    public Optional<String> oneOf(String key, List<String> known) {
        return text(key).flatMap(text -> {
            if (known.contains(text)) {
                return Optional.of(text);
            }
            problem(key, new TourError.TourNotOneOf(key, text, new Series(known)));
            return Optional.empty();
        });
    }

    public OptionalInt whole(String key, int least, int most) {
        OptionalDouble number = number(key, least, most);
        if (number.isPresent() && number.getAsDouble() != Math.rint(number.getAsDouble())) {
            problem(key, notANumber(key, text(key).orElse(""), least, most));
            return OptionalInt.empty();
        }
        return number.isPresent() ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
    }

    public OptionalDouble number(String key, double least, double most) {
        return scalar(key)
                .map(scalar -> number(key, scalar, least, most, problems))
                .orElse(OptionalDouble.empty());
    }

    /** The number that a text is; a problem if it is none, or out of range. */
    public static OptionalDouble number(String key, Scalar scalar, double least, double most, Problems problems) {
        try {
            double value = Double.parseDouble(scalar.text().strip());
            if (value >= least && value <= most) {
                return OptionalDouble.of(value);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        problems.add(scalar.line(), notANumber(key, scalar.text(), least, most));
        return OptionalDouble.empty();
    }

    public Optional<Boolean> flag(String key) {
        return oneOf(key, List.of("true", "false")).map(Boolean::valueOf);
    }

    /** The items of a list; none if there is no such name. */
    public List<YamlNode> list(String key) {
        return node(key)
                .map(node -> {
                    if (node instanceof Sequence sequence) {
                        return sequence.items();
                    }
                    problems.add(node.line(), new TourError.TourNotAList(key));
                    return List.<YamlNode>of();
                })
                .orElse(List.of());
    }

    /** The named values of a value; empty if there is no such name. */
    public Optional<Entries> entries(String key) {
        return node(key).map(node -> of(node, key, problems));
    }

    /** What is read of each value, by name. */
    public <T> Map<String, T> each(BiFunction<String, YamlNode, T> read) {
        var all = new LinkedHashMap<String, T>();
        mapping.entries().forEach((key, entry) -> all.put(key, read.apply(key, entry.value())));
        return all;
    }

    private Optional<MappingEntry> get(String key) {
        return Optional.ofNullable(mapping.entries().get(key));
    }

    private static TourError notANumber(String key, String value, double least, double most) {
        return new TourError.TourNotANumber(key, value, written(least), written(most));
    }

    private static String written(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
