package io.orrery.room;

import io.orrery.room.access.RoomCode;
import io.orrery.room.engine.Engine;
import io.orrery.room.link.Link;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.CloseCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The rooms that servers share, as far as this one has people of them or owns them: what it tells the others of those that it owns, what they tell it, and how a
 * room goes from one to another. Empty if this server is alone. All methods may be called from any thread.
 */
final class SharedRooms implements Neighbours.Server {
    private final Engine engine;
    private final Supplier<EventLoop> loops;
    private final Neighbours neighbours;
    /** The rooms that this server owns. */
    private final Rooms own;

    private final Map<RoomCode, SharedRoom> rooms = new ConcurrentHashMap<>();

    SharedRooms(Engine engine, Supplier<EventLoop> loops, Neighbours neighbours, Rooms own) {
        this.engine = engine;
        this.loops = loops;
        this.neighbours = neighbours;
        this.own = own;
    }

    /** A room, whose owner is looked for from now on. */
    SharedRoom of(RoomCode code) {
        return rooms.compute(
                code, (any, known) -> known == null || known.front().hasEnded() ? shared(code, false) : known);
    }

    /** A room that can be entered; empty if there is none, or this server has stopped. */
    Optional<SharedRoom> known(RoomCode code) {
        return own.haveClosed()
                        || neighbours.known(code).filter(it -> !it.isClosed()).isEmpty()
                ? Optional.empty()
                : Optional.of(of(code));
    }

    /** This server opens a room for the first time. */
    void open(RoomCode code) {
        rooms.put(code, shared(code, true));
    }

    private SharedRoom shared(RoomCode code, boolean isOwned) {
        var ends = new AtomicReference<SharedRoom>();
        var room = new SharedRoom(
                code,
                engine.in(code.text()),
                loops.get(),
                neighbours,
                own::taken,
                () -> rooms.remove(code, ends.get()),
                isOwned);
        ends.set(room);
        room.begin();
        return room;
    }

    /** Closes the connections of a room here. @param why what pages are told */
    void end(RoomCode code, CloseCode why) {
        Optional.ofNullable(rooms.remove(code)).ifPresent(room -> room.end(why));
    }

    /** Closes all connections for a restart. */
    void end() {
        rooms.values().forEach(room -> room.end(CloseCode.RESTART));
    }

    private void left(RoomCode code) {
        Optional.ofNullable(rooms.get(code)).ifPresent(SharedRoom::left);
    }

    /**
     * Hands a room over, once all that it decided is stored.
     *
     * @param to the server that is asked to own it; empty for any
     */
    private CompletionStage<Void> giveAway(Room room, String to) {
        RoomCode code = room.code();
        return released(code, room.giveAway().thenCompose(stopped -> neighbours.release(code, to)));
    }

    private CompletionStage<Void> released(RoomCode code, CompletionStage<Void> released) {
        return released.whenComplete((done, failure) -> {
            // If it could not be released, whoever wants it takes it, here too.
            own.left(code);
            left(code);
        });
    }

    /** Hands a room over whose model another server has, and this one has not. @return whether there is such a server */
    boolean passesOn(RoomCode code, String model) {
        Optional<String> to = neighbours.whoHas(model);
        to.ifPresent(node -> {
            neighbours.notHere(code);
            released(code, neighbours.release(code, node));
        });
        return to.isPresent();
    }

    /**
     * Moves a room to another server.
     *
     * @param to the server that is asked to own it; empty for any
     */
    CompletableFuture<Void> move(RoomCode code, String to) {
        Optional<Room> here = own.find(code);
        return here.isPresent()
                ? giveAway(here.get(), to).toCompletableFuture()
                : neighbours
                        .ask(code, Questions.move(to))
                        .<Void>thenApply(answer -> null)
                        .toCompletableFuture();
    }

    @Override
    public void changed(RoomCode code) {
        Optional<Neighbours.Known> known = neighbours.known(code);
        Optional<Room> here = own.find(code);
        if (known.isEmpty()) {
            here.ifPresent(room -> {
                own.left(code);
                room.close(CloseCode.NO_SUCH_ROOM);
            });
            if (!own.isBeingOpened(code)) {
                end(code, CloseCode.NO_SUCH_ROOM);
            }
            return;
        }
        here.ifPresent(room -> room.rekey(known.get().keys()));
    }

    @Override
    public void moved(RoomCode code) {
        if (neighbours.isAskedToOwn(code) && own.find(code).isEmpty()) {
            known(code);
        }
        Optional.ofNullable(rooms.get(code)).ifPresent(SharedRoom::moved);
    }

    @Override
    public void lost(RoomCode code) {
        own.left(code).ifPresent(Room::giveAway);
        left(code);
    }

    @Override
    public Optional<Neighbours.Connected> connect(RoomCode code, Link.Front front) {
        if (own.find(code).isEmpty()
                && !own.haveClosed()
                && neighbours.known(code).isPresent()) {
            // The record says that this server is the owner: it becomes that, or is about to.
            of(code).wanted();
        }
        return own.find(code).map(room -> new Neighbours.Connected(room.link(front), room.loop()));
    }

    @Override
    public Optional<CompletionStage<String>> asked(RoomCode code, String text) {
        return own.find(code).map(room -> answer(room, Questions.read(text)));
    }

    private CompletionStage<String> answer(Room room, Questions.Question question) {
        return switch (question.what()) {
            case LIST ->
                room.list(question.first(), question.parameters().get(1)).thenApply(Questions::list);
            case ASKED -> {
                room.asked(question.first());
                yield CompletableFuture.completedFuture(Questions.NOTHING);
            }
            case AFTERWARDS ->
                room.afterwards(own.answersDays(), Boolean.parseBoolean(question.first()))
                        .thenApply(Questions::report);
            case ERASE -> own.erase(room.code(), question.first()).thenApply(Questions::refusal);
            case MOVE -> {
                giveAway(room, question.first());
                yield CompletableFuture.completedFuture(Questions.NOTHING);
            }
        };
    }

    @Override
    public void cutOff(boolean isCutOff) {
        rooms.values().forEach(room -> room.cutOff(isCutOff));
    }
}
