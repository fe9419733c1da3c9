package io.orrery.room;

import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.door.DoorActivity.DoorState;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.state.RoomState;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs the events of a room, each as a fixed sentence with key-value pairs. All of them are in this one file, so that a
 * reader can check that none holds a key, a secret, a name or anything that people typed. docs/deploying.md says which
 * of them ask the operator for a look.
 */
record RoomLog(RoomCode code) {
    private static final Logger LOG = LoggerFactory.getLogger("io.orrery.room");

    void opened(boolean openedByServer) {
        of(LOG.atInfo()).addKeyValue("house", openedByServer).log("A room was opened.");
    }

    void openAgain() {
        of(LOG.atInfo()).log("A room is open again.");
    }

    /** This server has not what it needs to show a room of another one. */
    void notShown(Throwable why) {
        LOG.debug("The room {} cannot be shown", code, why);
    }

    void modelGone() {
        of(LOG.atWarn()).log("A room's model is no longer offered; the room begins anew with another.");
    }

    void staysAsleep(Throwable failure) {
        of(LOG.atWarn()).setCause(failure).log("A room cannot be opened again yet; it is tried anew in a minute.");
    }

    void closed() {
        of(LOG.atInfo()).log("A room was closed.");
    }

    void closedForLackOfPeople() {
        of(LOG.atInfo()).log("An idle room was closed.");
    }

    void forgotten() {
        of(LOG.atInfo()).log("A closed room was deleted, for it was not opened for long.");
    }

    void keyIssued(Role role) {
        of(LOG.atInfo())
                .addKeyValue("role", role.word())
                .log(
                        switch (role) {
                            case MODERATOR -> "A moderator's link was made.";
                            case REMOTE -> "A link for remote control was made.";
                            default -> "A lost key was replaced; the old one has ended.";
                        });
    }

    void keyWithdrawn(Role role) {
        of(LOG.atInfo())
                .log(
                        role == Role.REMOTE
                                ? "A link for remote control was taken back."
                                : "A moderator's link was taken back.");
    }

    /** @param people the number of people present, including this one */
    void came(Role role, int people) {
        about(role, people).log("Someone who may drive has come.");
    }

    /** @param people the number of people still present */
    void left(Role role, int people) {
        about(role, people).log("Someone who may drive has gone.");
    }

    void wrongKey() {
        of(LOG.atInfo()).log("A wrong key was shown.");
    }

    /** @param people the number of people present */
    void changed(RoomState before, RoomState after, int people) {
        Activities.ALL
                .logged(before, after)
                .ifPresent(
                        line -> of(LOG.atInfo()).addKeyValue("people", people).log(line));
        DriverState driver = DriverState.PART.of(after);
        DriverState driverBefore = DriverState.PART.of(before);
        if (!driver.isHeldBy(driverBefore.holder())) {
            Role role = driver.isHeldBy(DriverState.PRESENTER) ? Role.PRESENTER : Role.CO_PRESENTER;
            of(LOG.atInfo()).addKeyValue("role", role.word()).log("The wheel has changed hands.");
        }
        DoorState door = DoorState.PART.of(after);
        DoorState doorBefore = DoorState.PART.of(before);
        if (doorBefore.locked() != door.locked()) {
            of(LOG.atInfo())
                    .addKeyValue("people", people)
                    .log(door.locked() ? "The room was locked." : "The room was unlocked.");
        }
        if (doorBefore.keptOut() != door.keptOut()) {
            of(LOG.atInfo())
                    .addKeyValue("addresses", door.keptOut())
                    .log("New people from some addresses are kept out.");
        }
        if (driverBefore.freeAt() == 0 && driver.freeAt() > 0) {
            of(LOG.atInfo())
                    .addKeyValue("seconds", Math.round(DriverState.WAIT_MS / 1000))
                    .log("The driver is gone, and the wheel waits.");
        }
    }

    void sentOut(int people) {
        of(LOG.atInfo()).addKeyValue("people", people).log("Someone was sent out.");
    }

    void cutOff(CloseCode why) {
        of(LOG.atInfo())
                .addKeyValue("close", why.code())
                .addKeyValue("reason", why.reason())
                .log("A connection was cut off.");
    }

    private LoggingEventBuilder about(Role role, int people) {
        return of(LOG.atInfo()).addKeyValue("role", role.word()).addKeyValue("people", people);
    }

    private LoggingEventBuilder of(LoggingEventBuilder event) {
        return event.addKeyValue("room", code.text());
    }
}
