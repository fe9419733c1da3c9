package io.orrery.cli;

import java.io.PrintWriter;

/** A progress bar that redraws one line of the terminal. Prints nothing if there is no terminal. */
public final class ProgressBar {
    private static final int WIDTH = 30;
    private static final long NANOS_BETWEEN = 50_000_000;

    private final PrintWriter err;
    private final String label;
    private final boolean isShown = Terminal.showsErrors();
    private int done;
    private long drawn = System.nanoTime();

    public ProgressBar(PrintWriter err, String label) {
        this.err = err;
        this.label = label;
    }

    /** Advances by one of {@code steps} steps. */
    public void next(int steps) {
        at(done + 1, steps, "");
    }

    /** Sets the number of completed steps. {@code note} is printed after the bar. */
    public void at(int step, int steps, String note) {
        done = step;
        // Drawing at every step would cost more than the work itself.
        if (isShown && System.nanoTime() - drawn >= NANOS_BETWEEN) {
            int filled = WIDTH * step / steps;
            err.printf(
                    "\r%s [%s%s] %d/%d %s\033[K",
                    label, "#".repeat(filled), " ".repeat(WIDTH - filled), step, steps, note);
            err.flush();
            drawn = System.nanoTime();
        }
    }

    /** Clears the line. */
    public void end() {
        if (isShown) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
