package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.trace.Sampling;
import java.util.List;
import java.util.Optional;

/**
 * What everyone in a room sees: the {@code state} of the protocol.
 *
 * @param code the room's code
 * @param lobby people gather; the presenter has not begun, or shows the way in again
 * @param began when the presenter first left the lobby, ms of the server's clock; 0 before
 * @param address where people reach the room, without a path; empty until the presenter's page has said it
 * @param sharing whether screens that follow take the driver's camera
 * @param marks what is marked for everyone
 * @param exhibit models that are walked past
 * @param undo the command that would be undone; empty if there is none
 * @param sampling how tokens are chosen
 * @param generating how many tokens are still to come by themselves
 * @param second the same tokens by a model that is compared
 */
public record Stage(
        TraceSummary trace,
        Cursor cursor,
        boolean playing,
        boolean blank,
        String code,
        boolean lobby,
        double began,
        String address,
        boolean sharing,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mark> marks,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Exhibit> exhibit,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String undo,
        WheelState wheel,
        Sampling sampling,
        int generating,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TraceSummary> second) {
    public Stage {
        marks = List.copyOf(marks);
    }
}
