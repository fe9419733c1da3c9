package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static io.orrery.room.RoomsFixture.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.storage.SavedRoom;
import io.orrery.store.DataFolder;
import io.orrery.store.LogLimits;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a room that was closed, in a data folder: it is given out and erased there, and goes in time. */
class ClosedRoomAfterwardsTest {
    private static final int DAYS = 2;
    private static final double DAY_MS = 86_400_000;
    /** The test's clock says 1970; the folder's own limit, which reads the real one, must not act. */
    private static final LogLimits LASTING = new LogLimits(100 * 365, 1024);

    @TempDir
    private Path data;

    private DataFolder folder;
    private RoomsFixture server;
    private Rooms.Opening room;
    private String ada;
    private String max;

    @BeforeEach
    void closeARoomInWhichPeopleAnswered() {
        folder = DataFolder.open(data, LASTING);
        server = new RoomsFixture(folder.storage(), DAYS);
        room = server.open();
        HandSocket presenter = server.presenter(room);
        HandSocket first = server.join(server.rooms().find(room.code()).orElseThrow(), "attendee", "'name':'Xaver'");
        HandSocket second = server.join(room, "attendee", "");
        ada = first.last("welcome").get("id").textValue();
        max = second.last("welcome").get("id").textValue();
        give(presenter, go("t3", "embed"));
        give(presenter, "'do':'keep-prompt','model':'m','text':'mine'");
        give(first, "'do':'qa-ask','text':'A zebra question?','name':'Xaver'");
        give(second, "'do':'qa-ask','text':'Another one?'");
        give(first, "'do':'too-fast'");
        give(presenter, PredictionRoom.FREE);
        give(first, PredictionRoom.guess(1, 0));
        give(second, PredictionRoom.guess(1, 1));
        give(presenter, PredictionRoom.to("end", 1));
        give(second, "'do':'propose','text':'AB'");
        server.loop().advance(500);
        presenter.flush();
        String text = presenter.latest().at("/state/proposals/texts/0/id").textValue();
        give(presenter, "'do':'run-text','text':'" + text + "'");
        for (HandSocket each : new HandSocket[] {presenter, first, second}) {
            assertThat(each.heard("refused")).isEmpty();
            each.drops();
        }
        server.loop().advance(2 * RoomsFixture.IDLE_MS);
        assertThat(server.rooms().awake()).isEmpty();
    }

    @AfterEach
    void closeFolder() {
        folder.close();
    }

    @Test
    void closedRoomGivesOutWhatIsKeptAndErasesOnePersonAndStaysClosed() throws Exception {
        assertThat(onDisk()).contains("Xaver", "zebra");
        assertThat(report(true).get("people").toString())
                .isEqualTo("[{\"person\":\"" + ada + "\",\"name\":\"Xaver\"}]");
        assertThat(report(false).toString()).contains("zebra").doesNotContain("Xaver", ada);
        assertThat(report(false).at("/asked/0/options").findValuesAsText("count"))
                .containsExactly("1", "1");

        assertThat(server.rooms().erase(room.code(), ada).join()).isEmpty();

        assertThat(server.rooms().awake()).isEmpty();
        assertThat(onDisk()).doesNotContain("Xaver", "zebra").contains("Another one?");
        assertThat(report(true).at("/said/qa").findValuesAsText("text")).containsExactly("Another one?");
        assertThat(report(true).at("/asked/0/people").intValue()).isEqualTo(2);
        assertThat(report(true).at("/signals/0/count").intValue()).isOne();
    }

    @Test
    void textOnTheMachineOfAClosedRoomGivesWayOnlyIfEverythingIsErasedAndThePresentersWorkStays() throws Exception {
        assertThat(server.rooms().erase(room.code(), max).join()).contains(new RoomError.TextOfPersonShown());
        assertThat(report(true).at("/said/qa")).hasSize(2);

        assertThat(server.rooms().erase(room.code(), "").join()).isEmpty();

        assertNothingIsLeft();
        HandSocket presenter = openedAgain();
        assertThat(presenter.last("welcome").at("/state/cursor/step").textValue())
                .isEqualTo("start");
        assertThat(presenter.last("welcome").get("state").toString())
                .contains("\"mine\"")
                .doesNotContain("Xaver", "zebra", "Another one?");
    }

    @Test
    void whatPeopleGaveToAClosedRoomGoesOnceItIsTooOld() throws Exception {
        server.loop().advance((DAYS - 1) * DAY_MS);
        assertThat(report(true).at("/said/qa")).hasSize(2);

        server.loop().advance(2 * DAY_MS);

        assertNothingIsLeft();
        assertThat(openedAgain().last("welcome").get("state").toString()).contains("\"mine\"");
    }

    @Test
    void roomThatThereIsNotHasNothingAndCannotBeErased() {
        var nowhere = new RoomCode("ZZZZZZ");
        assertThat(server.rooms().afterwards(nowhere, true).join()).isEmpty();
        assertThat(server.rooms().erase(nowhere, "").join()).contains(new RequestError.UnknownRoom("ZZZZZZ"));
    }

    private void assertNothingIsLeft() throws Exception {
        JsonNode report = report(true);
        assertThat(report.at("/said/qa")).isEmpty();
        assertThat(report.at("/said/proposals")).isEmpty();
        assertThat(report.get("asked")).isEmpty();
        assertThat(report.get("signals")).isEmpty();
        assertThat(report.get("people")).isEmpty();
        SavedRoom saved = folder.storage().room(room.code()).orElseThrow();
        assertThat(saved.people()).isEmpty();
        assertThat(saved.answers()).isEmpty();
        assertThat(onDisk()).doesNotContain("Xaver", "zebra", "Another one?", "Which head?");
    }

    /** The presenter's link of a closed room opens it. */
    private HandSocket openedAgain() {
        assertThat(server.comes(server.rooms(), room.code(), "'view':'presenter','key':" + quoted(room.presenterKey()))
                        .closed())
                .contains(CloseCode.RESTART);
        server.loop().run();
        return server.presenter(room);
    }

    private JsonNode report(boolean named) throws Exception {
        return Json.read(
                Json.write(server.rooms().afterwards(room.code(), named).join().orElseThrow()));
    }

    private void give(HandSocket by, String fields) {
        by.flush();
        server.command(by, by.latest().get("seq").longValue(), fields);
    }

    /** All bytes of all files, as characters. */
    private String onDisk() throws Exception {
        var all = new StringBuilder();
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
