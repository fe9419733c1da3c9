package io.orrery.room.storage;

import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The contents by which storages are compared. */
public final class StoredContents {
    private StoredContents() {}

    /** All that a storage gives back, in an order of its own: rooms, the log from what undo needs, recordings and their files. */
    public static List<Object> of(Storage storage) {
        var rooms = storage.rooms().stream()
                .sorted(Comparator.comparing(room -> room.code().text()))
                .toList();
        var all = new ArrayList<Object>(rooms);
        for (SavedRoom room : rooms) {
            storage.log(room.code())
                    .read(
                            storage.log(room.code()).needed(),
                            row -> all.add(List.of(row.seq(), row.isWhole(), row.json())));
        }
        var recordings = storage.recordings();
        for (Recording recording : recordings.list("")) {
            Recording.Contents contents = recordings.contents(recording.id()).orElseThrow();
            all.add(List.of(contents.head(), contents.stretches(), contents.marks(), contents.last()));
            for (int n = 0; n < contents.stretches().size(); n++) {
                all.add(new String(recordings.stretch(recording.id(), n).orElseThrow(), StandardCharsets.UTF_8));
            }
            for (RecordingFile file : recordings.files(recording.id())) {
                all.add(List.of(
                        file,
                        List.of(recordings.file(recording.id(), file.name()).orElseThrow()[0])));
            }
        }
        return all;
    }
}
