package io.orrery.bench.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.bench.fanout.Audience;
import io.orrery.bench.fanout.PresenterConnection;
import io.orrery.room.front.ClientSession;
import io.orrery.wire.Cursor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * 250 attendees without a key who give commands nearly as often as each of them may, while the presenter steps on. They are the audience, too: the
 * steps' latencies are those of the frames that they get. Their commands change the room, so that the room of the other attacks
 * cannot step meanwhile.
 *
 * @param asks whether the presenter asks the room something first
 * @param command the fields of an attendee's command, by its number
 */
record FloodOfCommands(String name, boolean asks, LongFunction<String> command) {
    private static final int ATTENDEES = 250;

    /** A little less than the limit, so that a late message and the next one do not exceed it. */
    private static final double SHARE = 0.95;

    private static final Duration LEAST = Duration.ofSeconds(9);
    private static final double NANOS_PER_SECOND = 1e9;

    /** The floods, which differ in what attendees may change. */
    static List<FloodOfCommands> all() {
        return List.of(
                new FloodOfCommands(
                        "lostFlood", false, number -> "\"do\":\"lost\",\"on\":" + (number / ATTENDEES % 2 == 0)),
                new FloodOfCommands(
                        "guessFlood",
                        true,
                        number -> "\"do\":\"guess\",\"number\":1,\"option\":" + number / ATTENDEES % 2));
    }

    /** Floods for the given time, or longer if that is too short for a percentile. */
    Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        try {
            return flood(site, time);
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    private Map<String, ?> flood(Site site, Duration time) throws IOException, InterruptedException {
        try (var audience = Audience.join(site.room(), ATTENDEES);
                var presenter = new PresenterConnection(site.client(), site.room())) {
            JsonNode welcome = presenter.hello(site.room().key());
            String trace = welcome.at("/state/trace/id").textValue();
            // A move to the step where the room is would be no change, for which nobody gets a frame.
            int first = 1
                    + SteppingRoom.STEPS.indexOf(
                            welcome.at("/state/cursor/step").asText());
            long seq = welcome.get("seq").longValue();
            if (asks) {
                seq = presenter
                        .order(seq, "predict", Map.of("question", "Which?", "options", List.of("This", "That")))
                        .get("seq")
                        .longValue();
            }
            for (int i = 0; i < SteppingRoom.WARM_UP; i++) {
                seq = step(audience, presenter, seq, cursor(trace, first + i));
            }
            double cpu = site.server().process().cpuSeconds();
            long before = audience.messages();
            audience.sayEvery(
                    Duration.ofNanos((long) (NANOS_PER_SECOND / ClientSession.MESSAGES_PER_SECOND / SHARE)),
                    number ->
                            "{\"type\":\"command\",\"id\":\"f" + number + "\",\"at\":0," + command.apply(number) + "}");
            audience.countFrom(seq + 1);
            long began = System.nanoTime();
            long end = began + Math.max(time.toNanos(), LEAST.toNanos());
            for (int i = 0; System.nanoTime() < end; i++) {
                seq = step(audience, presenter, seq, cursor(trace, first + i));
                TimeUnit.MILLISECONDS.sleep(SteppingRoom.INTERVAL_MS);
            }
            double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
            if (asks) {
                presenter.order(seq, "predict-end", Map.of("number", 1));
            }
            return Map.of(
                    "commandsPerSecond",
                    Math.round((audience.messages() - before) / seconds),
                    "seconds",
                    seconds,
                    "serverCpuSeconds",
                    site.server().process().cpuSeconds() - cpu,
                    "steps",
                    SteppingRoom.figures(audience.counts()));
        }
    }

    private static Cursor cursor(String trace, int step) {
        return new Cursor(trace, SteppingRoom.STEPS.get(step % SteppingRoom.STEPS.size()));
    }

    /**
     * Moves the room, and waits until everybody has the step's frame. The answer may come with a later state, so that the frame's number lies
     * between the two.
     *
     * @param at the newest change known to the presenter
     * @return the newest change known then
     */
    private static long step(Audience audience, PresenterConnection presenter, long at, Cursor cursor)
            throws IOException, InterruptedException {
        audience.sendingAmongOthers();
        long seq = presenter.go(at, cursor);
        audience.awaitNewest(at + 1);
        return seq;
    }
}
