package io.orrery.cli;

import io.orrery.model.Model;
import io.orrery.model.Presets;
import java.io.IOException;
import picocli.CommandLine.Option;

/** {@code --model}, wherever a model is named. */
final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "nano-sort",
            description = "A preset's id or a folder in the Hugging Face layout; nano-sort@400 is a preset at step 400"
                    + " of its training. By default ${DEFAULT-VALUE}.")
    private String reference;

    String reference() {
        return reference;
    }

    Model open() throws IOException {
        return Presets.open(reference);
    }
}
