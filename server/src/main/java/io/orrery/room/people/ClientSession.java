package io.orrery.room.people;

import io.orrery.error.DomainError;
import io.orrery.error.GroupedNumber;
import io.orrery.error.RoomError;
import io.orrery.room.delivery.Connection;
import io.orrery.room.delivery.Outbox;
import io.orrery.room.time.EventLoop;
import io.orrery.room.time.RateLimit;
import io.orrery.wire.ClientMessage;
import io.orrery.wire.ClientMessage.BadRequest;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Name;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.CloseCode;
import io.orrery.wire.MalformedException;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.ServerMessage.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The server's side of one connection. A session waits for a hello, then belongs to a participant, then is closed for
 * good.
 *
 * <p>{@link #received}, {@link #tooFast} and {@link #closed} may be called from any thread. On that thread messages that are too long or
 * too frequent are rejected, and heartbeats are answered, so that neither takes a turn of the room.
 */
public final class ClientSession {
    /** How long a connection may wait before its hello, ms. */
    public static final double HELLO_MS = 5000;

    /** The rate limit of one page, messages per second. A page sends about 5. */
    public static final double MESSAGES_PER_SECOND = 40;

    /** The burst limit of one page, messages. */
    public static final long MESSAGES_AT_ONCE = 100;

    /** Close codes worth logging: they show a page that misbehaves, or a connection that is too slow. */
    private static final Set<CloseCode> CUT_OFF =
            Set.of(CloseCode.BAD_VERSION, CloseCode.NO_HELLO, CloseCode.TOO_SLOW, CloseCode.TOO_FAST);

    private final Host host;
    private final BiConsumer<Participant, CommandRequest> commands;
    private final EventLoop loop;
    private final Connection connection;
    private final Outbox outbox;
    private final RateLimit messages;
    private State state;

    /** The participant of {@link State.Joined}, for the connection's threads. */
    private volatile Optional<Participant> participant = Optional.empty();

    private sealed interface State {
        record Waiting(EventLoop.Timer patience) implements State {}

        record Joined(Participant by) implements State {}

        record Closed() implements State {}
    }

    /** The room of a session. All methods except {@link #beats} are called in the room's turns. */
    public interface Host {
        void admit(ClientSession session, Hello hello);

        void points(Participant by, Point point);

        void renames(Participant by, String name);

        /** May be called from any thread. */
        void beats(Participant by, Ping ping);

        /** A person's connection is gone; the person may come back. */
        void left(Participant participant);

        void gone(ClientSession session);

        /** The server closed a connection because of its behaviour. */
        void cutOff(CloseCode why);
    }

    /** @param commands performs a command, in the room's turns */
    public ClientSession(
            Host host, BiConsumer<Participant, CommandRequest> commands, EventLoop loop, Connection connection) {
        this.host = host;
        this.commands = commands;
        this.loop = loop;
        this.connection = connection;
        this.outbox = new Outbox(connection, loop);
        this.messages = new RateLimit(MESSAGES_PER_SECOND, MESSAGES_AT_ONCE, loop::now);
        this.state = new State.Waiting(EventLoop.Timer.NONE);
    }

    /** Handles a text message. */
    public void received(String text) {
        if (!messages.take()) {
            tooFast();
        } else if (isTooLong(text)) {
            fault(new RoomError.MessageTooLong(new GroupedNumber(ClientMessages.LONGEST)));
        } else {
            read(text);
        }
    }

    /** Closes a connection that sends more frames than a page ever does. */
    public void tooFast() {
        loop.execute(() -> close(CloseCode.TOO_FAST));
    }

    /** Handles the loss of the connection. */
    public void closed() {
        loop.execute(this::leave);
    }

    public void waitForHello() {
        state = new State.Waiting(loop.after(HELLO_MS, () -> close(CloseCode.NO_HELLO)));
    }

    public void join(Participant joined) {
        stopWaiting();
        state = new State.Joined(joined);
        participant = Optional.of(joined);
    }

    public void close(CloseCode code) {
        if (!(state instanceof State.Closed)) {
            leave();
            outbox.close();
            connection.close(code);
            if (CUT_OFF.contains(code)) {
                host.cutOff(code);
            }
        }
    }

    public void closeIfStuck() {
        if (outbox.isStuck()) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** Sends a control message, which must not be dropped. */
    public void say(ServerMessage message) {
        if (message instanceof Refused refused) {
            connection.commandRefused(refused.reason());
        }
        if (!(state instanceof State.Closed) && !queue(message)) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** States arrive in their order. */
    private boolean queue(ServerMessage message) {
        return message instanceof ServerMessage.State
                ? outbox.controlAfterState(message.json())
                : outbox.control(message.json());
    }

    /** The network that the connection comes from; empty if it is unknown. */
    public String network() {
        return connection.network();
    }

    public Outbox outbox() {
        return outbox;
    }

    private static boolean isTooLong(String text) {
        return text.length() > ClientMessages.LONGEST
                || text.getBytes(StandardCharsets.UTF_8).length > ClientMessages.LONGEST;
    }

    private void read(String text) {
        try {
            ClientMessage message = ClientMessages.read(text);
            Optional<Participant> by = participant;
            if (message instanceof Ping ping && by.isPresent()) {
                answer(by.get(), ping);
            } else {
                loop.execute(() -> hear(message));
            }
        } catch (MalformedException e) {
            fault(e.error());
        }
    }

    private void fault(DomainError error) {
        loop.execute(() -> say(ServerMessage.Fault.of(error)));
    }

    /** Most messages in a full room are heartbeats. They take no turn of the room and wake no other thread. */
    private void answer(Participant by, Ping ping) {
        if (!by.person().maySpeak()) {
            loop.execute(() -> close(CloseCode.TOO_FAST));
        } else if (outbox.answer(new ServerMessage.Pong(ping.t(), loop.now()).json())) {
            host.beats(by, ping);
        } else {
            loop.execute(() -> close(CloseCode.TOO_SLOW));
        }
    }

    private void hear(ClientMessage message) {
        if (state instanceof State.Closed) {
            return;
        }
        if (state instanceof State.Joined joined) {
            hear(joined.by(), message);
        } else if (message instanceof Hello hello) {
            host.admit(this, hello);
        } else if (!(message instanceof ClientMessage.Unknown)) {
            say(ServerMessage.Fault.of(new RoomError.NoHello()));
        }
    }

    private void hear(Participant by, ClientMessage message) {
        if (message instanceof Ping ping) {
            answer(by, ping);
        } else if (!by.person().maySpeak()) {
            close(CloseCode.TOO_FAST);
        } else if (message instanceof CommandRequest request) {
            commands.accept(by, request);
        } else if (message instanceof BadRequest bad) {
            say(Refused.of(bad.id(), bad.error()));
        } else if (message instanceof Point point) {
            host.points(by, point);
        } else if (message instanceof Name name) {
            host.renames(by, name.name());
        } else if (message instanceof Hello) {
            say(ServerMessage.Fault.of(new RoomError.SecondHello()));
        }
    }

    private void leave() {
        State before = state;
        stopWaiting();
        state = new State.Closed();
        participant = Optional.empty();
        if (before instanceof State.Joined joined) {
            host.left(joined.by());
        }
        host.gone(this);
    }

    private void stopWaiting() {
        if (state instanceof State.Waiting waiting) {
            waiting.patience().cancel();
        }
    }
}
