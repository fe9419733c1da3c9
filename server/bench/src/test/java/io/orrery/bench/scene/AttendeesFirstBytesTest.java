package io.orrery.bench.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.bench.fanout.Driver;
import io.orrery.bench.fanout.LoadedRoom;
import io.orrery.browser.TestBrowser;
import io.orrery.model.Presets;
import io.orrery.picture.Chromium;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttendeesFirstBytesTest {
    private static final double KIB = 1024;
    private static final long QUIET_MS = 1500;

    /** Brotli is used over HTTPS and on this machine, gzip, whose files are larger, over plain HTTP. */
    @ParameterizedTest
    @CsvSource({"'gzip, br', walks", "gzip, gathers", "gzip, walks"})
    void attendeesPageShowsTextAfterFewBytes(String encodings, String room) throws Exception {
        var options = new ServerOptions("127.0.0.1", 0, Presets.served(), Optional.empty());
        try (var server = Server.start(options);
                var driver = Driver.join(
                        HttpClient.newHttpClient(),
                        LoadedRoom.of(URI.create(server.links().presenter())),
                        1);
                var browser = Chromium.start(TestBrowser.program().toString());
                var tab = new Tab(browser.address())) {
            if (room.equals("walks")) {
                driver.move(seq -> {});
            }
            tab.prepare(Files.readString(Path.of("../web-client/src/test/js/without-drawing.js")));
            tab.accept(encodings);
            tab.open(server.links().audience());
            tab.await("performance.getEntriesByName('orrery:scene').length > 0");
            Tab.rest(QUIET_MS);

            double text = tab.wall("text");
            List<String> first = tab.traffic().requestedUntilWall(text);
            assertThat(tab.traffic().bytesUntilWall(text) / KIB).isBetween(20.0, 40.0);
            assertThat(first)
                    .anyMatch(address -> address.endsWith("/attendee.js"))
                    .noneMatch(address -> address.contains("/machine-"))
                    .noneMatch(address -> address.contains("/rest-"))
                    .noneMatch(address -> address.endsWith("/weights"));
            // The scene, which includes three.js, is loaded last.
            List<String> scripts = tab.traffic().requested().stream()
                    .filter(address -> address.endsWith(".js"))
                    .toList();
            int rest = indexOf(scripts, "/rest-");
            assertThat(indexOf(scripts, "/machine-")).isGreaterThan(rest);
            assertThat(rest).isGreaterThan(0);
        }
    }

    private static int indexOf(List<String> addresses, String part) {
        return IntStream.range(0, addresses.size())
                .filter(i -> addresses.get(i).contains(part))
                .findFirst()
                .orElseThrow();
    }
}
