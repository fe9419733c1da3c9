package io.orrery.tour.text;

import io.orrery.tour.Level;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A text: the same for all levels, or one for each. */
public sealed interface Rich {
    /** The text of a level. */
    Words at(Level level);

    /**
     * A text with its place in the file.
     *
     * @param line from 1
     */
    record Words(List<Block> blocks, int line) implements Rich {
        public Words {
            blocks = List.copyOf(blocks);
        }

        /** All pieces, also those inside of others. */
        public Stream<Inline> inlines() {
            return blocks.stream().flatMap(Block::inlines).flatMap(Inline::all);
        }

        @Override
        public Words at(Level level) {
            return this;
        }
    }

    /** A text for every level. */
    record Levels(Map<Level, Words> texts) implements Rich {
        public Levels {
            texts = Map.copyOf(texts);
        }

        @Override
        public Words at(Level level) {
            return texts.get(level);
        }
    }
}
