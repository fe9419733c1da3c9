package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.lab.NeuronSurvey;
import io.orrery.lab.PlainForward;
import io.orrery.library.SurveyFiles;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the tour "How a language model works" says in words that no fact fills in. Another training of the story model would have to write
 * them anew. Layers and neurons count from 0 here, from 1 in the tour.
 */
class EveningClaimsTest {
    private static final String TEXT = "When Lily and Tom went to the park, Tom gave a ball to";
    private static final Set<String> NAMES =
            Set.of("Lily", "Mia", "Anna", "Emma", "Zoe", "Lucy", "Tom", "Ben", "Sam", "Max", "Leo", "Jack");
    private static final int NEURON = 188;

    private static Model model;
    private static NeuronSurvey survey;

    @BeforeAll
    static void open() throws IOException {
        model = Presets.open("tiny-tales");
        survey = SurveyFiles.shipped(model).orElseThrow();
    }

    /** chance: at the name there is one sure answer, and after the full stop many words fit. */
    @Test
    void oneWordIsSureAtTheNameAndSeveralFitAfterTheFullStop() {
        double[] atName = sorted(last(TEXT, "probs"));
        double[] afterStop = sorted(last(TEXT + " Lily.", "probs"));

        assertThat(atName[0]).isGreaterThan(0.9);
        assertThat(afterStop[0]).isLessThan(0.3);
        assertThat(afterStop[3]).isGreaterThan(0.1);
    }

    /** neurons/neuron: it is the strongest of its layer at the last word. */
    @Test
    void theNeuronIsTheStrongestAtTheLastWord() {
        float[] values = last(TEXT, "blocks.1.mlp.hook_post");

        assertThat(IntStream.range(0, values.length).filter(each -> values[each] > values[NEURON]))
                .isEmpty();
    }

    /** neurons/notices: a name comes next in all of the texts shown, and not at all of its strong places. */
    @Test
    void aNameComesNextAtThePlacesThatMoveTheNeuronMost() {
        var texts = survey.texts();
        assertThat(survey.places(1, NEURON)).hasSize(NeuronSurvey.PLACES).allSatisfy(place -> {
            List<Integer> text = texts.get(place.text());
            assertThat(NAMES).contains(word(text.get(place.position() + 1)));
        });
        assertThat(survey.strongPlaces(1, NEURON).tokens())
                .extracting(count -> word(count.token()))
                .hasSizeGreaterThan(3)
                .contains("and", "to");
    }

    /** neurons/colours: no neuron that the search shows is strong at colours alone. */
    @Test
    void noNeuronIsStrongAtColoursAlone() {
        Set<Integer> colours = model.preset().kinds().stream()
                .filter(kind -> kind.name().equals("Colours"))
                .flatMap(kind -> kind.words().stream())
                .map(word -> model.tokenizer().encode(" " + word)[0])
                .collect(Collectors.toSet());
        assertThat(survey.search(colours, 10, 12))
                .isNotEmpty()
                .allSatisfy(match -> assertThat(match.fitting()).isLessThan(match.places()));
    }

    /** learned/how-many: the giant holds about 1.4 million of this model, and a thousand of it have about 123 million numbers. */
    @Test
    void theGiantHoldsSomeMoreThanAMillion() {
        long parameters = model.graph().parameters();

        assertThat(175e9 / parameters).isBetween(1.35e6, 1.45e6);
        assertThat(1000 * parameters).isBetween(122_500_000L, 123_500_000L);
    }

    private static String word(int token) {
        return model.tokenizer().piece(token).strip();
    }

    private static float[] last(String text, String name) {
        List<Integer> tokens =
                Arrays.stream(model.tokenizer().encode(text)).boxed().toList();
        var tensors = PlainForward.of(model.graph(), model.weights(), tokens, (node, rows) -> {}, Map.of());
        return tensors.get(name).rows()[tokens.size() - 1];
    }

    private static double[] sorted(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(each -> -values[each])
                .sorted()
                .map(each -> -each)
                .toArray();
    }
}
