package io.orrery.model;

import java.util.Optional;

/**
 * A model as named by a user.
 *
 * @param name a preset's id, a folder, or a .gguf file; {@code @} and a step select a checkpoint
 * @param adapter the folder of a LoRA adapter to apply to the weights
 */
public record ModelReference(String name, Optional<String> adapter) {
    /** A reference without an adapter. */
    public static ModelReference of(String name) {
        return new ModelReference(name, Optional.empty());
    }
}
