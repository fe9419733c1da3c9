package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.error.StorageError;
import io.orrery.room.storage.SavedRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite file of the rooms, opened.
 *
 * <p>A committed transaction has been handed to the operating system (write-ahead log), so it survives a crash of the
 * process. A checkpoint forces it to the disk and copies it from the log to the file. Checkpoints have a connection of
 * their own: while the disk is busy one may take seconds, and transactions must not wait for it.
 */
final class RoomsFile {
    private static final Logger LOG = LoggerFactory.getLogger(RoomsFile.class);

    /** How long a statement waits for another program that holds the file, ms. */
    private static final int BUSY_MS = 2000;

    private final Path path;
    private final Connection connection;
    private final Connection checkpoints;

    /** Held during a checkpoint, which changes the file. */
    private final ReentrantLock checkpointing = new ReentrantLock();

    private final Optional<Object> key;
    private final Optional<Object> logKey;
    private final Optional<Object> indexKey;
    private Form seen;
    private volatile long checkpointedLog;

    /** What the file looks like from outside. It changes only by checkpoints. */
    private record Form(long bytes, FileTime modified) {}

    /** What {@link #look} has found. */
    enum Finding {
        IN_PLACE,
        /** Something other than this object's checkpoints has changed the file, or has cut the log short. */
        TOUCHED,
        /** The file, its log or the log's index was removed or replaced. */
        GONE
    }

    private RoomsFile(Path path, Connection connection, Connection checkpoints) throws IOException, SQLException {
        this.path = path;
        this.connection = connection;
        this.checkpoints = checkpoints;
        key = key(path);
        logKey = key(log(path));
        indexKey = key(index(path));
        checkpointAll();
        beginLog();
        seen = form();
    }

    /**
     * Opens the file; creates it if it is missing and nothing says that there were rooms. If it cannot be used, no file is
     * changed.
     *
     * @param mark what the file must hold
     * @param markFile where the mark is
     * @throws OrreryException with a {@link StorageError} if it is not a valid file of this version, is not complete, or
     *     cannot be written
     */
    static RoomsFile open(Path path, Optional<Mark> mark, Path markFile) throws IOException {
        try {
            if (Files.exists(path)) {
                check(path, mark, markFile);
            } else {
                refuseIfThereWereRooms(path, mark, markFile);
            }
            OwnerOnly.require(path);
            OwnerOnly.restrict(log(path));
            OwnerOnly.restrict(index(path));
            return connected(path);
        } catch (SQLException e) {
            throw new OrreryException(error(e, path.toString()), e);
        }
    }

    /** Creates a file with rooms in place of one that was lost. */
    static RoomsFile create(Path path, List<SavedRoom> rooms, long committed) throws IOException, SQLException {
        Files.deleteIfExists(log(path));
        Files.deleteIfExists(index(path));
        OwnerOnly.create(path);
        RoomsFile file = connected(path);
        boolean isWritten = false;
        try {
            for (SavedRoom room : rooms) {
                RoomRows.add(file.connection, room);
            }
            RoomRows.count(file.connection, committed);
            file.connection.commit();
            file.checkpointAll();
            file.beginLog();
            isWritten = true;
            return file;
        } finally {
            if (!isWritten) {
                file.abandon();
                Files.deleteIfExists(path);
            }
        }
    }

    static Path log(Path path) {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    static Path index(Path path) {
        return path.resolveSibling(path.getFileName() + "-shm");
    }

    Path path() {
        return path;
    }

    /** The connection for transactions, which are not committed automatically. */
    Connection connection() {
        return connection;
    }

    /** The length of the log since the last whole checkpoint, bytes. */
    long uncheckpointedLog() {
        return Math.max(0, size(log(path)) - checkpointedLog);
    }

    /**
     * Copies what is committed from the log to the file, without waiting for other programs. May be called while another
     * thread uses {@link #connection}.
     *
     * @return whether everything was copied that had been committed before this call
     */
    boolean checkpoint() throws SQLException {
        checkpointing.lock();
        try (var statement = checkpoints.createStatement();
                var row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            boolean isWhole = row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
            if (isWhole) {
                checkpointedLog = size(log(path));
            }
            seen = form();
            return isWhole;
        } finally {
            checkpointing.unlock();
        }
    }

    /**
     * Writes all rooms in place of what is in the file.
     *
     * @param committed the number of transactions before
     * @return the number of transactions with this one
     */
    long replaceAll(List<SavedRoom> rooms, long committed) throws SQLException {
        RoomRows.replaceAll(connection, rooms);
        RoomRows.count(connection, committed + 1);
        connection.commit();
        checkpointAll();
        beginLog();
        return committed + 1;
    }

    /** Compares the file and its log with what they were when they were last looked at. */
    Finding look() {
        if (!isSame(path, key) || !isSame(log(path), logKey) || !isSame(index(path), indexKey)) {
            return Finding.GONE;
        }
        if (!checkpointing.tryLock()) {
            return Finding.IN_PLACE;
        }
        try {
            return form().equals(seen) && size(log(path)) >= checkpointedLog ? Finding.IN_PLACE : Finding.TOUCHED;
        } finally {
            checkpointing.unlock();
        }
    }

    /** Whether the file itself, apart from its log, is in place and was changed by nobody else. */
    boolean isOwn() {
        return isSame(path, key) && form().equals(seen);
    }

    /** Reads the file as the next start would read it. Throws if it is damaged. */
    List<SavedRoom> read() throws SQLException {
        try (Connection fresh = readOnly(path)) {
            if (!RoomRows.one(fresh, "PRAGMA quick_check").equals("ok")) {
                throw new SQLException("the file is damaged");
            }
            RoomRows.addChecksum(fresh);
            RoomRows.Contents contents = RoomRows.all(fresh, 0);
            if (!contents.isWhole()) {
                throw new SQLException("rows are damaged");
            }
            return contents.rooms();
        }
    }

    /** Takes the file as it is now for what it must be. */
    void accept() {
        checkpointing.lock();
        try {
            seen = form();
            checkpointedLog = Math.min(checkpointedLog, size(log(path)));
        } finally {
            checkpointing.unlock();
        }
    }

    /**
     * Moves everything from the log to the file, and removes the log.
     *
     * @return whether nothing is left in the log
     */
    boolean close() {
        boolean isWhole = false;
        try {
            isWhole = checkpointAll();
        } catch (SQLException e) {
            LOG.warn("The rooms' log could not be written back: {}.", e.getMessage());
        }
        abandon();
        return isWhole;
    }

    /** Closes the connections. If the file was moved before, SQLite then leaves everything as it is. */
    void abandon() {
        for (Connection each : List.of(connection, checkpoints)) {
            try {
                each.close();
            } catch (SQLException e) {
                LOG.warn("The rooms' storage could not be closed: {}.", e.getMessage());
            }
        }
    }

    /** Like {@link #checkpoint}, and empties the log. Waits for other programs that read it, for a limited time. */
    private boolean checkpointAll() throws SQLException {
        checkpointing.lock();
        try {
            boolean isWhole =
                    RoomRows.one(checkpoints, "PRAGMA wal_checkpoint(TRUNCATE)").equals("0");
            checkpointedLog = isWhole ? 0 : checkpointedLog;
            seen = form();
            return isWhole;
        } finally {
            checkpointing.unlock();
        }
    }

    /**
     * Begins the empty log by a transaction that changes nothing. SQLite then forces the head of the log to the disk, for which
     * the first change need not wait.
     */
    private void beginLog() throws SQLException {
        RoomRows.run(connection, "PRAGMA user_version = " + RoomRows.VERSION);
        connection.commit();
    }

    private static RoomsFile connected(Path path) throws IOException, SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Optional<Connection> checkpoints = Optional.empty();
        boolean isOpen = false;
        try {
            RoomRows.run(connection, "PRAGMA busy_timeout = " + BUSY_MS);
            RoomRows.run(connection, "PRAGMA journal_mode = WAL");
            RoomRows.run(connection, "PRAGMA synchronous = NORMAL");
            RoomRows.run(connection, "PRAGMA wal_autocheckpoint = 0");
            RoomRows.run(connection, "PRAGMA foreign_keys = ON");
            RoomRows.addChecksum(connection);
            if (!RoomRows.one(connection, "PRAGMA integrity_check").equals("ok")) {
                // Rows are read without the indexes, but one that a damaged index lacks could not be changed.
                RoomRows.run(connection, "REINDEX");
            }
            connection.setAutoCommit(false);
            RoomRows.prepare(connection);
            connection.commit();
            checkpoints = Optional.of(DriverManager.getConnection("jdbc:sqlite:" + path));
            RoomRows.run(checkpoints.get(), "PRAGMA busy_timeout = " + BUSY_MS);
            RoomRows.run(checkpoints.get(), "PRAGMA synchronous = NORMAL");
            var file = new RoomsFile(path, connection, checkpoints.get());
            isOpen = true;
            return file;
        } finally {
            if (!isOpen) {
                connection.close();
                if (checkpoints.isPresent()) {
                    checkpoints.get().close();
                }
            }
        }
    }

    private static void refuseIfThereWereRooms(Path path, Optional<Mark> mark, Path markFile) {
        var leftovers = new ArrayList<String>();
        mark.ifPresent(found -> leftovers.add(markFile.toString()));
        if (Files.exists(log(path))) {
            leftovers.add(log(path).toString());
        }
        if (!leftovers.isEmpty()) {
            throw new OrreryException(new StorageError.RoomsMissing(path.toString(), new Series(leftovers)));
        }
    }

    /** Reads the file without changing it. */
    private static void check(Path path, Optional<Mark> mark, Path markFile) throws SQLException {
        boolean hasLog = size(log(path)) > 0;
        try (Connection connection = readOnly(path)) {
            if (!RoomRows.one(connection, "PRAGMA quick_check").equals("ok")) {
                throw new OrreryException(new StorageError.RoomsBroken(path.toString()));
            }
            if (RoomRows.version(connection) > RoomRows.VERSION) {
                throw new OrreryException(new StorageError.NewerData(path.toString()));
            }
            long committed = RoomRows.committed(connection);
            if (mark.isPresent() && committed < mark.get().required()) {
                boolean isLog = committed >= mark.get().checkpointed();
                throw new OrreryException(
                        isLog
                                ? new StorageError.RoomChangesLost(
                                        log(path).toString(),
                                        hasLog ? "damaged" : "missing",
                                        markFile.toString(),
                                        path.toString())
                                : new StorageError.RoomsOutdated(path.toString(), markFile.toString()));
            }
        }
    }

    private static Connection readOnly(Path path) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MS);
        return config.createConnection("jdbc:sqlite:" + path);
    }

    private Form form() {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Form(attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            return new Form(-1, FileTime.fromMillis(0));
        }
    }

    private static boolean isSame(Path path, Optional<Object> key) {
        try {
            return key(path).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Object> key(Path path) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static StorageError error(SQLException problem, String file) {
        SQLiteErrorCode code = problem instanceof SQLiteException e ? e.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
        return switch (code) {
            case SQLITE_NOTADB, SQLITE_CORRUPT -> new StorageError.RoomsBroken(file);
            case SQLITE_BUSY, SQLITE_LOCKED -> new StorageError.RoomsHeld(file);
            case SQLITE_FULL -> new StorageError.DiskFull(file);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY_DIRECTORY ->
                new StorageError.RoomsNotWritable(file);
            default -> new StorageError.UnusableRooms(file, String.valueOf(problem.getMessage()));
        };
    }
}
