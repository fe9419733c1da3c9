package io.orrery.cli;

import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.trace.MemoryPlan;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options {@code --model}, {@code --lora} and {@code --models} of commands that use one model. */
public final class ModelOption {
    static final String MODEL =
            "A preset's id, a folder in the Hugging Face layout, or a .gguf file; nano-sort@400 is a"
                    + " preset at step 400 of its training.";
    static final String LORA = "The folder of a LoRA adapter (as PEFT writes it) that is added to the model's weights.";

    @Option(names = "--model", paramLabel = "MODEL", description = MODEL + " By default nano-sort.")
    private String name = Presets.shipped().get(0);

    @Option(names = "--lora", paramLabel = "DIR", description = LORA)
    private String adapter;

    @Mixin
    private ModelsOption downloaded;

    /** The model by its name or, if it was downloaded, by its folder. */
    ModelReference reference() {
        return downloaded.found(new ModelReference(name, Optional.ofNullable(adapter)));
    }

    /**
     * Opens the model, unless its weights and a short text would need more memory than there is.
     *
     * @throws io.orrery.error.OrreryException if its files cannot be used, or it does not fit
     */
    public Model open() throws IOException {
        return Presets.open(reference(), new MemoryPlan(Runtime.getRuntime().maxMemory())::add);
    }
}
