package io.orrery.tour.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.tour.TourProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One beat of a talk, in the words of a tour's files. It is a tour of its own: it names its model and its text, so it can be read, checked
 * and shown without the beats around it. Its JSON nodes are never changed.
 *
 * @param id unlike those of the talk's other beats
 * @param version another one after each change
 * @param seconds planned
 * @param hidden whether the talk goes past it
 * @param scene what it shows, as a beat of {@code tour.yaml} without id and seconds; with {@code act}, if it has one
 * @param words by language: a beat of a language's file
 */
public record TalkBeat(
        String id,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int version,
        int seconds,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hidden,
        JsonNode scene,
        Map<String, JsonNode> words) {
    /** The chapter of all beats of a talk. */
    public static final String CHAPTER = "talk";

    public TalkBeat {
        words = Map.copyOf(words);
    }

    /** With another id and version. */
    public TalkBeat as(String otherId, int otherVersion) {
        return new TalkBeat(otherId, otherVersion, seconds, hidden, scene, words);
    }

    /** With other planned seconds, as another version. */
    public TalkBeat planned(int otherSeconds, int otherVersion) {
        return new TalkBeat(id, otherVersion, otherSeconds, hidden, scene, words);
    }

    /** Without what is right of what it asks the room. */
    TalkBeat withoutRight() {
        ObjectNode other = scene.deepCopy();
        if (other.get("ask") instanceof ObjectNode ask) {
            ask.remove("right");
        }
        return new TalkBeat(id, version, seconds, hidden, other, words);
    }

    /** The size of its JSON, in bytes. */
    public int bytes() {
        int size = bytes(scene).length + id.length();
        for (JsonNode each : words.values()) {
            size += bytes(each).length;
        }
        return size;
    }

    /** The files of a tour that is this beat. @param tour its id */
    public TourFolder.Kept files(String tour) {
        var shown = new TalkBeat(id, version, seconds, false, scene, words);
        return new TourFolder.Kept(
                tour, TalkFile.files(new TalkFile.Cover(tour, "", ""), List.of(shown)), Optional.of(id));
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What is wrong with it, whatever models there are. */
    public List<TourProblem> problems() {
        return TourReader.read(files(CHAPTER), 1).problems().stream()
                .filter(problem -> !problem.isAdvice())
                .toList();
    }
}
