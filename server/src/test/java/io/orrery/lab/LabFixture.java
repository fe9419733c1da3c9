package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A small model with the answers that numpy computed in float64, and a run of its text. */
record LabFixture(String model, JsonNode lab, Subject subject, Target target) {
    private static final Workers WORKERS = new Workers(1);

    static LabFixture open(String name) {
        try {
            Model model = Fixtures.open(name);
            JsonNode lab = Fixtures.json(Fixtures.reference(name, "lab.json"));
            var runnable = new RunnableModel(model.id(), model.graph(), model.weights());
            var subject = Subject.of(runnable, list(lab.get("tokens")), WORKERS);
            var target = new Target(
                    lab.get("position").intValue(),
                    lab.get("a").intValue(),
                    OptionalInt.of(lab.get("b").intValue()));
            return new LabFixture(name, lab, subject, target);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static List<Integer> list(JsonNode numbers) {
        return Arrays.stream(Fixtures.numbers(numbers)).boxed().toList();
    }

    static List<List<Integer>> lists(JsonNode lists) {
        var all = new ArrayList<List<Integer>>();
        lists.forEach(one -> all.add(list(one)));
        return all;
    }

    /** A reference tensor, in row-major order. */
    float[] tensor(String name) {
        try (var file = Safetensors.open(Fixtures.reference(model, "lab.safetensors"))) {
            return file.read(name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Numbers within an absolute and the same relative tolerance. */
    static Consumer<Double> near(JsonNode expected, double tolerance) {
        return near(expected.doubleValue(), tolerance);
    }

    static Consumer<Double> near(double expected, double tolerance) {
        return actual -> assertThat(Math.abs(actual - expected))
                .as("%s, not %s", actual, expected)
                .isLessThanOrEqualTo(tolerance * (1 + Math.abs(expected)));
    }
}
