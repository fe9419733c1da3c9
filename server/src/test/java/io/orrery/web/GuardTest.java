package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void limitsPromptsPerAddress() throws Exception {
        var now = new AtomicLong();
        var options = new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty());
        try (var server = new RunningServer(options, now::get)) {
            assertThat(passed(server)).isEqualTo(400);
            assertThat(server.get("/api/presets").statusCode()).isEqualTo(200);

            // 40 per second: 100 more in 2.5 s.
            now.addAndGet(2500);
            assertThat(passed(server)).isEqualTo(100);
        }
    }

    /** The number of prompts that are accepted before one is refused. */
    private static int passed(RunningServer server) throws Exception {
        int passed = 0;
        int status = 200;
        while (status == 200 && passed < 1000) {
            status = server.post("/api/traces", "{'model':'nano-sort','prompt':'A'}")
                    .statusCode();
            passed += status == 200 ? 1 : 0;
        }
        assertThat(status).isEqualTo(429);
        return passed;
    }
}
