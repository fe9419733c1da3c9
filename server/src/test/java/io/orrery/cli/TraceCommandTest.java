package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.model.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf"})
    void fileContainsEveryTensorOfTheReference(String model) throws IOException {
        var one = Fixtures.json(Fixtures.reference(model, "cases.json")).get("long");
        var file = folder.resolve("long.safetensors");
        var run = trace(
                "--model",
                Fixtures.folder(model).toString(),
                "--prompt",
                one.get("text").textValue(),
                file);
        assertThat(run.code()).as(run.err()).isZero();
        try (var written = Safetensors.open(file);
                var reference = Safetensors.open(Fixtures.reference(model, "long.safetensors"))) {
            assertThat(written.names()).containsAll(reference.names());
            assertThat(written.names()).contains("blocks.1.hook_resid_pre", "blocks.0.attn.hook_result", "probs");
            assertThat(written.metadata().get("tokens").replace(" ", ""))
                    .isEqualTo(one.get("tokens").toString());
            for (var name : reference.names()) {
                var values = written.read(name);
                var expected = reference.read(name);
                assertThat(written.shape(name)).as(name).containsExactly(reference.shape(name));
                for (int i = 0; i < expected.length; i++) {
                    assertThat(values[i] == expected[i]
                                    || Math.abs(values[i] - expected[i]) <= 1e-4 + 1e-4 * Math.abs(expected[i]))
                            .as("%s at %d: %s, not %s", name, i, values[i], expected[i])
                            .isTrue();
                }
            }
        }
    }

    @Test
    void residualStreamIsWrittenUnderBothNames() throws IOException {
        var file = folder.resolve("sort.safetensors");
        assertThat(trace("--model", "nano-sort", "--prompt", "CBABBC", file).out())
                .isEqualTo("Wrote 77 tensors over 6 tokens to " + file + "." + System.lineSeparator());
        try (var written = Safetensors.open(file)) {
            for (int layer = 1; layer < 3; layer++) {
                assertThat(written.read("blocks." + layer + ".hook_resid_pre"))
                        .containsExactly(written.read("blocks." + (layer - 1) + ".hook_resid_post"));
            }
            assertThat(written.shape("blocks.2.attn.hook_attn_scores")).containsExactly(3, 6, 6);
            assertThat(written.read("blocks.2.attn.hook_attn_scores")[1]).isEqualTo(Float.NEGATIVE_INFINITY);
            assertThat(written.read("blocks.2.attn.hook_pattern")[1]).isZero();
        }
    }

    @Test
    void textAndItsTokensGiveTheSameFile() throws IOException {
        var text = folder.resolve("text");
        var tokens = folder.resolve("tokens");
        trace("--model", "nano-sort", "--prompt", "CBABBC", text);
        trace("--model", "nano-sort", "--tokens", "2,1,0,1,1,2", tokens);
        assertThat(Files.readAllBytes(tokens)).isEqualTo(Files.readAllBytes(text));
    }

    @Test
    void jsonDescribesTheFile() throws IOException {
        var file = folder.resolve("sort.safetensors");
        var run = CommandLineRun.of("trace", "--prompt", "CAB", "--out", file.toString(), "--json");
        var json = run.json();
        assertThat(json.get("file").textValue()).isEqualTo(file.toString());
        assertThat(json.get("bytes").longValue()).isEqualTo(Files.size(file));
        assertThat(json.get("tensors").intValue()).isEqualTo(77);
        assertThat(json.get("tokens").toString()).isEqualTo("[2,0,1]");
        assertThat(json.get("model").textValue()).matches("[0-9a-f]{32}");
        assertThat(json).hasSize(5);
    }

    @Test
    void changedModelIsWritten() throws IOException {
        var file = folder.resolve("changed.safetensors");
        var run = CommandLineRun.of(
                "trace", "--prompt", "CAB", "--out", file.toString(), "--json", "--set", "blocks.1.hook_mlp_out=zero");
        assertThat(run.json().at("/changes/0").textValue()).isEqualTo("blocks.1.hook_mlp_out=zero");
        try (var written = Safetensors.open(file)) {
            assertThat(written.read("blocks.1.hook_mlp_out")).containsOnly(0);
            assertThat(written.read("blocks.1.hook_resid_post"))
                    .containsExactly(written.read("blocks.1.hook_resid_mid"));
        }
        for (var bad :
                List.of("blocks.1.attn.hook_z[7]=zero", "token@3=cut", "blocks.0.attn.hook_attn_scores[0,0,0]=cut")) {
            var refused = CommandLineRun.of("trace", "--prompt", "CAB", "--out", folder + "/x", "--set", bad);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).hasLineCount(1);
        }
    }

    @Test
    void failedWriteIsOneSentenceAndLeavesNoFile() throws IOException {
        var expected = Map.of(
                folder.resolve("none/x.safetensors").toString(),
                        "There is no such file or folder: " + folder.resolve("none"),
                folder.toString(), folder + " cannot be read or written: Is a directory.");
        expected.forEach((file, words) -> {
            var run = CommandLineRun.of("trace", "--prompt", "CAB", "--out", file);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains(words).hasLineCount(1);
        });
        assertThat(CommandLineRun.of("trace", "--prompt", "CAB").err())
                .contains("--out=FILE")
                .hasLineCount(1);
        assertThat(CommandLineRun.of("trace", "--prompt", "CxB", "--out", folder + "/x")
                        .err())
                .contains("\"x\"")
                .hasLineCount(1);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static CommandLineRun trace(String option, String value, String text, String given, Path file) {
        return CommandLineRun.of("trace", option, value, text, given, "--out", file.toString());
    }
}
