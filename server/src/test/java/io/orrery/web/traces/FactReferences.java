package io.orrery.web.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.lab.PlainForward;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.tensor.Tensor;
import io.orrery.web.RunningServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server whose facts of tours are asked for over HTTP, and what a second forward pass says about the same texts. */
abstract class FactReferences {
    static final double NEAR = 1e-4;
    static final double LOGITS = 1e-3;
    static final String STORY = "When Lily and Tom ran to the park, Tom gave a kite to";

    @AutoClose
    static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(List.of(
                ModelReference.of("nano-sort"),
                ModelReference.of("tiny-tales"),
                ModelReference.of(Fixtures.folder("gpt2-tiny").toString()),
                ModelReference.of(Fixtures.folder("llama-tiny-tied").toString())));
    }

    /** A model, a text, and its tensors from a forward pass that shares nothing with the server's. */
    record Reference(Model model, List<Integer> tokens, Map<String, Tensor> tensors) {
        static Reference of(Model model, List<Integer> tokens) {
            return new Reference(
                    model,
                    tokens,
                    PlainForward.of(model.graph(), model.weights(), tokens, (name, rows) -> {}, Map.of()));
        }

        static Reference ofPreset(String name, String text) throws IOException {
            Model model = Presets.open(name);
            return of(
                    model, Arrays.stream(model.tokenizer().encode(text)).boxed().toList());
        }

        double at(String name, int... cell) {
            return tensors.get(name).at(cell);
        }

        int last() {
            return tokens.size() - 1;
        }

        /** Tokens by descending probability after a position. */
        List<Integer> next(int position) {
            float[] logits = tensors.get("logits").rows()[position];
            return IntStream.range(0, logits.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(token -> -logits[token])
                            .thenComparing(token -> token))
                    .toList();
        }

        double probability(int position, int token) {
            float[] logits = tensors.get("logits").rows()[position];
            double sum = IntStream.range(0, logits.length)
                    .mapToDouble(i -> Math.exp(logits[i] - logits[token]))
                    .sum();
            return 1 / sum;
        }

        String piece(int token) {
            return model.tokenizer().piece(token);
        }
    }

    static Stream<Reference> references() throws IOException {
        JsonNode lab = Fixtures.json(Fixtures.reference("llama-tiny-tied", "lab.json"));
        List<Integer> tokens = new ArrayList<>();
        lab.get("tokens").forEach(token -> tokens.add(token.intValue()));
        return Stream.of(
                Reference.ofPreset("nano-sort", "CBABBC"),
                Reference.ofPreset("tiny-tales", STORY),
                Reference.of(Fixtures.open("llama-tiny-tied"), tokens));
    }

    static String changedTrace(String trace, String change) throws Exception {
        var body = "{'trace': '" + trace + "', 'changes': ['" + change + "']}";
        return id(RunningServer.json(server.post("/api/traces", body)));
    }

    static double value(JsonNode facts, int at) {
        assertThat(facts.get(at).has("error")).as(facts.get(at).toString()).isFalse();
        return facts.get(at).get("value").doubleValue();
    }

    static String quoted(String token) {
        return '"' + token.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param trace an id, perhaps with further parameters */
    static JsonNode facts(String trace, String... facts) throws Exception {
        int query = trace.indexOf('?');
        String id = query < 0 ? trace : trace.substring(0, query);
        String asked = Arrays.stream(facts).map(FactReferences::encoded).collect(Collectors.joining("&fact="));
        String rest = query < 0 ? "" : "&" + trace.substring(query + 1);
        return server.json("/api/traces/" + id + "/facts?fact=" + asked + rest).get("facts");
    }

    static String id(JsonNode trace) {
        return RunningServer.id(trace);
    }

    static String trace(Model model, List<Integer> tokens) throws Exception {
        var body = "{'model': '" + model.id() + "', 'tokens': " + tokens + "}";
        return id(RunningServer.json(server.post("/api/traces", body)));
    }
}
