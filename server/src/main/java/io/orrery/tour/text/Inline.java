package io.orrery.tour.text;

import java.util.List;
import java.util.stream.Stream;

/** A piece of a paragraph. */
public sealed interface Inline {
    /** The pieces inside of it. */
    default List<Inline> inside() {
        return List.of();
    }

    /** It and all pieces inside of it, at any depth. */
    default Stream<Inline> all() {
        return Stream.concat(Stream.of(this), inside().stream().flatMap(Inline::all));
    }

    record Words(String text) implements Inline {}

    record Em(List<Inline> inside) implements Inline {
        public Em {
            inside = List.copyOf(inside);
        }
    }

    record Strong(List<Inline> inside) implements Inline {
        public Strong {
            inside = List.copyOf(inside);
        }
    }

    record Code(String text) implements Inline {}

    /** @param tex a formula as KaTeX reads it */
    record Formula(String tex) implements Inline {}

    /** @param line of the file */
    record Link(LinkTarget target, List<Inline> inside, int line) implements Inline {
        public Link {
            inside = List.copyOf(inside);
        }
    }

    /**
     * A number, token or part that is filled in from the trace.
     *
     * @param fact as it is written in braces
     * @param line of the file
     */
    record Value(String fact, int line) implements Inline {}

    /** The person's answer. */
    record Answer(int line) implements Inline {}

    /**
     * One of two texts.
     *
     * @param condition as it is written after {@code if}
     * @param then if it holds
     * @param otherwise if it does not; may be empty
     * @param line of the file
     */
    record Form(String condition, List<Inline> then, List<Inline> otherwise, int line) implements Inline {
        public Form {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public List<Inline> inside() {
            return Stream.concat(then.stream(), otherwise.stream()).toList();
        }
    }
}
