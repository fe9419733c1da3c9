package io.orrery.train.tales;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.model.Presets;
import io.orrery.train.TrainableModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    private static final int STORIES = 2000;

    private static final StoryParser ENGLISH = new StoryParser(Grammar.ENGLISH);

    private static final StoryParser GERMAN = new StoryParser(Grammar.GERMAN);

    static List<TrainableModel> models() {
        return List.of(TinyTales.MODEL);
    }

    static Stream<Grammar> grammars() {
        return Stream.of(Grammar.ENGLISH, Grammar.GERMAN);
    }

    @ParameterizedTest
    @MethodSource("grammars")
    void everyStoryThatIsToldCanBeParsedAndFitsTheContext(Grammar grammar) {
        var teller = new Storyteller(grammar, new Random(1));
        var parser = new StoryParser(grammar);
        var stories = Stream.concat(
                        Stream.generate(teller::forTraining).limit(STORIES),
                        Stream.generate(teller::heldOut).limit(STORIES))
                .map(Story::words)
                .toList();
        assertThat(stories).allMatch(parser::isStory);
        assertThat(stories).allMatch(words -> words.size() <= Grammar.LONGEST);
        assertThat(stories.stream().flatMap(words -> StoryParser.sentences(words).stream()))
                .allMatch(parser::isSentence);
    }

    /** Written without the code of {@link HeldOut}: the combinations of both parts, as sets. */
    @ParameterizedTest
    @MethodSource("grammars")
    void heldOutCombinationsAreInNoStoryForTraining(Grammar grammar) {
        var teller = new Storyteller(grammar, new Random(2));
        Set<String> trained = new HashSet<>();
        Stream.generate(teller::forTraining)
                .limit(20 * STORIES)
                .forEach(story -> trained.addAll(combinations(grammar, story.words())));
        Set<String> held = new HashSet<>();
        for (Skill skill : Skill.values()) {
            for (int i = 0; i < 100 && skill != Skill.NONE; i++) {
                var all = combinations(
                        grammar, opening(grammar, teller.heldOut(skill).words()));
                assertThat(all).isNotEmpty();
                held.addAll(all);
            }
        }
        assertThat(held).hasSizeGreaterThan(50).doesNotContainAnyElementsOf(trained);
        // Of 12 names, 8 places and 8 things, training sees nearly all the others.
        assertThat(trained).hasSizeGreaterThan(600);
    }

    private static List<String> opening(Grammar grammar, List<String> words) {
        int place = words.indexOf(within(grammar, "place", words).get(0));
        return words.subList(0, place + words.subList(place, words.size()).indexOf("."));
    }

    private static Set<String> combinations(Grammar grammar, List<String> words) {
        Set<String> all = new HashSet<>();
        for (String name : within(grammar, "name", words)) {
            for (String place : within(grammar, "place", words)) {
                for (String thing : within(grammar, "thing", words)) {
                    all.add(name + " " + place + " " + thing);
                }
            }
        }
        return all;
    }

    private static List<String> within(Grammar grammar, String wordClass, List<String> words) {
        return words.stream()
                .filter(grammar.words().of(wordClass)::contains)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = Skill.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void storyOfAnExamEndsWithTheAnswerToItsFirstQuestion(Skill skill) {
        grammars().forEach(grammar -> {
            var teller = new Storyteller(grammar, new Random(3));
            for (int i = 0; i < 200; i++) {
                var story = teller.heldOut(skill);
                assertThat(story.first()).isEqualTo(skill);
                assertThat(story.firstAnswers()).isNotEmpty().isEqualTo(story.answers());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "When Lily and Tom went to the park , Tom gave a ball to Tom . They were happy . <end>",
                "When Lily and Lily went to the park , Lily gave a ball to Lily . They were happy . <end>",
                "One day , Lily and Tom went to the park with a ball . Ben was sad , because he found the ball . They were happy . <end>",
                "One day , Lily and Tom went to the park with a ball . Lily was sad , because he found the ball . They were happy . <end>",
                "One day , Lily and Tom went to the park with a ball . She was sad . Who was sad ? Tom was sad . They were happy . <end>",
                "One day , Lily and Mia went to the park with a ball . She was sad . Who was sad ? Mia was sad . They were happy . <end>",
                "One day , Lily and Tom went to the park with a ball . Tom counted three , four , six . They were happy . <end>",
                "One day , Lily and Tom went to the park with a ball .",
                "They were happy . <end>",
                "<end>"
            })
    void storyThatIsInconsistentIsNotTheGrammars(String story) {
        assertThat(ENGLISH.isStory(List.of(story.split(" ")))).isFalse();
    }

    @Test
    void storyThatIsConsistentIsTheGrammars() {
        var story = "One day , Lily and Tom went to the park with a ball . She was sad . Who was sad ? Lily was sad ."
                + " Tom counted three , four , five . They were happy . <end>";
        assertThat(ENGLISH.isStory(List.of(story.split(" ")))).isTrue();
    }

    @Test
    void sentenceOfOtherWordsIsNotTheGrammars() {
        assertThat(ENGLISH.isSentence(List.of("The dog says woof .".split(" "))))
                .isTrue();
        assertThat(ENGLISH.isSentence(List.of("The dog says meow .".split(" "))))
                .isFalse();
        assertThat(ENGLISH.isSentence(List.of("The dog says .".split(" ")))).isFalse();
        assertThat(ENGLISH.isSentence(List.of("The dog says woof".split(" ")))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Eines Tages gingen Lily und Tim mit einem Ball in den Park . Tim war froh , weil er das Ball fand . Sie waren froh . <end>",
                "Eines Tages gingen Lily und Tim mit einen Ball in den Park . Sie waren froh . <end>",
                "Eines Tages gingen Lily und Tim mit einem Ball in dem Park . Sie waren froh . <end>",
                "Eines Tages gingen Lily und Tim mit einem Ball auf den Park . Sie waren froh . <end>",
                "Eines Tages gingen Lily und Tim mit einem Ball in den Park . Tim fand eine roten Puppe . Sie waren froh . <end>",
                "Eines Tages gingen Lily und Tim mit einem Ball in den Park . Der Ball war nicht alt , sie war neu . Sie waren froh . <end>",
                "Eines Tages gingen Lily und Tim mit einem Ball in den Park . Dann lief Tim mit der Ball nach Hause . <end>"
            })
    void germanStoryWithAWrongGenderOrCaseIsNotTheGrammars(String story) {
        assertThat(GERMAN.isStory(List.of(story.split(" ")))).isFalse();
    }

    /** Counted by hand. */
    /** Otherwise the article tells the two apart, and no model would have to read the noun. */
    @Test
    void twoThingsThatATrainingAsksAboutMostlyHaveOneGender() {
        var teller = new Storyteller(Grammar.GERMAN, new Random(7), Storyteller.Asks.ABOUT_TWO_ALIKE);
        var pair = Pattern.compile("(D..) \\S+ ist \\S+ \\. (D..) \\S+ ist \\S+ \\. Welche");
        var alike = Stream.generate(teller::forTraining)
                .limit(2000)
                .map(story -> pair.matcher(String.join(" ", story.words())))
                .filter(Matcher::find)
                .map(found -> found.group(1).equals(found.group(2)))
                .toList();
        assertThat(alike).hasSizeGreaterThan(200);
        assertThat((double) Collections.frequency(alike, true) / alike.size()).isBetween(0.75, 0.95);
    }

    @Test
    void gendersAndCasesAreCountedApart() {
        assertThat(agreement("Tim war froh , weil er den Ball fand .")).isEqualTo(new Agreement(2, 2, 1, 1));
        assertThat(agreement("Tim war froh , weil sie den Ball fand .")).isEqualTo(new Agreement(2, 1, 1, 1));
        assertThat(agreement("Tim war froh , weil er das Ball fand .")).isEqualTo(new Agreement(2, 1, 1, 1));
        assertThat(agreement("Tim war froh , weil er dem Ball fand .")).isEqualTo(new Agreement(2, 2, 1, 0));
        assertThat(agreement("Tim fand eine roten Puppe unter dem Bett .")).isEqualTo(new Agreement(3, 2, 2, 2));
        assertThat(agreement("Tim fand den Park .")).isEqualTo(new Agreement(0, 0, 0, 0));
    }

    private static Agreement agreement(String sentence) {
        return Agreement.of(Grammar.GERMAN, List.of(List.of(sentence.split(" "))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void shippedVocabularyIsTheGrammars(TrainableModel trained) throws Exception {
        var model = Presets.open(trained.id());
        var shipped = IntStream.range(0, model.graph().sizes().d_vocab())
                .mapToObj(token -> model.tokenizer().piece(token).strip())
                .toList();
        assertThat(Grammar.ofVocabulary(shipped)).isPresent();
        assertThat(model.graph().declaration()).isEqualTo(trained.graph().declaration());
        assertThat(model.config().endOfText()).isEqualTo(trained.config().endOfText());
    }

    @Test
    void modelThatIsTrainedOnGermanStoriesHasTheirWords(@TempDir Path folder) throws Exception {
        Presets.copyDescription(TinyTales.GERMAN.id(), folder);
        var vocabulary = new ObjectMapper()
                .readTree(folder.resolve("tokenizer.json").toFile())
                .at("/model/vocab");
        var words = new ArrayList<String>();
        vocabulary.fieldNames().forEachRemaining(word -> {
            assertThat(vocabulary.get(word).asInt()).isEqualTo(words.size());
            words.add(word);
        });
        assertThat(Grammar.ofVocabulary(words)).contains(Grammar.GERMAN);
    }

    @ParameterizedTest
    @MethodSource("grammars")
    void everyWordOccursInStories(Grammar grammar) {
        var teller = new Storyteller(grammar, new Random(4));
        var told = new HashSet<String>();
        Stream.generate(teller::forTraining).limit(STORIES).forEach(story -> told.addAll(story.words()));
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(grammar.vocabulary().all());
    }

    @Test
    void answersCountFourTimes() {
        var teller = new Storyteller(Grammar.ENGLISH, new Random(5));
        var story = teller.heldOut(Skill.INDIRECT_OBJECT);
        var example = TalesTask.example(Grammar.ENGLISH.vocabulary(), story);
        int answer = story.answers().get(0);
        int[] weights = example.weights().clone();
        assertThat(weights[answer - 1]).isEqualTo(4);
        weights[answer - 1] = 1;
        assertThat(Arrays.stream(weights).boxed()).containsOnly(1);
        var words = new ArrayList<>(story.words());
        assertThat(example.targets()[answer - 1])
                .isEqualTo(Grammar.ENGLISH.vocabulary().tokens(words)[answer]);
    }
}
