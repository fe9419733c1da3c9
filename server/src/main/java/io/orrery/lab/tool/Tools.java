package io.orrery.lab.tool;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import java.util.List;
import java.util.Optional;

/** The registry of tools. */
public final class Tools {
    /** All tools, in the order in which they are documented. */
    public static final List<Tool> ALL = List.of(
            new LensTool(),
            new AttributionTool(),
            new ChangeTool(),
            new PatchTool(),
            new SaliencyTool(),
            new HeadsTool(),
            new ScoreTool(),
            new EmbeddingTool(),
            new CircuitTool(),
            new NeuronsTool());

    private Tools() {}

    public static Optional<Tool> find(String name) {
        return ALL.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** @throws OrreryException with {@link LabError.NoSuchTool} */
    public static Tool named(String name) {
        return find(name).orElseThrow(() -> new OrreryException(new LabError.NoSuchTool(name)));
    }
}
