package io.orrery.bench;

import io.orrery.graph.Sizes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the engine takes on this machine.
 *
 * @param sizes of the GPT-2 that is tried
 * @param positions the length of the text, in tokens
 * @param timing how often each part is run
 */
record EngineFigures(Sizes sizes, int positions, Timing timing) {
    Map<String, Object> measure() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("gpt2", new Gpt2Shapes(sizes, positions).measured(timing));
        return figures;
    }
}
