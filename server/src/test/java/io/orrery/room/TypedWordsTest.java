package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words that people type beside the options, and the second round of a question. Of the three tokens C is no option: it has 0.125. */
class TypedWordsTest extends PredictionRoom {
    private static final String CLOSED_MODEL = "[0.5,0.25,0.125]";

    static String type(int number, int token, String word) {
        return "'do':'guess','number':" + number + ",'token':" + token + ",'word':'" + word + "'";
    }

    @Test
    void typedWordsAreCountedByTheirTokenAndNamedFromTheRevealOn() {
        give(presenter, ASK);
        give(ada, type(1, 2, "Cat"));
        give(max, type(1, 2, "Cow"));
        assertThat(ada.last("own").get("state").toString())
                .isEqualTo("{\"prediction\":{\"number\":1,\"option\":2,\"token\":2,\"word\":\"Cat\"}}");
        announce();
        assertSeen(presenter, "open", 2, "[0,0,2]", MODEL);
        assertThat(questionOf(presenter).has("typed")).isFalse();

        give(presenter, to("close", 1));
        String cows = "[{\"token\":2,\"text\":\"C\",\"p\":0.125,\"count\":2}]";
        assertSeen(co, "closed", 2, "[0,0,0]", CLOSED_MODEL);
        assertThat(questionOf(co).get("typed").toString()).isEqualTo(cows);
        for (HandSocket person : audience()) {
            assertSeen(person, "closed", 2, "", "");
            assertThat(questionOf(person).has("typed")).isFalse();
        }

        give(presenter, to("reveal", 1));
        for (HandSocket person : everybody()) {
            assertSeen(person, "revealed", 2, "[0,0,0]", CLOSED_MODEL);
            assertThat(questionOf(person).get("typed").toString()).isEqualTo(cows);
            assertThat(stateOf(person).toString()).doesNotContain("Cat", "Cow");
        }
        give(presenter, "'do':'kick','person':'" + idOf(ada) + "'");
        assertThat(questionOf(max).at("/typed/0/count").intValue()).isOne();
    }

    @Test
    void wordWhoseTokenIsAnOptionCountsAsThatOption() {
        give(presenter, ASK);
        give(ada, type(1, 1, "Bee"));
        give(max, guess(1, 1));
        give(presenter, to("reveal", 1));

        assertSeen(max, "revealed", 2, "[0,2,0]", MODEL);
        assertThat(ada.last("own").at("/state/prediction/option").intValue()).isOne();
    }

    @Test
    void refusesWordsThatDoNotCount() {
        give(presenter, ASK);
        assertRefused(ada, type(1, 3, "D"), "token-out-of-vocabulary");
        assertRefused(ada, type(2, 2, "C"), "question-gone");
        assertRefused(ada, type(1, 2, "  "), "field-not-text");
        assertRefused(ada, type(1, 2, "w".repeat(41)), "field-not-text");
        assertRefused(ada, "'do':'guess','number':1,'token':2", "field-not-text");
        assertRefused(ada, "'do':'guess','number':1,'token':-2,'word':'C'", "field-not-count");
        assertRefused(hall, type(1, 2, "C"), "screen-cannot-guess");
        for (String character : List.of("x", "\u202e", "\u0634", "\u6f22", "\ud83d\ude00")) {
            room.command(ada, seqOf(ada), type(1, 2, character.repeat(1 << 20)));
            assertThat(ada.last("error").get("code").textValue()).isEqualTo("message-too-long");
        }
        assertSeen(presenter, "open", 0, "[0,0,0]", MODEL);
        give(ada, type(1, 2, "\u202e<b>C</b>"));
        assertThat(ada.last("own").at("/state/prediction/word").textValue()).isEqualTo("<b>C</b>");
        give(ada, type(1, 2, "C"));
        give(presenter, to("close", 1));
        assertRefused(max, type(1, 2, "C"), "guesses-closed");
        give(presenter, to("reveal", 1));
        assertSeen(max, "revealed", 1, "[0,0,0]", CLOSED_MODEL);

        give(presenter, FREE + ",'other':true");
        assertRefused(ada, type(2, 2, "C"), "takes-no-words");
        give(presenter, to("end", 2));
        give(presenter, ASK.replace("true", "false"));
        assertRefused(ada, type(3, 2, "C"), "takes-no-words");
    }

    @Test
    void wordThatComesWhileTheModelIsAskedAboutTheOthersIsNamedToo() {
        give(presenter, "'do':'predict','trace':'t3','tokens':[0],'other':true");
        give(ada, type(1, 1, "Bee"));
        room.engine().slow();
        give(presenter, to("reveal", 1));
        give(max, type(1, 2, "Cat"));
        room.engine().answerOne();
        room.loop().run();
        room.engine().answerOne();
        announce();

        assertSeen(max, "revealed", 2, "[0,0]", "[0.5,0.125]");
        assertThat(questionOf(max).get("typed").toString())
                .isEqualTo("[{\"token\":1,\"text\":\"B\",\"p\":0.25,\"count\":1},"
                        + "{\"token\":2,\"text\":\"C\",\"p\":0.125,\"count\":1}]");
    }

    @Test
    void questionIsRevealedAlsoIfItsTextCannotBeComputedAgain() {
        give(presenter, ASK);
        give(ada, type(1, 2, "Cat"));
        room.engine().failsOnce(new OrreryException(new LibraryError.UnknownTrace("t3")));
        give(presenter, to("reveal", 1));

        assertSeen(max, "revealed", 1, "[0,0,1]", MODEL);
        assertThat(questionOf(max).has("typed")).isFalse();
    }

    @Test
    void typedWordStaysWithItsPersonThroughARestart() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var first = server.join(opening, "attendee", "x");
        server.command(server.presenter(opening), 1, ASK);
        server.command(first, 2, type(1, 2, "Cat of Rome"));
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        var back = server.join(
                again.find(opening.code()).orElseThrow(),
                "attendee",
                "'me':" + first.last("welcome").get("me"));
        assertThat(back.last("own").at("/state/prediction").toString())
                .isEqualTo("{\"number\":1,\"option\":2,\"token\":2,\"word\":\"Cat of Rome\"}");
        server.command(server.presenter(again, opening), 9, to("reveal", 1));
        assertThat(back.last("state")
                        .at("/state/prediction/question/typed/0/count")
                        .intValue())
                .isOne();
        assertThat(server.storage().log(opening.code()).rows().toString()).doesNotContain("Rome");
    }

    @Test
    void secondRoundBeginsWithoutAnswersAndStandsBesideTheFirst() {
        give(presenter, FREE);
        give(presenter, to("again", 1));
        assertSeen(presenter, "open", 0, "[0,0]", "");
        give(ada, guess(1, 0));
        give(max, guess(1, 1));
        give(presenter, to("close", 1));
        give(presenter, to("again", 1));
        assertThat(ada.last("own").get("state").toString()).isEqualTo("{}");
        assertSeen(presenter, "open", 0, "[0,0]", "");
        assertThat(questionOf(presenter).get("first").toString()).isEqualTo("[1,1]");
        for (HandSocket person : audience()) {
            assertSeen(person, "open", 0, "", "");
            assertThat(questionOf(person).get("first").toString()).isEqualTo("[]");
        }
        assertRefused(co, to("again", 1), "not-driving");
        assertRefused(ada, to("again", 1), "not-allowed");

        give(ada, guess(1, 1));
        give(presenter, to("reveal", 1));
        for (HandSocket person : everybody()) {
            assertSeen(person, "revealed", 1, "[0,1]", "");
            assertThat(questionOf(person).get("first").toString()).isEqualTo("[1,1]");
        }
        assertRefused(presenter, to("again", 1), "asked-twice");
        assertRefused(presenter, to("again", 2), "question-gone");
        give(presenter, to("end", 1));
        assertRefused(presenter, to("again", 1), "question-gone");
    }

    @Test
    void secondRoundOfWhatComesNextHidesItAgainAndTakesTypedWordsAsSomethingElse() {
        give(presenter, go("t3", "probs"));
        give(presenter, ASK);
        give(ada, type(1, 2, "Cat"));
        give(presenter, to("reveal", 1));
        assertThat(stateOf(ada).at("/trace/next")).isNotEmpty();
        give(presenter, to("again", 1));

        assertSeen(presenter, "open", 0, "[0,0,0]", MODEL);
        assertThat(questionOf(presenter).get("first").toString()).isEqualTo("[0,0,1]");
        assertThat(questionOf(presenter).has("typed")).isFalse();
        assertThat(stateOf(ada).at("/trace/next")).isEmpty();
    }
}
