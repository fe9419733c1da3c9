package io.orrery.cli;

import io.orrery.model.ModelReference;
import io.orrery.model.download.ModelsFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --models}, where models are kept that were fetched. */
final class ModelsOption {
    @Option(
            names = "--models",
            paramLabel = "FOLDER",
            defaultValue = "models",
            description = "Where models are kept that \"orrery pull\" fetched. By default ${DEFAULT-VALUE}.")
    private Path folder;

    ModelsFolder folder() {
        return new ModelsFolder(folder);
    }

    /** The same model, by where it is kept if it was fetched. */
    ModelReference found(ModelReference reference) {
        return folder().find(reference.name())
                .map(path -> new ModelReference(path.toString(), reference.adapter()))
                .orElse(reference);
    }
}
