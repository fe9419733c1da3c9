package io.orrery.model.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Converts the tokenizer in a GGUF file's metadata to the equivalent {@code tokenizer.json}, so that the same library
 * reads both.
 */
public final class GgufTokenizer {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    /** SentencePiece's character for a space. */
    private static final String SPACE = "▁";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final List<Long> types;

    private GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        this.tokens = required("tokens", String.class);
        this.types = metadata.list(key("token_type"), Long.class)
                .orElseGet(() -> Collections.nCopies(tokens.size(), (long) NORMAL));
        if (types.size() != tokens.size()) {
            throw new OrreryException(new ConfigError.TokenTypesMissing(metadata.file(), tokens.size(), types.size()));
        }
    }

    /**
     * The tokenizer.json.
     *
     * @throws OrreryException if the kind of tokenizer is unsupported, or if the tokenizer is invalid
     */
    public static ObjectNode json(GgufMetadata metadata) {
        return new GgufTokenizer(metadata).json();
    }

    private static String key(String name) {
        return "tokenizer.ggml." + name;
    }

    private <T> List<T> required(String name, Class<T> items) {
        return metadata.list(key(name), items).orElseThrow(() -> metadata.missing(key(name)));
    }

    private ObjectNode json() {
        var json = JSON.objectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        addAddedTokens(json);
        switch (metadata.requiredText(key("model"))) {
            case "gpt2" -> addBytePairs(json);
            case "llama" -> addSentencePieces(json);
            default -> throw metadata.unsupported(key("model"), ConfigError.UnsupportedGgufTokenizer::new);
        }
        return json;
    }

    private void addAddedTokens(ObjectNode json) {
        var added = json.putArray("added_tokens");
        for (int id = 0; id < tokens.size(); id++) {
            int type = types.get(id).intValue();
            if (type == UNKNOWN || type == CONTROL || type == USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type != USER_DEFINED);
            }
        }
    }

    /** Byte-level BPE, as in GPT-2. */
    private void addBytePairs(ObjectNode json) {
        var bytes = JSON.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
        var pre = WordCut.named(metadata.text(key("pre")).orElse(""))
                .orElseThrow(() -> metadata.unsupported(
                        key("pre"),
                        (file, key, value) ->
                                new ConfigError.UnsupportedWordCut(file, key, value, new Series(WordCut.known()))));
        if (pre.isComposed()) {
            json.putObject("normalizer").put("type", "NFC");
        } else {
            json.putNull("normalizer");
        }
        json.set("pre_tokenizer", pre.json(bytes));
        addAround(json, pre.beginsWithBos());
        json.set("decoder", bytes);
        var model = addModel(json, false).put("ignore_merges", pre.prefersWholeWords());
        var merges = model.putArray("merges");
        required("merges", String.class).forEach(merges::add);
    }

    /** SentencePiece's BPE, as in Llama 2. */
    private void addSentencePieces(ObjectNode json) {
        var steps = json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        boolean addsSpace = metadata.flag(key("add_space_prefix")).orElse(true);
        if (addsSpace) {
            steps.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        replace(steps.addObject(), " ", SPACE);
        json.putNull("pre_tokenizer");
        addAround(json, true);
        var decoders = json.putObject("decoder").put("type", "Sequence").putArray("decoders");
        replace(decoders.addObject(), SPACE, " ");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (addsSpace) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        var model = addModel(json, true);
        var unknown = IntStream.range(0, tokens.size())
                .filter(id -> types.get(id) == UNKNOWN)
                .findFirst();
        unknown.ifPresent(id -> model.put("unk_token", tokens.get(id)));
        var merges = model.putArray("merges");
        for (var merge : merges()) {
            merges.addArray().add(merge.left()).add(merge.right());
        }
    }

    private static void replace(ObjectNode step, String from, String to) {
        step.put("type", "Replace").put("content", to).putObject("pattern").put("String", from);
    }

    private ObjectNode addModel(ObjectNode json, boolean fallsBackToBytes) {
        var model = json.putObject("model").put("type", "BPE");
        model.putNull("unk_token");
        model.put("fuse_unk", fallsBackToBytes).put("byte_fallback", fallsBackToBytes);
        var vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            if (vocabulary.has(tokens.get(id))) {
                throw new OrreryException(new ConfigError.TokenTwice(metadata.file(), tokens.get(id)));
            }
            vocabulary.put(tokens.get(id), id);
        }
        return model;
    }

    /**
     * Adds the tokens before and after every text.
     *
     * @param usually whether to add the start token if no key says so
     */
    private void addAround(ObjectNode json, boolean usually) {
        var before = edge("bos", metadata.flag(key("add_bos_token")).orElse(usually));
        var after = edge("eos", metadata.flag(key("add_eos_token")).orElse(false));
        if (before.isEmpty() && after.isEmpty()) {
            json.putNull("post_processor");
            return;
        }
        var template = json.putObject("post_processor").put("type", "TemplateProcessing");
        var single = template.putArray("single");
        var pair = template.putArray("pair");
        var special = template.putObject("special_tokens");
        for (var text : List.of("A", "B")) {
            for (var target : text.equals("A") ? List.of(single, pair) : List.of(pair)) {
                before.ifPresent(id -> special(target.addObject(), id));
                target.addObject().putObject("Sequence").put("id", text).put("type_id", 0);
                after.ifPresent(id -> special(target.addObject(), id));
            }
        }
        for (var edge : List.of(before, after)) {
            edge.ifPresent(id -> {
                var token = special.putObject(tokens.get(id)).put("id", tokens.get(id));
                token.putArray("ids").add(id);
                token.putArray("tokens").add(tokens.get(id));
            });
        }
    }

    private void special(ObjectNode piece, int id) {
        piece.putObject("SpecialToken").put("id", tokens.get(id)).put("type_id", 0);
    }

    private Optional<Integer> edge(String name, boolean isAdded) {
        if (!isAdded) {
            return Optional.empty();
        }
        var key = key(name + "_token_id");
        long id = metadata.whole(key).orElseThrow(() -> metadata.missing(key));
        if (id < 0 || id >= tokens.size()) {
            throw new OrreryException(new ConfigError.TokenIdOutOfRange(metadata.file(), key, id, tokens.size()));
        }
        return Optional.of((int) id);
    }

    private record Merge(String left, String right, int leftId, int rightId, double score) {}

    /**
     * SentencePiece scores pieces, and merges the pair whose result scores highest. A tokenizer.json lists pairs in
     * order of priority instead. So for each piece, in descending order of score, this lists every pair of pieces that
     * makes it.
     */
    private List<Merge> merges() {
        var scores = required("scores", Double.class);
        if (scores.size() != tokens.size()) {
            throw new OrreryException(
                    new ConfigError.TokenScoresMissing(metadata.file(), tokens.size(), scores.size()));
        }
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (types.get(id) == NORMAL) {
                ids.put(tokens.get(id), id);
            }
        }
        List<Merge> merges = new ArrayList<>();
        ids.forEach((piece, id) -> {
            for (int at = 1; at < piece.length(); at++) {
                var left = piece.substring(0, at);
                var right = piece.substring(at);
                if (ids.containsKey(left) && ids.containsKey(right)) {
                    merges.add(new Merge(left, right, ids.get(left), ids.get(right), scores.get(id)));
                }
            }
        });
        merges.sort(Comparator.comparingDouble(Merge::score)
                .reversed()
                .thenComparingInt(Merge::leftId)
                .thenComparingInt(Merge::rightId));
        return merges;
    }
}
