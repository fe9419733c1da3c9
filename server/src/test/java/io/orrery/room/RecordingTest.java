package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.PeopleErased;
import io.orrery.room.recording.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is recorded of a room, compared with what an attendee's page was sent. */
class RecordingTest {
    private final RoomFixture fixture = new RoomFixture();
    private final HandSocket presenter = fixture.presenter();
    private final HandSocket attendee = fixture.attendee();

    private HandRecordings recordings() {
        return fixture.recordings();
    }

    private void does(String fields) {
        fixture.command(presenter, fixture.room().logged().seq(), fields);
        presenter.flush();
        attendee.flush();
    }

    private List<JsonNode> rows(String id) {
        var rows = new ArrayList<JsonNode>();
        int stretches = recordings().contents(id).orElseThrow().stretches().size();
        for (int i = 0; i < stretches; i++) {
            try {
                new ObjectMapper()
                        .readTree(recordings().stretch(id, i).orElseThrow())
                        .forEach(rows::add);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return rows;
    }

    /** The state that the rows add up to. */
    private static ObjectNode replayed(List<JsonNode> rows) {
        ObjectNode state = new ObjectMapper().createObjectNode();
        for (JsonNode row : rows) {
            row.path("state").properties().forEach(member -> state.set(member.getKey(), member.getValue()));
            row.path("counts").properties().forEach(member -> state.set(member.getKey(), member.getValue()));
            row.path("gone").forEach(name -> state.remove(name.asText()));
        }
        return state;
    }

    private String begin(String fields) {
        does("'do':'record'" + fields);
        return presenter.last("state").at("/state/recording/id").asText();
    }

    @Test
    void rowsAddUpToWhatAttendeesAreShown() {
        String id = begin("");
        does(RoomFixture.go("t3", "embed"));
        does("'do':'blank','on':true");
        does(RoomFixture.go("t3", "blocks.0.attn.scores"));
        does("'do':'blank','on':false");

        List<JsonNode> rows = rows(id);
        assertThat(replayed(rows)).isEqualTo(attendee.last("state").path("state"));
        assertThat(rows.get(1).path("state").fieldNames())
                .toIterable()
                .contains("cursor")
                .doesNotContain("trace");
    }

    private HandSocket named(String name) {
        return fixture.socket()
                .says("{'type':'hello','v':1,'view':'attendee','name':'" + name + "'}")
                .flush();
    }

    private void gives(HandSocket person, String fields) {
        fixture.command(person, fixture.room().logged().seq(), fields);
        person.flush();
        fixture.loop().advance(Tally.ANNOUNCE_MS);
        presenter.flush();
    }

    private static String idOf(HandSocket person) {
        return person.last("welcome").get("id").textValue();
    }

    /**
     * One person does all that leaves a name or words with others, also as a co-presenter who drives. The only text that the model reads is of letters.
     */
    private void writesEverything(HandSocket person, String mark) {
        drives(mark);
        guesses(person, mark);
        gives(person, "'do':'hand','on':true,'name':'" + mark + "'");
        does("'do':'call-on','person':'" + idOf(person) + "'");
        gives(person, "'do':'qa-ask','text':'" + mark + "?','name':'" + mark + "'");
        does("'do':'qa-pin','number':1");
        gives(person, "'do':'propose','text':'CCCC','name':'" + mark + "'");
        does("'do':'poll','kind':'text','question':'In a word?'");
        int poll = presenter.last("state").at("/state/poll/number").asInt();
        gives(person, "'do':'poll-answer','number':" + poll + ",'text':'" + mark + "'");
        does("'do':'poll-close','number':" + poll);
        does("'do':'poll-reveal','number':" + poll);
        does("'do':'poll-end','number':" + poll);
        String text = presenter.last("state").at("/state/proposals/texts/0/id").asText();
        does("'do':'run-text','text':'" + text + "'");
        does("'do':'predict','trace':'t4','tokens':[0,1]");
        fixture.loop().advance(1000);
        does("'do':'prompt','trace':'t2'");
        does(RoomFixture.go("t2", "embed"));
        int guess = presenter.last("state").at("/state/prediction/number").asInt();
        does("'do':'predict-end','number':" + guess);
        does("'do':'drop-texts'");
    }

    /** A co-presenter of that name has the wheel for a moment. */
    private void drives(String mark) {
        var co = fixture.socket()
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + RoomFixture.CO_KEY + "','name':'" + mark
                        + "'}")
                .flush();
        gives(co, "'do':'ask-wheel','on':true");
        does("'do':'offer-wheel','to':'" + idOf(co) + "'");
        gives(co, "'do':'take-wheel'");
        gives(co, "'do':'offer-wheel','to':'" + idOf(presenter) + "'");
        does("'do':'take-wheel'");
        co.drops();
    }

    /** A series of one text, of which the person types the answer, and whose best are named. */
    private void guesses(HandSocket person, String mark) {
        does("'do':'series','phase':'on'");
        String trace = presenter.last("state").at("/state/trace/id").asText();
        does("'do':'predict','trace':'" + trace + "','tokens':[0,1],'other':true");
        int number = presenter.last("state").at("/state/prediction/number").asInt();
        gives(person, TypedWordsTest.type(number, 2, mark));
        does(PredictionRoom.to("close", number));
        does(PredictionRoom.to("reveal", number));
        does("'do':'series','phase':'result'");
        does("'do':'series-names','on':true");
        does("'do':'series','phase':'off'");
    }

    @Test
    void nothingThatPeopleWriteIsRecordedUnlessThePresenterSaysSo() {
        var ada = named("Zebra");
        String id = begin("");
        writesEverything(ada, "Zebra");
        does(RoomFixture.go("t2", "blocks.0.attn.scores"));

        assertThat(attendee.everything().toString()).contains("Zebra", "\"t4\"");
        assertThat(recorded(id))
                .doesNotContain("Zebra")
                .doesNotContain("\"t4\"")
                .contains("scores");
        assertThat(marks(id)).contains("gap", "series", "guess", "scores");
    }

    @Test
    void whatPeopleWriteIsRecordedIfThePresenterSaysSoExceptOfThoseWhoHideThemselves() {
        var ada = named("Zebra");
        var max = named("Gnu");
        gives(max, "'do':'record-hide','on':true");
        assertThat(max.last("own").at("/state/recording/hidden").asBoolean()).isTrue();
        String id = begin(",'people':true");
        writesEverything(ada, "Zebra");

        assertThat(recorded(id)).contains("Zebra", "\"t4\"");

        does("'do':'qa-clear'");
        writesEverything(max, "Gnu");
        does(RoomFixture.go("t2", "blocks.0.attn.scores"));
        assertThat(attendee.everything().toString()).contains("Gnu");
        assertThat(recorded(id)).doesNotContain("Gnu").contains("scores");
    }

    @Test
    void erasingOnePersonTakesNamesAndTextsOfPeopleOutOfWhatWasRecordedAndLeavesTheRest() {
        var ada = named("Zebra");
        String id = begin(",'people':true");
        does(RoomFixture.go("t3", "embed"));
        writesEverything(ada, "Zebra");
        does(RoomFixture.go("t2", "blocks.0.attn.scores"));
        does("'do':'blank','on':true");
        List<JsonNode> before = rows(id);
        assertThat(before.toString()).contains("Zebra", "\"t4\"");
        assertThat(erase(idOf(ada))).contains("StillRecorded");
        does("'do':'record-stop'");

        assertThat(erase(idOf(ada))).isEmpty();
        PeopleErased.in(recordings(), fixture.room().code().text());

        List<JsonNode> rows = rows(id);
        assertThat(recorded(id)).doesNotContain("Zebra", "\"t4\"").contains("embed", "scores", "In a word?");
        assertThat(marks(id)).contains("gap", "series", "guess", "poll", "scores");
        assertThat(titles(id)).doesNotContain("CCCC");
        ObjectNode all = replayed(before);
        all.retain(replayed(rows).properties().stream().map(Map.Entry::getKey).toList());
        List.of("hands", "qa").forEach(part -> ((ObjectNode) all.get(part)).retain("round"));
        assertThat(replayed(rows)).as("what nobody gave stays, until the end").isEqualTo(all);
        assertThat(replayed(rows).properties()).hasSizeGreaterThan(10);
        assertThat(rows).extracting(row -> row.get("t").asDouble()).isSorted();
        assertThat(rows.get(0).at("/state/trace/id").asText()).isEqualTo("t3");
    }

    private String erase(String person) {
        var erased = fixture.room().erase(person);
        fixture.loop().run();
        return erased.join().map(Object::toString).orElse("");
    }

    private List<String> titles(String id) {
        return recordings().contents(id).orElseThrow().marks().stream()
                .map(Mark::title)
                .toList();
    }

    /** Time goes by; pages send their heartbeats. */
    private void wait(int seconds) {
        for (int i = 0; i < seconds; i++) {
            fixture.loop().advance(1000);
            presenter.says("{'type':'ping','t':1}").flush();
            attendee.says("{'type':'ping','t':1}").flush();
        }
    }

    private String recorded(String id) {
        return rows(id).toString();
    }

    private List<String> marks(String id) {
        return recordings().contents(id).orElseThrow().marks().stream()
                .map(mark -> mark.kind())
                .toList();
    }

    @Test
    void pausesAreNoPartOfTheTime() {
        String id = begin("");
        fixture.loop().advance(5000);
        does("'do':'record-pause'");
        does(RoomFixture.go("t3", "embed"));
        wait(100);
        assertThat(recorded(id)).doesNotContain("embed");
        does("'do':'record-resume'");
        fixture.loop().advance(1000);
        does("'do':'blank','on':true");
        does("'do':'record-stop'");
        does("'do':'blank','on':false");

        Recording kept = recordings().find(id).orElseThrow();
        assertThat(kept.hasEnded()).isTrue();
        assertThat(kept.length()).isBetween(5800.0, 6000.0);
        assertThat(rows(id)).extracting(row -> row.get("t").asDouble()).isSorted();
        assertThat(replayed(rows(id)).path("blank").asBoolean()).isTrue();
        assertThat(replayed(rows(id)).at("/cursor/step").asText()).isEqualTo("embed");
    }

    @Test
    void secondOfTwoDevicesIsToldThatTheRoomIsRecordedAlready() {
        String id = begin(",'title':'An evening'");
        var phone = fixture.presenter();
        fixture.command(phone, fixture.room().logged().seq(), "'do':'record'");

        assertThat(phone.last("refused").get("code").asText()).isEqualTo("already-recorded");
        assertThat(recordings().list("")).extracting(Recording::id).containsExactly(id);
        assertThat(attendee.last("state").at("/state/recording/title").asText()).isEqualTo("An evening");
    }

    @Test
    void recordingThatCannotBeWrittenEndsInWordsAndTheRoomGoesOn() {
        String id = begin("");
        recordings().failing(true);
        fixture.loop().advance(1000);
        does("'do':'blank','on':true");

        assertThat(presenter.last("error").get("code").asText()).isEqualTo("recording-not-writable");
        assertThat(presenter.last("state").path("state").has("recording")).isFalse();
        assertThat(recordings().find(id).orElseThrow().hasEnded()).isTrue();
        assertThat(attendee.last("state").at("/state/blank").asBoolean()).isTrue();
    }

    /** Some rows of an evening that has ended. @param begun when, ms */
    private void kept(String id, double begun, Recording.Access access) {
        recordings()
                .put(new Recording(
                        id, "XYZ234", id, "", begun, 9, 0, Recording.State.ENDED, 0, 0, access, "key", List.of()));
        recordings().append(id, 0, 0, 0, "x".repeat(20_000));
    }

    private List<String> ids() {
        return recordings().list("").stream().map(Recording::id).sorted().toList();
    }

    /** The recording goes on with one more stretch. */
    private void stretches() {
        wait(31);
        does("'do':'blank','on':" + !attendee.last("state").at("/state/blank").asBoolean());
    }

    @Test
    void oldestRecordingThatIsNotPublishedMakesWayAndDriversAreToldBefore() {
        kept("newer", 3, Recording.Access.CLOSED);
        kept("oldest", 1, Recording.Access.CLOSED);
        kept("published", 0, Recording.Access.LINK);
        recordings().limit(65_000);
        String id = begin("");

        assertThat(presenter.last("error").get("code").asText()).isEqualTo("recordings-nearly-full");
        assertThat(presenter.last("error").at("/params/next").asText()).isEqualTo("oldest");
        assertThat(attendee.heard("error")).isEmpty();
        assertThat(ids()).contains("newer", "oldest", "published");

        recordings().limit(recordings().bytes() - 1);
        stretches();
        assertThat(ids()).contains("newer", "published", id).doesNotContain("oldest");
        recordings().limit(recordings().bytes() - 1);
        stretches();
        assertThat(ids()).containsExactlyInAnyOrder("published", id);
        assertThat(presenter.heard("error")).hasSize(1);

        recordings().limit(recordings().bytes() - 1);
        stretches();
        assertThat(presenter.last("error").get("code").asText()).isEqualTo("recordings-full");
        assertThat(presenter.last("state").path("state").has("recording")).isFalse();
        assertThat(ids()).containsExactlyInAnyOrder("published", id);
        assertThat(rows(id)).isNotEmpty();
    }

    @Test
    void driverIsRecordedAtMostTwentyTimesASecondAndTheLastPlaceAlways() {
        String id = begin("");
        for (int i = 0; i < 50; i++) {
            presenter.says("{'type':'point','cell':{'name':'x','index':[" + i + ",0]}}");
            fixture.loop().advance(20);
        }
        fixture.loop().advance(1000);

        var points = rows(id).stream().filter(row -> row.has("pointer")).toList();
        assertThat(points.size()).isBetween(15, 21);
        assertThat(points.get(points.size() - 1).at("/pointer/cell/0/index/0").asInt())
                .isEqualTo(49);
    }

    @Test
    void eachStretchBeginsWithAWholeState() {
        String id = begin("");
        for (int i = 0; i < 100; i++) {
            does("'do':'blank','on':" + (i % 2 == 0));
            fixture.loop().advance(100);
        }
        wait(40);
        does("'do':'blank','on':true");

        int stretches = recordings().contents(id).orElseThrow().stretches().size();
        assertThat(stretches).isEqualTo(3);
        for (JsonNode row : rows(id)) {
            assertThat(row.get("seq").asLong()).isPositive();
        }
        assertThat(rows(id).stream().filter(row -> row.path("state").has("trace")))
                .hasSize(stretches);
    }

    @Test
    void questionHasAMarkThatSaysWhenItWasRevealed() {
        String id = begin("");
        does("'do':'poll','kind':'one','question':'Which?','options':['x','y'],'right':[1],"
                + "'words':{'de':{'question':'Welche?','options':['a','b']}}");
        fixture.loop().advance(3000);
        gives(attendee, "'do':'poll-answer','number':1,'options':[1]");
        does("'do':'poll-close','number':1");
        assertThat(replayed(rows(id)).at("/poll/question").has("counts")).isFalse();
        does("'do':'poll-reveal','number':1");

        var mark = recordings().contents(id).orElseThrow().marks().get(1);
        assertThat(mark.kind()).isEqualTo("poll");
        assertThat(mark.title()).isEqualTo("Which?");
        assertThat(mark.titles()).isEqualTo(Map.of("de", "Welche?"));
        assertThat(mark.revealed().orElseThrow()).isGreaterThanOrEqualTo(mark.t() + 3000);
        assertThat(replayed(rows(id)).at("/poll/question/counts").toString()).isEqualTo("[0,1]");
    }

    /** The clock of the process that goes on is another one. */
    @Test
    void recordingGoesOnAfterARestartAndSaysThatSomethingIsMissing() {
        var server = new RoomsFixture();
        Rooms.Opening room = server.open();
        var before = server.presenter(room);
        server.command(before, 1, "'do':'record'");
        String id = before.last("state").at("/state/recording/id").asText();
        server.loop().advance(5000);
        server.command(before, 2, "'do':'blank','on':true");
        // somebody talks, and nothing on the screen changes
        server.loop().advance(60_000);
        double noted = server.storage().recordings().contents(id).orElseThrow().until();
        assertThat(noted).isBetween(60_000.0, 65_000.0);
        server.loop().advance(2000);
        server.rooms().close();
        server.loop().run();
        server.loop().advance(3_600_000);

        Rooms again = server.restarted();
        var after = server.presenter(again, room);
        server.command(after, 3, "'do':'blank','on':false");

        var contents = server.storage().recordings().contents(id).orElseThrow();
        assertThat(contents.head().state()).isEqualTo(Recording.State.ON);
        assertThat(contents.marks()).extracting(mark -> mark.kind()).contains("gap");
        assertThat(contents.stretches()).hasSize(2);
        assertThat(contents.last()).isBetween(67_000.0, 69_000.0);
        assertThat(after.last("state").at("/state/recording/id").asText()).isEqualTo(id);
    }

    @Test
    void recordingOfWhichTheLogHasLostTheBeginningIsEndedAfterARestart() {
        var server = new RoomsFixture();
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        server.command(presenter, 1, "'do':'record'");
        String id = presenter.last("state").at("/state/recording/id").asText();
        Recording running = server.storage().recordings().find(id).orElseThrow();
        server.command(presenter, 2, "'do':'record-stop'");
        // As if the process had been killed before the file had the end of the recording.
        server.storage().recordings().put(running);
        server.rooms().close();
        server.loop().run();

        server.restarted();
        server.loop().run();
        assertThat(server.storage().recordings().find(id).orElseThrow().hasEnded())
                .isTrue();
    }
}
