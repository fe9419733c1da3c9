package io.orrery.tour.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** What the learner does before being told. */
public sealed interface Act {
    /** The focus that the last hint lights. */
    Optional<FocusSpec> show();

    /** The layer whose parts it is about, from 1; empty for those of all layers. */
    OptionalInt layer();

    /** Its line in the file. */
    int line();

    /**
     * A choice of one of some options.
     *
     * @param right which option is right
     */
    record Choice(Options options, Right right, Optional<FocusSpec> show, int line) implements Act {
        @Override
        public OptionalInt layer() {
            return options instanceof Options.Heads heads ? heads.layer() : OptionalInt.empty();
        }
    }

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

    /** What makes an option the right one. */
    sealed interface Right {
        /** @param word a fact that gives one of the options, or an option's id */
        record Named(String word) implements Right {}

        /** The first whose condition holds in the run. */
        record Measured(List<Case> cases) implements Right {
            public Measured {
                cases = List.copyOf(cases);
            }
        }

        /** @param option its id */
        record Case(String option, String condition, int line) {}
    }

    /** The options that people choose from. */
    sealed interface Options {
        /** The positions of the text. */
        record Tokens() implements Options {}

        /** The most probable next tokens. */
        record Next(int count) implements Options {}

        /** @param layer from 1; empty for the heads of all layers */
        record Heads(OptionalInt layer) implements Options {}

        record Signs() implements Options {}

        /**
         * Ids, whose words are in the languages' files.
         *
         * @param isInOrder whether they are offered as written, not shuffled
         */
        record Own(List<String> ids, boolean isInOrder) implements Options {
            public Own {
                ids = List.copyOf(ids);
            }

            /** The ids as they are offered: the same on every screen. @param seed names the question and its text */
            public List<String> offered(String seed) {
                if (isInOrder) {
                    return ids;
                }
                var shuffled = new ArrayList<>(ids);
                Collections.shuffle(shuffled, new Random(seed.hashCode()));
                return shuffled;
            }
        }

        /** The kinds with a name. */
        List<String> NAMED = List.of("tokens", "next", "heads", "signs");

        /** The ids of the signs. */
        List<String> SIGNS = List.of("positive", "negative");
    }
}
