package io.orrery.web.access;

import io.javalin.http.Context;
import io.orrery.room.access.RoomKey;
import java.util.Optional;

/** The person who runs the server, identified only by a key in the {@code Authorization} header. */
public final class Operator {
    private static final String SCHEME = "Bearer ";

    private final RoomKey key;

    public Operator(String key) {
        this.key = RoomKey.of(key);
    }

    public boolean isBehind(Context ctx) {
        return Optional.ofNullable(ctx.header("Authorization"))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .filter(key::matches)
                .isPresent();
    }
}
