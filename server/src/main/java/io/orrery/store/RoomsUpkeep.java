package io.orrery.store;

import io.orrery.room.time.EventLoop;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the checkpoints of the rooms' file, and writes the {@link CommitWatermark}. */
final class RoomsUpkeep implements Writes.Database {
    /** The longest time from a transaction to the beginning of its checkpoint, ms. */
    static final double CHECKPOINT_MS = 30_000;

    /** How soon a checkpoint that left something is made again, ms. */
    private static final double AGAIN_MS = 1000;

    /** A log that has grown by so much is checkpointed without waiting, bytes. */
    static final long LONG_LOG = 4L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RoomsUpkeep.class);

    private final HeldFile mark;
    private final RoomsFile file;
    private final EventLoop loop;
    private final EventLoop checkpoints;
    private final Writes writes;
    private final String boot = CommitWatermark.bootId();

    // What follows is guarded by this.
    private long committed;
    private long checkpointed;
    private boolean isCheckpointPlanned;
    private boolean isMarkWritten;
    private boolean isClosed;

    /**
     * @param committed the number of transactions in the file, all of them checkpointed
     * @param loop executes writes
     * @param checkpoints executes checkpoints, which may take seconds
     */
    RoomsUpkeep(HeldFile mark, RoomsFile file, long committed, EventLoop loop, EventLoop checkpoints)
            throws IOException {
        this.mark = mark;
        this.file = file;
        this.committed = committed;
        this.checkpointed = committed;
        this.loop = loop;
        this.checkpoints = checkpoints;
        this.writes = new Writes(this, loop);
        writeMark(true);
    }

    Writes writes() {
        return writes;
    }

    @Override
    public Connection connection() {
        return file.connection();
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
        if (file.uncheckpointedLog() > LONG_LOG) {
            checkpoints.execute(this::checkpoint);
        } else {
            planCheckpoint(CHECKPOINT_MS);
        }
    }

    /**
     * Moves all of SQLite's log to the file and empties it, so that what was deleted is in neither. Transactions wait meanwhile.
     *
     * @return false if another program reads the log
     */
    synchronized boolean isOverwritten() {
        try {
            boolean isWhole = file.checkpointAll();
            checkpointed(committed, isWhole);
            return isWhole;
        } catch (SQLException e) {
            LOG.warn("What was erased could not be overwritten in the file: {}.", e.getMessage());
            return false;
        }
    }

    /** Writes what is queued, moves all of it from SQLite's log to the file, and ends. */
    synchronized void close() {
        writes.close();
        isClosed = true;
        if (file.close()) {
            checkpointed = committed;
        }
        try {
            writeMark(true);
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
        long before;
        synchronized (this) {
            isCheckpointPlanned = false;
            if (isClosed) {
                return;
            }
            before = committed;
        }
        // Not while holding the monitor: transactions go on meanwhile.
        checkpointed(before, isCheckpointed());
    }

    private boolean isCheckpointed() {
        try {
            return file.checkpoint();
        } catch (SQLException e) {
            LOG.debug("A checkpoint failed", e);
            return false;
        }
    }

    private synchronized void checkpointed(long until, boolean isWhole) {
        if (isClosed) {
            return;
        }
        if (isWhole) {
            checkpointed = until;
            isMarkWritten = false;
            loop.execute(this::keepMark);
        } else {
            planCheckpoint(AGAIN_MS);
        }
    }

    private synchronized void keepMark() {
        if (isClosed || isMarkWritten) {
            return;
        }
        try {
            writeMark(false);
        } catch (IOException e) {
            LOG.debug("The mark cannot be written; it is tried again after the next checkpoint", e);
        }
    }

    private void writeMark(boolean durably) throws IOException {
        mark.write(new CommitWatermark(committed, checkpointed, boot).bytes(), durably);
        isMarkWritten = true;
    }
}
