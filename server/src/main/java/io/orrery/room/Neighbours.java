package io.orrery.room;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.link.Link;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.time.EventLoop;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Other servers with which this one shares its rooms: each room has one owner among them, and any of them has fronts of it. All methods may be
 * called from any thread, and none waits for the network.
 */
public interface Neighbours {
    /** A server alone. */
    Neighbours NONE = new Neighbours() {};

    /** What all servers know of a room. @param isClosed whether it is closed until somebody who may drive it comes */
    record Known(Keys keys, boolean openedByServer, boolean isClosed) {}

    /** Who owns a room. */
    enum Owner {
        THIS_SERVER,
        ANOTHER,
        /** The server that did has handed it over, or is gone. */
        NOBODY
    }

    /** The rooms of this server, as far as the others are concerned; without any, nothing is to be done. */
    interface Server {
        /** The keys or the existence of a room have changed. */
        default void changed(RoomCode code) {}

        /** A room has another owner, or the one that it had is gone. */
        default void moved(RoomCode code) {}

        /** Another owner of a room has come, so this server is not it any more. */
        default void lost(RoomCode code) {}

        /** Connects a front on another server to a room that this one owns; empty if it does not. */
        default Optional<Connected> connect(RoomCode code, Link.Front front) {
            return Optional.empty();
        }

        /** Answers a question about a room that this server owns; empty if it does not. */
        default Optional<CompletionStage<String>> asked(RoomCode code, String question) {
            return Optional.empty();
        }

        /** Whether other servers can be reached has changed. */
        default void cutOff(boolean isCutOff) {}
    }

    /** The owner's end of a link, and the loop in which it is used. */
    record Connected(Link.Owner end, EventLoop loop) {}

    /** Whether rooms are shared at all. */
    default boolean areThere() {
        return false;
    }

    default void begin(Server server) {}

    default Optional<Known> known(RoomCode code) {
        return Optional.empty();
    }

    /** All rooms of all servers. */
    default Set<RoomCode> all() {
        return Set.of();
    }

    /** The room that a server opened itself, if one did; all servers have one together. */
    default Optional<RoomCode> house() {
        return Optional.empty();
    }

    /** The code of the room that servers open themselves: the first that one of them offered. */
    default RoomCode house(RoomCode offered) {
        return offered;
    }

    default Owner owner(RoomCode code) {
        return Owner.THIS_SERVER;
    }

    /** Whether nobody owns a room, and this server was asked to. */
    default boolean isAskedToOwn(RoomCode code) {
        return false;
    }

    /**
     * Becomes the owner of a room, if nobody is; the answer is empty if somebody else has.
     *
     * @param ahead how far the room's clock is ahead of this server's, ms, if owners before have told it; else the log tells
     */
    default CompletionStage<Optional<SavedRoom>> take(RoomCode code, Optional<Double> ahead) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** Another server that has a model, if this one has not. @param model its content id */
    default Optional<String> whoHas(String model) {
        return Optional.empty();
    }

    /** Whether a room's owner is of a newer version, which fronts here may not understand. */
    default boolean isNewer(RoomCode code) {
        return false;
    }

    /** Takes note that a room cannot be shown here. */
    default void notHere(RoomCode code) {}

    /**
     * Connects a front of this server to a room's owner elsewhere.
     *
     * @param loop in which the front hears
     * @param broken is told, in the loop, once nothing passes any more; the front is connected anew then
     * @return the front's end; to tell it that it is {@link Link.Owner#lost} ends the link
     */
    default Link.Owner link(RoomCode code, Link.Front front, EventLoop loop, Runnable broken) {
        throw new IllegalStateException("a server alone owns its rooms");
    }

    /**
     * Gives a room away that this server has stopped, once all that it decided is stored.
     *
     * @param to the server that is asked to own it; empty for any
     */
    default CompletionStage<Void> release(RoomCode code, String to) {
        return CompletableFuture.completedFuture(null);
    }

    /** This server stops: once all that was decided of its rooms is stored, the others need not wait for it. @param rooms which it has stopped */
    default CompletionStage<Void> leave(Collection<RoomCode> rooms) {
        return CompletableFuture.completedFuture(null);
    }

    /** Asks the owner of a room elsewhere; fails if there is no answer. */
    default CompletionStage<String> ask(RoomCode code, String question) {
        return CompletableFuture.failedFuture(new IllegalStateException("a server alone owns its rooms"));
    }

    /** Whether other servers cannot be reached at present. */
    default boolean isCutOff() {
        return false;
    }
}
