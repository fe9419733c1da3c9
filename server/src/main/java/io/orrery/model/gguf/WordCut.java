package io.orrery.model.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a byte-level tokenizer cuts a text into words before it merges pairs. A GGUF file only has a name for it
 * ({@code tokenizer.ggml.pre}); the patterns are those of the models' own {@code tokenizer.json}.
 */
enum WordCut {
    /** GPT-2's, which the library has built in. */
    GPT2(List.of("gpt-2"), "") {
        @Override
        ObjectNode json(ObjectNode bytes) {
            return bytes;
        }
    },
    /** The same for texts whose accents are composed first. */
    OLMO(List.of("olmo", "mpt"), "") {
        @Override
        ObjectNode json(ObjectNode bytes) {
            return bytes;
        }

        @Override
        boolean isComposed() {
            return true;
        }
    },
    SMOLLM(List.of("smollm"), "") {
        @Override
        ObjectNode json(ObjectNode bytes) {
            var digits = JSON.objectNode().put("type", "Digits").put("individual_digits", true);
            return sequence(digits, bytes);
        }
    },
    /** Numbers of up to three digits. */
    LLAMA3(List.of("llama-bpe", "llama3", "llama-v3"), words("\\p{N}{1,3}")) {
        @Override
        boolean beginsWithBos() {
            return true;
        }

        @Override
        boolean prefersWholeWords() {
            return true;
        }
    },
    /** Llama 3's words, also of OLMo 2. */
    DBRX(List.of("dbrx", "smaug-bpe"), words("\\p{N}{1,3}")),

    /** Single digits. */
    QWEN2(List.of("qwen2", "deepseek-r1-qwen"), words("\\p{N}")) {
        @Override
        boolean isComposed() {
            return true;
        }
    };

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> names;
    private final String pattern;

    /** @param names its names in files */
    WordCut(List<String> names, String pattern) {
        this.names = names;
        this.pattern = pattern;
    }

    static Optional<WordCut> named(String name) {
        return Arrays.stream(values()).filter(cut -> cut.names.contains(name)).findFirst();
    }

    /** All names in quotation marks, for messages. */
    static List<String> known() {
        return Arrays.stream(values())
                .flatMap(cut -> cut.names.stream())
                .map(name -> '"' + name + '"')
                .toList();
    }

    private static String words(String numbers) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" + numbers
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    /** The {@code pre_tokenizer}. @param bytes the part that turns bytes into characters, and cuts as GPT-2 does */
    ObjectNode json(ObjectNode bytes) {
        var split = JSON.objectNode()
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false);
        split.putObject("pattern").put("Regex", pattern);
        return sequence(split, bytes.deepCopy().put("use_regex", false));
    }

    private static ObjectNode sequence(ObjectNode first, ObjectNode second) {
        var sequence = JSON.objectNode().put("type", "Sequence");
        sequence.putArray("pretokenizers").add(first).add(second);
        return sequence;
    }

    /** Whether letters and their accents are composed first (NFC). */
    boolean isComposed() {
        return false;
    }

    /** Whether texts begin with the start token if no key says so. */
    boolean beginsWithBos() {
        return false;
    }

    /** Whether a word that is a token stays whole, whatever its merges are. */
    boolean prefersWholeWords() {
        return false;
    }
}
