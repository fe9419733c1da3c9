package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void twoHundredPeopleBehindOneAddressMayTypeAtTheSameTimeButNotForEver() throws Exception {
        try (var server = new RunningServer()) {
            int passed = 0;
            int status = 200;
            while (status == 200 && passed < 5000) {
                status = server.post("/api/traces", "{'model':'nano-sort','prompt':'A'}")
                        .statusCode();
                passed += status == 200 ? 1 : 0;
            }

            assertThat(passed).isGreaterThanOrEqualTo(400);
            assertThat(status).isEqualTo(429);
            assertThat(server.get("/api/presets").statusCode()).isEqualTo(200);
        }
    }
}
