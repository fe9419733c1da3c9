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
 * What a {@code tokenizer.json} may ask of the library that reads it.
 *
 * <p>The library is native code, and what it does not expect ends the whole process, not the one call: an index past the
 * end, a special token that is named and not there, a pattern that is tried for too long. So each part of the file is one
 * that is known to do no harm, with the values that it can have there, or the file is refused before the library sees it.
 */
public final class TokenizerRules {
    private static final Set<String> MODELS = Set.of("BPE", "WordLevel", "Unigram");

    private static final Set<String> NORMALIZERS = Set.of(
            "Sequence", "Prepend", "Replace", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "StripAccents");

    private static final Set<String> PRE_TOKENIZERS = Set.of(
            "Sequence", "ByteLevel", "Digits", "Split", "Metaspace", "Whitespace", "WhitespaceSplit", "Punctuation");

    private static final Set<String> POST_PROCESSORS = Set.of("Sequence", "ByteLevel", "TemplateProcessing");

    private static final Set<String> DECODERS =
            Set.of("Sequence", "ByteLevel", "Replace", "ByteFallback", "Fuse", "Strip", "Metaspace");

    /** Sequences within sequences are not met; a merge of a vocabulary is four deep. */
    private static final int DEEPEST = 16;

    private final String file;
    private final ObjectNode root;

    private TokenizerRules(String file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * The file as the library may read it: texts are neither cut nor padded.
     *
     * @param file stands for it in messages
     * @throws OrreryException if it asks for something that is not known to be safe
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

    /** The library ends at what is nested too deeply for it, and at numbers that it has no place for. */
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
        // Files of GPT-2's time do not name the kind of their model; only one has merges.
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

    /** The parts of a stage, those of sequences one by one. */
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

    /** The decoder cuts so many characters off both ends, and does not look whether there are as many. */
    private void checkStrip(JsonNode part) {
        if (part.path("type").asText().equals("Strip")) {
            expect(part.path("stop").asInt(-1) == 0, () -> new TokenizerError.TokenizerStrip(file, "decoder.stop"));
        }
    }

    /** What stands before and after a text is there, and the text is the only one. */
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
