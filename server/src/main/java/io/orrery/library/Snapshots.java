package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import io.orrery.graph.Weights;
import io.orrery.model.Model;
import io.orrery.model.config.ContentId;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights that trainings on this server had after some of their updates, as models. The last few are in memory; the last
 * hundred are files of a folder, so that a room that shows one finds it after a restart.
 */
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    /** The most in memory. */
    private static final int OPEN = 8;

    /** The most files of rooms; the oldest are deleted. */
    private static final int FILES = 100;

    /** The most files of people who train alone, who must not be able to take those of a room away. */
    private static final int FILES_OF_VISITORS = 20;

    private static final String OF_VISITORS = "alone";

    private static final String SUFFIX = ".safetensors";

    private final Optional<Path> folder;
    private final List<Model> bases;
    private final Consumer<Model> opened;
    private final Consumer<String> closed;

    /** In the order of their last use. */
    private final Map<String, Snapshot> open = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A model in training.
     *
     * @param base the model that was trained anew
     * @param updates of the whole training
     * @param passing whether the training went on at once, so that the weights need not be sent exactly
     */
    public record Snapshot(Model base, int update, int updates, long seed, boolean passing, Model model) {}

    /** @param saved whether it is on disk */
    public record Added(Snapshot snapshot, boolean saved) {}

    /**
     * @param folder created when it is needed; empty to keep nothing
     * @param bases the models that can be trained
     * @param opened is told of each model that is in memory now
     * @param closed is told the content id of each that no longer is
     */
    Snapshots(Optional<Path> folder, List<Model> bases, Consumer<Model> opened, Consumer<String> closed) {
        this.folder = folder;
        this.bases = List.copyOf(bases);
        this.opened = opened;
        this.closed = closed;
    }

    /**
     * Adds weights, which do not change any more.
     *
     * @param ofRoom whether they are saved for a room; of somebody who trains alone, only those that are not passing are saved
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
        open(snapshot);
        try {
            return new Added(snapshot, (ofRoom || !passing) && write(snapshot, ofRoom));
        } catch (IOException e) {
            // Without a stack trace: this can come twice a second.
            LOG.atWarn().addKeyValue("why", e.toString()).log("The weights of a training cannot be saved.");
            return new Added(snapshot, false);
        }
    }

    /** The snapshot with a content id, read from its file if it is not in memory. */
    public synchronized Optional<Snapshot> withId(String id) {
        Snapshot known = open.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        var file = folder.filter(within -> id.matches("[0-9a-f]{32}")).stream()
                .flatMap(within -> Stream.of(within, within.resolve(OF_VISITORS)))
                .map(within -> within.resolve(id + SUFFIX))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            var read = read(file.get());
            read.ifPresent(this::open);
            return read;
        } catch (IOException | OrreryException | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("file", file.get()).log("The weights of a training cannot be read.", e);
            return Optional.empty();
        }
    }

    private void open(Snapshot snapshot) {
        open.put(snapshot.model().id(), snapshot);
        opened.accept(snapshot.model());
        var ids = new ArrayList<>(open.keySet());
        for (String id : ids.subList(0, Math.max(0, ids.size() - OPEN))) {
            open.remove(id);
            closed.accept(id);
        }
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

    private boolean write(Snapshot snapshot, boolean ofRoom) throws IOException {
        if (folder.isEmpty()) {
            return false;
        }
        Path within = ofRoom ? folder.get() : folder.get().resolve(OF_VISITORS);
        Files.createDirectories(within);
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
        writer.write(within.resolve(snapshot.model().id() + SUFFIX));
        deleteOldest(within, ofRoom ? FILES : FILES_OF_VISITORS);
        return true;
    }

    private static void deleteOldest(Path within, int most) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(within)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .toList();
        }
        for (Path file : files.subList(0, Math.max(0, files.size() - most))) {
            Files.deleteIfExists(file);
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
