package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions to the room: what each role is told in each phase, and what cannot be asked. */
class PredictionTest extends PredictionRoom {
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
        assertThat(stateOf(ada).at("/answer/hidden").booleanValue()).isFalse();
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
    void driverWhoLeavesLeavesTheQuestionOpenForWhoeverTakesTheWheel() {
        give(presenter, ASK);
        presenter.drops();
        give(ada, guess(1, 1));
        pass(20_000, co, ada, max, hall);
        give(co, "'do':'take-wheel'");
        give(co, to("reveal", 1));

        assertSeen(max, "revealed", 1, "[0,1,0]", MODEL);
    }
}
