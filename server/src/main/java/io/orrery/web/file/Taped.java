package io.orrery.web.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A recording as it is given out.
 *
 * @param manifest as {@code GET /api/recordings/{id}} answers
 * @param stretches the rows of each stretch, JSON arrays
 * @param voice the pieces of the voice, in the manifest's order
 * @param captions WebVTT by language
 */
public record Taped(ObjectNode manifest, List<byte[]> stretches, List<byte[]> voice, Map<String, String> captions) {
    public Taped {
        stretches = List.copyOf(stretches);
        voice = List.copyOf(voice);
        captions = Map.copyOf(captions);
    }
}
