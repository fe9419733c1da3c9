package io.orrery.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.model.file.JsonFile;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.gguf.GgufMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the chat template among a model's files. A model without one cannot chat. */
public final class ChatTemplateFile {
    static final String NAME = "chat_template.jinja";
    static final String CONFIG = "tokenizer_config.json";

    /**
     * The size limit of the configuration file, bytes. It lists all special tokens, of which some models have
     * thousands.
     */
    private static final int LONGEST_CONFIG = 8 << 20;

    private ChatTemplateFile() {}

    /**
     * The template of a folder in the Hugging Face layout.
     *
     * @throws OrreryException if a file exists but cannot be used
     */
    public static Optional<ChatTemplate> of(ModelFolder folder) throws IOException {
        var config = folder.read(CONFIG, LONGEST_CONFIG);
        JsonNode json = config.isPresent()
                ? JsonFile.parse(folder.describe(CONFIG), config.get())
                : com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        var alone = folder.read(NAME, ChatTemplate.LONGEST).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        var template = alone.or(() -> inConfig(json.path("chat_template")));
        var file = folder.describe(alone.isPresent() ? NAME : CONFIG);
        return template.map(
                text -> new ChatTemplate(file, text, token(json.path("bos_token")), token(json.path("eos_token"))));
    }

    /** The template in a GGUF file's metadata. */
    public static Optional<ChatTemplate> of(GgufMetadata metadata, String file) {
        return metadata.text("tokenizer.chat_template")
                .filter(text -> text.length() <= ChatTemplate.LONGEST)
                .map(text -> new ChatTemplate(file, text, token(metadata, "bos"), token(metadata, "eos")));
    }

    /** The value is one template, or a list of templates of which one is named "default". */
    private static Optional<String> inConfig(JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        for (var named : value) {
            if (named.path("name").asText().equals("default")) {
                return Optional.of(named.path("template").asText());
            }
        }
        return Optional.empty();
    }

    private static String token(JsonNode value) {
        return value.isObject() ? value.path("content").asText() : value.asText("");
    }

    private static String token(GgufMetadata metadata, String name) {
        var tokens = metadata.list("tokenizer.ggml.tokens", String.class);
        return metadata.whole("tokenizer.ggml." + name + "_token_id")
                .filter(id -> tokens.isPresent() && id >= 0 && id < tokens.get().size())
                .map(id -> tokens.get().get(id.intValue()))
                .orElse("");
    }
}
