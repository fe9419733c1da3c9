package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Polls: how each kind is answered and counted, who sees it, and what becomes of it. */
class PollTest extends PredictionRoom {
    private static final String ONE =
            "'do':'poll','kind':'one','question':'Which head?','options':['the first','the third'],'right':[1]";
    private static final String SEVERAL =
            "'do':'poll','kind':'several','question':'Which?','options':['A','B','C'],'right':[0,2]";
    private static final String SCALE = "'do':'poll','kind':'scale','question':'How clear?','options':['not','very']";
    private static final String TEXT = "'do':'poll','kind':'text','question':'In one word?'";

    private static String options(int number, String list) {
        return "'do':'poll-answer','number':" + number + ",'options':" + list;
    }

    private static String text(int number, String text) {
        return "'do':'poll-answer','number':" + number + ",'text':'" + text + "'";
    }

    private static String lead(String to, int number) {
        return "'do':'poll-" + to + "','number':" + number;
    }

    private static JsonNode poll(HandSocket person) {
        return stateOf(person).at("/poll/question");
    }

    private void assertCounts(HandSocket person, String counts) {
        assertThat(poll(person).path("counts").toString()).isEqualTo(counts);
    }

    private static String said(HandSocket person) {
        var all = new StringBuilder();
        poll(person)
                .path("said")
                .forEach(each -> all.append(each.path("text").textValue())
                        .append(' ')
                        .append(each.path("count").intValue())
                        .append(
                                each.path("first").isMissingNode()
                                        ? ""
                                        : "(" + each.path("first").intValue() + ")")
                        .append(each.path("hidden").asBoolean() ? "-" : "")
                        .append(';'));
        return all.toString();
    }

    @Test
    void countsAndWhatIsRightAreHiddenFromAllButThoseWhoMayDriveUntilTheReveal() {
        give(presenter, ONE);
        give(ada, options(1, "[1]"));
        give(max, options(1, "[0]"));
        give(max, options(1, "[1]"));
        announce();
        for (HandSocket person : List.of(presenter, co)) {
            assertCounts(person, "[0,2]");
            assertThat(poll(person).get("right").toString()).isEqualTo("[1]");
        }
        for (HandSocket person : audience()) {
            assertThat(poll(person).get("answers").intValue()).isEqualTo(2);
            assertThat(poll(person).has("counts")).isFalse();
            assertThat(poll(person).has("right")).isFalse();
        }
        assertThat(ada.last("own").at("/state/poll").toString()).isEqualTo("{\"number\":1,\"options\":[1]}");
        give(presenter, lead("close", 1));
        assertRefused(ada, options(1, "[0]"), "guesses-closed");
        give(presenter, lead("reveal", 1));
        for (HandSocket person : everybody()) {
            assertCounts(person, "[0,2]");
            assertThat(poll(person).get("right").toString()).isEqualTo("[1]");
            assertThat(stateOf(person).toString()).doesNotContain(idOf(ada));
        }
        give(presenter, lead("end", 1));
        assertThat(stateOf(ada).has("poll")).isFalse();
        assertRefused(ada, options(1, "[0]"), "question-gone");
    }

    @Test
    void aPollHasItsWordsInOtherLanguages() {
        String words = ",'words':{'de':{'question':'Welche?','options':['X','Y'%s]}}";
        assertRefused(presenter, SEVERAL + words.formatted(""), "field-not-list-of");
        assertRefused(presenter, SEVERAL + words.formatted(",'x'"), "field-repeats");
        assertRefused(presenter, TEXT + ",'words':{'de':{}}", "field-not-text");
        give(presenter, SEVERAL + words.formatted(",'Z'"));
        give(ada, options(1, "[2,0]"));
        give(presenter, lead("reveal", 1));
        for (HandSocket person : everybody()) {
            assertThat(poll(person).at("/words/de").toString())
                    .isEqualTo("{\"question\":\"Welche?\",\"options\":[\"X\",\"Y\",\"Z\"]}");
            assertThat(poll(person).get("question").textValue()).isEqualTo("Which?");
            assertCounts(person, "[1,0,1]");
        }
    }

    @Test
    void severalOptionsAndTheValuesOfAScaleAreCountedEach() {
        give(presenter, SEVERAL);
        give(ada, options(1, "[2,0]"));
        give(max, options(1, "[2]"));
        announce();
        assertCounts(presenter, "[1,0,2]");
        assertThat(poll(presenter).get("answers").intValue()).isEqualTo(2);
        assertThat(ada.last("own").at("/state/poll/options").toString()).isEqualTo("[0,2]");
        give(presenter, lead("end", 1));

        give(presenter, SCALE);
        give(ada, options(2, "[4]"));
        give(max, options(2, "[0]"));
        announce();
        assertCounts(presenter, "[1,0,0,0,1]");
        assertRefused(ada, options(2, "[5]"), "unknown-option");
        assertRefused(ada, options(2, "[1,2]"), "takes-one-option");
    }

    @Test
    void whatPeopleWriteIsListedByFrequencyAndNothingOfItLeavesBeforeTheReveal() {
        give(presenter, TEXT);
        give(ada, text(1, "Attention"));
        give(max, text(1, "  ATTENTION "));
        var eve = room.attendee();
        give(eve, text(1, "an \\u202eevil <b>word</b>"));
        announce();
        assertThat(said(presenter)).isEqualTo("ATTENTION 2;an evil <b>word</b> 1;");
        for (HandSocket person :
                Stream.concat(audience().stream(), Stream.of(eve)).toList()) {
            assertThat(poll(person).get("answers").intValue()).isEqualTo(3);
            assertThat(poll(person).toString().toLowerCase()).doesNotContain("attention", "evil");
        }
        String evil = poll(presenter).at("/said/1/id").textValue();
        assertRefused(ada, "'do':'poll-hide','number':1,'text':'" + evil + "','on':true", "not-allowed");
        assertRefused(presenter, "'do':'poll-hide','number':1,'text':'none','on':true", "unknown-text");
        give(presenter, "'do':'poll-hide','number':1,'text':'" + evil + "','on':true");
        give(presenter, lead("reveal", 1));
        assertThat(said(presenter)).isEqualTo("ATTENTION 2;an evil <b>word</b> 1-;");
        for (HandSocket person : audience()) {
            assertThat(said(person)).isEqualTo("ATTENTION 2;");
            assertThat(poll(person).get("more").intValue()).isOne();
            assertThat(poll(person).toString()).doesNotContain("evil");
        }
        give(presenter, "'do':'poll-hide','number':1,'text':'" + evil + "','on':false");
        assertThat(said(max)).isEqualTo("ATTENTION 2;an evil <b>word</b> 1;");
    }

    @Test
    void theSecondRoundStandsBesideTheFirst() {
        give(presenter, ONE);
        give(ada, options(1, "[0]"));
        give(presenter, lead("close", 1));
        give(presenter, lead("again", 1));
        assertThat(ada.last("own").path("state").has("poll")).isFalse();
        assertThat(poll(ada).get("first").toString()).isEqualTo("[]");
        give(ada, options(1, "[1]"));
        give(presenter, lead("reveal", 1));
        assertCounts(ada, "[0,1]");
        assertThat(poll(ada).get("first").toString()).isEqualTo("[1,0]");
        assertRefused(presenter, lead("again", 1), "asked-twice");

        give(presenter, TEXT);
        give(ada, text(2, "one"));
        give(max, text(2, "two"));
        give(presenter, lead("close", 2));
        give(presenter, lead("again", 2));
        assertThat(poll(hall).toString()).doesNotContain("one\"", "two\"");
        give(ada, text(2, "two"));
        give(presenter, lead("reveal", 2));
        assertThat(poll(hall).get("answers").intValue()).isEqualTo(1);
        assertThat(said(hall)).isEqualTo("two 1(1);one 0(1);");
    }

    @Test
    void refusesAnswersThatDoNotCount() {
        assertRefused(ada, options(1, "[0]"), "question-gone");
        give(presenter, ONE);
        assertRefused(ada, options(1, "[2]"), "unknown-option");
        assertRefused(ada, options(1, "[]"), "field-not-list-of");
        assertRefused(ada, options(1, "[0,0]"), "field-repeats");
        assertRefused(ada, options(1, "[-1]"), "field-integers-out-of-range");
        assertRefused(ada, options(2, "[0]"), "question-gone");
        assertRefused(ada, text(1, "word"), "takes-no-words");
        assertRefused(hall, options(1, "[0]"), "screen-cannot-guess");
        assertRefused(ada, ONE, "not-allowed");
        give(presenter, lead("end", 1));
        give(presenter, TEXT);
        assertRefused(ada, options(2, "[0]"), "takes-words");
        assertRefused(ada, text(2, "x".repeat(61)), "field-not-text");
        assertRefused(ada, text(2, " \\u202e "), "field-not-text");
        assertThat(poll(presenter).get("answers").intValue()).isZero();
    }

    @Test
    void refusesPollsThatCannotBeAnswered() {
        assertRefused(presenter, "'do':'poll','kind':'all','question':'?'", "field-not-one-of");
        assertRefused(presenter, "'do':'poll','kind':'one','question':'?','options':['a']", "field-not-list-of");
        assertRefused(presenter, "'do':'poll','kind':'scale','question':'?','options':['a']", "field-not-list-of");
        assertRefused(presenter, "'do':'poll','kind':'one','question':'?','options':['a','A']", "field-repeats");
        assertRefused(
                presenter,
                "'do':'poll','kind':'one','question':'?','options':['a','b'],'right':[2]",
                "field-integers-out-of-range");
        assertRefused(presenter, "'do':'poll','kind':'one','question':' ','options':['a','b']", "field-not-text");
        assertThat(stateOf(presenter).has("poll")).isFalse();
    }

    @Test
    void oneQuestionIsAskedAtATimeOfWhateverKindAndAllAreNumberedTogether() {
        give(presenter, ASK);
        assertRefused(presenter, ONE, "already-asked");
        give(presenter, to("reveal", 1));
        give(presenter, ONE);
        assertThat(stateOf(ada).has("prediction")).isFalse();
        assertThat(poll(ada).get("phase").textValue()).isEqualTo("open");
        assertRefused(presenter, ASK, "already-asked");
        assertRefused(presenter, TEXT, "already-asked");
        assertThat(stateOf(ada).at("/poll/number").intValue()).isEqualTo(2);
        give(presenter, lead("reveal", 2));
        give(presenter, ASK);
        assertThat(stateOf(ada).has("poll")).isFalse();
        assertThat(stateOf(ada).at("/prediction/question/phase").textValue()).isEqualTo("open");
        assertThat(stateOf(ada).at("/prediction/number").intValue()).isEqualTo(3);
    }

    @Test
    void anOpenPollAndItsAnswersSurviveARestartAndNothingWrittenIsInTheLog() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var drives = server.presenter(opening);
        var first = server.join(opening, "attendee", "x");
        server.command(drives, 1, TEXT);
        server.command(first, 2, text(1, "attention"));
        server.rooms().close();
        server.loop().run();
        assertThat(server.storage().log(opening.code()).rows().toString())
                .contains("In one word?")
                .doesNotContain("attention");

        Rooms again = server.restarted();
        var back = server.join(
                again.find(opening.code()).orElseThrow(),
                "attendee",
                "'me':" + first.last("welcome").get("me"));
        assertThat(back.last("own").at("/state/poll").toString()).isEqualTo("{\"number\":1,\"text\":\"attention\"}");
        var driver = server.presenter(again, opening);
        assertThat(said(driver)).isEqualTo("attention 1;");
        server.command(driver, 9, lead("reveal", 1));
        server.command(driver, 10, lead("end", 1));
        // What was asked is kept for afterwards, apart from the answers.
        assertThat(server.storage().rooms().get(0).answers())
                .allMatch(answer -> answer.ballot().equals("afterwards"));
    }
}
