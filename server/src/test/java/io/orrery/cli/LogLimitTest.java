package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private static final long START = 1_800_000_000_000L;
    private static final String ROOM = "io.orrery.room";
    private static final String JETTY = "org.eclipse.jetty.http.HttpParser";

    private final LogLimit limit = new LogLimit();

    private static LoggingEvent event(String logger, String sentence, long at) {
        var event = new LoggingEvent();
        event.setLoggerName(logger);
        event.setLevel(Level.WARN);
        event.setMessage(sentence);
        event.setInstant(Instant.ofEpochMilli(START + at));
        return event;
    }

    private List<ILoggingEvent> pass(int count, LoggingEvent event) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(i -> limit.pass(event).stream())
                .toList();
    }

    private static List<String> described(List<ILoggingEvent> events) {
        return events.stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getKeyValuePairs() == null ? "" : " " + event.getKeyValuePairs()))
                .toList();
    }

    @Test
    void aKindHasAHundredLinesAMinuteAndThenSaysHowManyWereLeftOut() {
        assertThat(pass(381, event(ROOM, "An address is slowed down.", 0))).hasSize(100);
        assertThat(pass(5, event(ROOM, "A room was closed.", 59_999))).hasSize(5);

        assertThat(described(pass(1, event(ROOM, "A room was closed.", 60_000))))
                .containsExactly(
                        "Lines of the log were left out. [count=\"281\", like=\"An address is slowed down.\"]",
                        "A room was closed.");
        assertThat(pass(381, event(ROOM, "An address is slowed down.", 60_001))).hasSize(100);
    }

    @Test
    void whatWasLeftOutIsReportedAlsoIfNothingFollows() {
        pass(101, event(ROOM, "A room was closed.", 0));

        assertThat(limit.leftOut(START + 59_999)).isEmpty();
        assertThat(described(limit.leftOut(START + 60_000)))
                .containsExactly("Lines of the log were left out. [count=\"1\", like=\"A room was closed.\"]");
        assertThat(limit.leftOut(START + 120_000)).isEmpty();
    }

    @Test
    void stackTracesAreFewer() {
        LoggingEvent event = event(ROOM, "A turn of the room failed", 0);
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("broken")));

        assertThat(pass(50, event)).hasSize(10);
    }

    @Test
    void aLibraryIsOfOneKindAndSaysNothingOfARequest() {
        List<ILoggingEvent> events = IntStream.range(0, 300)
                .boxed()
                .flatMap(i -> limit.pass(event(JETTY, "Bad Authority: [/stranger" + i + "]", 0)).stream())
                .toList();

        assertThat(events).hasSize(100);
        assertThat(described(events).toString()).contains(JETTY).doesNotContain("stranger");
    }

    @Test
    void anExceptionOfARequestIsLoggedWithoutItsMessage() {
        LoggingEvent event = event("io.orrery.web.JavalinSettings", "A request failed", 0);
        var failure = new IllegalStateException("stranger", new IllegalArgumentException("stranger's cause"));
        event.setThrowableProxy(new ThrowableProxy(failure));

        String trace = ThrowableProxyUtil.asString(limit.pass(event).get(0).getThrowableProxy());

        assertThat(trace)
                .contains("IllegalStateException", "IllegalArgumentException", "LogLimitTest")
                .doesNotContain("stranger");
    }
}
