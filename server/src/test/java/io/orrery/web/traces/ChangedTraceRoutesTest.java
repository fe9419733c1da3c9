package io.orrery.web.traces;

import static io.orrery.web.RunningServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cli.CommandLineRun;
import io.orrery.web.RunningServer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces with changes over HTTP: their numbers are those of {@code why change}, and what is made of them keeps the changes. */
class ChangedTraceRoutesTest {
    private static final String HEAD = "blocks.1.attn.hook_z[2]=zero";
    private static final String MLP = "blocks.0.hook_mlp_out=scale:-0.5";

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @Test
    void numbersAreThoseOfTheCommand() throws Exception {
        JsonNode plain = server.trace("CBABBC");
        JsonNode changed = changed(RunningServer.id(plain), HEAD, MLP);
        var run = CommandLineRun.of(
                "why", "change", "--model", "nano-sort", "--prompt", "CBABBC", "--json", "--set", HEAD, MLP);
        JsonNode expected = run.json();

        assertThat(changed.get("unchanged")).isEqualTo(plain.get("id"));
        assertThat(changed.get("changes").toString()).isEqualTo("[\"" + HEAD + "\",\"" + MLP + "\"]");
        assertThat(changed.at("/next/0/token")).isEqualTo(expected.get("top"));
        JsonNode both = server.json("/api/traces/%s/compare/%s".formatted(RunningServer.id(plain), id(changed)));
        assertThat(both.at("/kl/0").doubleValue()).isCloseTo(expected.get("kl").doubleValue(), within(1e-5));
        JsonNode why = server.json("/api/traces/%s/why/change?set=%s;%s"
                .formatted(
                        RunningServer.id(plain),
                        HEAD.replace("[", "%5B").replace("]", "%5D").replace("=", "%3D"),
                        MLP.replace("=", "%3D")));
        assertThat(why.get("logit_difference").doubleValue())
                .isCloseTo(expected.get("logit_difference").doubleValue(), within(1e-4));
        assertThat(why.get("forecast").doubleValue())
                .isCloseTo(expected.get("forecast").doubleValue(), within(1e-4));
    }

    /** Random tokens are read by the model as it is changed everywhere; what is changed at a word of this text is no part of that. */
    @Test
    void headsReadRandomTokensWithTheChanges() throws Exception {
        String text = RunningServer.id(server.trace("CAB"));
        String head = "blocks.0.attn.hook_z[1]=scale:-3";
        JsonNode unchanged = server.json("/api/traces/" + text + "/why/heads?repeated=3");
        String changed = id(changed(text, head, "token@0=cut"));
        JsonNode repeated =
                server.json("/api/traces/" + changed + "/why/heads?repeated=3").get("repeated");
        assertThat(repeated.get("changed").booleanValue()).isTrue();
        String random =
                id(made("'model':'nano-sort','tokens':" + repeated.get("tokens") + ",'changes':['" + head + "']"));
        JsonNode expected = server.json("/api/traces/" + random + "/why/heads");
        for (var kind : List.of("previous", "duplicate", "induction", "first")) {
            assertThat(repeated.get(kind)).isEqualTo(expected.get(kind));
        }
        assertThat(repeated.get("previous")).isNotEqualTo(unchanged.at("/repeated/previous"));

        String atAWord = id(changed(text, head.replace("=", "@1="), "token@0=cut"));
        JsonNode plain =
                server.json("/api/traces/" + atAWord + "/why/heads?repeated=3").get("repeated");
        assertThat(plain.get("changed").booleanValue()).isFalse();
        assertThat(plain.get("previous")).isEqualTo(unchanged.at("/repeated/previous"));
        assertThat(unchanged.get("repeated").has("changed")).isFalse();
    }

    @Test
    void whatIsMadeOfAChangedTraceKeepsTheChanges() throws Exception {
        String id = id(changed(RunningServer.id(server.trace("CAB")), HEAD));
        JsonNode longer = made("'trace':'" + id + "','append':[1]");
        assertThat(longer.at("/changes/0").textValue()).isEqualTo(HEAD);
        assertThat(made("'trace':'" + id(longer) + "','generate':{'temperature':0}")
                        .at("/changes/0")
                        .textValue())
                .isEqualTo(HEAD);
        assertThat(id(made("'trace':'" + id(longer) + "','back':1"))).isEqualTo(id);
        assertThat(id(made("'trace':'" + id + "','changes':[]"))).isEqualTo(RunningServer.id(server.trace("CAB")));
        assertThat(id(made("'model':'nano-sort','prompt':'CAB','changes':['" + HEAD + "']")))
                .isEqualTo(id);
        assertThat(made("'trace':'" + id + "','with':'nano-sort@100'")
                        .at("/changes/0")
                        .textValue())
                .isEqualTo(HEAD);
    }

    @Test
    void impossibleChangesAreRefused() throws Exception {
        String id = RunningServer.id(server.trace("CAB"));
        for (var bad : new String[] {
            "nothing=zero",
            "blocks.1.attn.hook_z[9]=zero",
            "blocks.9.attn.hook_z[0]=zero",
            "blocks.1.attn.hook_z[0]@3=zero",
            "blocks.0.attn.hook_attn_scores[0,0,0]=cut",
            "blocks.1.attn.hook_pattern=mean",
            "blocks.1.attn.hook_z",
        }) {
            assertProblem(
                    server.post("/api/traces", "{'trace':'" + id + "','changes':['" + bad + "']}"), 400, "malformed");
        }
        var many = String.join("','", Collections.nCopies(65, HEAD));
        var refused = server.post("/api/traces", "{'trace':'" + id + "','changes':['" + many + "']}");
        assertThat(RunningServer.json(refused).toString()).contains("at most 64");
        var tooLarge = String.join("','", Collections.nCopies(2, "blocks.1.hook_mlp_out=scale:1e30"));
        refused = server.post("/api/traces", "{'trace':'" + id + "','changes':['" + tooLarge + "']}");
        assertThat(RunningServer.json(refused).toString()).contains("too large to be numbers");
        refused = server.post("/api/traces", "{'trace':'" + id + "','changes':['blocks.1.hook_mlp_out=mean']}");
        assertThat(RunningServer.json(refused).toString()).contains("no reference text can be read");
        String changed = id(changed(id, HEAD));
        assertProblem(server.get("/api/traces/" + changed + "/why/change?set=token@1%3Dcut"), 400, "malformed");
    }

    /** Runs the model again, or takes its parts by their tangents: no answer would be about the changed run. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "saliency",
                "patch?intoTokens=0,0,1",
                "patch?fromTokens=0,0,1",
                "circuit",
                "circuit?from=hook_embed@1&to=logits@2",
                "attribution?layer=1&head=2",
                "attribution?layer=0"
            })
    void questionsAboutTheUnchangedModelAreRefused(String asked) throws Exception {
        String id = id(changed(RunningServer.id(server.trace("CAB")), HEAD, MLP));
        var refused = server.get("/api/traces/" + id + "/why/" + asked);
        assertProblem(refused, 400, "malformed");
        assertThat(RunningServer.json(refused).toString()).contains("end the changes first");
    }

    /** What is not changed by hand adds up in a changed run, too. */
    @Test
    void unchangedPartsOfAChangedRunCanBeOpened() throws Exception {
        String id = id(changed(RunningServer.id(server.trace("CAB")), HEAD, MLP));
        for (int head : new int[] {0, 1}) {
            var answer = server.json("/api/traces/" + id + "/why/attribution?layer=1&head=" + head);
            assertThat(sum(answer.at("/tokens/a_minus_b"), "")).isCloseTo(vote(answer, head), within(1e-4));
        }
        var answer = server.json("/api/traces/" + id + "/why/attribution");
        assertThat(answer.get("sum").doubleValue())
                .isCloseTo(answer.get("logit_difference").doubleValue(), within(1e-3));
        assertThat(sum(answer.get("attribution"), "a_minus_b"))
                .isCloseTo(answer.get("logit_difference").doubleValue(), within(1e-3));
        assertThat(vote(answer, 2)).isZero();
    }

    private static double vote(JsonNode answer, int head) {
        for (var each : answer.get("attribution")) {
            if (each.get("part").textValue().equals("blocks.1.attn.hook_result[" + head + "]")) {
                return each.get("a_minus_b").doubleValue();
            }
        }
        throw new AssertionError("no head " + head);
    }

    /** @param member of each element; empty if the elements are numbers */
    private static double sum(JsonNode list, String member) {
        double sum = 0;
        for (var each : list) {
            sum += (member.isEmpty() ? each : each.get(member)).doubleValue();
        }
        return sum;
    }

    private static JsonNode changed(String trace, String... changes) throws Exception {
        return made("'trace':'" + trace + "','changes':['" + String.join("','", changes) + "']");
    }

    private static JsonNode made(String fields) throws Exception {
        return RunningServer.json(server.post("/api/traces", "{" + fields + "}"));
    }

    private static String id(JsonNode trace) {
        return RunningServer.id(trace);
    }
}
