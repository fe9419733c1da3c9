package io.orrery.browser;

import static io.orrery.browser.OperatorServer.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.orrery.cluster.ClusterOptions;
import io.orrery.model.ModelReference;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
import io.orrery.web.socket.TestSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's page of servers that share their rooms: it lists rooms by server, and moves one. */
class SharedRoomsPageTest {
    private static final String BEARER = "Bearer " + KEY;

    @TempDir
    private Path folder;

    private RunningServer server(NatsServers nats) throws Exception {
        return new RunningServer(OperatorServer.options(folder, false, 10, ModelReference.of("nano-sort"))
                .withCluster(new ClusterOptions(nats.urls())));
    }

    private static String port(RunningServer server) {
        return ":" + server.server().port();
    }

    @Test
    void operatorMovesARoomByAPressAndItsPeopleStay() throws Exception {
        try (var nats = NatsServers.one();
                var first = server(nats);
                var second = server(nats);
                BrowserContext context = TestBrowser.shared().newContext()) {
            TestSocket attendee =
                    first.socket(first.code()).says("{'type':'hello','v':1,'view':'attendee','name':'Ada'}");
            attendee.next("welcome");
            Page page = context.newPage();
            page.navigate(second.address("/rooms").toString());
            page.locator("#key").fill(KEY);
            page.locator("#key").press("Enter");

            Locator list = page.locator("orrery-room-list");
            list.locator(".servers li").nth(1).waitFor();
            on(list, port(first)).waitFor();
            list.locator(".people", new Locator.LocatorOptions().setHasText("1 person"))
                    .waitFor();
            list.getByText("Move").click();
            list.locator(".more button", new Locator.LocatorOptions().setHasText(port(second)))
                    .click();
            on(list, port(second)).waitFor();
            list.locator(".people", new Locator.LocatorOptions().setHasText("1 person"))
                    .waitFor();

            TestSocket presenter = second.socket(first.code())
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + first.key() + "'}");
            long at = presenter.next("welcome").get("seq").longValue();
            presenter.says("{'type':'command','id':'a','at':" + at + ",'do':'next'}");
            JsonNode state =
                    attendee.next(message -> message.path("by").asText().equals("a")
                            || message.path("seq").asLong() > at
                                    && message.path("type").asText().equals("state"));
            assertThat(state.path("seq").asLong()).isGreaterThan(at);

            String metrics =
                    new String(second.get("/metrics", "Authorization", BEARER).body(), StandardCharsets.UTF_8);
            assertThat(metrics)
                    .contains(
                            "orrery_cluster_servers 2.0",
                            "orrery_cluster_taken_total 1.0",
                            "orrery_cluster_cut_off 0.0");
            assertThat(new String(first.get("/metrics", "Authorization", BEARER).body(), StandardCharsets.UTF_8))
                    .contains("orrery_cluster_handed_over_total 1.0");
            RunningServer.assertProblem(
                    first.post(
                            "/api/rooms/" + first.code() + "/move", "{\"node\":\"nowhere\"}", "Authorization", BEARER),
                    404,
                    "unknown-room");
        }
    }

    private static Locator on(Locator list, String port) {
        return list.locator(".on", new Locator.LocatorOptions().setHasText(port));
    }
}
