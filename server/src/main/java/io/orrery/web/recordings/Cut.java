package io.orrery.web.recordings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.Captions;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.recording.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recording as it is given out once its beginning or its end is cut off. What is cut off is in no answer; it stays in the storage, so that who edits it can
 * change their mind. The first row that is given out has the state at the cut.
 */
final class Cut {
    private static final String POINTER = "pointer";
    private static final String BEAT = "beat";
    private static final String ASKED = "asked";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Cut() {}

    /** The recording with times from the cut on. */
    static Recording.Contents of(Recording.Contents whole) {
        Recording head = whole.head();
        if (isWhole(head)) {
            return whole;
        }
        double end = end(head);
        int first = first(whole.stretches(), head.from());
        List<Double> stretches = new ArrayList<>();
        for (double t : whole.stretches().subList(first, whole.stretches().size())) {
            if (t < end) {
                stretches.add(Math.max(0, t - head.from()));
            }
        }
        List<Mark> marks = whole.marks().stream()
                .filter(mark -> mark.t() >= head.from() && mark.t() < end)
                .map(mark -> mark.revealed().filter(t -> t < end).isPresent()
                        ? mark.at(mark.t() - head.from())
                                .revealedAt(mark.revealed().get() - head.from())
                        : mark.unrevealed().at(mark.t() - head.from()))
                .toList();
        double last = Math.min(whole.until(), end) - head.from();
        return new Recording.Contents(head.lasting(last), stretches, marks, last, whole.bytes());
    }

    private static double end(Recording head) {
        return head.to() > 0 ? head.to() : Double.POSITIVE_INFINITY;
    }

    /** The stretch in which a moment is. */
    private static int first(List<Double> stretches, double t) {
        int first = 0;
        while (first + 1 < stretches.size() && stretches.get(first + 1) <= t) {
            first++;
        }
        return first;
    }

    /** The rows of a stretch of the cut recording, a JSON array; empty if there is none. */
    static Optional<byte[]> stretch(Recordings recordings, Recording head, int n) {
        if (isWhole(head)) {
            return recordings.stretch(head.id(), n);
        }
        Recording.Contents whole = recordings.contents(head.id()).orElseThrow();
        int at = first(whole.stretches(), head.from()) + n;
        if (at >= whole.stretches().size() || whole.stretches().get(at) >= end(head)) {
            return Optional.empty();
        }
        return recordings.stretch(head.id(), at).map(rows -> cut(rows, head));
    }

    /** The files that are given out: captions, and the pieces of the voice that lie within the cut. */
    static List<RecordingFile> files(Recordings recordings, Recording head) {
        return recordings.files(head.id()).stream()
                .filter(file -> !file.isVoice() || isWithin(file.t(), file.t() + file.length(), head))
                .toList();
    }

    /** Nothing is cut in two: what begins before the cut may say what is cut off. */
    private static boolean isWithin(double from, double to, Recording head) {
        return from >= head.from() && to <= end(head);
    }

    /** Captions as they are given out: those within the cut, in its time. */
    static byte[] captions(byte[] whole, Recording head) {
        if (isWhole(head)) {
            return whole;
        }
        return bytes(Captions.cues(new String(whole, StandardCharsets.UTF_8)).stream()
                .filter(cue -> isWithin(cue.from(), cue.to(), head))
                .map(cue -> cue.shifted(-Math.round(head.from())))
                .toList());
    }

    /**
     * Captions as they are kept, of which those within the cut are replaced.
     *
     * @param edited captions in the time of the cut
     * @param known what is kept of them
     */
    static byte[] edited(byte[] edited, Optional<byte[]> known, Recording head) {
        if (isWhole(head)) {
            return edited;
        }
        Stream<Captions.Cue> hidden =
                known.map(bytes -> Captions.cues(new String(bytes, StandardCharsets.UTF_8))).orElse(List.of()).stream()
                        .filter(cue -> !isWithin(cue.from(), cue.to(), head));
        Stream<Captions.Cue> seen = Captions.cues(new String(edited, StandardCharsets.UTF_8)).stream()
                .map(cue -> cue.shifted(Math.round(head.from())));
        return bytes(Stream.concat(hidden, seen)
                .sorted(Comparator.comparingLong(Captions.Cue::from))
                .toList());
    }

    private static byte[] bytes(List<Captions.Cue> cues) {
        return Captions.written(cues).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(Recording head) {
        return head.from() == 0 && head.to() == 0;
    }

    private static byte[] cut(byte[] rows, Recording head) {
        try {
            ArrayNode kept = JSON.createArrayNode();
            Optional<ObjectNode> begin = Optional.empty();
            // What was told last of each stands beside the state.
            var beside = new LinkedHashMap<String, ObjectNode>();
            for (JsonNode each : JSON.readTree(rows)) {
                ObjectNode row = (ObjectNode) each;
                double t = row.get("t").asDouble();
                if (t >= end(head)) {
                    break;
                }
                row.put("t", Math.max(0, t - head.from()));
                if (t > head.from()) {
                    begin.ifPresent(kept::add);
                    kept.addAll(beside.values());
                    begin = Optional.empty();
                    beside.clear();
                    kept.add(row);
                } else if (row.has(ASKED)) {
                    beside.put(row.get(ASKED).asText(), row);
                } else if (row.has(POINTER) || row.has(BEAT)) {
                    beside.put(row.has(BEAT) ? BEAT : POINTER, row);
                } else {
                    begin = Optional.of(begin.map(before -> added(before, row)).orElse(row));
                }
            }
            begin.ifPresent(kept::add);
            kept.addAll(beside.values());
            return JSON.writeValueAsBytes(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was recorded is JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row with the whole state after another row. */
    private static ObjectNode added(ObjectNode whole, ObjectNode row) {
        var state = (ObjectNode) whole.get("state");
        row.path("state").properties().forEach(member -> state.set(member.getKey(), member.getValue()));
        row.path("counts").properties().forEach(member -> {
            if (member.getValue().isNull()) {
                state.remove(member.getKey());
            } else {
                state.set(member.getKey(), member.getValue());
            }
        });
        row.path("gone").forEach(name -> state.remove(name.asText()));
        if (row.has("seq")) {
            whole.set("seq", row.get("seq"));
        }
        return whole;
    }
}
