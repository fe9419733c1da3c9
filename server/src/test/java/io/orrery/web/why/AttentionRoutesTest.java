package io.orrery.web.why;

import static io.orrery.web.why.WhyServer.LOGITS;
import static io.orrery.web.why.WhyServer.lab;
import static io.orrery.web.why.WhyServer.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions of why about attention over HTTP: the parts of a score, and what heads read. */
class AttentionRoutesTest {
    @RegisterExtension
    static final WhyServer server = new WhyServer();

    @Test
    void scoreIsTheReferences() throws Exception {
        var lab = lab("gpt2-tiny");
        var expected = lab.get("score").isArray() ? lab.get("score").get(0) : lab.get("score");
        var json = server.json(server.why("gpt2-tiny", "score") + "?layer=" + expected.get("layer") + "&head="
                + expected.get("head") + "&query=" + expected.get("query") + "&key=" + expected.get("key"));
        assertThat(json.get("parts")).isEqualTo(expected.get("parts"));
        assertThat(json.get("score").doubleValue())
                .isCloseTo(expected.get("score").doubleValue(), within(LOGITS));
        assertThat(json.get("sum").doubleValue()).isCloseTo(json.get("score").doubleValue(), within(LOGITS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void strongestPairsAndAllOthersAddUpToTheScoreOfTheKeyThatIsReadMost(String model) throws Exception {
        var json = server.json(server.why(model, "score") + "?layer=1&head=1&query=3&key=most&pairs=4");
        for (int key = 0; key <= 3; key++) {
            var other = server.json(server.why(model, "score") + "?layer=1&head=1&query=3&key=" + key);
            assertThat(json.get("pattern").doubleValue())
                    .isGreaterThanOrEqualTo(other.get("pattern").doubleValue());
        }
        assertThat(json.get("pairs")).hasSize(4);
        double sum = json.get("rest").doubleValue();
        for (var pair : json.get("pairs")) {
            sum += pair.get("value").doubleValue();
        }
        assertThat(sum).isCloseTo(json.get("score").doubleValue(), within(LOGITS));
        int parts = json.get("parts").size();
        assertThat(json.get("rest_count").intValue()).isEqualTo(parts * parts - 4);
        double map = 0;
        for (var row : json.at("/map/values")) {
            map += sum(row);
        }
        assertThat(map).isCloseTo(json.get("score").doubleValue(), within(LOGITS));
    }

    /** The scores on repeated random tokens are those of the text that the answer names. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void headsOnRepeatedRandomTokens(String model) throws Exception {
        var repeated = server.json(server.why(model, "heads") + "?repeated=3").get("repeated");
        var tokens = repeated.get("tokens");
        assertThat(tokens).hasSize(6);
        for (int i = 0; i < 3; i++) {
            assertThat(tokens.get(i + 3)).isEqualTo(tokens.get(i));
        }
        String text = StreamSupport.stream(tokens.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
        var ofText = server.json("/api/traces/" + server.trace(model, text) + "/why/heads");
        for (var kind : List.of("previous", "duplicate", "induction", "first")) {
            assertThat(repeated.get(kind)).isEqualTo(ofText.get(kind));
        }
    }
}
