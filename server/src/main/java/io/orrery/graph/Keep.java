package io.orrery.graph;

/** Whether a node's tensor is kept in a trace. Tensors that are large and cheap to compute are computed when read. */
public enum Keep {
    /** Kept and drawn. */
    KEPT,
    /** Computed when read, and drawn. */
    WHEN_READ,
    /** Computed when requested by name, and not drawn. */
    ASIDE
}
