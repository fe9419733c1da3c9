package io.orrery.lab.tool;

import io.orrery.lab.Progress;
import java.util.List;
import java.util.Map;

/** A question of why: it measures something about a run, and answers with JSON. Stateless; listed in {@link Tools}. */
public interface Tool {
    /**
     * The memory that an answer needs besides the run that it is about, in bytes. Both are upper bounds that are known before
     * anything is computed.
     *
     * @param computing what is held at one time while it is measured and written
     * @param answer its JSON
     */
    record Need(long computing, long answer) {
        Need plus(Need other) {
            return new Need(computing + other.computing, answer + other.answer);
        }
    }

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
     * What a page asks to show this tool to somebody who changes nothing in it. A file without a server has the answers to these requests, so a
     * page's elements ask no others for a scene.
     */
    List<Opened.Request> asked(Opened opened);

    /**
     * The memory that an answer needs, which is reserved before it is measured.
     *
     * @throws io.orrery.error.OrreryException if a parameter is unreadable, or if the answer is certain to be too large
     */
    Need need(Extent extent, Parameters parameters);

    /**
     * Measures.
     *
     * @param progress is told between two pieces of work, and may end the measurement there
     * @return the answer's members, in their order; long lists make their elements while they are written
     * @throws io.orrery.error.OrreryException if there is no such target, layer, head or position, if a parameter is
     *     missing or unreadable, or if the answer becomes too large
     */
    Map<String, Object> answer(ToolRequest question, Progress progress);
}
