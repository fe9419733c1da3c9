package io.orrery.room.activity;

import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import java.util.Optional;
import java.util.stream.Stream;

/** An activity whose part of the state names models, which the server keeps for the room. */
public interface ShowsModels<S extends Record> extends Activity<S> {
    /** The content ids of the models that this part of a state shows, or comes back to. */
    Stream<String> models(RoomState state);

    /**
     * Called after each change of the state, before people are told, to tell the engine what the room no longer needs.
     *
     * @param after empty when the room closes
     */
    default void changed(RoomState before, Optional<RoomState> after, Engine engine) {}
}
