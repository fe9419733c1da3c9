package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;

/** Checks of what a fact names, and its numbers from 0. */
final class FactSpots {
    private FactSpots() {}

    /** @param layer from 1; 0 for none */
    static void checkLayer(int layer, int layers) {
        if (layer > layers) {
            throw new OrreryException(new FactError.NoSuchLayerNumber(layer, layers));
        }
    }

    /** @param head from 1 */
    static void checkHead(int head, int heads) {
        if (head > heads) {
            throw new OrreryException(new FactError.NoSuchHeadNumber(head, heads));
        }
    }
}
