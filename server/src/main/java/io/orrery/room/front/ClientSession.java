package io.orrery.room.front;

import io.orrery.error.DomainError;
import io.orrery.error.GroupedNumber;
import io.orrery.error.RoomError;
import io.orrery.room.delivery.Connection;
import io.orrery.room.delivery.Outbox;
import io.orrery.room.link.Link.Admitted;
import io.orrery.room.link.Link.Join;
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
import io.orrery.wire.RefusalReason;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.ServerMessage.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The server's side of one connection. A session waits for a hello, then for the owner's answer, then belongs to a
 * page, then is closed for good.
 *
 * <p>{@link #received}, {@link #tooFast} and {@link #closed} may be called from any thread. On that thread messages that are too long or
 * too frequent are rejected, and heartbeats are answered, so that neither takes a task of the room.
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

    private final Front front;
    private final long number;
    private final EventLoop loop;
    private final Connection connection;
    private final Outbox outbox;
    private final RateLimit messages;
    /** What the page said while it was joining. */
    private final List<ClientMessage> early = new ArrayList<>();

    private State state = new State.Waiting(EventLoop.Timer.NONE);

    /** The page of {@link State.Joined}, for the connection's threads. */
    private volatile Optional<Page> page = Optional.empty();

    private sealed interface State {
        record Waiting(EventLoop.Timer patience) implements State {}

        /** The owner has not answered yet. */
        record Joining(Hello hello, EventLoop.Timer patience) implements State {}

        record Joined(Page page) implements State {}

        record Closed() implements State {}
    }

    /** @param number by which the front knows the session */
    ClientSession(Front front, long number, EventLoop loop, Connection connection) {
        this.front = front;
        this.number = number;
        this.loop = loop;
        this.connection = connection;
        this.outbox = new Outbox(connection, loop);
        this.messages = new RateLimit(MESSAGES_PER_SECOND, MESSAGES_AT_ONCE, loop::now);
    }

    /** Handles a text message. */
    public void received(String text) {
        if (!messages.take()) {
            tooFast();
        } else if (isTooLong(text)) {
            fault(new RoomError.MessageTooLong(new GroupedNumber(longest())));
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

    void waitForHello() {
        state = new State.Waiting(loop.after(HELLO_MS, () -> close(CloseCode.NO_HELLO)));
    }

    /** Asks for admission. A page that gets no answer, because the owner cannot be reached, tries again. */
    private void ask(Hello hello) {
        stopWaiting();
        state = new State.Joining(hello, loop.after(HELLO_MS, () -> close(CloseCode.RESTART)));
        front.join(this, new Join(number, 0, hello, network()));
    }

    /** What the session asks of the owner, or would again after the link to it broke; empty if it has not said hello. */
    Optional<Join> join() {
        if (state instanceof State.Joining joining) {
            return Optional.of(new Join(number, 0, joining.hello(), network()));
        }
        return page.map(Page::again);
    }

    /** Joins, if the session has asked for it. @param visitor what the front keeps of the person */
    Optional<Page> join(Admitted admitted, Visitor visitor) {
        if (!(state instanceof State.Joining joining)) {
            return Optional.empty();
        }
        stopWaiting();
        var joined = new Page(this, joining.hello(), admitted, visitor);
        state = new State.Joined(joined);
        page = Optional.of(joined);
        return page;
    }

    /** Hears what the page said while it was joining. */
    void hearEarly() {
        List<ClientMessage> said = List.copyOf(early);
        early.clear();
        said.forEach(this::hear);
    }

    void close(CloseCode code) {
        if (!(state instanceof State.Closed)) {
            leave();
            outbox.close();
            connection.close(code);
            if (CUT_OFF.contains(code)) {
                front.cutOff(code);
            }
        }
    }

    void closeIfStuck() {
        if (outbox.isStuck()) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** Sends a control message, which must not be dropped. */
    void say(ServerMessage message) {
        say(message.json());
    }

    void say(String control) {
        if (!(state instanceof State.Closed)) {
            closeIfFull(outbox.control(control));
        }
    }

    /** Sends a state that answers a command. States arrive in their order. */
    void say(ServerMessage.State answer) {
        closeIfFull(outbox.controlAfterState(answer.json()));
    }

    private void closeIfFull(boolean isQueued) {
        if (!isQueued) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** Takes in that a command of this page is refused. */
    void refused(RefusalReason reason) {
        connection.commandRefused(reason);
    }

    long number() {
        return number;
    }

    /** The network that the connection comes from; empty if it is unknown. */
    String network() {
        return connection.network();
    }

    Outbox outbox() {
        return outbox;
    }

    private boolean isTooLong(String text) {
        return text.length() > longest() || text.getBytes(StandardCharsets.UTF_8).length > longest();
    }

    /** The longest message, in bytes. */
    private int longest() {
        return page.map(Page::longestMessage).orElse(ClientMessages.LONGEST);
    }

    private void read(String text) {
        try {
            ClientMessage message = ClientMessages.read(text);
            Optional<Page> by = page;
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
    private void answer(Page by, Ping ping) {
        if (!by.visitor().maySpeak()) {
            loop.execute(() -> close(CloseCode.TOO_FAST));
        } else if (outbox.answer(new ServerMessage.Pong(ping.t(), front.now()).json())) {
            front.beats(by, ping);
        } else {
            loop.execute(() -> close(CloseCode.TOO_SLOW));
        }
    }

    private void hear(ClientMessage message) {
        if (state instanceof State.Joined joined) {
            hear(joined.page(), message);
        } else if (state instanceof State.Waiting && message instanceof Hello hello) {
            if (hello.version() == Front.VERSION) {
                ask(hello);
            } else {
                close(CloseCode.BAD_VERSION);
            }
        } else if (state instanceof State.Joining) {
            early.add(message);
        } else if (!(message instanceof ClientMessage.Unknown)) {
            say(ServerMessage.Fault.of(new RoomError.NoHello()));
        }
    }

    private void hear(Page by, ClientMessage message) {
        if (message instanceof Ping ping) {
            answer(by, ping);
        } else if (!by.visitor().maySpeak()) {
            close(CloseCode.TOO_FAST);
        } else if (message instanceof CommandRequest request) {
            front.command(by, request);
        } else if (message instanceof BadRequest bad) {
            refuse(Refused.of(bad.id(), bad.error()));
        } else if (message instanceof Point point) {
            front.points(by, point);
        } else if (message instanceof Name name) {
            front.renames(by, name.name());
        } else if (message instanceof Hello) {
            say(ServerMessage.Fault.of(new RoomError.SecondHello()));
        }
    }

    private void refuse(Refused bad) {
        refused(bad.reason());
        say(bad);
    }

    private void leave() {
        stopWaiting();
        state = new State.Closed();
        front.left(this, page);
        page = Optional.empty();
    }

    private void stopWaiting() {
        if (state instanceof State.Waiting waiting) {
            waiting.patience().cancel();
        } else if (state instanceof State.Joining joining) {
            joining.patience().cancel();
        }
    }
}
