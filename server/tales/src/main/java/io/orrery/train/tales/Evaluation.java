package io.orrery.train.tales;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.Model;
import io.orrery.train.Batch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that is measured of a model that tells stories.
 *
 * @param skills its answers to held-out stories
 * @param choices at which share of the places in held-out stories no word has a probability of 0.8 or more
 * @param sentences the share of sentences in sampled stories that the grammar has
 * @param stories the share of sampled stories that the grammar has as a whole
 * @param agreement of the words in these sentences, if the language has genders
 * @param heads its answers without each of its heads
 */
public record Evaluation(
        Marks skills,
        double choices,
        double sentences,
        double stories,
        Optional<Agreement> agreement,
        Map<HeadAblation.Head, Marks> heads) {
    /** How many stories are sampled for each story of a skill. */
    private static final int SAMPLED = 5;

    private static final double SURE = 0.8;
    private static final long SEED = 30_001;

    /**
     * Measures a model.
     *
     * @param stories how many for each skill
     * @param threads number of threads; does not affect the result
     * @throws OrreryException if the model has another vocabulary, or no reference stories
     */
    public static Evaluation of(Model model, int stories, int threads) throws InterruptedException {
        var words = IntStream.range(0, model.graph().sizes().d_vocab())
                .mapToObj(token -> model.tokenizer().piece(token).strip())
                .toList();
        var grammar = Grammar.ofVocabulary(words);
        if (grammar.isEmpty() || model.preset().references().isEmpty()) {
            throw new OrreryException(
                    new CommandLineError.TellsNoStories(model.preset().title()));
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            var batch = new Batch(model.graph(), executor);
            var references = model.preset().references().stream()
                    .map(model.tokenizer()::encode)
                    .toList();
            var exam = Exam.of(grammar.get(), stories);
            var sampled = SampledStories.of(grammar.get(), SAMPLED * stories, model.graph(), model.weights(), batch);
            var parser = new StoryParser(grammar.get());
            return new Evaluation(
                    exam.marks(model.weights(), batch),
                    choices(grammar.get(), stories, model.weights(), batch),
                    derivableSentences(parser, sampled),
                    derivableStories(parser, sampled),
                    agreement(grammar.get(), sampled),
                    heads(exam, references, model.graph(), model.weights(), batch));
        } finally {
            executor.shutdownNow();
        }
    }

    /** The share of places in whole held-out stories at which the greatest probability is less than {@link #SURE}. */
    static double choices(Grammar grammar, int stories, Weights weights, Batch batch) throws InterruptedException {
        var teller = new Storyteller(grammar, new Random(SEED));
        var told = Stream.generate(teller::heldOut).limit(stories).toList();
        int places = 0;
        int open = 0;
        for (int[] counts : batch.inChunks(told, chunk -> openPlaces(grammar.vocabulary(), weights, batch, chunk))) {
            open += counts[0];
            places += counts[1];
        }
        return (double) open / places;
    }

    /** The number of places with a choice, and of all places. */
    private static int[] openPlaces(Vocabulary vocabulary, Weights weights, Batch batch, List<Story> chunk) {
        int open = 0;
        int places = 0;
        for (Story story : chunk) {
            int[] tokens = vocabulary.tokens(story.words());
            for (float[] logits : batch.logits(weights, Arrays.copyOf(tokens, tokens.length - 1))
                    .rows()) {
                open += greatestProbability(logits) < SURE ? 1 : 0;
                places++;
            }
        }
        return new int[] {open, places};
    }

    private static double greatestProbability(float[] logits) {
        int likeliest = 0;
        for (int token = 1; token < logits.length; token++) {
            likeliest = logits[token] > logits[likeliest] ? token : likeliest;
        }
        return Math.exp(-CrossEntropy.loss(logits, likeliest));
    }

    static double derivableSentences(StoryParser parser, List<List<String>> stories) {
        var sentences = stories.stream()
                .flatMap(story -> StoryParser.sentences(story).stream())
                .toList();
        return (double) sentences.stream().filter(parser::isSentence).count() / sentences.size();
    }

    static double derivableStories(StoryParser parser, List<List<String>> stories) {
        return (double) stories.stream().filter(parser::isStory).count() / stories.size();
    }

    /** Of all sentences of stories; empty if the language has no genders. */
    static Optional<Agreement> agreement(Grammar grammar, List<List<String>> stories) {
        return grammar.words().genders().isEmpty()
                ? Optional.empty()
                : Optional.of(Agreement.of(
                        grammar,
                        stories.stream()
                                .flatMap(story -> StoryParser.sentences(story).stream())
                                .toList()));
    }

    private static Map<HeadAblation.Head, Marks> heads(
            Exam exam, List<int[]> references, Graph graph, Weights weights, Batch batch) throws InterruptedException {
        Map<HeadAblation.Head, Marks> marks = new LinkedHashMap<>();
        for (int layer = 0; layer < graph.sizes().n_layers(); layer++) {
            for (int number = 0; number < graph.sizes().n_heads(); number++) {
                var head = new HeadAblation.Head(layer, number);
                float[] mean = HeadAblation.mean(head, references, graph, weights, batch);
                marks.put(head, exam.marks(HeadAblation.without(head, mean, graph, weights), batch));
            }
        }
        return marks;
    }

    /** As entries of a JSON object; heads are named layer.head. */
    public Map<String, Object> figures() {
        var figures = new LinkedHashMap<>(skills.figures());
        figures.put("choices", choices);
        figures.put("sentences", sentences);
        figures.put("stories", stories);
        agreement.ifPresent(words -> {
            figures.put("genders", words.genderShare());
            figures.put("cases", words.caseShare());
        });
        Map<String, Object> without = new LinkedHashMap<>();
        heads.forEach((head, marks) ->
                without.put(head.layer() + "." + head.head(), marks.figures().get("skills")));
        figures.put("withoutHead", without);
        return figures;
    }
}
