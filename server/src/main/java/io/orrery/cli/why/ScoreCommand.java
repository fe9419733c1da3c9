package io.orrery.cli.why;

import io.orrery.cli.BadArgument;
import io.orrery.error.CommandLineError;
import io.orrery.lab.ScoreParts;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.ScoreTool;
import io.orrery.model.Model;
import io.orrery.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why score}: why a head looks where it looks. */
@Command(name = "score", description = "One attention score as a sum over pairs of parts of the stream.")
final class ScoreCommand extends TextTool {
    @Option(names = "--layer", paramLabel = "N", required = true, description = "The layer, from 0.")
    private int layer;

    @Option(names = "--head", paramLabel = "N", required = true, description = "The head, from 0.")
    private int head;

    @Option(names = "--query", paramLabel = "N", required = true, description = "The position that looks, from 0.")
    private int query;

    @Option(names = "--key", paramLabel = "N", required = true, description = "The position that is looked at, from 0.")
    private int key;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "Also lists the N pairs of parts that add most to the score, and a map of all.")
    private Integer pairs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the sum's terms, [part of the query, part of the key], as safetensors.")
    private Path out;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) throws IOException {
        if (pairs != null && (pairs < 1 || pairs > ScoreTool.MOST_PAIRS)) {
            throw BadArgument.of(
                    spec().commandLine(),
                    new CommandLineError.OptionOutOfRange("--pairs", 1, ScoreTool.MOST_PAIRS, pairs));
        }
        var parts = ScoreParts.of(subject, layer, head, query, key);
        var at = new ScoreTool.At(layer, head, query, key);
        var answer = ScoreTool.json(subject, target(subject), at, parts);
        if (pairs != null) {
            ScoreTool.put(answer, parts, pairs);
        }
        if (out != null) {
            int n = parts.parts().size();
            new SafetensorsWriter(Map.of())
                    .add("score_parts", new int[] {n, n}, () -> terms(parts))
                    .write(out);
        }
        return answer;
    }

    private static float[] terms(ScoreParts parts) {
        int n = parts.parts().size();
        var terms = new float[n * n];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = (float) parts.of(i / n, i % n);
        }
        return terms;
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        out.println("score %s, share of the attention %s"
                .formatted(signed(answer.get("score")), signed(answer.get("pattern"))));
    }
}
