package io.orrery.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.state.StateJson;
import io.orrery.wire.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all servers of a cluster know: the rooms with their keys, the record of who owns each, and the servers' leases. Each is a value in a bucket that is
 * replaced only if it is still what it was when it was read.
 *
 * <p>A server renews its lease, whatever it owns; a room's record is written when the room moves, so quiet rooms cost no writes. Whether another server is
 * there is decided by this one's own clock: its lease has not changed for {@link #DEAD_LEASES} leases in which this server could read and write. That
 * may be wrong, and costs a move then; what a room's owner may do is decided by the room's log ({@link RoomStream}).
 */
final class Registry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    /** How often a lease is renewed, ms. Only tests set it. */
    static final long LEASE_MS = Long.getLong("orrery.lease-ms", 2000);

    /** A lease that has not changed in so many looks, between which there are fewer renewals by one, means that its server is gone. */
    static final int DEAD_LEASES = 4;

    private static final String ROOM = "room.";
    private static final String OWNER = "owner.";

    private static final JsonMapper JSON = StateJson.mapper().build();

    private final Nats nats;
    private final String node;
    private final KeyValue rooms;
    private final KeyValue nodes;
    private final ClusterThreads threads;
    private final Map<RoomCode, Kept<Doc>> docs = new ConcurrentHashMap<>();
    private final Map<RoomCode, Kept<Owner>> owners = new ConcurrentHashMap<>();
    private final Map<String, Neighbour> neighbours = new ConcurrentHashMap<>();
    private volatile Consumer<RoomCode> changed = code -> {};
    private volatile Consumer<RoomCode> moved = code -> {};
    private volatile Lease own;
    private volatile long renewedAt = System.nanoTime();
    private volatile boolean isClosed;

    /**
     * What is stored of a room beside its log.
     *
     * @param keys {@link io.orrery.room.access.Keys#lines}
     * @param house whether a server opened it itself
     * @param model the content id of the model that it was opened with
     * @param used when it was last left or closed, ms
     * @param closed whether it is closed until somebody who may drive it comes
     */
    record Doc(String keys, boolean house, String model, double used, boolean closed) {}

    /**
     * Who owns a room.
     *
     * @param node the server; empty if nobody does
     * @param epoch counts the owners
     * @param to the server that is asked to own it next; empty for any
     */
    record Owner(String node, long epoch, String to) {
        static final Owner NOBODY = new Owner("", 0, "");
    }

    /**
     * A server's lease.
     *
     * @param counter another one with each renewal
     * @param host the name of its machine and its port
     * @param form {@link RoomContents#VERSION} there
     * @param views the kinds of pages that its rooms know, as words; empty if it was written before leases said so
     * @param models the content ids of those on offer
     * @param same hashes of what servers should have in common, by what it is
     * @param health figures by name, for people
     */
    public record Lease(
            String node,
            long counter,
            String host,
            String version,
            int form,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> views,
            List<String> models,
            Map<String, String> same,
            Map<String, Double> health) {
        public Lease {
            views = List.copyOf(views);
            models = List.copyOf(models);
            same = Map.copyOf(same);
            health = Map.copyOf(health);
        }

        private Lease with(long next, Map<String, Double> figures) {
            return new Lease(node, next, host, version, form, views, models, same, figures);
        }

        /** Whether a page of this kind can enter its rooms. Leases that do not say so were written before there were remote controls. */
        boolean knows(View view) {
            return views.isEmpty() ? view != View.REMOTE : views.contains(view.word());
        }

        /** What another server has otherwise, of what servers should have in common. */
        Set<String> differsFrom(Lease other) {
            // The command that copies rooms has none of it.
            return Stream.concat(same.keySet().stream(), other.same.keySet().stream())
                    .filter(what -> !same.isEmpty() && !other.same.isEmpty())
                    .filter(what -> !Objects.equals(same.get(what), other.same.get(what)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A value with the number of its change. */
    record Kept<T>(T value, long revision) {}

    /** Another server, as this one knows it. @param sinceRenewals how often this server has renewed its own lease since it saw that one change */
    record Neighbour(Lease lease, long revision, int sinceRenewals) {
        boolean isAlive() {
            return sinceRenewals < DEAD_LEASES;
        }
    }

    Registry(Nats nats, String node, ClusterThreads threads, Lease own) {
        this.nats = nats;
        this.node = node;
        this.threads = threads;
        this.own = own;
        rooms = nats.bucket("rooms");
        nodes = nats.bucket("nodes");
    }

    /**
     * Reads all, and hears of each change from now on, in a thread of NATS.
     *
     * @param toldChanged the keys or the existence of which room has changed
     * @param toldMoved which room has another owner, or has lost it
     */
    void begin(Consumer<RoomCode> toldChanged, Consumer<RoomCode> toldMoved) {
        changed = toldChanged;
        moved = toldMoved;
        try {
            for (KeyValue bucket : Set.of(rooms, nodes)) {
                Nats.watch(bucket, this::heard, Nats.ANSWER.multipliedBy(2));
            }
            nodes.put(node, JSON.writeValueAsBytes(own));
            renewedAt = System.nanoTime();
        } catch (IOException | JetStreamApiException e) {
            throw nats.notStored(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryException(new ClusterError.NotStored(), e);
        }
        threads.every(LEASE_MS, this::renew);
    }

    private void heard(KeyValueEntry entry) {
        String key = entry.getKey();
        boolean isGone = entry.getOperation() != KeyValueOperation.PUT;
        try {
            if (key.startsWith(ROOM)) {
                var code = new RoomCode(key.substring(ROOM.length()));
                keep(docs, code, isGone, entry, Doc.class);
                changed.accept(code);
            } else if (key.startsWith(OWNER)) {
                var code = new RoomCode(key.substring(OWNER.length()));
                keep(owners, code, isGone, entry, Owner.class);
                moved.accept(code);
            } else if (entry.getBucket().equals(nodes.getBucketName()) && !key.equals(node)) {
                if (isGone) {
                    neighbours.remove(key);
                    gone(key);
                } else {
                    renewed(key, JSON.readValue(entry.getValue(), Lease.class), entry.getRevision());
                }
            }
        } catch (IOException | RuntimeException e) {
            nats.unreadable(key, e);
        }
    }

    private static <T> void keep(
            Map<RoomCode, Kept<T>> map, RoomCode code, boolean isGone, KeyValueEntry entry, Class<T> type)
            throws IOException {
        if (isGone) {
            map.remove(code);
            return;
        }
        var next = new Kept<>(JSON.readValue(entry.getValue(), type), entry.getRevision());
        map.merge(code, next, (before, heard) -> before.revision() > heard.revision() ? before : heard);
    }

    private void renewed(String other, Lease lease, long revision) {
        neighbours.compute(
                other,
                (key, before) ->
                        before == null || before.revision() < revision ? new Neighbour(lease, revision, 0) : before);
    }

    /** Renews the own lease, and looks at those of others: only a renewal that succeeded counts as time that has passed for them. */
    private synchronized void renew() {
        if (isClosed) {
            return;
        }
        try {
            Lease next = own.with(own.counter() + 1, own.health());
            own = next;
            nodes.put(node, JSON.writeValueAsBytes(next));
            renewedAt = System.nanoTime();
            for (String other : Set.copyOf(neighbours.keySet())) {
                look(other);
            }
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.debug("The lease of this server cannot be renewed at present", e);
        }
    }

    private void look(String other) throws IOException, JetStreamApiException {
        KeyValueEntry entry = nodes.get(other);
        if (entry == null) {
            neighbours.remove(other);
        } else {
            Neighbour before = neighbours.get(other);
            renewed(other, JSON.readValue(entry.getValue(), Lease.class), entry.getRevision());
            Neighbour now = neighbours.computeIfPresent(
                    other,
                    (key, it) -> before != null && it.revision() == before.revision()
                            ? new Neighbour(it.lease(), it.revision(), it.sinceRenewals() + 1)
                            : it);
            if (now == null || now.isAlive()) {
                return;
            }
            if (before != null && before.isAlive()) {
                LOG.atWarn().addKeyValue("node", now.lease().host()).log("A server does not answer any more.");
            }
        }
        gone(other);
    }

    /** The rooms of a server that is gone can be taken. */
    private void gone(String other) {
        owners.forEach((code, owner) -> {
            if (owner.value().node().equals(other)) {
                moved.accept(code);
            }
        });
    }

    /** Since when the own lease was not renewed, ms. */
    double leaseAge() {
        return (System.nanoTime() - renewedAt) / 1e6;
    }

    /** How old another server's lease is at most, ms; 0 if it is not there. */
    double leaseAge(String other) {
        return Optional.ofNullable(neighbours.get(other))
                .map(it -> leaseAge() + (double) it.sinceRenewals() * LEASE_MS)
                .orElse(0.0);
    }

    /** Whether the own lease may have ended for others. */
    boolean isCutOff() {
        return leaseAge() > (DEAD_LEASES - 1) * LEASE_MS || !nats.isUp();
    }

    /** The figures that the own lease tells from the next renewal on. */
    void health(Map<String, Double> figures) {
        own = own.with(own.counter(), figures);
    }

    Lease own() {
        return own;
    }

    /** The other servers that are there, by node. */
    Map<String, Lease> others() {
        return neighbours.entrySet().stream()
                .filter(each -> each.getValue().isAlive())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().lease()));
    }

    boolean isAlive(String other) {
        return other.equals(node)
                || Optional.ofNullable(neighbours.get(other))
                        .filter(Neighbour::isAlive)
                        .isPresent();
    }

    Set<RoomCode> codes() {
        return Set.copyOf(docs.keySet());
    }

    Optional<Doc> doc(RoomCode code) {
        return Optional.ofNullable(docs.get(code)).map(Kept::value);
    }

    Owner owner(RoomCode code) {
        return Optional.ofNullable(owners.get(code)).map(Kept::value).orElse(Owner.NOBODY);
    }

    /** @throws OrreryException if there is a room of this code, or it cannot be stored */
    void create(RoomCode code, Doc doc) {
        stored(() -> {
            long revision = rooms.create(ROOM + code.text(), JSON.writeValueAsBytes(doc));
            docs.put(code, new Kept<>(doc, revision));
        });
    }

    /** Replaces what is stored of a room, if there is something. */
    void update(RoomCode code, UnaryOperator<Doc> change) {
        stored(() -> {
            while (true) {
                KeyValueEntry entry = rooms.get(ROOM + code.text());
                if (entry == null || entry.getOperation() != KeyValueOperation.PUT) {
                    return;
                }
                Doc before = JSON.readValue(entry.getValue(), Doc.class);
                Doc next = change.apply(before);
                if (next.equals(before)) {
                    return;
                }
                Optional<Long> revision = swapped(ROOM + code.text(), next, entry.getRevision());
                if (revision.isPresent()) {
                    docs.put(code, new Kept<>(next, revision.get()));
                    return;
                }
            }
        });
    }

    /** Deletes a room and its owner's record. */
    void remove(RoomCode code) {
        stored(() -> {
            rooms.delete(ROOM + code.text());
            rooms.delete(OWNER + code.text());
        });
        docs.remove(code);
        owners.remove(code);
    }

    /**
     * Replaces the record of who owns a room, if it is still what the leader of the bucket says, and the change wants it.
     *
     * @param change the next record; empty to leave it
     * @return the record now, if it was replaced
     */
    Optional<Owner> move(RoomCode code, Function<Owner, Optional<Owner>> change) {
        try {
            KeyValueEntry entry = rooms.get(OWNER + code.text());
            boolean isThere = entry != null && entry.getOperation() == KeyValueOperation.PUT;
            Owner before = isThere ? read(code, entry) : Owner.NOBODY;
            if (isThere) {
                owners.merge(
                        code,
                        new Kept<>(before, entry.getRevision()),
                        (known, read) -> known.revision() > read.revision() ? known : read);
            }
            Optional<Owner> next = change.apply(before);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Optional<Long> revision = isThere
                    ? swapped(OWNER + code.text(), next.get(), entry.getRevision())
                    : Optional.of(rooms.create(OWNER + code.text(), JSON.writeValueAsBytes(next.get())));
            revision.ifPresent(number -> owners.put(code, new Kept<>(next.get(), number)));
            return revision.flatMap(number -> next);
        } catch (JetStreamApiException e) {
            if (Nats.isOvertaken(e)) {
                return Optional.empty();
            }
            throw nats.notStored(e);
        } catch (IOException e) {
            throw nats.notStored(e);
        }
    }

    /** A record that cannot be read names nobody; the room's log has the last epoch. */
    private Owner read(RoomCode code, KeyValueEntry entry) {
        try {
            return JSON.readValue(entry.getValue(), Owner.class);
        } catch (IOException e) {
            nats.unreadable(entry.getKey(), e);
            return new Owner("", owner(code).epoch(), "");
        }
    }

    private Optional<Long> swapped(String key, Record value, long revision) throws IOException, JetStreamApiException {
        try {
            return Optional.of(rooms.update(key, JSON.writeValueAsBytes(value), revision));
        } catch (JetStreamApiException e) {
            if (Nats.isOvertaken(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A text that all servers have in common: the first that was offered. */
    String agreed(String key, String offered) {
        try {
            KeyValueEntry entry = rooms.get("cluster." + key);
            if (entry != null && entry.getOperation() == KeyValueOperation.PUT) {
                return entry.getValueAsString();
            }
            rooms.create("cluster." + key, offered.getBytes(StandardCharsets.UTF_8));
            return offered;
        } catch (JetStreamApiException e) {
            if (Nats.isOvertaken(e)) {
                return agreed(key, offered);
            }
            throw nats.notStored(e);
        } catch (IOException e) {
            throw nats.notStored(e);
        }
    }

    private interface Write {
        void run() throws IOException, JetStreamApiException;
    }

    private static void stored(Write write) {
        try {
            write.run();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored can always be written", e);
        } catch (IOException | JetStreamApiException e) {
            throw new OrreryException(new StorageError.StorageNotWritable(), e);
        }
    }

    /** Ends the lease: others need not wait. */
    @Override
    public synchronized void close() {
        isClosed = true;
        try {
            nodes.delete(node);
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.debug("The lease ends by itself", e);
        }
    }
}
