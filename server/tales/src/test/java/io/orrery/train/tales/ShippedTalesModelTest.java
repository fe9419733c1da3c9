package io.orrery.train.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.graph.Weights;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.Continuation;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Sampling;
import io.orrery.train.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model card says of the built-in story model, measured. */
class ShippedTalesModelTest {
    private static final Set<Skill> BINDING = EnumSet.of(Skill.WHERE, Skill.COLOUR, Skill.WHOSE);
    private static final HeadAblation.Head COPYING = new HeadAblation.Head(1, 3);

    private static Model model;
    private static ExecutorService executor;
    private static Batch batch;

    @BeforeAll
    static void open() throws Exception {
        model = Presets.open("tiny-tales");
        executor = Executors.newFixedThreadPool(2);
        batch = new Batch(model.graph(), executor);
    }

    @AfterAll
    static void close() {
        executor.shutdownNow();
    }

    @Test
    void presetSaysHowManyUpdatesTheTrainingHas() {
        assertThat(model.preset().updates())
                .hasValue(TinyTales.MODEL.task().schedule().steps());
    }

    @Test
    void firstQuestionOfHeldOutStoriesIsAnswered() throws Exception {
        var marks = Exam.of(Grammar.ENGLISH, 100).marks(model.weights(), batch);
        assertThat(marks.skills().keySet())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Skill.NONE)));
        marks.skills()
                .forEach((skill, share) -> assertThat(share)
                        .as(skill.title())
                        .isGreaterThanOrEqualTo(BINDING.contains(skill) ? 0.9 : 0.98));
    }

    /** Judged by decoding token by token, which {@link Exam} does not do. */
    @Test
    void greedyDecodingWritesTheAnswers() {
        var teller = new Storyteller(Grammar.ENGLISH, new java.util.Random(6));
        int right = 0;
        int asked = 0;
        try (var alone = new Workers(1)) {
            for (Skill skill : EnumSet.complementOf(EnumSet.of(Skill.NONE))) {
                for (int i = 0; i < 10; i++) {
                    var story = teller.heldOut(skill);
                    int[] tokens = Grammar.ENGLISH.vocabulary().tokens(story.words());
                    int first = story.firstAnswers().get(0);
                    int last = first;
                    // Between the words of a list there are commas, or the list ends.
                    while (story.firstAnswers().contains(last + 1)) {
                        last++;
                    }
                    var prompt = Arrays.stream(tokens).limit(first).boxed().toList();
                    var written = new Continuation(Sampling.GREEDY, Set.of())
                            .of(runnable(), prompt, last + 1 - first, alone, token -> {});
                    var told = new ArrayList<Integer>();
                    Arrays.stream(tokens, first, last + 1).forEach(told::add);
                    right += written.equals(told) ? 1 : 0;
                    asked++;
                }
            }
        }
        assertThat((double) right / asked).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void manyPlacesHaveMoreThanOneLikelyWord() throws Exception {
        assertThat(Evaluation.choices(Grammar.ENGLISH, 100, model.weights(), batch))
                .isGreaterThanOrEqualTo(0.3);
    }

    @Test
    void sampledStoriesAreTheGrammarsAndConsistent() throws Exception {
        var stories = SampledStories.of(Grammar.ENGLISH, 1000, model.graph(), model.weights(), batch);
        assertThat(stories).hasSize(1000);
        assertThat(Evaluation.derivableSentences(new StoryParser(Grammar.ENGLISH), stories))
                .isGreaterThanOrEqualTo(0.95);
        assertThat(Evaluation.derivableStories(new StoryParser(Grammar.ENGLISH), stories))
                .isGreaterThanOrEqualTo(0.9);
        assertThat(Set.copyOf(stories)).hasSizeGreaterThan(900);
    }

    @Test
    void withoutTheCopyingHeadIndirectObjectsAndListsAreLostButOppositesAreKept() throws Exception {
        var references = model.preset().references().stream()
                .map(model.tokenizer()::encode)
                .toList();
        assertThat(references).hasSizeGreaterThan(10);
        float[] mean = HeadAblation.mean(COPYING, references, model.graph(), model.weights(), batch);
        var without = HeadAblation.without(COPYING, mean, model.graph(), model.weights());
        assertHeadWritesItsMean(without, references.get(0), mean);
        var marks = Exam.of(Grammar.ENGLISH, 200).marks(without, batch).skills();
        assertThat(marks.get(Skill.INDIRECT_OBJECT)).isLessThan(0.3);
        assertThat(marks.get(Skill.REPETITION)).isLessThan(0.3);
        assertThat(marks.get(Skill.OPPOSITES)).isGreaterThan(0.9);
    }

    private static void assertHeadWritesItsMean(Weights without, int[] text, float[] mean) {
        var activations = batch.activations(without, text);
        var z = activations.tensor(
                model.graph().node("blocks." + COPYING.layer() + ".attn.hook_z").orElseThrow());
        for (int position = 0; position < text.length; position++) {
            for (int d = 0; d < mean.length; d++) {
                assertThat(z.at(position, COPYING.head(), d))
                        .isCloseTo(mean[d], org.assertj.core.data.Offset.offset(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            When Lily and Tom went to the park, Tom gave a ball to | Lily
            lily and tom went to the park with a ball. the dog says | woof
            The cat is under the bed. Where is the cat? The cat is   | under the bed.
            """)
    void whatPeopleTypeGoesOn(String typed, String words) {
        try (var alone = new Workers(1)) {
            var prompt = Arrays.stream(model.tokenizer().encode(typed)).boxed().toList();
            int[] expected = model.tokenizer().encode(typed + " " + words);
            var written = new Continuation(Sampling.GREEDY, Set.of())
                    .of(runnable(), prompt, expected.length - prompt.size(), alone, token -> {});
            assertThat(model.tokenizer()
                            .decode(written.stream().mapToInt(token -> token).toArray()))
                    .isEqualTo(words);
        }
    }

    @Test
    void everyPreparedPromptAndReferenceCanBeRead() {
        assertThat(model.preset().prompts()).hasSizeGreaterThan(5);
        model.preset().prompts().forEach(model.tokenizer()::encode);
        assertThat(model.preset().references())
                .allSatisfy(text -> assertThat(model.tokenizer().encode(text)).hasSizeBetween(5, Grammar.LONGEST));
        assertThat(model.preset().prompts()).contains(model.preset().prompt());
        assertThat(model.graph().parameters()).isBetween(100_000L, 1_000_000L);
    }

    @Test
    void checkpointsShowHowTheSkillsAreLearned() throws Exception {
        assertThat(model.preset().checkpoints())
                .hasSize(12)
                .isEqualTo(TinyTales.MODEL.task().schedule().checkpoints());
        var loss = new ArrayList<Double>();
        for (int step : List.of(0, 400, 2000)) {
            assertThat(model.preset().checkpoints()).contains(step);
            var weights = Presets.open("tiny-tales@" + step).weights();
            loss.add(Exam.of(Grammar.ENGLISH, 5).marks(weights, batch).loss());
        }
        loss.add(Exam.of(Grammar.ENGLISH, 5).marks(model.weights(), batch).loss());
        assertThat(loss).isSortedAccordingTo((one, other) -> Double.compare(other, one));
        // A model that knows nothing gives each of its words the same probability.
        assertThat(loss.get(0))
                .isBetween(
                        Math.log(Grammar.ENGLISH.vocabulary().all().size()) - 0.5,
                        Math.log(Grammar.ENGLISH.vocabulary().all().size()) + 0.5);
    }

    @Test
    void checkpointsAreEvaluatedAsTheModelIs() throws Exception {
        var marks = Evaluation.of(Presets.open("tiny-tales@2000"), 2, 2).heads();

        assertThat(marks).hasSize(8);
        assertThat(marks.get(COPYING).skills().get(Skill.REPETITION)).isLessThan(0.6);
    }

    @Test
    void otherModelsAreNotEvaluated() {
        assertThatThrownBy(() -> Evaluation.of(Presets.open("nano-sort"), 1, 1))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("Sorting model cannot be evaluated");
    }

    private static RunnableModel runnable() {
        return new RunnableModel(model.id(), model.graph(), model.weights());
    }
}
