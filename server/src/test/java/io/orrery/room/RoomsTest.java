package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.trace.Sampling;
import io.orrery.wire.CloseCode;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final double IDLE_MS = 3_600_000;

    private final HandLoop loop = new HandLoop();
    private final HandStorage storage = new HandStorage();
    private final HandEngine engine = new HandEngine();
    private final Rooms rooms = rooms("the-operators-key");
    private int secrets;
    private int commands;

    private Rooms rooms(String operatorKey) {
        return new Rooms(
                engine,
                () -> loop,
                storage,
                new KeyMaker(operatorKey, this::secret),
                new Rooms.Limits(2, IDLE_MS),
                new Random(1),
                this::secret);
    }

    private String secret() {
        return "secret-" + secrets++;
    }

    @Test
    void roomsHaveCodesKeysAndPeopleOfTheirOwn() {
        Rooms.Opening one = open();
        Rooms.Opening two = open();

        assertThat(one.code()).isNotEqualTo(two.code());
        assertThat(one.code().text()).matches("[2-9B-DF-HJ-NP-TV-XZ]{6}");
        assertThat(join(one, "presenter", two.presenterKey()).closed()).contains(CloseCode.NOT_ALLOWED);
        var presenter = join(one, "presenter", one.presenterKey());
        var coPresenter = join(one, "presenter", one.coPresenterKey());
        var other = join(two, "attendee", "");
        command(presenter, 1, go("t3", "embed"));
        assertThat(presenter.last("welcome").get("role").textValue()).isEqualTo("presenter");
        assertThat(coPresenter.last("welcome").get("role").textValue()).isEqualTo("co-presenter");
        assertThat(coPresenter.last("state").at("/state/cursor/step").textValue())
                .isEqualTo("embed");
        assertThat(other.heard("state")).isEmpty();
    }

    @Test
    void thereAreOnlySoManyRooms() {
        assertThat(rooms.open(HandEngine.trace("t3"), "", true)).isPresent();
        open();

        assertThat(rooms.open(HandEngine.trace("t3"), "", false)).isEmpty();
    }

    @Test
    void roomWhereNobodyIsClosesAfterAWhileAndOneWhereSomebodyIsDoesNot() {
        Rooms.Opening left = open();
        Rooms.Opening used = open();
        join(left, "attendee", "").drops();
        var attendee = join(used, "attendee", "");

        loop.advance(Crowd.PEOPLE_MS);
        attendee.flush();
        loop.advance(IDLE_MS - 120_000);
        assertThat(rooms.find(left.code())).isPresent();
        loop.advance(240_000);

        assertThat(rooms.find(left.code())).isEmpty();
        assertThat(storage.rooms()).extracting(SavedRoom::code).containsExactly(used.code());
        assertThat(rooms.find(used.code())).isPresent();
    }

    @Test
    void theServersOwnRoomNeverCloses() {
        Rooms.Opening house = rooms.open(HandEngine.trace("t3"), "", true).orElseThrow();

        loop.advance(10 * IDLE_MS);

        assertThat(rooms.find(house.code())).isPresent();
    }

    @Test
    void newKeyEndsTheOldOneAndSendsAwayWhoCameWithIt() {
        Rooms.Opening room = open();
        var presenter = join(room, "presenter", room.presenterKey());
        var coPresenter = join(room, "presenter", room.coPresenterKey());
        var attendee = join(room, "attendee", "");

        String key = rooms.reissue(room.code(), Role.PRESENTER).orElseThrow();
        loop.run();

        assertThat(presenter.closed()).contains(CloseCode.NOT_ALLOWED);
        assertThat(coPresenter.closed()).isEmpty();
        assertThat(attendee.closed()).isEmpty();
        assertThat(join(room, "presenter", room.presenterKey()).closed()).contains(CloseCode.NOT_ALLOWED);
        assertThat(join(room, "presenter", key).last("welcome").get("role").textValue())
                .isEqualTo("presenter");
        assertThat(rooms.reissue(new RoomCode("ZZZZZZ"), Role.PRESENTER)).isEmpty();
    }

    @Test
    void closedRoomSendsItsPeopleAwayForGoodAndIsNotKept() {
        Rooms.Opening room = open();
        var attendee = join(room, "attendee", "");

        assertThat(rooms.remove(room.code())).isTrue();
        loop.run();

        assertThat(attendee.closed()).contains(CloseCode.NO_SUCH_ROOM);
        assertThat(storage.rooms()).isEmpty();
        assertThat(rooms.remove(room.code())).isFalse();
    }

    @Test
    void restoredRoomHasItsStateKeysNamesAndPeopleAndANewEpoch() {
        Rooms.Opening room = open();
        var presenter = join(room, "presenter", room.presenterKey());
        var ada =
                join(room, "attendee", "").says("{'type':'name','name':'Ada'}").flush();
        var eve = join(room, "attendee", "");
        command(presenter, 1, "'do':'prompt','trace':'t2'");
        command(presenter, 2, go("t2", "blocks.0.attn.scores"));
        command(presenter, 3, "'do':'blank','on':true");
        command(
                presenter,
                4,
                "'do':'kick','person':" + quoted(eve.last("welcome").get("id").textValue()));
        var before = presenter.last("state");
        rooms.close();
        loop.run();
        assertThat(ada.closed()).contains(CloseCode.RESTART);

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));

        assertThat(again.opening(room.code())).contains(room);
        Room restored = again.find(room.code()).orElseThrow();
        var back = join(restored, "attendee", "'me':" + ada.last("welcome").get("me"));
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
        assertThat(join(restored, "attendee", "'me':" + eve.last("welcome").get("me"))
                        .closed())
                .contains(CloseCode.KICKED);
        var presenterAgain = join(restored, "presenter", "'key':" + quoted(room.presenterKey()));
        loop.advance(Crowd.PEOPLE_MS);
        assertThat(presenterAgain.last("people").at("/list/0/name").textValue()).isEqualTo("Ada");
    }

    @Test
    void underAnotherOperatorsKeyTheOldLinksHoldButCannotBeShownAgain() {
        Rooms.Opening room = open();

        Rooms again = rooms("another-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));

        assertThat(again.opening(room.code())).isEmpty();
        var presenter =
                join(again.find(room.code()).orElseThrow(), "presenter", "'key':" + quoted(room.presenterKey()));
        assertThat(presenter.last("welcome").get("role").textValue()).isEqualTo("presenter");
    }

    @Test
    void roomSleepsUntilItsTraceIsComputedAgain() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, go("t3", "embed"));
        engine.slow();

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));

        assertThat(again.find(room.code())).isEmpty();
        assertThat(again.isAsleep(room.code())).isTrue();
        engine.answerOne();
        assertThat(again.find(room.code())).isPresent();
        assertThat(again.isAsleep(room.code())).isFalse();
    }

    @Test
    void restoredRoomGoesOnWithTheFlightThatItWasOn() {
        Rooms.Opening room = open();
        var presenter = join(room, "presenter", room.presenterKey());
        command(presenter, 1, "'do':'exhibit','subject':'flight'");
        var exhibit = presenter.last("state").at("/state/exhibit");
        assertThat(exhibit.get("start").doubleValue()).isPositive();

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));

        var attendee = join(again.find(room.code()).orElseThrow(), "attendee", "");
        assertThat(attendee.last("welcome").at("/state/exhibit")).isEqualTo(exhibit);
    }

    @Test
    void roomWhoseModelIsGoneBeginsAnewAndSaysSoToWhoDrives() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, go("t3", "embed"));
        SavedRoom kept = storage.rooms().get(0);
        SavedState state = kept.state().orElseThrow();
        storage.state(
                kept.code(),
                new SavedState(
                        state.seq(),
                        "gone",
                        state.tokens(),
                        state.promptLength(),
                        state.step(),
                        false,
                        false,
                        false,
                        false,
                        List.of(),
                        "",
                        0,
                        0,
                        "",
                        Wheel.PRESENTER,
                        Sampling.GREEDY,
                        "",
                        List.of(),
                        List.of(),
                        state.past()),
                0);

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));

        Room restored = again.find(room.code()).orElseThrow();
        var presenter = join(restored, "presenter", "'key':" + quoted(room.presenterKey()));
        assertThat(presenter.last("welcome").at("/state/trace/id").textValue()).isEqualTo("t3");
        assertThat(presenter.last("welcome").at("/state/cursor/step").textValue())
                .isEqualTo("start");
        assertThat(presenter.last("error").get("reason").textValue()).isEqualTo("model-gone");
        assertThat(presenter.last("welcome").at("/state").has("undo")).isFalse();
        assertThat(join(restored, "attendee", "").heard("error")).isEmpty();
    }

    @Test
    void serversOwnRoomShowsTheModelThatTheServerIsStartedWith() {
        Rooms.Opening house = rooms.open(HandEngine.trace("t3"), "", true).orElseThrow();
        command(join(house, "presenter", house.presenterKey()), 1, go("t3", "embed"));
        storage.openedWith(house.code(), "another");

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t2"));

        var welcome =
                join(again.find(house.code()).orElseThrow(), "attendee", "").last("welcome");
        assertThat(welcome.at("/state/trace/id").textValue()).isEqualTo("t2");
        assertThat(storage.rooms().get(0).openedWith()).isEqualTo("m");
        assertThat(again.opening(house.code())).contains(house);
    }

    @Test
    void restoredRoomCanBeUndoneAsFarBackAsBeforeTextsThatAreComputedAgainIncluded() {
        Rooms.Opening room = open();
        var before = join(room, "presenter", room.presenterKey());
        command(before, 1, go("t3", "embed"));
        command(before, 2, "'do':'prompt','trace':'t2'");
        command(before, 3, "'do':'compare','model':'m2'");
        command(before, 4, "'do':'mark','marks':[{'name':'logits','index':[0,0]}]");
        rooms.close();
        loop.run();
        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        var presenter =
                join(again.find(room.code()).orElseThrow(), "presenter", "'key':" + quoted(room.presenterKey()));
        assertThat(presenter.last("welcome").at("/state/undo").textValue()).isEqualTo("mark");

        command(presenter, 5, go("t2", "resid"));
        command(presenter, 6, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t2 embed");
        assertThat(presenter.last("state").at("/state/marks")).hasSize(1);
        command(presenter, 7, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t2 embed");
        assertThat(presenter.last("state").at("/state").has("marks")).isFalse();
        command(presenter, 8, "'do':'undo'");
        assertThat(presenter.last("state").at("/state").has("second")).isFalse();
        command(presenter, 9, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t3 embed");
        command(presenter, 10, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t3 start");
        assertThat(presenter.last("state").at("/state/lobby").booleanValue()).isTrue();
        assertThat(presenter.last("state").at("/state").has("undo")).isFalse();
    }

    @Test
    void stepBackThatIsStillComputedIsNotGivenUpWhenItIsAskedForTwice() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, "'do':'prompt','trace':'t2'");
        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        var presenter =
                join(again.find(room.code()).orElseThrow(), "presenter", "'key':" + quoted(room.presenterKey()));
        engine.slow();

        command(presenter, 2, "'do':'undo'");
        command(presenter, 2, "'do':'undo'");
        engine.answerOne();

        assertThat(shown(presenter)).isEqualTo("t3 start");
        assertThat(presenter.heard("refused")).isEmpty();
    }

    @Test
    void stateThatCannotBeComputedForNowCanStillBeGoneBackTo() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, "'do':'prompt','trace':'t2'");
        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        var presenter =
                join(again.find(room.code()).orElseThrow(), "presenter", "'key':" + quoted(room.presenterKey()));

        engine.failsOnce(new RefusedException(RefusalReason.BUSY, "This took too long."));
        command(presenter, 2, "'do':'undo'");
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("busy");
        engine.failsOnce(new IllegalStateException("A fault."));
        command(presenter, 2, "'do':'undo'");
        assertThat(presenter.last("refused").get("detail").textValue()).isEqualTo("The server could not compute this.");
        command(presenter, 2, "'do':'undo'");

        assertThat(shown(presenter)).isEqualTo("t3 start");
    }

    @Test
    void roomThatCannotBeComputedForNowKeepsItsStateAndIsTriedAgain() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, "'do':'prompt','trace':'t2'");
        engine.failsOnce(new RefusedException(RefusalReason.BUSY, "This took too long."));

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        assertThat(again.isAsleep(room.code())).isTrue();
        assertThat(again.opening(room.code())).contains(room);
        loop.advance(60_000);

        var attendee = join(again.find(room.code()).orElseThrow(), "attendee", "");
        assertThat(attendee.last("welcome").at("/state/trace/id").textValue()).isEqualTo("t2");
    }

    @Test
    void stepBackThatIsStoppedIsComputedNoFurtherNeitherByTheModelNorByTheOneBesideIt() {
        Rooms.Opening room = open();
        var before = join(room, "presenter", room.presenterKey());
        command(before, 1, "'do':'compare','model':'m2'");
        command(before, 2, "'do':'blank','on':true");
        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        var presenter =
                join(again.find(room.code()).orElseThrow(), "presenter", "'key':" + quoted(room.presenterKey()));
        engine.slow();

        command(presenter, 3, "'do':'undo'");
        command(presenter, 3, "'do':'stop'");
        assertThat(engine.givenUp()).isEqualTo(1);
        command(presenter, 3, "'do':'undo'");
        engine.answerOne();
        engine.answerOne();
        assertThat(engine.waiting()).isEqualTo(1);
        command(presenter, 3, "'do':'stop'");

        assertThat(engine.givenUp()).isEqualTo(2);
        assertThat(presenter.heard("refused"))
                .extracting(refused -> refused.get("reason").textValue())
                .containsExactly("stopped", "stopped");
    }

    @Test
    void stateWhoseModelIsGoneIsForgottenWhenItIsGoneBackTo() {
        Rooms.Opening room = open();
        var before = join(room, "presenter", room.presenterKey());
        command(before, 1, go("t3", "embed"));
        command(before, 2, "'do':'blank','on':true");
        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        engine.without("m");
        var presenter =
                join(again.find(room.code()).orElseThrow(), "presenter", "'key':" + quoted(room.presenterKey()));

        command(presenter, 3, "'do':'undo'");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-trace");
        command(presenter, 3, "'do':'blank','on':false");
        assertThat(presenter.last("state").at("/state/undo").textValue()).isEqualTo("blank");
    }

    @Test
    void restoredRoomKnowsWhereItsDriverPointedUntilThatIsSaidAnew() {
        Rooms.Opening room = open();
        var before = join(room, "presenter", room.presenterKey());
        var phone = join(room, "attendee", "");
        command(before, 1, "'do':'share','on':true");
        before.says("{'type':'point','cell':{'name':'logits','index':[1,2]},"
                + "'pose':{'x':1,'y':2,'z':3,'azimuth':0.5,'elevation':0.25,'span':40}}");
        rooms.close();
        loop.run();

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        Room restored = again.find(room.code()).orElseThrow();
        var attendee = join(restored, "attendee", "");
        assertThat(attendee.last("pointer").at("/cell/0/index").toString()).isEqualTo("[1,2]");
        assertThat(attendee.last("pointer").at("/pose/0/span").doubleValue()).isEqualTo(40);

        join(restored, "presenter", "'key':" + quoted(room.presenterKey())).says("{'type':'point'}");

        assertThat(attendee.last("pointer").get("cell")).isEmpty();
        var back = join(restored, "attendee", "'me':" + phone.last("welcome").get("me"));
        assertThat(back.last("pointer").get("cell")).isEmpty();
    }

    @Test
    void roomThatPlayedPlaysOnAfterARestart() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, "'do':'play'");
        rooms.close();
        loop.run();

        Rooms again = rooms("the-operators-key");
        again.restore(storage.rooms(), HandEngine.trace("t3"));
        var attendee = join(again.find(room.code()).orElseThrow(), "attendee", "");
        loop.advance(Playing.STEP_MS + 1);

        assertThat(attendee.last("state").at("/state/cursor/step").textValue()).isEqualTo("embed");
    }

    @Test
    void roomThatIsClosedAsksForNoFurtherToken() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, "'do':'generate','trace':'t2','tokens':3");
        engine.slow();

        rooms.close();
        loop.advance(10 * Playing.TOKEN_MS);

        assertThat(engine.waiting()).isZero();
    }

    @Test
    void tokenThatIsComputedWhileItsRoomIsClosedIsGivenUpAndLeadsToNoOther() {
        Rooms.Opening room = open();
        command(join(room, "presenter", room.presenterKey()), 1, "'do':'generate','trace':'t2','tokens':3");
        engine.slow();
        loop.advance(Playing.TOKEN_MS);

        rooms.close();
        loop.run();
        assertThat(engine.givenUp()).isEqualTo(1);
        engine.answerOne();
        loop.advance(10 * Playing.TOKEN_MS);

        assertThat(engine.waiting()).isZero();
    }

    private Rooms.Opening open() {
        return rooms.open(HandEngine.trace("t3"), "", false).orElseThrow();
    }

    private HandSocket join(Rooms.Opening opening, String view, String key) {
        return join(rooms.find(opening.code()).orElseThrow(), view, "'key':" + quoted(key));
    }

    private HandSocket join(Room room, String view, String more) {
        return new HandSocket(room, loop)
                .says("{'type':'hello','v':1,'view':'" + view + "'"
                        + Optional.of(more)
                                .filter(text -> !text.isEmpty())
                                .map(text -> "," + text)
                                .orElse("") + "}")
                .flush();
    }

    private void command(HandSocket by, long at, String fields) {
        by.says("{'type':'command','id':'c" + ++commands + "','at':" + at + "," + fields + "}")
                .flush();
    }

    private static String shown(HandSocket screen) {
        var cursor = screen.last("state").at("/state/cursor");
        return cursor.get("trace").textValue() + " " + cursor.get("step").textValue();
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
