package io.orrery.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.error.CommandLineError;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.model.Model;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all questions have in common: a model, and whether the answer is JSON or lines. */
class Question {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(names = "--json", description = "Print the answer as one JSON object.")
    private boolean json;

    interface Measurement {
        Map<String, Object> answer(Model opened, Workers workers) throws IOException;
    }

    /** Prints an answer for people. */
    interface Lines {
        void print(JsonNode answer, Tokenizer tokenizer, PrintWriter out);
    }

    final void ask(Measurement measurement, Lines lines) throws IOException {
        var opened = model.open();
        var out = spec.commandLine().getOut();
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            var answer = measurement.answer(opened, workers);
            if (json) {
                JsonOutput.print(out, answer);
            } else {
                lines.print(new JsonMapper().valueToTree(answer), opened.tokenizer(), out);
            }
        }
    }

    static Subject subject(Model opened, TextOptions text, Workers workers) {
        var runnable = new RunnableModel(opened.id(), opened.graph(), opened.weights());
        return Subject.of(runnable, text.tokens(opened.tokenizer()), workers);
    }

    /** Measures something with a progress bar. */
    final <T> T watched(String label, Function<Progress, T> measurement) {
        var bar = new ProgressBar(spec.commandLine().getErr(), label);
        try {
            return measurement.apply((done, all) -> bar.at(done, all, ""));
        } finally {
            bar.end();
        }
    }

    final ParameterException refused(CommandLineError error) {
        return BadArgument.of(spec.commandLine(), error);
    }

    /** @param value of the option; null if it is not given */
    final void requireRange(String option, int least, int largest, Integer value) {
        if (value != null) {
            BadArgument.requireRange(spec.commandLine(), option, least, largest, value);
        }
    }

    /** @param value of an option; null if it is not given */
    static OptionalInt number(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** A question about a text: which token follows a position, and why not another one. */
    static final class OfText extends Question {
        /** From here on a number is written with a power of ten. */
        private static final double LONG = 1e6;

        @ArgGroup(multiplicity = "1")
        private TextOptions text;

        @Option(
                names = "--a",
                paramLabel = "TOKEN",
                description = "The token that is asked about; by default the most probable.")
        private Integer a;

        @Option(
                names = "--b",
                paramLabel = "TOKEN",
                description =
                        "What it is compared with: a token, by default the most probable other one, or \"all\": the mean"
                                + " logit.")
        private String b;

        @Option(
                names = "--position",
                paramLabel = "N",
                description = "The position before the token, from 0; by default the last.")
        private Integer position;

        interface TextMeasurement {
            Map<String, Object> answer(Model opened, Subject subject) throws IOException;
        }

        void askOfText(TextMeasurement measurement, Lines lines) throws IOException {
            ask((opened, workers) -> measurement.answer(opened, subject(opened, text, workers)), lines);
        }

        /** The target as it was asked for, or the two most probable tokens. */
        Target target(Subject subject) {
            return isAgainstAll()
                    ? Target.againstAll(subject, position(subject), a())
                    : Target.of(subject, position(subject), a(), b());
        }

        boolean isAgainstAll() {
            return ToolRequest.ALL.equals(b);
        }

        int position(Subject subject) {
            return position == null ? subject.length() - 1 : position;
        }

        OptionalInt a() {
            return number(a);
        }

        OptionalInt b() {
            try {
                return b == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(b));
            } catch (NumberFormatException e) {
                throw refused(new CommandLineError.NotATokenOrAll(b));
            }
        }

        static void printTarget(JsonNode answer, Tokenizer tokenizer, PrintWriter out) {
            var b = answer.path("b").isInt()
                    ? "\"" + tokenizer.piece(answer.path("b").intValue()) + "\""
                    : "all tokens";
            out.println("\"%s\" rather than %s after position %s: logit difference %s"
                    .formatted(
                            tokenizer.piece(answer.path("a").intValue()),
                            b,
                            answer.path("position"),
                            signed(answer.path("logit_difference"))));
        }

        static String signed(JsonNode number) {
            if (number.isNull()) {
                return "–";
            }
            double value = number.doubleValue();
            return String.format(Locale.ROOT, Math.abs(value) < LONG ? "%+.4f" : "%+.4e", value);
        }
    }
}
