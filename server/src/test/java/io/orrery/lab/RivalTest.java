package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What pages compare the story model's answers with. */
class RivalTest {
    private static final String STORY = "When Lily and Tom went to the park, Tom gave a ball to";

    private static Model model;

    @BeforeAll
    static void open() throws Exception {
        model = Presets.open("tiny-tales");
    }

    @Test
    void rivalOfANameIsTheOtherNameOfTheStory() {
        var target = rival(STORY, 13, OptionalInt.empty());
        assertThat(word(target.a())).isEqualTo("Lily");
        assertThat(word(target.b().orElseThrow())).isEqualTo("Tom");
        assertThat(word(rival(STORY, 13, OptionalInt.of(token("Tom"))).b().orElseThrow()))
                .isEqualTo("Lily");
    }

    @Test
    void ofSeveralNamesItIsTheMostProbable() {
        var logits = new float[model.graph().sizes().d_vocab()];
        logits[token("Mia")] = 9;
        logits[token("Ben")] = 4;
        logits[token("Sam")] = 5;
        logits[token("kite")] = 8;
        var read = tokens("Ben and Sam and Tom saw a kite. Sam");
        assertThat(word(new Rival(model).of(token("Tom"), logits, read))).isEqualTo("Sam");
    }

    /** The second most probable token, found here by sorting all logits. */
    @Test
    void withoutAWordOfItsKindItIsTheSecondMostProbableToken() {
        for (String text : List.of("One day,", "The hat was not big, it was", "Lily")) {
            try (var workers = new Workers(1)) {
                var subject = subject(text, workers);
                float[] logits = subject.logits(subject.length() - 1);
                var ranked = IntStream.range(0, logits.length)
                        .boxed()
                        .sorted((one, other) -> Float.compare(logits[other], logits[one]))
                        .toList();
                var target = new Rival(model).target(subject, subject.length() - 1, OptionalInt.empty());
                assertThat(List.of(target.a(), target.b().orElseThrow()))
                        .as(text)
                        .isEqualTo(ranked.subList(0, 2));
            }
        }
    }

    /** After "When Lily and", Tom has not been read yet. */
    @Test
    void wordsAfterThePlaceInQuestionDoNotCount() {
        assertThat(word(rival(STORY, 2, OptionalInt.of(token("Mia"))).b().orElseThrow()))
                .isEqualTo("Lily");
    }

    private static Target rival(String text, int position, OptionalInt a) {
        try (var workers = new Workers(1)) {
            return new Rival(model).target(subject(text, workers), position, a);
        }
    }

    private static Subject subject(String text, Workers workers) {
        return Subject.of(new RunnableModel(model.id(), model.graph(), model.weights()), tokens(text), workers);
    }

    private static List<Integer> tokens(String text) {
        return Arrays.stream(model.tokenizer().encode(text)).boxed().toList();
    }

    private static int token(String word) {
        return model.tokenizer().encode(word)[0];
    }

    private static String word(int token) {
        return model.tokenizer().piece(token).strip();
    }
}
