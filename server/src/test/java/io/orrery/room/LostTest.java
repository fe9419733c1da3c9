package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** "I am lost": each attendee's flag, and who sees it. */
class LostTest {
    private static final String RAISE = "'do':'lost','on':true";
    private static final String LOWER = "'do':'lost','on':false";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket ada = room.attendee();
    private final HandSocket max = room.attendee();

    @Test
    void presenterSeesCountsPerStepButNotWho() {
        room.command(ada, 1, RAISE);
        room.command(presenter, 1, go("t3", "embed"));
        room.command(max, 3, RAISE);
        room.command(room.attendee(), 4, RAISE);

        room.loop().advance(Tally.ANNOUNCE_MS);
        assertThat(presenter.latest().at("/state/lost").toString()).isEqualTo("{\"steps\":{\"embed\":2,\"start\":1}}");
        assertThat(presenter.latest().toString()).doesNotContain(idOf(ada));
        assertThat(room.coPresenter()
                        .last("welcome")
                        .at("/state/lost/steps/embed")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void presenterIsToldOfManyFlagsAtMostFourTimesASecond() {
        int told = presenter.heard("counts").size();
        for (int i = 0; i < 20; i++) {
            room.command(ada, 1, i % 2 == 0 ? RAISE : LOWER);
            room.command(max, 1, i % 2 == 0 ? LOWER : RAISE);
            room.loop().advance(50);
            presenter.flush();
        }

        assertThat(presenter.heard("counts").size() - told).isBetween(1, 4);
        assertThat(presenter.latest().at("/state/lost/steps/start").intValue()).isEqualTo(1);
    }

    @Test
    void attendeesSeeOnlyTheirOwnFlag() {
        String id = room.command(ada, 1, RAISE);

        assertThat(ada.last("own").get("state").toString()).isEqualTo("{\"lost\":{\"step\":\"start\"}}");
        assertThat(ada.last("state").get("by").textValue()).isEqualTo(id);
        assertThat(ada.last("state").get("state").has("lost")).isFalse();
        assertThat(max.heard("state")).isEmpty();
        assertThat(max.heard("own")).isEmpty();
        room.command(presenter, 1, go("t3", "embed"));
        assertThat(max.latest().get("state").has("lost")).isFalse();
        assertThat(room.projector().last("welcome").get("state").has("lost")).isFalse();
        assertThat(room.attendee().last("welcome").get("state").has("lost")).isFalse();
    }

    @Test
    void personCanLowerTheirFlag() {
        room.command(ada, 1, RAISE);
        room.command(max, 2, RAISE);

        room.command(ada, 3, LOWER);

        assertThat(ada.last("own").get("state")).isEmpty();
        room.loop().advance(Tally.ANNOUNCE_MS);
        assertThat(presenter.latest().at("/state/lost/steps/start").intValue()).isEqualTo(1);
        room.command(max, 4, LOWER);
        room.loop().advance(Tally.ANNOUNCE_MS);
        assertThat(presenter.latest().get("state").has("lost")).isFalse();
    }

    @Test
    void raisingAgainKeepsTheStep() {
        room.command(ada, 1, RAISE);
        ada.flush();
        room.command(presenter, 1, go("t3", "embed"));
        ada.flush();
        room.loop().advance(Tally.ANNOUNCE_MS);
        int told = presenter.heard("counts").size();

        String again = room.command(ada, 1, RAISE);
        room.loop().advance(Tally.ANNOUNCE_MS);

        assertThat(ada.last("state").get("by").textValue()).isEqualTo(again);
        assertThat(presenter.heard("counts")).hasSize(told);
        assertThat(presenter.latest().at("/state/lost").toString()).isEqualTo("{\"steps\":{\"start\":1}}");
    }

    @Test
    void flagIsNotUndoneAndMakesNoCommandStale() {
        room.command(presenter, 1, go("t3", "embed"));
        room.command(ada, 1, RAISE);

        room.command(presenter, 2, "'do':'undo'");
        room.loop().advance(Tally.ANNOUNCE_MS);

        JsonNode state = presenter.latest().get("state");
        assertThat(presenter.heard("refused")).isEmpty();
        assertThat(state.at("/cursor/step").textValue()).isEqualTo("start");
        assertThat(state.at("/lost/steps/embed").intValue()).isEqualTo(1);
    }

    @Test
    void flagOfAPersonWhoReturnsInTimeStaysUp() {
        room.command(ada, 1, RAISE);
        String me = ada.last("welcome").get("me").textValue();

        ada.drops();
        pass(room.loop(), Room.AWAY_MS - 1, presenter, max);
        assertThat(presenter.latest().at("/state/lost/steps/start").intValue()).isEqualTo(1);
        var back = room.again("attendee", me);
        pass(room.loop(), Room.AWAY_MS, presenter, max, back);

        assertThat(back.last("own").at("/state/lost/step").textValue()).isEqualTo("start");
        assertThat(presenter.latest().at("/state/lost/steps/start").intValue()).isEqualTo(1);
    }

    @Test
    void flagOfAPersonWhoStaysAwayIsLowered() {
        room.command(ada, 1, RAISE);

        ada.drops();
        pass(room.loop(), Room.AWAY_MS + Tally.ANNOUNCE_MS, presenter, max);

        assertThat(presenter.latest().get("state").has("lost")).isFalse();
    }

    @Test
    void flagOfARemovedPersonIsLowered() {
        room.command(ada, 1, RAISE);

        room.command(presenter, 1, "'do':'kick','person':'" + idOf(ada) + "'");
        room.loop().advance(Tally.ANNOUNCE_MS);

        assertThat(presenter.latest().get("state").has("lost")).isFalse();
    }

    @Test
    void flagsOfPeopleWhoReturnSurviveARestart() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var first = server.join(opening, "attendee", "x");
        server.command(first, 1, RAISE);
        server.command(server.join(opening, "attendee", "x"), 1, RAISE);
        String me = first.last("welcome").get("me").toString();
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        var drives = server.presenter(again, opening);
        assertThat(drives.last("welcome").at("/state/lost/steps/start").intValue())
                .isEqualTo(2);
        var back = server.join(again.find(opening.code()).orElseThrow(), "attendee", "'me':" + me);
        assertThat(back.last("own").at("/state/lost/step").textValue()).isEqualTo("start");
        pass(server.loop(), Room.AWAY_MS + Tally.ANNOUNCE_MS, drives, back);

        assertThat(drives.latest().at("/state/lost/steps/start").intValue()).isEqualTo(1);
    }

    /** Advances the clock, delivering all messages to these people. */
    private static void pass(HandLoop loop, double ms, HandSocket... people) {
        double until = loop.now() + ms;
        while (loop.now() < until) {
            loop.advance(Math.min(1000, until - loop.now()));
            for (HandSocket person : people) {
                person.flush();
            }
        }
    }

    private static String idOf(HandSocket person) {
        return person.last("welcome").get("id").textValue();
    }
}
