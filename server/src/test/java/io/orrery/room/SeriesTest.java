package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A series of texts that keeps score. A has 1 bit, B 2, and C, which is typed, 3; what no answer scores is 20. */
class SeriesTest extends PredictionRoom {
    private static final String ON = "'do':'series','phase':'on'";
    private static final String RESULT = "'do':'series','phase':'result'";
    private static final String OFF = "'do':'series','phase':'off'";
    private static final String NAMES = "'do':'series-names','on':true";
    private static final int A = 0;
    private static final int B = 1;
    private static final int ELSE = 2;

    private int asked;

    @Test
    void scoresAreBitsOfWhatEachAnsweredAndTheRoomChanceAndTheModelPlayAlong() {
        give(presenter, ON);
        guessAll(List.of(ada, max), List.of(guess(1, A), TypedWordsTest.type(1, 2, "Cat")));

        for (HandSocket person : everybody()) {
            // A and C were as frequent: (1 + 3) / 2; chance is the mean of A and B; the model's own is A.
            assertText(seriesOf(person).get("texts").get(0), 1, 2, (1 + 2) / 2.0, 1);
            JsonNode text = seriesOf(person).get("texts").get(0);
            assertThat(text.get("preset").textValue())
                    .isEqualTo(text.get("reader").textValue().replace("The model ", "preset-"));
            assertThat(seriesOf(person).has("best")).isFalse();
            assertThat(stateOf(person).get("series").toString()).doesNotContain(idOf(ada), "mean");
        }
        assertOwn(ada, 1, 1.0);
        assertOwn(max, 1, 3.0);
        assertThat(presenter.heard("own")).isEmpty();

        // Nothing of ada; "something else" names no token; who comes late counts from the second text on.
        HandSocket late = room.attendee();
        guessAll(List.of(max, late), List.of(guess(2, ELSE), guess(2, B)));
        assertText(seriesOf(max).get("texts").get(1), 2, (20 + 2) / 2.0, 1.5, 1);
        assertOwn(ada, 1, 1.0, 20.0);
        assertOwn(max, 1, 3.0, 20.0);
        assertOwn(late, 2, 2.0);

        // A question of the driver's own is no text of the series.
        give(presenter, FREE);
        give(ada, guess(++asked, 0));
        give(presenter, to("reveal", asked));
        assertThat(seriesOf(ada).get("texts")).hasSize(2);
    }

    @Test
    void resultHasTheMeanOfPeopleAndTheirNamesOnlyWhenThePresenterAsks() {
        rename(ada, "Ada");
        rename(max, "Max");
        give(presenter, ON);
        // What a page says of its own accord is no name that somebody chose.
        HandSocket third = room.socket()
                .says("{'type':'hello','v':1,'view':'attendee','name':'Laptop'}")
                .flush();
        guessAll(List.of(ada, max, third), List.of(guess(1, B), TypedWordsTest.type(1, 2, "Cat"), guess(1, B)));
        guessAll(List.of(ada, max, third), List.of(guess(2, B), guess(2, A), guess(2, A)));
        give(presenter, RESULT);

        assertThat(questionOf(hall).isMissingNode()).isTrue();
        JsonNode shown = seriesOf(hall);
        assertThat(shown.get("phase").textValue()).isEqualTo("result");
        assertThat(shown.get("people").intValue()).isEqualTo(3);
        // ada (2 + 2) / 2, max (3 + 1) / 2, third (2 + 1) / 2
        assertThat(shown.get("mean").doubleValue()).isCloseTo((2 + 2 + 1.5) / 3, within(1e-9));
        assertThat(stateOf(presenter).toString()).doesNotContain("Max");

        give(presenter, NAMES);
        for (HandSocket person : List.of(hall, max, presenter)) {
            assertThat(seriesOf(person).get("best").toString())
                    .isEqualTo("[{\"place\":1,\"name\":\"\",\"bits\":1.5,\"texts\":2},"
                            + "{\"place\":2,\"name\":\"Ada\",\"bits\":2.0,\"texts\":2},"
                            + "{\"place\":2,\"name\":\"Max\",\"bits\":2.0,\"texts\":2}]");
        }
        give(presenter, "'do':'series-names','on':false");
        assertThat(seriesOf(hall).has("best")).isFalse();

        // The next question goes on; a removed person's score goes.
        give(presenter, ASK);
        assertThat(seriesOf(hall).get("phase").textValue()).isEqualTo("on");
        asked++;
        give(presenter, "'do':'kick','person':'" + idOf(max) + "'");
        give(presenter, to("reveal", asked));
        give(presenter, RESULT);
        announce();
        assertThat(seriesOf(hall).get("people").intValue()).isEqualTo(2);
        assertText(seriesOf(hall).get("texts").get(2), 3, 20, 1.5, 1);
        give(presenter, OFF);
        assertThat(seriesOf(hall).isMissingNode()).isTrue();
        give(presenter, ON);
        assertThat(seriesOf(hall).get("number").intValue()).isEqualTo(2);
        assertThat(seriesOf(hall).has("texts")).isFalse();
    }

    @Test
    void bestAreTenAtMost() {
        var people = new ArrayList<HandSocket>();
        var answers = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            people.add(room.attendee());
            answers.add(guess(1, i % 2));
        }
        give(presenter, ON);
        guessAll(people, answers);
        give(presenter, RESULT);
        give(presenter, NAMES);

        assertThat(seriesOf(hall).get("best")).hasSize(10);
        assertThat(seriesOf(hall).get("best").findValuesAsText("place"))
                .containsExactly("1", "1", "1", "1", "1", "1", "7", "7", "7", "7");
    }

    @Test
    void secondRoundOfAQuestionThatWasRevealedCountsNoMore() {
        give(presenter, ON);
        guessAll(List.of(ada), List.of(guess(1, B)));
        give(presenter, to("again", 1));
        give(ada, guess(1, A));
        give(presenter, to("reveal", 1));

        assertThat(seriesOf(ada).get("texts")).hasSize(1);
        assertOwn(ada, 1, 2.0);
    }

    @Test
    void refusesWhatThereIsNoSeriesFor() {
        for (String command : List.of(ON, RESULT, OFF, NAMES)) {
            assertRefused(ada, command, "not-allowed");
            assertRefused(hall, command, "not-allowed");
            assertRefused(co, command, "not-driving");
        }
        assertRefused(presenter, RESULT, "no-series");
        assertRefused(presenter, NAMES, "no-series");
        assertRefused(presenter, "'do':'series','phase':'over'", "field-not-one-of");
        give(presenter, OFF);
        give(presenter, ON);
        give(presenter, ON);
        assertRefused(presenter, RESULT, "no-series");
        guessAll(List.of(ada), List.of(guess(1, A)));
        assertRefused(presenter, NAMES, "no-series");
        give(presenter, ASK);
        assertRefused(presenter, RESULT, "already-asked");
        assertThat(seriesOf(ada).get("number").intValue()).isOne();
    }

    @Test
    void scoresSurviveARestartAndStandInNoLog() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var drives = server.presenter(opening);
        var first = server.join(opening, "attendee", "x");
        first.says("{'type':'name','name':'Ada Lovelace'}");
        server.command(drives, 1, ON);
        server.command(drives, 2, ASK);
        server.command(first, 3, guess(1, B));
        server.command(drives, 3, to("reveal", 1));
        server.rooms().close();
        server.loop().run();
        assertThat(server.storage().log(opening.code()).rows().toString())
                .contains("series")
                .doesNotContain("Ada", idOf(first));

        Rooms again = server.restarted();
        var back = server.join(
                again.find(opening.code()).orElseThrow(),
                "attendee",
                "'me':" + first.last("welcome").get("me"));
        assertThat(back.last("own").at("/state/series").toString())
                .isEqualTo("{\"number\":1,\"from\":1,\"bits\":[2.0],\"mean\":2.0}");
        var driver = server.presenter(again, opening);
        server.command(driver, 9, RESULT);
        server.command(driver, 10, NAMES);
        assertThat(driver.last("state").at("/state/series/best/0/name").textValue())
                .isEqualTo("Ada Lovelace");
        server.command(driver, 11, OFF);
        assertThat(Afterwards.withoutLines(server.storage().rooms().get(0).answers()))
                .isEmpty();
    }

    /** Asks what comes next, takes an answer of each, and reveals. */
    private void guessAll(List<HandSocket> people, List<String> answers) {
        give(presenter, ASK);
        asked++;
        for (int i = 0; i < people.size(); i++) {
            give(people.get(i), answers.get(i));
        }
        give(presenter, to("reveal", asked));
        people.forEach(HandSocket::flush);
    }

    private void rename(HandSocket person, String name) {
        person.says("{'type':'name','name':'" + name + "'}");
    }

    private static JsonNode seriesOf(HandSocket person) {
        return stateOf(person).at("/series");
    }

    private static void assertText(JsonNode text, int question, double room, double chance, double model) {
        assertThat(text.get("question").intValue()).isEqualTo(question);
        assertThat(text.get("room").doubleValue()).isCloseTo(room, within(1e-9));
        assertThat(text.get("chance").doubleValue()).isCloseTo(chance, within(1e-9));
        assertThat(text.get("model").doubleValue()).isCloseTo(model, within(1e-9));
    }

    private static void assertOwn(HandSocket person, int from, double... bits) {
        JsonNode own = person.last("own").at("/state/series");
        assertThat(own.get("from").intValue()).isEqualTo(from);
        double sum = 0;
        for (int i = 0; i < bits.length; i++) {
            assertThat(own.get("bits").get(i).doubleValue()).isCloseTo(bits[i], within(1e-3));
            sum += bits[i];
        }
        assertThat(own.get("bits")).hasSize(bits.length);
        assertThat(own.get("mean").doubleValue()).isCloseTo(sum / bits.length, within(1e-3));
    }
}
