package io.orrery.tour.text;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** A position of a text. */
public sealed interface PositionRef {
    /** The most that a position can be. */
    int MOST = 1_000_000;

    /** From 0; a number, or {@code "last"} for that of a text whose length is not known. */
    @JsonValue
    Object index();

    /** The position in a text of this length, from 0. */
    int at(int length);

    record Last() implements PositionRef {
        @Override
        public Object index() {
            return "last";
        }

        @Override
        public int at(int length) {
            return length - 1;
        }
    }

    /** @param number from 1 */
    record Number(int number) implements PositionRef {
        @Override
        public Object index() {
            return number - 1;
        }

        @Override
        public int at(int length) {
            return number - 1;
        }
    }

    /** Reads {@code first}, {@code last} or a number from 1. */
    static Optional<PositionRef> parse(String word) {
        return switch (word) {
            case "first" -> Optional.of(new Number(1));
            case "last" -> Optional.of(new Last());
            default ->
                word.matches("[1-9]\\d{0,5}") ? Optional.of(new Number(Integer.parseInt(word))) : Optional.empty();
        };
    }
}
