package io.orrery.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** What the log is written for; the words of the command line. */
enum LogForm {
    /** For people: a line with the sentence, and its values as {@code name=value}. */
    text {
        @Override
        void use() {
            // as logback.xml has it
        }
    },
    /** For programs: a line of JSON. */
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

    /** All that is logged from here on has this form. */
    abstract void use();

    private static JsonEncoder encoder(Logger root) {
        var encoder = new JsonEncoder();
        encoder.setContext(root.getLoggerContext());
        // What nobody of us sets, and what says a second time when it was.
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
