package io.orrery.room;

import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import io.orrery.error.ServerError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.delivery.Connection;
import io.orrery.room.engine.Engine;
import io.orrery.room.front.ClientSession;
import io.orrery.room.front.Front;
import io.orrery.room.link.Link;
import io.orrery.room.state.StatePart;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.CloseCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A room that servers share, on one that has people of it or owns it. Its front stays while owners change, whether the owner is here or elsewhere: it
 * follows whoever is the owner now. If nobody is, and there are people here, this server becomes the owner.
 */
final class SharedRoom implements OpenRoom {
    private static final double LOOK_MS = 300;

    /** A front without people leaves the owner after this long, ms. */
    private static final double UNUSED_MS = 60_000;

    /** A request waits so long for a room that nobody is in here, ms. */
    private static final int KNOWN_MS = 2000;

    private static final int STEP_MS = 10;

    /** A page has so long to show why its connection ends, ms. */
    private static final double READ_MS = 1000;

    /** What the owner says before there is one goes nowhere: a front tells all of it again when it follows. */
    private static final Link.Owner NOBODY = new Link.Owner() {
        @Override
        public void hear(Link.FromFront said) {}

        @Override
        public void lost() {}
    };

    private final RoomCode code;
    private final EventLoop loop;
    private final Neighbours neighbours;
    private final Consumer<SavedRoom> taken;
    private final Runnable unused;
    private final Front front;
    private Optional<Room> here = Optional.empty();
    private Optional<Link.Owner> link = Optional.empty();
    private boolean isTaking;
    private boolean isOver;
    private volatile double usedAt;

    /**
     * @param taken is given the room once this server has become its owner; it opens it then ({@link #owned})
     * @param unused is told, in the loop, that nobody has been here for long
     * @param isOwned whether this server opens the room now
     */
    SharedRoom(
            RoomCode code,
            Engine engine,
            EventLoop loop,
            Neighbours neighbours,
            Consumer<SavedRoom> taken,
            Runnable unused,
            boolean isOwned) {
        this.code = code;
        this.loop = loop;
        this.neighbours = neighbours;
        this.taken = taken;
        this.unused = unused;
        this.isTaking = isOwned;
        this.usedAt = loop.now();
        front = new Front(engine, loop, new RoomLog(code)::cutOff);
        loop.execute(() -> front.follow(NOBODY));
    }

    /** Begins to look for the owner. */
    void begin() {
        loop.execute(this::watch);
    }

    EventLoop loop() {
        return loop;
    }

    Front front() {
        return front;
    }

    @Override
    public RoomCode code() {
        return code;
    }

    /** Another server has people who want the room. May be called from any thread. */
    void wanted() {
        usedAt = loop.now();
    }

    ClientSession connect(Connection connection) {
        usedAt = loop.now();
        return front.connect(connection);
    }

    private void watch() {
        if (isOver) {
            return;
        }
        look();
        boolean isUnused = here.isEmpty() && !isTaking && front.isEmpty() && loop.now() - usedAt > UNUSED_MS;
        if (isUnused || front.hasEnded()) {
            unused.run();
            end(CloseCode.RESTART);
        } else {
            loop.after(LOOK_MS, this::watch);
        }
    }

    private void look() {
        if (!front.isEmpty()) {
            usedAt = loop.now();
        }
        if (isOver || loop.now() - usedAt > UNUSED_MS || here.isPresent() || isTaking || link.isPresent()) {
            return;
        }
        if (neighbours.owner(code) == Neighbours.Owner.ANOTHER) {
            if (neighbours.isNewer(code)) {
                notHere();
                return;
            }
            Link.Owner to = neighbours.link(code, new Shown(), loop, this::broken);
            link = Optional.of(to);
            front.follow(to);
        } else if (!neighbours.isCutOff()) {
            isTaking = true;
            neighbours
                    .take(code, front.ahead())
                    .whenComplete((saved, failure) -> loop.execute(() -> {
                        if (failure == null && saved.isPresent() && !isOver) {
                            taken.accept(saved.get());
                        } else {
                            isTaking = false;
                            if (failure != null && isNotShownHere(failure)) {
                                endHere();
                            }
                        }
                    }));
        }
    }

    private static boolean isNotShownHere(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof OrreryException refused && refused.error() instanceof ClusterError.NotShownHere;
    }

    private void notHere() {
        neighbours.notHere(code);
        endHere();
    }

    /** This server has not what it needs for the room: its pages are told, and connect again, where a proxy may send them to another one. */
    private void endHere() {
        if (!isOver) {
            isOver = true;
            unused.run();
            link.ifPresent(Link.Owner::lost);
            front.notShownHere();
            loop.after(READ_MS, () -> end(CloseCode.RESTART));
        }
    }

    /** The front, which may hear of a model that this server has not. */
    private final class Shown implements Link.Front {
        @Override
        public void hear(Link.FromOwner said) {
            try {
                front.hear(said);
            } catch (OrreryException e) {
                new RoomLog(code).notShown(e);
                notHere();
            }
        }

        @Override
        public List<Link.Seen> seen() {
            return front.seen();
        }

        @Override
        public double[] roundTrips() {
            return front.roundTrips();
        }
    }

    private void broken() {
        link = Optional.empty();
        front.follow(NOBODY);
        look();
    }

    /** The owner is another one, or gone, for certain: a link to the one before tells nothing more. May be called from any thread. */
    void moved() {
        loop.execute(() -> {
            link.ifPresent(Link.Owner::lost);
            link = Optional.empty();
            if (here.isEmpty()) {
                front.follow(NOBODY);
                look();
            }
        });
    }

    /** The room is open here: its front follows it. May be called from any thread. */
    void owned(Room room) {
        loop.execute(() -> {
            here = Optional.of(room);
            isTaking = false;
        });
    }

    /** This server does not own the room any more. May be called from any thread. */
    void left() {
        loop.execute(() -> {
            here = Optional.empty();
            isTaking = false;
            if (!isOver) {
                front.follow(NOBODY);
                look();
            }
        });
    }

    /** Closes all connections. @param why what pages are told */
    void end(CloseCode why) {
        loop.execute(() -> {
            isOver = true;
            link.ifPresent(Link.Owner::lost);
            link = Optional.empty();
            front.hear(new Link.Ended(why));
        });
    }

    /** Whether other servers cannot be reached. May be called from any thread. */
    void cutOff(boolean isCutOff) {
        loop.execute(() -> front.cutOff(isCutOff));
    }

    @Override
    public boolean isOpenedByServer() {
        return neighbours.known(code).filter(Neighbours.Known::openedByServer).isPresent();
    }

    @Override
    public boolean isDrivers(String key) {
        return neighbours
                .known(code)
                .flatMap(known -> known.keys().driver(key, loop.now()))
                .isPresent();
    }

    @Override
    public boolean isMovedBy(String key) {
        return neighbours
                .known(code)
                .filter(known -> known.keys().moves(key, loop.now()))
                .isPresent();
    }

    @Override
    public <S extends Record> S part(StatePart<S> part) {
        usedAt = loop.now();
        for (int tries = 0; tries < KNOWN_MS / STEP_MS && front.part(part).isEmpty(); tries++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STEP_MS));
        }
        return front.part(part).orElseThrow(() -> new OrreryException(new ServerError.Starting(1)));
    }

    @Override
    public void asked(String address) {
        neighbours.ask(code, Questions.asked(address));
    }

    @Override
    public CompletableFuture<Optional<byte[]>> list(String part, String me) {
        return neighbours
                .ask(code, Questions.list(part, me))
                .thenApply(Questions::listed)
                .toCompletableFuture();
    }
}
