package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntranceTest {
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theQrCodeIsOfTheAddressThatWasAskedFor() throws Exception {
        var code = server.get("/r/" + server.code() + "/qr.svg?address=http://192.168.1.20:8080");

        assertThat(code.statusCode()).isEqualTo(200);
        assertThat(code.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(new String(code.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        QrCode.of("http://192.168.1.20:8080/r/" + server.code()).svg());
    }

    @Test
    void theStartPageHasACodeOfItsOwn() throws Exception {
        var code = server.get("/qr.svg?address=http://192.168.1.20:8080");

        assertThat(new String(code.body(), StandardCharsets.UTF_8))
                .isEqualTo(QrCode.of("http://192.168.1.20:8080").svg());
    }

    @Test
    void withoutAnAddressItIsOfTheOneThatThePageWasOpenedAt() throws Exception {
        var code = server.get("/r/" + server.code() + "/qr.svg");

        String here = server.address("/r/" + server.code()).toString();
        assertThat(new String(code.body(), StandardCharsets.UTF_8))
                .isEqualTo(QrCode.of(here).svg());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "http://evil.example/path",
                "http://a%22onload=%22",
                "ftp://192.168.1.20",
                "http://192.168.1.20:123456",
                ""
            })
    void nothingButAnAddressBecomesACode(String address) throws Exception {
        assertThat(server.get("/r/" + server.code() + "/qr.svg?address=" + address)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyWhoMayDriveIsToldTheMachinesAddresses() throws Exception {
        String path = "/api/rooms/" + server.code() + "/reach";
        assertThat(server.get(path).statusCode()).isEqualTo(401);
        assertThat(server.get(path, "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(server.get("/api/rooms/ZZZZZZ/reach", "Authorization", "Bearer " + server.key())
                        .statusCode())
                .isEqualTo(401);

        String coKey = server.server().links().coKey().orElseThrow();
        assertThat(server.get(path, "Authorization", "Bearer " + coKey).statusCode())
                .isEqualTo(200);
        var reach = RunningServer.json(server.get(path, "Authorization", "Bearer " + server.key()));

        assertThat(reach.get("publicUrl").textValue()).isEmpty();
        assertThat(reach.get("addresses").isArray()).isTrue();
        for (var address : reach.get("addresses")) {
            assertThat(address.get("address").textValue())
                    .endsWith(":" + server.server().port());
            assertThat(address.get("kind").textValue()).isIn("network", "bridge", "tunnel");
        }
    }

    @Test
    void aVisitFromThisMachineDoesNotProveThatOthersCanCome() throws Exception {
        server.get("/r/" + server.code(), "User-Agent", "a phone, it says");

        var reach = RunningServer.json(
                server.get("/api/rooms/" + server.code() + "/reach", "Authorization", "Bearer " + server.key()));

        if (!reach.get("container").booleanValue()) {
            assertThat(reach.get("reached")).isEmpty();
        }
    }
}
