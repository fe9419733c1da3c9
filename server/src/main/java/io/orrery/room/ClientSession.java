package io.orrery.room;

import io.orrery.room.delivery.Connection;
import io.orrery.room.delivery.Outbox;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage;
import io.orrery.wire.ClientMessage.BadOrder;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Name;
import io.orrery.wire.ClientMessage.Order;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.CloseCode;
import io.orrery.wire.MalformedException;
import io.orrery.wire.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The room's end of one connection. It waits for a hello, then somebody sits on it, then it is empty for good.
 *
 * <p>{@link #received} and {@link #closed} may be called from any thread; what a page sends too fast or too long is
 * stopped there, before it takes a turn of the room, and heartbeats are answered there.
 */
public final class ClientSession {
    /** How long a connection may be silent before its hello. */
    static final double HELLO_MS = 5000;

    /** Messages per second that one page may send, and at once after a rest; a page sends about 5. */
    static final double MESSAGES_PER_SECOND = 40;

    static final double MESSAGES_AT_ONCE = 100;

    /** Closes that tell an operator of a page that does what none does, or of a line that is too bad. */
    private static final Set<CloseCode> CUT_OFF =
            Set.of(CloseCode.BAD_VERSION, CloseCode.NO_HELLO, CloseCode.TOO_SLOW, CloseCode.TOO_FAST);

    private final Room room;
    private final EventLoop loop;
    private final Connection connection;
    private final Outbox outbox;
    private final TokenBucket messages;
    private State state;

    /** Who sits here, for the connection's own threads. */
    private volatile Optional<Participant> sitting = Optional.empty();

    /** What the session is for. */
    private sealed interface State {
        record Waiting(EventLoop.Timer patience) implements State {}

        record Taken(Participant by) implements State {}

        record Empty() implements State {}
    }

    ClientSession(Room room, EventLoop loop, Connection connection) {
        this.room = room;
        this.loop = loop;
        this.connection = connection;
        this.outbox = new Outbox(connection, loop);
        this.messages = new TokenBucket(MESSAGES_PER_SECOND, MESSAGES_AT_ONCE, loop.now());
        this.state = new State.Waiting(EventLoop.Timer.NONE);
    }

    /** A text message came. */
    public void received(String text) {
        if (!messages.take(loop.now())) {
            loop.execute(() -> close(CloseCode.TOO_FAST));
        } else if (isTooLong(text)) {
            String detail = "A message may have " + ClientMessages.LONGEST + " bytes.";
            loop.execute(() -> say(new ServerMessage.Fault("message-too-long", detail)));
        } else {
            read(text);
        }
    }

    /** The connection is gone. */
    public void closed() {
        loop.execute(this::leave);
    }

    void waitForHello() {
        state = new State.Waiting(loop.after(HELLO_MS, () -> close(CloseCode.NO_HELLO)));
    }

    void take(Participant attendee) {
        stopWaiting();
        state = new State.Taken(attendee);
        sitting = Optional.of(attendee);
    }

    void close(CloseCode code) {
        if (!(state instanceof State.Empty)) {
            leave();
            outbox.close();
            connection.close(code);
            if (CUT_OFF.contains(code)) {
                room.cutOff(code);
            }
        }
    }

    void closeIfStuck() {
        if (outbox.isStuck()) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** Says what must not be lost. */
    void say(ServerMessage message) {
        if (!(state instanceof State.Empty) && !outbox.control(message.json())) {
            close(CloseCode.TOO_SLOW);
        }
    }

    Outbox outbox() {
        return outbox;
    }

    private static boolean isTooLong(String text) {
        return text.length() > ClientMessages.LONGEST
                || text.getBytes(StandardCharsets.UTF_8).length > ClientMessages.LONGEST;
    }

    private void read(String text) {
        try {
            ClientMessage message = ClientMessages.read(text);
            Optional<Participant> by = sitting;
            if (message instanceof Ping ping && by.isPresent()) {
                answer(by.get(), ping);
            } else {
                loop.execute(() -> hear(message));
            }
        } catch (MalformedException e) {
            loop.execute(() -> say(new ServerMessage.Fault("malformed", e.getMessage())));
        }
    }

    /** Heartbeats are most of what a full room hears. They take no turn of it, and wake no other thread. */
    private void answer(Participant by, Ping ping) {
        if (!by.person().maySpeak(loop.now())) {
            loop.execute(() -> close(CloseCode.TOO_FAST));
        } else if (outbox.answer(new ServerMessage.Pong(ping.t(), loop.now()).json())) {
            room.beats(by, ping);
        } else {
            loop.execute(() -> close(CloseCode.TOO_SLOW));
        }
    }

    private void hear(ClientMessage message) {
        if (state instanceof State.Empty) {
            return;
        }
        if (state instanceof State.Taken taken) {
            hear(taken.by(), message);
        } else if (message instanceof Hello hello) {
            room.admit(this, hello);
        } else if (!(message instanceof ClientMessage.Unknown)) {
            say(new ServerMessage.Fault("no-hello", "The first message must be a hello."));
        }
    }

    private void hear(Participant attendee, ClientMessage message) {
        if (message instanceof Ping ping) {
            answer(attendee, ping);
        } else if (!attendee.person().maySpeak(loop.now())) {
            close(CloseCode.TOO_FAST);
        } else if (message instanceof Order order) {
            room.perform(attendee, order);
        } else if (message instanceof BadOrder bad) {
            room.refuse(attendee, bad);
        } else if (message instanceof Point point) {
            room.points(attendee, point);
        } else if (message instanceof Name name) {
            room.renames(attendee, name.name());
        } else if (message instanceof Hello) {
            say(new ServerMessage.Fault("malformed", "This connection has said hello already."));
        }
    }

    private void leave() {
        State before = state;
        stopWaiting();
        state = new State.Empty();
        sitting = Optional.empty();
        if (before instanceof State.Taken taken) {
            room.left(taken.by());
        }
        room.gone(this);
    }

    private void stopWaiting() {
        if (state instanceof State.Waiting waiting) {
            waiting.patience().cancel();
        }
    }
}
