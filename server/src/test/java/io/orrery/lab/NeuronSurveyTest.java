package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.library.SurveyFiles;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What moves neurons, against a direct run of GPT-2 in double precision ({@link DoubleGpt2}). */
class NeuronSurveyTest {
    private static final double NEAR = 2e-4;
    private static final Workers WORKERS = new Workers(2);

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    /** One place of the direct run. */
    private record Direct(int text, int position, double value) {}

    /** The whole of the shipped surveys: each neuron's places, histogram and strong places. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-tales", "nano-sort"})
    void shippedSurveyIsThatOfADirectRun(String preset) throws IOException {
        var model = Presets.open(preset);
        var survey = SurveyFiles.shipped(model).orElseThrow();
        assertThat(survey.isDone()).isTrue();
        assertThat(survey.texts()).hasSize(NeuronTexts.USUAL);
        var runs = survey.texts().stream().map(new DoubleGpt2(model)::run).toList();
        var header = survey.header();
        for (int layer = 0; layer < header.layers(); layer++) {
            for (int neuron = 0; neuron < header.width(); neuron++) {
                var direct = new ArrayList<Direct>();
                for (int text = 0; text < runs.size(); text++) {
                    double[][] post = runs.get(text).get(layer).post();
                    for (int position = 0; position < post.length; position++) {
                        direct.add(new Direct(text, position, post[position][neuron]));
                    }
                }
                checkPlaces(survey, layer, neuron, direct);
                checkHistogram(survey.histogram(layer, neuron), direct);
                checkStrong(survey, layer, neuron, direct);
            }
        }
    }

    /** Places are the strongest of each text, without those after the same words; of equally strong ones any may come first. */
    private static void checkPlaces(NeuronSurvey survey, int layer, int neuron, List<Direct> direct) {
        var strongest = new HashMap<Integer, Direct>();
        direct.forEach(each ->
                strongest.merge(each.text(), each, (one, other) -> other.value() > one.value() + 1e-9 ? other : one));
        var seen = new HashSet<List<Integer>>();
        var expected = strongest.values().stream()
                .sorted(Comparator.comparingDouble(Direct::value).reversed().thenComparingInt(Direct::text))
                .filter(each -> seen.add(words(survey, each.text(), each.position())))
                .limit(NeuronSurvey.PLACES)
                .toList();
        var places = survey.places(layer, neuron);
        assertThat(places).hasSameSizeAs(expected);
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            assertThat((double) place.value())
                    .as("neuron %d of layer %d, place %d", neuron, layer, i)
                    .isCloseTo(expected.get(i).value(), within(NEAR));
            var here = direct.stream()
                    .filter(each -> each.text() == place.text() && each.position() == place.position())
                    .findFirst()
                    .orElseThrow();
            assertThat(here.value()).isCloseTo(place.value(), within(NEAR));
        }
        assertThat(places.stream().map(NeuronSurvey.Place::text)).doesNotHaveDuplicates();
        assertThat(places.stream().map(place -> words(survey, place.text(), place.position())))
                .doesNotHaveDuplicates();
    }

    private static List<Integer> words(NeuronSurvey survey, int text, int position) {
        return survey.texts().get(text).subList(0, position + 1);
    }

    /** A value at the edge of a bin may be in either of two. */
    private static void checkHistogram(NeuronSurvey.Histogram histogram, List<Direct> direct) {
        assertThat(histogram.counts().stream().mapToInt(count -> count).sum()).isEqualTo(direct.size());
        double step = histogram.step();
        for (int i = 0; i < histogram.counts().size(); i++) {
            double from = (histogram.first() + i) * step;
            long surely = direct.stream()
                    .filter(each -> each.value() >= from + NEAR && each.value() < from + step - NEAR)
                    .count();
            long perhaps = direct.stream()
                    .filter(each -> each.value() >= from - NEAR && each.value() < from + step + NEAR)
                    .count();
            assertThat((long) histogram.counts().get(i)).isBetween(surely, perhaps);
        }
    }

    private static void checkStrong(NeuronSurvey survey, int layer, int neuron, List<Direct> direct) {
        var strong = survey.strongPlaces(layer, neuron);
        double largest = direct.stream().mapToDouble(Direct::value).max().orElseThrow();
        if (largest <= 0) {
            assertThat(strong.places()).isZero();
            return;
        }
        assertThat(largest).isBetween(2 * strong.above() - NEAR, 4 * strong.above() + NEAR);
        Map<Integer, Integer> surely = new HashMap<>();
        Map<Integer, Integer> perhaps = new HashMap<>();
        for (var each : direct) {
            int token = survey.texts().get(each.text()).get(each.position());
            if (each.value() >= strong.above() + NEAR) {
                surely.merge(token, 1, Integer::sum);
            }
            if (each.value() >= strong.above() - NEAR) {
                perhaps.merge(token, 1, Integer::sum);
            }
        }
        strong.tokens()
                .forEach(count -> assertThat(count.places())
                        .isBetween(surely.getOrDefault(count.token(), 0), perhaps.getOrDefault(count.token(), 0)));
        assertThat(strong.tokens().stream().mapToInt(NeuronSurvey.Count::places).sum())
                .isEqualTo(strong.places());
        assertThat(surely.keySet())
                .isSubsetOf(
                        strong.tokens().stream().map(NeuronSurvey.Count::token).toList());
    }

    @Test
    void searchFindsTheLargestShares() throws IOException {
        var model = Presets.open("tiny-tales");
        var survey = SurveyFiles.shipped(model).orElseThrow();
        Set<Integer> tokens = new HashSet<>();
        for (String word : List.of(" red", " blue", " green")) {
            for (int token = 0; token < survey.header().vocabulary(); token++) {
                if (model.tokenizer().piece(token).equals(word)) {
                    tokens.add(token);
                }
            }
        }
        assertThat(tokens).hasSize(3);
        var found = survey.search(tokens, 10, 5);
        var shares = new ArrayList<Double>();
        for (int layer = 0; layer < survey.header().layers(); layer++) {
            for (int neuron = 0; neuron < survey.header().width(); neuron++) {
                var strong = survey.strongPlaces(layer, neuron);
                int fitting = strong.tokens().stream()
                        .filter(count -> tokens.contains(count.token()))
                        .mapToInt(NeuronSurvey.Count::places)
                        .sum();
                if (strong.places() >= 10) {
                    shares.add((double) fitting / strong.places());
                }
            }
        }
        shares.sort(Comparator.reverseOrder());
        assertThat(found.stream().map(NeuronSurvey.Match::share)).isEqualTo(shares.subList(0, 5));
        assertThat(survey.occurrences(tokens)).isEqualTo((int) survey.texts().stream()
                .flatMap(List::stream)
                .filter(tokens::contains)
                .count());
    }

    /** Neuron 189 of the second layer (188 from 0), as published in the picture of it: made in double precision by another program. */
    @Test
    void speaksAndFeedsAreThoseOfADirectRun() throws IOException {
        var model = Presets.open("tiny-tales");
        var direct = new DoubleGpt2(model);
        var anatomy = Anatomy.of(model.graph());
        var tokens = Arrays.stream(model.tokenizer().encode("When Mia and Lucy went to the school"))
                .boxed()
                .toList();
        var subject = Subject.of(runnable(model), tokens, WORKERS);
        var run = direct.run(tokens);
        for (int layer = 0; layer < 2; layer++) {
            var neurons = Neurons.of(anatomy, layer);
            for (int neuron : new int[] {0, 30, 188, 255}) {
                float[] speaks = neurons.speaks(model.weights(), WORKERS, List.of(neuron))[0];
                double[] expected = direct.speaks(layer, neuron);
                for (int token = 0; token < speaks.length; token++) {
                    assertThat((double) speaks[token]).isCloseTo(expected[token], within(1e-5));
                }
                var at = run.get(layer);
                var feeds = neurons.feeds(subject, neuron, 2);
                double constant = at.pre()[2][neuron];
                for (var feed : feeds.subList(0, feeds.size() - 1)) {
                    double part = direct.feed(at.parts().get(2).get(feed.part()), at.divisor()[2], layer, neuron);
                    assertThat(feed.value()).as(feed.part()).isCloseTo(part, within(NEAR));
                    constant -= part;
                }
                assertThat(feeds).hasSize(at.parts().get(2).size() + 1);
                assertThat(feeds.get(feeds.size() - 1).value()).isCloseTo(constant, within(NEAR));
            }
        }
        var known = Neurons.of(anatomy, 1);
        float[] row = known.speaks(model.weights(), WORKERS, List.of(188))[0];
        assertThat(Neurons.most(row, 4, false))
                .extracting(spoken -> model.tokenizer().piece(spoken.token()).strip())
                .containsExactly("Emma", "Anna", "Ben", "Tom");
        assertThat(Neurons.most(row, 1, false).get(0).value()).isCloseTo(0.49f, within(0.005f));
        assertThat(Neurons.most(row, 1, true).get(0).value()).isCloseTo(-0.55f, within(0.005f));
        assertThat(subject.activations().row(known.value(), 2)[188]).isCloseTo(6.04f, within(0.005f));
    }

    /** Without divisors: the row of W_out times γ of the norm behind the MLP, if there is one, and of the last norm, and the unembedding. */
    @ParameterizedTest
    @CsvSource({"llama-tiny, false, 0", "gemma3-tiny, true, 1", "olmo2-tiny, true, 0"})
    void neuronBehindANormSpeaksThroughItsWeights(String name, boolean hasNormBehind, double about) throws IOException {
        var model = Presets.open(Fixtures.folder(name).toString());
        Function<String, float[][]> rows = weight ->
                model.weights().get(model.graph().node(weight).orElseThrow()).rows();
        float[] written = rows.apply("blocks.1.mlp.W_out")[3];
        float[] last = rows.apply("ln_final.w")[0];
        boolean isTied = model.config().tied();
        float[] words = model.weights()
                .get(model.graph().node(isTied ? "embed.W_E" : "unembed.W_U").orElseThrow())
                .toArray();
        var expected = new double[model.graph().sizes().d_vocab()];
        for (int m = 0; m < written.length; m++) {
            double behind = hasNormBehind ? about + rows.apply("blocks.1.ln2_post.w")[0][m] : 1;
            for (int token = 0; token < expected.length; token++) {
                float word = words[isTied ? token * written.length + m : m * expected.length + token];
                expected[token] += written[m] * behind * (about + last[m]) * word;
            }
        }
        double mean = Arrays.stream(expected).average().orElseThrow();
        float[] speaks = Neurons.of(Anatomy.of(model.graph()), 1).speaks(model.weights(), WORKERS, List.of(3))[0];
        for (int token = 0; token < expected.length; token++) {
            assertThat((double) speaks[token]).isCloseTo(expected[token] - mean, within(1e-5));
        }
    }

    /** Of a gated MLP, the parts add up to what the gate multiplies. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-tiny", "gemma3-tiny", "olmo2-tiny"})
    void partsOfAGatedNeuronAddUp(String name) throws IOException {
        var model = Presets.open(Fixtures.folder(name).toString());
        var tokens = List.of(3, 1, 4, 1, 5);
        var subject = Subject.of(runnable(model), tokens, WORKERS);
        var neurons = Neurons.of(subject.anatomy(), 1);
        double sum = neurons.feeds(subject, 2, 4).stream()
                .limit(neurons.feeds(subject, 2, 4).size() - 1L)
                .mapToDouble(Neurons.Feed::value)
                .sum();
        var linear = model.graph().node("blocks.1.mlp.hook_pre_linear").orElseThrow();
        assertThat(sum).isCloseTo(subject.activations().row(linear, 4)[2], within(1e-5));
    }

    @Test
    void interruptedSurveyGoesOnAndIsTheSame() throws IOException {
        var model = Presets.open("tiny-tales");
        var texts = NeuronTexts.own(model, 12, 5, WORKERS);
        var whole = texts.begin(model);
        texts.addTo(whole, model, WORKERS, Progress.NONE);
        var part = texts.begin(model);
        assertThatThrownBy(() -> texts.addTo(part, model, WORKERS, (done, all) -> {
                    if (done == 7) {
                        throw new CancellationException();
                    }
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(part.texts()).hasSize(7);
        var read = read(bytes(part), model);
        assertThat(read.isDone()).isFalse();
        texts.addTo(read, model, WORKERS, Progress.NONE);
        assertThat(bytes(read)).isEqualTo(bytes(whole));
        assertThat(read(bytes(whole), model).texts()).isEqualTo(whole.texts());
    }

    @Test
    void fileOfSomethingElseIsRefused() throws IOException {
        var model = Presets.open("nano-sort");
        var texts = NeuronTexts.own(model, 2, 1, WORKERS);
        var survey = texts.begin(model);
        texts.addTo(survey, model, WORKERS, Progress.NONE);
        byte[] bytes = bytes(survey);
        var other = Presets.open("tiny-tales");
        for (var file : List.of(new byte[0], Arrays.copyOf(bytes, bytes.length / 2), new byte[] {1, 2})) {
            assertRefused(() -> read(file, model));
        }
        assertRefused(() -> read(bytes, other));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isEqualTo(new LabError.NotASurvey("file")));
    }

    private static byte[] bytes(NeuronSurvey survey) throws IOException {
        var bytes = new ByteArrayOutputStream();
        survey.write(bytes);
        return bytes.toByteArray();
    }

    private static NeuronSurvey read(byte[] bytes, Model model) {
        return NeuronSurvey.read(new ByteArrayInputStream(bytes), model.id(), model.graph(), "file");
    }

    private static RunnableModel runnable(Model model) {
        return new RunnableModel(model.id(), model.graph(), model.weights());
    }
}
