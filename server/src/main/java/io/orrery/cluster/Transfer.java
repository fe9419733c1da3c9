package io.orrery.cluster;

import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.Neighbours;
import io.orrery.room.access.RoomCode;
import io.orrery.room.recording.Recordings;
import io.orrery.room.storage.RoomsCopy;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.store.DataFolder;
import io.orrery.store.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies all that a data folder has into a cluster, or all that a cluster has into a folder: rooms, recordings, the weights that they name, and the
 * operator's key, if there is none yet. While rooms are copied into the cluster, this process is one of its servers and owns them.
 */
public final class Transfer {
    private static final String WEIGHTS = ".safetensors";

    private Transfer() {}

    /**
     * The result of a copy.
     *
     * @param copied rooms and recordings
     * @param hasOtherKey whether the other place has another operator's key, so that links with keys work there and cannot be printed again
     */
    public record Done(RoomsCopy.Done copied, boolean hasOtherKey) {}

    /** Copies a folder into a cluster. */
    public static Done in(DataFolder folder, ClusterOptions others) {
        try (Cluster cluster = join(others)) {
            boolean hasOtherKey = hasOtherKey(cluster, folder.operatorKey());
            RoomsCopy.Done done = RoomsCopy.copy(folder.storage(), cluster.storage());
            for (RoomCode code : codes(folder.storage())) {
                cluster.release(code, "").toCompletableFuture().join();
            }
            for (String model : models(folder.storage())) {
                Path file = folder.trained().resolve(model + WEIGHTS);
                if (Files.isRegularFile(file)) {
                    cluster.weights().keep(model, Optional.of(file));
                }
            }
            return new Done(done, hasOtherKey);
        }
    }

    /** Copies a cluster into a folder. */
    public static Done out(ClusterOptions others, DataFolder folder) {
        try (Cluster cluster = join(others)) {
            String key = folder.operatorKey(() -> cluster.operatorKey(Optional.empty()));
            boolean hasOtherKey = hasOtherKey(cluster, key);
            RoomsCopy.Done done = RoomsCopy.copy(cluster.storage(), folder.storage());
            for (String model : models(folder.storage())) {
                Optional<byte[]> weights = cluster.weights().find(model);
                if (weights.isPresent()) {
                    Files.createDirectories(folder.trained());
                    Files.write(folder.trained().resolve(model + WEIGHTS), weights.get());
                }
            }
            return new Done(done, hasOtherKey);
        } catch (IOException e) {
            throw new OrreryException(new StorageError.StorageNotWritable(), e);
        }
    }

    private static Cluster join(ClusterOptions others) {
        var cluster = new Cluster(
                Nats.open(others),
                Long.MAX_VALUE,
                LogLimits.DEFAULT_DAYS,
                "orrery rooms",
                "",
                List.of(),
                Map.of(),
                System::currentTimeMillis);
        cluster.begin(new Neighbours.Server() {});
        return cluster;
    }

    private static boolean hasOtherKey(Cluster cluster, String key) {
        try {
            cluster.operatorKey(Optional.of(key));
            return false;
        } catch (OrreryException e) {
            if (e.error() instanceof ClusterError.OtherOperatorKey) {
                return true;
            }
            throw e;
        }
    }

    private static List<RoomCode> codes(Storage storage) {
        return storage.rooms().stream().map(SavedRoom::code).toList();
    }

    /** The content ids of the models that rooms and recordings name. */
    private static Collection<String> models(Storage storage) {
        Recordings recordings = storage.recordings();
        return Stream.concat(
                        storage.rooms().stream().flatMap(room -> room.models().stream()), recordings.models().stream())
                .distinct()
                .toList();
    }
}
