package io.orrery.bench.fanout;

import java.io.IOException;
import java.net.http.HttpClient;

/**
 * What a room says of one step, to be said by another server.
 *
 * @param state JSON
 * @param people who is there, JSON
 * @param frame the step's numbers
 */
record Recorded(String state, String people, byte[] frame) {
    /** Listens to a room while somebody joins and the presenter takes a step. */
    static Recorded from(Servers.Running server, HttpClient client) throws IOException, InterruptedException {
        try (var audience = Audience.join(server.room(), 1);
                var listener = new Device(client, server.room());
                var driver = Driver.join(client, server.room(), 1)) {
            listener.hello(server.room().key());
            String people = listener.nextText(text -> text.startsWith("{\"type\":\"people\""));
            driver.move(audience::sending);
            String state = listener.nextText(text -> text.startsWith("{\"type\":\"state\""));
            return new Recorded(state, people, listener.frame(driver.seq()));
        }
    }
}
