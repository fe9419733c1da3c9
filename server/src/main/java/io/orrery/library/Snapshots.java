package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.graph.Node;
import io.orrery.graph.Weights;
import io.orrery.model.Model;
import io.orrery.model.config.ContentId;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.tensor.Tensor;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Requester;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights that trainings on this server had after some of their updates, as models. A few are in memory; more are files of a
 * folder, from which they are read again. What somebody <em>names</em>, such as a room that shows it or can go back to it, is never
 * given up: if there is no place without it, the new weights are refused. Of the others the newest are kept.
 */
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    /** Requests memory for weights: rooms show them. */
    private static final Requester REQUESTER = Requester.ofRoom("weights of trainings");

    private static final String OF_VISITORS = "alone";

    private static final String SUFFIX = ".safetensors";

    /** The form of content ids. */
    private static final String ID = "[0-9a-f]{32}";

    private final Optional<Path> folder;
    private final List<Model> bases;
    private final MemoryBudget budget;
    private final Limits limits;
    private final Consumer<Model> opened;
    private final Consumer<String> closed;
    private final List<Supplier<Set<String>>> namers = new CopyOnWriteArrayList<>();
    private final List<Supplier<Set<String>>> keepers = new CopyOnWriteArrayList<>();

    private volatile Optional<Shared> shared = Optional.empty();

    /** In the order of their last use. */
    private final Map<String, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * How many there may be.
     *
     * @param open in memory
     * @param named files that somebody names who has no limit of their own; beyond it, new weights are refused
     * @param spare files of rooms that nobody names; the oldest beyond it are deleted
     * @param spareOfVisitors the same of people who train alone, who must not be able to take those of a room away
     */
    record Limits(int open, int named, int spare, int spareOfVisitors) {
        /** The sorting model's weights take 340 KB each. */
        static final Limits USUAL = new Limits(8, 1000, 100, 20);
    }

    /** @param memory what it takes */
    private record Open(Snapshot snapshot, MemoryBudget.Reservation memory) {
        String id() {
            return snapshot.model().id();
        }
    }

    /**
     * A model in training.
     *
     * @param base the model that was trained anew
     * @param updates of the whole training
     * @param passing whether the training went on at once, so that the weights need not be sent exactly
     */
    public record Snapshot(Model base, int update, int updates, long seed, boolean passing, Model model) {}

    /** Where servers that share rooms find each other's weights. What it does may wait for the network, and may fail without a word. */
    public interface Shared {
        /** Lets others find weights for a while: a room may show them now. @param file its content */
        void show(String id, byte[] file);

        /** Sees to it that weights stay that somebody names; called again and again. @param file of this server; empty if it has none */
        void keep(String id, Optional<Path> file);

        /** The content of a file that another server has shown or kept. */
        Optional<byte[]> find(String id);
    }

    /** @param saved whether it is on disk */
    public record Added(Snapshot snapshot, boolean saved) {}

    /**
     * @param folder created when it is needed; empty to keep nothing
     * @param bases the models that can be trained
     * @param budget has what is in memory reserved
     * @param opened is told of each model that is in memory now
     * @param closed is told the content id of each that no longer is
     */
    Snapshots(
            Optional<Path> folder,
            List<Model> bases,
            MemoryBudget budget,
            Consumer<Model> opened,
            Consumer<String> closed) {
        this(folder, bases, budget, Limits.USUAL, opened, closed);
    }

    Snapshots(
            Optional<Path> folder,
            List<Model> bases,
            MemoryBudget budget,
            Limits limits,
            Consumer<Model> opened,
            Consumer<String> closed) {
        this.folder = folder;
        this.bases = List.copyOf(bases);
        this.budget = budget;
        this.limits = limits;
        this.opened = opened;
        this.closed = closed;
    }

    /** Adds somebody who names models, by content id: weights among them are kept. @param namer asked from any thread */
    public void keep(Supplier<Set<String>> namer) {
        namers.add(namer);
    }

    /** Adds somebody who names models, and has a limit of their own: weights among them are kept, and take no place of others. @param keeper asked from any thread */
    public void keepApart(Supplier<Set<String>> keeper) {
        keepers.add(keeper);
    }

    /** From now on shares weights with other servers. */
    public void share(Shared with) {
        shared = Optional.of(with);
    }

    private Set<String> named() {
        return Stream.concat(namers.stream(), keepers.stream())
                .flatMap(namer -> namer.get().stream())
                .collect(Collectors.toSet());
    }

    /** How large the file with these weights is, bytes; 0 for none. @param id of any model */
    public long bytes(String id) {
        return file(id).map(path -> path.toFile().length()).orElse(0L);
    }

    /**
     * Adds weights, which do not change any more.
     *
     * @param ofRoom whether they are saved for a room; of somebody who trains alone, only those that are not passing are saved
     * @throws OrreryException with {@link RoomError.TooManyWeights} if others name all that may be kept, or
     *     {@link io.orrery.error.LibraryError.NoMemory}
     */
    public synchronized Added add(
            Model base,
            Map<String, Tensor> weights,
            int update,
            int updates,
            long seed,
            boolean passing,
            boolean ofRoom) {
        var snapshot = snapshot(base, weights, update, updates, seed, passing);
        Set<String> named = named();
        open(snapshot, named);
        return new Added(snapshot, (ofRoom || !passing) && save(snapshot, ofRoom, named));
    }

    /**
     * Saves what somebody names and only memory has: the disk may have been full, or a room shows what somebody alone has trained.
     */
    public void saveNamed() {
        Set<String> named = named();
        saveNamed(named);
        shared.ifPresent(others -> named.forEach(id -> others.keep(id, file(id))));
    }

    private synchronized void saveNamed(Set<String> named) {
        try {
            boolean goesOn = true;
            for (Open each : List.copyOf(open.values())) {
                // After a failure the others would fail, too.
                goesOn = goesOn
                        && (!named.contains(each.id())
                                || file(each.id()).isPresent()
                                || save(each.snapshot(), true, named));
            }
        } catch (OrreryException e) {
            LOG.debug("There is no place for more weights", e);
        }
    }

    /** @return whether it is on disk now */
    private boolean save(Snapshot snapshot, boolean ofRoom, Set<String> named) {
        try {
            return write(snapshot, ofRoom, named);
        } catch (IOException e) {
            // Without a stack trace: this can come twice a second.
            LOG.atWarn().addKeyValue("why", e.toString()).log("The weights of a training cannot be saved.");
            return false;
        }
    }

    /** The snapshot with a content id, read from its file if it is not in memory. */
    public synchronized Optional<Snapshot> withId(String id) {
        Open known = open.get(id);
        if (known != null) {
            return Optional.of(known.snapshot());
        }
        var saved = file(id).or(() -> found(id)).flatMap(file -> read(file, id));
        saved.ifPresent(snapshot -> open(snapshot, named()));
        return saved;
    }

    /** The file of another server with this snapshot, which is one of this server from now on. */
    private Optional<Path> found(String id) {
        if (folder.isEmpty() || !id.matches(ID)) {
            return Optional.empty();
        }
        return shared.flatMap(others -> others.find(id)).flatMap(content -> {
            try {
                Files.createDirectories(folder.get());
                Path whole = Files.write(folder.get().resolve(id + ".part"), content);
                return Optional.of(
                        Files.move(whole, folder.get().resolve(id + SUFFIX), StandardCopyOption.REPLACE_EXISTING));
            } catch (IOException e) {
                LOG.atWarn().addKeyValue("why", e.toString()).log("The weights of a training cannot be saved.");
                return Optional.empty();
            }
        });
    }

    /** The file with this snapshot, if there is one. */
    private Optional<Path> file(String id) {
        return folder.filter(within -> id.matches(ID)).stream()
                .flatMap(within -> Stream.of(within, within.resolve(OF_VISITORS)))
                .map(within -> within.resolve(id + SUFFIX))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private void open(Snapshot snapshot, Set<String> named) {
        if (open.get(snapshot.model().id()) != null) {
            return;
        }
        while (open.size() >= limits.open()) {
            close(leastNeeded(named));
        }
        var memory = budget.reserve(snapshot.model().graph().weightBytes(), REQUESTER);
        open.put(snapshot.model().id(), new Open(snapshot, memory));
        opened.accept(snapshot.model());
    }

    /** One that nobody names or, if there is none, one that can be read again; of these the one last used the longest ago. */
    private Open leastNeeded(Set<String> named) {
        var all = List.copyOf(open.values());
        return all.stream()
                .filter(each -> !named.contains(each.id()))
                .findFirst()
                .or(() -> all.stream()
                        .filter(each -> file(each.id()).isPresent() || save(each.snapshot(), true, named))
                        .findFirst())
                .orElseThrow(() -> new OrreryException(new RoomError.TooManyWeights(limits.open())));
    }

    private void close(Open snapshot) {
        open.remove(snapshot.id());
        closed.accept(snapshot.id());
        snapshot.memory().close();
    }

    private static Snapshot snapshot(
            Model base, Map<String, Tensor> weights, int update, int updates, long seed, boolean passing) {
        var preset = base.preset().variant("+" + seed + "@" + update, ", seed " + seed + ", step " + update);
        var model = new Model(
                id(base, weights, passing),
                preset,
                base.config(),
                base.graph(),
                Weights.of(base.graph(), weights),
                base.tokenizer(),
                base.chat());
        return new Snapshot(base, update, updates, seed, passing, model);
    }

    private static String id(Model base, Map<String, Tensor> weights, boolean passing) {
        byte[] head = (base.id() + (passing ? " passing" : "")).getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(head.length + (int) base.graph().weightBytes())
                .put(head);
        for (Node node : base.graph().weights()) {
            for (float[] row : weights.get(node.name()).rows()) {
                for (float number : row) {
                    bytes.putFloat(number);
                }
            }
        }
        return ContentId.of(bytes.array());
    }

    private boolean write(Snapshot snapshot, boolean ofRoom, Set<String> named) throws IOException {
        if (folder.isEmpty()) {
            return false;
        }
        Path ofVisitors = folder.get().resolve(OF_VISITORS);
        Path within = ofRoom ? folder.get() : ofVisitors;
        Files.createDirectories(within);
        Path file = within.resolve(snapshot.model().id() + SUFFIX);
        if (Files.isRegularFile(file)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            return true;
        }
        Set<String> limited =
                namers.stream().flatMap(namer -> namer.get().stream()).collect(Collectors.toSet());
        long kept = Stream.concat(files(folder.get()).stream(), files(ofVisitors).stream())
                .filter(each -> isNamed(each, limited))
                .count();
        if (kept >= limits.named()) {
            throw new OrreryException(new RoomError.TooManyWeights(limits.named()));
        }
        var about = new LinkedHashMap<String, String>();
        about.put("base", snapshot.base().id());
        about.put("update", Integer.toString(snapshot.update()));
        about.put("updates", Integer.toString(snapshot.updates()));
        about.put("seed", Long.toString(snapshot.seed()));
        about.put("passing", Boolean.toString(snapshot.passing()));
        var writer = new SafetensorsWriter(about);
        for (Node node : snapshot.base().graph().weights()) {
            var tensor = snapshot.model().weights().get(node);
            writer.add(node.name(), new int[] {(int) tensor.layout().cells()}, () -> inARow(tensor));
        }
        writer.write(file);
        if (ofRoom && shared.isPresent()) {
            shared.get().show(snapshot.model().id(), Files.readAllBytes(file));
        }
        var spare = files(within).stream()
                .filter(each -> !isNamed(each, named))
                .sorted(Comparator.comparingLong(each -> each.toFile().lastModified()))
                .toList();
        int most = ofRoom ? limits.spare() : limits.spareOfVisitors();
        for (Path oldest : spare.subList(0, Math.max(0, spare.size() - most))) {
            Files.deleteIfExists(oldest);
        }
        return true;
    }

    private static List<Path> files(Path within) throws IOException {
        if (!Files.isDirectory(within)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(within)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
    }

    private static boolean isNamed(Path file, Set<String> named) {
        String name = file.getFileName().toString();
        return named.contains(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** Empty, with a line in the log, for a file that is not what was written. */
    private Optional<Snapshot> read(Path path, String id) {
        try {
            var read = read(path);
            if (read.filter(snapshot -> !snapshot.model().id().equals(id)).isPresent()) {
                throw new IOException("The numbers are not those that were written.");
            }
            return read;
        } catch (IOException | OrreryException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("file", path).log("The weights of a training cannot be read.", e);
            return Optional.empty();
        }
    }

    private Optional<Snapshot> read(Path path) throws IOException {
        try (var file = Safetensors.open(path)) {
            var about = file.metadata();
            var base = bases.stream()
                    .filter(each -> each.id().equals(about.get("base")))
                    .findFirst();
            if (base.isEmpty()) {
                return Optional.empty();
            }
            var weights = new LinkedHashMap<String, Tensor>();
            for (Node node : base.get().graph().weights()) {
                var tensor = Tensor.zeros(node.layout(base.get().graph().sizes(), 0));
                float[] numbers = file.read(node.name());
                int at = 0;
                for (float[] row : tensor.rows()) {
                    System.arraycopy(numbers, at, row, 0, row.length);
                    at += row.length;
                }
                weights.put(node.name(), tensor);
            }
            return Optional.of(snapshot(
                    base.get(),
                    weights,
                    Integer.parseInt(about.get("update")),
                    Integer.parseInt(about.get("updates")),
                    Long.parseLong(about.get("seed")),
                    Boolean.parseBoolean(about.get("passing"))));
        }
    }

    private static float[] inARow(Tensor tensor) {
        var numbers = new float[(int) tensor.layout().cells()];
        int at = 0;
        for (float[] row : tensor.rows()) {
            System.arraycopy(row, 0, numbers, at, row.length);
            at += row.length;
        }
        return numbers;
    }
}
