package io.orrery.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NatsServersTest {
    /** No suitable peers for placement. */
    private static final int NO_PEERS = 10_005;

    private static Connection connected(NatsServers servers) throws IOException, InterruptedException {
        return Nats.connect(new Options.Builder()
                .server(servers.urls())
                .errorListener(new ErrorListener() {})
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(50))
                .build());
    }

    private static long stored(Connection nats, String text)
            throws IOException, JetStreamApiException, InterruptedException {
        return nats.jetStream().publish("log.a", text.getBytes(UTF_8)).getSeqno();
    }

    private static void tryToStore(Connection nats, String text) throws JetStreamApiException, InterruptedException {
        try {
            stored(nats, text);
        } catch (IOException e) {
            // A new leader does not listen yet.
            Thread.sleep(20);
        }
    }

    private static void makeStream(Connection nats, int replicas) throws Exception {
        var stream = StreamConfiguration.builder()
                .name("log")
                .subjects("log.>")
                .storageType(StorageType.File)
                .replicas(replicas)
                .build();
        while (!isMade(nats, stream)) {
            Thread.sleep(20);
        }
    }

    /** Servers that are healthy hear of each other's room for streams a moment later. */
    private static boolean isMade(Connection nats, StreamConfiguration stream)
            throws IOException, JetStreamApiException {
        try {
            nats.jetStreamManagement().addStream(stream);
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_PEERS) {
                return false;
            }
            throw e;
        }
    }

    @Test
    void killedServerHasAfterItsRestartWhatItConfirmed() throws Exception {
        try (var servers = NatsServers.one();
                var nats = connected(servers)) {
            makeStream(nats, 1);
            assertThat(stored(nats, "one")).isEqualTo(1);
            servers.kill(0);
            servers.start(0);
            assertThat(servers.leader("log")).contains(0);
            try (var again = connected(servers)) {
                assertThat(stored(again, "two")).isEqualTo(2);
                assertThat(again.jetStreamManagement().getMessage("log", 1).getData())
                        .isEqualTo("one".getBytes(UTF_8));
            }
        }
    }

    @Test
    void threeServersGoOnWithoutTheirLeader() throws Exception {
        try (var servers = NatsServers.three();
                var nats = connected(servers)) {
            makeStream(nats, 3);
            stored(nats, "one");
            int leader = servers.leader("log").orElseThrow();
            servers.kill(leader);
            Optional<Integer> next = Optional.empty();
            while (next.isEmpty()) {
                next = servers.leader("log");
            }
            assertThat(next.orElseThrow()).isNotEqualTo(leader);
            try (var other = Nats.connect(servers.url(next.orElseThrow()))) {
                while (count(other) < 2) {
                    tryToStore(other, "two");
                }
                assertThat(other.jetStreamManagement().getMessage("log", 2).getData())
                        .isEqualTo("two".getBytes(UTF_8));
            }
            servers.start(leader);
        }
    }

    /** How many messages are stored; 0 as long as the new leader does not listen. */
    private static long count(Connection nats) throws JetStreamApiException {
        try {
            return nats.jetStreamManagement()
                    .getStreamInfo("log")
                    .getStreamState()
                    .getLastSequence();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void strangersAndPlainConnectionsAreRefused() throws Exception {
        try (var servers = NatsServers.one(NatsServers.Access.CREDENTIALS)) {
            assertThatThrownBy(() -> connected(servers)).hasMessageContaining("Authorization");
        }
        try (var servers = NatsServers.one(NatsServers.Access.TLS)) {
            assertThatThrownBy(() -> Nats.connect(servers.url(0).replace("tls:", "nats:")))
                    .isInstanceOf(IOException.class);
        }
    }
}
