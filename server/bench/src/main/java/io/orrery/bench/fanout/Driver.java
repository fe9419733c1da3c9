package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.Cursor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A simulated presenter who moves the room from step to step. Rooms limit the messages per second of a connection, so
 * for high rates the presenter alternates between several connections. Nobody else moves the room, so each move causes
 * the next {@code seq}.
 */
public final class Driver implements AutoCloseable {
    private final List<PresenterConnection> connections;
    private final List<String> steps;
    private final String trace;
    private long seq;

    private Driver(List<PresenterConnection> connections, List<String> steps, JsonNode welcome) {
        this.connections = connections;
        this.steps = steps;
        this.seq = welcome.get("seq").longValue();
        this.trace = welcome.at("/state/trace/id").textValue();
    }

    /** Joins a room with the fanout model as its presenter, over {@code count} connections. */
    public static Driver join(HttpClient client, LoadedRoom target, int count)
            throws IOException, InterruptedException {
        return join(client, target, count, FanoutModel.STEPS);
    }

    /**
     * Joins a room as its presenter, over {@code count} connections.
     *
     * @param steps the steps that {@link #move} goes to in turn
     */
    public static Driver join(HttpClient client, LoadedRoom target, int count, List<String> steps)
            throws IOException, InterruptedException {
        List<PresenterConnection> connections = new ArrayList<>();
        JsonNode welcome = null;
        for (int i = 0; i < count; i++) {
            var connection = new PresenterConnection(client, target);
            connections.add(connection);
            welcome = connection.hello(target.key());
        }
        return new Driver(connections, steps, welcome);
    }

    /** The number of the newest change. */
    public long seq() {
        return seq;
    }

    /**
     * Moves to another step, and waits for the new state.
     *
     * @param sending is called with the number of the expected change, just before the command is sent
     */
    public void move(LongConsumer sending) throws IOException, InterruptedException {
        sending.accept(seq + 1);
        String step = steps.get((int) (seq % steps.size()));
        long moved = connections.get((int) (seq % connections.size())).go(seq, new Cursor(trace, step));
        if (moved != seq + 1) {
            throw new IOException("The room moved from change " + seq + " to " + moved + ".");
        }
        seq = moved;
    }

    @Override
    public void close() {
        connections.forEach(PresenterConnection::close);
    }
}
