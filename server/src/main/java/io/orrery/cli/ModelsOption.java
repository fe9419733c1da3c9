package io.orrery.cli;

import io.orrery.model.ModelReference;
import io.orrery.model.download.ModelsFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --models}: the folder for downloaded models. */
public final class ModelsOption {
    @Option(
            names = "--models",
            paramLabel = "FOLDER",
            defaultValue = "models",
            description = "The folder with models that \"orrery pull\" has downloaded. By default ${DEFAULT-VALUE}.")
    private Path folder;

    ModelsFolder folder() {
        return new ModelsFolder(folder);
    }

    /** The reference to the downloaded model's folder if there is one, otherwise the reference itself. */
    public ModelReference found(ModelReference reference) {
        return folder().find(reference.name())
                .map(path -> new ModelReference(path.toString(), reference.adapter()))
                .orElse(reference);
    }
}
