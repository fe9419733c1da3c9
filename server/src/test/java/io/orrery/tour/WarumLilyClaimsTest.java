package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cli.CommandLineRun;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the tour "Warum sie Lily sagt" says in words that no fact fills in. Another training of the German story model would have to
 * write them anew. Layers and heads count from 0 here, from 1 in the tour.
 */
class WarumLilyClaimsTest {
    private static final String TEXT = "Als Lily und Paul in den Park gingen, gab Paul einen Ball an";
    private static final String LILY = "38";
    private static final String PAUL = "44";

    /** Named by needed/without and answer/question-again. */
    private static final String GIVER = "blocks.0.attn.hook_z[3]";

    /** forms/gender, forms/agrees, forms/case, and needed/swap, whose hint says who gives. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Als Lily und Paul in den Park gingen, gab Paul einen Ball an | Lily
            Als Lily und Paul in den Park gingen, gab Lily einen Ball an | Paul
            Die Puppe war nicht groß,                                    | sie
            Der Hut war nicht groß,                                      | er
            Das Buch war nicht groß,                                     | es
            Eines Tages gingen Lily und Paul mit                         | einem
            """)
    void theFormThatIsNamedComes(String text, String next) {
        var run = CommandLineRun.of("generate", "--model", "tiny-tales-de", "--prompt", text, "--max-tokens", "1");
        assertThat(run.out()).endsWith(next + "\n");
    }

    /** votes/who, votes/tally, answer/decided: the MLP of layer 2 has most of the lead, and no head a tenth of it. */
    @Test
    void theMlpOfTheSecondLayerVotesMostAndTheHeadsHardly() throws IOException {
        var answer = about("attribution");
        double lead = answer.get("logit_difference").doubleValue();
        int heads = 0;
        for (JsonNode vote : answer.get("attribution")) {
            String part = vote.get("part").textValue();
            if (part.equals("blocks.1.hook_mlp_out")) {
                assertThat(vote.get("a_minus_b").doubleValue()).isGreaterThan(0.8 * lead);
            } else if (part.contains("hook_result")) {
                assertThat(vote.get("a_minus_b").doubleValue()).isLessThan(lead / 10);
                heads++;
            }
        }
        assertThat(heads).isEqualTo(8);
    }

    /** needed/loss, needed/without: without one head of layer 1, and only without that one, Paul comes. */
    @Test
    void oneHeadOfTheFirstLayerIsMissedMost() throws IOException {
        var heads = StreamSupport.stream(
                        about("change", "--each", "mean").get("rows").spliterator(), false)
                .filter(row -> row.get("head").isNumber())
                .sorted(Comparator.comparingDouble(
                        row -> row.get("logit_difference").doubleValue()))
                .toList();
        assertThat(heads.get(0).get("node").textValue() + "[" + heads.get(0).get("head") + "]")
                .isEqualTo(GIVER);
        assertThat(heads.get(0).get("logit_difference").doubleValue()).isNegative();
        assertThat(heads.get(1).get("logit_difference").doubleValue()).isPositive();
        assertThat(about("change", "--set", GIVER + "=mean").get("top").asText())
                .isEqualTo(PAUL);
    }

    private static JsonNode about(String tool, String... options) throws IOException {
        var target = Stream.of("--model", "tiny-tales-de", "--prompt", TEXT, "--a", LILY, "--b", PAUL);
        return WhyLilyClaimsTest.run(
                tool, Stream.concat(target, List.of(options).stream()).toArray(String[]::new));
    }
}
