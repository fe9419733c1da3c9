package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An invented audience, with which a presenter sees alone what a room does, and of which nothing is left. */
class RehearsalTest {
    private static final String BEGIN =
            "'do':'rehearse','questions':['Why six layers?','What is a head?','How long did it learn?'],"
                    + "'texts':['ABC','CBA']";
    private static final String END = "'do':'rehearse-end'";
    private static final String ASK = "'do':'predict','trace':'t3','tokens':[0,1],'other':true";
    private static final int PEOPLE = 30;
    private static final int SILENT = 3;
    private static final int ALL_ACTED_MS = 6_000;

    private final RoomsFixture server = new RoomsFixture();
    private final Rooms.Opening opening = server.open();
    private final HandSocket presenter = enter(opening, "presenter");
    private final HandSocket hall = enter(opening, "projector");
    private final HandSocket ada = enter(opening, "attendee");
    private final List<HandSocket> everybody = List.of(presenter, hall, ada);
    private final HandSocket co = server.join(opening, "presenter", opening.coPresenterKey());
    private int commands;

    @Test
    void inventedPeopleAnswerBothRoundsOfAPollAndNothingOfThemStays() {
        give(presenter, BEGIN);
        give(presenter, "'do':'poll','kind':'text','question':'In one word?'");
        pass(ALL_ACTED_MS);
        assertThat(state(presenter).at("/poll/question/answers").intValue()).isEqualTo(PEOPLE - SILENT);
        give(presenter, "'do':'poll-close','number':1");
        give(presenter, "'do':'poll-again','number':1");
        pass(ALL_ACTED_MS);
        JsonNode most = state(presenter).at("/poll/question/said/0");
        assertThat(state(presenter).at("/poll/question/answers").intValue()).isEqualTo(PEOPLE - SILENT);
        assertThat(most.get("first").intValue()).isPositive();
        give(presenter, END);
        assertThat(state(presenter).has("poll")).isFalse();
    }

    @Test
    void inventedPeopleChoosePlaces() {
        give(presenter, BEGIN);
        give(presenter, "'do':'place','trace':'t3','kind':'word'");
        pass(ALL_ACTED_MS);
        JsonNode question = state(presenter).at("/place/question");
        assertThat(question.get("answers").intValue()).isEqualTo(PEOPLE - SILENT);
        assertThat(question.get("counts")).hasSizeGreaterThan(1);
        give(presenter, END);
        assertThat(state(presenter).has("place")).isFalse();
    }

    @Test
    void inventedPeopleDoAllThatPeopleDoAndEveryScreenSaysSo() {
        give(presenter, BEGIN);
        give(presenter, ASK);
        pass(ALL_ACTED_MS);

        for (HandSocket each : everybody) {
            assertThat(state(each).at("/rehearsal").toString()).isEqualTo("{\"people\":" + PEOPLE + "}");
            assertThat(state(each).at("/prediction/question/answers").intValue())
                    .isEqualTo(PEOPLE - SILENT);
        }
        assertThat(enter(opening, "attendee")
                        .last("welcome")
                        .at("/state/rehearsal/people")
                        .intValue())
                .isEqualTo(PEOPLE);
        JsonNode counts = state(presenter).at("/prediction/question/counts");
        // A has half of the model's probability, B a quarter.
        assertThat(counts.get(0).intValue()).isGreaterThan(counts.get(1).intValue());
        assertThat(counts.get(1).intValue()).isPositive();
        assertThat(state(ada).at("/prediction/question").has("counts")).isFalse();

        JsonNode questions = questions();
        assertThat(questions).hasSize(3);
        assertThat(questions.get(1).get("name").textValue()).isEqualTo("Person 2");
        assertThat(IntStream.range(0, 3)
                        .map(i -> questions.get(i).get("people").intValue())
                        .max()
                        .orElse(0))
                .isGreaterThan(1);
        JsonNode texts = state(presenter).at("/proposals/texts");
        assertThat(texts).hasSize(2);
        assertThat(texts.get(0).get("votes").intValue()).isPositive();
        assertThat(state(presenter).at("/signals/applause").intValue()).isEqualTo(5);
        assertThat(state(presenter).at("/signals/fast").intValue()).isEqualTo(2);
        assertThat(state(presenter).at("/lost/steps")).isNotEmpty();
        assertThat(state(presenter).at("/hands/raised/0/name").textValue()).startsWith("Person ");

        // They are no people of the room.
        pass(ALL_ACTED_MS);
        assertThat(presenter.last("people").get("count").intValue()).isEqualTo(2);
        assertThat(server.storage().rooms().get(0).people()).hasSize(5);
    }

    @Test
    void inventedPeoplePlayASeriesWithTypedWordsAndTwoRounds() {
        give(presenter, "'do':'series','phase':'on'");
        give(presenter, BEGIN);
        give(presenter, ASK);
        pass(ALL_ACTED_MS);
        give(presenter, "'do':'predict-close','number':1");
        give(presenter, "'do':'predict-again','number':1");
        pass(ALL_ACTED_MS);
        assertThat(state(presenter).at("/prediction/question/first")).hasSize(3);
        assertThat(state(presenter).at("/prediction/question/answers").intValue())
                .isEqualTo(PEOPLE - SILENT);
        give(presenter, "'do':'predict-reveal','number':1");
        JsonNode typed = state(hall).at("/prediction/question/typed");
        assertThat(typed.get(0).get("text").textValue()).isEqualTo("C");
        assertThat(typed.get(0).get("count").intValue()).isPositive();
        give(presenter, "'do':'series','phase':'result'");
        give(presenter, "'do':'series-names','on':true");
        assertThat(state(hall).at("/series/people").intValue()).isEqualTo(PEOPLE - SILENT);
        assertThat(StreamSupport.stream(state(hall).at("/series/best").spliterator(), false))
                .hasSize(10)
                .allMatch(best -> best.get("name").textValue().startsWith("Person "));

        give(presenter, END);
        assertThat(state(hall).has("series")).isFalse();
    }

    @Test
    void theSameRehearsalComesTwice() {
        give(presenter, BEGIN);
        pass(ALL_ACTED_MS);
        List<String> first = counts();
        give(presenter, END);
        give(presenter, BEGIN);
        pass(ALL_ACTED_MS);
        assertThat(counts()).isEqualTo(first).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"press", "lobby", "other driver", "gone", "crowd", "restart"})
    void nothingOfItIsLeftWhicheverWayItEnds(String way) {
        give(ada, "'do':'qa-ask','text':'Is it real?'");
        give(presenter, "'do':'lobby','on':false");
        pass(ALL_ACTED_MS);
        String before = everything();
        give(presenter, BEGIN);
        give(presenter, ASK);
        pass(ALL_ACTED_MS);
        give(presenter, "'do':'predict-reveal','number':1");
        assertThat(everything()).isNotEqualTo(before).contains("Person 2");

        switch (way) {
            case "press" -> give(co, END);
            case "lobby" -> {
                give(presenter, "'do':'lobby','on':true");
                give(presenter, "'do':'lobby','on':false");
            }
            case "other driver" -> {
                give(
                        presenter,
                        "'do':'offer-wheel','to':'"
                                + co.last("welcome").get("id").textValue() + "'");
                give(co, "'do':'take-wheel'");
                give(presenter, "'do':'take-wheel'");
            }
            case "gone" -> {
                presenter.drops();
                co.drops();
                pass(Room.AWAY_MS + 1_000);
            }
            case "crowd" -> IntStream.range(0, 7).forEach(i -> enter(opening, "attendee"));
            default -> {
                assertThat(server.storage().rooms().get(0).answers().toString()).doesNotContain("Person", "Why six");
                Room again = server.restarted().find(opening.code()).orElseThrow();
                HandSocket back = server.join(again, "presenter", "'key':'" + opening.presenterKey() + "'");
                assertThat(back.last("welcome").get("state").has("rehearsal")).isFalse();
                assertThat(back.last("welcome").get("state").has("prediction")).isFalse();
                return;
            }
        }
        pass(ALL_ACTED_MS);
        assertThat(server.storage().rooms().get(0).answers().toString())
                .contains("Is it real?")
                .doesNotContain("Person", "Why six", "ABC");
        if (way.equals("press") || way.equals("lobby")) {
            assertThat(everything()).isEqualTo(before);
        } else {
            assertThat(state(ada).has("rehearsal")).isFalse();
            assertThat(state(ada).has("prediction")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatPeopleAnswerDuringARehearsalIsStoredAtOnceAndStaysHoweverItEnds(boolean isCrash) {
        give(presenter, BEGIN);
        pass(ALL_ACTED_MS);
        give(ada, "'do':'qa-ask','text':'And on real text?'");
        give(ada, "'do':'qa-vote','numbers':[1]");
        give(ada, "'do':'propose','text':'BAC'");
        // Those who moderate make something else of what is invented: it is invented still.
        give(presenter, "'do':'qa-set','number':1,'as':'answered'");
        give(presenter, "'do':'qa-merge','number':2,'into':4");
        assertThat(server.storage().rooms().get(0).answers().toString())
                .contains("And on real text?", "BAC")
                .doesNotContain("Why six", "What is a head?", "Person", "ABC", "CBA");
        if (!isCrash) {
            give(presenter, END);
            pass(1_000);
            assertThat(questions()).hasSize(1);
            assertThat(questions().get(0).get("text").textValue()).isEqualTo("And on real text?");
        }

        Room again = server.restarted().find(opening.code()).orElseThrow();
        HandSocket back = server.join(again, "presenter", "'key':'" + opening.presenterKey() + "'");
        assertThat(back.last("welcome").at("/state/proposals/texts").toString())
                .contains("BAC")
                .doesNotContain("ABC");
        assertThat(back.last("welcome").at("/state/qa/version").textValue()).isNotEmpty();
        back.says("{'type':'command','id':'more','at':" + back.latest().get("seq")
                + ",'do':'qa-ask','text':'A later one?'}");
        server.loop().run();
        back.flush();
        // No number is given twice: the question before keeps its own.
        assertThat(back.last("own").at("/state/qa/asked/0/number").intValue()).isEqualTo(5);
        assertThat(server.storage().rooms().get(0).answers().toString())
                .contains("And on real text?", "A later one?")
                .doesNotContain("Why six", "What is a head?", "Person", "ABC", "CBA");
    }

    @Test
    void itDoesNotBeginWhereItCouldHarm() {
        assertRefused(ada, BEGIN, "not-allowed");
        give(presenter, ASK);
        give(ada, "'do':'guess','number':1,'option':0");
        assertRefused(presenter, BEGIN, "no-rehearsal-among-answers");
        give(presenter, "'do':'predict-end','number':1");
        IntStream.range(0, 5).forEach(i -> enter(opening, "attendee"));
        assertRefused(presenter, BEGIN, "no-rehearsal-among-people");
        assertThat(state(presenter).has("rehearsal")).isFalse();
    }

    private HandSocket enter(Rooms.Opening room, String view) {
        return view.equals("presenter") ? server.presenter(room) : server.join(room, view, "x");
    }

    private void give(HandSocket by, String fields) {
        int refused = by.heard("refused").size();
        send(by, fields);
        assertThat(by.heard("refused")).as(fields).hasSize(refused);
    }

    private void assertRefused(HandSocket by, String fields, String code) {
        int refused = by.heard("refused").size();
        send(by, fields);
        assertThat(by.heard("refused")).as(fields).hasSize(refused + 1);
        assertThat(by.last("refused").get("code").textValue()).isEqualTo(code);
    }

    private void send(HandSocket by, String fields) {
        by.says("{'type':'command','id':'c" + ++commands + "','at':"
                + by.latest().get("seq") + "," + fields + "}");
        server.loop().run();
        everybody.forEach(HandSocket::flush);
        by.flush();
    }

    private void pass(double ms) {
        for (double left = ms; left > 0; left -= 250) {
            server.loop().advance(250);
            everybody.forEach(HandSocket::flush);
            co.flush();
        }
    }

    /** All that the people of the room are sent of what others do, but for numbers of changes and times. */
    private String everything() {
        pass(31_000);
        var seen = new StringBuilder();
        for (HandSocket each : everybody) {
            state(each).properties().stream()
                    .filter(part -> !List.of("began", "wheel", "signals").contains(part.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(part -> seen.append(part).append('\n'));
        }
        return seen.append(questions()).toString();
    }

    /** How many ask each question, by text. */
    private List<String> counts() {
        return StreamSupport.stream(questions().spliterator(), false)
                .map(row -> row.get("text").textValue() + " " + row.get("people"))
                .toList();
    }

    private JsonNode questions() {
        var list = server.rooms()
                .find(opening.code())
                .orElseThrow()
                .list("qa", presenter.last("welcome").get("me").textValue());
        server.loop().run();
        try {
            return Json.read(new String(list.join().orElseThrow(), StandardCharsets.UTF_8))
                    .get("questions");
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode state(HandSocket socket) {
        return socket.latest().get("state");
    }
}
