package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.trace.change.References;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The texts over which means are taken. */
final class ReferenceTexts {
    private static final int LONGEST = 1 << 20;

    private ReferenceTexts() {}

    /** The reference texts of a model, as tokens. */
    static List<List<Integer>> of(Model opened) {
        return References.of(
                opened.preset().references(),
                opened.tokenizer(),
                opened.graph().sizes().n_ctx());
    }

    /**
     * Reads a file: a text a line, as tokens with commas. Empty lines do not count.
     *
     * @throws OrreryException with {@link CommandLineError.NotTokens} if a line is no text
     */
    static List<List<Integer>> read(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > LONGEST) {
            throw new OrreryException(new ModelError.FileTooLarge(file.toString(), Files.size(file), LONGEST));
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new OrreryException(new CommandLineError.NotTokens(file.toString(), 1));
        }
        var texts = new ArrayList<List<Integer>>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                texts.add(TextOptions.numbers(lines.get(i)));
            } catch (OrreryException e) {
                throw new OrreryException(new CommandLineError.NotTokens(file.toString(), i + 1));
            }
        }
        return texts;
    }
}
