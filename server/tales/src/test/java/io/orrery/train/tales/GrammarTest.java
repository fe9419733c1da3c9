package io.orrery.train.tales;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Presets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    private static final int STORIES = 2000;

    @Test
    void everyStoryThatIsToldCanBeParsedAndFitsTheContext() {
        var teller = new Storyteller(new Random(1));
        var stories = Stream.concat(
                        Stream.generate(teller::forTraining).limit(STORIES),
                        Stream.generate(teller::heldOut).limit(STORIES))
                .map(Story::words)
                .toList();
        assertThat(stories).allMatch(StoryParser::isStory);
        assertThat(stories).allMatch(words -> words.size() <= Grammar.LONGEST);
        assertThat(stories.stream().flatMap(words -> StoryParser.sentences(words).stream()))
                .allMatch(StoryParser::isSentence);
    }

    /** Written without the code of {@link HeldOut}: the combinations of both parts, as sets. */
    @Test
    void heldOutCombinationsAreInNoStoryForTraining() {
        var teller = new Storyteller(new Random(2));
        Set<String> trained = new HashSet<>();
        Stream.generate(teller::forTraining)
                .limit(20 * STORIES)
                .forEach(story -> trained.addAll(combinations(story.words())));
        Set<String> held = new HashSet<>();
        for (Skill skill : Skill.values()) {
            for (int i = 0; i < 100 && skill != Skill.NONE; i++) {
                var all = combinations(opening(teller.heldOut(skill).words()));
                assertThat(all).isNotEmpty();
                held.addAll(all);
            }
        }
        assertThat(held).hasSizeGreaterThan(50).doesNotContainAnyElementsOf(trained);
        // Of 12 names, 8 places and 8 things, training sees nearly all the others.
        assertThat(trained).hasSizeGreaterThan(600);
    }

    private static List<String> opening(List<String> words) {
        int place = words.indexOf(within("place", words).get(0));
        return words.subList(0, place + words.subList(place, words.size()).indexOf("."));
    }

    private static Set<String> combinations(List<String> words) {
        Set<String> all = new HashSet<>();
        for (String name : within("name", words)) {
            for (String place : within("place", words)) {
                for (String thing : within("thing", words)) {
                    all.add(name + " " + place + " " + thing);
                }
            }
        }
        return all;
    }

    private static List<String> within(String wordClass, List<String> words) {
        return words.stream().filter(Words.of(wordClass)::contains).distinct().toList();
    }

    @ParameterizedTest
    @EnumSource(value = Skill.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void storyOfAnExamEndsWithTheAnswerToItsFirstQuestion(Skill skill) {
        var teller = new Storyteller(new Random(3));
        for (int i = 0; i < 200; i++) {
            var story = teller.heldOut(skill);
            assertThat(story.first()).isEqualTo(skill);
            assertThat(story.firstAnswers()).isNotEmpty().isEqualTo(story.answers());
        }
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
        assertThat(StoryParser.isStory(List.of(story.split(" ")))).isFalse();
    }

    @Test
    void storyThatIsConsistentIsTheGrammars() {
        var story = "One day , Lily and Tom went to the park with a ball . She was sad . Who was sad ? Lily was sad ."
                + " Tom counted three , four , five . They were happy . <end>";
        assertThat(StoryParser.isStory(List.of(story.split(" ")))).isTrue();
    }

    @Test
    void sentenceOfOtherWordsIsNotTheGrammars() {
        assertThat(StoryParser.isSentence(List.of("The dog says woof .".split(" "))))
                .isTrue();
        assertThat(StoryParser.isSentence(List.of("The dog says meow .".split(" "))))
                .isFalse();
        assertThat(StoryParser.isSentence(List.of("The dog says .".split(" ")))).isFalse();
        assertThat(StoryParser.isSentence(List.of("The dog says woof".split(" "))))
                .isFalse();
    }

    @Test
    void shippedVocabularyIsTheGrammars() throws Exception {
        var model = Presets.open("tiny-tales");
        var shipped = IntStream.range(0, model.graph().sizes().d_vocab())
                .mapToObj(token -> model.tokenizer().piece(token).strip())
                .toList();
        assertThat(shipped).isEqualTo(Vocabulary.all());
        assertThat(model.graph().declaration())
                .isEqualTo(TinyTales.MODEL.graph().declaration());
        assertThat(model.config().endOfText())
                .isEqualTo(TinyTales.MODEL.config().endOfText());
    }

    @Test
    void everyWordOccursInStories() {
        var teller = new Storyteller(new Random(4));
        var told = new HashSet<String>();
        Stream.generate(teller::forTraining).limit(STORIES).forEach(story -> told.addAll(story.words()));
        assertThat(told).containsExactlyInAnyOrderElementsOf(Vocabulary.all());
    }

    @Test
    void answersCountFourTimes() {
        var teller = new Storyteller(new Random(5));
        var story = teller.heldOut(Skill.INDIRECT_OBJECT);
        var example = TalesTask.example(story);
        int answer = story.answers().get(0);
        int[] weights = example.weights().clone();
        assertThat(weights[answer - 1]).isEqualTo(4);
        weights[answer - 1] = 1;
        assertThat(Arrays.stream(weights).boxed()).containsOnly(1);
        var words = new ArrayList<>(story.words());
        assertThat(example.targets()[answer - 1]).isEqualTo(Vocabulary.tokens(words)[answer]);
    }
}
