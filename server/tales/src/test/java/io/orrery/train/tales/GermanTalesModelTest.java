package io.orrery.train.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Weights;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.model.file.HalfFloat;
import io.orrery.tensor.Workers;
import io.orrery.trace.Continuation;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Sampling;
import io.orrery.train.Batch;
import io.orrery.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model card says of the built-in German story model, measured. */
class GermanTalesModelTest {
    private static final long SEED = TinyTales.GERMAN.seed();

    private static Model model;
    private static ExecutorService executor;
    private static Batch batch;

    @BeforeAll
    static void open() throws Exception {
        model = Presets.open("tiny-tales-de");
        executor = Executors.newFixedThreadPool(2);
        batch = new Batch(model.graph(), executor);
    }

    @AfterAll
    static void close() {
        executor.shutdownNow();
    }

    @Test
    void presetSaysHowItIsTrained() throws Exception {
        var task = TinyTales.GERMAN.task();
        var earlier = task.earlier(model.graph(), SEED);
        assertThat(earlier.steps())
                .isEqualTo(Presets.open("tiny-tales").preset().updates().orElseThrow());
        assertThat(model.preset().updates())
                .hasValue(earlier.steps() + task.schedule().steps());
        assertThat(model.preset().checkpoints())
                .containsExactlyElementsOf(Stream.concat(
                                earlier.checkpoints().stream().map(Training.Checkpoint::step),
                                task.schedule().checkpoints().stream().map(step -> earlier.steps() + step))
                        .toList());
    }

    /** Those before the first German story: at the end of a line of English ones, the weights that the German training begins with. */
    @Test
    void checkpointsAreTheEnglishOnesWithAnotherWordInPlaceOfEach() throws Exception {
        for (int step : List.of(0, 400, 2000, 3600)) {
            var shipped = Presets.open("tiny-tales-de@" + step).weights();
            var english = Presets.open(step == 3600 ? "tiny-tales" : "tiny-tales@" + step);
            // Words without an English one have the random numbers that they began with.
            var expected = TinyTales.GERMAN.task().beginning(model.graph(), new Random(SEED));
            Translation.copy(english.weights(), model.graph(), expected);
            for (var node : model.graph().weights()) {
                float[] stored = shipped.get(node).toArray();
                float[] exact = expected.get(node.name()).toArray();
                for (int i = 0; i < exact.length; i++) {
                    float rounded = HalfFloat.toFloat(HalfFloat.of(exact[i]));
                    assertThat(stored[i]).as(node.name()).isEqualTo(rounded);
                }
            }
        }
    }

    /** With words exchanged it gets some of what the German grammar has alone wrong, and learns it in the first few hundred steps. */
    @Test
    void checkpointsShowHowTheSkillsAreLearned() throws Exception {
        var where = new ArrayList<Double>();
        var loss = new ArrayList<Double>();
        for (int step : List.of(0, 3600, 3700, 3800, 5000)) {
            var marks = Exam.of(Grammar.GERMAN, 20)
                    .marks(Presets.open("tiny-tales-de@" + step).weights(), batch);
            where.add(marks.skills().get(Skill.WHERE));
            loss.add(marks.loss());
        }
        assertThat(where.subList(0, 2)).allSatisfy(share -> assertThat(share).isLessThan(0.5));
        assertThat(where.subList(3, 5)).allSatisfy(share -> assertThat(share).isGreaterThan(0.8));
        assertThat(loss).isSortedAccordingTo(Comparator.reverseOrder());
        // A model that knows nothing gives each of its words the same probability.
        assertThat(loss.get(0))
                .isCloseTo(Math.log(Grammar.GERMAN.vocabulary().all().size()), within(0.5));
    }

    /** With them it answers what it has not yet been asked in German, such as whose the book is. */
    @Test
    void trainingBeginsWithTheEnglishWeightsAndAnotherWordInPlaceOfEach() throws Exception {
        var english = Presets.open("tiny-tales");
        var begun = TinyTales.GERMAN.task().beginning(model.graph(), new Random(SEED));

        for (String name : List.of("Katze", "Bett", "rot", "Der", "<end>")) {
            int german = Grammar.GERMAN.vocabulary().tokens(List.of(name))[0];
            int theirs = Grammar.ENGLISH.vocabulary().tokens(List.of(Translation.ENGLISH.get(name)))[0];
            assertThat(begun.get("embed.W_E").rows()[german])
                    .containsExactly(
                            english.weights().find("embed.W_E").orElseThrow().rows()[theirs]);
        }
        var marks = Exam.of(Grammar.GERMAN, 20).marks(Weights.of(model.graph(), begun), batch);
        assertThat(marks.skills().get(Skill.WHOSE)).isGreaterThanOrEqualTo(0.9);
        assertThat(marks.skills().get(Skill.WHERE)).isLessThan(0.5);
    }

    @Test
    void eachTranslatedWordHasTheClassOfTheOther() {
        var classes = List.of("name", "place", "thing", "animal", "spot", "near", "colour", "number", "day", "quality");
        for (String each : classes) {
            assertThat(Grammar.GERMAN.words().of(each).stream().map(Translation.ENGLISH::get))
                    .as(each)
                    .containsExactlyInAnyOrderElementsOf(Grammar.ENGLISH.words().of(each));
        }
        assertThat(Grammar.GERMAN.vocabulary().all())
                .containsAll(Translation.ENGLISH.keySet())
                .hasSize(Translation.ENGLISH.size() + 22);
        assertThat(Grammar.ENGLISH.vocabulary().all()).containsAll(Translation.ENGLISH.values());
    }

    @Test
    void eachSkillIsRightInAtLeast98OfAHundredHeldOutStories() throws Exception {
        var marks = Exam.of(Grammar.GERMAN, 200).marks(model.weights(), batch);
        assertThat(marks.skills().keySet())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Skill.NONE)));
        marks.skills()
                .forEach((skill, share) -> assertThat(share).as(skill.title()).isGreaterThanOrEqualTo(0.98));
    }

    @Test
    void sampledSentencesAreTheGrammarsWithTheirGendersAndCases() throws Exception {
        var stories = SampledStories.of(Grammar.GERMAN, 1000, model.graph(), model.weights(), batch);
        var parser = new StoryParser(Grammar.GERMAN);
        assertThat(Evaluation.derivableSentences(parser, stories)).isGreaterThanOrEqualTo(0.99);
        assertThat(Evaluation.derivableStories(parser, stories)).isGreaterThanOrEqualTo(0.9);
        var words = Evaluation.agreement(Grammar.GERMAN, stories).orElseThrow();
        assertThat(words.genders()).isGreaterThan(4000);
        assertThat(words.cases()).isGreaterThan(2000).isLessThan(words.genders());
        assertThat(words.genderShare()).isGreaterThanOrEqualTo(0.99);
        assertThat(words.caseShare()).isGreaterThanOrEqualTo(0.99);
        assertThat(Set.copyOf(stories)).hasSizeGreaterThan(900);
        assertThat(Evaluation.choices(Grammar.GERMAN, 100, model.weights(), batch))
                .isGreaterThanOrEqualTo(0.25);
    }

    /** Decoded token by token, as pages do. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Als Lily und Paul in den Park gingen, gab Paul einen Ball an | Lily
            als lily und paul in den park gingen, gab lily einen ball an | Paul
            Die Katze ist unter dem Bett. Der Hund ist hinter der Tür. Wo ist die Katze? Die Katze ist | unter dem Bett.
            Die Puppe war nicht groß, sie war | klein
            """)
    void whatPeopleTypeGoesOn(String typed, String words) {
        try (var alone = new Workers(1)) {
            var prompt = Arrays.stream(model.tokenizer().encode(typed)).boxed().toList();
            int[] expected = model.tokenizer().encode(typed + " " + words);
            var runnable = new RunnableModel(model.id(), model.graph(), model.weights());
            var written = new Continuation(Sampling.GREEDY, Set.of())
                    .of(runnable, prompt, expected.length - prompt.size(), alone, token -> {});
            assertThat(model.tokenizer()
                            .decode(written.stream().mapToInt(token -> token).toArray()))
                    .isEqualTo(words);
        }
    }

    @Test
    void everyPreparedPromptAndReferenceCanBeRead() {
        assertThat(model.preset().prompts())
                .hasSizeGreaterThan(5)
                .contains(model.preset().prompt());
        model.preset().prompts().forEach(model.tokenizer()::encode);
        assertThat(model.preset().references())
                .hasSizeGreaterThan(10)
                .allSatisfy(text -> assertThat(model.tokenizer().encode(text)).hasSizeBetween(5, Grammar.LONGEST));
    }
}
