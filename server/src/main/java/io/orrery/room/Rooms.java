package io.orrery.room;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.access.KeyMaker;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.walk.WalkRecovery;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.log.LoggedState;
import io.orrery.room.state.RoomState;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.room.time.EventLoop;
import io.orrery.tour.Walk;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of a server. All methods may be called from any thread.
 *
 * <p>After a restart a saved room is asleep until its trace has been computed again. People who connect to it in the
 * meantime are told to try again.
 */
public final class Rooms {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    /** Rooms that visitors of one network may have at the same time: enough for a class in which groups present to each other. */
    public static final int ROOMS_PER_NETWORK = 10;

    /** A visitor's room that nobody has entered for this long after it was opened is closed, ms. */
    public static final double UNENTERED_MS = 600_000;

    private static final double CHECK_MS = 60_000;

    /** The share of the places that visitors may take, in tenths; the others are kept for the operator. */
    private static final int VISITORS_TENTHS = 9;

    private final Engine engine;
    private final Supplier<EventLoop> loops;
    private final EventLoop own;
    private final Storage storage;
    private final KeyMaker keyMaker;
    private final Limits limits;
    private final RandomGenerator random;
    private final Supplier<String> secrets;
    private final Map<RoomCode, Entry> entries = new ConcurrentHashMap<>();

    /** What {@link Room#models} would say of stored rooms that have not been restored yet. */
    private final Map<RoomCode, Set<String>> stored = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * Limits that the operator sets.
     *
     * @param rooms the largest number of rooms; the server's own room is opened even beyond it
     * @param people the most people without a key in one room
     * @param idleMs after this long empty, a room closes for good, ms
     */
    public record Limits(int rooms, int people, double idleMs) {
        /** Visitors may open rooms up to this number; the places beyond it, at least one, are kept for the operator. */
        int roomsForVisitors() {
            return rooms * VISITORS_TENTHS / 10;
        }
    }

    /** The code and keys in a new room's links. Only the person who opened the room receives them. */
    public record Opening(RoomCode code, String presenterKey, String coPresenterKey) {
        @Override
        public String toString() {
            return "Opening[" + code + "]";
        }
    }

    private sealed interface Entry {
        Opener opener();

        record Awake(Room room, Opener opener) implements Entry {}

        /** @param keys empty while the room is being opened */
        record Asleep(Optional<Keys> keys, Opener opener) implements Entry {}
    }

    /**
     * @param loops makes an event loop for each room
     * @param secrets generates secrets that cannot be guessed
     */
    public Rooms(
            Engine engine,
            Supplier<EventLoop> loops,
            Storage storage,
            KeyMaker keyMaker,
            Limits limits,
            RandomGenerator random,
            Supplier<String> secrets) {
        this.engine = engine;
        this.loops = loops;
        this.own = loops.get();
        this.storage = storage;
        this.keyMaker = keyMaker;
        this.limits = limits;
        this.random = random;
        this.secrets = secrets;
        storage.rooms().forEach(room -> room.state().ifPresent(state -> stored.put(room.code(), state.models())));
        own.after(CHECK_MS, this::closeIdleRooms);
    }

    /**
     * Opens a room at the first step of a trace.
     *
     * @param address the address of the room: scheme, host and port; empty if the presenter's page will report it
     * @return the room's code and keys; empty if the opener may not open another room
     */
    public Optional<Opening> open(TraceSummary first, String address, Opener opener) {
        return reserve(opener).map(code -> {
            boolean isOpen = false;
            try {
                Opening opening = open(code, first, address, opener);
                isOpen = true;
                return opening;
            } finally {
                if (!isOpen) {
                    entries.remove(code);
                }
            }
        });
    }

    private Opening open(RoomCode code, TraceSummary first, String address, Opener opener) {
        boolean house = opener instanceof Opener.Server;
        KeyMaker.Issued presenter = keyMaker.issue();
        KeyMaker.Issued coPresenter = keyMaker.issue();
        var keys = Keys.of(presenter.kept(), coPresenter.kept(), own.now());
        var saved = SavedRoom.of(code, keys, house, first.model(), own.now());
        storage.add(saved);
        entries.put(code, new Entry.Awake(room(saved, begun(saved, first, address), Optional.empty()), opener));
        new RoomLog(code).opened(house);
        return new Opening(code, presenter.key(), coPresenter.key());
    }

    /** The code and keys of an existing room; empty if the keys were issued under another operator key. */
    public Optional<Opening> opening(RoomCode code) {
        return keys(code)
                .flatMap(keys -> keyMaker.again(keys.presenter())
                        .flatMap(
                                key -> keyMaker.again(keys.coPresenter()).map(coKey -> new Opening(code, key, coKey))));
    }

    private Optional<Keys> keys(RoomCode code) {
        return entries.get(code) instanceof Entry.Asleep asleep
                ? asleep.keys()
                : find(code).map(Room::keys);
    }

    public Optional<Room> find(RoomCode code) {
        return entries.get(code) instanceof Entry.Awake awake ? Optional.of(awake.room()) : Optional.empty();
    }

    /** The content ids of the models that any room shows or can go back to, whether it is open at present or not. */
    public Set<String> models() {
        // A room is among the open ones before it is taken from the stored ones.
        Stream<Set<String>> asleep = List.copyOf(stored.values()).stream();
        return Stream.concat(asleep, awake().stream().map(Room::models))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    /** The largest number of rooms. */
    public int most() {
        return limits.rooms();
    }

    /** Whether this room exists but cannot be entered yet. */
    public boolean isAsleep(RoomCode code) {
        return entries.get(code) instanceof Entry.Asleep;
    }

    /** The rooms that can be entered. */
    public Collection<Room> awake() {
        return entries.values().stream()
                .filter(Entry.Awake.class::isInstance)
                .map(entry -> ((Entry.Awake) entry).room())
                .toList();
    }

    /**
     * Replaces the lost key of a role, and closes the connections that used it.
     *
     * @return the new key; empty if there is no such room
     */
    public synchronized Optional<String> reissue(RoomCode code, Role role) {
        return find(code).map(room -> {
            KeyMaker.Issued issued = keyMaker.issue();
            Keys keys = room.keys().with(role, issued.kept(), own.now());
            storage.keys(code, keys);
            new RoomLog(code).keyIssued(role);
            room.rekey(keys, role);
            return issued.key();
        });
    }

    /**
     * Restores saved rooms.
     *
     * @param first the trace to start from in rooms whose own model is no longer offered
     * @param addresses maps a saved room's address, which may be empty, to its present one
     * @return completes when each room can be entered or has failed; failed rooms are tried again once a minute
     */
    public CompletionStage<Void> restore(List<SavedRoom> saved, TraceSummary first, UnaryOperator<String> addresses) {
        saved.forEach(room -> entries.put(room.code(), new Entry.Asleep(Optional.of(room.keys()), Opener.OPERATOR)));
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (SavedRoom room : saved) {
            done = done.thenCompose(before -> wake(room, first, addresses).toCompletableFuture());
        }
        return done;
    }

    private CompletionStage<Void> wake(SavedRoom saved, TraceSummary first, UnaryOperator<String> addresses) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        Optional<LoggedState> state = saved.state()
                .filter(kept -> !saved.house() || saved.openedWith().equals(first.model()));
        if (saved.house() && !saved.openedWith().equals(first.model())) {
            storage.openedWith(saved.code(), first.model());
        }
        if (state.isEmpty()) {
            enter(saved, begun(saved, first, addresses.apply("")), Optional.empty());
            return CompletableFuture.completedFuture(null);
        }
        WalkState walk = WalkState.PART.of(state.get().state());
        return new WalkRecovery(engine).of(walk).handle((recovered, failure) -> {
            if (failure != null) {
                new RoomLog(saved.code()).staysAsleep(failure);
                own.after(CHECK_MS, () -> wake(saved, first, addresses));
            } else if (recovered.isPresent()) {
                enter(saved, restored(saved.code(), state.get(), recovered.get(), addresses), Optional.empty());
            } else {
                new RoomLog(saved.code()).modelGone();
                enter(saved, begun(saved, first, addresses.apply("")), Optional.of(new RoomError.ModelGone()));
            }
            return null;
        });
    }

    private static LoggedState restored(
            RoomCode code, LoggedState saved, WalkState walk, UnaryOperator<String> addresses) {
        String address = addresses.apply(Activities.ALL.address(saved.state()));
        RoomState restored = Activities.ALL.restored(saved.state()).with(WalkState.PART, walk);
        return saved.with(Activities.ALL.at(restored, code, address));
    }

    /** A room at its first state, which its log says now. */
    private LoggedState begun(SavedRoom room, TraceSummary trace, String address) {
        RoomState first = first(room.code(), trace, engine.walk(trace.model()), address);
        return room.state().orElseGet(LoggedState::none).begun(storage.log(room.code()), own.now(), first);
    }

    /** The state of a new room: the lobby, before the first step. */
    static RoomState first(RoomCode code, TraceSummary trace, Walk walk, String address) {
        RoomState first = Activities.ALL.first().with(WalkState.PART, WalkState.start(trace, walk));
        return Activities.ALL.at(first, code, address);
    }

    private void enter(SavedRoom saved, LoggedState state, Optional<DomainError> notice) {
        if (!closed) {
            entries.replace(saved.code(), new Entry.Awake(room(saved, state, notice), Opener.OPERATOR));
            stored.remove(saved.code());
            new RoomLog(saved.code()).openAgain();
        }
    }

    /**
     * Closes a room for good. If the storage cannot be written, the room goes on.
     *
     * @return whether there was such a room that could be entered
     */
    public synchronized boolean remove(RoomCode code) {
        Optional<Room> room = find(code);
        room.ifPresent(this::end);
        room.ifPresent(found -> new RoomLog(code).closed());
        return room.isPresent();
    }

    private void end(Room room) {
        // First, for this may fail: nobody leaves a room that the next start would bring back.
        storage.remove(room.code());
        entries.remove(room.code());
        room.end();
    }

    /**
     * Closes all connections for a restart; pages reconnect.
     *
     * @return completes when all have been closed
     */
    public CompletionStage<Void> close() {
        closed = true;
        return CompletableFuture.allOf(
                awake().stream().map(room -> room.close().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    private Room room(SavedRoom saved, LoggedState state, Optional<DomainError> notice) {
        return new Room(
                saved,
                state,
                notice,
                limits.people(),
                engine.in(saved.code().text()),
                loops.get(),
                storage,
                secrets,
                Room::link);
    }

    /** Reserves an unused code; empty if the opener may not open another room. */
    private synchronized Optional<RoomCode> reserve(Opener opener) {
        if (!mayOpen(opener)) {
            return Optional.empty();
        }
        RoomCode code = RoomCode.random(random);
        while (entries.putIfAbsent(code, new Entry.Asleep(Optional.empty(), opener)) != null) {
            code = RoomCode.random(random);
        }
        return Optional.of(code);
    }

    private boolean mayOpen(Opener opener) {
        if (opener instanceof Opener.Visitor) {
            long own = entries.values().stream()
                    .filter(entry -> entry.opener().equals(opener))
                    .count();
            return own < ROOMS_PER_NETWORK && entries.size() < limits.roomsForVisitors();
        }
        return opener instanceof Opener.Server || entries.size() < limits.rooms();
    }

    private void closeIdleRooms() {
        for (Entry entry : entries.values()) {
            if (entry instanceof Entry.Awake awake) {
                closeIfIdle(awake);
            }
        }
        if (!closed) {
            own.after(CHECK_MS, this::closeIdleRooms);
        }
    }

    private synchronized void closeIfIdle(Entry.Awake awake) {
        if (find(awake.room().code()).isEmpty() || !isIdle(awake, own.now())) {
            return;
        }
        try {
            end(awake.room());
            new RoomLog(awake.room().code()).closedForLackOfPeople();
        } catch (OrreryException e) {
            LOG.debug("An idle room stays until the storage can be written, which has said why it cannot", e);
        }
    }

    private boolean isIdle(Entry.Awake awake, double now) {
        Room room = awake.room();
        boolean isUnentered = awake.opener() instanceof Opener.Visitor && !room.wasEntered();
        return !room.isHouse() && now - room.emptySince() > (isUnentered ? UNENTERED_MS : limits.idleMs());
    }
}
