package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cli.CommandLineRun;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final String LUCY = "40";

    /** At the second name, reads the first. */
    private static final String JOINER = "blocks.0.attn.hook_z[3]";
    /** Finds who gives. */
    private static final String GIVER = "blocks.0.attn.hook_z[0]";
    /** Brings both names to the end. */
    private static final String BRINGER = "blocks.1.attn.hook_z[3]";

    /** layers/when, layers/lens, layers/check. */
    @Test
    void theAnswerLeadsFromTheAttentionOfTheSecondLayerOn() throws IOException {
        assertThat(about(TEXT, "lens").get("leads_from").textValue()).isEqualTo("blocks.1.hook_resid_mid");
    }

    /** votes/who, votes/tally, votes/check: the MLP of layer 2 has most of the lead, and no head a tenth of it. */
    @Test
    void theMlpOfTheSecondLayerVotesForTheLeadAndTheHeadsHardly() throws IOException {
        var votes = votes(TOM);
        double lead = votes.values().stream().mapToDouble(vote -> vote).sum();
        assertThat(votes.get("blocks.1.hook_mlp_out")).isGreaterThan(0.8 * lead);
        assertThat(votes.entrySet().stream().filter(vote -> vote.getKey().contains("hook_result")))
                .hasSize(8)
                .allMatch(vote -> Math.abs(vote.getValue()) < lead / 10);
    }

    /** votes/tally, looks/ribbon, switch-off/check, answer/check: against a name that is not there, it is the head with the largest vote. */
    @Test
    void theHeadThatBringsBothNamesVotesAgainstOthersOnly() throws IOException {
        var heads = votes(LUCY).entrySet().stream().filter(vote -> vote.getKey().contains("hook_result"));
        assertThat(heads.max(Map.Entry.comparingByValue()).map(Map.Entry::getKey))
                .contains("blocks.1.attn.hook_result[3]");
        assertThat(votes(LUCY).get("blocks.1.attn.hook_result[3]")).isGreaterThan(3);
        assertThat(votes(TOM).get("blocks.1.attn.hook_result[3]")).isLessThan(0.5);
    }

    /** looks/because: in the largest pairs the MLP of layer 1 wrote the query, and the key is by several. */
    @Test
    void theFirstLayersMlpWroteTheQuestion() throws IOException {
        var pairs = about(TEXT, "score", "--layer", "1", "--head", "3", "--query", "13", "--key", "3", "--pairs", "5")
                .get("pairs");
        assertThat(pairs)
                .hasSize(5)
                .allSatisfy(pair -> assertThat(pair.get("query").textValue()).isEqualTo("blocks.0.hook_mlp_out"));
        assertThat(StreamSupport.stream(pairs.spliterator(), false)
                        .map(pair -> pair.get("key").textValue()))
                .contains("hook_pos_embed", "blocks.0.hook_mlp_out", "blocks.0.attn.hook_result[3]");
    }

    /** looks/only-looks: a head looks at the same word more than the one that counts, and can be spared. */
    @Test
    void theBoldestLookDecidesNothing() throws IOException {
        double lead = about(TEXT, "attribution").get("logit_difference").doubleValue();
        assertThat(Math.abs(votes(TOM).get("blocks.1.attn.hook_result[1]"))).isLessThan(0.5);
        assertThat(without("mean", "blocks.1.attn.hook_z[1]")
                        .get("logit_difference")
                        .doubleValue())
                .isBetween(0.95 * lead, 1.05 * lead);
        assertThat(pattern(1, 1, 13, 3)).isGreaterThan(pattern(1, 3, 13, 3)).isGreaterThan(0.99);
    }

    /** switch-off/without: another name comes, and the lead over Tom is no smaller. */
    @Test
    void withoutTheHeadThatBringsTheNamesNeitherOfThemComes() throws IOException {
        double lead = about(TEXT, "attribution").get("logit_difference").doubleValue();
        var lost = without("mean", BRINGER);
        assertThat(lost.get("top").intValue()).isEqualTo(Integer.parseInt(LUCY));
        assertThat(lost.get("logit_difference").doubleValue()).isGreaterThan(lead);
    }

    /** switch-off/arrow: one arrow turns the answer, while the head as a whole can be spared; it reads the name itself then. */
    @Test
    void withoutOneArrowTomComes() throws IOException {
        var cut = about(TEXT, "change", "--set", "blocks.0.attn.hook_attn_scores[3,3,1]=cut");
        assertThat(cut.get("top").intValue()).isEqualTo(Integer.parseInt(TOM));
        assertThat(cut.get("logit_difference").doubleValue()).isNegative();
        assertThat(without("mean", JOINER).get("top").intValue()).isEqualTo(Integer.parseInt(LILY));
        assertThat(pattern(0, 3, 3, 1)).isGreaterThan(0.8);
        assertThat(pattern(0, 3, 3, 3) / (1 - pattern(0, 3, 3, 1))).isGreaterThan(0.5);
    }

    /** switch-off/hidden, switch-off/giver, switch-off/lost: hardly any lead is left, and still it is Lily's. */
    @Test
    void noLossOfAHeadCostsMoreThanThatOfTheGiversFinder() throws IOException {
        var heads = StreamSupport.stream(
                        about(TEXT, "change", "--each", "mean").get("rows").spliterator(), false)
                .filter(row -> row.get("head").isNumber());
        var worst = heads.min(Comparator.comparingDouble(
                        row -> row.get("logit_difference").doubleValue()))
                .orElseThrow();
        assertThat(worst.get("node").textValue() + "[" + worst.get("head") + "]")
                .isEqualTo(GIVER);
        assertThat(worst.get("logit_difference").doubleValue()).isBetween(0.0, 0.5);
        // most of what is lost is the vote of the MLP of layer 2
        var lost = without("mean", GIVER);
        double fall =
                lost.get("before").doubleValue() - lost.get("logit_difference").doubleValue();
        double less = StreamSupport.stream(lost.get("shifts").spliterator(), false)
                .filter(shift -> shift.get("part").textValue().equals("blocks.1.hook_mlp_out"))
                .mapToDouble(shift -> -shift.get("by").doubleValue())
                .sum();
        assertThat(less).isBetween(0.8 * fall, fall);
    }

    /** switch-off/giver: the head that brings the names reads the same column, whoever gives. */
    @Test
    void theColumnThatIsReadDoesNotDependOnTheGiver() throws IOException {
        assertThat(pattern(1, 3, 13, 3)).isGreaterThan(0.9);
        assertThat(pattern(SWAPPED, 1, 3, 13, 3)).isGreaterThan(0.9);
    }

    /** switch-off/both (zero), answer/decided (mean): one head is not enough, the two that the hints name are. */
    @ParameterizedTest
    @ValueSource(strings = {"mean", "zero"})
    void oneHeadIsNotEnoughToMakeItSayTomAndTheTwoAre(String instead) throws IOException {
        for (int layer = 0; layer < 2; layer++) {
            for (int head = 0; head < 4; head++) {
                assertThat(without(instead, "blocks.%d.attn.hook_z[%d]".formatted(layer, head))
                                .get("top")
                                .intValue())
                        .isNotEqualTo(Integer.parseInt(TOM));
            }
        }
        assertThat(without(instead, "blocks.1.hook_mlp_out")
                        .get("logit_difference")
                        .doubleValue())
                .isPositive();
        assertThat(without(instead, GIVER, JOINER).get("top").intValue()).isEqualTo(Integer.parseInt(TOM));
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

    /** places: the right option is a name, and so are the next ones. */
    @Test
    void zoeLivesNearestToLily() throws IOException {
        var near = run("embedding", "--model", "tiny-tales", "--token", LILY)
                .get("nearest")
                .get(LILY);
        assertThat(near.get(0).get("token").intValue()).isEqualTo(39);
        assertThat(near)
                .allMatch(each ->
                        each.get("token").intValue() >= 35 && each.get("token").intValue() <= 46);
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

    static JsonNode run(String tool, String... options) throws IOException {
        var run = CommandLineRun.of(Stream.of(List.of("why", tool, "--json"), List.of(options))
                .flatMap(List::stream)
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.json();
    }

    /** The votes of all parts for Lily against a token, by part. */
    private static Map<String, Double> votes(String against) throws IOException {
        var votes = new LinkedHashMap<String, Double>();
        run("attribution", "--model", "tiny-tales", "--prompt", TEXT, "--a", LILY, "--b", against)
                .get("attribution")
                .forEach(vote -> votes.put(
                        vote.get("part").textValue(), vote.get("a_minus_b").doubleValue()));
        return votes;
    }

    private static double pattern(int layer, int head, int query, int key) throws IOException {
        return pattern(TEXT, layer, head, query, key);
    }

    private static double pattern(String text, int... at) throws IOException {
        return about(
                        text,
                        "score",
                        "--layer",
                        "" + at[0],
                        "--head",
                        "" + at[1],
                        "--query",
                        "" + at[2],
                        "--key",
                        "" + at[3])
                .get("pattern")
                .doubleValue();
    }
}
