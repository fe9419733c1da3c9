package io.orrery.cli.why;

import io.orrery.cli.TextOptions;
import io.orrery.lab.Embedding;
import io.orrery.lab.PrincipalAxes;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.tool.EmbeddingTool;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why embedding}: tokens as places. */
@Command(name = "embedding", description = "Which tokens have a place near others in the table of embeddings.")
final class EmbeddingCommand extends ToolCommand {
    @ArgGroup
    private TextOptions text;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A token whose neighbours are listed; may be given several times.")
    private List<Integer> tokens = new ArrayList<>();

    @Option(names = "--plus", paramLabel = "TOKEN", description = "Word arithmetic: a token that is added.")
    private List<Integer> plus = new ArrayList<>();

    @Option(names = "--minus", paramLabel = "TOKEN", description = "Word arithmetic: a token that is taken away.")
    private List<Integer> minus = new ArrayList<>();

    @Override
    Map<String, Object> answer(Model opened, Workers workers) {
        var embedding = Embedding.of(opened.graph(), opened.weights());
        Map<String, Object> answer = new LinkedHashMap<>();
        var target = Optional.<Target>empty();
        if (text != null) {
            var subject = Subject.of(runnable(opened), text.tokens(opened.tokenizer()), workers);
            target = Optional.of(Target.of(subject, subject.length() - 1, OptionalInt.empty(), OptionalInt.empty()));
            answer.putAll(ToolRequest.about(subject, target.get()));
        }
        var axes = watched("Measuring", progress -> PrincipalAxes.of(embedding, EmbeddingTool.AXES, workers, progress));
        answer.putAll(EmbeddingTool.json(embedding, new EmbeddingTool.Places(tokens, plus, minus), target, axes));
        return answer;
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        ((Map<?, ?>) answer.get("nearest")).forEach((token, near) -> {
            out.println("\"%s\"".formatted(opened.tokenizer().piece(Integer.parseInt((String) token))));
            print((List<?>) near, opened, out);
        });
        if (answer.get("arithmetic") instanceof List<?> near) {
            out.println("sum");
            print(near, opened, out);
        }
    }

    private static void print(List<?> near, Model opened, PrintWriter out) {
        for (var one : near) {
            var row = (Map<?, ?>) one;
            out.println("%s  \"%s\""
                    .formatted(
                            TextTool.signed(row.get("cosine")),
                            opened.tokenizer().piece((Integer) row.get("token"))));
        }
    }
}
