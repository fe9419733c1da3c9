package io.orrery.cli.why;

import io.orrery.cli.TextOptions;
import io.orrery.lab.Embedding;
import io.orrery.lab.PrincipalAxes;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why embedding}: tokens as places. */
@Command(name = "embedding", description = "Which tokens have a place near others in the table of embeddings.")
final class EmbeddingCommand extends Tool {
    private static final int NEAREST = 10;
    private static final int AXES = 3;

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
        var asked = new ArrayList<>(tokens);
        if (text != null) {
            var subject = Subject.of(runnable(opened), text.tokens(opened.tokenizer()), workers);
            var target = Target.of(subject, subject.length() - 1, OptionalInt.empty(), OptionalInt.empty());
            answer.putAll(TextTool.about(subject, target));
            if (asked.isEmpty()) {
                asked.addAll(List.of(target.a(), target.b().orElseThrow()));
            }
        }
        Map<String, Object> nearest = new LinkedHashMap<>();
        asked.forEach(token -> nearest.put(token.toString(), near(embedding.nearest(token, NEAREST))));
        answer.put("nearest", nearest);
        if (!plus.isEmpty() || !minus.isEmpty()) {
            answer.put("arithmetic", near(embedding.arithmetic(plus, minus, NEAREST)));
        }
        var axes = watched("Measuring", progress -> PrincipalAxes.of(embedding, AXES, workers, progress));
        answer.put("explained", axes.explained());
        return answer;
    }

    private static List<Map<String, Object>> near(List<Embedding.Near> tokens) {
        return tokens.stream().map(EmbeddingCommand::near).toList();
    }

    private static Map<String, Object> near(Embedding.Near near) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("token", near.token());
        object.put("cosine", near.cosine());
        return object;
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
