package io.orrery.trace.change;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The texts whose means stand for what a model usually computes: its own, or sixteen sentences. */
public final class References {
    private static final String SENTENCES = "references.txt";

    private References() {}

    /**
     * The tokens of the texts, cut to the model's context.
     *
     * @param own the model's reference texts; if there are none, the sixteen sentences are taken
     * @throws OrreryException with {@link LabError.NoReferences} if the model cannot read one of them
     */
    public static List<List<Integer>> of(List<String> own, Tokenizer tokenizer, int context) {
        try {
            return (own.isEmpty() ? sentences() : own)
                    .stream()
                            .map(tokenizer::encode)
                            .map(tokens ->
                                    Arrays.stream(tokens).limit(context).boxed().toList())
                            .filter(tokens -> !tokens.isEmpty())
                            .toList();
        } catch (OrreryException e) {
            throw new OrreryException(new LabError.NoReferences());
        }
    }

    /** Sixteen plain English sentences. */
    public static List<String> sentences() {
        try (var file = References.class.getResourceAsStream(SENTENCES)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
