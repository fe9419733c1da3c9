package io.orrery.model.preset;

import static org.assertj.core.api.Assertions.assertThat;

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
