package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What happens when the attendees of a room send more than the room can carry out, though none of them exceeds a limit. */
class WaitingCommandsTest {
    private static final String RAISE = "'do':'lost','on':true";
    private static final String LOWER = "'do':'lost','on':false";
    private static final double SECOND = 1000;

    private final RoomFixture room = new RoomFixture(new HandStorage(), 1000);
    private final HandSocket presenter = room.presenter();

    @Test
    void driversCommandIsCarriedOutBeforeThoseOfHundredsWhoWereFirst() {
        List<HandSocket> attendees = attendees(300);
        attendees.forEach(each -> each.sends(command("a", RAISE)));
        presenter.sends(command("p", go("t3", "embed")));

        room.loop().run();

        assertThat(answer(presenter, "p").get("seq").longValue()).isEqualTo(2);
        attendees.forEach(
                each -> assertThat(own(each).at("/lost/step").textValue()).isEqualTo("embed"));
    }

    @Test
    void commandOfACoPresenterPassesWhatWaits() {
        var co = room.coPresenter();
        attendees(300).forEach(each -> each.sends(command("a", RAISE)));
        co.sends(command("c", "'do':'keep-prompt','model':'m','text':'A B'"));

        room.loop().run();

        assertThat(answer(co, "c").get("seq").longValue()).isEqualTo(2);
    }

    @Test
    void driversCommandIsTheNextOneWhileThoseOfAttendeesAreBeingCarriedOut() {
        var attendees = attendees(300);
        attendees.forEach(each -> each.sends(command("a", RAISE)));
        room.loop().run(300 + 50);
        presenter.sends(command("p", go("t3", "embed")));

        room.loop().run();

        assertThat(answer(presenter, "p").get("seq").longValue()).isBetween(2L, 2L + 51);
        assertThat(attendees)
                .allSatisfy(each ->
                        assertThat(own(each).at("/lost/step").isMissingNode()).isFalse());
    }

    @Test
    void roomCarriesOutABoundedNumberAndTheNewestOfEveryPerson() {
        int seconds = 6;
        int each = 30;
        var attendees = attendees(40);
        for (int sent = 0; sent < seconds * each; sent++) {
            String id = "a" + (1000 + sent);
            for (int i = 0; i < attendees.size(); i++) {
                attendees.get(i).sends(command(id, (sent + i) % 2 == 0 ? RAISE : LOWER));
            }
            room.loop().advance(SECOND / each);
            attendees.forEach(HandSocket::flush);
        }
        room.loop().advance(SECOND);

        // Each change of a flag is told to its person.
        assertThat(attendees.stream()
                        .mapToInt(person -> person.heard("own").size())
                        .sum())
                .isLessThan((int) (WaitingCommands.AT_ONCE + (seconds + 1) * WaitingCommands.PER_SECOND));
        for (int i = 0; i < attendees.size(); i++) {
            boolean isLost = (seconds * each - 1 + i) % 2 == 0;
            assertThat(own(attendees.get(i)).has("lost")).isEqualTo(isLost);
            List<String> answered = answered(attendees.get(i));
            // An answer is one to all earlier commands, too.
            assertThat(answered).isSorted().doesNotHaveDuplicates();
            assertThat(answered).last().isEqualTo("a" + (1000 + seconds * each - 1));
        }
        assertThat(presenter.latest().at("/state/lost/steps/start").intValue()).isEqualTo(attendees.size() / 2);
    }

    @Test
    void personAmongThoseWhoFloodIsHeardAfterOneCommandOfEachOfThem() {
        var attendees = attendees(200);
        exhaust(attendees);
        attendees.forEach(each -> each.sends(command("w", RAISE)));
        var quiet = room.attendee();
        quiet.sends(command("q", RAISE));
        for (double passed = 0; passed < (200 + 1) / WaitingCommands.PER_SECOND * SECOND + 20; passed += 50) {
            attendees.forEach(each -> each.sends(command("x" + room.loop().now(), LOWER)));
            room.loop().advance(50);
        }

        assertThat(answered(quiet)).containsExactly("q");
        assertThat(own(quiet).has("lost")).isTrue();
    }

    @Test
    void newestCommandArrivesOnceWhenItsPersonReconnectsMeanwhileAndRepeatsAll() {
        exhaust(attendees(200));
        var before = room.attendee();
        String me = before.last("welcome").get("me").textValue();
        before.sends(command("a1", RAISE));
        before.sends(command("a2", LOWER));
        before.sends(command("a3", RAISE));
        room.loop().run();
        before.drops();
        var back = room.attendee("", me);
        Stream.of(command("a1", RAISE), command("a2", LOWER), command("a3", RAISE))
                .forEach(back::says);

        assertThat(answered(back)).containsExactly("a1", "a2");
        room.loop().advance(SECOND);

        assertThat(answered(back)).containsExactly("a1", "a2", "a3");
        assertThat(own(back).has("lost")).isTrue();
        room.loop().advance(Tally.ANNOUNCE_MS);
        assertThat(presenter.latest().at("/state/lost/steps/start").intValue()).isEqualTo(1);

        back.says(command("a2", LOWER));
        room.loop().advance(SECOND);
        assertThat(own(back).has("lost")).isTrue();
    }

    @Test
    void flagThatWaitedWhenItsPersonLeftIsLoweredAfterTheUsualTime() {
        exhaust(attendees(200));
        var leaves = room.attendee();
        leaves.sends(command("a", RAISE));
        leaves.drops();

        room.loop().advance(SECOND);
        assertThat(presenter.latest().at("/state/lost/steps/start").intValue()).isEqualTo(1);
        room.loop().advance(Room.AWAY_MS + Tally.ANNOUNCE_MS);

        assertThat(presenter.latest().get("state").has("lost")).isFalse();
    }

    @Test
    void whatWaitsOfARemovedPersonIsDropped() {
        exhaust(attendees(200));
        var removed = room.attendee();
        removed.sends(command("a", RAISE));
        room.loop().run();
        presenter.says(command(
                "k",
                "'do':'kick','person':'" + removed.last("welcome").get("id").textValue() + "'"));

        room.loop().advance(SECOND);

        assertThat(presenter.latest().get("state").has("lost")).isFalse();
    }

    @Test
    void answersToAQuestionOfAFullRoomAreCountedBeforeItCloses() {
        var attendees = attendees(400);
        presenter.says(command("ask", "'do':'predict','question':'Which?','options':['This','That']"));
        attendees.forEach(each -> each.sends(command("g", "'do':'guess','number':1,'option':1")));
        room.loop().run();
        presenter.says(command("close", "'do':'predict-close','number':1"));

        assertThat(presenter.latest().at("/state/prediction/question/counts").toString())
                .isEqualTo("[0,400]");
    }

    /** Uses up the room's burst; nobody is lost afterwards. */
    private void exhaust(List<HandSocket> attendees) {
        for (int sent = 0; sent < WaitingCommands.AT_ONCE / attendees.size(); sent++) {
            for (HandSocket each : attendees) {
                each.sends(command("e" + sent, LOWER));
            }
            room.loop().run();
            attendees.forEach(HandSocket::flush);
        }
    }

    private List<HandSocket> attendees(int count) {
        return IntStream.range(0, count).mapToObj(i -> room.attendee()).toList();
    }

    private static String command(String id, String fields) {
        return "{'type':'command','id':'" + id + "','at':1," + fields + "}";
    }

    /** The ids of the commands that were answered, in order. */
    private static List<String> answered(HandSocket by) {
        by.flush();
        return by.everything().stream()
                .map(text -> text.get("type").textValue().equals("refused") ? text.get("id") : text.path("by"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }

    private static JsonNode answer(HandSocket by, String id) {
        return by.heard("state").stream()
                .filter(state -> state.path("by").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The part of the state that only this person is sent. */
    private static JsonNode own(HandSocket person) {
        return person.last("own").get("state");
    }
}
