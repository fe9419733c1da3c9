package io.orrery.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Writes the log to the error stream, within {@link LogLimit}. {@code logback.xml} names it. */
public final class LimitedLog extends ConsoleAppender<ILoggingEvent> {
    private final LogLimit limit = new LogLimit();

    @Override
    public void start() {
        super.start();
        ScheduledFuture<?> reports = getContext()
                .getScheduledExecutorService()
                .scheduleAtFixedRate(this::report, LogLimit.MINUTE, LogLimit.MINUTE, TimeUnit.MILLISECONDS);
        // Logback cancels it when it is configured anew.
        getContext().putObject(LimitedLog.class.getName(), reports);
    }

    @Override
    protected void append(ILoggingEvent event) {
        limit.pass(event).forEach(super::append);
    }

    /** Reports what was left out, also if nothing is logged afterwards. */
    private void report() {
        limit.leftOut(System.currentTimeMillis()).forEach(super::append);
    }
}
