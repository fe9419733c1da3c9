package io.orrery.bench.fanout;

import io.orrery.bench.RandomModel;
import io.orrery.graph.Sizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model with steps whose frames have almost exactly 16 KiB, the limit of a full room: 16 positions of 248 float32
 * numbers are 15,872 bytes, and the frame's header takes most of the rest. The weights are random, because sending does
 * not depend on them.
 */
final class FanoutModel {
    /** Steps that compute one tensor of that size each. */
    static final List<String> STEPS = List.of("embed", "pos_embed", "resid");

    private static final int POSITIONS = 16;
    private static final int WIDTH = 248;
    private static final int HEADS = 4;
    private static final Sizes SIZES =
            new Sizes(WIDTH, WIDTH / HEADS, 4 * WIDTH, POSITIONS, 1, HEADS, HEADS, POSITIONS);

    private FanoutModel() {}

    /** Writes the model in the Hugging Face layout into an existing folder. */
    static void write(Path folder) throws IOException {
        List<String> letters = IntStream.range(0, POSITIONS)
                .mapToObj(token -> Character.toString('A' + token))
                .toList();
        Map<String, ?> preset = Map.of(
                "id",
                "fanout",
                "title",
                "Random numbers",
                "licence",
                "Apache-2.0",
                "maxPrompt",
                POSITIONS,
                "prompt",
                String.join("", letters));
        new RandomModel(SIZES, false, 1, letters, "[\\s\\S]", preset).write(folder);
    }
}
