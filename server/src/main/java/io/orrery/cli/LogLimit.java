package io.orrery.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.event.KeyValuePair;

/**
 * Limits how many lines of a kind the log has per minute, so that nobody can fill a disk with it, and removes text that may
 * come from a stranger. Lines of a kind have the same logger, level and sentence.
 */
final class LogLimit {
    /** Lines of a kind per minute: as many as there are rooms, which are all opened again at a start. */
    static final int LINES = 100;

    /** Lines of a kind that have a stack trace. */
    static final int TRACES = 10;

    /** Kinds that are told apart within a minute; what comes then is left out. */
    static final int KINDS = 1000;

    static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /** Libraries whose sentences and exceptions may contain parts of requests. */
    private static final List<String> LIBRARIES = List.of("org.eclipse.jetty", "io.javalin");

    private static final String WEB = "io.orrery.web";
    private static final String LOGGER = "io.orrery.log";

    private final Map<Kind, Count> counts = new LinkedHashMap<>();
    private long minuteBegan = Long.MIN_VALUE;
    private long withoutKind;

    private record Kind(String logger, Level level, String sentence, boolean hasTrace) {
        static Kind of(ILoggingEvent event) {
            // A library may put its arguments into the sentence.
            String sentence = isLibrary(event) ? "" : event.getMessage();
            return new Kind(event.getLoggerName(), event.getLevel(), sentence, event.getThrowableProxy() != null);
        }

        int most() {
            return hasTrace ? TRACES : LINES;
        }
    }

    private static final class Count {
        private long written;
        private long leftOut;
    }

    /** The exception's class and stack trace, without its message. */
    private static final class WithoutMessage extends Throwable {
        private static final long serialVersionUID = 1;

        WithoutMessage(Throwable original, int depth) {
            super(original.getClass().getName(), cause(original, depth), false, true);
            setStackTrace(original.getStackTrace());
        }

        private static Throwable cause(Throwable original, int depth) {
            boolean ends = original.getCause() == null || depth == 0;
            return ends ? null : new WithoutMessage(original.getCause(), depth - 1);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    /** The events to write: those that report what was left out in the minute before, and this one unless it is too much. */
    synchronized List<ILoggingEvent> pass(ILoggingEvent event) {
        var passed = new ArrayList<>(leftOut(event.getTimeStamp()));
        Kind kind = Kind.of(event);
        if (!counts.containsKey(kind) && counts.size() >= KINDS) {
            withoutKind++;
            return passed;
        }
        Count count = counts.computeIfAbsent(kind, any -> new Count());
        if (count.written < kind.most()) {
            count.written++;
            passed.add(clean(event));
        } else {
            count.leftOut++;
        }
        return passed;
    }

    /**
     * Events that report what was left out, if a minute is over.
     *
     * @param now ms since 1970
     */
    synchronized List<ILoggingEvent> leftOut(long now) {
        if (minuteBegan != Long.MIN_VALUE && now - minuteBegan < MINUTE) {
            return List.of();
        }
        List<ILoggingEvent> reports = Stream.concat(
                        counts.entrySet().stream()
                                .filter(entry -> entry.getValue().leftOut > 0)
                                .map(entry -> report(now, entry.getValue().leftOut, said(entry.getKey()))),
                        withoutKind > 0 ? Stream.of(report(now, withoutKind, "")) : Stream.empty())
                .toList();
        counts.clear();
        withoutKind = 0;
        minuteBegan = now;
        return reports;
    }

    private static String said(Kind kind) {
        return kind.sentence().isEmpty() ? kind.logger() : kind.sentence();
    }

    private static ILoggingEvent report(long now, long count, String like) {
        return event(
                now,
                LOGGER,
                Level.WARN,
                "Lines of the log were left out.",
                List.of(new KeyValuePair("count", count), new KeyValuePair("like", like)),
                Optional.empty());
    }

    private static boolean isLibrary(ILoggingEvent event) {
        return LIBRARIES.stream().anyMatch(event.getLoggerName()::startsWith);
    }

    /** The event without what may be a stranger's text. */
    private static ILoggingEvent clean(ILoggingEvent event) {
        Optional<Throwable> failure = Optional.ofNullable((ThrowableProxy) event.getThrowableProxy())
                .map(ThrowableProxy::getThrowable)
                .map(thrown -> new WithoutMessage(thrown, TRACES));
        if (isLibrary(event)) {
            return event(
                    event.getTimeStamp(),
                    event.getLoggerName(),
                    event.getLevel(),
                    "A library reports a problem with a request.",
                    List.of(new KeyValuePair("library", event.getLoggerName())),
                    failure);
        }
        if (event.getLoggerName().startsWith(WEB) && failure.isPresent()) {
            List<KeyValuePair> values =
                    Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of());
            return event(
                    event.getTimeStamp(),
                    event.getLoggerName(),
                    event.getLevel(),
                    event.getFormattedMessage(),
                    values,
                    failure);
        }
        return event;
    }

    private static ILoggingEvent event(
            long time,
            String logger,
            Level level,
            String sentence,
            List<KeyValuePair> values,
            Optional<Throwable> failure) {
        var event = new LoggingEvent();
        event.setInstant(Instant.ofEpochMilli(time));
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setThreadName(Thread.currentThread().getName());
        event.setMessage(sentence);
        values.forEach(event::addKeyValuePair);
        failure.map(ThrowableProxy::new).ifPresent(event::setThrowableProxy);
        return event;
    }
}
