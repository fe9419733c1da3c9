package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.wire.CloseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may enter: the lock, the capacity, and people who are kept out. */
class DoorTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();

    @Test
    void nobodyNewEntersALockedRoomButThoseKnownComeBack() {
        var known = room.attendee();
        String me = known.last("welcome").get("me").textValue();
        known.drops();

        room.command(presenter, 1, "'do':'lock','on':true");

        assertThat(presenter.latest().at("/state/door/locked").booleanValue()).isTrue();
        assertThat(room.attendee().closed()).contains(CloseCode.LOCKED);
        assertThat(room.projector().closed()).contains(CloseCode.LOCKED);
        assertThat(room.attendee("", "a-secret-that-was-made-up").closed()).contains(CloseCode.LOCKED);
        assertThat(room.attendee("", me).closed()).isEmpty();
        assertThat(room.coPresenter().closed()).isEmpty();
        room.command(presenter, 2, "'do':'lock','on':false");
        assertThat(room.attendee().closed()).isEmpty();
    }

    /** The small copy of the hall's screen on the presenter's page sends the key, too. */
    @ParameterizedTest
    @ValueSource(strings = {"projector", "copy"})
    void screenWithAKeyEntersALockedRoom(String view) {
        room.command(presenter, 1, "'do':'lock','on':true");

        var screen = room.socket()
                .says("{'type':'hello','v':1,'view':'" + view + "','key':'" + RoomFixture.KEY + "'}")
                .flush();

        assertThat(screen.last("welcome").get("role").textValue()).isEqualTo("projector");
    }

    @Test
    void fullRoomTakesPeopleAgainWhenSomebodyLeaves() {
        room.command(presenter, 1, "'do':'capacity','people':2");
        var one = room.attendee();
        String me = one.last("welcome").get("me").textValue();
        room.attendee();

        assertThat(room.attendee().closed()).contains(CloseCode.FULL);
        // The same person in a second tab takes no second place.
        assertThat(room.attendee("", me).closed()).isEmpty();
        assertThat(room.presenter().closed()).isEmpty();
        room.command(presenter, 2, "'do':'capacity','people':3");
        assertThat(room.attendee().closed()).isEmpty();
    }

    @Test
    void presenterCannotRaiseTheCapacityAboveTheServersOwn() {
        room.command(presenter, 1, "'do':'capacity','people':100000");
        for (int i = 0; i < RoomsFixture.MOST_PEOPLE; i++) {
            assertThat(room.attendee().closed()).isEmpty();
        }

        assertThat(room.attendee().closed()).contains(CloseCode.FULL);
    }

    @Test
    void clearingTheStorageDoesNotBringBackWhoIsKeptOut() {
        String network = "2001:db8:1:2::/64";
        var present = room.attendee(network, "");
        var away = room.attendee(network, "");
        String known = away.last("welcome").get("me").textValue();
        away.drops();
        var troublemaker = room.attendee(network, "");
        String person = troublemaker.last("welcome").get("id").textValue();

        room.command(presenter, 1, "'do':'keep-out','person':'" + person + "'");

        assertThat(troublemaker.closed()).contains(CloseCode.KICKED);
        assertThat(room.attendee(network, "").closed()).contains(CloseCode.KEPT_OUT);
        room.loop().advance(Tally.ANNOUNCE_MS);
        assertThat(presenter.latest().at("/state/door/keptOut").intValue()).isEqualTo(1);
        assertThat(presenter.latest().toString()).doesNotContain(network);
        // Others behind the same address are not sent out, and come back.
        assertThat(present.closed()).isEmpty();
        assertThat(room.attendee(network, known).closed()).isEmpty();
        assertThat(room.attendee("2001:db8:1:3::/64", "").closed()).isEmpty();
        room.command(presenter, 1, "'do':'let-in'");
        assertThat(room.attendee(network, "").closed()).isEmpty();
        assertThat(presenter.latest().get("state").has("door")).isFalse();
    }

    @Test
    void attendeesAreNotToldAboutTheDoor() {
        var attendee = room.attendee();
        room.command(presenter, 1, "'do':'lock','on':true");
        room.command(presenter, 2, "'do':'capacity','people':7");

        assertThat(attendee.heard("state")).isEmpty();
        room.command(attendee, 3, "'do':'lock','on':false");
        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
    }

    @Test
    void keepsOutOnlyPeopleWhoArePresent() {
        room.command(presenter, 1, "'do':'keep-out','person':'nobody'");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-person");
    }

    @Test
    void doorStaysAsItIsAfterARestart() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var before = server.presenter(opening);
        var attendee = new HandSocket(server.rooms().find(opening.code()).orElseThrow(), server.loop(), "203.0.113.9")
                .says("{'type':'hello','v':1,'view':'attendee'}")
                .flush();
        String person = attendee.last("welcome").get("id").textValue();
        server.command(before, 1, "'do':'keep-out','person':'" + person + "'");
        server.rooms().close();
        server.loop().run();

        Room again = server.restarted().find(opening.code()).orElseThrow();

        assertThat(new HandSocket(again, server.loop(), "203.0.113.9")
                        .says("{'type':'hello','v':1,'view':'attendee'}")
                        .closed())
                .contains(CloseCode.KEPT_OUT);
        assertThat(new HandSocket(again, server.loop(), "203.0.113.10")
                        .says("{'type':'hello','v':1,'view':'attendee'}")
                        .closed())
                .isEmpty();
    }
}
