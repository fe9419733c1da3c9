package io.orrery.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of metrics in {@code docs/deploying.md} names those that the server has. */
class DocumentedMetricsTest {
    private static final Pattern NAME = Pattern.compile("`(orrery_[a-z_]+)");
    private static final Pattern SERVED = Pattern.compile("(?m)^# TYPE (orrery_\\w+) (\\w+)$");

    /** Prometheus's form of a timer's largest value, which the table leaves out. */
    private static final String LARGEST = "_seconds_max";

    @Test
    void tableNamesAllMetrics() throws Exception {
        try (var server = new RunningServer()) {
            String key = Files.readString(server.server().operatorKeyFile()).strip();
            // Some counters exist once they have counted.
            assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
            String text = new String(
                    server.get("/metrics", "Authorization", "Bearer " + key).body(), StandardCharsets.UTF_8);

            Set<String> served = SERVED.matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !name.endsWith(LARGEST))
                    .collect(Collectors.toSet());

            assertThat(documented()).isEqualTo(served);
        }
    }

    private static Set<String> documented() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "deploying.md"));
        String from = text.substring(text.indexOf("## Monitoring\n"));
        return from.substring(0, from.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> NAME.matcher(line.substring(0, line.indexOf(" | ", 2)))
                        .results()
                        .map(found -> found.group(1)))
                .collect(Collectors.toSet());
    }
}
