package io.orrery.store;

import io.orrery.room.storage.SavedRoom;
import io.orrery.room.time.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rooms' file whole while the server runs: makes checkpoints, writes the {@link Mark}, and looks regularly whether
 * the files and locks of the folder are still in place. If somebody has deleted, replaced or moved one of them, all rooms are
 * written anew from memory. A file that then stands in the place of the rooms' file is kept under another name.
 */
final class RoomsUpkeep implements Writes.Database {
    /** The longest time from a transaction to the beginning of its checkpoint, ms. */
    static final double CHECKPOINT_MS = 30_000;

    /** How often the files are looked at, ms. */
    static final double LOOK_MS = 1000;

    /** A log that has grown by so much is checkpointed without waiting, bytes. */
    static final long LONG_LOG = 4L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RoomsUpkeep.class);

    private static final String TAKEN = "another server has taken the data folder";

    private final FolderFiles files;
    private final RoomsImage image;
    private final EventLoop loop;
    private final EventLoop checkpoints;
    private final Writes writes;
    private final String boot = Mark.bootId();

    // What follows is guarded by this.
    private Optional<RoomsFile> file;
    private long committed;
    private long checkpointed;
    private boolean isCheckpointPlanned;
    private boolean isMarkWritten;
    /** Whether the file was lost, and could not be written anew yet. */
    private boolean isLost;
    /** Whether another server uses the folder now. It stays so: what that server writes must not be touched. */
    private boolean isTaken;

    private boolean isClosed;

    private volatile long lost;

    /**
     * @param committed the number of transactions in the file, all of them checkpointed
     * @param image what the file must hold
     * @param loop executes writes and looks after the files
     * @param checkpoints executes checkpoints, which may take seconds
     */
    RoomsUpkeep(
            FolderFiles files,
            RoomsFile file,
            long committed,
            RoomsImage image,
            EventLoop loop,
            EventLoop checkpoints) {
        this.files = files;
        this.file = Optional.of(file);
        this.committed = committed;
        this.checkpointed = committed;
        this.image = image;
        this.loop = loop;
        this.checkpoints = checkpoints;
        this.writes = new Writes(this, loop);
    }

    Writes writes() {
        return writes;
    }

    StorageHealth health() {
        StorageHealth health = writes.health();
        return new StorageHealth(health.failing(), health.leftOut(), lost);
    }

    /** Writes the mark for the first time, and begins to look after the files. */
    synchronized void start() throws IOException {
        writeMark(true);
        loop.after(LOOK_MS, this::look);
    }

    @Override
    public synchronized Connection connection() throws SQLException {
        return file.orElseThrow(() -> new SQLException(isTaken ? TAKEN : "the rooms' file is gone"))
                .connection();
    }

    @Override
    public synchronized void committing(Connection connection) throws SQLException {
        RoomRows.count(connection, committed + 1);
    }

    @Override
    public synchronized void committed() {
        committed++;
        if (isMarkWritten) {
            isMarkWritten = false;
            loop.execute(this::keepMark);
        }
        planCheckpoint(CHECKPOINT_MS);
    }

    /** Writes what is queued, moves all of it from SQLite's log to the file, and ends. */
    synchronized void close() {
        writes.close();
        isClosed = true;
        boolean isWhole = file.map(RoomsFile::close).orElse(false);
        if (isWhole) {
            checkpointed = committed;
        }
        try {
            if (!isTaken) {
                writeMark(true);
            }
        } catch (IOException e) {
            LOG.warn("The rooms' mark could not be written: {}.", e.getMessage());
        }
    }

    private void planCheckpoint(double ms) {
        if (!isCheckpointPlanned) {
            isCheckpointPlanned = true;
            checkpoints.after(ms, this::checkpoint);
        }
    }

    private void checkpoint() {
        Optional<RoomsFile> now;
        long before;
        synchronized (this) {
            isCheckpointPlanned = false;
            now = isClosed ? Optional.empty() : file;
            before = committed;
        }
        // Not while holding the monitor: transactions go on meanwhile.
        now.ifPresent(open -> checkpointed(open, before, isCheckpointed(open)));
    }

    private static boolean isCheckpointed(RoomsFile open) {
        try {
            return open.checkpoint();
        } catch (SQLException e) {
            LOG.debug("A checkpoint failed", e);
            return false;
        }
    }

    private synchronized void checkpointed(RoomsFile open, long until, boolean isWhole) {
        if (isClosed || !file.equals(Optional.of(open))) {
            return;
        }
        if (isWhole) {
            checkpointed = until;
            isMarkWritten = false;
            loop.execute(this::keepMark);
        } else {
            planCheckpoint(LOOK_MS);
        }
    }

    private synchronized void keepMark() {
        if (isClosed || isMarkWritten || file.isEmpty()) {
            return;
        }
        try {
            writeMark(false);
        } catch (IOException e) {
            LOG.debug("The mark cannot be written; it is tried again with the next look", e);
        }
    }

    private void writeMark(boolean durably) throws IOException {
        files.mark().write(new Mark(committed, checkpointed, boot).bytes(), durably);
        isMarkWritten = true;
    }

    private synchronized void look() {
        if (isClosed) {
            return;
        }
        try {
            lookAfterLocks();
            lookAfterRooms();
            keepMark();
        } catch (IOException | SQLException e) {
            writes.unusable(e);
        } finally {
            loop.after(LOOK_MS, this::look);
        }
    }

    private void lookAfterLocks() throws IOException {
        if (!isTaken) {
            files.restoreFolder();
            HeldFile.Finding lock = files.lock().check();
            HeldFile.Finding mark = files.mark().check();
            isMarkWritten &= mark != HeldFile.Finding.TAKEN_ANEW;
            // A server that starts holds one of the two for a moment, until it finds that the other is held here.
            isTaken = lock == HeldFile.Finding.LOST && mark == HeldFile.Finding.LOST;
            if (lock == HeldFile.Finding.TAKEN_ANEW) {
                LOG.warn("The lock of the data folder was removed; it is held again.");
            }
        }
        if (isTaken) {
            file.ifPresent(RoomsFile::abandon);
            file = Optional.empty();
            throw new IOException(TAKEN);
        }
    }

    private void lookAfterRooms() throws IOException, SQLException {
        if (file.isPresent() && isWhole(file.get())) {
            if (file.get().uncheckpointedLog() > LONG_LOG) {
                checkpoints.execute(this::checkpoint);
            }
            return;
        }
        if (!isLost) {
            isLost = true;
            lost++;
            LOG.atWarn()
                    .addKeyValue("file", files.rooms())
                    .log("The rooms' file was deleted or replaced; it is written anew.");
        }
        writeAnew();
        isLost = false;
        writes.usable();
    }

    private boolean isWhole(RoomsFile open) {
        return switch (open.look()) {
            case IN_PLACE -> true;
            case TOUCHED -> holdsAll(open);
            case GONE -> false;
        };
    }

    /** Whether the file, which another program has changed, still holds what it must. */
    private boolean holdsAll(RoomsFile open) {
        boolean isFlushed = writes.flush();
        try {
            List<SavedRoom> rooms = open.read();
            if (!isFlushed) {
                // Another program has locked the file. It is looked at again.
                return true;
            }
            boolean holdsAll = image.holds(rooms);
            if (holdsAll) {
                open.accept();
            }
            return holdsAll;
        } catch (SQLException e) {
            LOG.debug("The rooms' file was damaged by another program", e);
            return false;
        }
    }

    private void writeAnew() throws IOException, SQLException {
        // Moved before the connections are closed: SQLite then leaves it, and what now has the log's name, as they are.
        boolean isOwn = file.map(RoomsFile::isOwn).orElse(false);
        boolean isMoved = moveAside();
        file.ifPresent(RoomsFile::abandon);
        file = Optional.empty();
        List<SavedRoom> rooms = image.rooms();
        committed++;
        file = Optional.of(RoomsFile.create(files.rooms(), rooms, committed));
        checkpointed = committed;
        writeMark(true);
        files.restoreKey();
        if (isMoved && isOwn) {
            Files.deleteIfExists(files.replaced());
        }
        LOG.atInfo().addKeyValue("rooms", rooms.size()).log("The rooms' file was written anew.");
    }

    private boolean moveAside() throws IOException {
        try {
            Files.move(files.rooms(), files.replaced(), StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
