package io.orrery.library;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Anatomy;
import io.orrery.lab.Attribution;
import io.orrery.lab.Rival;
import io.orrery.lab.Subject;
import io.orrery.model.Model;
import io.orrery.model.Structure;
import io.orrery.model.chat.ChatTemplate;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.tour.Walk;
import io.orrery.trace.Distribution;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Requester;
import io.orrery.trace.Sampling;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.wire.TraceSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The traces that are computed with the models of a {@link Catalog}, on behalf of one requester. */
public final class Library {
    /** Number of candidates for the next token in a summary. */
    private static final int NEXT = 20;

    private static final int PROMPTS = 100_000;

    private final Catalog catalog;
    private final Traces traces;
    private final Requester requester;

    /** Prompt lengths by trace id, as last requested. The id identifies the tokens only, not how many are the prompt. */
    private final Cache<String, Integer> promptLengths;

    /** Learns the recipe of a trace that other servers may know; none if this server is alone. */
    private final AtomicReference<Optional<Function<String, CompletableFuture<Void>>>> others;

    /** Of large models, by content id. They are as many as the server offers. */
    private final Map<String, Anatomy> anatomies;

    private final NeuronAnswers neurons;

    /** A library without checkpoints. */
    public Library(List<Model> models, List<Structure> structures, Traces traces) {
        this(models, structures, new Checkpoints(), Optional.empty(), traces);
    }

    /**
     * @param models in display order
     * @param structures models without weights, which can be viewed but not run
     * @param checkpoints of these models; they can be run by name or content id, but are not listed among the models
     * @param trained the folder for the weights of trainings on this server, beside that of surveys of neurons; empty to save none
     */
    public Library(
            List<Model> models,
            List<Structure> structures,
            Checkpoints checkpoints,
            Optional<Path> trained,
            Traces traces) {
        this.catalog = new Catalog(models, structures, checkpoints, trained, traces);
        this.traces = traces;
        this.requester = Requester.ofRoom("the server itself");
        this.promptLengths = Caffeine.newBuilder().maximumSize(PROMPTS).build();
        this.anatomies = new ConcurrentHashMap<>();
        this.others = new AtomicReference<>(Optional.empty());
        this.neurons = new NeuronAnswers(traces, trained.map(path -> path.resolveSibling(SurveyFiles.FOLDER)));
    }

    private Library(Library library, Requester requester) {
        this.catalog = library.catalog;
        this.traces = library.traces;
        this.promptLengths = library.promptLengths;
        this.anatomies = library.anatomies;
        this.others = library.others;
        this.neurons = library.neurons;
        this.requester = requester;
    }

    /** A view of this library that computes for another requester, until that one leaves. */
    public Library forRequester(Requester other) {
        return new Library(this, other);
    }

    /** The queue of traces: its length, and how many traces have been cancelled. */
    public Traces.Queue queue() {
        return traces.queue();
    }

    /** Statistics of the cache of traces. */
    public CacheStats traceStats() {
        return traces.stats();
    }

    /** The models on offer, their checkpoints, and what trainings made of them. */
    public Catalog catalog() {
        return catalog;
    }

    /**
     * The model with a content id.
     *
     * @throws OrreryException with {@link LibraryError.UnknownModel}, or {@link LibraryError.StructureOnly} if it has no weights
     */
    public Model model(String id) {
        return catalog.model(id);
    }

    public CompletableFuture<TraceSummary> prompt(Model model, String text) {
        return tokens(model, encode(model, text));
    }

    /** The trace of a conversation, up to where the model's answer begins. */
    public CompletableFuture<TraceSummary> chat(Model model, List<ChatTemplate.Message> conversation) {
        return tokens(model, encodeVerbatim(model, written(model, conversation)));
    }

    /** A conversation as text, formatted by the model's chat template. */
    public static String written(Model model, List<ChatTemplate.Message> conversation) {
        var template = model.chat()
                .orElseThrow(() -> new OrreryException(
                        new LibraryError.NoChat(model.preset().title())));
        return template.write(conversation);
    }

    public CompletableFuture<TraceSummary> tokens(Model model, int[] tokens) {
        if (tokens.length == 0) {
            throw new OrreryException(new LibraryError.EmptyPrompt());
        }
        int limit = longestPrompt(model);
        if (tokens.length > limit) {
            throw new OrreryException(new LibraryError.PromptTooLong(tokens.length, limit));
        }
        return make(new Recipe(model.id(), boxed(tokens)), tokens.length);
    }

    /** The longest prompt of a model, in tokens: as its preset says, or as the memory allows. */
    public int longestPrompt(Model model) {
        return Math.min(model.preset().maxPrompt(), traces.longest(model.id()));
    }

    /** The longest text of a model, in tokens, that its context and the memory allow. */
    public int longestText(Model model) {
        return traces.longest(model.id());
    }

    /** Ends what has waited too long; to be called several times a second. */
    public void endWaits() {
        traces.endWaits();
    }

    /** The number of traces that have not begun. */
    public int line() {
        return traces.line();
    }

    /** The numbers of requests that were answered with when to come again. */
    public Traces.Refusals refusals() {
        return traces.refusals();
    }

    /** The number of turns of the scheduler so far. */
    public long turns() {
        return traces.turns();
    }

    /** The memory that traces and answers share. */
    public MemoryBudget memory() {
        return traces.budget();
    }

    /**
     * Reserves memory for an answer to this library's requester.
     *
     * @throws OrreryException with {@link LibraryError.NoMemory} if there is none at present
     */
    public MemoryBudget.Reservation reserve(long bytes) {
        return traces.budget().reserve(bytes, requester);
    }

    /**
     * Keeps a trace's memory counted until the result is closed, while an answer is written from it.
     *
     * @throws OrreryException with {@link LibraryError.NoMemory} if the trace was evicted and there is no memory for it
     */
    public MemoryBudget.Hold hold(Trace trace) {
        return trace.hold(requester);
    }

    /** The bytes that the run of a text of a model takes. */
    public long bytes(Model model, int tokens) {
        return traces.bytes(model.id(), tokens);
    }

    /** The trace that a room or a page begins with: of the preset's prompt, or of token 0 if it has none. */
    public CompletableFuture<TraceSummary> example(Model model) {
        String prompt = model.preset().prompt();
        return prompt.isEmpty() ? tokens(model, new int[] {0}) : prompt(model, prompt);
    }

    /** Makes a trace known by its id again, without computing it. Whether it can be computed is found out when it is asked for. */
    public void learn(String model, List<Integer> tokens, List<String> changes) {
        traces.learn(new Recipe(model, tokens, Changes.parse(changes)));
    }

    /** Whether a trace of this id can be computed when it is asked for. */
    public boolean isKnown(String trace) {
        return traces.recipe(trace).isPresent();
    }

    /** The trace of tokens that were saved, with their changes and prompt length. */
    CompletableFuture<TraceSummary> run(String model, List<Integer> tokens, List<String> changes, int promptLength) {
        return make(new Recipe(model, tokens, Changes.parse(changes)), promptLength);
    }

    /**
     * The trace of the same text with other changes than it has. One at a position that the text does not have does nothing
     * until it has it.
     *
     * @throws OrreryException with a {@link io.orrery.error.LabError} if a change is not possible
     */
    public CompletableFuture<TraceSummary> changed(String trace, List<Change> changes) {
        return find(trace)
                .thenCompose(found ->
                        make(found.recipe().with(Changes.canonical(found.graph(), changes)), promptLength(found)));
    }

    /** A trace with tokens appended. */
    public CompletableFuture<TraceSummary> append(String trace, int[] tokens) {
        return find(trace).thenCompose(found -> grow(found, tokens));
    }

    /** A trace with a sampled next token appended. */
    public CompletableFuture<TraceSummary> generate(String trace, Sampling sampling) {
        return find(trace).thenCompose(found -> grow(found, found.next(sampling)));
    }

    /** A trace without its last tokens; at least one token remains. */
    public CompletableFuture<TraceSummary> back(String trace, int tokens) {
        return find(trace).thenCompose(found -> {
            int length = Math.max(1, found.positions() - tokens);
            return make(found.recipe().prefix(length), Math.min(length, promptLength(found)));
        });
    }

    /** The trace of the same tokens with another model, which must have the same tokenizer. */
    public CompletableFuture<TraceSummary> withModel(String trace, Model other) {
        return find(trace).thenCompose(found -> {
            requireSameTokenizer(found.recipe().model(), other.id());
            return make(
                    new Recipe(
                            other.id(), found.recipe().tokens(), found.recipe().changes()),
                    promptLength(found));
        });
    }

    /** @throws OrreryException with {@link LibraryError.TokenizersDiffer} if equal token ids mean different tokens */
    public void requireSameTokenizer(String first, String second) {
        Model one = model(first);
        Model other = model(second);
        boolean same = one.tokenizer().id().equals(other.tokenizer().id())
                && one.graph().sizes().d_vocab() == other.graph().sizes().d_vocab();
        if (!same) {
            throw new OrreryException(new LibraryError.TokenizersDiffer(
                    one.preset().title(), other.preset().title()));
        }
    }

    /** Questions of why, asked by this library's requester. */
    public Lab lab() {
        return new Lab(this, traces, requester);
    }

    /**
     * What moves one neuron of a model in many texts, and what it speaks for, as JSON.
     *
     * @throws OrreryException with {@link LibraryError.NeuronsNotRead} if that is not measured yet
     */
    public CompletableFuture<byte[]> neuron(String model, int layer, int neuron) {
        return neurons.neuron(model(model), layer, neuron, requester);
    }

    /**
     * The neurons of a model that fire on some words, as JSON.
     *
     * @param words with commas, or the name of a kind of words
     * @throws OrreryException with {@link LibraryError.NeuronsNotRead} if that is not measured yet
     */
    public CompletableFuture<byte[]> neurons(String model, String words) {
        return neurons.search(model(model), words, requester);
    }

    /** Facts of tours, asked by this library's requester. */
    public FactAnswers facts() {
        return new FactAnswers(this, traces, requester);
    }

    public Tokenizer tokenizer(Trace trace) {
        return model(trace.recipe().model()).tokenizer();
    }

    /** The trace of the first {@code length} tokens, all of them prompt. */
    CompletableFuture<TraceSummary> prefix(TraceSummary trace, int length) {
        return make(new Recipe(trace.model(), trace.tokens(), Changes.parse(trace.changes())).prefix(length), length);
    }

    /** What a trace gives to each of these tokens as the next one, in this order. */
    CompletableFuture<List<TraceSummary.Next>> chances(String trace, List<Integer> tokens) {
        return find(trace).thenApply(found -> {
            float[] p = found.probabilities(found.positions() - 1);
            return tokens.stream()
                    .map(token -> {
                        if (token >= p.length) {
                            throw new OrreryException(new LibraryError.TokenOutOfVocabulary(token, p.length - 1));
                        }
                        return new TraceSummary.Next(token, tokenizer(found).piece(token), p[token]);
                    })
                    .toList();
        });
    }

    public CompletableFuture<TraceSummary> summary(String trace) {
        return find(trace).thenApply(found -> summary(found, promptLength(found)));
    }

    /**
     * The trace with an id. Computed again if it is no longer cached.
     *
     * @throws OrreryException with {@link LibraryError.UnknownTrace} if its recipe is not known
     */
    public CompletableFuture<Trace> find(String trace) {
        if (!isKnown(trace) && others.get().isPresent()) {
            return others.get().get().apply(trace).thenCompose(asked -> trace(recipe(trace)));
        }
        return trace(recipe(trace));
    }

    private Recipe recipe(String trace) {
        return traces.recipe(trace).orElseThrow(() -> new OrreryException(new LibraryError.UnknownTrace(trace)));
    }

    /** From now on asks other servers for recipes that this one does not know. @param learning learns one by its trace's id, or not */
    public void ask(Function<String, CompletableFuture<Void>> learning) {
        others.set(Optional.of(learning));
    }

    /** What a trace is computed from; empty if it is not known here. The prompt's length is 0 if nobody has said it. */
    public Optional<TraceRecipe> recipeOf(String trace) {
        return traces.recipe(trace)
                .map(known -> new TraceRecipe(
                        known.model(),
                        known.tokens(),
                        Changes.texts(known.changes()),
                        Optional.ofNullable(promptLengths.getIfPresent(trace)).orElse(0)));
    }

    /** What a trace is computed from, for other servers. @param changes see {@link TraceSummary#changes} */
    public record TraceRecipe(String model, List<Integer> tokens, List<String> changes, int promptLength) {}

    /** Takes in a recipe that another server knows. */
    public void learn(String trace, TraceRecipe recipe) {
        learn(recipe.model(), recipe.tokens(), recipe.changes());
        if (recipe.promptLength() > 0) {
            promptLengths.put(trace, recipe.promptLength());
        }
    }

    private CompletableFuture<Trace> trace(Recipe recipe) {
        // Opens a checkpoint or a training's weights that are not in memory at present.
        catalog.open(recipe.model());
        return traces.trace(recipe, requester);
    }

    private CompletableFuture<TraceSummary> grow(Trace trace, int... tokens) {
        int limit = trace.graph().sizes().n_ctx();
        if (trace.positions() + tokens.length > limit) {
            throw new OrreryException(new LibraryError.ContextFull(limit));
        }
        var longer = new ArrayList<>(trace.recipe().tokens());
        longer.addAll(boxed(tokens));
        return make(new Recipe(trace.recipe().model(), longer, trace.recipe().changes()), promptLength(trace));
    }

    private CompletableFuture<TraceSummary> make(Recipe recipe, int promptLength) {
        return trace(recipe).thenApply(trace -> {
            promptLengths.put(trace.id(), promptLength);
            return summary(trace, promptLength);
        });
    }

    /** How much of a trace's text is the prompt, as last requested; all of it if that is not known. */
    int promptLength(Trace trace) {
        return promptLengths.asMap().getOrDefault(trace.id(), trace.positions());
    }

    private TraceSummary summary(Trace trace, int promptLength) {
        Model model = model(trace.recipe().model());
        var text = model.tokenizer().pieces(trace.recipe().tokens());
        int positions = trace.graph().sizes().n_ctx();
        var tokens = trace.recipe().tokens();
        boolean ended = model.config().endOfText().contains(tokens.get(tokens.size() - 1));
        return new TraceSummary(
                trace.id(),
                model.id(),
                tokens,
                text,
                promptLength,
                positions,
                next(model, trace),
                ended,
                Changes.texts(trace.recipe().changes()),
                trace.recipe().isChanged() ? trace.recipe().with(List.of()).id() : "",
                rival(model, trace),
                visits(model, trace));
    }

    /** The layers that a walk through the trace visits; of a small model, nothing is measured. */
    private List<Integer> visits(Model model, Trace trace) {
        var sizes = trace.graph().sizes();
        if (sizes.n_layers() <= Walk.FEW_LAYERS) {
            return List.of();
        }
        if (sizes.d_vocab() == 1) {
            return Walk.visited(sizes.n_layers());
        }
        var runnable = traces.model(trace);
        var anatomy = anatomies.computeIfAbsent(model.id(), id -> Anatomy.of(runnable.graph()));
        var subject = Subject.of(runnable, anatomy, trace, traces.workers());
        var target = new Rival(model).target(subject, trace.positions() - 1, OptionalInt.empty());
        return Walk.visited(sizes.n_layers(), Attribution.layers(subject, target));
    }

    private static Optional<TraceSummary.Next> rival(Model model, Trace trace) {
        int last = trace.positions() - 1;
        float[] logits = trace.logits(last);
        int answer = Distribution.of(logits, Sampling.GREEDY).token(0);
        int token = new Rival(model).of(answer, logits, trace.recipe().tokens());
        return token == answer ? Optional.empty() : Optional.of(candidate(model, trace.probabilities(last), token));
    }

    private static TraceSummary.Next candidate(Model model, float[] p, int token) {
        return new TraceSummary.Next(token, model.tokenizer().piece(token), p[token]);
    }

    private static List<TraceSummary.Next> next(Model model, Trace trace) {
        int last = trace.positions() - 1;
        float[] p = trace.probabilities(last);
        var distribution = Distribution.of(trace.logits(last), Sampling.GREEDY);
        return IntStream.range(0, Math.min(NEXT, distribution.size()))
                .mapToObj(rank -> candidate(model, p, distribution.token(rank)))
                .toList();
    }

    /**
     * The tokens of a text.
     *
     * @throws OrreryException if the model cannot read it; the error names the models on offer that can
     */
    public int[] encode(Model model, String text) {
        try {
            return model.tokenizer().encode(text);
        } catch (OrreryException e) {
            throw e.error() instanceof LibraryError.UnreadableText unreadable
                    ? new OrreryException(unreadable.withReaders(readers(text)))
                    : e;
        }
    }

    /** The titles of the models on offer that can read a text and have room for it. */
    private List<String> readers(String text) {
        return catalog.models().stream()
                .filter(model -> canRead(model, text))
                .map(model -> model.preset().title())
                .toList();
    }

    private boolean canRead(Model model, String text) {
        try {
            return model.tokenizer().encode(text).length <= longestPrompt(model);
        } catch (OrreryException e) {
            return false;
        }
    }

    /** The tokens of a text that {@link #written} returned; adds no begin-of-text token. */
    public static int[] encodeVerbatim(Model model, String text) {
        return model.tokenizer().encodeVerbatim(text);
    }

    private static List<Integer> boxed(int[] tokens) {
        return Arrays.stream(tokens).boxed().toList();
    }
}
