package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.people.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers to questions to the room: whose answer counts, who learns of it, and how long it stays. */
class PredictionAnswersTest extends PredictionRoom {
    @Test
    void nobodyIsToldWhoAnsweredWhatButEachTheirOwnAnswer() {
        give(presenter, ASK);
        give(ada, guess(1, 1));
        assertThat(ada.last("own").get("state").toString()).isEqualTo("{\"prediction\":{\"number\":1,\"option\":1}}");
        give(ada, guess(1, 0));
        assertThat(ada.last("own").at("/state/prediction/option").intValue()).isZero();
        assertThat(max.heard("own")).isEmpty();
        announce();
        give(presenter, to("reveal", 1));

        for (HandSocket person : everybody()) {
            assertThat(stateOf(person).toString()).doesNotContain(idOf(ada), "people");
        }
        assertSeen(presenter, "revealed", 1, "[1,0,0]", MODEL);
        assertThat(answerOf(ada)).isZero();
    }

    @Test
    void refusesAnswersThatDoNotCount() {
        assertRefused(ada, guess(1, 0), "question-gone");
        give(presenter, ASK);
        assertRefused(ada, guess(1, 3), "unknown-option");
        assertRefused(ada, guess(2, 0), "question-gone");
        assertRefused(ada, "'do':'guess','number':1,'option':-1", "field-not-count");
        assertRefused(ada, "'do':'guess','number':1,'option':" + (1L << 40), "field-out-of-range");
        assertRefused(ada, "'do':'guess','number':1", "field-not-count");
        assertRefused(hall, guess(1, 0), "screen-cannot-guess");
        give(ada, guess(1, 0));
        give(presenter, to("close", 1));
        assertRefused(ada, guess(1, 1), "guesses-closed");
        assertRefused(max, guess(1, 1), "guesses-closed");
        give(presenter, to("reveal", 1));
        assertRefused(max, guess(1, 1), "guesses-closed");
        assertSeen(ada, "revealed", 1, "[1,0,0]", MODEL);

        // An answer to the question before does not count for the next.
        give(presenter, FREE);
        assertRefused(ada, guess(1, 0), "question-gone");
        assertSeen(presenter, "open", 0, "[0,0]", "");
        assertThat(room.again("attendee", meOf(ada)).heard("own")).isEmpty();
    }

    @Test
    void whoeverEntersAnewForEachAnswerDoesNotFillTheMemory() {
        var server = new RoomsFixture();
        var opening = server.open();
        server.command(server.presenter(opening), 1, FREE);
        var saved = server.storage().rooms().get(0);
        server.storage()
                .add(saved.with(
                        saved.people(),
                        IntStream.range(0, PerPerson.MOST_ANSWERS)
                                .mapToObj(i -> new Ballots.Answer("prediction 1", "p" + i, "0"))
                                .toList()));
        Rooms again = server.restarted();
        server.loop().run();
        var late = server.join(again.find(opening.code()).orElseThrow(), "attendee", "");

        server.command(late, 1, guess(1, 1));
        server.loop().advance(500);

        assertThat(server.presenter(again, opening)
                        .last("welcome")
                        .at("/state/prediction/question/counts")
                        .toString())
                .isEqualTo("[" + (PerPerson.MOST_ANSWERS - 1) + ",1]");
        assertThat(server.storage().rooms().get(0).answers())
                .filteredOn(answer -> answer.ballot().equals("prediction 1"))
                .hasSize(PerPerson.MOST_ANSWERS);
    }

    @Test
    void answerStaysWithItsPersonThroughAReloadASecondTabAndAReconnection() {
        give(presenter, ASK);
        give(ada, guess(1, 1));
        var tab = room.again("attendee", meOf(ada));
        assertThat(tab.last("own").at("/state/prediction/option").intValue()).isEqualTo(1);
        give(tab, guess(1, 2));
        tab.drops();
        // The command arrives again, because the page has not heard its answer.
        var back = room.again("attendee", meOf(ada));
        back.says("{'type':'command','id':'again','at':1," + guess(1, 0) + "}");
        back.says("{'type':'command','id':'again','at':1," + guess(1, 0) + "}").flush();
        back.drops();
        pass(Room.AWAY_MS + 1, presenter, co, max, hall);
        give(presenter, to("reveal", 1));

        assertSeen(presenter, "revealed", 1, "[1,0,0]", MODEL);
        assertThat(answerOf(ada)).isZero();
    }

    @Test
    void lateComersAnswerWhileItIsOpenAndAnswersOfRemovedPeopleGo() {
        give(presenter, ASK);
        give(ada, guess(1, 1));
        var late = room.attendee();
        assertSeen(late, "open", 0, "", "");
        give(late, guess(1, 1));
        announce();
        assertSeen(presenter, "open", 2, "[0,2,0]", MODEL);
        give(presenter, "'do':'kick','person':'" + idOf(late) + "'");
        announce();
        assertSeen(presenter, "open", 1, "[0,1,0]", MODEL);
        give(presenter, to("reveal", 1));
        give(presenter, "'do':'kick','person':'" + idOf(ada) + "'");
        assertSeen(max, "revealed", 0, "[0,0,0]", MODEL);
    }

    @Test
    void twoHundredPeopleWhoAnswerAtOnceAreAnnouncedTogether() {
        var people = new ArrayList<HandSocket>();
        IntStream.range(0, 198).forEach(i -> people.add(room.attendee()));
        people.addAll(List.of(ada, max));
        give(presenter, ASK);
        people.forEach(HandSocket::flush);
        presenter.flush();
        int toldPresenter = presenter.heard("counts").size();
        int toldMax = max.heard("counts").size();

        for (int i = 0; i < people.size(); i++) {
            room.command(people.get(i), 2, guess(1, i % 3));
        }

        // Each is answered on their own page; nobody else is told yet.
        assertThat(presenter.heard("counts")).hasSize(toldPresenter);
        assertThat(max.heard("counts")).hasSize(toldMax);
        announce();
        assertThat(presenter.heard("counts")).hasSize(toldPresenter + 1);
        assertThat(max.heard("counts")).hasSize(toldMax + 1);
        assertSeen(presenter, "open", 200, "[67,67,66]", MODEL);
        assertSeen(max, "open", 200, "", "");
        pass(2000, presenter, max);
        assertThat(presenter.heard("counts")).hasSize(toldPresenter + 1);
    }

    @Test
    void theAudienceOfAFullRoomIsToldCountsOnceASecondAndTheNewestInTheEnd() {
        var people =
                IntStream.range(0, Presence.FULL).mapToObj(i -> room.attendee()).toList();
        give(presenter, ASK);
        List<Integer> told = told();

        for (HandSocket person : people.subList(0, 20)) {
            room.command(person, 2, guess(1, 0));
            pass(250, presenter, hall, max);
        }

        List<Integer> now = told();
        assertThat(now.get(0) - told.get(0)).isGreaterThan(15);
        assertThat(now.get(1) - told.get(1)).isGreaterThan(15);
        assertThat(now.get(2) - told.get(2)).isBetween(4, 6);
        room.command(people.get(20), 2, guess(1, 0));
        pass(1500, presenter, hall, max);
        assertSeen(max, "open", 21, "", "");

        // A state has the counts: nobody is told them once more.
        room.command(people.get(21), 2, guess(1, 0));
        pass(300, presenter, hall, max);
        give(presenter, "'do':'blank','on':true");
        assertSeen(max, "open", 22, "", "");
        told = told();
        pass(2000, presenter, hall, max);
        assertThat(told()).isEqualTo(told);
    }

    /** How often presenter, hall and an attendee have been told counts. */
    private List<Integer> told() {
        return Stream.of(presenter, hall, max)
                .map(each -> each.heard("counts").size())
                .toList();
    }

    @Test
    void undoHistoryKeepsNobodysAnswer() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var drives = server.presenter(opening);
        var person = server.join(opening, "attendee", "x");
        server.command(drives, 1, ASK);
        server.command(person, 2, guess(1, 1));
        server.command(drives, 2, go("t3", "embed"));
        server.command(drives, 3, go("t3", "pos_embed"));

        var saved = server.storage().rooms().get(0).state().orElseThrow();
        assertThat(saved.history().entries()).hasSize(2);
        assertThat(server.storage().log(opening.code()).rows().toString()).doesNotContain(idOf(person));
    }

    @Test
    void answersSurviveARestartWithoutNames() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var first = server.join(opening, "attendee", "x");
        first.says("{'type':'name','name':'Ada Lovelace'}");
        var drives = server.presenter(opening);
        server.command(drives, 1, ASK);
        server.command(first, 2, guess(1, 1));
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        var driver = server.presenter(again, opening);
        var back = server.join(
                again.find(opening.code()).orElseThrow(),
                "attendee",
                "'me':" + first.last("welcome").get("me"));
        assertThat(back.last("own").at("/state/prediction").toString()).isEqualTo("{\"number\":1,\"option\":1}");
        assertThat(back.last("welcome").at("/state/trace/next")).isEmpty();
        server.command(driver, 9, to("reveal", 1));
        JsonNode question = back.last("state").at("/state/prediction/question");
        assertThat(question.get("counts").toString()).isEqualTo("[0,1,0]");
        assertThat(question.get("model").toString()).isEqualTo(MODEL);
        assertThat(driver.last("state").toString()).doesNotContain("Ada");
    }

    /** What a page is told of its person's own answer when it is opened again. */
    private int answerOf(HandSocket person) {
        return room.again("attendee", meOf(person))
                .last("own")
                .at("/state/prediction/option")
                .intValue();
    }
}
