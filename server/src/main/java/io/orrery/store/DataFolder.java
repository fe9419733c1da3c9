package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Secret;
import io.orrery.room.storage.Storage;
import io.orrery.room.time.EventLoop;
import io.orrery.room.time.EventLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The folder with everything that a server saves: the rooms and the operator's key. Only one server can use it at a time, and
 * only its owner can read it.
 */
public final class DataFolder implements AutoCloseable {
    /** Minimum length of an operator's key, in characters; shorter ones could be guessed. */
    private static final int SHORTEST_KEY = 16;

    private static final int LONGEST_KEY = 1024;

    private final Path path;
    private final boolean temporary;
    private final FolderFiles files;
    private final SqliteStorage storage;
    private final Runnable end;
    private boolean isOpen;

    /** @param end called when the folder is closed */
    private DataFolder(
            Path path, boolean temporary, LogLimits limits, EventLoop writing, EventLoop checkpoints, Runnable end)
            throws IOException {
        this.path = path;
        this.temporary = temporary;
        this.end = end;
        files = FolderFiles.take(path);
        try {
            storage = SqliteStorage.open(files, limits, writing, checkpoints);
            isOpen = true;
        } finally {
            if (!isOpen) {
                files.close();
            }
        }
    }

    /**
     * Opens the folder; creates it if it is missing.
     *
     * @throws OrreryException with a {@link StorageError} if it cannot be used, or another server uses it
     */
    public static DataFolder open(Path path, LogLimits limits) {
        try {
            return withThreads(path, false, limits);
        } catch (IOException e) {
            throw new OrreryException(new StorageError.UnusableDataFolder(path.toString(), why(e), reason(e)), e);
        }
    }

    /** Opens the folder, with the default limits. */
    public static DataFolder open(Path path) {
        return open(path, LogLimits.DEFAULT);
    }

    /**
     * Like {@link #open(Path)}, with other loops.
     *
     * @param writing executes writes
     * @param checkpoints executes checkpoints
     */
    static DataFolder open(Path path, LogLimits limits, EventLoop writing, EventLoop checkpoints) throws IOException {
        return new DataFolder(path, false, limits, writing, checkpoints, () -> {});
    }

    /** A folder that is deleted on close. */
    public static DataFolder temporary() {
        try {
            return withThreads(Files.createTempDirectory("orrery-"), true, LogLimits.DEFAULT);
        } catch (IOException e) {
            throw new OrreryException(new StorageError.NoTemporaryFolder(why(e), reason(e)), e);
        }
    }

    private static DataFolder withThreads(Path path, boolean temporary, LogLimits limits) throws IOException {
        var threads = new EventLoops("orrery-storage", 2);
        try {
            return new DataFolder(path, temporary, limits, threads.loop(), threads.loop(), threads::close);
        } catch (IOException | RuntimeException e) {
            threads.close();
            throw e;
        }
    }

    public Storage storage() {
        return storage;
    }

    public StorageHealth health() {
        return storage.health();
    }

    /** The file of the operator's key. Created by the first call of {@link #operatorKey}. */
    public Path operatorKeyFile() {
        return files.operatorKey();
    }

    /** The folder for the weights of trainings; it may not exist. */
    public Path trained() {
        return path.resolve("trained");
    }

    /** The operator's key of this folder; generated if missing. Only the file's owner can read it. */
    public String operatorKey() {
        return operatorKey(Secret::random);
    }

    /** The operator's key of this folder. @param other the key that it gets if it has none */
    public String operatorKey(Supplier<String> other) {
        Path file = operatorKeyFile();
        try {
            OwnerOnly.create(file);
            Files.writeString(file, other.get() + System.lineSeparator());
        } catch (FileAlreadyExistsException e) {
            return read(file);
        } catch (IOException e) {
            throw new OrreryException(new StorageError.KeyNotKept(file.toString(), why(e), reason(e)), e);
        }
        return read(file);
    }

    /**
     * Reads an operator's key from a file.
     *
     * @throws OrreryException with a {@link StorageError} if the file cannot be read, or its key is too long or too weak
     */
    public static String read(Path file) {
        String key;
        try {
            if (Files.size(file) > LONGEST_KEY) {
                throw new OrreryException(new StorageError.KeyTooLong(file.toString(), LONGEST_KEY));
            }
            key = Files.readString(file).strip();
        } catch (IOException e) {
            throw new OrreryException(new StorageError.KeyNotRead(file.toString(), why(e), reason(e)), e);
        }
        if (key.length() < SHORTEST_KEY || !key.matches("[!-~]+")) {
            throw new OrreryException(new StorageError.KeyTooWeak(file.toString(), SHORTEST_KEY));
        }
        return key;
    }

    @Override
    public void close() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        storage.close();
        end.run();
        try {
            files.close();
            if (temporary) {
                delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The problem as one of the cases that the strings files distinguish. */
    private static String why(IOException problem) {
        if (problem instanceof AccessDeniedException) {
            return "denied";
        }
        if (problem instanceof NoSuchFileException) {
            return "missing";
        }
        return problem instanceof FileAlreadyExistsException ? "exists" : "other";
    }

    private static String reason(IOException problem) {
        String reason = problem instanceof FileSystemException e && e.getReason() != null
                ? e.getReason()
                : String.valueOf(problem.getMessage());
        return List.of(reason.split("\\R")).get(0);
    }
}
