package io.orrery.cluster;

import io.nats.client.JetStreamApiException;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.link.Link;
import io.orrery.room.log.Log;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.log.MemoryLog;
import io.orrery.room.log.Row;
import io.orrery.room.recording.Recordings;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.room.storage.Tenure;
import io.orrery.room.time.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores rooms in NATS. What changes often is in the messages of the room's subject, which only its owner writes ({@link RoomStream}); what makes a link
 * valid is in the {@link Registry}.
 */
final class NatsStorage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(NatsStorage.class);

    private final Nats nats;
    private final String node;
    private final String stream;
    private final Registry registry;
    private final ClusterThreads threads;
    private final Recordings recordings;
    private final int days;
    private final DoubleSupplier clock;
    private final Consumer<RoomCode> lost;
    private final AppendTimes times = new AppendTimes();
    private final Map<RoomCode, RoomStream> owned = new ConcurrentHashMap<>();

    /**
     * @param days closed rooms that nobody has used for so many days are deleted
     * @param clock of this server, ms
     * @param lost is told that another server has become the owner of a room
     */
    NatsStorage(
            Nats nats,
            String node,
            Registry registry,
            ClusterThreads threads,
            Recordings recordings,
            int days,
            DoubleSupplier clock,
            Consumer<RoomCode> lost) {
        this.nats = nats;
        this.node = node;
        this.registry = registry;
        this.threads = threads;
        this.recordings = recordings;
        this.days = days;
        this.clock = clock;
        this.lost = lost;
        this.stream = nats.stream("rooms");
    }

    AppendTimes times() {
        return times;
    }

    /** Becomes the owner of a room in its log, after its record names this server. @param ahead as in {@link RoomStream#take} */
    SavedRoom take(RoomCode code, long epoch, Optional<Double> ahead)
            throws IOException, JetStreamApiException, RoomStream.NotTakenException {
        var room = new RoomStream(nats, threads, times, subject(code), code, node, epoch, clock, () -> lost(code));
        RoomContents contents = room.take(ahead);
        owned.put(code, room);
        return saved(code, contents, registry.doc(code).orElseThrow());
    }

    /** The version that wrote a room last. */
    int form(RoomCode code) throws IOException, JetStreamApiException {
        return subject(code).newest().form();
    }

    private RoomSubject subject(RoomCode code) {
        return new RoomSubject(nats, stream, code);
    }

    private void lost(RoomCode code) {
        owned.remove(code);
        lost.accept(code);
    }

    /** The room's record names another owner. */
    void step(RoomCode code) {
        Optional.ofNullable(owned.get(code)).ifPresent(RoomStream::lose);
    }

    /** Waits until all that was decided of a room is stored, and writes nothing more of it. @return its epoch; empty if this server does not own it */
    Optional<Long> settle(RoomCode code) {
        RoomStream room = owned.get(code);
        if (room == null) {
            return Optional.empty();
        }
        room.awaitConfirmed(room.queued());
        room.end();
        owned.remove(code);
        return Optional.of(room.epoch());
    }

    Optional<RoomStream> owned(RoomCode code) {
        return Optional.ofNullable(owned.get(code));
    }

    private SavedRoom saved(RoomCode code, RoomContents contents, Registry.Doc doc) {
        var log = new MemoryLog(code.text(), contents.rows());
        List<Row> rows = contents.rows();
        double changed = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).at();
        return new SavedRoom(
                code,
                Keys.ofLines(doc.keys()),
                doc.house(),
                doc.model(),
                Math.max(doc.used(), changed),
                contents.numbered(),
                LoggedState.of(log),
                contents.people(),
                contents.answers());
    }

    @Override
    public List<SavedRoom> rooms() {
        return registry.codes().stream().flatMap(code -> room(code).stream()).toList();
    }

    @Override
    public Optional<SavedRoom> room(RoomCode code) {
        return registry.doc(code).map(doc -> saved(code, contents(code), doc));
    }

    private RoomContents contents(RoomCode code) {
        try {
            return subject(code).read(true);
        } catch (IOException | JetStreamApiException e) {
            throw new OrreryException(new StorageError.RoomsNotRead(String.valueOf(e.getMessage())), e);
        }
    }

    /** A new room is this server's. */
    @Override
    public void add(SavedRoom room) {
        registry.create(
                room.code(),
                new Registry.Doc(room.keys().lines(), room.openedByServer(), room.openedWith(), room.usedAt(), false));
        Registry.Owner own = registry.move(
                        room.code(), before -> Optional.of(new Registry.Owner(node, before.epoch() + 1, "")))
                .orElseThrow(() -> new OrreryException(new StorageError.StorageNotWritable()));
        try {
            take(room.code(), own.epoch(), Optional.of(0.0));
            if (room.numbered() > 0) {
                // Numbers are not given again, also those of people who were forgotten.
                change(room.code(), RoomContents.keeps(new SavedPerson(room.numbered(), "", "", false)));
                change(room.code(), RoomContents.forgets(""));
            }
            room.people().forEach(person -> change(room.code(), RoomContents.keeps(person)));
            room.answers().forEach(answer -> change(room.code(), RoomContents.keeps(answer)));
        } catch (IOException | JetStreamApiException | RoomStream.NotTakenException e) {
            throw new OrreryException(new StorageError.StorageNotWritable(), e);
        }
    }

    @Override
    public void keys(RoomCode code, Keys keys) {
        registry.update(
                code, doc -> new Registry.Doc(keys.lines(), doc.house(), doc.model(), doc.used(), doc.closed()));
    }

    @Override
    public void openedWith(RoomCode code, String model) {
        registry.update(code, doc -> new Registry.Doc(doc.keys(), doc.house(), model, doc.used(), doc.closed()));
    }

    @Override
    public void remove(RoomCode code) {
        registry.remove(code);
        Optional.ofNullable(owned.remove(code)).ifPresent(RoomStream::end);
        try {
            subject(code).deleteAll();
        } catch (IOException | JetStreamApiException e) {
            throw new OrreryException(new StorageError.StorageNotWritable(), e);
        }
    }

    @Override
    public void closed(RoomCode code) {
        later(() ->
                registry.update(code, doc -> new Registry.Doc(doc.keys(), doc.house(), doc.model(), doc.used(), true)));
    }

    @Override
    public void opened(RoomCode code) {
        registry.update(code, doc -> new Registry.Doc(doc.keys(), doc.house(), doc.model(), doc.used(), false));
    }

    @Override
    public void used(RoomCode code, double now) {
        later(() -> registry.update(
                code, doc -> new Registry.Doc(doc.keys(), doc.house(), doc.model(), now, doc.closed())));
    }

    private void later(Runnable write) {
        threads.execute(() -> {
            try {
                write.run();
            } catch (OrreryException e) {
                LOG.debug("When a room was used is not stored", e);
            }
        });
    }

    @Override
    public Set<RoomCode> withOldPeople(Set<RoomCode> among, double oldest) {
        return among.stream()
                .filter(code ->
                        registry.doc(code).filter(doc -> doc.used() < oldest).isPresent())
                .filter(code -> room(code)
                        .filter(it -> !it.people().isEmpty() || !it.answers().isEmpty())
                        .isPresent())
                .collect(Collectors.toSet());
    }

    @Override
    public Set<RoomCode> limit(Set<RoomCode> closed) {
        double oldest = clock.getAsDouble() - (double) TimeUnit.DAYS.toMillis(days);
        Set<RoomCode> old = closed.stream()
                .filter(code ->
                        registry.doc(code).filter(doc -> doc.used() < oldest).isPresent())
                .collect(Collectors.toSet());
        old.forEach(this::remove);
        return old;
    }

    @Override
    public void forgetBefore(RoomCode code) {
        owner(code).forgetBefore();
    }

    @Override
    public Log log(RoomCode code) {
        return new NatsLog(code);
    }

    /** @throws OrreryException if this server does not own the room */
    private RoomStream owner(RoomCode code) {
        return owned(code).orElseThrow(() -> new OrreryException(new StorageError.LogMovedOn()));
    }

    private final class NatsLog implements Log {
        private final RoomCode code;

        NatsLog(RoomCode code) {
            this.code = code;
        }

        @Override
        public void append(long expectedSeq, LogEntry entry) {
            RoomStream room = owner(code);
            boolean follows = expectedSeq > 0 && entry.seq() == expectedSeq + 1;
            room.append(expectedSeq, sum -> Row.of(code.text(), follows ? entry : entry.whole(), sum));
        }

        @Override
        public long seq() {
            return owned(code).map(RoomStream::seq).orElseGet(() -> stored().seq());
        }

        private MemoryLog stored() {
            return new MemoryLog(code.text(), contents(code).rows());
        }

        @Override
        public Optional<Row> whole(long upTo) {
            return stored().whole(upTo);
        }

        @Override
        public void read(long from, Consumer<Row> to) {
            stored().read(from, to);
        }
    }

    @Override
    public boolean isFailing() {
        return owned.values().stream().anyMatch(RoomStream::isSlow);
    }

    @Override
    public void person(RoomCode code, SavedPerson person) {
        change(code, RoomContents.keeps(person));
    }

    @Override
    public void forget(RoomCode code, String secretHash) {
        change(code, RoomContents.forgets(secretHash));
    }

    private void change(RoomCode code, List<String> change) {
        owned(code).ifPresent(room -> room.change(change));
    }

    @Override
    public Ballots.Store answers(RoomCode code) {
        return new Ballots.Store() {
            @Override
            public void keep(Ballots.Answer answer) {
                change(code, RoomContents.keeps(answer));
            }

            @Override
            public void withdraw(String ballot, String person) {
                change(code, RoomContents.withdraws(ballot, person));
            }

            @Override
            public void end(String ballot) {
                change(code, RoomContents.ends(ballot));
            }
        };
    }

    @Override
    public Tenure tenure(RoomCode code) {
        RoomStream room = owner(code);
        return new Tenure() {
            @Override
            public long number() {
                return room.epoch();
            }

            @Override
            public double ahead() {
                return room.ahead();
            }

            @Override
            public String run() {
                return "shared-" + code.text();
            }

            @Override
            public void together(Runnable work) {
                room.together(work);
            }

            @Override
            public Link.Front confirmed(Link.Front front, EventLoop loop) {
                return new ConfirmedFront(front, room, times, loop);
            }
        };
    }

    @Override
    public Recordings recordings() {
        return recordings;
    }
}
