package io.orrery.bench.fanout;

import java.net.URI;

/**
 * The room under load.
 *
 * @param socket address of the room's WebSocket
 * @param key the presenter's key
 */
public record LoadedRoom(URI socket, String key) {
    /** The room of a presenter's link, {@code http://host:port/r/CODE/present#key=KEY}. */
    public static LoadedRoom of(URI presenter) {
        String code = presenter.getPath().split("/")[2];
        var socket = URI.create("ws://" + presenter.getAuthority() + "/ws/rooms/" + code);
        return new LoadedRoom(socket, presenter.getFragment().substring("key=".length()));
    }

    /** The room's code. */
    public String code() {
        String path = socket.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
