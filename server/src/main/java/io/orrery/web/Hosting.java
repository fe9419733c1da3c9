package io.orrery.web;

import io.orrery.store.LogLimits;
import io.orrery.web.access.AddressRange;
import io.orrery.web.access.FrameAncestors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a server saves its rooms, and who may open one.
 *
 * @param data the data folder; without one, rooms and the operator's key are lost when the process ends
 * @param operatorKeyFile file with the operator's key; without one, a key is generated in the data folder
 * @param openToAnyone whether rooms may be opened without the operator's key
 * @param mostRooms greatest number of rooms at the same time, including the server's own
 * @param roomCapacity the most people without a key in one room
 * @param idle a room that has been empty for this long is closed until its presenter's link opens it
 * @param log how much is kept of the rooms' logs
 * @param trustedProxies proxies whose headers about the client's address and scheme are believed
 * @param embedFrom sites that may show every room, and the page for walking alone, in a frame; see {@link FrameAncestors}
 */
public record Hosting(
        Optional<Path> data,
        Optional<Path> operatorKeyFile,
        boolean openToAnyone,
        int mostRooms,
        int roomCapacity,
        Duration idle,
        LogLimits log,
        List<AddressRange> trustedProxies,
        List<String> embedFrom) {
    public static final int DEFAULT_MOST_ROOMS = 100;

    /** More than the largest hall that was measured ({@code docs/performance.md}). */
    public static final int DEFAULT_ROOM_CAPACITY = 5000;

    public static final int DEFAULT_IDLE_HOURS = 24;

    /** Only the operator opens rooms, and nothing is saved. */
    public static final Hosting TEMPORARY = new Hosting(
            Optional.empty(),
            Optional.empty(),
            false,
            DEFAULT_MOST_ROOMS,
            DEFAULT_ROOM_CAPACITY,
            Duration.ofHours(DEFAULT_IDLE_HOURS),
            LogLimits.DEFAULT,
            List.of(),
            List.of());

    /** Hosting with the default capacity and log of rooms, which no other site may show in a frame. */
    public Hosting(
            Optional<Path> data,
            Optional<Path> operatorKeyFile,
            boolean openToAnyone,
            int mostRooms,
            Duration idle,
            List<AddressRange> trustedProxies) {
        this(
                data,
                operatorKeyFile,
                openToAnyone,
                mostRooms,
                DEFAULT_ROOM_CAPACITY,
                idle,
                LogLimits.DEFAULT,
                trustedProxies,
                List.of());
    }

    public Hosting {
        trustedProxies = List.copyOf(trustedProxies);
        embedFrom = List.copyOf(embedFrom);
    }

    /** The same hosting, which these sites may show in a frame. */
    public Hosting withEmbedFrom(List<String> sites) {
        return new Hosting(
                data, operatorKeyFile, openToAnyone, mostRooms, roomCapacity, idle, log, trustedProxies, sites);
    }
}
