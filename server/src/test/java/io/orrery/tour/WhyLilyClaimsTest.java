package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cli.CommandLineRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the tour "Why it says Lily" says in words that no fact fills in: the right options that are written down, and its sentences
 * about heads. Another training of the story model would have to write them anew. Layers and heads count from 0 here, from 1 in the tour.
 */
class WhyLilyClaimsTest {
    private static final String TEXT = "When Lily and Tom went to the park, Tom gave a ball to";
    private static final String SWAPPED = "When Lily and Tom went to the park, Lily gave a ball to";
    private static final String LILY = "35";
    private static final String TOM = "41";

    /** Reads the name. */
    private static final String READER = "blocks.1.attn.hook_z[1]";
    /** Finds who gives. */
    private static final String GIVER = "blocks.0.attn.hook_z[3]";

    /** layers/when, layers/lens, layers/check. */
    @Test
    void theAnswerLeadsFromTheAttentionOfTheSecondLayerOn() throws IOException {
        assertThat(about(TEXT, "lens").get("leads_from").textValue()).isEqualTo("blocks.1.hook_resid_mid");
    }

    /** votes/tally, switch-off/hidden: a small vote, at most a tenth of that of the head that reads the name. */
    @Test
    void theHeadThatReadsTheNameVotesMostAndTheOneThatFindsTheGiverHardly() throws IOException {
        var votes = new ArrayList<JsonNode>();
        about(TEXT, "attribution").get("attribution").forEach(votes::add);
        var heads = votes.stream().filter(vote -> vote.get("part").textValue().contains("hook_result"));
        assertThat(heads.max(Comparator.comparingDouble(WhyLilyClaimsTest::vote))
                        .map(vote -> vote.get("part").textValue()))
                .contains("blocks.1.attn.hook_result[1]");
        double reader = vote("blocks.1.attn.hook_result[1]", votes);
        assertThat(Math.abs(vote("blocks.0.attn.hook_result[3]", votes))).isLessThan(reader / 10);
        // looks/only-looks: that head looks at the giver, and decides nothing
        assertThat(Math.abs(vote("blocks.1.attn.hook_result[2]", votes))).isLessThan(reader / 10);
    }

    /** looks/because. */
    @Test
    void theFirstLayersMlpWroteBothTheQuestionAndTheLabel() throws IOException {
        var score = about(TEXT, "score", "--layer", "1", "--head", "1", "--query", "13", "--key", "1", "--pairs", "1");
        var pair = score.get("pairs").get(0);
        assertThat(pair.get("query").textValue()).isEqualTo("blocks.0.hook_mlp_out");
        assertThat(pair.get("key").textValue()).isEqualTo("blocks.0.hook_mlp_out");
        assertThat(pair.get("value").doubleValue())
                .isGreaterThan(score.get("score").doubleValue() / 2);
    }

    /** switch-off/hidden, switch-off/giver, switch-off/lost. */
    @Test
    void noLossOfAHeadCostsMoreThanThatOfTheGiversFinder() throws IOException {
        var rows = about(TEXT, "change", "--each", "mean").get("rows");
        var worst = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.get("head").isNumber())
                .min(Comparator.comparingDouble(
                        row -> row.get("logit_difference").doubleValue()))
                .orElseThrow();
        assertThat(worst.get("node").textValue() + "[" + worst.get("head") + "]")
                .isEqualTo(GIVER);
    }

    /** answer/decided: next to the giver's finder, the MLP behind it is the part that can be spared least; then the two of layer 2. */
    @Test
    void theTeamIsOfThoseWhoseLossCostsMost() throws IOException {
        var rows = about(TEXT, "change", "--each", "mean").get("rows");
        var parts = StreamSupport.stream(rows.spliterator(), false)
                .sorted(Comparator.comparingDouble(
                        row -> row.get("logit_difference").doubleValue()))
                .limit(4)
                .map(row ->
                        row.get("node").textValue() + (row.get("head").isNumber() ? "[" + row.get("head") + "]" : ""));
        assertThat(parts).containsExactly(GIVER, "blocks.0.hook_mlp_out", "blocks.1.hook_mlp_out", READER);
    }

    /** switch-off/lost: nearly all of the lead is gone, and still it is Lily's. */
    @Test
    void withoutTheGiversFinderHardlyAnyLeadIsLeft() throws IOException {
        double lead = about(TEXT, "attribution").get("logit_difference").doubleValue();
        var lost = without("mean", GIVER);
        assertThat(lost.get("logit_difference").doubleValue()).isBetween(0.0, lead / 8);
    }

    /** switch-off/without (mean), switch-off/both (zero), answer/decided (mean): one head is not enough, the two that the hints name are. */
    @ParameterizedTest
    @ValueSource(strings = {"mean", "zero"})
    void oneHeadIsNotEnoughToMakeItSayTomAndTheTwoAre(String instead) throws IOException {
        for (int layer = 0; layer < 2; layer++) {
            for (int head = 0; head < 4; head++) {
                assertThat(without(instead, "blocks.%d.attn.hook_z[%d]".formatted(layer, head))
                                .get("top")
                                .intValue())
                        .isEqualTo(35);
            }
        }
        assertThat(without(instead, READER, GIVER).get("top").intValue()).isEqualTo(41);
    }

    /** texts/swap and texts/carry: the hint's word turns the story round, and that one head brings nearly the whole lead back. */
    @Test
    void theGiverTurnsTheStoryRoundAndOneHeadCarriesHim() throws IOException {
        var answer = about(SWAPPED, "patch", "--from-prompt", TEXT, "--only", GIVER);
        assertThat(answer.get("recovered").doubleValue()).isGreaterThan(0.9);
        assertThat(CommandLineRun.of("generate", "--model", "tiny-tales", "--prompt", SWAPPED, "--max-tokens", "1")
                        .out())
                .contains("Tom");
    }

    /** places: the right option is a name. */
    @Test
    void miaLivesNearestToLily() throws IOException {
        var near = run("embedding", "--model", "tiny-tales", "--token", LILY)
                .get("nearest")
                .get(LILY);
        assertThat(near.get(0).get("token").intValue()).isEqualTo(36);
    }

    private static JsonNode without(String instead, String... parts) throws IOException {
        return about(
                TEXT,
                "change",
                Stream.of(parts)
                        .flatMap(part -> Stream.of("--set", part + "=" + instead))
                        .toArray(String[]::new));
    }

    private static JsonNode about(String text, String tool, String... options) throws IOException {
        var target = Stream.of("--model", "tiny-tales", "--prompt", text, "--a", LILY, "--b", TOM);
        return run(tool, Stream.concat(target, Stream.of(options)).toArray(String[]::new));
    }

    private static JsonNode run(String tool, String... options) throws IOException {
        var run = CommandLineRun.of(Stream.of(List.of("why", tool, "--json"), List.of(options))
                .flatMap(List::stream)
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.json();
    }

    private static double vote(JsonNode vote) {
        return vote.get("a_minus_b").doubleValue();
    }

    private static double vote(String part, List<JsonNode> votes) {
        return votes.stream()
                .filter(each -> each.get("part").textValue().equals(part))
                .mapToDouble(WhyLilyClaimsTest::vote)
                .findFirst()
                .orElseThrow();
    }
}
