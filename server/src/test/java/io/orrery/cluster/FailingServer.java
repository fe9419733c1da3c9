package io.orrery.cluster;

import io.orrery.cli.Main;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server in a process of its own that ends at once, as if it were killed, when it reaches a point. Arguments: the point, how often it is passed until then, and those of
 * {@link Main}. It counts from when something comes on its standard input.
 */
final class FailingServer {
    /** The exit code of a process that was killed. */
    static final int KILLED = 137;

    /** What it prints once it counts. */
    static final String ARMED = "armed";

    private static volatile boolean isArmed;

    private FailingServer() {}

    public static void main(String[] args) {
        var at = Faults.Point.valueOf(args[0]);
        var left = new AtomicInteger(Integer.parseInt(args[1]));
        Faults.watch((point, room) -> {
            if (isArmed && point == at && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        });
        var arms = new Thread(() -> {
            try {
                isArmed = System.in.read() >= 0;
                System.out.println(ARMED);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        arms.setDaemon(true);
        arms.start();
        Main.main(java.util.Arrays.copyOfRange(args, 2, args.length));
    }
}
