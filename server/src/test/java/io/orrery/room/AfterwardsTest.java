package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is kept of a room's people for afterwards, and how it is erased. */
class AfterwardsTest extends PredictionRoom {
    private static final int A = 0;
    private static final int B = 1;
    private static final int ELSE = 2;

    @Test
    void endedQuestionKeepsTheCountsOfBothRoundsTheModelAndTheWordsButNobodysName() throws Exception {
        HandSocket third = room.attendee();
        give(presenter, ASK);
        give(ada, guess(1, A));
        give(max, guess(1, A));
        give(third, TypedWordsTest.type(1, 2, "Cat"));
        give(presenter, to("close", 1));
        give(presenter, to("again", 1));
        give(ada, guess(1, B));
        give(max, TypedWordsTest.type(1, 2, "Cow"));
        give(third, TypedWordsTest.type(1, 2, "Cow"));
        assertThat(report(false).at("/asked/0/open").booleanValue()).isTrue();
        give(presenter, to("reveal", 1));
        give(presenter, to("end", 1));

        JsonNode asked = report(false).at("/asked/0");
        assertThat(asked.get("kind").textValue()).isEqualTo("prediction");
        assertThat(asked.has("open")).isFalse();
        assertThat(asked.get("about").textValue()).isEqualTo("ABC");
        assertThat(asked.get("people").intValue()).isEqualTo(3);
        assertThat(values(asked, "count")).containsExactly("0", "1", "0");
        // two said A before, one typed something else
        assertThat(values(asked, "first")).containsExactly("2", "0", "1");
        assertThat(values(asked, "text")).containsExactly("\"A\"", "\"B\"", "\"\"");
        assertThat(asked.at("/options/0/model").doubleValue()).isCloseTo(0.5, within(1e-9));
        assertThat(asked.get("words").toString()).isEqualTo("[{\"text\":\"Cow\",\"count\":2}]");
        assertThat(report(true).at("/asked/0/words/0/who").toString())
                .contains("\"" + idOf(max) + "\"", "\"" + idOf(third) + "\"");
    }

    @Test
    void questionThatNobodyAnsweredAndOneThatTheNextReplacesAreToldApart() throws Exception {
        give(presenter, FREE);
        give(presenter, to("end", 1));
        give(presenter, FREE);
        give(ada, guess(2, 1));
        give(presenter, to("reveal", 2));
        give(presenter, FREE);

        JsonNode asked = report(false).get("asked");
        assertThat(asked).hasSize(1);
        assertThat(asked.at("/0/number").intValue()).isEqualTo(2);
        assertThat(asked.at("/0/question").textValue()).isEqualTo("Which head?");
    }

    @Test
    void seriesKeepsItsTextsTheMeanAndTheBestWithNamesOnlyIfAskedFor() throws Exception {
        ada.says("{'type':'name','name':'Ada'}").flush();
        give(presenter, "'do':'series','phase':'on'");
        give(presenter, ASK);
        give(ada, guess(1, A));
        give(max, guess(1, ELSE));
        give(presenter, to("reveal", 1));
        give(presenter, "'do':'series','phase':'off'");

        JsonNode series = report(false).get("asked").findParents("mean").get(0);
        // A has 0.5, so 1 bit; something else names no token, so 20
        assertThat(series.get("mean").doubleValue()).isCloseTo((1 + 20) / 2.0, within(1e-9));
        assertThat(series.get("best").toString()).isEqualTo("[{\"bits\":1.0,\"texts\":1},{\"bits\":20.0,\"texts\":1}]");
        assertThat(report(true)
                        .get("asked")
                        .findParents("mean")
                        .get(0)
                        .at("/best/0/name")
                        .textValue())
                .isEqualTo("Ada");
        assertThat(report(true).get("people").toString()).contains("\"Ada\"");
        assertThat(report(false).toString()).doesNotContain("Ada", idOf(ada));
    }

    @Test
    void signalsAreCountedByStepOnceForEachPersonAndRound() throws Exception {
        give(ada, "'do':'too-fast'");
        give(ada, "'do':'too-fast'");
        give(max, "'do':'too-fast'");
        give(max, "'do':'lost','on':true");
        give(presenter, RoomFixture.go("t3", "embed"));
        give(max, "'do':'lost','on':false");
        give(max, "'do':'hand','on':true,'name':''");
        give(max, "'do':'applaud'");

        assertThat(report(false).get("signals").findValuesAsText("step"))
                .containsExactly("start", "start", "embed", "embed");
        assertThat(report(false).get("signals").findValuesAsText("signal"))
                .containsExactly("fast", "lost", "hand", "applause");
        assertThat(report(false).get("signals").findValuesAsText("count")).containsExactly("2", "1", "1", "1");
    }

    @Test
    void erasingOnePersonLeavesNothingOfThatPersonInStorageLogAndUndo() throws Exception {
        ada.says("{'type':'name','name':'Xaver'}").flush();
        give(ada, "'do':'qa-ask','text':'A zebra question?','name':'Xaver'");
        give(max, "'do':'qa-ask','text':'Another one?'");
        give(ada, "'do':'propose','text':'AB','name':'Xaver'");
        give(presenter, ASK);
        give(ada, TypedWordsTest.type(1, 2, "Cattle"));
        give(max, guess(1, A));
        give(presenter, to("reveal", 1));
        give(presenter, to("end", 1));
        assertThat(stored()).contains("Xaver", "zebra", "Cattle");

        assertThat(erase(idOf(ada))).isEmpty();

        assertThat(stored()).doesNotContain("Xaver", "zebra", "Cattle", "\nAB").contains("Another one?");
        JsonNode report = report(true);
        assertThat(report.at("/said/qa").findValuesAsText("text")).containsExactly("Another one?");
        // the counts of what has ended stay
        assertThat(report.at("/asked/0/people").intValue()).isEqualTo(2);
        assertThat(report.at("/asked/0").has("words")).isFalse();
        assertThat(room.room().logged().history().entries()).isEmpty();
        assertThat(ada.last("own").at("/state").has("qa")).isFalse();
    }

    @Test
    void textOnTheMachineMustGiveWayBeforeItIsErased() throws Exception {
        give(ada, "'do':'propose','text':'AB'");
        announce();
        String id = presenter.latest().at("/state/proposals/texts/0/id").textValue();
        give(presenter, "'do':'run-text','text':'" + id + "'");
        assertThat(erase(idOf(ada))).contains("TextOfPersonShown");
        assertThat(erase("")).contains("TextOfPersonShown");
        assertThat(report(true).at("/said/proposals/0/state").textValue()).isEqualTo("run");
        assertThat(erase(idOf(max))).isEmpty();
    }

    @Test
    void erasingTheRoomEndsWhatIsOpenAndKeepsWhatThePresenterMade() throws Exception {
        ada.says("{'type':'name','name':'Xaver'}").flush();
        give(presenter, "'do':'keep-prompt','model':'m','text':'mine'");
        give(ada, "'do':'qa-ask','text':'A zebra question?','name':'Xaver'");
        give(ada, "'do':'too-fast'");
        give(presenter, ASK);
        give(ada, guess(1, A));
        give(presenter, to("close", 1));
        give(presenter, to("again", 1));

        assertThat(erase("")).isEmpty();

        assertThat(stored()).doesNotContain("Xaver", "zebra");
        JsonNode report = report(true);
        assertThat(report.at("/said/qa")).isEmpty();
        assertThat(report.get("asked")).isEmpty();
        assertThat(report.get("signals")).isEmpty();
        everybody().forEach(HandSocket::flush);
        assertThat(questionOf(max).isMissingNode()).isTrue();
        assertThat(stateOf(presenter).toString()).contains("mine");
        // the next question is a new one
        give(presenter, ASK);
        give(max, guess(2, B));
    }

    @Test
    void pollsKeepWhatWasChosenAndWhatWasWrittenAndNotHidden() throws Exception {
        give(
                presenter,
                "'do':'poll','kind':'several','question':'Which?','options':['x','y','z'],'right':[2],"
                        + "'words':{'de':{'question':'Welche?','options':['a','b','c']}}");
        give(ada, "'do':'poll-answer','number':1,'options':[0,2]");
        give(max, "'do':'poll-answer','number':1,'options':[2]");
        give(presenter, "'do':'poll-end','number':1");
        give(presenter, "'do':'poll','kind':'text','question':'In a word?'");
        give(ada, "'do':'poll-answer','number':2,'text':'Zebra'");
        give(max, "'do':'poll-answer','number':2,'text':'Gnu'");
        announce();
        String gnu = stateOf(presenter).at("/poll/question/said").findParents("text").stream()
                .filter(said -> said.get("text").textValue().equals("Gnu"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .textValue();
        give(presenter, "'do':'poll-hide','number':2,'text':'" + gnu + "','on':true");
        assertThat(report(true).toString()).contains("Zebra").doesNotContain("Gnu");
        give(presenter, "'do':'poll-end','number':2");

        JsonNode asked = report(false).get("asked");
        assertThat(values(asked.get(0), "count")).containsExactly("1", "0", "2");
        assertThat(asked.at("/0/options/2/right").booleanValue()).isTrue();
        assertThat(asked.at("/0/people").intValue()).isEqualTo(2);
        assertThat(asked.at("/0/languages").toString())
                .isEqualTo("{\"de\":{\"question\":\"Welche?\",\"options\":[\"a\",\"b\",\"c\"]}}");
        assertThat(asked.get(1).has("languages")).isFalse();
        // The text that was hidden is nowhere; the person who wrote it has answered.
        assertThat(asked.at("/1/words").toString()).isEqualTo("[{\"text\":\"Zebra\",\"count\":1}]");
        assertThat(asked.at("/1/people").intValue()).isEqualTo(2);
        assertThat(stored()).doesNotContain("Gnu");
        assertThat(erase(idOf(ada))).isEmpty();
        assertThat(stored()).doesNotContain("Zebra");
    }

    @Test
    void placesAreKeptByTheirNumbers() throws Exception {
        give(presenter, "'do':'place','trace':'t3','kind':'layer','question':'Which layer?'");
        give(ada, "'do':'touch','number':1,'place':[0]");
        give(max, "'do':'touch','number':1,'place':[0]");
        give(presenter, "'do':'place-end','number':1");

        JsonNode asked = report(false).at("/asked/0");
        assertThat(asked.get("kind").textValue()).isEqualTo("place");
        assertThat(asked.get("options").toString()).isEqualTo("[{\"text\":\"0\",\"count\":2}]");
        // A reader can name them: they are layers, and of no text.
        assertThat(asked.at("/place/kind").textValue()).isEqualTo("layer");
        assertThat(asked.at("/place/size").size()).isEqualTo(1);
        assertThat(asked.has("about")).isFalse();

        give(presenter, "'do':'place','trace':'t3','kind':'word'");
        give(ada, "'do':'touch','number':2,'place':[1]");
        give(presenter, "'do':'place-end','number':2");
        JsonNode ofWords = report(false).at("/asked/1");
        assertThat(ofWords.at("/place/kind").textValue()).isEqualTo("word");
        assertThat(ofWords.at("/place/text"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(
                        room.room().part(WalkState.PART).trace().text());
    }

    @Test
    void nothingOfARehearsalIsKept() throws Exception {
        give(presenter, "'do':'rehearse'");
        give(presenter, FREE);
        give(ada, guess(1, 0));
        give(ada, "'do':'too-fast'");
        assertThat(report(true).get("asked")).isEmpty();
        give(presenter, to("end", 1));
        give(presenter, "'do':'rehearse-end'");

        assertThat(report(true).get("asked")).isEmpty();
        assertThat(report(true).get("signals")).isEmpty();
    }

    @Test
    void whatIsTooOldGoesWithThePeopleWhoWereNotHereSince() throws Exception {
        ada.says("{'type':'name','name':'Xaver'}").flush();
        give(ada, "'do':'qa-ask','text':'A zebra question?','name':'Xaver'");
        give(presenter, ASK);
        give(ada, guess(1, A));
        give(presenter, to("end", 1));
        ada.drops();
        room.loop().run();
        double day = 86_400_000;
        room.room().prune(room.loop().now() - day);
        room.loop().run();
        assertThat(stored()).contains("Xaver");

        room.room().prune(room.loop().now() + 2 * day);
        room.loop().run();
        assertThat(stored()).doesNotContain("Xaver", "zebra");
        assertThat(report(true).get("asked")).isEmpty();
        // who is here stays
        assertThat(max.heard("closed")).isEmpty();
    }

    private JsonNode report(boolean named) throws Exception {
        CompletableFuture<Afterwards.Report> report = room.room().afterwards(30, named);
        room.loop().run();
        return Json.read(Json.write(report.join()));
    }

    /** @return the refusal; empty if it is erased */
    private String erase(String person) {
        var erased = room.room().erase(person);
        room.loop().run();
        return erased.join().map(Object::toString).orElse("");
    }

    private String stored() {
        return room.stored();
    }

    private static List<String> values(JsonNode asked, String field) {
        var values = new ArrayList<String>();
        asked.get("options").forEach(option -> values.add(option.get(field).toString()));
        return values;
    }
}
