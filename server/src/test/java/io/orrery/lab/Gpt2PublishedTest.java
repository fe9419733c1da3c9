package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Intervention;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Published findings about GPT-2 small: indirect objects (Wang et al. 2022, arXiv:2211.00593), with the prompts and figures of
 * TransformerLens's exploratory analysis. Needs the model's folder {@code gpt2} among the fixtures.
 */
class Gpt2PublishedTest {
    private static final int END_OF_TEXT = 50256;

    /** How many random tokens are repeated. */
    private static final int REPEATED = 50;

    private static final List<List<String>> TEXTS = List.of(
            List.of("When John and Mary went to the shops,%s gave the bag to", " John", " Mary"),
            List.of("When Tom and James went to the park,%s gave the ball to", " Tom", " James"),
            List.of("When Dan and Sid went to the shops,%s gave an apple to", " Dan", " Sid"),
            List.of("After Martin and Amy went to the park,%s gave a drink to", " Martin", " Amy"));

    private static Workers workers;
    private static RunnableModel model;
    private static final List<Subject> RUNS = new ArrayList<>();
    private static final List<Target> TARGETS = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        Model opened = Presets.open(
                Fixtures.outside("gpt2/model.safetensors").getParent().toString());
        workers = new Workers(2);
        model = new RunnableModel(opened.id(), opened.graph(), opened.weights());
        for (var text : TEXTS) {
            for (int who = 1; who <= 2; who++) {
                int[] words = opened.tokenizer().encode(text.get(0).formatted(text.get(who)));
                var tokens = IntStream.concat(IntStream.of(END_OF_TEXT), IntStream.of(words))
                        .boxed()
                        .toList();
                var run = Subject.of(model, tokens, workers);
                RUNS.add(run);
                TARGETS.add(new Target(
                        run.length() - 1,
                        opened.tokenizer().encode(text.get(3 - who))[0],
                        OptionalInt.of(opened.tokenizer().encode(text.get(who))[0])));
            }
        }
    }

    @AfterAll
    static void close() {
        RUNS.clear();
        if (workers != null) {
            workers.close();
        }
    }

    @Test
    void logitDifferences() {
        var differences = IntStream.range(0, RUNS.size())
                .mapToObj(i -> TARGETS.get(i)
                        .difference(RUNS.get(i).logits(TARGETS.get(i).position())))
                .sorted()
                .toList();
        var published = Stream.of(3.337, 3.202, 2.709, 3.797, 1.720, 5.281, 2.601, 5.767)
                .sorted()
                .toList();
        for (int i = 0; i < published.size(); i++) {
            assertThat(differences.get(i)).isCloseTo(published.get(i), within(5e-3));
        }
        assertThat(differences.stream().mapToDouble(one -> one).average().orElseThrow())
                .isCloseTo(3.552, within(5e-3));
    }

    @Test
    void nameMoversVoteForTheNameAndNegativeOnesAgainstIt() {
        Map<String, Double> sums = new HashMap<>();
        for (int i = 0; i < RUNS.size(); i++) {
            for (var vote : Attribution.of(RUNS.get(i), TARGETS.get(i)).votes()) {
                if (vote.part().contains("hook_result")) {
                    sums.merge(vote.part(), vote.difference(), Double::sum);
                }
            }
        }
        var ranked = sums.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(ranked.subList(0, 3)).containsExactlyInAnyOrder(head(9, 9), head(9, 6), head(10, 0));
        assertThat(ranked.subList(ranked.size() - 2, ranked.size()))
                .containsExactlyInAnyOrder(head(10, 7), head(11, 10));
    }

    @Test
    void withoutOneNameMoverOthersMakeUpForMostOfIt() {
        double sum = 0;
        for (int i = 0; i < RUNS.size(); i++) {
            var run = RUNS.get(i);
            int position = TARGETS.get(i).position();
            var attention = run.attention(9);
            float[] bias = run.weights().find("blocks.9.attn.b_V").orElseThrow().rows()[0];
            int width = run.graph().sizes().d_head();
            var change = Intervention.at(
                    attention.z(), position, (at, row) -> System.arraycopy(bias, 9 * width, row, 9 * width, width));
            var changed =
                    run.activations().changed(List.of(change), run.anatomy().normed());
            sum += TARGETS.get(i).difference(changed.row(run.anatomy().logits(), position));
        }
        assertThat(sum / RUNS.size()).isCloseTo(2.92, within(1e-2));
    }

    @Test
    void knownHeadsHaveTheHighestScoresOnRepeatedRandomTokens() {
        var random = new Random(3)
                .ints(0, END_OF_TEXT)
                .distinct()
                .limit(REPEATED)
                .boxed()
                .toList();
        var tokens = Stream.of(List.of(END_OF_TEXT), random, random)
                .flatMap(List::stream)
                .toList();
        var scores = HeadScores.of(Subject.of(model, tokens, workers));
        assertThat(tenHighest(scores.previous())).contains("4.11", "2.2");
        assertThat(tenHighest(scores.duplicate())).contains("0.1", "3.0");
        assertThat(tenHighest(scores.induction())).contains("5.5", "6.9");
    }

    private static List<String> tenHighest(List<List<OptionalDouble>> scores) {
        var heads = new ArrayList<Map.Entry<String, Double>>();
        for (int layer = 0; layer < scores.size(); layer++) {
            for (int head = 0; head < scores.get(layer).size(); head++) {
                heads.add(Map.entry(
                        layer + "." + head, scores.get(layer).get(head).getAsDouble()));
            }
        }
        return heads.stream()
                .sorted(Comparator.comparingDouble(head -> -head.getValue()))
                .limit(10)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String head(int layer, int head) {
        return "blocks." + layer + ".attn.hook_result[" + head + "]";
    }
}
