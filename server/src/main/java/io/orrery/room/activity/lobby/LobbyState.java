package io.orrery.room.activity.lobby;

import io.orrery.room.state.Part;

/**
 * Whether the room is in the lobby.
 *
 * @param lobby whether the lobby is shown: before the presentation, and when the presenter opens it again
 * @param began when the lobby was left for the first time, ms of the server's clock; 0 before that
 */
public record LobbyState(boolean lobby, double began) {
    public static final Part<LobbyState> PART = Part.flat("lobby", LobbyState.class, new LobbyState(true, 0));

    LobbyState gathering() {
        return new LobbyState(true, began);
    }

    /** Leaves the lobby. The presentation begins when it is left for the first time. */
    public LobbyState left(double now) {
        return new LobbyState(false, began > 0 ? began : now);
    }
}
