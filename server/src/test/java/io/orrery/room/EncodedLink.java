package io.orrery.room;

import io.orrery.room.link.Link;
import io.orrery.room.link.Link.FromFront;
import io.orrery.room.link.Link.FromOwner;
import io.orrery.room.link.Link.Seen;
import io.orrery.room.link.Link.Summary;
import io.orrery.room.link.LinkJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A link that passes everything on at once, as bytes. */
final class EncodedLink {
    private EncodedLink() {}

    static Link.Owner between(Room owner, Link.Front front) {
        Link.Owner end = owner.link(new Link.Front() {
            @Override
            public void hear(FromOwner said) {
                front.hear(copy(said, FromOwner.class));
            }

            @Override
            public List<Seen> seen() {
                return copy(new Summary(front.seen()), Summary.class).seen();
            }
        });
        return new Link.Owner() {
            @Override
            public void hear(FromFront said) {
                end.hear(copy(said, FromFront.class));
            }

            @Override
            public void lost() {
                end.lost();
            }
        };
    }

    /** What is left of a value that was written as bytes. */
    static <T> T copy(T said, Class<T> type) {
        try {
            return LinkJson.read(LinkJson.write(said, type), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
