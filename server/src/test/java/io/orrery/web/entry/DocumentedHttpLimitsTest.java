package io.orrery.web.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.http.Bodies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The limits of HTTP are those in {@code docs/deploying.md}. The tests beside this one show that they hold. */
class DocumentedHttpLimitsTest {
    private static final int KIB = 1024;

    @Test
    void connections() throws IOException {
        MatchResult row = row("open connections", "([\\d,]+) from one address, .*; ([\\d,]+) in all");
        assertThat(HttpLimits.CONNECTIONS_OF_AN_ADDRESS).isEqualTo(number(row, 1));
        assertThat(HttpLimits.CONNECTIONS).isEqualTo(number(row, 2));
    }

    @Test
    void openRequests() throws IOException {
        assertThat(HttpLimits.REQUESTS_OF_AN_ADDRESS)
                .isEqualTo(number(row("open requests from one address", "([\\d,]+); above that 429"), 1));
    }

    @Test
    void bodies() throws IOException {
        MatchResult row = row(
                "the body of a request",
                "(\\d+) KiB, .* within (\\d+) s, and after (\\d+) s at (\\d+) bytes per second on average");
        assertThat(Bodies.LARGEST).isEqualTo(number(row, 1) * KIB);
        assertThat(HttpLimits.BODY).isEqualTo(Duration.ofSeconds(number(row, 2)));
        assertThat(HttpLimits.BODY_GRACE).isEqualTo(Duration.ofSeconds(number(row, 3)));
        assertThat(HttpLimits.LEAST_BODY_RATE).isEqualTo(number(row, 4));
    }

    @Test
    void bodiesAtATime() throws IOException {
        MatchResult row =
                row("bodies that are being read", "(\\d+) from one address, (\\d+) in all; .* (\\d+) and (\\d+)\\.");
        assertThat(HttpLimits.BODIES_OF_AN_ADDRESS).isEqualTo(number(row, 1));
        assertThat(HttpLimits.BODIES).isEqualTo(number(row, 2));
        assertThat(HttpLimits.FILES_OF_AN_ADDRESS).isEqualTo(number(row, 3));
        assertThat(HttpLimits.FILES).isEqualTo(number(row, 4));
        assertThat(Bodies.LARGEST_FILE)
                .isEqualTo(number(row("the file of a recording: a piece of its voice, or captions", "(\\d+) MiB"), 1)
                        * KIB
                        * KIB);
    }

    @Test
    void unreadAnswers() throws IOException {
        MatchResult row =
                row("an answer that the client does not read", "closed after (\\d+) s .* (\\d+) minutes after");
        assertThat(HttpLimits.STALLED_ANSWER).isEqualTo(Duration.ofSeconds(number(row, 1)));
        assertThat(HttpLimits.ANSWER).isEqualTo(Duration.ofMinutes(number(row, 2)));
    }

    private static MatchResult row(String name, String pattern) throws IOException {
        String line = Files.readAllLines(Path.of("..", "docs", "deploying.md")).stream()
                .filter(each -> each.startsWith("| " + name + " |"))
                .findFirst()
                .orElseThrow();
        return Pattern.compile(pattern).matcher(line).results().findFirst().orElseThrow();
    }

    private static int number(MatchResult row, int group) {
        return Integer.parseInt(row.group(group).replace(",", ""));
    }
}
