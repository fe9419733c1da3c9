package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Servers in this process that share their rooms over real servers of NATS, and people who come to any of them. */
final class SharedServers implements AutoCloseable {
    static {
        // Three of them are a server that is gone.
        System.setProperty("orrery.lease-ms", "400");
    }

    final NatsServers nats;
    private final List<RunningServer> servers = new ArrayList<>();
    private int commands;

    SharedServers(NatsServers nats) {
        this.nats = nats;
    }

    RunningServer server() throws IOException {
        var options = new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty())
                .withCluster(new ClusterOptions(nats.urls()));
        var server = new RunningServer(options);
        servers.add(server);
        return server;
    }

    /** A person's page, which comes back where it is told to, and repeats what was not answered. */
    final class Person {
        private final String hello;
        private TestSocket socket;
        private String me = "";
        private long seen;
        private String step = "";

        Person(RunningServer at, String hello) throws Exception {
            this.hello = hello;
            comes(at);
        }

        /** Comes, and tries again while the room is on its way. */
        void comes(RunningServer at) throws Exception {
            while (true) {
                socket = at.socket(at.code())
                        .says("{'type':'hello','v':1," + hello + (me.isEmpty() ? "" : ",'me':'" + me + "'") + "}");
                Optional<JsonNode> welcome = socket.nextUnlessClosed("welcome");
                if (welcome.isPresent()) {
                    assertThat(welcome.get().get("seq").longValue())
                            .as("what was seen is not lost")
                            .isGreaterThanOrEqualTo(seen);
                    me = welcome.get().get("me").textValue();
                    sees(welcome.get());
                    return;
                }
                assertThat(socket.closeCode()).isEqualTo(1012);
                Thread.sleep(50);
            }
        }

        private void sees(JsonNode message) {
            seen = message.get("seq").longValue();
            step = message.at("/state/cursor/step").asText();
        }

        /** Gives a command, a step on: two of them would be two steps. @return its id */
        String steps() {
            String id = "c" + ++commands;
            steps(id);
            return id;
        }

        /** Gives the same command once more, as a page does that has lost the answer. */
        void steps(String id) {
            socket.says("{'type':'command','id':'" + id + "','at':" + seen + ",'do':'next'}");
        }

        /** Waits until a command is answered by a state. */
        JsonNode answered(String id) throws Exception {
            JsonNode state = socket.next(message -> message.path("by").asText().equals(id));
            sees(state);
            return state;
        }

        /** Waits until this page is told a change. */
        void reaches(long seq) throws Exception {
            while (seen < seq) {
                sees(socket.next("state"));
            }
        }

        /** The step that this page shows. */
        String step() {
            return step;
        }

        long seen() {
            return seen;
        }

        TestSocket socket() {
            return socket;
        }
    }

    Person presenter(RunningServer at) throws Exception {
        return new Person(at, "'view':'presenter','key':'" + at.key() + "'");
    }

    Person attendee(RunningServer at) throws Exception {
        return new Person(at, "'view':'attendee'");
    }

    void stop(RunningServer server) {
        servers.remove(server);
        server.close();
    }

    @Override
    public void close() throws Exception {
        servers.forEach(RunningServer::close);
        nats.close();
    }
}
