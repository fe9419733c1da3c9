package io.orrery.tour.file;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the learner does before being told. */
public sealed interface Act {
    /** What the last hint lights. */
    Optional<FocusSpec> show();

    /** Its line in the file. */
    int line();

    /**
     * A choice of one of some options.
     *
     * @param right a fact that gives one of the options, or an option's id
     */
    record Choice(Options options, String right, Optional<FocusSpec> show, int line) implements Act {}

    /**
     * Something to do.
     *
     * @param what see {@link #DEEDS}
     * @param until the condition with which it is done
     * @param layer whose parts can be switched, from 1; empty for those of all layers
     */
    record Doing(String what, String until, OptionalInt layer, Optional<FocusSpec> show, int line) implements Act {}

    /** What there can be to do. */
    List<String> DEEDS = List.of("text", "checkpoint", "switch");

    /** What options there are. */
    sealed interface Options {
        /** The positions of the text. */
        record Tokens() implements Options {}

        /** The most probable next tokens. */
        record Next(int count) implements Options {}

        /** @param layer from 1; empty for the heads of all layers */
        record Heads(OptionalInt layer) implements Options {}

        record Signs() implements Options {}

        /** Ids, whose words are in the languages' files. */
        record Own(List<String> ids) implements Options {
            public Own {
                ids = List.copyOf(ids);
            }
        }

        /** The kinds with a name. */
        List<String> NAMED = List.of("tokens", "next", "heads", "signs");

        /** The ids of the signs. */
        List<String> SIGNS = List.of("positive", "negative");
    }
}
