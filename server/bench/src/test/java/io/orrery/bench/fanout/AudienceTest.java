package io.orrery.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudienceTest {
    private static final int SIZE = 3;
    private static final int STEPS = 5;

    @Test
    void everyoneGetsEveryFrameOfAPresenterWhoWaitsForThem(@TempDir Path folder) throws Exception {
        try (var server = server(folder);
                var audience = Audience.join(room(server), SIZE);
                var driver = Driver.join(HttpClient.newHttpClient(), room(server), 1)) {
            audience.countFrom(driver.seq() + 1);
            for (int step = 1; step <= STEPS; step++) {
                driver.move(audience::sending);
                audience.awaitNewest(driver.seq());
            }

            assertThat(audience.counts().count()).isEqualTo((long) STEPS * SIZE);
        }
    }

    @Test
    void saysHowManyDidNotGetTheNewestFrame(@TempDir Path folder) throws Exception {
        try (var server = server(folder);
                var audience = Audience.join(room(server), SIZE);
                var driver = Driver.join(HttpClient.newHttpClient(), room(server), 1)) {
            long never = driver.seq() + 1;

            assertThatThrownBy(() -> audience.awaitNewest(never, Duration.ZERO))
                    .isInstanceOf(IOException.class)
                    .hasMessage("3 of 3 attendees did not get the newest frame, that of change " + never + ".");
        }
    }

    private static Server server(Path folder) throws IOException {
        FanoutModel.write(folder);
        return Server.start(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of(folder.toString())), Optional.empty()));
    }

    private static LoadedRoom room(Server server) {
        return LoadedRoom.of(URI.create(server.links().presenter()));
    }
}
