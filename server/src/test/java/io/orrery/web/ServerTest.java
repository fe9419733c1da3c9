package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.ServerError;
import io.orrery.model.ModelReference;
import io.orrery.room.access.RoomCode;
import io.orrery.web.rooms.Links;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerTest {
    @Test
    void reportsHealthOnceTheModelsAreRead() throws Exception {
        try (var server = new RunningServer()) {
            assertThat(server.json("/healthz").get("status").textValue()).isEqualTo("ok");
        }
    }

    @Test
    void reportsAPortInUse() throws Exception {
        try (var server = new RunningServer()) {
            int port = server.server().port();

            assertThatThrownBy(() -> Server.start(options("127.0.0.1", port, "nano-sort")))
                    .isInstanceOfSatisfying(
                            OrreryException.class,
                            e -> assertThat(e.error()).isInstanceOf(ServerError.CannotListen.class))
                    .hasMessage("Port " + port + " is in use by another program; choose another one with --port.");
        }
    }

    @Test
    void refusesAnUnknownModel() {
        assertThatThrownBy(() -> Server.start(options("127.0.0.1", 0, "no-such-model")))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("no-such-model");
    }

    @Test
    void doesNotListenAfterClose() throws Exception {
        var server = new RunningServer();
        var address = server.address("/healthz");
        server.close();

        assertThatThrownBy(() -> server.client()
                        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void linksContainKeysOnlyInTheFragment() {
        var links = new Links(
                "http://192.168.1.5:8080", new RoomCode("ABC234"), Optional.of("the-key"), Optional.of("the-co-key"));

        assertThat(links.lines())
                .containsExactly(
                        "Orrery is ready.",
                        "  Walk alone    http://192.168.1.5:8080/solo",
                        "  Audience      http://192.168.1.5:8080/r/ABC234",
                        "  Projector     http://192.168.1.5:8080/r/ABC234/screen",
                        "  Presenter     http://192.168.1.5:8080/r/ABC234/present#key=the-key",
                        "  Co-presenter  http://192.168.1.5:8080/r/ABC234/present#key=the-co-key");
        assertThat(links.toString()).doesNotContain("the-key", "the-co-key");
    }

    @Test
    void linksBeginWithThePublicUrl() {
        var options = new ServerOptions(
                "0.0.0.0",
                8080,
                List.of(ModelReference.of("nano-sort")),
                Optional.of(URI.create("https://orrery.example/")));

        assertThat(Links.base(options, 8080)).isEqualTo("https://orrery.example");
    }

    @Test
    void linksBeginWithTheListeningAddress() {
        assertThat(Links.base(options("127.0.0.1", 0, "nano-sort"), 1234)).isEqualTo("http://127.0.0.1:1234");
        assertThat(Links.base(options("::1", 0, "nano-sort"), 1234)).isEqualTo("http://[::1]:1234");
        assertThat(Links.base(options("0.0.0.0", 0, "nano-sort"), 1234))
                .doesNotContain("0.0.0.0")
                .endsWith(":1234");
    }

    private static ServerOptions options(String host, int port, String model) {
        return new ServerOptions(host, port, List.of(ModelReference.of(model)), Optional.empty());
    }
}
