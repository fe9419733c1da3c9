package io.orrery.library;

import io.orrery.error.LabError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Anatomy;
import io.orrery.lab.NeuronSurvey;
import io.orrery.lab.NeuronTexts;
import io.orrery.lab.Neurons;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.NeuronsTool;
import io.orrery.model.Model;
import io.orrery.model.preset.Preset;
import io.orrery.trace.Measurements;
import io.orrery.trace.Requester;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Traces;
import io.orrery.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What moves the neurons of models in many texts, and what each neuron speaks for. A model's survey is the shipped one, or a file, or is
 * measured once somebody asks for it, while nobody else asks for anything. Thread-safe.
 */
public final class NeuronAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(NeuronAnswers.class);

    /** Tokens that a neuron speaks for, and as many against. */
    private static final int SPOKEN = 4;

    /** Tokens whose strong places are named. */
    private static final int NAMED = 6;

    /** Neurons that a search finds. */
    private static final int FOUND = 12;

    /** A neuron with fewer strong places is not found: a share of them would say little. */
    private static final int LEAST_PLACES = 10;

    private static final int MOST_WORDS = 20;
    private static final int SMALL = 1 << 20;
    private static final int COME_AGAIN_SECONDS = 3;

    private final Traces traces;
    private final Optional<Path> folder;

    /** By content id; with the memory reserved for each. */
    private final Map<String, NeuronSurvey> surveys = new HashMap<>();

    /** Models whose survey cannot be made, and why. */
    private final Map<String, OrreryException> impossible = new HashMap<>();

    /** Models whose survey is being made. */
    private final Set<String> begun = new HashSet<>();

    /** @param folder of surveys, made when it is needed; empty to save none */
    NeuronAnswers(Traces traces, Optional<Path> folder) {
        this.traces = traces;
        this.folder = folder;
    }

    /**
     * What is known of one neuron, as JSON.
     *
     * @throws OrreryException with {@link LibraryError.NeuronsNotRead} if its survey is not whole yet, and with a {@link LabError} if there
     *     is no such neuron
     */
    CompletableFuture<byte[]> neuron(Model model, int layer, int neuron, Requester requester) {
        NeuronSurvey survey = survey(model);
        // refused here: what is no neuron must not wait for a turn
        survey.places(layer, neuron);
        long vocabulary = model.graph().sizes().d_vocab();
        long bytes = SMALL
                + traces.bytes(model.id(), NeuronTexts.LONGEST)
                + vocabulary * (NeuronsTool.SORTED + 4 * Float.BYTES);
        return measured(
                "neuron " + layer + "/" + neuron,
                model,
                bytes,
                progress -> Json.bytes(described(model, survey, layer, neuron, progress)),
                requester);
    }

    /**
     * The neurons that fire on some words, as JSON.
     *
     * @param words with commas, or the name of a kind; if there is none, the answer is which kinds there are
     * @throws OrreryException with {@link LibraryError.NeuronsNotRead}, or with {@link LabError.NoSuchWord} if the model knows none of the words
     */
    CompletableFuture<byte[]> search(Model model, String words, Requester requester) {
        if (words.isBlank()) {
            var kinds = model.preset().kinds().stream().map(Preset.Kind::name).toList();
            return CompletableFuture.completedFuture(Json.bytes(Map.of("kinds", kinds)));
        }
        NeuronSurvey survey = survey(model);
        Set<Integer> tokens = tokens(model, words);
        long vocabulary = model.graph().sizes().d_vocab();
        return measured(
                "neurons " + words,
                model,
                SMALL + FOUND * 4L * vocabulary * Float.BYTES + vocabulary * NeuronsTool.SORTED,
                progress -> Json.bytes(found(model, survey, tokens, progress)),
                requester);
    }

    private CompletableFuture<byte[]> measured(
            String what, Model model, long bytes, Measurements.Measure measure, Requester requester) {
        long nanos = NeuronSurvey.PLACES * 1_000_000L;
        return traces.measurements().of(what + " " + model.id(), () -> bytes, nanos, measure, requester);
    }

    private Map<String, Object> described(
            Model model, NeuronSurvey survey, int layer, int neuron, Measurements.Pieces progress) {
        var neurons = Neurons.of(Anatomy.of(model.graph()), layer);
        var runnable = new RunnableModel(model.id(), model.graph(), model.weights());
        var places = survey.places(layer, neuron);
        var json = new LinkedHashMap<String, Object>();
        json.put("layer", layer);
        json.put("neuron", neuron);
        json.put("texts", survey.texts().size());
        json.put("positions", survey.positions());
        json.put("written", survey.header().source().startsWith(NeuronTexts.WRITTEN));
        var described = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            var tokens = survey.texts().get(place.text());
            var run = Subject.of(runnable, tokens, traces.workers());
            float[][] rows = run.activations().tensor(neurons.value()).rows();
            var one = new LinkedHashMap<String, Object>();
            one.put("text", model.tokenizer().pieces(tokens));
            one.put(
                    "values",
                    IntStream.range(0, rows.length)
                            .mapToObj(position -> rows[position][neuron])
                            .toList());
            one.put("at", place.position());
            one.put("value", rows[place.position()][neuron]);
            described.add(one);
            if (i == 0) {
                json.put("fed", fed(neurons, run, neuron, place.position()));
            }
            progress.done(i + 1, places.size() + 1);
        }
        json.put("places", described);
        var histogram = survey.histogram(layer, neuron);
        json.put(
                "histogram",
                Map.of("step", histogram.step(), "first", histogram.first(), "counts", histogram.counts()));
        json.put("strong", strong(model, survey.strongPlaces(layer, neuron)));
        float[] speaks = neurons.speaks(model.weights(), traces.workers(), List.of(neuron))[0];
        json.put("for", spoken(model, Neurons.most(speaks, SPOKEN, false)));
        json.put("against", spoken(model, Neurons.most(speaks, SPOKEN, true)));
        return json;
    }

    private static Map<String, Object> fed(Neurons neurons, Subject run, int neuron, int position) {
        var feeds = neurons.feeds(run, neuron, position);
        return Map.of(
                "sum",
                feeds.stream().mapToDouble(Neurons.Feed::value).sum(),
                "parts",
                feeds.stream()
                        .map(feed -> Map.of("part", feed.part(), "value", feed.value()))
                        .toList());
    }

    private static Map<String, Object> strong(Model model, NeuronSurvey.StrongPlaces strong) {
        return Map.of(
                "above",
                strong.above(),
                "places",
                strong.places(),
                "tokens",
                strong.tokens().stream()
                        .limit(NAMED)
                        .map(count -> Map.of("text", model.tokenizer().piece(count.token()), "places", count.places()))
                        .toList());
    }

    private static List<Map<String, Object>> spoken(Model model, List<Neurons.Spoken> all) {
        return all.stream()
                .map(each ->
                        Map.<String, Object>of("text", model.tokenizer().piece(each.token()), "value", each.value()))
                .toList();
    }

    private Map<String, Object> found(
            Model model, NeuronSurvey survey, Set<Integer> tokens, Measurements.Pieces progress) {
        var anatomy = Anatomy.of(model.graph());
        var matches = survey.search(tokens, LEAST_PLACES, FOUND);
        var found = new ArrayList<Map<String, Object>>();
        for (var match : matches) {
            float[] speaks = Neurons.of(anatomy, match.layer())
                    .speaks(model.weights(), traces.workers(), List.of(match.neuron()))[0];
            var one = new LinkedHashMap<String, Object>();
            one.put("layer", match.layer());
            one.put("neuron", match.neuron());
            one.put("fitting", match.fitting());
            one.put("places", match.places());
            one.put(
                    "for",
                    Neurons.most(speaks, 3, false).stream()
                            .map(each -> model.tokenizer().piece(each.token()))
                            .toList());
            found.add(one);
            progress.done(found.size(), matches.size() + 1);
        }
        var json = new LinkedHashMap<String, Object>();
        json.put(
                "words",
                tokens.stream()
                        .sorted()
                        .limit(MOST_WORDS)
                        .map(token -> model.tokenizer().piece(token).strip())
                        .distinct()
                        .toList());
        json.put("fitting", survey.occurrences(tokens));
        json.put("positions", survey.positions());
        json.put("texts", survey.texts().size());
        json.put("found", found);
        return json;
    }

    /** The tokens of a kind of words, or of words with commas. The space before a token does not count, nor do capitals. */
    private static Set<Integer> tokens(Model model, String words) {
        var wanted = new HashSet<String>();
        Stream<String> asked = model.preset().kinds().stream()
                .filter(kind -> plain(kind.name()).equals(plain(words)))
                .findFirst()
                .map(Preset.Kind::words)
                .map(List::stream)
                .orElseGet(() -> Stream.of(words.split("[,\\s]+")));
        asked.map(NeuronAnswers::plain).filter(word -> !word.isEmpty()).forEach(wanted::add);
        var tokens = new HashSet<Integer>();
        for (int token = 0; token < model.graph().sizes().d_vocab(); token++) {
            if (wanted.contains(plain(model.tokenizer().piece(token)))) {
                tokens.add(token);
            }
        }
        if (tokens.isEmpty()) {
            throw new OrreryException(new LabError.NoSuchWord(words));
        }
        return tokens;
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    /** The survey of a model, once it is whole. It is begun if it is not. */
    private synchronized NeuronSurvey survey(Model model) {
        NeuronSurvey known = surveys.get(model.id());
        if (known != null) {
            return known;
        }
        if (impossible.containsKey(model.id())) {
            throw impossible.get(model.id());
        }
        if (!begun.contains(model.id())) {
            Optional<NeuronSurvey> saved = saved(model);
            if (saved.isPresent() && saved.get().isDone()) {
                return keep(model, saved.get());
            }
            begin(model);
        }
        var done = traces.measurements().done(key(model)).orElse(new Measurements.Done(0, 0, false));
        throw new OrreryException(
                new LibraryError.NeuronsNotRead(done.done(), done.all() == 0 ? NeuronTexts.USUAL : done.all()));
    }

    private Optional<NeuronSurvey> saved(Model model) {
        try {
            var shipped = SurveyFiles.shipped(model);
            return shipped.isPresent() || folder.isEmpty()
                    ? shipped
                    : SurveyFiles.read(SurveyFiles.file(folder.get(), model.id()), model);
        } catch (IOException | OrreryException e) {
            LOG.atWarn()
                    .addKeyValue("model", model.preset().id())
                    .addKeyValue("reason", e.getMessage())
                    .log("A survey of neurons cannot be read; it is made anew.");
            return Optional.empty();
        }
    }

    /** Its memory stays reserved: a survey is needed as long as its model is offered. */
    private NeuronSurvey keep(Model model, NeuronSurvey survey) {
        if (traces.budget().tryReserve(NeuronSurvey.bytes(survey.header())).isEmpty()) {
            throw new OrreryException(new LibraryError.NoMemory(COME_AGAIN_SECONDS));
        }
        surveys.put(model.id(), survey);
        return survey;
    }

    private static String key(Model model) {
        return "survey of neurons " + model.id();
    }

    private void begin(Model model) {
        var texts = NeuronTexts.own(model, NeuronTexts.USUAL, NeuronTexts.SEED, traces.workers());
        var header = NeuronSurvey.Header.of(model.id(), model.graph(), texts.source(), texts.count());
        long bytes = NeuronSurvey.bytes(header) + 2 * traces.bytes(model.id(), NeuronTexts.LONGEST);
        var survey = new NeuronSurvey[1];
        CompletionStage<byte[]> made = traces.measurements()
                .of(
                        key(model),
                        () -> bytes,
                        texts.count() * 1_000_000_000L,
                        progress -> {
                            survey[0] = made(model, texts, progress);
                            return new byte[0];
                        },
                        Requester.whenIdle("surveys of neurons"));
        begun.add(model.id());
        made.whenComplete((answer, failure) -> ended(model, survey[0], failure));
    }

    private NeuronSurvey made(Model model, NeuronTexts texts, Measurements.Pieces progress) {
        try {
            if (folder.isPresent()) {
                var file = SurveyFiles.file(folder.get(), model.id());
                return SurveyFiles.complete(file, model, texts, traces.workers(), progress::done);
            }
            var survey = texts.begin(model);
            texts.addTo(survey, model, traces.workers(), progress::done);
            return survey;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void ended(Model model, NeuronSurvey survey, Throwable failure) {
        begun.remove(model.id());
        if (failure == null) {
            keep(model, survey);
        } else if (failure instanceof OrreryException e && e.error() instanceof LabError) {
            impossible.put(model.id(), e);
        } else {
            LOG.warn("A survey of neurons could not be made.", failure);
        }
    }
}
