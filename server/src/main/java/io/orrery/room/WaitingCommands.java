package io.orrery.room;

import io.orrery.room.people.CommandReplies.Reply;
import io.orrery.room.people.Sender;
import io.orrery.room.time.EventLoop;
import io.orrery.room.time.RateLimit;
import io.orrery.wire.ClientMessage.CommandRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The commands of people who may not drive, which wait until the room has time for them.
 *
 * <p>A full room may send more than the room's one thread can carry out, though nobody in it exceeds the limits of one person. So only
 * the newest command of each person and name waits, people take turns, and each command is carried out in a turn of its own, behind all that the
 * room has to do for its drivers, and only {@link #PER_SECOND} times a second. What waits is bounded by the number of people, and every person's newest
 * word arrives in the end.
 */
final class WaitingCommands {
    /** The sustained rate of a room. Each takes its thread some 30 µs, however many people there are, so all of them a fiftieth of its time. */
    static final double PER_SECOND = 500;

    /** The burst of a room: a full room can answer a question at once. */
    static final long AT_ONCE = 2000;

    /** How long the room waits when the rate is used up, ms. */
    private static final double PAUSE_MS = 10;

    private final EventLoop loop;
    private final RateLimit limit;
    /** The commands of each sender, by its id, and by name, oldest first; first the sender whose turn is next. */
    private final Map<String, Map<String, Waiting>> people = new LinkedHashMap<>();

    private boolean isTurnPlanned;

    private record Waiting(Sender by, String id, Runnable command) {}

    WaitingCommands(EventLoop loop) {
        this.loop = loop;
        this.limit = new RateLimit(PER_SECOND, AT_ONCE, loop::now);
    }

    /**
     * Lets a command wait. One of the same name that waits already is never carried out: the answer to this one is its answer, too, and it counts as
     * done if it is repeated.
     *
     * @param command carries the request out
     */
    void add(Sender by, CommandRequest request, Runnable command) {
        Map<String, Waiting> own = people.computeIfAbsent(by.id(), any -> new LinkedHashMap<>());
        Optional.ofNullable(own.remove(request.name()))
                .ifPresent(older -> by.replies().remember(older.id(), new Reply.Done()));
        own.put(request.name(), new Waiting(by, request.id(), command));
        by.replies().remember(request.id(), new Reply.Pending());
        planTurn();
    }

    void clear() {
        people.clear();
    }

    private void planTurn() {
        if (!isTurnPlanned && !people.isEmpty()) {
            isTurnPlanned = true;
            loop.execute(this::takeTurn);
        }
    }

    private void takeTurn() {
        if (!people.isEmpty() && !limit.take()) {
            loop.after(PAUSE_MS, this::takeTurn);
            return;
        }
        isTurnPlanned = false;
        people.entrySet().stream().findFirst().ifPresent(next -> {
            String sender = next.getKey();
            Map<String, Waiting> own = next.getValue();
            people.remove(sender);
            var oldest = own.values().iterator();
            Waiting waiting = oldest.next();
            oldest.remove();
            if (!own.isEmpty()) {
                people.put(sender, own);
            }
            planTurn();
            if (!waiting.by().isRemoved()) {
                waiting.command().run();
            }
        });
    }
}
