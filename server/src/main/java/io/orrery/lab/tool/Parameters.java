package io.orrery.lab.tool;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** The parameters of a question by name, as texts. Reading them is strict: what cannot be read is an error. */
public record Parameters(Map<String, String> values) {
    /** The names of the target's parameters, which every tool has. */
    public static final List<String> OF_TARGET = List.of("position", "a", "b");

    public Parameters {
        values = Map.copyOf(values);
    }

    /**
     * Those of a tool among others.
     *
     * @param named the value of a name; null for none
     */
    public static Parameters of(Tool tool, Function<String, String> named) {
        var values = new TreeMap<String, String>();
        for (var names : List.of(OF_TARGET, tool.parameters())) {
            for (String name : names) {
                Optional.ofNullable(named.apply(name)).ifPresent(value -> values.put(name, value));
            }
        }
        return new Parameters(values);
    }

    /** In the place of a number: the one with which pages show the tool. */
    public static final String USUAL = "usual";

    /** A text that is the same for the same parameters. */
    public String key() {
        return new TreeMap<>(values).toString();
    }

    boolean isAgainst(String what) {
        return text("b").filter(what::equals).isPresent();
    }

    /** The token that a target is compared with; empty if none is named. */
    OptionalInt compared() {
        return ToolRequest.COMPARED.stream().anyMatch(this::isAgainst) ? OptionalInt.empty() : whole("b");
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws OrreryException with {@link LabError.ParameterMissing} */
    String required(String name) {
        return text(name).orElseThrow(() -> new OrreryException(new LabError.ParameterMissing(name)));
    }

    /** @throws OrreryException with {@link RequestError.NotANumber} */
    OptionalInt whole(String name) {
        return text(name).map(value -> OptionalInt.of(whole(name, value))).orElse(OptionalInt.empty());
    }

    int requiredWhole(String name) {
        return whole(name, required(name));
    }

    /** A whole number in a range. */
    int whole(String name, int usual, int least, int largest) {
        int value = whole(name).orElse(usual);
        if (value < least || value > largest) {
            throw new OrreryException(new RequestError.OutOfRange(name, least, largest));
        }
        return value;
    }

    /** A whole number in a range, or {@link #USUAL}; empty if the parameter is absent. */
    OptionalInt among(String name, int usual, int least, int largest) {
        if (text(name).isEmpty()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(isUsual(name) ? usual : whole(name, usual, least, largest));
    }

    private boolean isUsual(String name) {
        return text(name).filter(USUAL::equals).isPresent();
    }

    double number(String name, double usual) {
        try {
            double value = text(name).map(Double::valueOf).orElse(usual);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new OrreryException(new RequestError.NotANumber(name), e);
        }
        throw new OrreryException(new RequestError.NotANumber(name));
    }

    /** Whole numbers with commas; none if the parameter is absent. */
    List<Integer> list(String name) {
        return text(name)
                .map(value -> Arrays.stream(value.split(",", -1))
                        .map(one -> whole(name, one))
                        .toList())
                .orElse(List.of());
    }

    private static int whole(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new OrreryException(new RequestError.NotANumber(name), e);
        }
    }
}
