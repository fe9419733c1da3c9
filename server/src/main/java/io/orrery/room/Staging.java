package io.orrery.room;

import io.orrery.wire.Mark;
import java.util.List;

/**
 * How the machine is put before the audience, whatever it shows.
 *
 * @param lobby people gather
 * @param blank their screens are dark
 * @param sharing screens that follow take the driver's camera
 * @param marks what is marked for everyone
 */
record Staging(boolean lobby, boolean blank, boolean sharing, List<Mark> marks) {
    static final Staging FIRST = new Staging(true, false, false, List.of());

    Staging {
        marks = List.copyOf(marks);
    }

    Staging withLobby(boolean on) {
        return new Staging(on, blank, sharing, marks);
    }

    Staging withBlank(boolean on) {
        return new Staging(lobby, on, sharing, marks);
    }

    Staging withSharing(boolean on) {
        return new Staging(lobby, blank, on, marks);
    }

    Staging withMarks(List<Mark> next) {
        return new Staging(lobby, blank, sharing, next);
    }
}
