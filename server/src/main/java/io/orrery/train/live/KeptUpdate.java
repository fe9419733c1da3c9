package io.orrery.train.live;

import io.orrery.graph.Weights;
import io.orrery.model.Model;
import io.orrery.train.TextGradients;
import io.orrery.train.TrainingTask;
import io.orrery.train.UpdateAnatomy;
import java.util.Optional;

/**
 * An update that can be looked at.
 *
 * @param base the model that is trained anew
 * @param before content id of the model with the weights before it
 */
public record KeptUpdate(Model base, TrainingTask task, String before, UpdateAnatomy anatomy) {
    /**
     * How the loss of a text depended on its activations before the update.
     *
     * @param weights those before the update
     * @return empty if nothing should follow any of the text's positions
     */
    public Optional<TextGradients> ofText(Weights weights, int... tokens) {
        return task.asExample(tokens).map(text -> TextGradients.of(base.graph(), weights, text));
    }
}
