package io.orrery.web.why;

import static io.orrery.web.RunningServer.assertProblem;
import static io.orrery.web.why.WhyServer.assertTarget;
import static io.orrery.web.why.WhyServer.lab;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.wire.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedding as a space, over HTTP: the nearest tokens of a word, and the places of all tokens. */
class EmbeddingRoutesTest {
    @RegisterExtension
    static final WhyServer server = new WhyServer();

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void embeddingAndThePlacesOfAllTokens(String model) throws Exception {
        var lab = lab(model);
        var expected = lab.get("embedding");
        int layers = lab.get("lens").get("points").size() / 2;
        String why = server.why(model, "embedding");
        var token = expected.get("nearest").fieldNames().next();
        var json = server.json(why + "?token=" + token + "&after=" + layers);
        assertTarget(json, lab);
        for (int i = 0; i < 10; i++) {
            assertThat(json.at("/nearest/" + token + "/" + i + "/token"))
                    .isEqualTo(expected.at("/nearest/" + token + "/" + i + "/token"));
        }
        assertThat(json.at("/text/" + token).textValue()).isNotEmpty();
        assertThat(json.get("after").intValue()).isEqualTo(layers);
        assertThat(json.get("stream")).hasSize(lab.get("tokens").size());

        var response = server.get("/api/models/" + server.model(model) + "/places");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        var frame = ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN);
        int length = frame.getInt(4);
        var header = Json.read(new String(response.body(), 24, length, StandardCharsets.UTF_8));
        int tokens = header.get("text").size();
        assertThat(header.at("/tensors/0/shape").toString()).isEqualTo("[" + tokens + ",3]");
        assertThat(header.at("/tensors/0/dtype").textValue()).isEqualTo("f16");
        assertThat(response.body()).hasSizeLessThan(24 + length + 6 * tokens + 8);
        assertThat(header.get("explained")).isEqualTo(json.get("explained"));
        for (int one = 0; one < 8; one++) {
            for (int axis = 0; axis < 3; axis++) {
                short half = frame.getShort(24 + length + 2 * (3 * one + axis));
                double place =
                        expected.at("/absolute_places/" + one + "/" + axis).doubleValue();
                assertThat((double) Math.abs(half(half))).isCloseTo(place, within(2e-3 * (1 + place)));
            }
        }
        assertProblem(server.get("/api/models/0123/places"), 404, "unknown-model");
    }

    /** The value of a number in half precision. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double value =
                exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1 + fraction / 1024.0, exponent - 15);
        return (float) (bits < 0 ? -value : value);
    }
}
