package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static io.orrery.room.RoomsFixture.quoted;
import static io.orrery.room.RoomsFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.activity.walk.WalkActivity;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.log.Row;
import io.orrery.room.people.Presence;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.wire.CloseCode;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Restoring rooms after a restart of the server. */
class RestoredRoomTest {
    private final RoomsFixture server = new RoomsFixture();

    @Test
    void restoresStateKeysAndPeopleWithANewEpoch() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        var ada = server.join(room, "attendee", "")
                .says("{'type':'name','name':'Ada'}")
                .flush();
        var eve = server.join(room, "attendee", "");
        server.command(presenter, 1, "'do':'prompt','trace':'t2'");
        server.command(presenter, 2, go("t2", "blocks.0.attn.scores"));
        server.command(presenter, 3, "'do':'blank','on':true");
        server.command(
                presenter,
                4,
                "'do':'kick','person':" + quoted(eve.last("welcome").get("id").textValue()));
        var before = ada.last("state");
        server.rooms().close();
        server.loop().run();
        assertThat(ada.closed()).contains(CloseCode.RESTART);

        Rooms again = server.restarted();

        assertThat(again.opening(room.code())).contains(room);
        Room restored = again.find(room.code()).orElseThrow();
        var back =
                server.join(restored, "attendee", "'me':" + ada.last("welcome").get("me"));
        assertThat(back.last("welcome").at("/state/cursor")).isEqualTo(before.at("/state/cursor"));
        assertThat(back.last("welcome").at("/state/trace")).isEqualTo(before.at("/state/trace"));
        assertThat(back.last("welcome").at("/state/blank").booleanValue()).isTrue();
        assertThat(back.last("welcome").at("/state/lobby").booleanValue()).isFalse();
        assertThat(back.last("welcome").get("seq").longValue())
                .isEqualTo(before.get("seq").longValue());
        assertThat(back.last("welcome").get("id")).isEqualTo(ada.last("welcome").get("id"));
        assertThat(back.last("welcome").get("me")).isEqualTo(ada.last("welcome").get("me"));
        assertThat(back.last("welcome").get("epoch"))
                .isNotEqualTo(ada.last("welcome").get("epoch"));
        assertThat(server.join(
                                restored,
                                "attendee",
                                "'me':" + eve.last("welcome").get("me"))
                        .closed())
                .contains(CloseCode.KICKED);
        var presenterAgain = server.presenter(again, room);
        server.loop().advance(Presence.PEOPLE_MS);
        assertThat(presenterAgain.last("people").at("/list/0/name").textValue()).isEqualTo("Ada");
    }

    @Test
    void changesOfTheModelAreThereAgainAndCanBeUndone() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        server.command(presenter, 1, "'do':'change','trace':'t3','changes':['token@1=cut']");
        var changed = presenter.last("state").at("/state/trace");
        assertThat(changed.at("/changes/0").textValue()).isEqualTo("token@1=cut");

        Rooms again = server.restarted();

        var back = server.presenter(again, room);
        assertThat(back.last("welcome").at("/state/trace")).isEqualTo(changed);
        server.command(back, 2, "'do':'undo'");
        assertThat(back.last("state").at("/state/trace").has("changes")).isFalse();
    }

    @Test
    void linksWorkUnderAnotherOperatorKeyButCannotBeShown() {
        Rooms.Opening room = server.open();

        Rooms again = server.restarted("another-operators-key", "t3");

        assertThat(again.opening(room.code())).isEmpty();
        var presenter = server.presenter(again, room);
        assertThat(presenter.last("welcome").get("role").textValue()).isEqualTo("presenter");
    }

    @Test
    void roomIsAsleepUntilItsTraceIsComputed() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, go("t3", "embed"));
        server.engine().slow();

        Rooms again = server.restarted();

        assertThat(again.find(room.code())).isEmpty();
        assertThat(server.comes(again, room.code(), "'view':'attendee'").closed())
                .contains(CloseCode.RESTART);
        server.engine().answerOne();
        assertThat(again.find(room.code())).isPresent();
    }

    @Test
    void flightContinues() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        server.command(presenter, 1, "'do':'exhibit','subject':'flight'");
        var exhibit = presenter.last("state").at("/state/exhibit");
        assertThat(exhibit.get("start").doubleValue()).isPositive();

        Rooms again = server.restarted();

        var attendee = server.join(again.find(room.code()).orElseThrow(), "attendee", "");
        assertThat(attendee.last("welcome").at("/state/exhibit")).isEqualTo(exhibit);
    }

    @Test
    void roomWithoutItsModelStartsOverAndTellsThePresenter() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, go("t3", "embed"));
        SavedRoom kept = server.storage().rooms().get(0);
        LoggedState state = kept.state().orElseThrow();
        var gone = new TraceSummary(
                "t3",
                "gone",
                List.of(0, 1, 2),
                List.of(),
                3,
                5,
                List.of(),
                false,
                List.of(),
                "",
                Optional.empty(),
                List.of());
        var shown = state.state()
                .update(WalkState.PART, walk -> new WalkState(gone, walk.cursor(), false, Optional.empty()));
        server.storage()
                .log(kept.code())
                .append(state.seq(), state.change(0, 0, LogEntry.By.ROOM, "", "", false, shown));

        Rooms again = server.restarted();

        Room restored = again.find(room.code()).orElseThrow();
        var presenter = server.presenter(again, room);
        assertThat(presenter.last("welcome").at("/state/trace/id").textValue()).isEqualTo("t3");
        assertThat(presenter.last("welcome").at("/state/cursor/step").textValue())
                .isEqualTo("start");
        assertThat(presenter.last("error").get("reason").textValue()).isEqualTo("model-gone");
        assertThat(presenter.last("error").get("code").textValue()).isEqualTo("model-gone");
        assertThat(presenter.last("welcome").at("/state").has("undo")).isFalse();
        assertThat(server.join(restored, "attendee", "").heard("error")).isEmpty();
    }

    @Test
    void thoseWhoMayDriveAreToldOnceThatTheirRoomWasDamaged() {
        Rooms.Opening room = server.open();
        Rooms.Opening other = server.open();
        server.storage().damaged(room.code(), new StorageError.RoomDamaged("whole", "damaged", 2, 0));

        Rooms again = server.restarted();

        Room restored = again.find(room.code()).orElseThrow();
        assertThat(server.join(restored, "attendee", "").heard("error")).isEmpty();
        var presenter = server.presenter(again, room);
        assertThat(presenter.heard("error")).hasSize(1);
        assertThat(presenter.last("error").get("code").textValue()).isEqualTo("room-damaged");
        assertThat(presenter.last("error").get("reason").textValue()).isEqualTo("storage");
        assertThat(presenter.last("error").at("/params/people").intValue()).isEqualTo(2);
        assertThat(presenter.last("error").get("detail").textValue())
                .isEqualTo("The server found this room damaged on its disk. What it showed and the prompts kept for it"
                        + " are lost, so it begins anew. It no longer knows 2 people, who come back as new ones,"
                        + " even if sent out. Its links still work.");
        assertThat(server.presenter(again, room).heard("error"))
                .as("when the page is loaded again")
                .isEmpty();
        assertThat(server.join(restored, "presenter", "'key':" + RoomsFixture.quoted(room.coPresenterKey()))
                        .heard("error"))
                .as("of somebody else")
                .hasSize(1);
        assertThat(server.presenter(again, other).heard("error"))
                .as("in another room")
                .isEmpty();
    }

    @Test
    void logNamesAPersonByRoleAndNumberOnly() {
        Rooms.Opening room = server.open();
        server.join(room, "attendee", "");
        var presenter = server.presenter(room).says("{'type':'name','name':'Ada'}");
        server.command(presenter, 1, go("t3", "embed"));

        var rows = server.storage().log(room.code()).rows();
        assertThat(rows.get(rows.size() - 1).json()).contains("\"role\":\"presenter\",\"number\":2,\"command\":\"go\"");
        List<SavedPerson> people = server.storage().rooms().get(0).people();
        assertThat(people).extracting(SavedPerson::number).containsExactly(1, 2);
        assertThat(rows.toString())
                .doesNotContain("Ada")
                .doesNotContain(people.get(0).secretHash())
                .doesNotContain(people.get(1).secretHash());
    }

    @Test
    void sessionLastsFromItsBeginningUntilTheRoomWasEmptyForAnHour() {
        Rooms.Opening room =
                server.rooms().open(HandEngine.trace("t3"), "", Opener.SERVER).orElseThrow();
        for (double pause : new double[] {Room.SESSION_MS - 5000, Room.SESSION_MS + 5000, 0}) {
            var presenter = server.presenter(room);
            for (String command :
                    List.of("'blank','on':true", "'lobby','on':false", "'blank','on':false", "'lobby','on':true")) {
                server.command(presenter, presenter.latest().get("seq").longValue(), "'do':" + command);
            }
            presenter.drops();
            server.loop().run();
            if (pause > 0) {
                server.loop().advance(pause);
            }
        }

        List<Row> rows = server.storage().log(room.code()).rows();
        assertThat(rows).extracting(Row::session).isSorted().contains(1, 2, 3).doesNotContain(4);
        var preparation = rows.stream().filter(row -> row.session() == 1).toList();
        assertThat(preparation).hasSize(2);
        assertThat(preparation.get(1).json()).contains("\"command\":\"blank\"");
    }

    @Test
    void thoseWhoMayDriveAreToldThatChangesCannotBeKeptAndWhenTheyCanAgain() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        var attendee = server.join(room, "attendee", "");

        server.storage().failing(true);
        server.loop().advance(1000);
        server.command(presenter, 1, go("t3", "embed"));
        assertThat(shown(attendee)).as("the room goes on").isEqualTo("t3 embed");
        var late = server.join(room, "presenter", room.coPresenterKey());
        server.loop().advance(5000);
        server.storage().failing(false);
        server.loop().advance(1000);

        for (var driver : List.of(presenter, late)) {
            assertThat(driver.flush().heard("error").stream()
                            .map(error -> error.get("code").textValue()))
                    .containsExactly("changes-wait", "changes-kept-again");
        }
        assertThat(attendee.heard("error")).isEmpty();
    }

    @Test
    void serversOwnRoomShowsTheServersModel() {
        Rooms.Opening openedByServer =
                server.rooms().open(HandEngine.trace("t3"), "", Opener.SERVER).orElseThrow();
        server.command(server.join(openedByServer, "presenter", openedByServer.presenterKey()), 1, go("t3", "embed"));
        server.storage().openedWith(openedByServer.code(), "another");

        Rooms again = server.restarted(RoomsFixture.OPERATORS_KEY, "t2");

        var welcome = server.join(again.find(openedByServer.code()).orElseThrow(), "attendee", "")
                .last("welcome");
        assertThat(welcome.at("/state/trace/id").textValue()).isEqualTo("t2");
        assertThat(server.storage().rooms().get(0).openedWith()).isEqualTo("m");
        assertThat(again.opening(openedByServer.code())).contains(openedByServer);
    }

    @Test
    void retriesARoomWhoseComputationFails() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, "'do':'prompt','trace':'t2'");
        server.engine().failsOnce(new OrreryException(new LibraryError.TookTooLong(30)));

        Rooms again = server.restarted();
        assertThat(server.comes(again, room.code(), "'view':'attendee'").closed())
                .contains(CloseCode.RESTART);
        assertThat(again.opening(room.code())).contains(room);
        server.loop().advance(60_000);

        var attendee = server.join(again.find(room.code()).orElseThrow(), "attendee", "");
        assertThat(attendee.last("welcome").at("/state/trace/id").textValue()).isEqualTo("t2");
    }

    /** Also one that goes on from where the room is: it was carried out before the restart, but its answer was lost. */
    @Test
    void pageRepeatsWhatItWasNotAnsweredAndEachCommandIsDoneOnce() {
        Rooms.Opening room = server.open();
        var before = server.presenter(room);
        server.command(before, 1, go("t3", "embed"));
        before.says("{'type':'command','id':'heard','at':2,'do':'next'}");
        String arrived = before.latest().at("/state/cursor/step").textValue();
        assertThat(arrived).isNotEqualTo("embed");
        // What attendees give is in no entry.
        String asks = "{'type':'command','id':'asked','at':2,'do':'qa-ask','text':'Why this token?'}";
        var phone = server.join(room, "attendee", "");
        phone.says(asks);
        server.loop().run();
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        var phoneBack = server.join(
                again.find(room.code()).orElseThrow(),
                "attendee",
                "'me':" + phone.last("welcome").get("me"));
        phoneBack.says(asks);
        server.loop().run();
        assertThat(phoneBack.heard("refused")).isEmpty();
        assertThat(phoneBack.heard("state").stream()
                        .map(state -> state.path("by").asText()))
                .contains("asked");
        String me = before.last("welcome").get("me").toString();
        var back = server.join(
                again.find(room.code()).orElseThrow(), "presenter", "'key':\"" + room.presenterKey() + "\",'me':" + me);
        long seq = back.last("welcome").get("seq").longValue();
        for (int i = 0; i < 2; i++) {
            back.says("{'type':'command','id':'heard','at':" + seq + ",'do':'next'}");
            back.says("{'type':'command','id':'lost','at':" + seq + ",'do':'blank','on':true}");
        }

        assertThat(back.latest().at("/state/cursor/step").textValue()).isEqualTo(arrived);
        assertThat(back.latest().at("/state/blank").booleanValue()).isTrue();
        assertThat(back.heard("state").stream().map(state -> state.path("by").asText()))
                .containsExactly("heard", "lost", "heard", "lost");
        assertThat(back.heard("refused")).isEmpty();
    }

    @Test
    void pointerThatMovesIsNotStoredEachTime() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        server.command(presenter, 1, go("t3", "embed"));
        var stored = server.storage().log(room.code()).rows();

        presenter.says("{'type':'point','cell':{'name':'logits','index':[1,2]}}");

        assertThat(server.storage().log(room.code()).rows()).isEqualTo(stored);
    }

    /** They are in no log. */
    @Test
    void restartForgetsThePointerAndTheSharedCamera() {
        Rooms.Opening room = server.open();
        var before = server.presenter(room);
        var phone = server.join(room, "attendee", "");
        server.command(before, 1, "'do':'share','on':true");
        before.says("{'type':'point','cell':{'name':'logits','index':[1,2]},"
                + "'pose':{'x':1,'y':2,'z':3,'azimuth':0.5,'elevation':0.25,'span':40}}");
        assertThat(phone.last("pointer").get("pose")).hasSize(1);
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        Room restored = again.find(room.code()).orElseThrow();

        assertThat(server.join(restored, "attendee", "").heard("pointer")).isEmpty();
        var back = server.join(
                restored, "attendee", "'me':" + phone.last("welcome").get("me"));
        assertThat(back.last("pointer").get("cell")).isEmpty();
        assertThat(back.last("pointer").get("pose")).isEmpty();
    }

    @Test
    void playingContinues() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, "'do':'play'");
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();
        var attendee = server.join(again.find(room.code()).orElseThrow(), "attendee", "");
        server.loop().advance(WalkActivity.STEP_MS + 1);

        assertThat(attendee.last("state").at("/state/cursor/step").textValue()).isEqualTo("cut");
    }
}
