package io.orrery.bench.fanout;

import java.io.IOException;
import java.net.http.HttpClient;

/**
 * The messages that a room sends for one step, recorded so that the baseline server can send the same.
 *
 * @param state the {@code state} message, JSON
 * @param people the {@code people} message, JSON
 * @param frame the step's binary frame
 */
record RecordedStep(String state, String people, byte[] frame) {
    /** Records a room's messages while an attendee joins and the presenter takes a step. */
    static RecordedStep from(Servers.Running server, HttpClient client) throws IOException, InterruptedException {
        try (var audience = Audience.join(server.room(), 1);
                var listener = new PresenterConnection(client, server.room());
                var driver = Driver.join(client, server.room(), 1)) {
            listener.hello(server.room().key());
            String people = listener.nextText(text -> text.startsWith("{\"type\":\"people\""));
            driver.move(audience::sending);
            String state = listener.nextText(text -> text.startsWith("{\"type\":\"state\""));
            return new RecordedStep(state, people, listener.frame(driver.seq()));
        }
    }
}
