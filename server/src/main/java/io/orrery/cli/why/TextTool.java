package io.orrery.cli.why;

import io.orrery.cli.BadArgument;
import io.orrery.cli.TextOptions;
import io.orrery.error.CommandLineError;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A question about a text: which token follows a position, and why not another one. */
abstract class TextTool extends ToolCommand {
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

    @Override
    final Map<String, Object> answer(Model opened, Workers workers) throws IOException {
        var subject = Subject.of(runnable(opened), text.tokens(opened.tokenizer()), workers);
        return answer(opened, subject);
    }

    abstract Map<String, Object> answer(Model opened, Subject subject) throws IOException;

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

    /** An option's value. */
    static OptionalInt number(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    OptionalInt b() {
        if (b == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(b));
        } catch (NumberFormatException e) {
            throw BadArgument.of(spec().commandLine(), new CommandLineError.NotATokenOrAll(b));
        }
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        var b = answer.get("b") instanceof Integer token
                ? "\"" + opened.tokenizer().piece(token) + "\""
                : "all tokens";
        out.println("\"%s\" rather than %s after position %s: logit difference %s"
                .formatted(
                        opened.tokenizer().piece((Integer) answer.get("a")),
                        b,
                        answer.get("position"),
                        signed(answer.get("logit_difference"))));
    }

    static String signed(Object number) {
        if (number == null) {
            return "–";
        }
        double value = ((Number) number).doubleValue();
        return String.format(Locale.ROOT, Math.abs(value) < LONG ? "%+.4f" : "%+.4e", value);
    }
}
