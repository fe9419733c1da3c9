package io.orrery.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** The format of the log; the names are the values of {@code --log}. */
enum LogFormat {
    /** For people: one line per event, with values as {@code name=value}. */
    text {
        @Override
        void use() {
            // The default of logback.xml.
        }
    },
    /** For programs: one JSON object per line. */
    json {
        @Override
        void use() {
            var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.iteratorForAppenders().forEachRemaining(appender -> {
                if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                    stream.setEncoder(encoder(root));
                }
            });
        }
    };

    /** Switches the log to this format. */
    abstract void use();

    /** Logs nothing but warnings until it is closed, for a command whose server is nobody's concern. */
    static Quiet quiet() {
        var own = (Logger) LoggerFactory.getLogger("io.orrery");
        Level before = own.getLevel();
        own.setLevel(Level.WARN);
        return () -> own.setLevel(before);
    }

    /** A time without what is logged for people who run a server. */
    interface Quiet extends AutoCloseable {
        @Override
        void close();
    }

    private static JsonEncoder encoder(Logger root) {
        var encoder = new JsonEncoder();
        encoder.setContext(root.getLoggerContext());
        // Leaves out fields that are never set, and a second timestamp.
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithMarkers(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.start();
        return encoder;
    }
}
