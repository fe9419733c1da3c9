package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Hands up: who sees whose hand, who calls on one, and what lowers it. */
class HandsTest {
    private static final String LOWER = "'do':'hand','on':false";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket projector = room.projector();
    private final HandSocket ada = room.attendee();
    private final HandSocket max = room.attendee();

    @Test
    void presentersSeeWhoseHandsAreUpInTheirOrderAndNobodyElseDoes() {
        raise(max, "Max");
        raise(ada, "Ada");
        tell();

        assertThat(names(presenter)).isEqualTo("[\"Max\",\"Ada\"]");
        assertThat(presenter.latest().at("/state/hands/raised/0/id").textValue())
                .isEqualTo(idOf(max));
        assertThat(room.coPresenter().last("welcome").at("/state/hands/raised")).hasSize(2);
        assertThat(projector.latest().get("state").has("hands")).isFalse();
        assertThat(room.attendee().last("welcome").get("state").has("hands")).isFalse();
        assertThat(ada.last("own").get("state").toString())
                .isEqualTo("{\"hands\":{\"id\":\"%s\",\"name\":\"Ada\"}}".formatted(idOf(ada)));
    }

    @Test
    void aHandThatIsRaisedAgainKeepsItsPlaceAndOneThatWasLoweredGoesToTheEnd() {
        raise(ada, "Ada");
        raise(max, "Max");
        raise(ada, "Ada");
        tell();
        assertThat(names(presenter)).isEqualTo("[\"Ada\",\"Max\"]");

        room.command(ada, 1, LOWER);
        raise(ada, "");
        tell();
        assertThat(names(presenter)).isEqualTo("[\"Max\",\"\"]");
    }

    @Test
    void everybodySeesTheNameOfWhomAPresenterCallsOnUntilTheHandIsLowered() {
        raise(ada, "Ada of Rome");
        raise(max, "Max");
        callOn(max);
        tell();
        assertThat(called(projector)).isEqualTo("Max");
        callOn(ada);
        tell();

        assertThat(called(projector)).isEqualTo("Ada of Rome");
        assertThat(called(max)).isEqualTo("Ada of Rome");
        assertThat(called(presenter)).isEqualTo("Ada of Rome");
        assertThat(projector.latest().at("/state/hands/raised").isMissingNode()).isTrue();
        room.command(ada, 1, LOWER);
        tell();
        assertThat(projector.latest().get("state").has("hands")).isFalse();
        assertThat(names(presenter)).isEqualTo("[\"Max\"]");
        raise(ada, "Ada of Rome");
        tell();
        assertThat(projector.latest().get("state").has("hands"))
                .as("a hand that is raised again")
                .isFalse();
    }

    @Test
    void aPresenterLowersAHandAlsoOneThatIsDownAlready() {
        raise(ada, "Ada");
        callOn(ada);
        lower(ada);
        lower(ada);
        tell();

        assertThat(presenter.heard("refused")).isEmpty();
        assertThat(presenter.latest().get("state").has("hands")).isFalse();
        assertThat(projector.latest().get("state").has("hands")).isFalse();
        assertThat(ada.last("own").get("state")).isEmpty();
    }

    @Test
    void whatAPresenterDoesWithAHandIsToldBeforeTheAnswerWithoutWaitingForOtherAnswers() {
        raise(ada, "Ada");
        raise(max, "Max");
        callOn(max);
        assertThat(called(projector)).isEqualTo("Max");
        lower(max);

        assertThat(names(presenter)).isEqualTo("[\"Ada\"]");
        assertThat(projector.latest().get("state").has("hands")).isFalse();
    }

    @Test
    void onlyPresentersCallAndOnlyOnAHandThatIsUp() {
        raise(ada, "Ada");
        callOn(max);
        room.command(max, 1, "'do':'call-on','person':'" + idOf(ada) + "'");
        room.command(max, 1, "'do':'lower-hand','person':'" + idOf(ada) + "'");
        tell();

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-person");
        assertThat(max.heard("refused")).hasSize(2);
        assertThat(names(presenter)).isEqualTo("[\"Ada\"]");
        assertThat(called(presenter)).isNull();
    }

    @Test
    void undoBringsNoHandBack() {
        raise(ada, "Ada");
        room.command(presenter, 1, go("t3", "embed"));
        callOn(ada);
        lower(ada);

        room.command(presenter, 2, "'do':'undo'");
        tell();

        assertThat(presenter.latest().at("/state/cursor/step").textValue()).isEqualTo("start");
        assertThat(presenter.latest().get("state").has("hands")).isFalse();
    }

    @Test
    void theHandOfAPersonWhoIsRemovedOrStaysAwayIsLowered() {
        raise(ada, "Ada");
        raise(max, "Max");
        callOn(ada);
        room.command(presenter, 1, "'do':'kick','person':'" + idOf(ada) + "'");
        tell();
        assertThat(names(presenter)).isEqualTo("[\"Max\"]");
        assertThat(called(projector)).isNull();

        max.drops();
        for (double until = room.loop().now() + Room.AWAY_MS + Tally.ANNOUNCE_MS;
                room.loop().now() < until; ) {
            room.loop().advance(1000);
            presenter.flush();
        }
        assertThat(presenter.latest().get("state").has("hands")).isFalse();
    }

    @Test
    void aRestartLowersAllHands() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var first = server.join(opening, "attendee", "x");
        server.command(first, 1, "'do':'hand','on':true,'name':'Ada'");
        assertThat(first.last("own").at("/state/hands/name").textValue()).isEqualTo("Ada");
        String me = first.last("welcome").get("me").toString();
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        var drives = server.presenter(again, opening);
        var back = server.join(again.find(opening.code()).orElseThrow(), "attendee", "'me':" + me);
        assertThat(back.heard("own")).isEmpty();
        assertThat(drives.last("welcome").get("state").has("hands")).isFalse();
        server.command(back, 1, "'do':'hand','on':true,'name':'Ada'");
        assertThat(back.last("own").at("/state/hands/name").textValue()).isEqualTo("Ada");
    }

    private void raise(HandSocket person, String name) {
        room.command(person, 1, "'do':'hand','on':true,'name':'" + name + "'");
    }

    private void callOn(HandSocket person) {
        room.command(presenter, 1, "'do':'call-on','person':'" + idOf(person) + "'");
    }

    private void lower(HandSocket person) {
        room.command(presenter, 1, "'do':'lower-hand','person':'" + idOf(person) + "'");
    }

    private void tell() {
        room.loop().advance(Tally.ANNOUNCE_MS);
    }

    private static String names(HandSocket socket) {
        return socket.latest()
                .at("/state/hands/raised")
                .findValues("name")
                .toString()
                .replace(", ", ",");
    }

    private static String called(HandSocket socket) {
        JsonNode called = socket.latest().at("/state/hands/called/name");
        return called.textValue();
    }

    private static String idOf(HandSocket person) {
        return person.last("welcome").get("id").textValue();
    }
}
