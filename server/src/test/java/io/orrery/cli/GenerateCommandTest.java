package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.model.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GenerateCommandTest {
    @TempDir
    Path folder;

    @Test
    void sortingModelSortsAndOnlyTheContinuationIsPrinted() {
        assertThat(generate("--prompt", "CBABBC", "--max-tokens", "6"))
                .isEqualTo(new CommandLineRun(0, "ABBBCC" + System.lineSeparator(), ""));
    }

    @Test
    void storyModelEndsItsStory() {
        var prompt = "when lily and tom went to the park, tom gave a ball to";
        assertThat(generate("--model", "tiny-tales", "--prompt", prompt, "--max-tokens", "2"))
                .isEqualTo(new CommandLineRun(0, "Lily." + System.lineSeparator(), ""));
        var story = generate("--model", "tiny-tales", "--prompt", prompt, "--max-tokens", "50");
        assertThat(story.code()).isZero();
        assertThat(story.out()).startsWith("Lily. ").doesNotContain("<end>");
    }

    @Test
    void jsonIsOneObjectWithTheTextAndItsTokens() throws IOException {
        var run = generate("--model", "nano-sort", "--tokens", "2, 1,0,1,1,2", "--max-tokens", "6", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.json())
                .isEqualTo(new CommandLineRun(0, "{\"text\": \"ABBBCC\", \"tokens\": [0, 1, 1, 1, 2, 2]}", "").json());
    }

    static Stream<Arguments> cases() throws IOException {
        Stream.Builder<Arguments> all = Stream.builder();
        for (var model : new String[] {
            "gpt2-tiny",
            "gpt2-tiny-untied-erf",
            "gpt2-tiny-lora",
            "llama-tiny-sharded",
            "mistral-tiny",
            "gguf/bpe-q4_k_m"
        }) {
            Fixtures.json(Fixtures.reference(model, "cases.json"))
                    .fieldNames()
                    .forEachRemaining(name -> all.add(Arguments.of(model, name)));
        }
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void greedyDecodingGivesTheReferencesText(String model, String name) throws IOException {
        var one = Fixtures.json(Fixtures.reference(model, "cases.json")).get(name);
        var named = Fixtures.named(model);
        var options = new ArrayList<>(List.of(
                "--model",
                named.name(),
                "--prompt",
                one.get("text").textValue(),
                "--max-tokens",
                Integer.toString(one.get("greedy").size()),
                "--temperature",
                "0",
                "--ignore-eos",
                "--json"));
        named.adapter().ifPresent(folder -> options.addAll(List.of("--lora", folder)));
        var run = generate(options.toArray(String[]::new));
        assertThat(run.json().get("tokens")).isEqualTo(one.get("greedy"));
        assertThat(run.json().get("text")).isEqualTo(one.get("greedy_text"));
    }

    @Test
    void generationStopsAfterTheEndOfTextTokenWhichIsNotPartOfTheText() throws IOException {
        // The reference continues " garden. Anna saw". This makes the full stop (token 14) the end-of-text token.
        Fixtures.copy("gpt2-tiny", folder);
        var config = (ObjectNode) Fixtures.json(folder.resolve("config.json"));
        Files.writeString(
                folder.resolve("config.json"), config.put("eos_token_id", 14).toString());
        String[] options = {
            "--model", folder.toString(), "--prompt", "Lily and Tom were in the", "--max-tokens", "5", "--json"
        };
        var run = generate(options);
        assertThat(run.json().get("tokens").toString()).isEqualTo("[365,14]");
        assertThat(run.json().get("text").textValue()).isEqualTo(" garden");
        var on = generate(
                Stream.concat(Stream.of(options), Stream.of("--ignore-eos")).toArray(String[]::new));
        assertThat(on.json().get("tokens").toString()).isEqualTo("[365,14,336,303,260]");
        assertThat(on.json().get("text").textValue()).isEqualTo(" garden Anna saw a");
    }

    @Test
    void sameSeedDrawsTheSameTextAndAnotherSeedDoesNot() {
        var model = Fixtures.folder("gpt2-tiny").toString();
        String[] seeds = {"1", "1", "2"};
        var texts = Stream.of(seeds)
                .map(seed -> generate("--model", model, "--prompt", "The", "--temperature", "1.5", "--seed", seed))
                .toList();
        assertThat(texts.get(1)).isEqualTo(texts.get(0));
        assertThat(texts.get(2)).isNotEqualTo(texts.get(0));
        assertThat(generate("--model", model, "--prompt", "The", "--temperature", "1.5", "--top-k", "1"))
                .isEqualTo(generate("--model", model, "--prompt", "The"));
        assertThat(generate("--model", model, "--prompt", "The", "--temperature", "1.5", "--top-p", "0.0001"))
                .isEqualTo(generate("--model", model, "--prompt", "The"));
    }

    @Test
    void withoutALimitTheContextIsFilled() throws IOException {
        assertThat(generate("--prompt", "CBABBC", "--json").json().get("tokens"))
                .hasSize(6);
        assertThat(generate("--prompt", "CBABBCABCAB", "--json").json().get("tokens"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --prompt CBD                        | This model reads only A, B and C, and character 3 of the text is "D".
            --prompt abc                        | character 1 of the text is "a"; write "A", a capital letter.
            --prompt=                           | The text is empty; at least one token is needed.
            --tokens=                           | The text is empty; at least one token is needed.
            --tokens 0,3                        | There is no token 3; this model knows tokens 0 to 2.
            --tokens 0,-1                       | There is no token -1; this model knows tokens 0 to 2.
            --tokens 0,,1                       | "" is not a token; --tokens takes numbers separated by commas, such as 2,1,0.
            --tokens 99999999999                | "99999999999" is not a token
            --prompt ABCABCABCABC               | The text has 12 tokens; this model takes at most 11.
            --prompt CBABBC --max-tokens 7      | context of 11 has room for 6 more, not 7.
            --prompt A --max-tokens 2147483647  | context of 11 has room for 11 more, not 2147483647.
            --prompt A --max-tokens 0           | --max-tokens must be at least 1, not 0.
            --prompt A --max-tokens x           | Invalid value for option '--max-tokens'
            --prompt A --temperature -1         | --temperature must be a number from 0 to 100, not -1.0.
            --prompt A --temperature NaN        | --temperature must be a number from 0 to 100, not NaN.
            --prompt A --top-k 0                | --top-k must be at least 1, not 0.
            --prompt A --seed -1                | --seed must be a whole number from 0 to 2^53 − 1, not -1.
            --prompt A --top-p 2                | --top-p must be more than 0 and at most 1, not 2.0.
            --prompt A --tokens 1               | mutually exclusive
            --max-tokens 3                      | --prompt=TEXT | --tokens=NUMBERS
            --prompt A --model no-such-model    | There is no model "no-such-model"; name a preset (nano-sort, tiny-tales, tiny-tales-de) or a folder
            --prompt A --model nano-sort@7      | The model "nano-sort" has no checkpoint "7"; it has 0, 25
            --prompt A --lora no-such-folder    | There is no adapter "no-such-folder"; name a folder with adapter_config.json
            --prompt A --best                   | Unknown option: '--best'
            """)
    void impossibleRequestIsOneSentenceOnStandardErrorAndExitCode2(String options, String words) {
        var run = generate(options.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(words).hasLineCount(1).doesNotContain("Exception", "\tat ");
    }

    @Test
    void unusualTextIsReadAsItIsOrRefusedInOneSentence() throws IOException {
        var gpt2 = Fixtures.folder("gpt2-tiny").toString();
        for (var text : List.of(
                "👩‍👩‍👧‍👦🦊", "שלום עולם", "مرحبا", "e\u0301\u0301\u0301", "a\u0007\u001b[31mb", "\ud83d", " ")) {
            var run = generate("--model", gpt2, "--prompt", text, "--max-tokens", "1", "--json");
            assertThat(run.code()).as(text).isZero();
            assertThat(run.json().get("tokens")).hasSize(1);
            assertThat(run.err()).isEmpty();
        }
        for (var text : List.of("A".repeat(1 << 20), "👩‍👩‍👧‍👦", "שלום", "A\u001b[31m", "\u202eABC", "\ud83d")) {
            var run = generate("--prompt", text);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().strip()).hasLineCount(1).endsWith(".").hasSizeLessThan(600);
            assertThat(run.err()).doesNotContain("\u001b", "\u202e", "Exception");
        }
        var endless = generate("--model", gpt2, "--prompt", "word ".repeat(200_000));
        assertThat(endless.code()).isEqualTo(2);
        assertThat(endless.err())
                .contains("tokens; this model takes at most 128.")
                .hasLineCount(1);
    }

    private static CommandLineRun generate(String... options) {
        return CommandLineRun.of(
                Stream.concat(Stream.of("generate"), Stream.of(options)).toArray(String[]::new));
    }
}
