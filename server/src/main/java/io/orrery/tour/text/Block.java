package io.orrery.tour.text;

import java.util.List;
import java.util.stream.Stream;

/** A paragraph, a list or a formula on a line of its own. */
public sealed interface Block {
    /** All pieces of all paragraphs, without those inside of others. */
    Stream<Inline> inlines();

    record Paragraph(List<Inline> inside) implements Block {
        public Paragraph {
            inside = List.copyOf(inside);
        }

        @Override
        public Stream<Inline> inlines() {
            return inside.stream();
        }
    }

    record Items(List<List<Inline>> items, boolean ordered) implements Block {
        public Items {
            items = items.stream().map(List::copyOf).toList();
        }

        @Override
        public Stream<Inline> inlines() {
            return items.stream().flatMap(List::stream);
        }
    }

    record Formula(String tex) implements Block {
        @Override
        public Stream<Inline> inlines() {
            return Stream.of(new Inline.Formula(tex));
        }
    }
}
