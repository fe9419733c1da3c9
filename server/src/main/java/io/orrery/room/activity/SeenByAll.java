package io.orrery.room.activity;

import io.orrery.wire.Role;
import java.util.Optional;

/** An activity whose part of the state everybody sees. */
public interface SeenByAll<S extends Record> extends Activity<S> {
    @Override
    default Optional<S> seenBy(Role role, S state) {
        return Optional.of(state);
    }
}
