package io.orrery.web;

import io.orrery.cluster.Cluster;
import io.orrery.cluster.ClusterOptions;
import io.orrery.cluster.Nats;
import io.orrery.library.Checkpoints;
import io.orrery.library.Library;
import io.orrery.library.RoomEngine;
import io.orrery.library.Snapshots;
import io.orrery.library.StepFrames;
import io.orrery.library.TourLibrary;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.model.Structures;
import io.orrery.room.Neighbours;
import io.orrery.room.Opener;
import io.orrery.room.Room;
import io.orrery.room.Rooms;
import io.orrery.room.access.KeyMaker;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.Secret;
import io.orrery.room.engine.Trainer;
import io.orrery.room.recording.Recordings;
import io.orrery.room.storage.Storage;
import io.orrery.room.time.EventLoop;
import io.orrery.room.time.EventLoops;
import io.orrery.store.DataFolder;
import io.orrery.tensor.Workers;
import io.orrery.tour.file.TourFolders;
import io.orrery.trace.MemoryPlan;
import io.orrery.trace.Traces;
import io.orrery.train.live.LiveTraining;
import io.orrery.web.access.NetworkAddresses;
import io.orrery.web.access.Operator;
import io.orrery.web.access.Origins;
import io.orrery.web.http.Services;
import io.orrery.web.rooms.Links;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the models and restores the rooms, after the port has been opened.
 *
 * @param nanos the clock of computations, ns
 */
record Startup(ServerOptions options, DataFolder folder, MemoryPlan plan, LongSupplier nanos) {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final int MEGABYTE = 20;
    private static final int GIGABYTE = 30;

    /** What only memory has, the end of the process takes away. */
    private static final double SAVE_MS = 2000;

    /** @param computing runs computations for rooms and requests */
    Services services(EventLoops loops, Workers workers, Executor computing, int port) throws IOException {
        var models = new ArrayList<Model>();
        for (ModelReference reference : options.models()) {
            models.add(Presets.open(reference, plan::add));
        }
        var checkpoints = new Checkpoints();
        for (int i = 0; i < models.size(); i++) {
            checkpoints.add(options.models().get(i), models.get(i), plan);
        }
        Hosting hosting = options.hosting();
        Optional<String> givenKey = hosting.operatorKeyFile().map(DataFolder::read);
        Optional<Cluster> cluster = options.cluster().map(it -> join(it, models, port, loops::now));
        String operatorKey =
                cluster.map(it -> it.operatorKey(givenKey)).or(() -> givenKey).orElseGet(folder::operatorKey);
        Storage storage = cluster.map(Cluster::storage).orElseGet(folder::storage);
        plan.settle();
        var traces = new Traces(plan.budget(), workers, computing, nanos);
        var offered = options.prompts().map(file -> file.addedTo(models)).orElse(models);
        var library = new Library(offered, Structures.read(), checkpoints, Optional.of(folder.trained()), traces);
        log(plan, library);
        var tours = new TourLibrary(library, options.tours(), options.polls());
        var frames = new StepFrames();
        Optional<LiveTraining> training =
                options.training() ? Optional.of(new LiveTraining(library, nanos)) : Optional.empty();
        var rooms = new Rooms(
                new RoomEngine(library, frames, computing)
                        .with(tours)
                        .with(training.map(LiveTraining::inRooms).orElse(Trainer.NONE)),
                loops::loop,
                storage,
                new KeyMaker(operatorKey, Secret::random),
                new Rooms.Limits(
                        hosting.mostRooms(),
                        hosting.roomCapacity(),
                        hosting.idle().toMillis(),
                        hosting.log().answersDays()),
                new SecureRandom(),
                Secret::random,
                cluster.<Neighbours>map(it -> it).orElse(Neighbours.NONE));
        Snapshots snapshots = library.catalog().snapshots();
        Recordings recordings = storage.recordings();
        cluster.ifPresent(it -> {
            it.shareRecipes(library);
            snapshots.share(it.weights());
            it.tell(() -> rooms.awake().stream()
                    .filter(room -> room.headCount() > 0)
                    .collect(Collectors.toMap(Room::code, Room::headCount)));
        });
        snapshots.keep(rooms::models);
        snapshots.keepApart(recordings::models);
        recordings.weigh(snapshots::bytes);
        saveWeights(snapshots, loops.loop(), computing);
        return new Services(
                library, frames, tours, rooms, folder, new Operator(operatorKey), training, options.polls(), cluster);
    }

    /** Joins the servers with which this one shares its rooms. */
    private Cluster join(ClusterOptions others, List<Model> models, int port, DoubleSupplier clock) {
        Hosting hosting = options.hosting();
        List<String> ids = models.stream().map(Model::id).toList();
        return new Cluster(
                Nats.open(others),
                (long) hosting.log().recordingsGib() << GIGABYTE,
                hosting.log().days(),
                machine() + ":" + port,
                Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                        .orElse(""),
                ids,
                Map.of(
                        "models", String.join(" ", ids),
                        "limits",
                                hosting.mostRooms() + " " + hosting.roomCapacity() + " " + hosting.idle() + " "
                                        + hosting.log() + " " + options.training(),
                        "tours", options.tours().map(TourFolders::contents).orElse("")),
                clock);
    }

    /** The name of this machine, for people. */
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("This machine does not know its name", e);
            return "server";
        }
    }

    /** From now on saves the weights of trainings that rooms show and only memory has, time and again. */
    private static void saveWeights(Snapshots snapshots, EventLoop loop, Executor computing) {
        loop.after(SAVE_MS, () -> {
            computing.execute(snapshots::saveNamed);
            saveWeights(snapshots, loop, computing);
        });
    }

    private static void log(MemoryPlan plan, Library library) {
        LOG.atInfo()
                .addKeyValue("heapMb", plan.heap() >> MEGABYTE)
                .addKeyValue("weightsMb", plan.weights() >> MEGABYTE)
                .addKeyValue("reserveMb", plan.reserve() >> MEGABYTE)
                .addKeyValue("budgetMb", library.memory().size() >> MEGABYTE)
                .log("The memory is divided.");
        for (Model model : library.catalog().models()) {
            LOG.atInfo()
                    .addKeyValue("model", model.preset().id())
                    .addKeyValue("tokens", library.longestText(model))
                    .addKeyValue("context", model.graph().sizes().n_ctx())
                    .log("The longest text of a model.");
        }
    }

    /**
     * Restores the server's own room, or opens a new one. Other saved rooms are restored in the background.
     *
     * @param port the port that the server listens on
     */
    Links ownRoom(Services services, int port) {
        Library library = services.library();
        TraceSummary first = library.example(library.catalog().models().get(0)).join();
        Rooms rooms = services.rooms();
        String base = Links.base(options, port);
        String address = options.publicUrl().map(Origins::withoutSlash).orElse("");
        UnaryOperator<String> addresses = kept -> address.isEmpty() && !NetworkAddresses.isGone(kept) ? kept : address;
        Optional<RoomCode> own =
                rooms.restore(first, addresses).toCompletableFuture().join();
        return own.map(code -> rooms.opening(code)
                        .map(opening -> Links.of(base, opening))
                        .orElseGet(() -> new Links(base, code, Optional.empty(), Optional.empty())))
                .orElseGet(() ->
                        Links.of(base, rooms.open(first, address, Opener.SERVER).orElseThrow()));
    }
}
