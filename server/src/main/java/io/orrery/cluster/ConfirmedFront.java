package io.orrery.cluster;

import io.orrery.room.link.Link;
import io.orrery.room.link.Link.FromOwner;
import io.orrery.room.link.Link.People;
import io.orrery.room.link.Link.Pointing;
import io.orrery.room.link.Link.Pong;
import io.orrery.room.link.Link.Reply;
import io.orrery.room.link.Link.Seen;
import io.orrery.room.time.EventLoop;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Holds back what an owner says until all that it decided before is stored: nobody is told what another owner would not know. The owner goes on meanwhile. For
 * the room's thread.
 */
final class ConfirmedFront implements Link.Front {
    /** There, and back. */
    private static final int TWICE = 2;

    private final Link.Front front;
    private final RoomStream stream;
    private final AppendTimes times;
    private final EventLoop loop;
    private final Deque<Held> held = new ArrayDeque<>();

    private record Held(long upTo, FromOwner said) {}

    ConfirmedFront(Link.Front front, RoomStream stream, AppendTimes times, EventLoop loop) {
        this.front = front;
        this.stream = stream;
        this.times = times;
        this.loop = loop;
    }

    @Override
    public void hear(FromOwner said) {
        if (said instanceof Pong || said instanceof Pointing || said instanceof People || isAboutNoChange(said)) {
            // None of it is stored.
            front.hear(said);
            return;
        }
        long upTo = stream.queued();
        if (held.isEmpty() && stream.isConfirmed(upTo)) {
            front.hear(said);
        } else {
            held.add(new Held(upTo, said));
            stream.whenConfirmed(upTo, () -> loop.execute(this::passOn));
        }
    }

    private static boolean isAboutNoChange(FromOwner said) {
        return said instanceof Reply reply && reply.seq() == Reply.AT_ONCE;
    }

    private void passOn() {
        while (!held.isEmpty() && stream.isConfirmed(held.peek().upTo())) {
            front.hear(held.remove().said());
        }
    }

    @Override
    public List<Seen> seen() {
        return front.seen();
    }

    /** What is told waits until it is stored, so it starts that much later. */
    @Override
    public double[] roundTrips() {
        double later = TWICE * times.quantile(0.5);
        return Arrays.stream(front.roundTrips()).map(known -> known + later).toArray();
    }
}
