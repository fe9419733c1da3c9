package io.orrery.cluster;

import io.nats.client.JetStreamApiException;
import io.nats.client.ObjectStore;
import io.nats.client.api.ObjectInfo;
import io.orrery.library.Snapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights of trainings in two object stores: those that a room may show at this moment, for minutes, and those that rooms and recordings name. No
 * node knows all that the others name, so none deletes any. Each stores what it knows to be named again once a day, and what nobody has stored again
 * for as long as closed rooms are kept goes by itself.
 */
final class NatsWeights implements Snapshots.Shared {
    private static final Logger LOG = LoggerFactory.getLogger(NatsWeights.class);

    /** Undo and restarts need what is named by then. */
    private static final Duration SHOWN = Duration.ofMinutes(10);

    private static final Duration AGAIN = Duration.ofHours(24);

    private final ObjectStore shown;
    private final ObjectStore named;

    /** When this node last saw that weights are stored, by content id, ns of the machine's clock. */
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    private NatsWeights(ObjectStore shown, ObjectStore named) {
        this.shown = shown;
        this.named = named;
    }

    /**
     * Opens the stores of a cluster; creates those that are missing.
     *
     * @param days how long weights are kept that nobody names any more, days
     */
    static NatsWeights open(Nats nats, int days) {
        return new NatsWeights(
                nats.objects("weights_shown", SHOWN),
                nats.objects("weights", Duration.ofDays(days).plus(AGAIN)));
    }

    /** Empty, with a line in the log, if there is no answer. */
    private static <T> Optional<T> ask(Nats.Call<T> call) {
        try {
            return Optional.ofNullable(call.run());
        } catch (IOException | JetStreamApiException | NoSuchAlgorithmException | IllegalStateException e) {
            LOG.atWarn().addKeyValue("why", e.toString()).log("The weights of a training cannot be shared.");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void show(String id, byte[] file) {
        ask(() -> shown.put(id, file));
    }

    @Override
    public void keep(String id, Optional<Path> file) {
        Long last = seen.get(id);
        if (last != null && System.nanoTime() - last < AGAIN.toNanos()) {
            return;
        }
        Optional<Boolean> isStored = ask(() -> {
            Optional<ObjectInfo> known = info(named, id);
            boolean isFresh = known.map(ObjectInfo::getModified)
                    .filter(at -> at.isAfter(ZonedDateTime.now(at.getZone()).minus(AGAIN.dividedBy(2))))
                    .isPresent();
            if (isFresh) {
                return true;
            }
            // Most names are those of models that every node has as files of its own.
            Optional<byte[]> content = file.isPresent() ? Optional.of(Files.readAllBytes(file.get())) : find(id);
            if (content.isPresent()) {
                named.put(id, content.get());
            }
            return true;
        });
        if (isStored.isPresent()) {
            seen.put(id, System.nanoTime());
        }
    }

    @Override
    public Optional<byte[]> find(String id) {
        return ask(() -> content(named, id)).or(() -> ask(() -> content(shown, id)));
    }

    private static Optional<ObjectInfo> info(ObjectStore store, String id) throws IOException, JetStreamApiException {
        return Optional.ofNullable(store.getInfo(id));
    }

    /** Null if it is not there. */
    private static byte[] content(ObjectStore store, String id)
            throws IOException, JetStreamApiException, InterruptedException, NoSuchAlgorithmException {
        if (info(store, id).isEmpty()) {
            return null;
        }
        var bytes = new ByteArrayOutputStream();
        store.get(id, bytes);
        return bytes.toByteArray();
    }
}
