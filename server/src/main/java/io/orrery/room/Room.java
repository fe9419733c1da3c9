package io.orrery.room;

import io.orrery.room.Conductor.Change;
import io.orrery.room.KnownPeople.Met;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.delivery.Connection;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.RefusedException;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.BadOrder;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Order;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.Frames;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.Fault;
import io.orrery.wire.ServerMessage.Limits;
import io.orrery.wire.ServerMessage.Pointer;
import io.orrery.wire.ServerMessage.Refused;
import io.orrery.wire.ServerMessage.State;
import io.orrery.wire.ServerMessage.Welcome;
import io.orrery.wire.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A room: its doors, and who may do what. Who is here is its {@link Presence}, what it shows its {@link Conductor}'s. */
public final class Room {
    static final int VERSION = 1;

    private static final double LOOK_ROUND_MS = 1000;

    private final RoomCode code;
    private final RoomLog log;
    private final boolean house;
    private final String notice;
    private final Storage storage;
    private volatile Keys keys;
    private volatile double emptySince;
    private volatile int headCount;
    private volatile String address;
    private final EventLoop loop;
    private final String epoch;
    private final Conductor conductor;
    private final Set<ClientSession> sessions = new LinkedHashSet<>();
    private final PointerLane pointing;
    private final Presence crowd;
    private final KnownPeople known;
    private boolean closed;

    /**
     * A room that begins, or goes on, in a state.
     *
     * @param notice what those who may drive are told when they come; empty for nothing
     * @param storage is told of every change
     * @param secrets makes what cannot be guessed: the room's epoch, and what each person is known again by
     */
    Room(
            SavedRoom saved,
            RoomState state,
            String notice,
            Engine engine,
            EventLoop loop,
            Storage storage,
            Supplier<String> secrets) {
        this.code = saved.code();
        this.log = new RoomLog(code);
        this.keys = saved.keys();
        this.house = saved.house();
        this.emptySince = saved.usedAt();
        this.notice = notice;
        this.storage = storage;
        this.loop = loop;
        this.epoch = secrets.get();
        this.known = new KnownPeople(saved, storage, secrets);
        this.pointing = new PointerLane(saved.state()
                .map(kept -> new Pointer(kept.light(), kept.stand()))
                .orElse(PointerLane.NOTHING));
        this.crowd = new Presence(loop, this::cursor, pointing);
        var past = new UndoHistory(saved.state().map(SavedState::past).orElse(List.of()));
        this.conductor = new Conductor(engine, loop, state, past, new Everyone(state));
        this.address = state.address();
        loop.execute(this::lookRound);
    }

    public RoomCode code() {
        return code;
    }

    /** A connection has been opened. May be called from any thread. */
    public ClientSession connect(Connection connection) {
        var session = new ClientSession(this, loop, connection);
        loop.execute(() -> {
            if (closed) {
                session.close(CloseCode.RESTART);
            } else {
                sessions.add(session);
                session.waitForHello();
            }
        });
        return session;
    }

    /** Whether the server opened it for itself, at its start. */
    public boolean isHouse() {
        return house;
    }

    /** What opens it. May be called from any thread. */
    public Keys keys() {
        return keys;
    }

    /** How many people are here. May be called from any thread. */
    public int headCount() {
        return headCount;
    }

    /** Where people reach it: scheme, host and port; empty until that is known. May be called from any thread. */
    public String address() {
        return address;
    }

    /** Since when nobody has been here, ms; infinite while somebody is. May be called from any thread. */
    public double emptySince() {
        return emptySince;
    }

    /** From here on other keys open it; whoever came with the old one of a role is sent away. From any thread. */
    void rekey(Keys next, Role replaced) {
        keys = next;
        loop.execute(() -> List.copyOf(crowd.all()).stream()
                .filter(attendee -> attendee.role() == replaced)
                .forEach(attendee -> attendee.session().close(CloseCode.NOT_ALLOWED)));
    }

    /** Sends everybody away to come again. May be called from any thread; is complete when all have been told. */
    public CompletionStage<Void> close() {
        return close(CloseCode.RESTART);
    }

    /** Sends everybody away for good. From any thread; is complete when all have been told. */
    CompletionStage<Void> end() {
        return close(CloseCode.NO_SUCH_ROOM);
    }

    private CompletionStage<Void> close(CloseCode why) {
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            closed = true;
            conductor.rest();
            List.copyOf(sessions).forEach(session -> session.close(why));
            done.complete(null);
        });
        return done;
    }

    /** Whether this is the key of someone who may drive. May be called from any thread. */
    public boolean isDrivers(String key) {
        return keys.driver(key).isPresent();
    }

    void admit(ClientSession session, Hello hello) {
        Optional<Role> role = keys.role(hello.view(), hello.key());
        if (hello.version() != VERSION) {
            session.close(CloseCode.BAD_VERSION);
        } else if (role.isEmpty()) {
            log.wrongKey();
            session.close(CloseCode.NOT_ALLOWED);
        } else {
            welcome(session, hello, role.get());
        }
    }

    private void welcome(ClientSession session, Hello hello, Role role) {
        Met met = known.meet(hello.me());
        Person person = met.person();
        if (person.isKicked()) {
            session.close(CloseCode.KICKED);
            return;
        }
        crowd.find(person).ifPresent(older -> older.session().close(CloseCode.REPLACED));
        if (!hello.name().isEmpty()) {
            person.rename(hello.name());
        }
        known.keep(person);
        var attendee = new Participant(person, session, hello.view(), role);
        session.take(attendee);
        crowd.enter(attendee);
        headCount = crowd.size();
        emptySince = Double.POSITIVE_INFINITY;
        if (role.mayDrive()) {
            log.came(role, headCount);
        }
        session.say(new Welcome(
                VERSION,
                epoch,
                conductor.state().seq(),
                role,
                met.secret(),
                attendee.party(),
                loop.now(),
                stage(),
                new Limits(ClientMessages.LONGEST, ClientMessages.LONGEST_NAME, Frames.LARGEST)));
        if (role.mayDrive() && !notice.isEmpty()) {
            session.say(new Fault("model-gone", notice));
        }
        crowd.catchUp(attendee, conductor.frame(), met.before());
        lookForDriver();
        crowd.planPeople();
    }

    private void keep() {
        if (!closed) {
            storage.state(code, SavedState.of(conductor.state(), pointing.said(), conductor.past()), loop.now());
        }
    }

    private Stage stage() {
        return conductor.state().stage(code, conductor.undoable());
    }

    void perform(Participant attendee, Order order) {
        if (attendee.role().mayDrive()) {
            conductor.perform(attendee, order);
        } else {
            String detail = "Only the presenter can do this.";
            attendee.session().say(new Refused(order.id(), RefusalReason.NOT_ALLOWED, detail));
        }
    }

    private boolean drives(Participant attendee) {
        return attendee.role().mayDrive() && conductor.state().wheel().isHeldBy(attendee.party());
    }

    private void lookForDriver() {
        boolean manned = crowd.all().stream().anyMatch(this::drives);
        boolean wanted =
                crowd.all().stream().anyMatch(attendee -> attendee.role().mayDrive());
        conductor.wheelIs(manned, wanted);
    }

    /** The driver points; nobody else's hand is shown. */
    void points(Participant attendee, Point point) {
        if (drives(attendee)) {
            crowd.point(attendee, point, conductor.state().staging().sharing());
            keep();
        }
    }

    void renames(Participant attendee, String name) {
        attendee.person().rename(name);
        known.keep(attendee.person());
        crowd.planPeople();
    }

    void refuse(Participant attendee, BadOrder bad) {
        attendee.session().say(new Refused(bad.id(), RefusalReason.MALFORMED, bad.why()));
    }

    /** May be called from any thread. */
    void beats(Participant attendee, Ping ping) {
        if (attendee.beats(ping) && !crowd.isPeoplePlanned()) {
            loop.execute(crowd::planPeople);
        }
    }

    /** A person's connection has gone; the person may come back. */
    void left(Participant attendee) {
        crowd.leave(attendee.person());
        headCount = crowd.size();
        if (attendee.role().mayDrive()) {
            log.left(attendee.role(), headCount);
        }
        known.left(attendee.person(), crowd);
        if (drives(attendee)) {
            crowd.putLightAway();
            keep();
        }
        if (crowd.isEmpty()) {
            emptySince = loop.now();
            keep();
        }
        lookForDriver();
        crowd.planPeople();
    }

    void gone(ClientSession session) {
        sessions.remove(session);
    }

    /** A connection was closed for what it did, or did not. */
    void cutOff(CloseCode why) {
        log.cutOff(why);
    }

    private void lookRound() {
        List.copyOf(sessions).forEach(ClientSession::closeIfStuck);
        if (!closed) {
            loop.after(LOOK_ROUND_MS, this::lookRound);
        }
    }

    private Cursor cursor() {
        return conductor.state().cursor();
    }

    /** Everyone in the room hears the conductor. */
    private final class Everyone implements Conductor.Listener {
        private RoomState shown;

        Everyone(RoomState first) {
            shown = first;
        }

        @Override
        public int largestFrame() {
            return crowd.largestFrame();
        }

        @Override
        public double headStart() {
            return crowd.headStart();
        }

        @Override
        public void changed(Change change) {
            RoomState before = shown;
            shown = change.state();
            address = shown.address();
            log.changed(before, shown, headCount);
            if (!shown.wheel().isHeldBy(before.wheel().holder())) {
                crowd.clearPointing();
            }
            if (!change.state().staging().sharing()) {
                crowd.unshare();
            }
            keep();
            crowd.tell(change, answered -> message(change, answered).json());
        }

        private State message(Change change, String by) {
            return new State(change.state().seq(), change.start(), stage(), by);
        }

        @Override
        public void framed(Frame latest) {
            crowd.tell(latest);
        }

        @Override
        public void refused(Person person, Refused refused) {
            crowd.find(person).ifPresent(attendee -> attendee.session().say(refused));
        }

        @Override
        public void unchanged(Person person, String id) {
            long seq = conductor.state().seq();
            crowd.find(person).ifPresent(attendee -> attendee.session().say(new State(seq, 0, stage(), id)));
        }

        @Override
        public void kick(String id) {
            Participant found = crowd.all().stream()
                    .filter(attendee -> attendee.person().id().equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                            new RefusedException(RefusalReason.UNKNOWN_PERSON, "This person is not in the room."));
            if (found.role() == Role.PRESENTER) {
                throw new RefusedException(RefusalReason.NOT_ALLOWED, "The presenter cannot be sent out.");
            }
            found.person().kick();
            known.keep(found.person());
            found.session().close(CloseCode.KICKED);
            log.sentOut(headCount);
        }
    }
}
