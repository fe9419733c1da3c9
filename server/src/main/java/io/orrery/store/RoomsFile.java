package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.Sentences;
import io.orrery.error.StorageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
    private final boolean isLess;
    private volatile long checkpointedLog;

    private RoomsFile(Path path, Connection connection, Connection checkpoints, boolean isLess) {
        this.path = path;
        this.connection = connection;
        this.checkpoints = checkpoints;
        this.isLess = isLess;
    }

    /**
     * Opens the file, with as much as there is of what it had; creates it if it is missing. What is missing or broken is logged, and the
     * file as it was found is kept.
     *
     * @param mark what the file must hold; empty if that is not known
     * @throws OrreryException with a {@link StorageError} if it is of another version, cannot be written, or is held by another program; then
     *     no file is changed
     */
    static RoomsFile open(FolderFiles files, Optional<CommitWatermark> mark) throws IOException {
        Path path = files.rooms();
        try {
            Checked checked = check(path, mark);
            try {
                return opened(files, checked);
            } catch (SQLException e) {
                var broken = new StorageError.RoomsBroken(path.toString());
                if (error(e, path.toString()).equals(broken) && !checked.isBroken()) {
                    return opened(files, new Checked(Optional.of(broken), false));
                }
                throw e;
            }
        } catch (SQLException e) {
            throw new OrreryException(error(e, path.toString()), e);
        }
    }

    private static RoomsFile opened(FolderFiles files, Checked checked) throws IOException, SQLException {
        Path path = files.rooms();
        if (checked.wrong().isPresent()) {
            LOG.warn(Sentences.ENGLISH.of(checked.wrong().get()));
            files.keepAsFound();
        }
        if (checked.isBroken()) {
            Files.delete(path);
        }
        if (!Files.exists(path)) {
            // SQLite would write a log that is left over into the new file.
            Files.deleteIfExists(log(path));
            Files.deleteIfExists(index(path));
        }
        OwnerOnly.require(path);
        OwnerOnly.restrict(log(path));
        OwnerOnly.restrict(index(path));
        return connected(path, checked, files.damaged());
    }

    static Path log(Path path) {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    static Path index(Path path) {
        return path.resolveSibling(path.getFileName() + "-shm");
    }

    /** Whether the file, its end or its log was missing or broken, so that rooms may lack what they last had. */
    boolean isLess() {
        return isLess;
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
        synchronized (checkpoints) {
            return isCheckpointWhole();
        }
    }

    private boolean isCheckpointWhole() throws SQLException {
        try (var statement = checkpoints.createStatement();
                var row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            boolean isWhole = row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
            if (isWhole) {
                checkpointedLog = size(log(path));
            }
            return isWhole;
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

    /** Closes the connections. */
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
    boolean checkpointAll() throws SQLException {
        synchronized (checkpoints) {
            boolean isWhole =
                    Sql.one(checkpoints, "PRAGMA wal_checkpoint(TRUNCATE)").equals("0");
            checkpointedLog = isWhole ? 0 : checkpointedLog;
            return isWhole;
        }
    }

    /**
     * Begins the empty log by a transaction that changes nothing. SQLite then forces the head of the log to the disk, for which
     * the first change need not wait.
     */
    void beginLog() throws SQLException {
        Sql.run(connection, "PRAGMA user_version = " + RoomRows.VERSION);
        connection.commit();
    }

    private static RoomsFile connected(Path path, Checked checked, Path asFound) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Optional<Connection> checkpoints = Optional.empty();
        boolean isOpen = false;
        try {
            Sql.run(connection, "PRAGMA busy_timeout = " + BUSY_MS);
            Sql.run(connection, "PRAGMA journal_mode = WAL");
            Sql.run(connection, "PRAGMA synchronous = NORMAL");
            Sql.run(connection, "PRAGMA wal_autocheckpoint = 0");
            Sql.run(connection, "PRAGMA foreign_keys = ON");
            // What is deleted is overwritten: nobody's name stays in the file.
            Sql.run(connection, "PRAGMA secure_delete = ON");
            RoomRows.addChecksum(connection);
            if (checked.isIndexDamaged()) {
                // Rows are read without the indexes, but one that a damaged index lacks could not be changed.
                Sql.run(connection, "REINDEX");
            }
            connection.setAutoCommit(false);
            if (checked.isBroken()) {
                Salvage.copy(asFound, connection);
            }
            RoomRows.prepare(connection);
            connection.commit();
            checkpoints = Optional.of(DriverManager.getConnection("jdbc:sqlite:" + path));
            Sql.run(checkpoints.get(), "PRAGMA busy_timeout = " + BUSY_MS);
            Sql.run(checkpoints.get(), "PRAGMA synchronous = NORMAL");
            var file = new RoomsFile(
                    path, connection, checkpoints.get(), checked.wrong().isPresent());
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

    /**
     * What was found in the file.
     *
     * @param wrong what is wrong with it, though the rooms can go on; empty if nothing is
     */
    private record Checked(Optional<StorageError> wrong, boolean isIndexDamaged) {
        boolean isBroken() {
            return wrong.filter(StorageError.RoomsBroken.class::isInstance).isPresent();
        }
    }

    /** Reads the file without changing it. */
    private static Checked check(Path path, Optional<CommitWatermark> mark) throws SQLException {
        if (!Files.exists(path)) {
            boolean wereRooms = mark.isPresent() || Files.exists(log(path));
            return new Checked(
                    wereRooms ? Optional.of(new StorageError.RoomsMissing(path.toString())) : Optional.empty(), false);
        }
        var broken = new StorageError.RoomsBroken(path.toString());
        try (Connection connection = readOnly(path)) {
            refuseOtherVersions(RoomRows.version(connection), path);
            boolean isWhole = Sql.one(connection, "PRAGMA integrity_check(1)").equals("ok");
            if (!isWhole && !Sql.one(connection, "PRAGMA quick_check(1)").equals("ok")) {
                return new Checked(Optional.of(broken), false);
            }
            boolean isLess = mark.isPresent()
                    && RoomRows.committed(connection) < mark.get().required();
            return new Checked(
                    isLess ? Optional.of(new StorageError.RoomChangesLost(path.toString())) : Optional.empty(),
                    !isWhole);
        } catch (SQLException e) {
            if (error(e, path.toString()).equals(broken)) {
                return new Checked(Optional.of(broken), false);
            }
            throw e;
        }
    }

    private static void refuseOtherVersions(int version, Path path) {
        if (version > RoomRows.VERSION) {
            throw new OrreryException(new StorageError.NewerData(path.toString()));
        }
        if (version > 0 && version < RoomRows.OLDEST) {
            throw new OrreryException(new StorageError.OlderData(path.toString()));
        }
    }

    static Connection readOnly(Path path) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MS);
        return config.createConnection("jdbc:sqlite:" + path);
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
