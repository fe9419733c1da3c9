package io.orrery.browser;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a page has been sent over its socket, and the addresses that it has requested.
 *
 * @param told the messages; a binary frame as text, since it may begin with a state
 */
record Received(List<String> told, List<String> asked) {
    /** Records it from now on. */
    static Received by(Screen screen) {
        var received = new Received(
                Collections.synchronizedList(new ArrayList<>()), Collections.synchronizedList(new ArrayList<>()));
        screen.page()
                .onWebSocket(socket -> socket.onFrameReceived(frame -> received.told.add(
                        frame.text() != null
                                ? frame.text()
                                : new String(frame.binary(), StandardCharsets.ISO_8859_1))));
        screen.page().onRequest(request -> received.asked.add(request.url()));
        return received;
    }

    void forget() {
        told.clear();
        asked.clear();
    }
}
