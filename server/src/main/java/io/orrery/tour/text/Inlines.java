package io.orrery.tour.text;

import java.util.List;
import java.util.stream.Stream;

/** Looks into texts. */
public final class Inlines {
    private Inlines() {}

    /** All pieces of a text, also those inside of others. */
    public static Stream<Inline> all(Rich.Words words) {
        return words.blocks().stream().flatMap(Block::inlines).flatMap(Inlines::all);
    }

    private static Stream<Inline> all(Inline inline) {
        return Stream.concat(Stream.of(inline), inside(inline).stream().flatMap(Inlines::all));
    }

    private static List<Inline> inside(Inline inline) {
        if (inline instanceof Inline.Em em) {
            return em.inside();
        }
        if (inline instanceof Inline.Strong strong) {
            return strong.inside();
        }
        if (inline instanceof Inline.Link link) {
            return link.inside();
        }
        if (inline instanceof Inline.Form form) {
            return Stream.concat(form.then().stream(), form.otherwise().stream())
                    .toList();
        }
        return List.of();
    }
}
