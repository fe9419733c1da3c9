package io.orrery.cluster;

import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.orrery.room.Neighbours;
import io.orrery.room.access.RoomCode;
import io.orrery.room.link.Link;
import io.orrery.room.link.Link.FromFront;
import io.orrery.room.link.Link.FromOwner;
import io.orrery.room.link.Link.PeopleChanged;
import io.orrery.room.link.Link.Ping;
import io.orrery.room.link.Link.Pong;
import io.orrery.room.link.Link.Seen;
import io.orrery.room.link.Link.Summary;
import io.orrery.room.link.LinkJson;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links between owners and fronts on different servers, over core NATS, which may lose messages. Each message has a number in its direction, so a lost
 * one is found by the next; a front says something every second, and is answered. Whoever finds that something is missing ends the link, and the front
 * connects anew. A message is for one owner by its epoch, so one that has lost the room hears nothing.
 *
 * <p>The subject of a message has all but what is said: whom it is for, what it is, the room, the epoch, the server of the front, the number of the link
 * there, and that of the message.
 */
final class NatsLinks {
    private static final Logger LOG = LoggerFactory.getLogger(NatsLinks.class);

    /** A link on which nothing was heard for this long is broken, ms. */
    private static final double SILENT_MS = 4000;

    private static final long CHECK_MS = 1000;
    private static final double NANOS_PER_MS = 1e6;

    private static final String TO_OWNER = "owner";
    private static final String TO_FRONT = "front";

    /** The owner has ended the link. */
    private static final String ENDED = "ended";

    /** The front has ended the link. */
    private static final String LEFT = "left";

    private final Nats nats;
    private final String node;
    private final Registry registry;
    private final Supplier<Neighbours.Server> server;
    private final AtomicLong lastLink = new AtomicLong();
    /** The links of fronts here, by their numbers. */
    private final Map<Long, FrontEnd> fronts = new ConcurrentHashMap<>();
    /** The links of rooms that are owned here. */
    private final Map<Linked, OwnerEnd> ends = new ConcurrentHashMap<>();

    private final AtomicLong misdirected = new AtomicLong();

    private record Linked(RoomCode room, String front) {}

    /** What the subject of a message says. */
    private record Address(String kind, RoomCode room, long epoch, String front, long link, long number) {
        static Address of(String[] tokens) {
            int last = tokens.length - 1;
            return new Address(
                    tokens[last - 5],
                    new RoomCode(tokens[last - 4]),
                    Long.parseLong(tokens[last - 3]),
                    tokens[last - 2],
                    Long.parseLong(tokens[last - 1]),
                    Long.parseLong(tokens[last]));
        }
    }

    NatsLinks(Nats nats, String node, Registry registry, Supplier<Neighbours.Server> server, ClusterThreads threads) {
        this.nats = nats;
        this.node = node;
        this.registry = registry;
        this.server = server;
        Dispatcher dispatcher = nats.connection().createDispatcher(this::heard);
        dispatcher.subscribe(nats.subject("node", node, ">"));
        threads.every(CHECK_MS, this::check);
    }

    private void heard(Message message) {
        try {
            Address address = Address.of(message.getSubject().split("\\."));
            switch (address.kind()) {
                case TO_OWNER, LEFT -> heardFromFront(address, message.getData());
                case TO_FRONT, ENDED -> heardFromOwner(address, message.getData());
                default -> throw new IOException(address.kind());
            }
        } catch (IOException | RuntimeException e) {
            nats.unreadable(message.getSubject(), e);
        }
    }

    /** How many messages were for a room that this server does not own, or for an owner before. */
    long misdirected() {
        return misdirected.get();
    }

    /** How many rooms are shown here that other servers own. */
    int fronts() {
        return fronts.size();
    }

    /** How long the slowest of these fronts had to wait for the last answer of its owner, or waits, ms. */
    double lag() {
        double now = now();
        return fronts.values().stream().mapToDouble(end -> end.lag(now)).max().orElse(0);
    }

    private void send(String to, String kind, Address at, long number, byte[] said) {
        try {
            nats.connection()
                    .publish(
                            nats.subject(
                                    "node",
                                    to,
                                    kind,
                                    at.room().text(),
                                    Long.toString(at.epoch()),
                                    at.front(),
                                    Long.toString(at.link()),
                                    Long.toString(number)),
                            said);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // There is no connection, or it is too much: the other end misses this message.
            LOG.debug("A message to {} could not be sent", to, e);
        }
    }

    private void check() {
        double now = now();
        fronts.values().stream().filter(link -> now - link.heardAt > SILENT_MS).forEach(FrontEnd::breaks);
        ends.values().stream().filter(link -> now - link.heardAt > SILENT_MS).forEach(OwnerEnd::breaks);
    }

    private static double now() {
        return System.nanoTime() / NANOS_PER_MS;
    }

    // At the front

    Link.Owner link(RoomCode code, Link.Front front, EventLoop loop, Runnable broken) {
        Registry.Owner owner = registry.owner(code);
        var at = new Address(TO_OWNER, code, owner.epoch(), node, lastLink.incrementAndGet(), 0);
        var end = new FrontEnd(at, owner.node(), front, loop, broken);
        fronts.put(at.link(), end);
        return end;
    }

    private void heardFromOwner(Address address, byte[] said) throws IOException {
        FrontEnd end = fronts.get(address.link());
        if (end == null || end.at.epoch() != address.epoch()) {
            return;
        }
        if (address.kind().equals(ENDED)) {
            end.breaks();
            return;
        }
        FromOwner read = LinkJson.read(said, FromOwner.class);
        end.loop.execute(() -> end.hears(address.number(), read));
    }

    private final class FrontEnd implements Link.Owner {
        private final Address at;
        private final String owner;
        private final Link.Front front;
        private final EventLoop loop;
        private final Runnable broken;
        private volatile double heardAt = now();
        /** When the owner was asked what it has not answered; 0 if it has. */
        private volatile double askedAt;

        private volatile double answeredIn;
        private long sent;
        private long heard;
        private boolean isOver;

        FrontEnd(Address at, String owner, Link.Front front, EventLoop loop, Runnable broken) {
            this.at = at;
            this.owner = owner;
            this.front = front;
            this.loop = loop;
            this.broken = broken;
        }

        @Override
        public void hear(FromFront said) {
            if (isOver) {
                return;
            }
            if (said instanceof Ping && askedAt == 0) {
                askedAt = now();
            }
            if (said instanceof PeopleChanged || said instanceof Ping) {
                send(owner, TO_OWNER, at, ++sent, LinkJson.write(new Summary(front.seen()), Summary.class));
            }
            send(owner, TO_OWNER, at, ++sent, LinkJson.write(said, FromFront.class));
        }

        void hears(long number, FromOwner said) {
            heardAt = now();
            if (isOver || number <= heard) {
                return;
            }
            if (number > heard + 1) {
                breaks();
                return;
            }
            heard = number;
            if (said instanceof Pong) {
                answeredIn = now() - askedAt;
                askedAt = 0;
            }
            front.hear(said);
        }

        double lag(double now) {
            double since = askedAt;
            return since == 0 ? answeredIn : Math.max(answeredIn, now - since);
        }

        void breaks() {
            loop.execute(() -> {
                if (!isOver) {
                    lost();
                    broken.run();
                }
            });
        }

        @Override
        public boolean knows(View view) {
            return Optional.ofNullable(registry.others().get(owner))
                    .filter(lease -> !lease.knows(view))
                    .isEmpty();
        }

        @Override
        public void lost() {
            if (!isOver) {
                isOver = true;
                fronts.remove(at.link());
                send(owner, LEFT, at, 0, new byte[0]);
            }
        }
    }

    // At the owner

    private void heardFromFront(Address address, byte[] said) throws IOException {
        var linked = new Linked(address.room(), address.front());
        OwnerEnd end = ends.get(linked);
        if (end != null && end.at.link() > address.link()) {
            return;
        }
        boolean isSame = end != null && end.at.link() == address.link() && end.at.epoch() == address.epoch();
        if (address.kind().equals(LEFT)) {
            if (isSame) {
                end.breaks();
            }
            return;
        }
        if (!isSame) {
            if (end != null) {
                end.breaks();
            }
            Registry.Owner owner = registry.owner(address.room());
            end = new OwnerEnd(address);
            if (address.number() != 1
                    || !owner.node().equals(node)
                    || owner.epoch() != address.epoch()
                    || !end.connects()) {
                misdirected.incrementAndGet();
                LOG.debug("A message is for another owner of {}", address.room());
                send(address.front(), ENDED, address, 0, new byte[0]);
                return;
            }
            ends.put(linked, end);
        }
        OwnerEnd to = end;
        // A summary has no type, as it is one alone.
        if (new String(said, 0, Math.min(said.length, 8), StandardCharsets.UTF_8).startsWith("{\"seen\"")) {
            List<Seen> seen = LinkJson.read(said, Summary.class).seen();
            to.connected.loop().execute(() -> to.hears(address.number(), () -> to.seen = seen));
        } else {
            FromFront read = LinkJson.read(said, FromFront.class);
            to.connected
                    .loop()
                    .execute(() ->
                            to.hears(address.number(), () -> to.connected.end().hear(read)));
        }
    }

    private final class OwnerEnd implements Link.Front {
        private final Address at;
        private Neighbours.Connected connected;
        private volatile double heardAt = now();
        private List<Seen> seen = List.of();
        private long sent;
        private long heard;
        private volatile boolean isOver;

        OwnerEnd(Address at) {
            this.at = at;
        }

        boolean connects() {
            var found = server.get().connect(at.room(), this);
            found.ifPresent(it -> connected = it);
            return found.isPresent();
        }

        @Override
        public void hear(FromOwner said) {
            if (!isOver) {
                send(at.front(), TO_FRONT, at, ++sent, LinkJson.write(said, FromOwner.class));
            }
        }

        @Override
        public List<Seen> seen() {
            return seen;
        }

        void hears(long number, Runnable said) {
            heardAt = now();
            if (isOver || number <= heard) {
                return;
            }
            if (number > heard + 1) {
                breaks();
                return;
            }
            heard = number;
            said.run();
        }

        void breaks() {
            connected.loop().execute(() -> {
                if (!isOver) {
                    isOver = true;
                    ends.remove(new Linked(at.room(), at.front()), this);
                    connected.end().lost();
                    send(at.front(), ENDED, at, 0, new byte[0]);
                }
            });
        }
    }

    /** This server does not own a room any more: its fronts elsewhere are told. */
    void ended(RoomCode code) {
        ends.values().stream().filter(end -> end.at.room().equals(code)).forEach(OwnerEnd::breaks);
    }
}
