package io.orrery.room.activity;

import io.orrery.room.state.RoomState;
import java.util.stream.Stream;

/** An activity whose part of the state names models, which the server keeps for the room. */
public interface ShowsModels<S extends Record> extends Activity<S> {
    /** The content ids of the models that this part of a state shows, or comes back to. */
    Stream<String> models(RoomState state);
}
