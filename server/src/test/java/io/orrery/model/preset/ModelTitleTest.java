package io.orrery.model.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTitleTest {
    @ParameterizedTest
    @CsvSource({
        "llama-tiny, Llama tiny",
        "gpt2, GPT2",
        "SmolLM2-135M-Instruct.Q4_1, SmolLM2 135M Instruct Q4_1",
        "tinyllama-1.1b-chat-v1.0.Q4_K_M, Tinyllama 1.1b chat v1.0 Q4_K_M",
        "Llama-3.2-1B-Instruct-f16, Llama 3.2 1B Instruct f16",
        "my_model, My model",
        "models--openai-community--gpt2, Models openai community gpt2",
        "Q8_0, Q8 0",
        "été_2024, Été 2024",
        "---, ---",
    })
    void nameOfAFileBecomesReadable(String name, String title) {
        assertThat(ModelTitle.ofFile(name)).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource({
        // a record of the training: the file's name is of the same model, and shorter
        "SmolLM2-135M-Instruct.Q4_1, Smollm2 135M 8k Lc100K Mix1 Ep2, smollm2, 135M, SmolLM2 135M Instruct",
        "smollm2-135m-instruct-q8_0, Smollm2 135M 8k Lc100K Mix1 Ep2, smollm2, 135M, Smollm2 135m instruct",
        // the file's name does not say which model it is, or is no shorter
        "model, Smollm2 135M 8k Lc100K Mix1 Ep2, smollm2, 135M, Smollm2 135M",
        "smollm2-135m-8k-lc100k-mix1-ep2-f16, Smollm2 135M 8k Lc100K Mix1 Ep2, smollm2, 135M, Smollm2 135M",
        "SmolLM2-360M-Instruct, Smollm2 135M 8k Lc100K Mix1 Ep2, smollm2, 135M, Smollm2 135M",
        // names
        "llama, Meta Llama 3.1 8B Instruct, Meta-Llama-3.1, 8B, Meta Llama 3.1 8B Instruct",
        "tinyllama-1.1b-chat, TinyLlama 1.1B Chat v1.0, TinyLlama, 1.1B, TinyLlama 1.1B Chat v1.0",
        // without a base name, nothing tells a name from a record
        "mine-f16, My Own Model of Six Words, , 1B, My Own Model of Six Words",
        "mine-f16, My Own Model of Six Words, mine, , My Own Model of Six Words",
        "my_model.Q4_K_M, , , , My model Q4_K_M",
    })
    void nameInAFileIsTheTitleUnlessItIsARecordOfTheTraining(
            String file, String name, String base, String size, String title) {
        var said = new ModelTitle.Said(Optional.ofNullable(name), Optional.ofNullable(base), Optional.ofNullable(size));

        assertThat(ModelTitle.ofGguf(file, said)).isEqualTo(title);
    }

    @Test
    void nameThatAFileGivesIsOneLineOfBoundedLength() {
        assertThat(ModelTitle.given("SmolLM2 135M Instruct")).contains("SmolLM2 135M Instruct");
        assertThat(ModelTitle.given(" two\nlines\u202e ")).contains("two lines");
        assertThat(ModelTitle.given("\n \u0000")).isEmpty();
        assertThat(ModelTitle.given("x".repeat(1 << 20)).orElseThrow())
                .hasSize(80)
                .endsWith("…");
        assertThat(ModelTitle.ofFile("y".repeat(300))).hasSize(80);
    }
}
