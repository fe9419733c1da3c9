package io.orrery.lab.tool;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import io.orrery.lab.Anatomy;
import io.orrery.lab.Attention;
import io.orrery.lab.Embedding;
import io.orrery.lab.Patching;
import io.orrery.lab.Place;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.TextPair;
import io.orrery.lab.Writer;
import io.orrery.trace.Distribution;
import io.orrery.trace.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which value of a clean text's run mends the run of a corrupted one. The subject is one of them; the other is given by its
 * tokens: {@code fromTokens} if it is the clean one, {@code intoTokens} if it is the corrupted one. Everything is tried, or
 * {@code only} one place, or {@code texts}: nothing, both runs are only compared. With {@code near}, tokens are offered for a
 * position.
 */
public final class PatchTool implements Tool {
    private static final String CLEAN = "fromTokens";
    private static final String CORRUPTED = "intoTokens";
    private static final String ONLY = "only";
    private static final String TEXTS = "texts";
    private static final String NEAR = "near";

    private static final Pattern SWAP = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");

    /** How many of each run's most probable tokens are listed. */
    private static final int WORDS = 5;

    /** How many tokens are offered instead of another one. */
    private static final int OFFERED = 40;

    /** A number in a list. */
    private static final int NUMBER = 32;

    /** A token's probabilities in three runs: its place in their orders, what is sorted, and its logit. */
    private static final long PROBABILITIES = 112;

    private static final int LAYER = 1024;
    private static final int LAYER_JSON = 5 * Extent.PART_JSON + 64;

    @Override
    public String name() {
        return "patch";
    }

    @Override
    public List<String> parameters() {
        return List.of(CLEAN, CORRUPTED, ONLY, NEAR);
    }

    @Override
    public List<String> tokenKeys() {
        return List.of("token", NEAR, "clean_tokens", "corrupted_tokens");
    }

    /** Both texts; everything if all is tried, and the value that is put in. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        var second = second(opened);
        String other = opened.has("into", "first") ? CLEAN : CORRUPTED;
        String tokens = second.stream().map(String::valueOf).collect(Collectors.joining(","));
        var only = new ArrayList<>(List.of(Optional.of(TEXTS)));
        if (!second.equals(opened.tokens())) {
            if (opened.has("try", "all")) {
                only.add(Optional.empty());
            }
            opened.value(ONLY).ifPresent(place -> only.add(Optional.of(place)));
        }
        return only.stream()
                .map(place -> {
                    var parameters = new TreeMap<>(Map.of(other, tokens));
                    place.ifPresent(named -> parameters.put(ONLY, named));
                    return Opened.Request.of(this, parameters);
                })
                .toList();
    }

    /** The second text: the run's, with the swaps {@code position.token.instead} of the view. One that is of another text is none. */
    private static List<Integer> second(Opened opened) {
        var second = new ArrayList<>(opened.tokens());
        for (String swap : opened.value("swap").map(all -> all.split(",")).orElse(new String[0])) {
            var numbers = SWAP.matcher(swap);
            if (!numbers.matches()) {
                return opened.tokens();
            }
            int position = Integer.parseInt(numbers.group(1));
            int instead = Integer.parseInt(numbers.group(3));
            if (position >= second.size()
                    || opened.tokens().get(position) != Integer.parseInt(numbers.group(2))
                    || instead >= opened.sizes().d_vocab()) {
                return opened.tokens();
            }
            second.set(position, instead);
        }
        return second;
    }

    /** The other text's run, and that of the mended one; the distributions of all three, or the tokens that are near. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        long positions = extent.positions();
        boolean isAll = parameters.text(ONLY).isEmpty();
        boolean isNear = parameters.text(NEAR).isPresent();
        long places = sizes.n_layers() * (positions + sizes.n_heads() + 1);
        long words = 3L * WORDS + (isNear ? OFFERED : 0);
        return new Need(
                        2 * extent.run()
                                + Extent.rows(positions, 0)
                                + (isAll ? places * NUMBER : sizes.d_vocab() * PROBABILITIES)
                                + (isNear ? sizes.d_vocab() * EmbeddingTool.CANDIDATE : 0)
                                + sizes.n_layers() * LAYER
                                + positions * 3 * NUMBER,
                        (isAll ? places : 3 * positions + 4 * words) * Extent.NUMBER_JSON
                                + sizes.n_layers() * LAYER_JSON)
                .plus(extent.names(2 * positions + words));
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var pair = pair(question);
        var only = question.parameters().text(ONLY);
        if (only.isEmpty()) {
            return json(
                    pair.clean(), pair.target(), Patching.of(pair.clean(), pair.corrupted(), pair.target(), progress));
        }
        if (!only.get().equals(TEXTS)) {
            return mended(pair, Place.parse(only.get()));
        }
        var answer = texts(pair, Optional.empty());
        question.parameters().whole(NEAR).ifPresent(position -> answer.put(NEAR, near(question.subject(), position)));
        return answer;
    }

    /** Tokens that may stand instead of one of the text: those with the most similar rows of the embedding, nearest first. */
    private static List<Integer> near(Subject subject, int position) {
        if (position < 0 || position >= subject.length()) {
            throw new OrreryException(new LabError.NoSuchPosition(position, subject.length() - 1));
        }
        return Embedding.of(subject.graph(), subject.weights())
                .nearest(subject.tokens().get(position), OFFERED)
                .stream()
                .map(Embedding.Near::token)
                .toList();
    }

    private static TextPair pair(ToolRequest question) {
        var parameters = question.parameters();
        boolean isClean = parameters.text(CORRUPTED).isPresent();
        if (isClean && parameters.text(CLEAN).isPresent()) {
            throw new OrreryException(new LabError.EitherOf(CLEAN, CORRUPTED));
        }
        String given = isClean ? CORRUPTED : CLEAN;
        parameters.required(given);
        var tokens = parameters.list(given);
        int length = question.subject().length();
        // Before it is run, for which no memory was reserved.
        if (tokens.size() != length) {
            throw new OrreryException(
                    new LabError.LengthsDiffer(isClean ? length : tokens.size(), isClean ? tokens.size() : length));
        }
        var other = question.subject().ofText(tokens);
        var clean = isClean ? question.subject() : other;
        var corrupted = isClean ? other : question.subject();
        // two texts have their own rival: what the other one says
        Target target = parameters.isAgainst(ToolRequest.ALL)
                ? Target.againstAll(clean, question.position(), parameters.whole("a"))
                : Patching.target(clean, corrupted, question.position(), parameters.whole("a"), parameters.compared());
        return new TextPair(clean, corrupted, target);
    }

    public static Map<String, Object> json(Subject clean, Target target, Patching patching) {
        var answer = ToolRequest.about(clean, target);
        answer.put("clean", patching.clean());
        answer.put("corrupted_difference", patching.corrupted());
        answer.put("resid_pre", patching.stream());
        answer.put("z", patching.heads());
        answer.put("mlp_out", patching.mlps());
        return answer;
    }

    /** What one value of the clean run makes of the corrupted one. */
    public static Map<String, Object> mended(TextPair pair, Place place) {
        var mended = pair.mended(place);
        var answer = texts(pair, Optional.of(mended));
        answer.put("place", place.toString());
        answer.put("recovered", pair.recovered(mended));
        return answer;
    }

    /** Both runs side by side, and which places there are. */
    private static Map<String, Object> texts(TextPair pair, Optional<Subject> mended) {
        var target = pair.target();
        var answer = ToolRequest.about(pair.clean(), target);
        answer.put("clean", pair.cleanDifference());
        answer.put("corrupted_difference", pair.corruptedDifference());
        mended.ifPresent(run -> answer.put("mended_difference", target.difference(run.logits(target.position()))));
        var differing = pair.differing();
        answer.put("differing", differing);
        answer.put(
                "clean_tokens",
                differing.stream().map(pair.clean().tokens()::get).toList());
        answer.put(
                "corrupted_tokens",
                differing.stream().map(pair.corrupted().tokens()::get).toList());
        var runs = Stream.concat(Stream.of(pair.clean(), pair.corrupted()), mended.stream())
                .map(run -> Distribution.of(run.logits(target.position()), Sampling.GREEDY))
                .toList();
        answer.put("words", words(runs));
        var anatomy = pair.clean().anatomy();
        var layers = new ArrayList<Map<String, Object>>();
        for (int layer = 0; layer < anatomy.layers(); layer++) {
            layers.add(layer(anatomy, layer));
        }
        answer.put("layers", layers);
        return answer;
    }

    /**
     * The most probable tokens of all runs, with their probabilities in each: clean, corrupted, mended. Those that are most
     * probable in any run come first.
     */
    private static List<Map<String, Object>> words(List<Distribution> runs) {
        var probabilities = runs.stream().map(Distribution::byToken).toList();
        return runs.stream()
                .flatMap(run -> IntStream.range(0, Math.min(WORDS, run.size())).mapToObj(run::token))
                .distinct()
                .sorted(Comparator.comparingDouble((Integer token) -> -probabilities.stream()
                                .mapToDouble(p -> p[token])
                                .max()
                                .orElse(0))
                        .thenComparing(token -> token))
                .map(token -> {
                    Map<String, Object> word = new LinkedHashMap<>();
                    word.put("token", token);
                    word.put("p", probabilities.stream().map(p -> p[token]).toList());
                    return word;
                })
                .toList();
    }

    /** The names of a layer's places, as {@code only} has them; and the node of the stream, which may have another name. */
    private static Map<String, Object> layer(Anatomy anatomy, int layer) {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("resid_pre", anatomy.entry(layer));
        names.put("stream", anatomy.entering(layer).name());
        var attention = anatomy.attention(layer);
        names.put("z", attention.map(Attention::z).map(Node::name).orElse(null));
        names.put("heads", attention.map(Attention::heads).orElse(0));
        names.put(
                "mlp_out",
                anatomy.writers(layer).stream()
                        .filter(Writer::isMlp)
                        .map(writer -> writer.node().name())
                        .toList());
        return names;
    }
}
