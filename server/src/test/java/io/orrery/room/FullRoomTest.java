package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FullRoomTest {
    private static final int KIB = 1024;

    private final RoomFixture room = new RoomFixture();

    @Test
    void framesAreSmallerWithMoreThanFiftyPeople() {
        var presenter = room.presenter();
        for (int i = 0; i < 49; i++) {
            room.attendee();
        }
        room.command(presenter, 1, go("t3", "embed"));
        assertThat(room.engine().largest()).last().isEqualTo(64 * KIB);

        room.attendee();
        room.command(presenter, presenter.last("state").get("seq").longValue(), go("t3", "resid"));

        assertThat(room.engine().largest()).last().isEqualTo(16 * KIB);
    }
}
