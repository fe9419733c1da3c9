package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Secret;
import io.orrery.room.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The folder with everything that a server saves: the rooms and the operator's key. Only one server can use it at a time. Its
 * lock is released by the operating system, however the process ends.
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String ROOMS = "rooms.db";
    private static final String OPERATOR_KEY = "operator.key";

    /** Minimum length of an operator's key, in characters; shorter ones could be guessed. */
    private static final int SHORTEST_KEY = 16;

    private static final int LONGEST_KEY = 1024;

    private final Path path;
    private final boolean temporary;
    private final FileChannel channel;
    private final FileLock lock;
    private final SqliteStorage storage;

    private DataFolder(Path path, boolean temporary) throws IOException {
        this.path = path;
        this.temporary = temporary;
        Files.createDirectories(path);
        channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean isOpen = false;
        try {
            lock = lock(channel, path);
            storage = SqliteStorage.open(path.resolve(ROOMS));
            isOpen = true;
        } finally {
            if (!isOpen) {
                channel.close();
            }
        }
    }

    /**
     * Opens the folder; creates it if it is missing.
     *
     * @throws OrreryException with a {@link StorageError} if it cannot be used, or another server uses it
     */
    public static DataFolder open(Path path) {
        try {
            return new DataFolder(path, false);
        } catch (IOException e) {
            throw new OrreryException(new StorageError.UnusableDataFolder(path.toString(), why(e), reason(e)), e);
        }
    }

    /** A folder that is deleted on close. */
    public static DataFolder temporary() {
        try {
            return new DataFolder(Files.createTempDirectory("orrery-"), true);
        } catch (IOException e) {
            throw new OrreryException(new StorageError.NoTemporaryFolder(why(e), reason(e)), e);
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
        return path.resolve(OPERATOR_KEY);
    }

    /** The operator's key of this folder; generated if missing. Only the file's owner can read it. */
    public String operatorKey() {
        Path file = operatorKeyFile();
        try {
            Files.writeString(create(file), Secret.random() + System.lineSeparator());
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
        if (!channel.isOpen()) {
            return;
        }
        storage.close();
        try {
            lock.release();
            channel.close();
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

    /** Creates an empty file that only its owner can read, from the start. */
    private static Path create(Path file) throws IOException {
        boolean hasOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owners = hasOwners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owners)
                .close();
        return file;
    }

    private static FileLock lock(FileChannel channel, Path path) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // This process holds the lock: refused as well.
        }
        throw new OrreryException(new StorageError.DataFolderInUse(path.toString()));
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
