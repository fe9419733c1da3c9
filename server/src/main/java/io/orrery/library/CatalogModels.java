package io.orrery.library;

import io.orrery.model.Model;
import io.orrery.model.Structure;
import io.orrery.tour.file.PollsFile;
import io.orrery.tour.scene.TourModel;
import io.orrery.tour.scene.TourModels;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The models on offer, for tours. */
final class CatalogModels implements TourModels {
    private final Catalog catalog;
    private final List<PollsFile.Prepared> polls;

    CatalogModels(Catalog catalog, List<PollsFile.Prepared> polls) {
        this.catalog = catalog;
        this.polls = polls;
    }

    @Override
    public Optional<TourModel> named(String id) {
        return catalog.models().stream()
                .filter(model -> model.preset().id().equals(id))
                .findFirst()
                .map(this::of);
    }

    /**
     * The model on offer that a name or content id means, also if it is one of its checkpoints.
     *
     * @throws io.orrery.error.OrreryException with {@link io.orrery.error.LibraryError.UnknownModel}
     */
    TourModel base(String name) {
        return of(catalog.model(catalog.baseOf(catalog.named(name).id())));
    }

    private TourModel of(Model model) {
        return new TourModel(model, catalog.checkpoints().updates(model));
    }

    /** The model that pages begin with. */
    String first() {
        return names().get(0);
    }

    @Override
    public List<String> names() {
        return catalog.models().stream().map(model -> model.preset().id()).toList();
    }

    @Override
    public List<PollsFile.Prepared> polls() {
        return polls;
    }

    @Override
    public List<String> exhibits() {
        return Stream.concat(catalog.structures().stream().map(Structure::preset), Stream.of(FLIGHT))
                .toList();
    }
}
