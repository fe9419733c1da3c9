package io.orrery.model;

import java.util.Optional;

/**
 * How a person names a model.
 *
 * @param name a preset's id, a folder, or a .gguf file; with {@code @} and a step for a checkpoint
 * @param adapter the folder of a low-rank adapter that is added to its weights
 */
public record ModelReference(String name, Optional<String> adapter) {
    /** Without an adapter. */
    public static ModelReference of(String name) {
        return new ModelReference(name, Optional.empty());
    }
}
