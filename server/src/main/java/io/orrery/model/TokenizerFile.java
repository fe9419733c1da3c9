package io.orrery.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads a Hugging Face {@code tokenizer.json}. */
final class TokenizerFile {
    static final String NAME = "tokenizer.json";

    /** The largest vocabularies in use, of a quarter of a million tokens, take about 35 MB. */
    static final int LONGEST = 64 << 20;

    /** The pattern of a pre-tokenizer that makes a token of each character, line breaks too. */
    private static final String EACH_CHARACTER = "[\\s\\S]";

    private final String file;
    private final ObjectNode root;

    private TokenizerFile(String file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * The tokenizer that a file describes.
     *
     * @param vocabulary how many tokens the model has
     * @throws BadInputException if it is not a tokenizer, or if it names tokens that the model does not have
     */
    static Tokenizer read(String file, byte[] json, int vocabulary) throws IOException {
        var tokenizer = new TokenizerFile(file, JsonFile.parse(file, json));
        var ids = tokenizer.vocabulary(vocabulary);
        if (tokenizer.isSingleLetters(ids)) {
            return new LetterTokenizer(ids);
        }
        Map<Integer, String> written = new HashMap<>();
        ids.forEach((piece, id) -> written.put(id, piece));
        written.putAll(tokenizer.addedTokens(vocabulary));
        byte[] safe = TokenizerRules.checked(file, tokenizer.root).toString().getBytes(StandardCharsets.UTF_8);
        return new NativeTokenizer(
                file, ContentId.of(json), safe, new Pieces(written, tokenizer.isByteLevel()), tokenizer.example());
    }

    /** Words of a language, for a tokenizer that has tokens for any text. */
    private String example() {
        boolean readsAnything = root.path("model").path("byte_fallback").asBoolean() || isByteLevel();
        return readsAnything ? "Once upon a time" : "";
    }

    private boolean isByteLevel() {
        return root.path("decoder").path("type").asText().equals("ByteLevel");
    }

    private Map<String, Integer> vocabulary(int size) {
        var entries = root.path("model").path("vocab");
        Map<String, Integer> ids = new HashMap<>();
        if (entries.isObject()) {
            entries.properties().forEach(entry -> ids.put(entry.getKey(), id(entry.getKey(), entry.getValue(), size)));
        } else {
            // A unigram model lists its pieces with their scores, in the order of their ids.
            for (var piece : entries) {
                ids.put(piece.path(0).asText(), ids.size());
            }
        }
        if (ids.isEmpty()) {
            throw bad("holds no vocabulary (model.vocab)");
        }
        return ids;
    }

    private Map<Integer, String> addedTokens(int size) {
        Map<Integer, String> pieces = new HashMap<>();
        for (var token : root.path("added_tokens")) {
            var content = token.path("content").asText();
            pieces.put(id(content, token.path("id"), size), content);
        }
        return pieces;
    }

    private int id(String piece, JsonNode id, int size) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
            throw bad("gives \"%s\" the id %s, which is not a token's number".formatted(piece, id));
        }
        if (id.intValue() >= size) {
            throw bad("gives \"%s\" the id %s, but the model has %d tokens (vocab_size in config.json)"
                    .formatted(piece, id, size));
        }
        return id.intValue();
    }

    /** Whether each character is one token and nothing else happens to a text. */
    private boolean isSingleLetters(Map<String, Integer> ids) {
        var split = root.path("pre_tokenizer");
        return root.path("model").path("type").asText().equals("WordLevel")
                && ids.keySet().stream().allMatch(piece -> piece.codePointCount(0, piece.length()) == 1)
                && isNothing("normalizer")
                && isNothing("post_processor")
                && isNothing("added_tokens")
                && split.path("type").asText().equals("Split")
                && split.path("behavior").asText().equals("Isolated")
                && split.path("pattern").path("Regex").asText().equals(EACH_CHARACTER)
                && root.path("decoder").path("type").asText().equals("Fuse");
    }

    private boolean isNothing(String key) {
        var value = root.path(key);
        return value.isNull() || value.isMissingNode() || (value.isArray() && value.isEmpty());
    }

    private BadInputException bad(String what) {
        return new BadInputException("bad-tokenizer", file + " " + what + ".", Map.of("file", file));
    }
}
