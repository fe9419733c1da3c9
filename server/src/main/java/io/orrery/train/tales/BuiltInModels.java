package io.orrery.train.tales;

import io.orrery.model.Model;
import io.orrery.train.NanoSort;
import io.orrery.train.TrainableModel;
import java.util.List;
import java.util.Optional;

/** The built-in models that can be trained again from a seed. */
public final class BuiltInModels {
    public static final List<TrainableModel> ALL = List.of(NanoSort.MODEL, TinyTales.MODEL);

    private BuiltInModels() {}

    /** How a model is trained, if it is a built-in one or has the name and the sizes of one. */
    public static Optional<TrainableModel> of(Model model) {
        return ALL.stream()
                .filter(each ->
                        each.id().equals(model.preset().id()) && each.config().equals(model.config()))
                .findFirst();
    }

    /** The number of updates in the whole training of such a model. */
    public static Optional<Integer> updates(Model model) {
        return of(model).map(each -> each.task().schedule().steps());
    }
}
