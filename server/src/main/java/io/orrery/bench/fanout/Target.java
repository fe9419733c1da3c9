package io.orrery.bench.fanout;

import java.net.URI;

/**
 * A room to send load to.
 *
 * @param socket its WebSocket
 * @param key what its presenter shows
 */
public record Target(URI socket, String key) {
    /** The room of an address as the presenter is given it: {@code http://host:port/r/CODE/present#key=KEY}. */
    public static Target of(URI presenter) {
        String code = presenter.getPath().split("/")[2];
        var socket = URI.create("ws://" + presenter.getAuthority() + "/ws/rooms/" + code);
        return new Target(socket, presenter.getFragment().substring("key=".length()));
    }
}
