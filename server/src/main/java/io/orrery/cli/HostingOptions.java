package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.room.Rooms;
import io.orrery.store.LogLimits;
import io.orrery.web.Hosting;
import io.orrery.web.ServerOptions;
import io.orrery.web.access.AddressRange;
import io.orrery.web.access.FrameAncestors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a server's operator: where rooms are saved, and who may open one. */
final class HostingOptions {
    /** Who may open rooms; the names are the values of {@code --open-rooms}. */
    enum Openers {
        operator,
        anyone
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The folder for rooms and the operator's key, so that they survive a restart. Created if missing."
                            + " By default .orrery/PORT in your home folder; with --port 0 nothing is kept.")
    private Path data;

    @Option(
            names = "--operator-key-file",
            paramLabel = "FILE",
            description =
                    "A file with the operator's key, at least 16 characters. By default a key is generated once, in"
                            + " the data folder.")
    private Path operatorKeyFile;

    @Option(
            names = "--open-rooms",
            paramLabel = "WHO",
            defaultValue = "operator",
            description = "Who may open rooms: operator (the default; requires the operator's key) or anyone.")
    private Openers openRooms;

    @Option(
            names = "--max-rooms",
            paramLabel = "N",
            defaultValue = "" + Hosting.DEFAULT_MOST_ROOMS,
            description =
                    "Limit of open rooms at the same time, including the server's own. By default ${DEFAULT-VALUE}.")
    private int mostRooms;

    @Option(
            names = "--room-capacity",
            paramLabel = "N",
            defaultValue = "" + Hosting.DEFAULT_ROOM_CAPACITY,
            description =
                    "Limit of people in a room, not counting those with a key; its presenter can set a lower one. By"
                            + " default ${DEFAULT-VALUE}.")
    private int roomCapacity;

    @Option(
            names = "--idle-hours",
            paramLabel = "N",
            defaultValue = "" + Hosting.DEFAULT_IDLE_HOURS,
            description = "A room that has been empty for this many hours is closed until its presenter's link opens it"
                    + " again, except the server's own. By default ${DEFAULT-VALUE}.")
    private int idleHours;

    @Option(
            names = "--log-days",
            paramLabel = "N",
            defaultValue = "" + LogLimits.DEFAULT_DAYS,
            description =
                    "Changes of rooms, and closed rooms, are kept for this many days; longer only where undo or the"
                            + " newest state of an open room needs them. By default ${DEFAULT-VALUE}.")
    private int logDays;

    @Option(
            names = "--keep-answers-days",
            paramLabel = "N",
            defaultValue = "" + Rooms.DEFAULT_ANSWERS_DAYS,
            description = "What people answer and write, and their names, are kept for this many days. By default"
                    + " ${DEFAULT-VALUE}.")
    private int answersDays;

    @Option(
            names = "--log-mib",
            paramLabel = "N",
            defaultValue = "" + LogLimits.DEFAULT_MIB,
            description = "Limit of the changes that are kept of all rooms together, MiB; the oldest closed sessions go"
                    + " first. By default ${DEFAULT-VALUE}.")
    private int logMib;

    @Option(
            names = "--recordings-gib",
            paramLabel = "N",
            defaultValue = "" + LogLimits.DEFAULT_RECORDINGS_GIB,
            description = "Limit of all recordings together, GiB; the oldest that are not published are erased first."
                    + " By default ${DEFAULT-VALUE}.")
    private int recordingsGib;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "CIDR",
            split = ",",
            description =
                    "A proxy whose X-Forwarded-For and X-Forwarded-Proto are believed: an address, or a range such"
                            + " as 10.0.0.0/8. May be given several times.")
    private List<String> trustedProxies = new ArrayList<>();

    @Option(
            names = "--embed-from",
            paramLabel = "ORIGIN",
            split = ",",
            description = "A site that may show the machine in a frame, alone or with any room: an origin such as"
                    + " https://slides.example.org, https://*.example.org for all hosts below one, or * for every site."
                    + " May be given several times. By default none, but those that a room's presenter allows.")
    private List<String> embedFrom = new ArrayList<>();

    /** @param port the port that the server listens on; 0 for any free port */
    Hosting hosting(int port) {
        requirePositive("--max-rooms", mostRooms);
        requirePositive("--room-capacity", roomCapacity);
        requirePositive("--idle-hours", idleHours);
        requirePositive("--log-days", logDays);
        requirePositive("--keep-answers-days", answersDays);
        requirePositive("--log-mib", logMib);
        requirePositive("--recordings-gib", recordingsGib);
        return new Hosting(
                Optional.ofNullable(data).or(() -> port == 0 ? Optional.empty() : Optional.of(defaultData(port))),
                Optional.ofNullable(operatorKeyFile),
                openRooms == Openers.anyone,
                mostRooms,
                roomCapacity,
                Duration.ofHours(idleHours),
                new LogLimits(logDays, logMib, answersDays, recordingsGib),
                trustedProxies.stream().map(this::range).toList(),
                embedFrom.stream().map(this::site).toList());
    }

    /** The data folder of a server on the usual port. */
    static Path usualData() {
        return defaultData(ServerOptions.DEFAULT_PORT);
    }

    /** The default data folder. It depends on the port, which two servers cannot share, so each has its own. */
    private static Path defaultData(int port) {
        return Path.of(System.getProperty("user.home"), ".orrery", Integer.toString(port));
    }

    private AddressRange range(String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.NotAnAddressRange(e.getMessage()));
        }
    }

    private String site(String text) {
        if (!FrameAncestors.isSite(text)) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.NotASite("--embed-from", text));
        }
        return text;
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.OptionTooSmall(option, 1, value));
        }
    }
}
