package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Addresses of one IPv6 /64 open rooms; then the operator opens one. The addresses are told by the header of a trusted
 * proxy, which loopback must be for this attack.
 *
 * @param key the file with the operator's key
 */
record ManyRooms(Path key) implements Attack {
    private static final int ADDRESSES = 94;
    private static final int CREATED = 201;

    @Override
    public String name() {
        return "manyRooms";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        int opened = 0;
        for (int i = 1; i <= ADDRESSES; i++) {
            var asStranger = open(site).header("X-Forwarded-For", "2001:db8:0:1::" + Integer.toHexString(i));
            opened += status(site, asStranger) == CREATED ? 1 : 0;
        }
        var asOperator = open(site)
                .header("Authorization", "Bearer " + Files.readString(key).strip());
        return Map.of("addresses", ADDRESSES, "opened", opened, "operator", status(site, asOperator));
    }

    private static HttpRequest.Builder open(Site site) {
        return site.request("/api/rooms")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private static int status(Site site, HttpRequest.Builder request) throws IOException, InterruptedException {
        return site.client()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
