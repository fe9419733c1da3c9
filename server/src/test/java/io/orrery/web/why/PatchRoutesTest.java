package io.orrery.web.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patching over HTTP. */
class PatchRoutesTest {
    @RegisterExtension
    static final WhyServer server = new WhyServer();

    /** The trace may be either text; one value alone recovers what the map of all says, and leads to the same words. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void patchingOneValueAlone(String model) throws Exception {
        String clean = "/api/traces/" + server.trace(model, "5,6,7,8") + "/why/patch?intoTokens=5,9,7,8";
        String corrupted = "/api/traces/" + server.trace(model, "5,9,7,8") + "/why/patch?fromTokens=5,6,7,8";
        var all = server.json(clean);
        assertThat(server.json(corrupted)).isEqualTo(all);
        var texts = server.json(clean + "&only=texts");
        assertThat(texts.get("differing").toString()).isEqualTo("[1]");
        assertThat(texts.get("clean_tokens").toString()).isEqualTo("[6]");
        assertThat(texts.get("corrupted_tokens").toString()).isEqualTo("[9]");
        assertThat(texts.get("clean")).isEqualTo(all.get("clean"));
        for (int layer = 0; layer < texts.get("layers").size(); layer++) {
            var names = texts.get("layers").get(layer);
            String stream = names.get("resid_pre").textValue() + "@1";
            String head = names.get("z").textValue() + "[1]";
            String mlp = names.at("/mlp_out/0").textValue();
            assertThat(recovered(clean, stream)).isEqualTo(all.at("/resid_pre/" + layer + "/1"));
            assertThat(recovered(corrupted, head)).isEqualTo(all.at("/z/" + layer + "/1"));
            assertThat(recovered(clean, mlp)).isEqualTo(all.at("/mlp_out/" + layer + "/0"));
        }
        // the whole difference is in the embedding of the one word: the mended run is the clean one
        var mended =
                server.json(clean + "&only=" + texts.at("/layers/0/resid_pre").textValue() + "@1");
        assertThat(mended.get("recovered").doubleValue()).isCloseTo(1, within(1e-5));
        for (var word : mended.get("words")) {
            assertThat(word.at("/p/2").doubleValue()).isCloseTo(word.at("/p/0").doubleValue(), within(1e-6));
        }
    }

    private static JsonNode recovered(String asked, String place) throws Exception {
        var json = server.json(asked + "&only=" + place);
        assertThat(json.get("place").textValue()).isEqualTo(place);
        return json.get("recovered");
    }
}
