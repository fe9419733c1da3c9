package io.orrery.room.activity.lobby;

import io.orrery.room.state.Part;

/**
 * Whether people gather.
 *
 * @param lobby the presenter has not begun, or shows the way in again
 * @param began when the lobby was left first, ms of the server's clock; 0 before
 */
public record LobbyState(boolean lobby, double began) {
    public static final Part<LobbyState> PART = Part.flat("lobby", LobbyState.class, new LobbyState(true, 0));

    LobbyState gathering() {
        return new LobbyState(true, began);
    }

    /** The lobby is left; the first time is when the session begins. */
    public LobbyState left(double now) {
        return new LobbyState(false, began > 0 ? began : now);
    }
}
