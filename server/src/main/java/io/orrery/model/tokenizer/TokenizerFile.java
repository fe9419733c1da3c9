package io.orrery.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.TokenizerError;
import io.orrery.model.config.ContentId;
import io.orrery.model.file.JsonFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.stream.StreamSupport;

/** Reads a Hugging Face {@code tokenizer.json}. */
public final class TokenizerFile {
    public static final String NAME = "tokenizer.json";

    /** The size limit, bytes. The largest vocabularies in use, of a quarter of a million tokens, take about 35 MB. */
    public static final int LONGEST = 64 << 20;

    /** The pattern of a pre-tokenizer that makes each character a token, including line breaks. */
    private static final String EACH_CHARACTER = "[\\s\\S]";

    private final String file;
    private final ObjectNode root;

    private TokenizerFile(String file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads a tokenizer from a file.
     *
     * @param vocabulary the size of the model's vocabulary
     * @throws OrreryException if it is not a valid tokenizer, or if it has tokens that the model does not have
     */
    public static Tokenizer read(String file, byte[] json, int vocabulary) throws IOException {
        var root = JsonFile.parse(file, json);
        var tokenizer = new TokenizerFile(file, root);
        tokenizer.requireVocabulary();
        // The checked JSON is written again, so that the library reads exactly what was checked.
        return tokenizer.read(vocabulary, ContentId.of(json), JsonFile.bytes(TokenizerRules.checked(file, root)));
    }

    /**
     * Reads a tokenizer from a tree that was made by this program, and neither truncates nor pads.
     *
     * @param json the tree as text
     */
    public static Tokenizer read(String file, ObjectNode root, byte[] json, int vocabulary) {
        var tokenizer = new TokenizerFile(file, root);
        tokenizer.requireVocabulary();
        TokenizerRules.checked(file, root);
        return tokenizer.read(vocabulary, ContentId.of(json), json);
    }

    private Tokenizer read(int vocabulary, String id, byte[] safe) {
        if (isSingleLetters()) {
            Map<String, Integer> ids = new HashMap<>();
            forEachPiece(vocabulary, ids::put);
            return new LetterTokenizer(ids);
        }
        if (isWords()) {
            Map<String, Integer> ids = new HashMap<>();
            Map<String, Integer> special = new HashMap<>();
            forEachPiece(vocabulary, ids::put);
            forEachAdded(vocabulary, special::put);
            return new WordTokenizer(ids, special);
        }
        var written = new String[vocabulary];
        forEachPiece(vocabulary, (piece, token) -> written[token] = piece);
        forEachAdded(vocabulary, (piece, token) -> written[token] = piece);
        var pieces = new Pieces(written, isByteLevel());
        Set<Integer> marks = new HashSet<>();
        forEachAdded(vocabulary, (piece, token) -> marks.add(token));
        boolean keepsWholes = root.path("model").path("ignore_merges").asBoolean();
        return new NativeTokenizer(
                file, id, safe, pieces, () -> Merges.read(safe, pieces, marks, keepsWholes), example());
    }

    /** A few English words, for a tokenizer that has tokens for any text. */
    private String example() {
        boolean readsAnything = root.path("model").path("byte_fallback").asBoolean() || isByteLevel();
        return readsAnything ? "Once upon a time" : "";
    }

    private boolean isByteLevel() {
        return root.path("decoder").path("type").asText().equals("ByteLevel");
    }

    private void requireVocabulary() {
        if (root.path("model").path("vocab").isEmpty()) {
            throw new OrreryException(new TokenizerError.NoVocabulary(file));
        }
    }

    private void forEachPiece(int size, ObjIntConsumer<String> known) {
        var entries = root.path("model").path("vocab");
        if (entries.isObject()) {
            entries.properties()
                    .forEach(entry -> known.accept(entry.getKey(), id(entry.getKey(), entry.getValue(), size)));
            return;
        }
        // A unigram model lists its pieces with their scores, in the order of their ids.
        int next = 0;
        for (var piece : entries) {
            var text = piece.path(0).asText();
            known.accept(text, id(text, IntNode.valueOf(next++), size));
        }
    }

    private void forEachAdded(int size, ObjIntConsumer<String> known) {
        for (var token : root.path("added_tokens")) {
            var content = token.path("content").asText();
            known.accept(content, id(content, token.path("id"), size));
        }
    }

    private int id(String piece, JsonNode id, int size) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
            throw new OrreryException(new TokenizerError.BadTokenId(file, piece, id.toString()));
        }
        if (id.intValue() >= size) {
            throw new OrreryException(new TokenizerError.TokenIdTooLarge(file, piece, id.toString(), size));
        }
        return id.intValue();
    }

    /** Whether the tokenizer makes each character one token and does nothing else. */
    private boolean isSingleLetters() {
        var split = root.path("pre_tokenizer");
        return root.path("model").path("type").asText().equals("WordLevel")
                && root.path("model").path("vocab").properties().stream()
                        .map(Map.Entry::getKey)
                        .allMatch(piece -> piece.codePointCount(0, piece.length()) == 1)
                && isNothing("normalizer")
                && isNothing("post_processor")
                && isNothing("added_tokens")
                && split.path("type").asText().equals("Split")
                && split.path("behavior").asText().equals("Isolated")
                && split.path("pattern").path("Regex").asText().equals(EACH_CHARACTER)
                && root.path("decoder").path("type").asText().equals("Fuse");
    }

    /**
     * Whether the tokenizer makes each word and each punctuation mark one token, joins them with spaces, and does nothing
     * else.
     */
    private boolean isWords() {
        var split = root.path("pre_tokenizer");
        var stages = split.path("pretokenizers");
        var decoder = root.path("decoder");
        return root.path("model").path("type").asText().equals("WordLevel")
                && isNothing("normalizer")
                && isNothing("post_processor")
                && StreamSupport.stream(root.path("added_tokens").spliterator(), false)
                        .allMatch(TokenizerFile::isPlain)
                && split.path("type").asText().equals("Sequence")
                && stages.size() == 2
                && stages.path(0).path("type").asText().equals("WhitespaceSplit")
                && stages.path(1).path("type").asText().equals("Punctuation")
                && stages.path(1).path("behavior").asText().equals("Isolated")
                && decoder.path("type").asText().equals("WordPiece")
                && decoder.path("cleanup").asBoolean();
    }

    /** Whether an added token is special, and found wherever a text contains it. */
    private static boolean isPlain(JsonNode token) {
        return token.path("special").asBoolean()
                && !token.path("single_word").asBoolean()
                && !token.path("lstrip").asBoolean()
                && !token.path("rstrip").asBoolean();
    }

    private boolean isNothing(String key) {
        var value = root.path(key);
        return value.isNull() || value.isMissingNode() || (value.isArray() && value.isEmpty());
    }
}
