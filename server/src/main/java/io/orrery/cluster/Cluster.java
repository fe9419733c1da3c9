package io.orrery.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import io.orrery.library.Library;
import io.orrery.library.Snapshots;
import io.orrery.room.Neighbours;
import io.orrery.room.access.Hashes;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.Secret;
import io.orrery.room.link.Link;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.Json;
import io.orrery.wire.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among those that share their rooms over NATS. A room's record names its owner; whoever needs a room whose owner is gone becomes the owner, by
 * replacing the record and then by writing its epoch to the room's log.
 */
public final class Cluster implements Neighbours, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private static final long CHECK_MS = 250;

    /** A server that is asked to take a room does so within this time, or any other does, ms. */
    private static final long ASKED_MS = 2000;

    private static final String ASK = "ask";

    /** The figure of how long 99 of 100 of the last appends took, ms. */
    public static final String APPEND_MS = "append";

    /** The figure of how long a message to NATS and back takes, ms: what an owner says is on another server's front in about that time. */
    public static final String ROUND_TRIP_MS = "trip";

    private static final String PEOPLE = "people.";
    private static final long TELL_MS = 1000;

    /** So long a trace that nobody knows is looked for. */
    private static final Duration RECIPE = Duration.ofMillis(700);

    private static final ObjectMapper RECIPES = new ObjectMapper();

    private final Nats nats;
    private final String node = Secret.random().replaceAll("[^A-Za-z0-9]", "").substring(0, 12);
    private final ClusterThreads threads = new ClusterThreads();
    private final Registry registry;
    private final NatsRecordings recordings;
    private final NatsWeights weights;
    private final NatsStorage storage;
    private final NatsLinks links;
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong lostRooms = new AtomicLong();
    private final AtomicLong notHere = new AtomicLong();
    private volatile Server server;
    private volatile boolean wasCutOff;
    private volatile double roundTripMs;
    private volatile boolean isClosed;

    /**
     * What a server does in the cluster, for people.
     *
     * @param leaseAgeMs for how long its lease was not renewed, ms
     * @param appendMs how long appends took, ms, by share of them
     * @param unreadable how much of other servers could not be read
     * @param misdirected messages for a room that this server does not own, or for an owner before
     * @param notHere how often a room could not be owned or shown here, as it needs another model or a newer version
     * @param roundTripMs to NATS and back, ms
     * @param fronts how many rooms are shown here that other servers own
     * @param lagMs how long the slowest of these fronts had to wait for the last answer of its owner, or waits, ms
     */
    public record Figures(
            double leaseAgeMs,
            Map<Double, Double> appendMs,
            long appends,
            long handedOver,
            long taken,
            long lost,
            long unreadable,
            long misdirected,
            long notHere,
            double roundTripMs,
            int fronts,
            double lagMs) {}

    /**
     * Joins a cluster, or begins it.
     *
     * @param nats the connection, which is closed with this
     * @param recordingsBytes limit of all recordings together, bytes
     * @param days closed rooms that nobody has used for so many days are deleted
     * @param host the name of this machine and the port
     * @param version of the program
     * @param models the content ids of the models on offer
     * @param same what the servers should have in common, by what it is
     * @param clock of this server, ms
     */
    public Cluster(
            Nats nats,
            long recordingsBytes,
            int days,
            String host,
            String version,
            List<String> models,
            Map<String, String> same,
            DoubleSupplier clock) {
        this.nats = nats;
        var hashes = new HashMap<String, String>();
        same.forEach((what, all) -> hashes.put(what, Hashes.hash(all)));
        registry = new Registry(
                nats,
                node,
                threads,
                new Registry.Lease(node, 0, host, version, RoomContents.VERSION, views(), models, hashes, Map.of()));
        recordings = NatsRecordings.open(nats, recordingsBytes);
        weights = NatsWeights.open(nats, days);
        storage = new NatsStorage(nats, node, registry, threads, recordings, days, clock, this::lost);
        links = new NatsLinks(nats, node, registry, () -> server, threads);
    }

    /** What its lease says of the kinds of pages that it knows. A test has a server that says nothing, as older ones do. */
    private static List<String> views() {
        return Boolean.getBoolean("orrery.lease-without-views")
                ? List.of()
                : Stream.of(View.values()).map(View::word).toList();
    }

    /** A server's operator's key, which all have in common. @param own the key that this server was given; empty for any */
    public String operatorKey(Optional<String> own) {
        String agreed = registry.agreed("operator", own.orElseGet(Secret::random));
        if (own.filter(key -> !key.equals(agreed)).isPresent()) {
            throw new OrreryException(new ClusterError.OtherOperatorKey(nats.cluster()));
        }
        return agreed;
    }

    public Storage storage() {
        return storage;
    }

    /** Where servers find the weights of each other's trainings. */
    public Snapshots.Shared weights() {
        return weights;
    }

    /** The connection, for what else is stored for all servers. */
    public Nats nats() {
        return nats;
    }

    /** By which this server is known to the others. */
    public String node() {
        return node;
    }

    /**
     * A server of the cluster, as it told the others with its last lease.
     *
     * @param host the name of its machine and its port
     * @param leaseMs how old its lease is at most, ms
     * @param figures {@link #APPEND_MS}, {@link #ROUND_TRIP_MS}, and the people of each room that it owns, by {@link #PEOPLE} and the room's code
     */
    public record Sibling(String node, String host, double leaseMs, Map<String, Double> figures) {
        public double figure(String name) {
            return figures.getOrDefault(name, 0.0);
        }

        /** The people of a room that it owns. */
        public int people(RoomCode code) {
            return (int) figure(PEOPLE + code.text());
        }

        /** The people of all its rooms. */
        public int people() {
            return figures.entrySet().stream()
                    .filter(each -> each.getKey().startsWith(PEOPLE))
                    .mapToInt(each -> each.getValue().intValue())
                    .sum();
        }
    }

    /** This server and those that are there, by host. */
    public List<Sibling> servers() {
        return Stream.concat(
                        Stream.of(new Sibling(
                                node,
                                registry.own().host(),
                                registry.leaseAge(),
                                registry.own().health())),
                        registry.others().entrySet().stream()
                                .map(other -> new Sibling(
                                        other.getKey(),
                                        other.getValue().host(),
                                        registry.leaseAge(other.getKey()),
                                        other.getValue().health())))
                .sorted(Comparator.comparing(Sibling::host).thenComparing(Sibling::node))
                .toList();
    }

    /** Tells the other servers from now on how many people are in the rooms of this one, and how fast it is. @param people of each room with anybody */
    public void tell(Supplier<Map<RoomCode, Integer>> people) {
        threads.every(TELL_MS, () -> {
            measure();
            var figures = new HashMap<String, Double>();
            figures.put(APPEND_MS, storage.times().quantile(0.99));
            figures.put(ROUND_TRIP_MS, roundTripMs);
            people.get().forEach((code, count) -> figures.put(PEOPLE + code.text(), (double) count));
            registry.health(figures);
        });
    }

    private void measure() {
        try {
            roundTripMs = nats.connection().RTT().toNanos() / 1e6;
        } catch (IOException | RuntimeException e) {
            LOG.debug("NATS does not answer", e);
        }
    }

    /** The server that owns a room; empty if none does. */
    public String ownerOf(RoomCode code) {
        return registry.owner(code).node();
    }

    public Figures figures() {
        AppendTimes times = storage.times();
        return new Figures(
                registry.leaseAge(),
                Map.of(0.5, times.quantile(0.5), 0.99, times.quantile(0.99)),
                times.count(),
                handedOver.get(),
                taken.get(),
                lostRooms.get(),
                nats.unreadable(),
                links.misdirected(),
                notHere.get(),
                roundTripMs,
                links.fronts(),
                links.lag());
    }

    /** Lets servers learn recipes of each other: a page may ask one for the trace that it computed at another. */
    public void shareRecipes(Library library) {
        String subject = nats.subject("recipe");
        nats.connection()
                .createDispatcher(message -> library.recipeOf(new String(message.getData(), StandardCharsets.UTF_8))
                        .filter(known -> message.getReplyTo() != null)
                        .ifPresent(known -> nats.connection().publish(message.getReplyTo(), Json.bytes(known))))
                .subscribe(subject);
        library.ask(trace -> {
            try {
                return nats.connection()
                        .requestWithTimeout(subject, trace.getBytes(StandardCharsets.UTF_8), RECIPE)
                        .handle((answer, failure) -> {
                            learn(library, trace, Optional.ofNullable(answer));
                            return null;
                        });
            } catch (IllegalStateException e) {
                LOG.debug("Other servers cannot be asked at present", e);
                return CompletableFuture.completedFuture(null);
            }
        });
    }

    private static void learn(Library library, String trace, Optional<Message> answer) {
        try {
            if (answer.filter(it -> !it.isStatusMessage()).isPresent()) {
                library.learn(trace, RECIPES.readValue(answer.get().getData(), Library.TraceRecipe.class));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("A recipe of another server cannot be read", e);
        }
    }

    @Override
    public boolean areThere() {
        return true;
    }

    @Override
    public void begin(Server rooms) {
        server = rooms;
        registry.begin(rooms::changed, this::moved);
        nats.connection().createDispatcher(this::asked).subscribe(nats.subject(ASK, node, "*"));
        registry.others().values().forEach(this::compare);
        threads.every(CHECK_MS, this::check);
    }

    private void compare(Registry.Lease other) {
        Set<String> differing = registry.own().differsFrom(other);
        if (!differing.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("node", other.host())
                    .addKeyValue("differing", String.join(", ", differing))
                    .log("A server of the cluster has other models, tours or limits than this one.");
        }
    }

    /** How many of the other servers have other models, tours or limits than this one. */
    public long differing() {
        return registry.others().values().stream()
                .filter(other -> !registry.own().differsFrom(other).isEmpty())
                .count();
    }

    private void check() {
        boolean isCutOff = isCutOff();
        if (isCutOff != wasCutOff) {
            wasCutOff = isCutOff;
            LOG.warn(isCutOff ? "The other servers cannot be reached." : "The other servers can be reached again.");
            server.cutOff(isCutOff);
        }
    }

    private void moved(RoomCode code) {
        Registry.Owner owner = registry.owner(code);
        storage.owned(code).ifPresent(room -> {
            if (owner.epoch() > room.epoch()
                    || (!owner.node().isEmpty() && !owner.node().equals(node))) {
                // Not in a thread of NATS, which hears nothing else meanwhile.
                threads.execute(() -> storage.step(code));
            }
        });
        server.moved(code);
    }

    private void lost(RoomCode code) {
        lostRooms.incrementAndGet();
        links.ended(code);
        server.lost(code);
    }

    @Override
    public Optional<Known> known(RoomCode code) {
        return registry.doc(code).map(doc -> new Known(Keys.ofLines(doc.keys()), doc.house(), doc.closed()));
    }

    @Override
    public Set<RoomCode> all() {
        return registry.codes();
    }

    @Override
    public Optional<RoomCode> house() {
        return registry.codes().stream()
                .filter(code -> registry.doc(code).filter(Registry.Doc::house).isPresent())
                .min(Comparator.comparing(RoomCode::text));
    }

    @Override
    public RoomCode house(RoomCode offered) {
        return new RoomCode(registry.agreed("house", offered.text()));
    }

    @Override
    public Owner owner(RoomCode code) {
        Registry.Owner owner = registry.owner(code);
        if (owner.node().equals(node)) {
            return Owner.THIS_SERVER;
        }
        return !owner.node().isEmpty() && registry.isAlive(owner.node()) ? Owner.ANOTHER : Owner.NOBODY;
    }

    @Override
    public boolean isAskedToOwn(RoomCode code) {
        Registry.Owner owner = registry.owner(code);
        return owner.node().isEmpty() && owner.to().equals(node);
    }

    /** Whether another server was asked to take a room, and has not had the time. */
    private boolean isAsked(Registry.Owner owner, double since) {
        return !owner.to().isEmpty()
                && !owner.to().equals(node)
                && registry.isAlive(owner.to())
                && System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(ASKED_MS);
    }

    @Override
    public CompletionStage<Optional<SavedRoom>> take(RoomCode code, Optional<Double> ahead) {
        double since = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> taken(code, ahead, since), threads);
    }

    /** A newer version wrote the room: a server that knows it is asked to own it. */
    private OrreryException newer(RoomCode code, int form) {
        notHere.incrementAndGet();
        LOG.atWarn().addKeyValue("room", code).log("A newer version wrote a room: this server cannot own it.");
        passOn(code, lease -> lease.form() >= form);
        return new OrreryException(new ClusterError.NotShownHere());
    }

    /** Asks another server to own a room that nobody owns, or that this server has in its record alone. */
    private void passOn(RoomCode code, Predicate<Registry.Lease> fit) {
        String to = sibling(fit).orElse("");
        registry.move(
                code,
                before -> before.node().equals(node)
                                || !registry.isAlive(before.node())
                                        && !before.to().equals(to)
                        ? Optional.of(new Registry.Owner("", before.epoch(), to))
                        : Optional.empty());
    }

    private Optional<String> sibling(Predicate<Registry.Lease> fit) {
        return registry.others().values().stream()
                .filter(lease -> !lease.models().isEmpty())
                .filter(fit)
                .map(Registry.Lease::node)
                .sorted()
                .findFirst();
    }

    @Override
    public Optional<String> whoHas(String model) {
        return registry.own().models().contains(model)
                ? Optional.empty()
                : sibling(lease -> lease.models().contains(model));
    }

    @Override
    public boolean isNewer(RoomCode code) {
        return Optional.ofNullable(registry.others().get(registry.owner(code).node()))
                .filter(lease -> lease.form() > RoomContents.VERSION)
                .isPresent();
    }

    @Override
    public void notHere(RoomCode code) {
        notHere.incrementAndGet();
        LOG.atWarn().addKeyValue("room", code).log("A room cannot be shown here: it needs another model or version.");
    }

    private Optional<SavedRoom> taken(RoomCode code, Optional<Double> ahead, double since) {
        while (isAsked(registry.owner(code), since)) {
            try {
                TimeUnit.MILLISECONDS.sleep(CHECK_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        try {
            if (isClosed || registry.doc(code).isEmpty()) {
                return Optional.empty();
            }
            int form = storage.form(code);
            if (form > RoomContents.VERSION) {
                throw newer(code, form);
            }
            Optional<Registry.Owner> now = registry.move(
                    code,
                    before -> before.node().isEmpty() || before.node().equals(node) || !registry.isAlive(before.node())
                            ? Optional.of(new Registry.Owner(node, before.epoch() + 1, ""))
                            : Optional.empty());
            if (now.isEmpty()) {
                return Optional.empty();
            }
            Faults.reached(Faults.Point.RECORDED, code);
            SavedRoom saved = storage.take(code, now.get().epoch(), ahead);
            Faults.reached(Faults.Point.TAKEN, code);
            taken.incrementAndGet();
            LOG.atInfo()
                    .addKeyValue("room", code)
                    .addKeyValue("epoch", now.get().epoch())
                    .log("This server owns a room now.");
            return Optional.of(saved);
        } catch (RoomStream.NotTakenException e) {
            LOG.atWarn().addKeyValue("room", code).setCause(e).log("A room cannot be taken at present.");
            passOn(code, any -> false);
            return Optional.empty();
        } catch (IOException | JetStreamApiException | OrreryException e) {
            if (e instanceof OrreryException refused && refused.error() instanceof ClusterError.NotShownHere) {
                throw refused;
            }
            LOG.atWarn().addKeyValue("room", code).setCause(e).log("A room cannot be taken at present.");
            return Optional.empty();
        }
    }

    @Override
    public Link.Owner link(RoomCode code, Link.Front front, EventLoop loop, Runnable broken) {
        return links.link(code, front, loop, broken);
    }

    @Override
    public CompletionStage<Void> release(RoomCode code, String to) {
        return CompletableFuture.runAsync(
                () -> storage.settle(code).ifPresent(epoch -> {
                    Faults.reached(Faults.Point.STOPPED, code);
                    registry.move(
                            code,
                            before -> before.node().equals(node) && before.epoch() == epoch
                                    ? Optional.of(new Registry.Owner("", epoch, to))
                                    : Optional.empty());
                    handedOver.incrementAndGet();
                    links.ended(code);
                }),
                threads);
    }

    /** One write for all rooms, whose records name this server still: its lease ends. */
    @Override
    public CompletionStage<Void> leave(Collection<RoomCode> rooms) {
        isClosed = true;
        return CompletableFuture.runAsync(
                () -> {
                    rooms.forEach(storage::settle);
                    registry.close();
                    handedOver.addAndGet(rooms.size());
                    rooms.forEach(links::ended);
                },
                threads);
    }

    @Override
    public CompletionStage<String> ask(RoomCode code, String question) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Message answer = nats.connection()
                                .request(
                                        nats.subject(ASK, registry.owner(code).node(), code.text()),
                                        question.getBytes(StandardCharsets.UTF_8),
                                        Nats.ANSWER);
                        if (answer == null || answer.isStatusMessage()) {
                            throw new OrreryException(new ClusterError.CutOff());
                        }
                        return new String(answer.getData(), StandardCharsets.UTF_8);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new CompletionException(e);
                    } catch (IllegalStateException | IllegalArgumentException e) {
                        throw new OrreryException(new ClusterError.CutOff(), e);
                    }
                },
                threads);
    }

    private void asked(Message message) {
        try {
            answer(message);
        } catch (RuntimeException e) {
            nats.unreadable(message.getSubject(), e);
        }
    }

    private void answer(Message message) {
        String[] tokens = message.getSubject().split("\\.");
        var code = new RoomCode(tokens[tokens.length - 1]);
        Optional<CompletionStage<String>> answer =
                server.asked(code, new String(message.getData(), StandardCharsets.UTF_8));
        answer.ifPresent(given -> given.thenAccept(
                text -> nats.connection().publish(message.getReplyTo(), text.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public boolean isCutOff() {
        return registry.isCutOff();
    }

    /** Ends the lease, and the connection. Rooms have been handed over before. */
    @Override
    public void close() {
        isClosed = true;
        recordings.close();
        registry.close();
        threads.close();
        nats.close();
    }
}
