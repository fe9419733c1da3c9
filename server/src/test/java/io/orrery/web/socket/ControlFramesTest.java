package io.orrery.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames that are not messages count like messages. The clock of the limit is turned by hand. */
class ControlFramesTest {
    /** docs/deploying.md: 40 messages per second, with bursts of 100. */
    private static final int BURST = 100;

    private final AtomicLong now = new AtomicLong();
    private RunningServer server;

    /** Kinds of frames that a flooding connection sends. */
    private enum Flood {
        PINGS(TestSocket::pings),
        PONGS(TestSocket::pongs),
        FRAGMENTS(TestSocket::fragments);

        private final BiConsumer<TestSocket, Integer> send;

        Flood(BiConsumer<TestSocket, Integer> send) {
            this.send = send;
        }

        void send(TestSocket to, int count) {
            send.accept(to, count);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty()), now::get);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Flood.class)
    void floodIsClosedWithTheNamedCode(Flood flood) throws Exception {
        var other = attendee();
        var flooding = attendee();

        flood.send(flooding, 100_000);

        assertThat(flooding.closeCode()).isEqualTo(4429);
        other.says("{'type':'ping','t':1}").next("pong");
    }

    /** The hello is the first of the frames. */
    @Test
    void pingsUpToTheLimitAreAnswered() throws Exception {
        var socket = attendee();

        socket.pings(BURST - 1).awaitPongs(BURST - 1);

        // 40 per second: ten more in 250 ms, and no eleventh.
        now.addAndGet(250);
        socket.pings(10).awaitPongs(10);
        assertThat(socket.isClosed()).isFalse();
        socket.pings(1);
        assertThat(socket.closeCode()).isEqualTo(4429);
    }

    @Test
    void connectionToARoomThatIsNotThereIsLimitedToo() throws Exception {
        var socket = server.socket("ZZZZZZ");

        socket.pings(100_000);

        assertThat(socket.closeCode()).isEqualTo(4404);
    }

    private TestSocket attendee() throws Exception {
        var socket = server.socket(server.code()).says("{'type':'hello','v':1,'view':'attendee'}");
        socket.next("welcome");
        return socket;
    }
}
