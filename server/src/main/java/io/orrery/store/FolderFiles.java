package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of the files in a data folder, and the two that are locked while a server uses it. Two, so that a second server is
 * refused also if somebody has removed one of them.
 */
record FolderFiles(Path folder, HeldFile lock, HeldFile mark) implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String ROOMS = "rooms.db";
    private static final String MARK = "rooms.mark";
    private static final String DAMAGED = "rooms.db.damaged";
    private static final String RECORDINGS = "recordings.db";
    private static final String OPERATOR_KEY = "operator.key";
    private static final Set<String> ALL = Set.of(
            LOCK,
            ROOMS,
            RoomsFile.log(Path.of(ROOMS)).toString(),
            RoomsFile.index(Path.of(ROOMS)).toString(),
            MARK,
            DAMAGED + "-wal",
            DAMAGED,
            RECORDINGS,
            RoomsFile.log(Path.of(RECORDINGS)).toString(),
            RoomsFile.index(Path.of(RECORDINGS)).toString(),
            RECORDINGS + ".damaged",
            OPERATOR_KEY);

    /**
     * Creates the folder if it is missing, and locks it.
     *
     * @throws OrreryException with {@link StorageError.DataFolderInUse} if another server uses it
     */
    static FolderFiles take(Path folder) throws IOException {
        createOrRestrict(folder);
        HeldFile lock = HeldFile.take(folder.resolve(LOCK)).orElseThrow(() -> inUse(folder));
        Optional<HeldFile> mark = Optional.empty();
        try {
            mark = HeldFile.take(folder.resolve(MARK));
            return new FolderFiles(folder, lock, mark.orElseThrow(() -> inUse(folder)));
        } finally {
            if (mark.isEmpty()) {
                lock.close();
            }
        }
    }

    Path rooms() {
        return folder.resolve(ROOMS);
    }

    Path recordings() {
        return folder.resolve(RECORDINGS);
    }

    /** Where the rooms' file goes as it was found, if some of it was damaged. */
    Path damaged() {
        return folder.resolve(DAMAGED);
    }

    /** Keeps the rooms' file and its log as they are, as far as they exist. */
    void keepAsFound() throws IOException {
        if (Files.exists(rooms()) || Files.exists(RoomsFile.log(rooms()))) {
            copy(rooms(), damaged());
            copy(RoomsFile.log(rooms()), RoomsFile.log(damaged()));
            Files.deleteIfExists(RoomsFile.index(damaged()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        if (Files.exists(from)) {
            Files.copy(from, to);
            OwnerOnly.restrict(to);
        }
    }

    Path operatorKey() {
        return folder.resolve(OPERATOR_KEY);
    }

    @Override
    public void close() throws IOException {
        mark.close();
        lock.close();
    }

    /** An existing folder is restricted only if it holds nothing else: it may be a folder such as /tmp or a home folder. */
    private static void createOrRestrict(Path folder) throws IOException {
        try {
            OwnerOnly.createFolder(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            if (holdsNothingElse(folder)) {
                OwnerOnly.restrictFolder(folder);
            }
        }
    }

    private static boolean holdsNothingElse(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> ALL.contains(file.getFileName().toString()));
        }
    }

    private static OrreryException inUse(Path folder) {
        return new OrreryException(new StorageError.DataFolderInUse(folder.toString()));
    }
}
