package io.orrery.room;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.recording.RecordingWeights;
import io.orrery.room.recording.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Recordings in memory. */
public final class HandRecordings implements Recordings {
    private final Map<String, Recording> heads = new LinkedHashMap<>();
    private final Map<String, TreeMap<Integer, List<Line>>> lines = new LinkedHashMap<>();
    private final Map<String, TreeMap<Integer, Mark>> marks = new LinkedHashMap<>();
    private final Map<String, TreeMap<String, RecordingFile>> files = new LinkedHashMap<>();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final RecordingWeights weights = new RecordingWeights();
    private boolean isFailing;
    private long most = Long.MAX_VALUE;

    private record Line(double t, String json) {}

    void failing(boolean failing) {
        isFailing = failing;
    }

    @Override
    public void put(Recording recording) {
        heads.put(recording.id(), recording);
    }

    @Override
    public void append(String id, int stretch, int n, double t, String json) {
        List<Line> rows =
                lines.computeIfAbsent(id, any -> new TreeMap<>()).computeIfAbsent(stretch, any -> new ArrayList<>());
        if (rows.size() != n) {
            throw new IllegalStateException("row " + n + " after " + rows.size());
        }
        rows.add(new Line(t, json));
    }

    @Override
    public void mark(String id, int n, Mark mark) {
        marks.computeIfAbsent(id, any -> new TreeMap<>()).put(n, mark);
    }

    @Override
    public Optional<Recording> find(String id) {
        return Optional.ofNullable(heads.get(id));
    }

    @Override
    public Optional<Recording.Contents> contents(String id) {
        var rows = lines.getOrDefault(id, new TreeMap<>());
        return find(id).map(head -> new Recording.Contents(
                head,
                rows.values().stream().map(each -> each.get(0).t()).toList(),
                List.copyOf(marks.getOrDefault(id, new TreeMap<>()).values()),
                rows.values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(Line::t)
                        .max()
                        .orElse(0),
                bytes(id)));
    }

    @Override
    public List<Recording> list(String room) {
        return heads.values().stream()
                .filter(head -> room.isEmpty() || head.room().equals(room))
                .sorted(Comparator.comparingDouble(Recording::begun).reversed())
                .toList();
    }

    @Override
    public long bytes(String id) {
        return lines.getOrDefault(id, new TreeMap<>()).values().stream()
                        .flatMap(List::stream)
                        .mapToLong(line -> line.json().length())
                        .sum()
                + files(id).stream().mapToLong(RecordingFile::bytes).sum()
                + find(id).map(weights::of).orElse(0L);
    }

    @Override
    public void weigh(ToLongFunction<String> by) {
        weights.by(by);
    }

    void limit(long bytes) {
        most = bytes;
    }

    @Override
    public long most() {
        return most;
    }

    @Override
    public Optional<byte[]> stretch(String id, int stretch) {
        return Optional.ofNullable(lines.getOrDefault(id, new TreeMap<>()).get(stretch))
                .map(rows -> rows.stream().map(Line::json).collect(Collectors.joining(",\n", "[", "]")))
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void replace(String id, int stretch, byte[] rows) {
        var replaced = new ArrayList<Line>();
        try {
            new ObjectMapper()
                    .readTree(rows)
                    .forEach(row -> replaced.add(new Line(row.get("t").asDouble(), row.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.get(id).put(stretch, replaced);
    }

    @Override
    public void scrub() {}

    @Override
    public void putFile(String id, RecordingFile file, byte[] bytes) {
        files.computeIfAbsent(id, any -> new TreeMap<>()).put(file.name(), file);
        contents.put(id + "/" + file.name(), bytes);
    }

    @Override
    public List<RecordingFile> files(String id) {
        return List.copyOf(files.getOrDefault(id, new TreeMap<>()).values());
    }

    @Override
    public Optional<byte[]> file(String id, String name) {
        return Optional.ofNullable(contents.get(id + "/" + name));
    }

    @Override
    public void eraseFile(String id, String name) {
        files.getOrDefault(id, new TreeMap<>()).remove(name);
        contents.remove(id + "/" + name);
    }

    @Override
    public void erase(String id) {
        files(id).forEach(file -> eraseFile(id, file.name()));
        heads.remove(id);
        lines.remove(id);
        marks.remove(id);
    }

    @Override
    public boolean isFailing() {
        return isFailing;
    }
}
