package io.orrery.cluster;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be written of recordings, in one thread, in the order of the calls; a write that fails is tried again until it succeeds. Rows of one stretch that come
 * soon after each other are written together.
 */
final class RecordingQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingQueue.class);

    /** Rows wait this long for more of their stretch, ms. */
    private static final long GATHER_MS = 250;

    /** Rows that are as long as this together are written at once, characters: far below the largest message that servers take, 1 MiB. */
    private static final int MOST_GATHERED = 256 << 10;

    private static final long RETRY_MS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RowsWriter rows;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "orrery-nats-recordings");
        thread.setDaemon(true);
        return thread;
    });

    /** Rows that are not written yet, by recording. Guarded by itself. */
    private final Map<String, Gathered> gathered = new HashMap<>();

    private volatile boolean isFailing;
    private volatile boolean isClosed;

    /** Something that is written. */
    interface Write {
        void run() throws IOException, JetStreamApiException, InterruptedException;
    }

    /** Writes rows of a recording. */
    interface RowsWriter {
        void write(String id, Rows rows) throws IOException, JetStreamApiException, InterruptedException;
    }

    /**
     * Rows of one stretch that come one after the other.
     *
     * @param number which no other rows have, however often they are written
     * @param first the time of the first one, ms
     * @param json the rows, with commas between them
     */
    record Rows(String number, int stretch, double first, double last, String json) {}

    private static final class Gathered {
        final int stretch;
        final double first;
        final StringBuilder json = new StringBuilder();
        double last;

        Gathered(int stretch, double first) {
            this.stretch = stretch;
            this.first = first;
        }

        Rows rows() {
            return new Rows(UUID.randomUUID().toString(), stretch, first, last, json.toString());
        }
    }

    RecordingQueue(RowsWriter rows) {
        this.rows = rows;
    }

    /** Writes behind all that is to be written. */
    void soon(Write write) {
        if (!isClosed) {
            writer.execute(() -> perform(write));
        }
    }

    private void perform(Write write) {
        while (true) {
            try {
                write.run();
                isFailing = false;
                return;
            } catch (IOException | JetStreamApiException | IllegalStateException e) {
                if (!isFailing) {
                    LOG.warn("Recordings cannot be written to NATS: {}.", e.getMessage());
                }
                isFailing = true;
                if (isClosed) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                Thread.sleep(RETRY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Writes a row soon. @param t its time, ms */
    void append(String id, int stretch, double t, String json) {
        boolean isFirst;
        boolean isFull;
        synchronized (gathered) {
            Gathered before = gathered.get(id);
            if (before != null && before.stretch != stretch) {
                gathered.remove(id);
                Rows whole = before.rows();
                soon(() -> rows.write(id, whole));
            }
            isFirst = !gathered.containsKey(id);
            Gathered to = gathered.computeIfAbsent(id, any -> new Gathered(stretch, t));
            to.json.append(to.json.isEmpty() ? "" : ",\n").append(json);
            to.last = t;
            isFull = to.json.length() > MOST_GATHERED;
        }
        if (isFull && !isClosed) {
            writer.execute(() -> write(id));
        } else if (isFirst && !isClosed) {
            var unused = writer.schedule(() -> write(id), GATHER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void write(String id) {
        Gathered due;
        synchronized (gathered) {
            due = gathered.remove(id);
        }
        if (due != null) {
            Rows whole = due.rows();
            perform(() -> rows.write(id, whole));
        }
    }

    /** Does not write the rows of a recording that wait. */
    void drop(String id) {
        synchronized (gathered) {
            gathered.remove(id);
        }
    }

    /** Waits until what was to be written is, or cannot be at present. */
    void settle() {
        try {
            writer.submit(() -> gatheredIds().forEach(this::write)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Something of the recordings is not written yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> gatheredIds() {
        synchronized (gathered) {
            return List.copyOf(gathered.keySet());
        }
    }

    /** Whether the last write has failed, and is tried again. */
    boolean isFailing() {
        return isFailing;
    }

    /** Writes what waits, if it can be written now, and nothing more. */
    @Override
    public void close() {
        settle();
        isClosed = true;
        writer.shutdownNow();
    }
}
