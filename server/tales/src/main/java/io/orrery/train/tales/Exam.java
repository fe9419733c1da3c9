package io.orrery.train.tales;

import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.train.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Stories from the part of the grammar that training never sees, to measure skills with. Of each story only the answer to
 * its first question is judged: all words of it must be the most probable ones.
 */
final class Exam {
    private static final long SEED = 20_001;

    private final Vocabulary vocabulary;
    private final List<Story> stories;

    private Exam(Vocabulary vocabulary, List<Story> stories) {
        this.vocabulary = vocabulary;
        this.stories = List.copyOf(stories);
    }

    /** Makes an exam; equal sizes give equal stories. */
    static Exam of(Grammar grammar, int storiesPerSkill) {
        var teller = new Storyteller(grammar, new Random(SEED));
        List<Story> stories = new ArrayList<>();
        for (Skill skill : Skill.values()) {
            for (int i = 0; i < storiesPerSkill && skill != Skill.NONE; i++) {
                stories.add(teller.heldOut(skill));
            }
        }
        return new Exam(grammar.vocabulary(), stories);
    }

    List<Story> stories() {
        return stories;
    }

    /** How well a model does. */
    Marks marks(Weights weights, Batch batch) throws InterruptedException {
        Map<Skill, Integer> right = new LinkedHashMap<>();
        Map<Skill, Integer> asked = new LinkedHashMap<>();
        double loss = 0;
        for (var chunk : batch.inChunks(stories, chunk -> judged(weights, batch, chunk))) {
            for (Judged one : chunk) {
                asked.merge(one.skill(), 1, Integer::sum);
                right.merge(one.skill(), one.right() ? 1 : 0, Integer::sum);
                loss += one.loss();
            }
        }
        Map<Skill, Double> shares = new LinkedHashMap<>();
        asked.forEach((skill, count) -> shares.put(skill, (double) right.get(skill) / count));
        return new Marks(shares, loss / stories.size());
    }

    private record Judged(Skill skill, boolean right, double loss) {}

    private List<Judged> judged(Weights weights, Batch batch, List<Story> chunk) {
        List<Judged> judged = new ArrayList<>();
        for (Story story : chunk) {
            int[] tokens = vocabulary.tokens(story.words());
            var output = batch.logits(weights, Arrays.copyOf(tokens, tokens.length - 1));
            int[] targets = Arrays.copyOf(CrossEntropy.nextTokens(tokens), tokens.length - 1);
            double loss = CrossEntropy.lossAndGradient(output, targets, Tensor.zeros(output.layout()));
            boolean right =
                    story.firstAnswers().stream().allMatch(place -> isGreedy(output.rows()[place - 1], tokens[place]));
            judged.add(new Judged(story.first(), right, loss));
        }
        return judged;
    }

    /** Whether greedy decoding takes this token. */
    private static boolean isGreedy(float[] logits, int token) {
        for (int other = 0; other < logits.length; other++) {
            if (other != token && logits[other] >= logits[token]) {
                return false;
            }
        }
        return true;
    }
}
