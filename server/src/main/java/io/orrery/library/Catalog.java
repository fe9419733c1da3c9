package io.orrery.library;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.model.Structure;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Traces;
import io.orrery.trace.change.References;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models on offer, with their checkpoints and the weights that trainings on this server made of them. */
public final class Catalog {
    private static final int BASES = 10_000;

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Map<String, Structure> structures = new LinkedHashMap<>();
    private final Checkpoints checkpoints;
    private final Snapshots snapshots;
    private final Traces traces;

    /** Content ids of models on offer, by those of their checkpoints and snapshots. */
    private final Cache<String, String> bases =
            Caffeine.newBuilder().maximumSize(BASES).build();

    /** See {@link Library}; {@code traces} may compute with every model that is found here. */
    Catalog(
            List<Model> models,
            List<Structure> structures,
            Checkpoints checkpoints,
            Optional<Path> trained,
            Traces traces) {
        this.checkpoints = checkpoints;
        this.snapshots = new Snapshots(trained, models, traces.budget(), this::offer, traces::withdraw);
        this.traces = traces;
        structures.forEach(structure -> this.structures.put(structure.id(), structure));
        for (Model model : models) {
            this.models.put(model.id(), model);
            offer(model);
        }
    }

    private void offer(Model model) {
        traces.offer(new RunnableModel(
                model.id(),
                model.graph(),
                model.weights(),
                () -> References.of(
                        model.preset().references(),
                        model.tokenizer(),
                        model.graph().sizes().n_ctx())));
    }

    /** In display order. */
    public List<Model> models() {
        return List.copyOf(models.values());
    }

    /** Models without weights, which can be viewed but not run. */
    public List<Structure> structures() {
        return List.copyOf(structures.values());
    }

    /** The structure with a content id, if that is a model without weights. */
    public Optional<Structure> structure(String id) {
        return Optional.ofNullable(structures.get(id));
    }

    /** The checkpoints of the models on offer. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** The weights of trainings on this server. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /**
     * The model with a content id.
     *
     * @throws OrreryException with {@link LibraryError.UnknownModel}, or {@link LibraryError.StructureOnly} if it has no weights
     */
    Model model(String id) {
        return open(id).orElseThrow(() -> notRunnable(id));
    }

    /** The model on offer, the checkpoint of one, or what a training made of one, with a content id. */
    Optional<Model> open(String id) {
        return Optional.ofNullable(models.get(id))
                .or(() -> snapshots.withId(id).map(Snapshots.Snapshot::model))
                .or(() -> checkpoints.withId(id).map(this::offered));
    }

    /** The content id of the model on offer of which another one is a checkpoint or was trained anew, or the id itself. */
    public String baseOf(String id) {
        if (models.containsKey(id)) {
            return id;
        }
        // A snapshot may have been closed in the meantime; its shape is still known.
        String base = bases.get(
                id,
                missing -> snapshots
                        .withId(id)
                        .map(Snapshots.Snapshot::base)
                        .or(() -> checkpoints.withId(id).map(Checkpoints.Opened::base))
                        .map(Model::id)
                        .orElse(null));
        return base == null ? id : base;
    }

    private Model offered(Checkpoints.Opened checkpoint) {
        if (!traces.isOffered(checkpoint.model().id())) {
            offer(checkpoint.model());
        }
        return checkpoint.model();
    }

    /**
     * The model with a content id or a preset's id, followed by {@code @} and a number of updates for a checkpoint.
     *
     * @throws OrreryException with {@link LibraryError.UnknownModel}, or {@link LibraryError.StructureOnly} if it has no weights
     */
    public Model named(String name) {
        return checkpoints
                .named(name)
                .map(this::offered)
                .or(() -> models.values().stream()
                        .filter(model -> model.preset().id().equals(name))
                        .findFirst())
                .or(() -> open(name))
                .orElseThrow(() -> notRunnable(name));
    }

    private OrreryException notRunnable(String name) {
        return structures.values().stream()
                .filter(structure ->
                        structure.id().equals(name) || structure.preset().equals(name))
                .findFirst()
                .map(structure -> new OrreryException(new LibraryError.StructureOnly(structure.title())))
                .orElseGet(() -> new OrreryException(new LibraryError.UnknownModel(name)));
    }
}
