package io.orrery.web.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with two tiny models that have references, asked questions of why; for all tests of a class. */
final class WhyServer implements BeforeAllCallback, AfterAllCallback {
    /** How far logits may be from the references'. */
    static final double LOGITS = 1e-3;

    private RunningServer server;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        server = new RunningServer(List.of(
                ModelReference.of(Fixtures.folder("gpt2-tiny").toString()),
                ModelReference.of(Fixtures.folder("llama-tiny-tied").toString())));
    }

    JsonNode json(String path) throws Exception {
        return server.json(path);
    }

    HttpResponse<byte[]> get(String path) throws Exception {
        return server.get(path);
    }

    static double sum(JsonNode list) {
        double sum = 0;
        for (var each : list) {
            sum += each.doubleValue();
        }
        return sum;
    }

    static JsonNode lab(String model) throws IOException {
        return Fixtures.json(Fixtures.reference(model, "lab.json"));
    }

    /** The address of a tool, about the text of a model's reference. */
    String why(String model, String tool) throws Exception {
        var tokens = lab(model).get("tokens").toString().replaceAll("[\\[\\]\\s]", "");
        return "/api/traces/" + trace(model, tokens) + "/why/" + tool;
    }

    /** The content id of a model. */
    String model(String name) throws Exception {
        for (var preset : json("/api/presets").get("presets")) {
            if (preset.get("id").textValue().equals(name)) {
                return preset.get("model").textValue();
            }
        }
        throw new AssertionError(name);
    }

    String trace(String model, String tokens) throws Exception {
        var body = "{'model': '" + model(model) + "', 'tokens': [" + tokens + "]}";
        return RunningServer.json(server.post("/api/traces", body)).get("id").textValue();
    }

    static void assertTarget(JsonNode json, JsonNode lab) {
        for (var key : List.of("a", "b", "position")) {
            assertThat(json.get(key)).isEqualTo(lab.get(key));
        }
        for (var key : List.of("logit_a", "logit_difference")) {
            assertThat(json.get(key).doubleValue()).isCloseTo(lab.get(key).doubleValue(), within(LOGITS));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }
}
