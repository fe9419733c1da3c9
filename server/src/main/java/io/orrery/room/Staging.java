package io.orrery.room;

import io.orrery.wire.Exhibit;
import io.orrery.wire.Mark;
import java.util.List;
import java.util.Optional;

/**
 * How the machine is put before the audience, whatever it shows.
 *
 * @param lobby people gather
 * @param blank their screens are dark
 * @param sharing screens that follow take the driver's camera
 * @param marks what is marked for everyone
 * @param exhibit models that are walked past, in the machine's place
 */
record Staging(boolean lobby, boolean blank, boolean sharing, List<Mark> marks, Optional<Exhibit> exhibit) {
    static final Staging FIRST = new Staging(true, false, false, List.of(), Optional.empty());

    Staging {
        marks = List.copyOf(marks);
    }

    Staging withLobby(boolean on) {
        return new Staging(on, blank, sharing, marks, exhibit);
    }

    Staging withBlank(boolean on) {
        return new Staging(lobby, on, sharing, marks, exhibit);
    }

    Staging withSharing(boolean on) {
        return new Staging(lobby, blank, on, marks, exhibit);
    }

    Staging withMarks(List<Mark> next) {
        return new Staging(lobby, blank, sharing, next, exhibit);
    }

    Staging withExhibit(Optional<Exhibit> next) {
        return new Staging(lobby, blank, sharing, marks, next);
    }
}
