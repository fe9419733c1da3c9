package io.orrery.web;

import io.orrery.web.access.AddressRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a server keeps its rooms, and who may open one.
 *
 * @param data the folder of all that outlives the process; nothing outlives it where there is none
 * @param operatorKeyFile holds the operator's key; without it one is made in the data folder
 * @param openToAnyone whether rooms may be opened without the operator's key
 * @param mostRooms how many rooms there may be at once, the server's own among them
 * @param idle after which a room where nobody is closes for good
 * @param trustedProxies whose word on the address and the scheme of an asker counts
 */
public record Hosting(
        Optional<Path> data,
        Optional<Path> operatorKeyFile,
        boolean openToAnyone,
        int mostRooms,
        Duration idle,
        List<AddressRange> trustedProxies) {
    public static final int DEFAULT_MOST_ROOMS = 100;
    public static final int DEFAULT_IDLE_HOURS = 24;

    /** Rooms for holders of the operator's key, which are gone when the server stops. */
    public static final Hosting PASSING = new Hosting(
            Optional.empty(),
            Optional.empty(),
            false,
            DEFAULT_MOST_ROOMS,
            Duration.ofHours(DEFAULT_IDLE_HOURS),
            List.of());

    public Hosting {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
