package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static io.orrery.room.RoomsFixture.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.generation.GenerationActivity;
import io.orrery.room.front.ClientSession;
import io.orrery.room.people.Presence;
import io.orrery.room.storage.SavedRoom;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Role;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Opening and closing rooms, and their keys. */
class RoomsTest {
    private final RoomsFixture server = new RoomsFixture();

    @Test
    void roomsNameTheModelsThatTheyShowOrCanGoBackToAlsoBeforeTheyAreRestored() {
        var presenter = server.presenter(server.open());
        server.command(presenter, 1, "'do':'compare','model':'w1'");
        server.command(presenter, 2, "'do':'keep-prompt','model':'w2','text':'x','chat':false");
        server.command(presenter, 3, "'do':'compare','model':'w3'");
        var named = server.rooms().models();
        assertThat(named).containsExactlyInAnyOrder("m", "w1", "w2", "w3");

        Rooms again = server.rooms(2);
        assertThat(again.models()).as("stored rooms").isEqualTo(named);
        again.restore(HandEngine.trace("t3"), UnaryOperator.identity());
        server.loop().run();
        assertThat(again.models()).as("restored rooms").isEqualTo(named);

        again.remove(again.awake().iterator().next().code());
        assertThat(again.models()).isEmpty();
        assertThat(server.rooms(2).models()).isEmpty();
    }

    @Test
    void roomsAreIndependent() {
        Rooms.Opening one = server.open();
        Rooms.Opening two = server.open();

        assertThat(one.code()).isNotEqualTo(two.code());
        assertThat(one.code().text()).matches("[2-9B-DF-HJ-NP-TV-XZ]{6}");
        assertThat(server.join(one, "presenter", two.presenterKey()).closed()).contains(CloseCode.NOT_ALLOWED);
        var presenter = server.presenter(one);
        var coPresenter = server.join(one, "presenter", one.coPresenterKey());
        var other = server.join(two, "attendee", "");
        server.command(presenter, 1, go("t3", "embed"));
        assertThat(presenter.last("welcome").get("role").textValue()).isEqualTo("presenter");
        assertThat(coPresenter.last("welcome").get("role").textValue()).isEqualTo("co-presenter");
        assertThat(coPresenter.last("state").at("/state/cursor/step").textValue())
                .isEqualTo("embed");
        assertThat(other.heard("state")).isEmpty();
    }

    @Test
    void limitsTheNumberOfRooms() {
        assertThat(server.rooms().open(HandEngine.trace("t3"), "", Opener.SERVER))
                .isPresent();
        server.open();

        assertThat(server.rooms().open(HandEngine.trace("t3"), "", Opener.OPERATOR))
                .isEmpty();
    }

    @Test
    void closesEmptyRoomsAfterAWhile() {
        Rooms.Opening left = server.open();
        Rooms.Opening used = server.open();
        server.join(left, "attendee", "").drops();
        var attendee = server.join(used, "attendee", "");

        server.loop().advance(Presence.PEOPLE_MS);
        attendee.flush();
        server.loop().advance(RoomsFixture.IDLE_MS - 120_000);
        assertThat(server.rooms().find(left.code())).isPresent();
        server.loop().advance(240_000);

        assertThat(server.rooms().find(left.code())).isEmpty();
        assertThat(server.storage().rooms()).extracting(SavedRoom::code).containsExactly(left.code(), used.code());
        assertThat(server.rooms().find(used.code())).isPresent();
    }

    @Test
    void closedRoomIsOpenedAgainByTheKeyOfSomebodyWhoMayDriveAndByNothingElse() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        server.command(presenter, 1, go("t3", "embed"));
        server.command(presenter, 2, "'do':'compare','model':'w1'");
        String epoch = presenter.last("welcome").get("epoch").textValue();
        String me = presenter.last("welcome").get("me").textValue();
        presenter.drops();
        for (int life = 0; life < 2; life++) {
            server.loop().advance(2 * RoomsFixture.IDLE_MS);
            Rooms rooms = life == 0 ? server.rooms() : server.restarted();
            assertClosed(rooms, room);

            String key = life == 0 ? room.presenterKey() : room.coPresenterKey();
            assertThat(comes(rooms, room, "'view':'presenter','key':" + quoted(key)))
                    .isEqualTo(CloseCode.RESTART);

            var back = server.join(
                    rooms.find(room.code()).orElseThrow(),
                    "presenter",
                    "'key':" + quoted(room.presenterKey()) + ",'me':" + quoted(me));
            assertThat(back.last("welcome").at("/state/cursor/step").textValue())
                    .isEqualTo("embed");
            assertThat(back.last("welcome").at("/state/second/model").textValue())
                    .isEqualTo("w1");
            assertThat(back.last("welcome").get("me").textValue()).isEqualTo(me);
            assertThat(back.last("welcome").get("epoch").textValue()).isNotEqualTo(epoch);
            server.command(back, back.last("welcome").get("seq").longValue(), "'do':'undo'");
            server.command(back, back.latest().get("seq").longValue(), "'do':'compare','model':'w1'");
            back.drops();
        }
    }

    private void assertClosed(Rooms rooms, Rooms.Opening room) {
        assertThat(rooms.awake()).isEmpty();
        assertThat(rooms.opening(room.code())).contains(room);
        assertThat(rooms.models()).as("what it shows is kept").contains("w1");
        for (String view : List.of("attendee", "projector")) {
            assertThat(comes(rooms, room, "'view':" + quoted(view))).isEqualTo(CloseCode.CLOSED);
            assertThat(comes(rooms, room, "'view':" + quoted(view) + ",'key':" + quoted(room.presenterKey())))
                    .isEqualTo(CloseCode.CLOSED);
        }
        for (String key : List.of("", ",'key':''", ",'key':'wrong'", ",'key':" + quoted(room.presenterKey() + "x"))) {
            assertThat(comes(rooms, room, "'view':'presenter'" + key)).isEqualTo(CloseCode.NOT_ALLOWED);
        }
        var silent = new HandSocket(rooms, room.code(), server.loop());
        server.loop().advance(ClientSession.HELLO_MS);
        assertThat(silent.closed()).contains(CloseCode.NO_HELLO);
        new HandSocket(rooms, room.code(), server.loop()).drops();
        var malformed = new HandSocket(rooms, room.code(), server.loop())
                .says("{'type':")
                .says("x".repeat(100_000));
        assertThat(malformed.heard("error")).hasSize(2);
        assertThat(rooms.awake()).isEmpty();
    }

    @Test
    void closedRoomLeavesItsPlaceAndItsMemory() {
        var rooms = server.rooms(20);
        rooms.restore(HandEngine.trace("t3"), UnaryOperator.identity());
        var visitor = new Opener.Visitor("a");
        Rooms.Opening room = open(rooms, visitor);
        server.join(rooms.find(room.code()).orElseThrow(), "attendee", "").drops();
        var memory = new WeakReference<>(rooms.find(room.code()).orElseThrow());
        server.loop().advance(2 * RoomsFixture.IDLE_MS);

        System.gc();
        assertThat(memory.get()).isNull();
        int others = openable(rooms, visitor);
        assertThat(others).isEqualTo(Rooms.ROOMS_PER_NETWORK);
        String key = "'view':'presenter','key':" + quoted(room.presenterKey());
        assertThat(comes(rooms, room, key)).isEqualTo(CloseCode.TOO_MANY_ROOMS);
        rooms.remove(rooms.awake().iterator().next().code());
        assertThat(comes(rooms, room, key)).isEqualTo(CloseCode.RESTART);
        assertThat(rooms.find(room.code())).isPresent();
        assertThat(openable(rooms, visitor)).isZero();
    }

    @Test
    void keyOfAClosedRoomCanBeReplacedAndTheRoomBeDeleted() {
        Rooms.Opening room = server.open();
        server.loop().advance(2 * RoomsFixture.IDLE_MS);
        String key = server.rooms().reissue(room.code(), Role.PRESENTER).orElseThrow();
        assertThat(comes(server.rooms(), room, "'view':'presenter','key':" + quoted(room.presenterKey())))
                .isEqualTo(CloseCode.NOT_ALLOWED);
        assertThat(comes(server.rooms(), room, "'view':'presenter','key':" + quoted(key)))
                .isEqualTo(CloseCode.RESTART);
        server.loop().advance(2 * RoomsFixture.IDLE_MS);
        assertThat(server.rooms().awake()).isEmpty();

        assertThat(server.rooms().remove(room.code())).isTrue();

        assertThat(server.storage().rooms()).isEmpty();
        assertThat(comes(server.rooms(), room, "'view':'presenter','key':" + quoted(key)))
                .isEqualTo(CloseCode.NO_SUCH_ROOM);
        assertThat(server.rooms().remove(room.code())).isFalse();
    }

    @Test
    void closedRoomWhoseLogIsDeletedIsGone() {
        Rooms.Opening room = server.open();
        Rooms.Opening open = open(server.rooms(), Opener.SERVER);
        server.loop().advance(RoomsFixture.IDLE_MS + 120_000);
        assertThat(comes(server.rooms(), room, "'view':'attendee'")).isEqualTo(CloseCode.CLOSED);

        server.storage().limits();
        server.loop().advance(3_600_000);

        assertThat(comes(server.rooms(), room, "'view':'attendee'")).isEqualTo(CloseCode.NO_SUCH_ROOM);
        assertThat(server.rooms().find(open.code())).isPresent();
    }

    private CloseCode comes(Rooms rooms, Rooms.Opening room, String hello) {
        return server.comes(rooms, room.code(), hello).closed().orElseThrow();
    }

    @Test
    void visitorsRoomThatNobodyEntersClosesAfterMinutes() {
        var rooms = server.rooms(20);
        Rooms.Opening unentered = open(rooms, new Opener.Visitor("a"));
        Rooms.Opening entered = open(rooms, new Opener.Visitor("a"));
        Rooms.Opening operators = open(rooms, Opener.OPERATOR);
        server.join(rooms.find(entered.code()).orElseThrow(), "attendee", "").drops();

        server.loop().advance(Rooms.UNENTERED_MS - 60_000);
        assertThat(rooms.find(unentered.code())).isPresent();
        server.loop().advance(180_000);

        assertThat(rooms.find(unentered.code())).isEmpty();
        assertThat(server.storage().room(unentered.code())).isEmpty();
        assertThat(rooms.find(entered.code())).isPresent();
        assertThat(rooms.find(operators.code())).isPresent();
    }

    @Test
    void visitorsLeavePlacesToOtherNetworksAndToTheOperator() {
        var rooms = server.rooms(40);
        int ofOne = openable(rooms, new Opener.Visitor("a"));
        int ofAll = ofOne;
        for (String network : new String[] {"b", "c", "d", "e"}) {
            ofAll += openable(rooms, new Opener.Visitor(network));
        }

        assertThat(ofOne).isEqualTo(10);
        // A tenth of 40 is kept for the operator.
        assertThat(ofAll).isEqualTo(36);
        assertThat(openable(rooms, Opener.OPERATOR)).isEqualTo(4);
    }

    private static Rooms.Opening open(Rooms rooms, Opener opener) {
        return rooms.open(HandEngine.trace("t3"), "", opener).orElseThrow();
    }

    private static int openable(Rooms rooms, Opener opener) {
        int opened = 0;
        while (rooms.open(HandEngine.trace("t3"), "", opener).isPresent()) {
            opened++;
        }
        return opened;
    }

    @Test
    void theServersOwnRoomNeverCloses() {
        Rooms.Opening openedByServer =
                server.rooms().open(HandEngine.trace("t3"), "", Opener.SERVER).orElseThrow();

        server.loop().advance(10 * RoomsFixture.IDLE_MS);

        assertThat(server.rooms().find(openedByServer.code())).isPresent();
    }

    @Test
    void newKeyVoidsTheOldOneAndClosesItsConnections() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        var coPresenter = server.join(room, "presenter", room.coPresenterKey());
        var attendee = server.join(room, "attendee", "");

        String key = server.rooms().reissue(room.code(), Role.PRESENTER).orElseThrow();
        server.loop().run();

        assertThat(presenter.closed()).contains(CloseCode.NOT_ALLOWED);
        assertThat(coPresenter.closed()).isEmpty();
        assertThat(attendee.closed()).isEmpty();
        assertThat(server.presenter(room).closed()).contains(CloseCode.NOT_ALLOWED);
        assertThat(server.join(room, "presenter", key)
                        .last("welcome")
                        .get("role")
                        .textValue())
                .isEqualTo("presenter");
        assertThat(server.rooms().reissue(new RoomCode("ZZZZZZ"), Role.PRESENTER))
                .isEmpty();
    }

    @Test
    void removedRoomClosesItsConnectionsAndIsDeleted() {
        Rooms.Opening room = server.open();
        var attendee = server.join(room, "attendee", "");

        assertThat(server.rooms().remove(room.code())).isTrue();
        server.loop().run();

        assertThat(attendee.closed()).contains(CloseCode.NO_SUCH_ROOM);
        assertThat(server.storage().rooms()).isEmpty();
        assertThat(server.rooms().remove(room.code())).isFalse();
    }

    @Test
    void roomThatTheStorageCannotDeleteGoesOn() {
        Rooms.Opening room = server.open();
        var presenter = server.presenter(room);
        server.storage().full(true);

        assertThatThrownBy(() -> server.rooms().remove(room.code()))
                .isInstanceOfSatisfying(
                        OrreryException.class,
                        refused -> assertThat(refused.error()).isEqualTo(new StorageError.StorageNotWritable()));
        server.command(presenter, 1, go("t3", "embed"));
        assertThat(presenter.closed()).isEmpty();
        assertThat(RoomsFixture.shown(presenter)).isEqualTo("t3 embed");
        assertThat(server.join(room, "attendee", "").heard("welcome")).hasSize(1);

        server.storage().full(false);
        assertThat(server.rooms().remove(room.code())).isTrue();
        server.loop().run();
        assertThat(presenter.closed()).contains(CloseCode.NO_SUCH_ROOM);
    }

    @Test
    void idleRoomsOfWhichSomethingWaitsToBeWrittenCloseWhenItIs() {
        Rooms.Opening one = server.open();
        Rooms.Opening two = server.open();
        server.storage().failing(true);
        server.loop().advance(2 * RoomsFixture.IDLE_MS);
        assertThat(server.rooms().find(one.code())).isPresent();
        assertThat(server.rooms().find(two.code())).isPresent();

        server.storage().failing(false);
        server.loop().advance(120_000);

        assertThat(server.rooms().awake()).isEmpty();
        assertThat(server.storage().rooms()).hasSize(2);
    }

    @Test
    void closedRoomGeneratesNoFurtherToken() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, "'do':'generate','trace':'t2','tokens':3");
        server.engine().slow();

        server.rooms().close();
        server.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertThat(server.engine().waiting()).isZero();
    }

    @Test
    void closingARoomCancelsTheTokenBeingComputed() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, "'do':'generate','trace':'t2','tokens':3");
        server.engine().slow();
        server.loop().advance(GenerationActivity.TOKEN_MS);

        server.rooms().close();
        server.loop().run();
        assertThat(server.engine().givenUp()).isEqualTo(1);
        server.engine().answerOne();
        server.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertThat(server.engine().waiting()).isZero();
    }
}
