package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Wrong operator's keys from the operator's own address, then the right one.
 *
 * @param key the file with the right key
 */
record WrongKeys(Path key) implements Attack {
    private static final int WRONG = 200;

    @Override
    public String name() {
        return "wrongKeys";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        var wrong = new CountedAnswers();
        for (int i = 0; i < WRONG; i++) {
            wrong.count(Integer.toString(status(site, "wrong-key-of-a-stranger-" + i)));
        }
        return Map.of(
                "wrong",
                wrong.figures().get("answers"),
                "right",
                status(site, Files.readString(key).strip()));
    }

    private static int status(Site site, String key) throws IOException, InterruptedException {
        var request = site.request("/api/rooms")
                .header("Authorization", "Bearer " + key)
                .GET()
                .build();
        return site.client()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
