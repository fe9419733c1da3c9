package io.orrery.bench.slow;

import io.orrery.bench.fanout.Driver;
import io.orrery.bench.fanout.Servers;
import io.orrery.picture.TemporaryFolder;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery-bench slow}: measures a full room whose attendees share one slow network. */
@Command(
        name = "slow",
        description =
                "Measures how long attendees who share one slow network wait for text, steps and frames, and how far"
                        + " an attendee with half the needed bandwidth falls behind, and prints one JSON object."
                        + " Needs Linux.",
        mixinStandardHelpOptions = true)
public final class SlowBench implements Callable<Integer> {
    private static final double BYTES_PER_KIB = 1024;
    private static final int MOST_CLIENTS = 1000;
    private static final double MOST_RTT_MS = 2000;
    private static final double NANOS_PER_MS = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "150",
            description = "Number of attendees. By default ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--mbit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Shared bandwidth in each direction, in Mbit/s. By default ${DEFAULT-VALUE}.")
    private double mbit;

    @Option(
            names = "--rtt",
            paramLabel = "MS",
            defaultValue = "150",
            description = "Round-trip time, in ms. By default ${DEFAULT-VALUE}.")
    private double rtt;

    @Option(
            names = "--loss",
            paramLabel = "SHARE",
            defaultValue = "0.03",
            description = "Fraction of TCP segments that are lost. By default ${DEFAULT-VALUE}.")
    private double loss;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides which segments are lost. By default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "6",
            description = "Number of steps after everyone has loaded everything. By default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "Time between steps, in ms. By default ${DEFAULT-VALUE}.")
    private int pause;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--clients", clients >= 1 && clients <= MOST_CLIENTS, "must be from 1 to " + MOST_CLIENTS);
        check("--mbit", mbit > 0, "must be more than 0");
        check("--rtt", rtt >= 0 && rtt <= MOST_RTT_MS, "must be from 0 to 2000");
        check("--loss", loss >= 0 && loss < 1, "must be from 0 to 1, without 1");
        check("--steps", steps >= 1, "must be at least 1");
        check("--pause", pause >= 1, "must be at least 1");
        ExecutorService executor = Executors.newCachedThreadPool(SlowBench::thread);
        try (var scratch = TemporaryFolder.named("orrery-slow");
                var server = new Servers(scratch.folder()).orrery()) {
            spec.commandLine().getOut().println(Json.write(measured(server, executor)));
        } finally {
            executor.shutdownNow();
        }
        return 0;
    }

    private void check(String option, boolean isRight, String what) {
        if (!isRight) {
            throw new ParameterException(spec.commandLine(), option + " " + what);
        }
    }

    private Map<String, ?> measured(Servers.Running server, ExecutorService executor)
            throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        var figures = new LinkedHashMap<String, Object>();
        figures.put("clients", clients);
        figures.put("mbitPerSecond", mbit);
        figures.put("rttMs", rtt);
        figures.put("loss", loss);
        measureShared(server, client, executor, figures);
        say("One attendee at half the room's speed");
        figures.put("halfSpeed", HalfSpeedAttendee.of(server, client, executor, Duration.ofMillis(2L * pause)));
        return figures;
    }

    private void measureShared(
            Servers.Running server, HttpClient client, ExecutorService executor, Map<String, Object> figures)
            throws IOException, InterruptedException {
        URI socket = server.room().socket();
        String code = socket.getPath().substring(socket.getPath().lastIndexOf('/') + 1);
        var network = new Network(mbit, rtt / 2, loss, seed);
        var timings = new StepTimings();
        List<SimulatedAttendee> attendees = new ArrayList<>();
        try (var proxy = new ShapingProxy(socket.getPort(), network);
                var driver = Driver.join(client, server.room(), 1)) {
            URI base = URI.create("http://127.0.0.1:" + proxy.port());
            for (int i = 0; i < clients; i++) {
                attendees.add(new SimulatedAttendee(base, code, executor, timings));
            }
            say("%d attendees open the page".formatted(clients));
            var texts = new Durations();
            all(attendees, executor, texts, SimulatedAttendee::arrive).join();
            figures.put("textKiB", Math.round(attendees.get(0).bytes() / BYTES_PER_KIB));
            figures.put("text", texts.figures());
            say("They load the scene while the presenter steps");
            var scenes = new Durations();
            CompletableFuture<Void> loaded = all(attendees, executor, scenes, SimulatedAttendee::loadScene);
            while (!loaded.isDone()) {
                step(driver, timings);
            }
            loaded.join();
            figures.put("whileScenesLoad", stepFigures(timings.recount()));
            say("The presenter steps");
            for (int i = 0; i < steps; i++) {
                step(driver, timings);
            }
            figures.putAll(stepFigures(timings.recount()));
            figures.put("sceneKiB", Math.round(attendees.get(0).bytes() / BYTES_PER_KIB));
            figures.put("scene", scenes.figures());
        } finally {
            attendees.forEach(SimulatedAttendee::close);
        }
    }

    private void step(Driver driver, StepTimings timings) throws IOException, InterruptedException {
        driver.move(timings::sending);
        TimeUnit.MILLISECONDS.sleep(pause);
    }

    private static Map<String, ?> stepFigures(StepTimings.Arrivals arrivals) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("state", arrivals.states().figures());
        figures.put("frame", arrivals.frames().figures());
        return figures;
    }

    /** Something that a simulated attendee does and that is timed. */
    private interface AttendeeAction {
        void of(SimulatedAttendee attendee) throws IOException, InterruptedException;
    }

    private static CompletableFuture<Void> all(
            List<SimulatedAttendee> attendees, ExecutorService executor, Durations durations, AttendeeAction action) {
        long began = System.nanoTime();
        return CompletableFuture.allOf(attendees.stream()
                .map(attendee -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                action.of(attendee);
                                durations.add((System.nanoTime() - began) / NANOS_PER_MS);
                            } catch (IOException | InterruptedException e) {
                                throw new CompletionException(e);
                            }
                        },
                        executor))
                .toArray(CompletableFuture[]::new));
    }

    private void say(String what) {
        var err = spec.commandLine().getErr();
        err.println(what);
        err.flush();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "bench-attendee");
        thread.setDaemon(true);
        return thread;
    }
}
