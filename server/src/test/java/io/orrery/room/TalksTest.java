package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The talks of a room: beats that a page makes, kept in order, walked as a tour. */
class TalksTest {
    private static final String WORDS = "'words':{'en':{'title':'T','notes':'only mine'}}";

    @TempDir
    private Path folder;

    @AutoClose
    private TourRoom room;

    @BeforeEach
    void open() throws Exception {
        room = new TourRoom(folder);
    }

    private static String beat(String id, String scene) {
        return "{'id':'" + id + "','seconds':60,'scene':{'model':'nano-sort','text':'CBABBC'," + scene + "}," + WORDS
                + "}";
    }

    private void put(String id, String scene) {
        room.command("'do':'talk-put','beats':[" + beat(id, scene) + "]");
    }

    private void goTo(String beat) {
        room.command("'do':'beat','tour':'" + id() + "','route':1,'beat':'talk/" + beat + "'");
    }

    private String id() {
        return room.state().at("/talk/open").textValue();
    }

    private JsonNode refused() {
        return room.presenter().last("refused");
    }

    @Test
    void aBeatSetsEverythingWhateverWasShownBefore() {
        put("first", "'step':'embed','level':'simple','language':'own'");
        put(
                "second",
                "'step':'blocks.1.attn.pattern','focus':{'head':'2.3'},"
                        + "'held':{'block':'blocks.1.attn.hook_pattern','head':'2.3','token':'last','key':2},"
                        + "'lit':['blocks.1.attn.hook_q'],"
                        + "'marks':[{'block':'blocks.1.attn.W_Q','at':[1,'all',3]},{'block':'blocks.1.attn.hook_z','head':'2.1','token':2}],"
                        + "'written':['A','A'],'level':'own','language':'de',"
                        + "'ask':{'next':['A','B'],'other':true,'right':1}");
        put("cut", "'step':'cut','focus':{'word':2,'joins':0},'level':'own','language':'own'");
        put("third", "'step':'blocks.1','focus':{'section':'output'},'level':'own','language':'own'");

        goTo("second");
        var state = room.state();
        assertThat(state.at("/trace/tokens").toString()).isEqualTo("[2,1,0,1,1,2,0,0]");
        assertThat(state.at("/trace/promptLength").intValue()).isEqualTo(6);
        assertThat(state.at("/focus").toString())
                .isEqualTo("{\"step\":\"blocks.1.attn.pattern\",\"on\":{\"kind\":\"head\",\"layer\":1,\"head\":2},"
                        + "\"cell\":{\"name\":\"blocks.1.attn.hook_pattern\",\"index\":[2,7,1]},"
                        + "\"tensors\":[\"blocks.1.attn.hook_q\"]}");
        assertThat(state.at("/marks").toString())
                .isEqualTo("[{\"name\":\"blocks.1.attn.W_Q\",\"index\":[0,-1,2]},"
                        + "{\"name\":\"blocks.1.attn.hook_z\",\"index\":[1,0,-1]}]");
        assertThat(state.at("/texts").toString()).isEqualTo("{\"language\":\"de\"}");
        assertThat(state.at("/prediction/question/options/1/text").textValue()).isEqualTo("B");
        assertThat(state.at("/prediction/question/model").size()).isEqualTo(3);
        assertThat(state.at("/prediction/question/right").intValue()).isZero();
        JsonNode seen = room.sceneForLatecomers();

        goTo("first");
        assertThat(room.state().at("/texts").toString()).isEqualTo("{\"level\":\"simple\"}");
        assertThat(room.state().has("marks")).isFalse();
        assertThat(room.state().at("/prediction/question").isMissingNode()).isTrue();
        assertThat(room.state().has("focus")).isFalse();
        goTo("cut");
        assertThat(room.state().at("/focus").toString())
                .isEqualTo("{\"step\":\"cut\",\"on\":{\"kind\":\"step\",\"head\":0,\"word\":1,\"joins\":0}}");
        goTo("third");
        assertThat(room.state().at("/focus/on/section").textValue()).isEqualTo("output");
        assertThat(room.state().has("texts")).isFalse();

        goTo("second");
        JsonNode again = room.sceneForLatecomers();
        assertThat(again.get("focus")).isEqualTo(seen.get("focus"));
        assertThat(again.get("marks")).isEqualTo(seen.get("marks"));
        assertThat(again.get("trace")).isEqualTo(seen.get("trace"));
        room.command("'do':'tour-end'");
        assertThat(room.state().has("texts")).isFalse();
        assertThat(room.state().at("/trace/text").toString()).startsWith("[\"C\",\"C\",\"B\"");
    }

    @Test
    void nextWalksWhatIsNotHiddenAndPlayableAndEndsWithTheTitle() {
        put("a", "'step':'embed'");
        put("b", "'step':'logits'");
        room.command(
                "'do':'talk-put','beats':[{'id':'gone','seconds':60,'scene':{'model':'no-such','text':'x','step':'embed'},"
                        + WORDS + "}]");
        put("c", "'step':'probs'");
        // a field of its own leaves the others as they are
        for (String field : List.of("'title':'How it sorts'", "'speaker':'S'", "'date':'May'")) {
            room.command("'do':'talk-cover','talk':'" + id() + "'," + field);
        }
        assertThat(room.state().at("/talk/talks/0/title").textValue()).isEqualTo("How it sorts");
        int version = versionOf("b");
        room.command("'do':'talk-replace','talk':'" + id() + "','version':" + version + ",'beat':"
                + beat("b", "'step':'logits'").replace("'seconds':60", "'seconds':60,'hidden':true"));
        goTo("a");

        room.command("'do':'next'");
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("talk/c");
        assertThat(room.state().at("/talk/ended").booleanValue()).isFalse();
        room.command("'do':'next'");
        room.command("'do':'next'");
        assertThat(room.state().at("/talk/ended").booleanValue()).isTrue();
        assertThat(room.attendee().last("welcome").at("/state/talk").toString())
                .contains("How it sorts")
                .contains("\"ended\":true")
                .doesNotContain("beats");
        room.command("'do':'back'");
        assertThat(room.state().at("/talk/ended").booleanValue()).isFalse();
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("talk/c");
        room.command("'do':'back'");
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("talk/a");
    }

    /** The version of a beat is that of its talk when it was put. */
    private int versionOf(String beat) {
        return room.talks().talk(id()).orElseThrow().beat(beat).orElseThrow().version();
    }

    @Test
    void theLaterOfTwoEditsOfABeatIsRefused() {
        put("a", "'step':'embed'");
        int version = versionOf("a");
        String change = "'do':'talk-replace','talk':'" + id() + "','version':" + version + ",'beat':";

        room.command(change + beat("a", "'step':'logits'"));
        room.command(change + beat("a", "'step':'probs'"));

        assertThat(refused().get("code").textValue()).isEqualTo("beat-changed");
        assertThat(scene("a")).contains("logits");
        room.command("'do':'undo'");
        assertThat(scene("a")).contains("embed");
        room.command(change + beat("a", "'step':'probs'"));
        assertThat(scene("a")).contains("probs");
    }

    private String scene(String beat) {
        return room.talks()
                .talk(id())
                .orElseThrow()
                .beat(beat)
                .orElseThrow()
                .scene()
                .toString();
    }

    private String order() {
        return String.join(
                " ",
                room.talks().talk(id()).orElseThrow().beats().stream()
                        .map(beat -> beat.id())
                        .toList());
    }

    @Test
    void beatsAreMovedDeletedAndBroughtBackAndSurviveARestart() {
        put("a", "'step':'embed'");
        put("b", "'step':'embed'");
        put("b", "'step':'embed'");
        assertThat(order()).isEqualTo("a b b-2");
        room.command("'do':'talk-move','talk':'" + id() + "','beat':'b-2','after':''");
        assertThat(order()).isEqualTo("b-2 a b");
        room.command("'do':'talk-put','after':'a','beats':[" + beat("c", "'step':'embed'") + "]");
        assertThat(order()).isEqualTo("b-2 a c b");
        room.command("'do':'talk-drop','talk':'" + id() + "','beat':'a'");
        assertThat(order()).isEqualTo("b-2 c b");
        room.command("'do':'undo'");
        assertThat(order()).isEqualTo("b-2 a c b");

        room.restart();
        assertThat(order()).isEqualTo("b-2 a c b");
        goTo("c");
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("talk/c");
        room.command("'do':'talk-drop','talk':'" + id() + "'");
        assertThat(room.state().has("talk")).isFalse();
        room.command("'do':'next'");
        assertThat(refused().get("code").textValue()).isEqualTo("unknown-tour");
        room.command("'do':'undo'");
        assertThat(order()).isEqualTo("b-2 a c b");
    }

    @Test
    void theLastTwoRunsStayAndThePlanThatIsMadeOfThemIsTakenBack() {
        put("a", "'step':'embed'");
        put("b", "'step':'embed'");
        int version = versionOf("a");
        for (int run = 1; run <= 3; run++) {
            room.command("'do':'talk-run','talk':'" + id() + "','seconds':{'a':" + 30 * run + ",'gone':7}");
        }
        assertThat(versionOf("a")).as("nobody's edit is refused for it").isEqualTo(version);
        room.command("'do':'talk-plan','talk':'" + id() + "','seconds':{'a':75,'gone':9}");
        assertThat(planned()).isEqualTo("75 60");
        assertThat(versionOf("a")).isGreaterThan(version);
        assertThat(room.state().get("talk").toString()).doesNotContain("runs", "gone");

        room.command("'do':'undo'");
        assertThat(planned()).isEqualTo("60 60");
        room.restart();
        assertThat(room.talks().talk(id()).orElseThrow().runs())
                .containsExactly(Map.of("a", 60, "gone", 7), Map.of("a", 90, "gone", 7));
        room.command("'do':'talk-run','talk':'" + id() + "','seconds':{'a':0}");
        assertThat(refused().get("code").textValue()).isEqualTo("field-out-of-range");
        room.command("'do':'talk-run','talk':'" + id() + "','seconds':[1]");
        assertThat(refused().get("code").textValue()).isEqualTo("field-not-object");
        room.command("'do':'talk-run','talk':'talk-77','seconds':{}");
        assertThat(refused().get("code").textValue()).isEqualTo("unknown-talk");
    }

    private String planned() {
        return String.join(
                " ",
                room.talks().talk(id()).orElseThrow().beats().stream()
                        .map(beat -> Integer.toString(beat.seconds()))
                        .toList());
    }

    @Test
    void whatNoTourCouldShowIsRefusedByName() {
        put("a", "'step':'embed','colour':'red'");
        assertThat(refused().get("code").textValue()).isEqualTo("tour-key-unknown");
        put("A B", "'step':'embed'");
        assertThat(refused().get("code").textValue()).isEqualTo("tour-id-unreadable");
        put("a", "'step':'embed','marks':[{'block':'logits','at':['x']}]");
        assertThat(refused().get("code").textValue()).isEqualTo("tour-position-unreadable");
        put("a", "'step':'embed','level':'silly'");
        assertThat(refused().get("code").textValue()).isEqualTo("tour-not-one-of");
        assertThat(room.state().has("talk")).isFalse();
        room.command("'do':'talk-open','talk':'talk-9'");
        assertThat(refused().get("code").textValue()).isEqualTo("unknown-talk");
        put("a", "'step':'blocks.9.attn.z'");
        goTo("a");
        assertThat(refused().get("code").textValue()).isEqualTo("tour-step-unknown");
    }

    @Test
    void onlyThoseWhoMayDriveKnowTheBeatsAndNobodyIsSentThemWithEachStep() {
        put("a", "'step':'embed'");
        assertThat(room.state().get("talk").toString()).doesNotContain("embed");
        assertThat(room.attendee().last("welcome").get("state").toString()).doesNotContain("only mine");
        var attendee = room.attendee();
        attendee.says("{'type':'command','id':'x','at':" + room.seq() + ",'do':'talk-new'}")
                .flush();
        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
    }

    @Test
    void numbersAndSizesAreBounded() {
        IntStream.range(0, 20).forEach(i -> room.command("'do':'talk-new'"));
        room.command("'do':'talk-new'");
        assertThat(refused().get("code").textValue()).isEqualTo("too-many-talks");
        for (int i = 0; i < 20; i++) {
            putMany(50);
        }
        assertThat(room.talks().talk(id()).orElseThrow().beats()).hasSize(1000);
        putMany(1);
        assertThat(refused().get("code").textValue()).isEqualTo("too-many-beats");
        assertThat(room.state().toString().length()).isLessThan(10_000);
        goTo("n-1000");
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("talk/n-1000");
    }

    private void putMany(int count) {
        String all = String.join(
                ",",
                IntStream.range(0, count)
                        .mapToObj(i -> beat("n", "'step':'embed'"))
                        .toList());
        room.command("'do':'talk-put','beats':[" + all + "]");
    }

    /** The recording's rows with words of beats. */
    private List<JsonNode> recordedWords(String id) throws IOException {
        var rows = new ArrayList<JsonNode>();
        for (int i = 0;
                i < room.recordings().contents(id).orElseThrow().stretches().size();
                i++) {
            new ObjectMapper()
                    .readTree(room.recordings().stretch(id, i).orElseThrow())
                    .forEach(rows::add);
        }
        return rows.stream().filter(row -> row.has("beat")).toList();
    }

    private void putSaying(String id, String word) {
        room.command("'do':'talk-put','beats':[{'id':'" + id
                + "','seconds':60,'scene':{'model':'nano-sort','text':'CBABBC',"
                + "'step':'embed'},'words':{'en':{'title':'Title " + word + "','developer':'Say " + word
                + ".','notes':'only mine'},'de':{'title':'Titel " + word + "','developer':'Sag " + word + ".'}}}]");
    }

    @Test
    void wordsOfABeatAreInARecordingAlsoWhenTheTalkIsErasedLater() throws Exception {
        putSaying("a", "zebra");
        putSaying("b", "gnu");
        room.command("'do':'record'");
        String id = room.state().at("/recording/id").asText();
        goTo("a");
        room.command("'do':'blank','on':true");
        goTo("b");
        String talk = id();
        // What follows is a stretch of its own, which has all that is to be known there.
        room.command("'do':'record-pause'");
        room.command("'do':'record-resume'");
        room.command("'do':'tour-end'");
        room.beat("one/scores");
        room.command("'do':'talk-drop','talk':'" + talk + "'");

        List<JsonNode> words = recordedWords(id);
        assertThat(words)
                .extracting(row -> row.at("/beat/beat").asText())
                .containsExactly("talk/a", "talk/b", "talk/b");
        assertThat(words.get(0).at("/beat/tour").asText()).isEqualTo(talk);
        assertThat(words.get(0).at("/beat/served/en").toString())
                .contains("Say zebra")
                .doesNotContain("only mine");
        assertThat(words.get(1).at("/beat/served/de").toString())
                .contains("Sag gnu")
                .doesNotContain("zebra");
        assertThat(words.get(0).at("/beat/served/en/version"))
                .isNotEqualTo(words.get(1).at("/beat/served/en/version"));
        assertThat(room.recordings().contents(id).orElseThrow().marks())
                .filteredOn(mark -> List.of("beat", "end").contains(mark.kind()))
                .extracting(mark -> mark.kind() + " " + mark.beat() + " " + mark.title())
                .containsExactly("beat talk/a Title zebra", "beat talk/b Title gnu", "end  ", "beat one/scores T");
    }
}
