package io.orrery.model.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.error.OrreryException;
import io.orrery.model.chat.ChatTemplate.Message;
import io.orrery.model.file.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatTemplateTest {
    private static final List<Message> HELLO = List.of(new Message("user", "Hello"));

    @TempDir
    Path folder;

    /**
     * Reference output of Jinja2 3.1.6 in Python, with trim_blocks and lstrip_blocks, as transformers configures it.
     */
    static Stream<Arguments> conversations() throws IOException {
        Stream.Builder<Arguments> all = Stream.builder();
        new JsonMapper()
                .readTree(resource("reference.json"))
                .properties()
                .forEach(template -> template.getValue().forEach(one -> all.add(Arguments.of(template.getKey(), one))));
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversationIsRenderedOrRefusedLikeTheReference(String file, JsonNode one) throws IOException {
        var conversation = new ArrayList<Message>();
        one.get("chat")
                .forEach(turn -> conversation.add(new Message(
                        turn.get("role").textValue(), turn.get("content").textValue())));
        var template = new ChatTemplate(file, resource(file), "<s>", "</s>");

        if (one.has("written")) {
            assertThat(template.write(conversation))
                    .isEqualTo(one.get("written").textValue());
        } else {
            var reason = one.get("refused").textValue();
            assertThatThrownBy(() -> template.write(conversation))
                    .isInstanceOfSatisfying(
                            OrreryException.class,
                            e -> assertThat(e.error().type().word()).isEqualTo("bad-chat"))
                    .hasMessageContaining(reason.substring(0, reason.length() - 1));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {{ messages[0].content | frobbed }}                        § it uses the filter "frobbed", which is not known here
            {{ unheard_of('x') }}                                      § Could not resolve function 'unheard_of'
            {% frob %}                                                 § Unknown tag: frob
            {% include '/etc/passwd' %}                                § /etc/passwd
            {{ messages.getClass().forName('java.lang.Runtime') }}     § Cannot find method 'getClass'
            {% set x = 'aaaaaaaa' %}{% for a in range(1000) %}{% set x = x + x %}{% endfor %}{{ x }} § over limit
            """)
    void unsupportedOrExcessiveTemplateIsRefused(String template, String reason) {
        assertThatThrownBy(() -> new ChatTemplate("model", template, "", "").write(HELLO))
                .isInstanceOf(OrreryException.class)
                .hasMessageStartingWith("The chat template of model cannot write this conversation: ")
                .hasMessageContaining(reason);
    }

    @Test
    void nestedLoopsTimeOut() {
        var loop = "{% for a in range(1000) %}";
        var template = loop.repeat(5) + "{% set x = a %}" + "{% endfor %}".repeat(5);
        assertThatThrownBy(() -> new ChatTemplate("model", template, "", "").write(HELLO))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("it takes longer than 2 s");
    }

    @Test
    void templateIsReadFromEachOfThreePlaces() throws IOException {
        var template = "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}";
        var tokens = "\"bos_token\": {\"content\": \"<a>\"}, \"eos_token\": \"<b>\"";
        assertThat(inFolder()).isEmpty();
        write("tokenizer_config.json", "{%s, \"chat_template\": \"%s\"}".formatted(tokens, template));
        assertThat(inFolder().orElseThrow().write(HELLO)).isEqualTo("<a>Hello<b>");
        write(
                "tokenizer_config.json",
                "{%s, \"chat_template\": [{\"name\": \"tool_use\", \"template\": \"x\"}, {\"name\": \"default\", \"template\": \"%s!\"}]}"
                        .formatted(tokens, template));
        assertThat(inFolder().orElseThrow().write(HELLO)).isEqualTo("<a>Hello<b>!");
        write("chat_template.jinja", template + "?");
        assertThat(inFolder().orElseThrow().write(HELLO)).isEqualTo("<a>Hello<b>?");
    }

    private Optional<ChatTemplate> inFolder() throws IOException {
        return ChatTemplateFile.of(new ModelFolder.OnDisk(folder));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static String resource(String file) {
        try (var stream = ChatTemplateTest.class.getResourceAsStream("/chat/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
