package io.orrery.model.preset;

/** What a model was trained to do, as its description says. */
public sealed interface Task {
    /**
     * Sorting: after {@code length} tokens the text goes on with the same tokens in ascending order of their ids. A page can
     * check whether that is what the model predicts.
     */
    record Sort(int length) implements Task {}

    /** A sentence from the model's description, shown as it is. */
    record Told(String sentence) implements Task {}

    /** The description says nothing. */
    record Unknown() implements Task {}
}
