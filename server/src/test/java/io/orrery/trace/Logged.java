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

/** Hears what some loggers say, from notes upwards, until it is closed. */
final class Logged implements AutoCloseable {
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final Map<Logger, Optional<Level>> before = new HashMap<>();

    Logged(String... names) {
        heard.start();
        for (String name : names) {
            var logger = (Logger) LoggerFactory.getLogger(name);
            before.put(logger, Optional.ofNullable(logger.getLevel()));
            logger.setLevel(Level.INFO);
            logger.addAppender(heard);
        }
    }

    /** Level and sentence of each; one that brings an exception ends with its name. */
    List<String> lines() {
        return heard.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()
                        + Optional.ofNullable(event.getThrowableProxy())
                                .map(thrown -> " " + thrown.getClassName())
                                .orElse(""))
                .toList();
    }

    @Override
    public void close() {
        before.forEach((logger, level) -> {
            logger.detachAppender(heard);
            logger.setLevel(level.orElse(null));
        });
    }
}
