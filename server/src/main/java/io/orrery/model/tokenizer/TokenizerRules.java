package io.orrery.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.TokenizerError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks a {@code tokenizer.json} before the native library reads it.
 *
 * <p>Unexpected input makes the native library end the whole process, instead of failing the call: an index out of
 * range, a special token that is referred to but missing, a regular expression that runs for too long. Therefore each
 * part of the file must be known to be safe, with values that are known to be safe; otherwise the file is refused.
 */
public final class TokenizerRules {
    private static final Set<String> MODELS = Set.of("BPE", "WordLevel", "Unigram");

    private static final Set<String> NORMALIZERS = Set.of(
            "Sequence", "Prepend", "Replace", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "StripAccents");

    private static final Set<String> PRE_TOKENIZERS = Set.of(
            "Sequence", "ByteLevel", "Digits", "Split", "Metaspace", "Whitespace", "WhitespaceSplit", "Punctuation");

    private static final Set<String> POST_PROCESSORS = Set.of("Sequence", "ByteLevel", "TemplateProcessing");

    private static final Set<String> DECODERS =
            Set.of("Sequence", "ByteLevel", "Replace", "ByteFallback", "Fuse", "Strip", "Metaspace", "WordPiece");

    /** The deepest nesting. Nested sequences do not occur in practice; a vocabulary's merge is four levels deep. */
    private static final int DEEPEST = 16;

    private final String file;
    private final ObjectNode root;

    private TokenizerRules(String file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * The checked file for the library, without truncation and padding.
     *
     * @param file the file's name in messages
     * @throws OrreryException if a part of the file is not known to be safe
     */
    static ObjectNode checked(String file, ObjectNode root) {
        var rules = new TokenizerRules(file, root);
        rules.checkForm(root, 0);
        rules.checkModel();
        rules.parts("normalizer", "normalizers", NORMALIZERS).forEach(rules::checkPattern);
        rules.parts("pre_tokenizer", "pretokenizers", PRE_TOKENIZERS).forEach(rules::checkPattern);
        rules.parts("post_processor", "processors", POST_PROCESSORS).forEach(rules::checkTemplate);
        for (JsonNode decoder : rules.parts("decoder", "decoders", DECODERS)) {
            rules.checkPattern(decoder);
            rules.checkStrip(decoder);
        }
        if (root.path("truncation").isNull() && root.path("padding").isNull()) {
            return root;
        }
        var whole = root.deepCopy();
        whole.putNull("truncation");
        whole.putNull("padding");
        return whole;
    }

    /** Refuses deep nesting and large numbers, which crash the library. */
    private void checkForm(JsonNode node, int depth) {
        expect(depth <= DEEPEST, () -> new TokenizerError.TokenizerTooDeep(file));
        if (node.isNumber()) {
            boolean fits = node.isIntegralNumber() ? node.canConvertToLong() : Double.isFinite(node.doubleValue());
            expect(fits, () -> new TokenizerError.TokenizerNumberTooLarge(file));
        }
        for (JsonNode inner : node) {
            checkForm(inner, depth + 1);
        }
    }

    private void checkModel() {
        JsonNode model = root.path("model");
        // Old files, of GPT-2's time, do not name the type of their model. Only BPE has merges.
        String type = model.path("type").asText(model.has("merges") ? "BPE" : "");
        if (!MODELS.contains(type)) {
            throw unsupported("model.type", model.path("type"), MODELS);
        }
        for (String key : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            expect(isNothing(model.path(key)), () -> new TokenizerError.TokenizerAffix(file, "model." + key));
        }
        JsonNode dropout = model.path("dropout");
        expect(
                dropout.isNull() || dropout.isMissingNode() || (dropout.isNumber() && dropout.doubleValue() == 0),
                () -> new TokenizerError.TokenizerDropout(file, "model.dropout"));
    }

    private static boolean isNothing(JsonNode text) {
        return text.isNull()
                || text.isMissingNode()
                || (text.isTextual() && text.textValue().isEmpty());
    }

    /** The parts of a stage. A sequence is replaced by its parts. */
    private List<JsonNode> parts(String stage, String listed, Set<String> known) {
        List<JsonNode> parts = new ArrayList<>();
        collect(stage, root.path(stage), listed, known, parts);
        return parts;
    }

    private void collect(String where, JsonNode part, String listed, Set<String> known, List<JsonNode> into) {
        if (part.isNull() || part.isMissingNode()) {
            return;
        }
        String type = part.path("type").asText();
        if (!part.path("type").isTextual() || !known.contains(type)) {
            throw unsupported(where + ".type", part.path("type"), known);
        }
        if (!type.equals("Sequence")) {
            into.add(part);
            return;
        }
        expect(part.path(listed).isArray(), () -> new TokenizerError.TokenizerNotAList(file, where + "." + listed));
        for (JsonNode inner : part.path(listed)) {
            expect(inner.isObject(), () -> new TokenizerError.TokenizerNotObjects(file, where + "." + listed));
            collect(where + "." + listed, inner, listed, known, into);
        }
    }

    private void checkPattern(JsonNode part) {
        JsonNode regex = part.path("pattern").path("Regex");
        if (!regex.isMissingNode()) {
            expect(
                    regex.isTextual() && SafePattern.isSafe(regex.textValue()),
                    () -> new TokenizerError.TokenizerPatternUnsafe(file));
        }
    }

    /** Refuses to strip characters at the end: the decoder does not check whether there are enough. */
    private void checkStrip(JsonNode part) {
        if (part.path("type").asText().equals("Strip")) {
            expect(part.path("stop").asInt(-1) == 0, () -> new TokenizerError.TokenizerStrip(file, "decoder.stop"));
        }
    }

    /** Checks that a template uses only special tokens that are defined, and no text but A or, in pairs, B. */
    private void checkTemplate(JsonNode part) {
        if (!part.path("type").asText().equals("TemplateProcessing")) {
            return;
        }
        Map<String, JsonNode> special = new HashMap<>();
        part.path("special_tokens").properties().forEach(entry -> special.put(entry.getKey(), entry.getValue()));
        special.forEach((name, token) -> expect(
                token.path("ids").isArray()
                        && token.path("tokens").isArray()
                        && token.path("ids").size() == token.path("tokens").size(),
                () -> new TokenizerError.TokenizerSpecialTokens(file, "post_processor.special_tokens")));
        for (String template : List.of("single", "pair")) {
            for (JsonNode piece : part.path(template)) {
                JsonNode token = piece.path("SpecialToken");
                JsonNode text = piece.path("Sequence");
                boolean isKnown = !token.isMissingNode()
                        && special.containsKey(token.path("id").asText());
                boolean isText = text.path("id").asText().equals("A")
                        || (template.equals("pair") && text.path("id").asText().equals("B"));
                expect(
                        isKnown || isText,
                        () -> new TokenizerError.TokenizerTemplate(file, "post_processor." + template));
            }
        }
    }

    private static void expect(boolean holds, Supplier<TokenizerError> otherwise) {
        if (!holds) {
            throw new OrreryException(otherwise.get());
        }
    }

    private OrreryException unsupported(String where, JsonNode found, Set<String> known) {
        var sorted = known.stream().sorted().toList();
        return new OrreryException(
                found instanceof MissingNode
                        ? new TokenizerError.MissingTokenizerPart(file, where, sorted)
                        : new TokenizerError.UnsupportedTokenizerPart(file, where, found.toString(), sorted));
    }
}
