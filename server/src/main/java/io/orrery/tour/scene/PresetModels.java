package io.orrery.tour.scene;

import io.orrery.error.OrreryException;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.model.Structure;
import io.orrery.model.Structures;
import io.orrery.tour.file.PollsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Models by the names of the command line, each opened when a tour first asks for it. */
public final class PresetModels implements TourModels {
    private final UnaryOperator<ModelReference> found;
    private final List<PollsFile.Prepared> polls;
    private final Map<String, Optional<TourModel>> opened = new HashMap<>();

    /** @param found the reference to a downloaded model, or the same @param polls the ready polls */
    public PresetModels(UnaryOperator<ModelReference> found, List<PollsFile.Prepared> polls) {
        this.found = found;
        this.polls = List.copyOf(polls);
    }

    @Override
    public List<PollsFile.Prepared> polls() {
        return polls;
    }

    @Override
    public Optional<TourModel> named(String id) {
        return opened.computeIfAbsent(id, this::open);
    }

    private Optional<TourModel> open(String id) {
        try {
            return Optional.of(TourModel.of(Presets.open(found.apply(ModelReference.of(id)))));
        } catch (OrreryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> names() {
        return Presets.shipped();
    }

    @Override
    public List<String> exhibits() {
        try {
            return Stream.concat(Structures.read().stream().map(Structure::preset), Stream.of(TourModels.FLIGHT))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
