package io.orrery.browser;

import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server on which an operator opens rooms, with a key that tests know. */
final class OperatorServer {
    static final String KEY = "an-operators-key-of-some-length";

    private OperatorServer() {}

    /**
     * @param folder for the file of the key
     * @param anyone whether rooms are opened without it, too
     * @param rooms how many at most
     */
    static ServerOptions options(Path folder, boolean anyone, int rooms, ModelReference... models) throws IOException {
        return new ServerOptions(
                "127.0.0.1",
                0,
                List.of(models),
                Optional.empty(),
                new Hosting(
                        Optional.empty(),
                        Optional.of(Files.writeString(folder.resolve("key"), KEY)),
                        anyone,
                        rooms,
                        Duration.ofHours(1),
                        List.of()));
    }
}
