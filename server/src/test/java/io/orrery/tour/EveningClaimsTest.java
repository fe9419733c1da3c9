package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.lab.NeuronSurvey;
import io.orrery.lab.PlainForward;
import io.orrery.library.SurveyFiles;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the tour "How a language model works" says in words that no fact fills in, about the story model of each language (the German
 * edition is {@code abend}). Another training of a model would have to write them anew. Layers, heads and neurons count from 0 here,
 * from 1 in the tours.
 */
class EveningClaimsTest {
    private static final int NEURON = 188;

    /** The second name of the text, and the first. */
    private static final int SECOND = 3;

    private static final int FIRST = 1;

    /**
     * A story model and what its edition of the tour follows.
     *
     * @param and the words at which the neuron is also strong
     * @param thousand what a thousand of it have, in millions of numbers, as the tour rounds it
     */
    private record Edition(Model model, String text, List<String> and, long thousand) {
        static Edition of(String preset, String text, List<String> and, long thousand) throws IOException {
            return new Edition(Presets.open(preset), text, and, thousand);
        }

        List<String> kind(String name) {
            return model.preset().kinds().stream()
                    .filter(kind -> kind.name().equals(name))
                    .flatMap(kind -> kind.words().stream())
                    .toList();
        }

        NeuronSurvey survey() throws IOException {
            return SurveyFiles.shipped(model).orElseThrow();
        }

        String word(int token) {
            return model.tokenizer().piece(token).strip();
        }

        /** The rows of a tensor over the text and what may follow it. */
        float[][] rows(String further, String name) {
            List<Integer> tokens = Arrays.stream(model.tokenizer().encode(text + further))
                    .boxed()
                    .toList();
            return PlainForward.of(model.graph(), model.weights(), tokens, (node, rows) -> {}, Map.of())
                    .get(name)
                    .rows();
        }

        /** The same text with the weights after so many updates. */
        Edition after(int update) throws IOException {
            return Edition.of(model.preset().id() + "@" + update, text, and, thousand);
        }

        /** The probability that a word comes next. */
        double chance(String word) {
            return last("", "probs")[model.tokenizer().encode(" " + word)[0]];
        }

        float[] last(String further, String name) {
            float[][] rows = rows(further, name);
            return rows[rows.length - 1];
        }

        /** The position that a head reads most. */
        int read(int layer, int head, int position) {
            float[] shares = rows("", "blocks." + layer + ".attn.hook_pattern")[position];
            int keys = position + 1;
            assertThat(shares).hasSize(keys * model.graph().sizes().n_heads());
            return IntStream.range(0, keys)
                    .reduce((best, key) -> shares[head * keys + key] > shares[head * keys + best] ? key : best)
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return model.preset().id();
        }
    }

    private static final String GERMAN = "Als Lily und Paul in den Park gingen, gab Paul einen Ball an";

    private static Stream<Edition> editions() throws IOException {
        return Stream.of(
                Edition.of(
                        "tiny-tales",
                        "When Lily and Tom went to the park, Tom gave a ball to",
                        List.of("and", "to"),
                        123),
                Edition.of("tiny-tales-de", GERMAN, List.of("und", "an"), 129));
    }

    /** chance: at the name there is one sure answer, and after the full stop many words fit. */
    @ParameterizedTest
    @MethodSource("editions")
    void oneWordIsSureAtTheNameAndSeveralFitAfterTheFullStop(Edition edition) {
        double[] atName = sorted(edition.last("", "probs"));
        double[] afterStop = sorted(edition.last(" Lily.", "probs"));

        assertThat(atName[0]).isGreaterThan(0.9);
        assertThat(afterStop[0]).isLessThan(0.3);
        assertThat(afterStop[3]).isGreaterThan(0.1);
    }

    /** attention: two heads of layer 2 read the second name, at whose place one of layer 1 has read the first. */
    @ParameterizedTest
    @MethodSource("editions")
    void headsReadTheSecondNameWhichHasReadTheFirst(Edition edition) {
        int last = edition.rows("", "probs").length - 1;

        assertThat(edition.read(1, 3, last)).isEqualTo(SECOND);
        assertThat(edition.read(1, 1, last)).isEqualTo(SECOND);
        assertThat(edition.read(0, 3, SECOND)).isEqualTo(FIRST);
    }

    /** neurons/neuron: it is the strongest of its layer at the last word. */
    @ParameterizedTest
    @MethodSource("editions")
    void theNeuronIsTheStrongestAtTheLastWord(Edition edition) {
        float[] values = edition.last("", "blocks.1.mlp.hook_post");

        assertThat(IntStream.range(0, values.length).filter(each -> values[each] > values[NEURON]))
                .isEmpty();
    }

    /** neurons/notices: a name comes next in all of the texts shown, and not at all of its strong places. */
    @ParameterizedTest
    @MethodSource("editions")
    void aNameComesNextAtThePlacesThatMoveTheNeuronMost(Edition edition) throws IOException {
        NeuronSurvey survey = edition.survey();
        var texts = survey.texts();
        assertThat(survey.places(1, NEURON)).hasSize(NeuronSurvey.PLACES).allSatisfy(place -> {
            List<Integer> text = texts.get(place.text());
            assertThat(edition.kind("Names")).contains(edition.word(text.get(place.position() + 1)));
        });
        assertThat(survey.strongPlaces(1, NEURON).tokens())
                .extracting(count -> edition.word(count.token()))
                .hasSizeGreaterThan(3)
                .containsAll(edition.and());
    }

    /** neurons/colours: no neuron that the search shows is strong at colours alone. */
    @ParameterizedTest
    @MethodSource("editions")
    void noNeuronIsStrongAtColoursAlone(Edition edition) throws IOException {
        Set<Integer> colours = edition.kind("Colours").stream()
                .map(word -> edition.model().tokenizer().encode(" " + word)[0])
                .collect(Collectors.toSet());
        assertThat(edition.survey().search(colours, 10, 12))
                .isNotEmpty()
                .allSatisfy(match -> assertThat(match.fitting()).isLessThan(match.places()));
    }

    /** learned/how-many: the giant holds about 1.4 million of this model, and what a thousand of it have is said in millions. */
    @ParameterizedTest
    @MethodSource("editions")
    void theGiantHoldsSomeMoreThanAMillion(Edition edition) {
        long parameters = edition.model().graph().parameters();

        assertThat(175e9 / parameters).isBetween(1.35e6, 1.45e6);
        assertThat(Math.round(parameters / 1000.0)).isEqualTo(edition.thousand());
    }

    /** learned/dice: the first weights give each word about the same probability. */
    @ParameterizedTest
    @MethodSource("editions")
    void beforeItLearnedAllChancesAreMuchAlike(Edition edition) throws IOException {
        double[] chances = sorted(edition.after(0).last("", "probs"));

        assertThat(chances[0] * chances.length).isLessThan(3);
        assertThat(chances[chances.length - 1] * chances.length).isGreaterThan(0.2);
    }

    /** learned/learn and learned/surprise: first it learns that a name comes, and only later which one. */
    @ParameterizedTest
    @MethodSource("editions")
    void itLearnsThatANameComesBeforeItLearnsWhichOne(Edition edition) throws IOException {
        Edition first = edition.after(100);

        assertThat(first.chance("Lily")).isLessThan(0.15);
        assertThat(edition.kind("Names").stream().mapToDouble(first::chance).sum())
                .isGreaterThan(0.75);
        assertThat(edition.after(300).chance("Lily")).isLessThan(0.5);
        assertThat(edition.after(400).chance("Lily")).isGreaterThan(0.5);
    }

    /** learned/learn of the German edition: the first half of the updates was the English model's, and "an" has the numbers of its "to". */
    @Test
    void theGermanModelReadEnglishStoriesInItsFirst3600Updates() throws IOException {
        Model english = Presets.open("tiny-tales");
        Model german = Presets.open("tiny-tales-de");

        assertThat(english.preset().updates()).hasValue(3600);
        assertThat(german.preset().updates()).hasValue(2 * 3600);
        for (int update : List.of(0, 400, 2000)) {
            assertThat(vector(Presets.open("tiny-tales-de@" + update), " an"))
                    .isEqualTo(vector(Presets.open("tiny-tales@" + update), " to"));
        }
        assertThat(vector(german, " an")).isNotEqualTo(vector(english, " to"));
    }

    private static double[] vector(Model model, String word) {
        return embedded(model, model.tokenizer().encode(word)[0]);
    }

    /** pieces/map of the German edition: names are nearest to Lily, and another word is among the first ten. */
    @Test
    void namesAreNearestToLilyInGermanAndNotAlone() throws IOException {
        Edition german = Edition.of("tiny-tales-de", GERMAN, List.of(), 0);
        int lily = german.model().tokenizer().encode(" Lily")[0];
        List<double[]> table = IntStream.range(0, german.model().graph().sizes().d_vocab())
                .mapToObj(token -> embedded(german.model(), token))
                .toList();
        List<String> nearest = IntStream.range(0, table.size())
                .filter(token -> token != lily)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -cosine(table.get(lily), table.get(token))))
                .limit(10)
                .map(german::word)
                .toList();

        assertThat(german.kind("Names")).containsAll(nearest.subList(0, 3));
        assertThat(german.kind("Names").containsAll(nearest)).isFalse();
    }

    /**
     * attention/only-looks and why/without of the German edition: without either head that reads Paul the lead over Paul does not shrink, but
     * without the one that votes for both names another name comes.
     */
    @Test
    void theGermanHeadsThatReadPaulDoNotMakeTheLeadOverHim() throws IOException {
        JsonNode without = changed("blocks.1.attn.hook_z[3]=mean");
        double lead = without.get("before").doubleValue();

        assertThat(without.get("logit_difference").doubleValue()).isGreaterThan(lead);
        assertThat(without.get("top").asText()).isNotIn(LILY, PAUL);
        assertThat(changed("blocks.1.attn.hook_z[1]=mean")
                        .get("logit_difference")
                        .doubleValue())
                .isGreaterThan(lead);
        assertThat(vote(PAUL)).isBetween(0.0, 1.0);
        assertThat(vote(LENA)).isGreaterThan(1.5);
    }

    private static final String LILY = "38";
    private static final String LENA = "42";
    private static final String PAUL = "44";

    private static JsonNode changed(String set) throws IOException {
        return about("change", "--b", PAUL, "--set", set);
    }

    /** The vote of head 2.4 for Lily against another name. */
    private static double vote(String against) throws IOException {
        for (JsonNode vote : about("attribution", "--b", against).get("attribution")) {
            if (vote.get("part").textValue().equals("blocks.1.attn.hook_result[3]")) {
                return vote.get("a_minus_b").doubleValue();
            }
        }
        throw new AssertionError("The head has no vote.");
    }

    private static JsonNode about(String tool, String... options) throws IOException {
        var target = Stream.of("--model", "tiny-tales-de", "--prompt", GERMAN, "--a", LILY);
        return WhyLilyClaimsTest.run(
                tool, Stream.concat(target, Stream.of(options)).toArray(String[]::new));
    }

    private static double[] embedded(Model model, int token) {
        var rows = PlainForward.of(model.graph(), model.weights(), List.of(token), (node, values) -> {}, Map.of())
                .get("hook_embed")
                .rows();
        return IntStream.range(0, rows[0].length)
                .mapToDouble(each -> rows[0][each])
                .toArray();
    }

    private static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(each -> a[each] * b[each])
                .sum();
    }

    private static double[] sorted(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(each -> -values[each])
                .sorted()
                .map(each -> -each)
                .toArray();
    }
}
