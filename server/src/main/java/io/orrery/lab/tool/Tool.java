package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import io.orrery.lab.Progress;
import java.util.List;
import java.util.Map;

/** A question of why: it measures something about a run, and answers with JSON. Stateless; listed in {@link Tools}. */
public interface Tool {
    /** Its name on the command line, in addresses and in rooms. */
    String name();

    /** The names of its parameters, besides those of the target. */
    default List<String> parameters() {
        return List.of();
    }

    /** The keys of its answer, at any depth, whose whole numbers are tokens, besides {@code a} and {@code b}. */
    default List<String> tokenKeys() {
        return List.of();
    }

    /**
     * An estimate of the memory that it needs besides the run, in bytes.
     *
     * @param sizes the model's
     * @param positions of the text
     * @param run the bytes of one run of the text
     */
    default long bytes(Sizes sizes, int positions, long run) {
        return 0;
    }

    /**
     * Measures.
     *
     * @param progress is told between two pieces of work, and may end the measurement there
     * @return the answer's members, in their order
     * @throws io.orrery.error.OrreryException if there is no such target, layer, head or position, or if a parameter is
     *     missing or unreadable
     */
    Map<String, Object> answer(Question question, Progress progress);
}
