package io.orrery.trace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Captures the events of some loggers, from level INFO upwards, until it is closed. */
public final class Logged implements AutoCloseable {
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Map<Logger, Optional<Level>> before = new HashMap<>();

    public Logged(String... names) {
        events.start();
        for (String name : names) {
            var logger = (Logger) LoggerFactory.getLogger(name);
            before.put(logger, Optional.ofNullable(logger.getLevel()));
            logger.setLevel(Level.INFO);
            logger.addAppender(events);
        }
    }

    /** Level and message of each event, and the class name of its exception, if any. */
    public List<String> lines() {
        return events.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()
                        + Optional.ofNullable(event.getThrowableProxy())
                                .map(thrown -> " " + thrown.getClassName())
                                .orElse(""))
                .toList();
    }

    @Override
    public void close() {
        before.forEach((logger, level) -> {
            logger.detachAppender(events);
            logger.setLevel(level.orElse(null));
        });
    }
}
