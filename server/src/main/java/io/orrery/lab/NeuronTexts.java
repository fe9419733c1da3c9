package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.model.preset.Task;
import io.orrery.tensor.Workers;
import io.orrery.trace.Continuation;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.References;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

/**
 * The texts over which a model's neurons are looked at.
 *
 * @param source names them: the same name means the same texts
 * @param count how many there are
 * @param text makes one by its number; the same at each call
 */
public record NeuronTexts(String source, int count, IntFunction<List<Integer>> text) {
    /** Texts that a model writes if nobody says how many. */
    public static final int USUAL = 300;

    /** Sources of texts that the model has written begin so. */
    public static final String WRITTEN = "written ";

    /** The seed of the texts if nobody names one. */
    public static final long SEED = 42;

    /** The longest text, in tokens. */
    public static final int LONGEST = 40;

    /**
     * Texts that the model writes itself, at temperature 1, as far as its end-of-text token. Each begins with the first word of one of its
     * reference texts or prompts, drawn by the seed: a text's own first token is none that a model predicts. A model that sorts begins with
     * random letters.
     *
     * @throws OrreryException with {@link LabError.NoTexts} if it is not known how its texts begin
     */
    public static NeuronTexts own(Model model, int count, long seed, Workers workers) {
        var runnable = new RunnableModel(model.id(), model.graph(), model.weights());
        var sizes = model.graph().sizes();
        int longest = Math.min(LONGEST, sizes.n_ctx());
        var beginnings = beginnings(model);
        var last = Set.copyOf(model.config().endOfText());
        return new NeuronTexts(WRITTEN + seed, count, number -> {
            var random = new SplittableRandom(seed + number);
            var text = new ArrayList<Integer>();
            if (model.preset().task() instanceof Task.Sort sort) {
                random.ints(sort.length(), 0, sizes.d_vocab()).forEach(text::add);
            } else {
                text.addAll(beginnings.get(random.nextInt(beginnings.size())));
            }
            var sampling = new Sampling(1, 0, 1, random.nextLong(Sampling.LARGEST_SEED));
            var rest = new Continuation(sampling, last)
                    .of(runnable, text, Math.max(1, longest - text.size()), workers, token -> {});
            text.addAll(rest);
            return text.subList(0, Math.min(text.size(), sizes.n_ctx()));
        });
    }

    /** The first word of each reference text and prompt; where all begin with the same token, one more. */
    private static List<List<Integer>> beginnings(Model model) {
        if (model.preset().task() instanceof Task.Sort) {
            return List.of();
        }
        var texts = new ArrayList<>(References.of(
                model.preset().references(),
                model.tokenizer(),
                model.graph().sizes().n_ctx()));
        model.preset().prompts().stream()
                .map(prompt ->
                        Arrays.stream(model.tokenizer().encode(prompt)).boxed().toList())
                .forEach(texts::add);
        boolean isMarked = texts.size() > 1
                && texts.stream().allMatch(text -> text.size() > 1)
                && texts.stream().map(text -> text.get(0)).distinct().count() == 1;
        var beginnings = texts.stream()
                .filter(text -> !text.isEmpty())
                .map(text -> text.subList(0, isMarked ? 2 : 1))
                .toList();
        if (beginnings.isEmpty()) {
            throw new OrreryException(new LabError.NoTexts());
        }
        return beginnings;
    }

    /**
     * Given texts.
     *
     * @throws OrreryException with {@link LabError.NoTexts} if there is none
     */
    public static NeuronTexts given(List<List<Integer>> texts) {
        if (texts.isEmpty() || texts.stream().anyMatch(List::isEmpty)) {
            throw new OrreryException(new LabError.NoTexts());
        }
        return new NeuronTexts("given " + checksum(texts), texts.size(), texts::get);
    }

    private static String checksum(List<List<Integer>> texts) {
        var sum = new CRC32();
        sum.update(texts.toString().getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(sum.getValue());
    }

    /** A survey of these texts, before the first. */
    public NeuronSurvey begin(Model model) {
        return new NeuronSurvey(NeuronSurvey.Header.of(model.id(), model.graph(), source, count));
    }

    /**
     * Adds the texts that a survey lacks.
     *
     * @param progress is told after each text, and may end it there
     * @throws OrreryException with {@link LabError.NoNeurons} if a layer has none
     */
    public void addTo(NeuronSurvey survey, Model model, Workers workers, Progress progress) {
        var runnable = new RunnableModel(model.id(), model.graph(), model.weights());
        var anatomy = Anatomy.of(model.graph());
        var layers = new ArrayList<Neurons>();
        for (int layer = 0; layer < anatomy.layers(); layer++) {
            layers.add(Neurons.of(anatomy, layer));
        }
        for (int i = survey.texts().size(); i < count; i++) {
            List<Integer> tokens = text.apply(i);
            var activations = Subject.of(runnable, tokens, workers).activations();
            survey.add(
                    tokens,
                    layers.stream()
                            .map(layer -> activations.tensor(layer.value()).rows())
                            .toList());
            progress.done(i + 1, count);
        }
    }
}
