package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers in this process that share their rooms over a real server of NATS. */
class SharedRoomsTest {
    static {
        System.setProperty("orrery.lease-ms", "300");
    }

    private final List<RunningServer> servers = new ArrayList<>();
    private NatsServers nats;
    private int commands;

    @BeforeEach
    void startNats() throws Exception {
        nats = NatsServers.one();
    }

    @AfterEach
    void stop() throws Exception {
        servers.forEach(RunningServer::close);
        nats.close();
    }

    private RunningServer server() throws Exception {
        var options = new ServerOptions(
                        "127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty())
                .withCluster(new ClusterOptions(nats.urls()));
        var server = new RunningServer(options);
        servers.add(server);
        return server;
    }

    private static TestSocket comes(RunningServer at, String code, String fields) throws Exception {
        return at.socket(code).says("{'type':'hello','v':1," + fields + "}");
    }

    @Test
    void anyServerServesAnyAttendeeOfAnyRoom() throws Exception {
        RunningServer first = server();
        RunningServer second = server();
        assertThat(second.code()).as("the servers' own room is one").isEqualTo(first.code());
        assertThat(second.key()).isEqualTo(first.key());
        TestSocket presenter = comes(second, first.code(), "'view':'presenter','key':'" + first.key() + "'");
        JsonNode welcome = presenter.next("welcome");
        TestSocket attendee = comes(first, first.code(), "'view':'attendee'");
        attendee.next("welcome");
        String trace = welcome.at("/state/cursor/trace").textValue();
        presenter.says("{'type':'command','id':'c1','at':" + welcome.get("seq") + ",'do':'go','cursor':{'trace':'" + trace
                + "','step':'embed'}}");
        JsonNode answer = presenter.next(it -> it.path("by").asText().equals("c1"));
        System.out.println(answer);
        System.out.println(attendee.next(it -> it.get("type").asText().equals("state")));
    }
}
