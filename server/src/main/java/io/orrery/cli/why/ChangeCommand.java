package io.orrery.cli.why;

import io.orrery.cli.BadArgument;
import io.orrery.error.CommandLineError;
import io.orrery.graph.Node;
import io.orrery.lab.Effect;
import io.orrery.lab.ReferenceMeans;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.TryEach;
import io.orrery.lab.tool.ChangeTool;
import io.orrery.model.Model;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why change}: what happens if a part is changed. */
@Command(name = "change", description = "Runs the model with changed parts, and compares the answers.")
final class ChangeCommand extends TextTool {
    @Option(
            names = "--set",
            arity = "1..*",
            paramLabel = "CHANGE",
            description = {
                "NODE=zero, NODE[HEAD]=mean, NODE[HEAD]@POSITION=scale:F, SCORES[HEAD,QUERY,KEY]=cut,"
                        + " token@POSITION=cut, ROUTER[EXPERT]=off or ROUTER[EXPERT]=force; may be given several times.",
            })
    private List<String> changes = new ArrayList<>();

    @Option(
            names = "--each",
            paramLabel = "MODE",
            description = "Tries zero, mean or scale:F on each head and MLP alone, instead of --set.")
    private String each;

    @Option(
            names = "--mean-over",
            paramLabel = "FILE",
            description = "The texts over which means are taken: a text a line, as tokens with commas. By default the"
                    + " model's reference texts, or sixteen sentences.")
    private Path meanOver;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the changed logits at the position, [1, d_vocab], as safetensors.")
    private Path out;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) throws IOException {
        if (changes.isEmpty() == (each == null) || (each != null && out != null)) {
            throw BadArgument.of(spec().commandLine(), new CommandLineError.EitherSetOrEach());
        }
        var target = target(subject);
        return each == null ? changed(opened, subject, target) : tried(opened, subject, target);
    }

    private Map<String, Object> changed(Model opened, Subject subject, Target target) throws IOException {
        var parsed = changes.stream().map(Change::parse).toList();
        var means = means(opened, subject, Changes.averaged(subject.graph(), parsed));
        var effect = Effect.of(subject, target, parsed, means);
        var answer = ChangeTool.json(subject, target, effect);
        if (out != null) {
            float[] logits = effect.after().logits(target.position());
            new SafetensorsWriter(Map.of())
                    .add("interventions", new int[] {1, logits.length}, () -> logits)
                    .write(out);
        }
        return answer;
    }

    private Map<String, Object> tried(Model opened, Subject subject, Target target) throws IOException {
        var mode = Change.mode(each);
        var means = means(opened, subject, mode instanceof Change.Mean ? TryEach.nodes(subject) : List.of());
        var rows = watched("Trying", progress -> TryEach.of(subject, target, mode, means, progress));
        return ChangeTool.json(subject, target, rows, each);
    }

    private Means means(Model opened, Subject subject, List<Node> nodes) throws IOException {
        if (nodes.isEmpty() && meanOver == null) {
            return Means.NONE;
        }
        var texts = meanOver == null ? ReferenceTexts.of(opened) : ReferenceTexts.read(meanOver);
        return watched("Averaging", progress -> ReferenceMeans.over(subject, texts, nodes, progress));
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        super.print(answer, opened, out);
        if (answer.get("rows") instanceof List<?> rows) {
            for (var one : rows) {
                var row = (Map<?, ?>) one;
                out.println("%s  %s%s"
                        .formatted(
                                signed(row.get("logit_difference")),
                                row.get("node"),
                                row.get("head") == null ? "" : "[" + row.get("head") + "]"));
            }
            return;
        }
        out.println("before %s, forecast %s, KL %.4f, most probable \"%s\""
                .formatted(
                        signed(answer.get("before")),
                        signed(answer.get("forecast")),
                        (Double) answer.get("kl"),
                        opened.tokenizer().piece((Integer) answer.get("top"))));
    }
}
