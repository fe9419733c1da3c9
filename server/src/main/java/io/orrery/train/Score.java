package io.orrery.train;

import java.util.Map;

/** How well a model does its task. */
public interface Score {
    /** The mean loss on the texts that the model is scored with, in nats. */
    double loss();

    /** Whether weights with this score are kept instead of earlier ones with the other. */
    boolean isBetterThan(Score earlier);

    /** The score in a few words, for a line of progress. */
    String note();

    /** The score as entries of a JSON object. */
    Map<String, Object> figures();
}
