package io.orrery.web.why;

import static io.orrery.web.RunningServer.assertProblem;
import static io.orrery.web.why.WhyServer.LOGITS;
import static io.orrery.web.why.WhyServer.assertTarget;
import static io.orrery.web.why.WhyServer.lab;
import static io.orrery.web.why.WhyServer.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.web.RunningServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions of why over HTTP have the keys and numbers of the references, as the command {@code why} has. */
class WhyRoutesTest {
    @RegisterExtension
    static final WhyServer server = new WhyServer();

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void lens(String model) throws Exception {
        var lab = lab(model);
        var expected = lab.get("lens");
        String why = server.why(model, "lens");
        var json = server.json(why);
        assertTarget(json, lab);
        assertThat(json.get("points")).isEqualTo(expected.get("points"));
        assertThat(json.get("top")).isEqualTo(expected.get("top"));
        assertThat(json.get("rank_of_a")).isEqualTo(expected.get("rank_of_a"));
        assertThat(json.at("/text/" + json.get("a")).textValue()).isNotEmpty();

        int at = lab.get("position").intValue();
        var column = server.json(why + "?from=" + at + "&to=" + (at + 1));
        assertThat(column.get("rank_of_a")).isEqualTo(json.get("rank_of_a"));
        assertThat(column.get("p_of_a")).isEqualTo(json.get("p_of_a"));
        var five = server.json(why + "?ranked=5");
        assertThat(five.get("top")).isEqualTo(json.get("top"));
        for (int point = 0; point < json.get("points").size(); point++) {
            for (String key : List.of("top", "p")) {
                assertThat(column.at("/" + key + "/" + point + "/0"))
                        .isEqualTo(json.at("/" + key + "/" + point + "/" + at));
            }
            String place = "/" + point + "/" + at;
            assertThat(five.at("/ranked" + place)).hasSize(5);
            assertThat(five.at("/ranked" + place + "/0")).isEqualTo(json.at("/top" + place));
            assertThat(five.at("/p_of_ranked" + place + "/0")).isEqualTo(json.at("/p" + place));
            assertThat(five.at("/p_of_ranked" + place + "/4").doubleValue())
                    .isPositive()
                    .isLessThanOrEqualTo(five.at("/p_of_ranked" + place + "/3").doubleValue());
            assertThat(five.at("/text/" + five.at("/ranked" + place + "/4")).textValue())
                    .isNotEmpty();
        }
        assertThat(json.has("ranked")).isFalse();
        assertThat(server.json(why + "?to=" + at).has("rank_of_a")).isFalse();
    }

    /** These models have no kinds of words: the rival is the second most probable token, which is the default. */
    @Test
    void targetIsComparedWithTheRivalOrTheSecond() throws Exception {
        String why = server.why("gpt2-tiny", "attribution");
        var usual = server.json(why);
        for (String b : List.of("rival", "second")) {
            assertThat(server.json(why + "?b=" + b)).as(b).isEqualTo(usual);
        }
        assertProblem(server.get(why + "?b=third"), 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void attributionWithAnOpenedHead(String model) throws Exception {
        var lab = lab(model);
        var json = server.json(server.why(model, "attribution") + "?layer=0&head=1");
        assertTarget(json, lab);
        double vote = Double.NaN;
        for (int i = 0; i < lab.get("attribution").size(); i++) {
            var expected = lab.get("attribution").get(i);
            var actual = json.get("attribution").get(i);
            assertThat(actual.get("part")).isEqualTo(expected.get("part"));
            assertThat(actual.get("a_minus_b").doubleValue())
                    .isCloseTo(expected.get("a_minus_b").doubleValue(), within(LOGITS));
            if (actual.get("part").textValue().equals("blocks.0.attn.hook_result[1]")) {
                vote = actual.get("a_minus_b").doubleValue();
            }
        }
        assertThat(json.get("sum").doubleValue())
                .isCloseTo(json.get("logit_difference").doubleValue(), within(LOGITS));
        assertThat(sum(json.at("/tokens/a_minus_b"))).isCloseTo(vote, within(1e-4));
        assertThat(sum(json.at("/tokens/pattern"))).isCloseTo(1, within(1e-5));
        assertThat(json.at("/neurons/layer").intValue()).isZero();
        assertThat(json.at("/neurons/top")).hasSize(8);
    }

    /** Every tool has its keys; the numbers of one of them are redone from the reference elsewhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heads? | previous",
                "heads?copying=20 | copying",
                "heads?copying=quick&repeated=usual | copied",
                "circuit?leading=usual | all_edges",
                "score?layer=1&head=0&query=3&key=most&pairs=usual | rest",
                "score?layer=1&head=0&query=3&key=1 | parts",
                "saliency?steps=4 | by_token",
                "embedding? | nearest",
                "embedding?token=5,6 | explained",
                "circuit?least=1000000 | edges",
                "change?set=blocks.0.hook_mlp_out%3Dzero | before",
                "change?each=zero | rows",
                "patch?fromTokens=1,2,3,4 | z",
                "patch?intoTokens=1,2,3,4&only=texts | words",
                "patch?intoTokens=5,6,7,8&only=texts&near=1 | near",
                "circuit?from=hook_embed@3&to=logits@3 | change"
            })
    void allToolsAnswer(String asked, String key) throws Exception {
        var trace = server.trace("gpt2-tiny", "5,6,7,8");
        var json = server.json("/api/traces/" + trace + "/why/" + asked);
        assertThat(json.has(key)).as(json.toString()).isTrue();
        assertThat(json.get("position").intValue()).isEqualTo(3);
        assertThat(json.get("text").isObject()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attribution?position=4 | There is no position 4: the text has the positions 0 to 3.",
                "attribution?position=x | position must be a number.",
                "attribution?a=99999 | ",
                "attribution?a=5&b=5 | Token 5 cannot be compared with itself; choose two tokens.",
                "attribution?b=most | b must be a number.",
                "attribution?layer=9 | There is no layer 9",
                "attribution?layer=0&head=77 | There is no head 77",
                "lens?ranked=21 | ranked must be a whole number from 1 to 20.",
                "lens?ranked=five | ranked",
                "lens?from=3&to=2 | from must be a whole number from 0 to 1.",
                "score?layer=0&head=0&query=1 | The parameter key is missing.",
                "score?layer=0&head=0&query=1&key=3 | The query at position 1 does not see the key at position 3.",
                "score?layer=0&head=0&query=9&key=most | There is no position 9",
                "score?layer=0&head=0&query=1&key=0&pairs=0 | pairs must be a whole number from 1 to 1000.",
                "heads?repeated=quick | repeated must be a number.",
                "heads?repeated=51 | repeated must be a whole number from 1 to 50.",
                "saliency?baseline=zero | The baseline must be mean or keep-first",
                "change? | Give either set or each, and not both.",
                "patch? | The parameter fromTokens is missing.",
                "patch?fromTokens=1,2,3,4&intoTokens=1,2,3,4 | Give either fromTokens or intoTokens, and not both.",
                "patch?intoTokens=1,2,3 | The two texts must be equally long, but one has 4 tokens and the other 3.",
                "patch?intoTokens=1,2,3,99999 | ",
                "patch?intoTokens=5,6,7,8 | Both texts have the same logit difference",
                "patch?intoTokens=1,2,3,4&only=a%20b | \"a b\" is not a place in a run",
                "patch?intoTokens=1,2,3,4&only=blocks.0.hook_mlp_out[1] | has neither heads nor experts",
                "patch?intoTokens=1,2,3,4&only=blocks.0.attn.hook_z[99] | There is no head 99",
                "patch?intoTokens=1,2,3,4&only=blocks.0.hook_resid_pre@4 | There is no position 4",
                "patch?intoTokens=1,2,3,4&only=texts&near=4 | There is no position 4",
                "circuit?from=hook_embed@3 | The parameter to is missing.",
                "circuit?from=hook_embed@9&to=logits@3 | There is no position 9",
                "circuit?from=hook_embed@3&to=logits | No edge leads from hook_embed@3 to logits.",
                "circuit?from=constant&to=logits@3 | No edge leads from constant to logits@3.",
                "circuit?strongest=0 | strongest must be a whole number from 1 to",
                "circuit?leading=0 | leading must be a whole number from 1 to",
                "change?set=nonsense | \"nonsense\" is not a change",
                "embedding?token=99999 | ",
                "embedding?token=x | token must be a number.",
                "embedding?after=77 | after must be a whole number from 0 to",
                "guess? | There is no tool named \"guess\"."
            })
    void badQuestionsAreRefusedInAClearSentence(String asked, String sentence) throws Exception {
        var response = server.get("/api/traces/" + server.trace("gpt2-tiny", "5,6,7,8") + "/why/" + asked);
        assertThat(response.statusCode()).isBetween(400, 422);
        assertThat(RunningServer.json(response).get("detail").textValue())
                .contains(sentence == null ? "" : sentence)
                .endsWith(".");
    }

    @Test
    void unknownTrace() throws Exception {
        assertProblem(server.get("/api/traces/0123/why/lens"), 404, "unknown-trace");
    }

    @Test
    void nothingIsUnderWay() throws Exception {
        var json = server.json("/api/traces/0123/why/lens/progress");
        assertThat(json.toString()).contains("\"all\":0").contains("\"begun\":false");
    }
}
