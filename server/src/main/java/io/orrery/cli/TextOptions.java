package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.model.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The text to run: {@code --prompt} or {@code --tokens}. */
public final class TextOptions {
    @Option(names = "--prompt", paramLabel = "TEXT", required = true, description = "The text.")
    private String prompt;

    @Option(
            names = "--tokens",
            paramLabel = "NUMBERS",
            required = true,
            description = "The text as token numbers, separated by commas: 2,1,0.")
    private String tokens;

    /** The tokens of the text; none if it is empty. */
    public List<Integer> tokens(Tokenizer tokenizer) {
        return prompt != null ? Arrays.stream(tokenizer.encode(prompt)).boxed().toList() : numbers(tokens);
    }

    /** Reads token numbers separated by commas. */
    public static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (var number : text.isBlank() ? new String[0] : text.split(",", -1)) {
            try {
                numbers.add(Integer.valueOf(number.strip()));
            } catch (NumberFormatException e) {
                throw new OrreryException(new CommandLineError.NotAToken(number.strip()));
            }
        }
        return numbers;
    }
}
