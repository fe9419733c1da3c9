package io.orrery.graph;

/** Whether a node's tensor is kept in a trace. What is large and cheap to redo is computed when it is read. */
public enum Keep {
    /** Kept and drawn. */
    KEPT,
    /** Computed when it is read, and drawn. */
    WHEN_READ,
    /** Computed when it is asked for by name, and not drawn. */
    ASIDE
}
