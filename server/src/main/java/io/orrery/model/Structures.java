package io.orrery.model;

import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.ContentId;
import io.orrery.model.file.JsonFile;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.preset.PresetFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The models that are shipped as structures: each a published configuration without weights. */
public final class Structures {
    /** Smallest first. The class path cannot be listed, so they are named here. */
    private static final List<String> SHIPPED = List.of("gpt2-small", "gpt2-xl", "llama3-8b", "gpt3");

    private static final int LONGEST = 1 << 16;

    private Structures() {}

    /** All shipped structures, smallest first. */
    public static List<Structure> read() throws IOException {
        var all = new ArrayList<Structure>();
        for (String id : SHIPPED) {
            all.add(read(id));
        }
        return List.copyOf(all);
    }

    static boolean has(String name) {
        return SHIPPED.contains(name);
    }

    /** The error for running a structure. */
    static OrreryException cannotRun(String name) {
        return new OrreryException(new ModelError.StructureWithoutWeights(name));
    }

    private static Structure read(String id) throws IOException {
        var folder = new ModelFolder.OnClassPath("presets/" + id);
        var config = ConfigFile.read(folder);
        var bytes =
                folder.read(PresetFile.NAME, LONGEST).orElseThrow(() -> ModelReader.missing(folder, PresetFile.NAME));
        var json = JsonFile.parse(folder.describe(PresetFile.NAME), bytes);
        return new Structure(
                ContentId.of(config),
                id,
                json.path("title").textValue(),
                json.path("source").textValue(),
                config.graph());
    }
}
