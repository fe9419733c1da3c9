package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.storage.SavedStateJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Questions to the room: what each role is told in each phase, whose answer counts, and what is refused. */
class PredictionTest {
    /** A, B or something else after the text of t3. */
    private static final String ASK = "'do':'predict','trace':'t3','tokens':[0,1],'other':true";

    private static final String FREE = "'do':'predict','question':'Which head?','options':['the first','the third']";

    /** As HandEngine says: A has 0.5, B 0.25, and all others the rest. */
    private static final String MODEL = "[0.5,0.25,0.25]";

    private static final String NO_REFUSAL = "";

    private final RoomFixture room = new RoomFixture(new HandStorage(), 300);
    private final HandSocket presenter = room.presenter();
    private final HandSocket co = room.coPresenter();
    private final HandSocket ada = room.attendee();
    private final HandSocket max = room.attendee();
    private final HandSocket hall = room.projector();

    @Test
    void eachRoleIsToldWhatItMayKnowInEachPhase() {
        assertThat(questionOf(presenter).isMissingNode()).isTrue();
        give(presenter, ASK);
        for (HandSocket driver : List.of(presenter, co)) {
            assertSeen(driver, "open", 0, "[0,0,0]", MODEL);
        }
        for (HandSocket person : audience()) {
            assertSeen(person, "open", 0, "", "");
        }
        assertThat(questionOf(ada).at("/about").toString())
                .isEqualTo("{\"trace\":\"t3\",\"text\":[\"A\",\"B\",\"C\"],\"cut\":false}");
        assertThat(questionOf(ada).get("options").toString())
                .isEqualTo("[{\"text\":\"A\",\"token\":0},{\"text\":\"B\",\"token\":1}]");

        give(ada, guess(1, 1));
        give(max, guess(1, 2));
        announce();
        assertSeen(presenter, "open", 2, "[0,1,1]", MODEL);
        assertSeen(co, "open", 2, "[0,1,1]", MODEL);
        for (HandSocket person : audience()) {
            assertSeen(person, "open", 2, "", "");
        }

        give(presenter, to("close", 1));
        assertSeen(co, "closed", 2, "[0,1,1]", MODEL);
        for (HandSocket person : audience()) {
            assertSeen(person, "closed", 2, "", "");
        }

        give(presenter, to("reveal", 1));
        for (HandSocket person : everybody()) {
            assertSeen(person, "revealed", 2, "[0,1,1]", MODEL);
        }

        give(presenter, to("end", 1));
        for (HandSocket person : everybody()) {
            assertThat(questionOf(person).isMissingNode()).isTrue();
        }
    }

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
        assertThat(room.again("attendee", meOf(ada))
                        .last("own")
                        .at("/state/prediction/option")
                        .intValue())
                .isZero();
    }

    @Test
    void ownQuestionHasNoNumbersOfTheModel() {
        give(presenter, FREE);
        give(ada, guess(1, 1));
        give(presenter, to("reveal", 1));

        assertSeen(ada, "revealed", 1, "[0,1]", "");
        assertThat(questionOf(ada).get("question").textValue()).isEqualTo("Which head?");
        assertThat(questionOf(ada).has("about")).isFalse();
        assertThat(stateOf(ada).has("answer")).isFalse();
    }

    @Test
    void beatsQuestionSaysWhichOptionIsRightOnlyAfterTheReveal() {
        give(presenter, FREE + ",'beat':'attention/one-score','right':1");
        assertThat(questionOf(presenter).get("right").intValue()).isOne();
        for (HandSocket person : audience()) {
            assertThat(questionOf(person).get("beat").textValue()).isEqualTo("attention/one-score");
            assertThat(questionOf(person).has("right")).isFalse();
        }
        give(presenter, to("close", 1));
        for (HandSocket person : audience()) {
            assertThat(questionOf(person).has("right")).isFalse();
        }

        give(presenter, to("reveal", 1));

        for (HandSocket person : everybody()) {
            assertThat(questionOf(person).get("right").intValue()).isOne();
        }
        give(presenter, to("end", 1));
        assertRefused(presenter, FREE + ",'right':2", "field-out-of-range");
        assertRefused(presenter, FREE + ",'right':-1", "field-not-count");
        assertRefused(presenter, FREE + ",'beat':''", "field-not-text");
    }

    @Test
    void whatComesNextIsHiddenUntilTheReveal() {
        give(presenter, go("t3", "probs"));
        assertThat(stateOf(ada).at("/trace/next")).hasSize(1);
        give(presenter, ASK);
        for (HandSocket person : audience()) {
            assertThat(stateOf(person).at("/trace/next")).isEmpty();
            assertThat(stateOf(person).at("/answer/hidden").booleanValue()).isTrue();
        }
        assertThat(stateOf(presenter).at("/trace/next")).hasSize(1);
        assertThat(stateOf(presenter).at("/answer/hidden").booleanValue()).isTrue();

        // A step that computes it, or the presenter's own command to show it, gives nothing away.
        int frames = ada.frames().size();
        give(presenter, go("t3", "logits"));
        give(presenter, "'do':'answer','shown':true");
        assertThat(stateOf(ada).at("/trace/next")).isEmpty();
        assertThat(ada.frames()).hasSize(frames);
        give(presenter, to("close", 1));
        assertThat(stateOf(ada).at("/trace/next")).isEmpty();

        give(presenter, to("reveal", 1));
        assertThat(stateOf(ada).at("/trace/next")).hasSize(1);
        assertThat(stateOf(ada).has("answer")).isFalse();
        assertThat(ada.frames()).hasSize(frames + 1);
    }

    /** Before the reveal a tool would tell the answer: the room sees it afterwards. */
    @Test
    void toolOfWhyThatIsOpenedAfterTheRevealEndsTheQuestion() {
        String lens = "'do':'why','cursor':{'trace':'t3','step':'start'},'tool':'lens'";
        give(presenter, ASK);
        give(presenter, lens);
        assertSeen(presenter, "open", 0, "[0,0,0]", MODEL);
        assertThat(stateOf(ada).has("why")).isFalse();
        give(presenter, to("reveal", 1));
        assertThat(stateOf(ada).has("why")).isTrue();
        assertSeen(ada, "revealed", 0, "[0,0,0]", MODEL);

        give(presenter, lens.replace("lens", "attribution"));
        assertSeen(ada, "revealed", 0, "[0,0,0]", MODEL);
        give(presenter, "'do':'why','cursor':{'trace':'t3','step':'start'}");
        give(presenter, lens);
        assertThat(questionOf(ada).isMissingNode()).isTrue();
        assertThat(stateOf(ada).has("why")).isTrue();

        give(presenter, "'do':'why','cursor':{'trace':'t3','step':'start'}");
        give(presenter, FREE + ",'beat':'attention/one-score'");
        give(presenter, to("reveal", 2));
        give(presenter, lens);
        assertThat(questionOf(ada).get("beat").textValue())
                .as("a beat shows its question beside the tool")
                .isEqualTo("attention/one-score");
    }

    @Test
    void walkGoesOnUnderAQuestionWhichKeepsItsText() {
        give(presenter, ASK);
        give(presenter, go("t3", "embed"));
        give(presenter, "'do':'generate','trace':'t3'");
        assertThat(stateOf(ada).at("/trace/id").textValue()).isEqualTo("t4");
        assertThat(questionOf(ada).at("/about/trace").textValue()).isEqualTo("t3");
        // Of another text the next token may be shown.
        assertThat(stateOf(ada).at("/trace/next")).hasSize(1);
        give(ada, guess(1, 0));
        give(presenter, "'do':'undo'");
        assertThat(stateOf(ada).at("/trace/id").textValue()).isEqualTo("t3");
        give(presenter, to("reveal", 1));
        assertSeen(ada, "revealed", 1, "[1,0,0]", MODEL);
    }

    @Test
    void undoNeitherEndsAQuestionNorTakesAnAnswerBack() {
        give(presenter, go("t3", "embed"));
        give(presenter, ASK);
        give(ada, guess(1, 1));
        give(presenter, to("close", 1));

        give(presenter, "'do':'undo'");

        assertThat(stateOf(presenter).at("/cursor/step").textValue()).isEqualTo("start");
        assertSeen(presenter, "closed", 1, "[0,1,0]", MODEL);
    }

    @Test
    void refusesWhatCannotBeAsked() {
        for (String[] bad : new String[][] {
            {"'options':['a','b','c','d','e','f','g']", "field-not-list"},
            {"'options':['a','b','c','d','e','f'],'other':true", "field-not-list-of"},
            {"'options':['a']", "field-not-list-of"},
            {"'options':[],'other':true", "field-not-list-of"},
            {"'options':['Yes','no',' yes ']", "field-repeats"},
            {"'options':['a','']", "field-not-text"},
            {"'options':['a','   ']", "field-not-text"},
            {"'options':['a','\u202e\u200b']", "field-not-text"},
            {"'options':['a','\u202ea']", "field-repeats"},
            {"'options':['a','" + "b".repeat(61) + "']", "field-not-text"},
            {"'options':['a',2]", "field-not-text"},
            {"'options':'ab'", "field-not-list"},
        }) {
            assertRefused(presenter, "'do':'predict','question':'Which?'," + bad[0], bad[1]);
        }
        assertRefused(presenter, "'do':'predict','options':['a','b']", "field-not-text");
        assertRefused(presenter, "'do':'predict','question':'  ','options':['a','b']", "field-not-text");
        assertRefused(
                presenter, "'do':'predict','question':'" + "w".repeat(201) + "','options':['a','b']", "field-not-text");
        for (String[] bad : new String[][] {
            {"'tokens':[0]", "field-not-list-of"},
            {"'tokens':[0,1,2,0,1,2,0]", "field-not-integers"},
            {"'tokens':[1,1]", "field-repeats"},
            {"'tokens':[0,-1]", "field-integers-out-of-range"},
            {"'tokens':[0,9]", "token-out-of-vocabulary"},
            {"'tokens':[0,1],'other':1", "field-not-flag"},
        }) {
            assertRefused(presenter, "'do':'predict','trace':'t3'," + bad[0], bad[1]);
        }
        assertRefused(presenter, "'do':'predict','trace':'t2','tokens':[0,1]", "stale");
        assertThat(questionOf(presenter).isMissingNode()).isTrue();
        give(presenter, "'do':'predict','question':'Which\u202e one?','options':['a','b']");
        assertThat(questionOf(ada).get("question").textValue()).isEqualTo("Which one?");
        give(presenter, to("end", 1));
        // "Something else" counts as an option.
        give(presenter, "'do':'predict','question':'It?','options':['It'],'other':true");
        assertSeen(presenter, "open", 0, "[0,0]", "");
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
    void onlyTheDriverAsksAndAQuestionIsNotLostByAskingAgain() {
        for (String command : List.of(ASK, FREE, to("close", 1), to("reveal", 1), to("end", 1))) {
            assertRefused(ada, command, "not-allowed");
            assertRefused(hall, command, "not-allowed");
            assertRefused(co, command, "not-driving");
        }
        for (String command : List.of(to("close", 1), to("reveal", 1))) {
            assertRefused(presenter, command, "question-gone");
        }
        give(presenter, to("end", 1));
        give(presenter, ASK);
        give(ada, guess(1, 0));
        assertRefused(presenter, FREE, "already-asked");
        give(presenter, to("close", 1));
        assertRefused(presenter, ASK, "already-asked");
        give(presenter, to("reveal", 1));
        // Out of order, and again: a question goes only forward.
        give(presenter, to("close", 1));
        give(presenter, to("reveal", 1));
        assertSeen(presenter, "revealed", 1, "[1,0,0]", MODEL);
        give(presenter, FREE);
        assertThat(stateOf(ada).at("/prediction/number").intValue()).isEqualTo(2);
        give(presenter, to("end", 1));
        assertSeen(ada, "open", 0, "", "");
    }

    @Test
    void questionIsNotAskedOfATextThatIsGoneWhenTheModelHasAnswered() {
        room.engine().slow();
        give(presenter, ASK);
        assertThat(questionOf(presenter).isMissingNode()).isTrue();
        give(presenter, go("t3", "embed"));
        room.engine().answerOne();
        assertSeen(ada, "open", 0, "", "");
        give(presenter, to("end", 1));
        give(presenter, ASK);
        give(presenter, "'do':'stop'");
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("stopped");
        assertThat(questionOf(presenter).isMissingNode()).isTrue();
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
        assertThat(room.again("attendee", meOf(ada))
                        .last("own")
                        .at("/state/prediction/option")
                        .intValue())
                .isZero();
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
    void driverWhoLeavesLeavesTheQuestionOpenForWhoeverTakesTheWheel() {
        give(presenter, ASK);
        presenter.drops();
        give(ada, guess(1, 1));
        pass(20_000, co, ada, max, hall);
        give(co, "'do':'take-wheel'");
        give(co, to("reveal", 1));

        assertSeen(max, "revealed", 1, "[0,1,0]", MODEL);
    }

    @Test
    void twoHundredPeopleWhoAnswerAtOnceAreAnnouncedTogether() {
        var people = new ArrayList<HandSocket>();
        IntStream.range(0, 198).forEach(i -> people.add(room.attendee()));
        people.addAll(List.of(ada, max));
        give(presenter, ASK);
        people.forEach(HandSocket::flush);
        presenter.flush();
        int toldPresenter = presenter.heard("state").size();
        int toldMax = max.heard("state").size();

        for (int i = 0; i < people.size(); i++) {
            room.command(people.get(i), 2, guess(1, i % 3));
        }

        // Each is answered on their own page; nobody else is told yet.
        assertThat(presenter.heard("state")).hasSize(toldPresenter);
        assertThat(max.heard("state")).hasSize(toldMax + 1);
        announce();
        assertThat(presenter.heard("state")).hasSize(toldPresenter + 1);
        assertThat(max.heard("state")).hasSize(toldMax + 2);
        assertSeen(presenter, "open", 200, "[67,67,66]", MODEL);
        assertSeen(max, "open", 200, "", "");
        pass(2000, presenter, max);
        assertThat(presenter.heard("state")).hasSize(toldPresenter + 1);
    }

    @Test
    void undoHistoryKeepsNobodysAnswer() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var drives = server.presenter(opening);
        var person = server.join(opening, "attendee", "x");
        server.command(drives, 1, ASK);
        server.command(person, 2, guess(1, 1));
        server.command(drives, 3, go("t3", "embed"));
        server.command(drives, 4, go("t3", "pos_embed"));

        var saved = server.storage().rooms().get(0).state().orElseThrow();
        assertThat(saved.history().entries()).hasSize(2);
        assertThat(SavedStateJson.write(saved)).containsOnlyOnce(idOf(person) + "\":1");
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

    private static String guess(int number, int option) {
        return "'do':'guess','number':" + number + ",'option':" + option;
    }

    private static String to(String what, int number) {
        return "'do':'predict-" + what + "','number':" + number;
    }

    private List<HandSocket> audience() {
        return List.of(ada, max, hall);
    }

    private List<HandSocket> everybody() {
        return List.of(presenter, co, ada, max, hall);
    }

    private void give(HandSocket by, String command) {
        int refused = by.heard("refused").size();
        room.command(by, seqOf(by), command);
        everybody().forEach(HandSocket::flush);
        by.flush();
        assertThat(by.heard("refused"))
                .describedAs(command)
                .hasSize(command.contains("'stop'") ? refused + 1 : refused);
    }

    private void assertRefused(HandSocket by, String command, String code) {
        int refused = by.heard("refused").size();
        room.command(by, seqOf(by), command);
        assertThat(by.heard("refused")).describedAs(command).hasSize(refused + 1);
        assertThat(by.last("refused").get("code").textValue())
                .describedAs(command)
                .isEqualTo(code);
        assertThat(by.last("refused").get("detail").textValue()).isNotEqualTo(NO_REFUSAL);
    }

    private void announce() {
        room.loop().advance(500);
        everybody().forEach(HandSocket::flush);
    }

    private void pass(double ms, HandSocket... people) {
        double until = room.loop().now() + ms;
        while (room.loop().now() < until) {
            room.loop().advance(Math.min(1000, until - room.loop().now()));
            List.of(people).forEach(HandSocket::flush);
        }
    }

    /** @param counts JSON; empty if the person is not told, likewise {@code model} */
    private static void assertSeen(HandSocket person, String phase, int answers, String counts, String model) {
        JsonNode question = questionOf(person);
        assertThat(question.get("phase").textValue()).isEqualTo(phase);
        assertThat(question.get("answers").intValue()).isEqualTo(answers);
        assertThat(question.path("counts").toString()).isEqualTo(counts);
        assertThat(question.path("model").toString()).isEqualTo(model);
    }

    private static JsonNode questionOf(HandSocket person) {
        return stateOf(person).at("/prediction/question");
    }

    private static JsonNode stateOf(HandSocket person) {
        return lastOf(person).get("state");
    }

    private static long seqOf(HandSocket person) {
        return lastOf(person).get("seq").longValue();
    }

    private static JsonNode lastOf(HandSocket person) {
        List<JsonNode> states = person.heard("state");
        return states.isEmpty() ? person.last("welcome") : states.get(states.size() - 1);
    }

    private static String idOf(HandSocket person) {
        return person.last("welcome").get("id").textValue();
    }

    private static String meOf(HandSocket person) {
        return person.last("welcome").get("me").textValue();
    }
}
