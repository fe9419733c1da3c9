package io.orrery.web.entry;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Calls routes a few at a time. If hundreds of requests arrive at once, and each has a thread that computes or fills the client's
 * buffers, the room's threads wait for hundreds of others to have their slice of a processor. Networks take turns at the slots, so that the
 * requests of one never wait for all those of another.
 */
final class RouteSlots {
    private final int atOnce;

    /** The calls of each network, in order; the network whose slot is next comes first. */
    private final Map<String, ArrayDeque<Runnable>> waiting = new LinkedHashMap<>();

    private int running;

    /** @param atOnce how many routes run at the same time */
    RouteSlots(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Calls a route when its slot comes. A call that fails must not throw.
     *
     * @param network of the client
     * @param threads run the routes
     * @throws RejectedExecutionException if the threads have stopped
     */
    void call(String network, Executor threads, Runnable call) {
        synchronized (this) {
            waiting.computeIfAbsent(network, key -> new ArrayDeque<>()).add(call);
            if (running == atOnce) {
                return;
            }
            running++;
        }
        try {
            threads.execute(this::takeTurns);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                running--;
            }
            throw e;
        }
    }

    private void takeTurns() {
        for (Optional<Runnable> call = next(); call.isPresent(); call = next()) {
            call.get().run();
        }
    }

    private synchronized Optional<Runnable> next() {
        var networks = waiting.entrySet().iterator();
        if (!networks.hasNext()) {
            running--;
            return Optional.empty();
        }
        Map.Entry<String, ArrayDeque<Runnable>> first = networks.next();
        String network = first.getKey();
        ArrayDeque<Runnable> calls = first.getValue();
        networks.remove();
        Runnable call = calls.remove();
        if (!calls.isEmpty()) {
            waiting.put(network, calls);
        }
        return Optional.of(call);
    }
}
