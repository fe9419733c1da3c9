package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.Cursor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A presenter who moves the room from step to step, from one device or by turns from several: a room takes so many
 * messages a second from each. Each move makes the next {@code seq}, for nobody else moves the room.
 */
public final class Driver implements AutoCloseable {
    private final List<Device> devices;
    private final String trace;
    private long seq;

    private Driver(List<Device> devices, JsonNode welcome) {
        this.devices = devices;
        this.seq = welcome.get("seq").longValue();
        this.trace = welcome.at("/state/trace/id").textValue();
    }

    /** Opens the presenter's page on so many devices. */
    public static Driver join(HttpClient client, Target target, int count) throws IOException, InterruptedException {
        List<Device> devices = new ArrayList<>();
        JsonNode welcome = null;
        for (int i = 0; i < count; i++) {
            var device = new Device(client, target);
            devices.add(device);
            welcome = device.hello(target.key());
        }
        return new Driver(devices, welcome);
    }

    /** The newest change. */
    public long seq() {
        return seq;
    }

    /**
     * Moves to another step, and waits until the room has moved.
     *
     * @param sending is told, just before, which change this will bring about
     */
    public void move(LongConsumer sending) throws IOException, InterruptedException {
        sending.accept(seq + 1);
        String step = FanoutModel.STEPS.get((int) (seq % FanoutModel.STEPS.size()));
        long moved = devices.get((int) (seq % devices.size())).go(seq, new Cursor(trace, step));
        if (moved != seq + 1) {
            throw new IOException("The room moved from change " + seq + " to " + moved + ".");
        }
        seq = moved;
    }

    @Override
    public void close() {
        devices.forEach(Device::close);
    }
}
