package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static io.orrery.room.RoomsFixture.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import org.junit.jupiter.api.Test;

/** Undoing commands from before a restart. */
class UndoneAfterRestartTest {
    private final RoomsFixture server = new RoomsFixture();

    @Test
    void restoresTheUndoHistoryAndRecomputesItsTraces() {
        Rooms.Opening room = server.open();
        var before = server.presenter(room);
        server.command(before, 1, go("t3", "embed"));
        server.command(before, 2, "'do':'prompt','trace':'t2'");
        server.command(before, 3, "'do':'compare','model':'m2'");
        server.command(before, 4, "'do':'mark','marks':[{'name':'logits','index':[0,0]}]");
        server.rooms().close();
        server.loop().run();
        Rooms again = server.restarted();
        var presenter = server.presenter(again, room);
        assertThat(presenter.last("welcome").at("/state/undo").textValue()).isEqualTo("mark");

        server.command(presenter, 5, go("t2", "resid"));
        server.command(presenter, 6, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t2 embed");
        assertThat(presenter.last("state").at("/state/marks")).hasSize(1);
        server.command(presenter, 7, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t2 embed");
        assertThat(presenter.last("state").at("/state").has("marks")).isFalse();
        server.command(presenter, 8, "'do':'undo'");
        assertThat(presenter.last("state").at("/state").has("second")).isFalse();
        server.command(presenter, 9, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t3 embed");
        server.command(presenter, 10, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t3 start");
        assertThat(presenter.last("state").at("/state/lobby").booleanValue()).isTrue();
        assertThat(presenter.last("state").at("/state").has("undo")).isFalse();
    }

    @Test
    void undoRepeatedWithItsIdIsDoneOnce() {
        Rooms.Opening room = server.open();
        var before = server.presenter(room);
        String me = before.last("welcome").get("me").textValue();
        server.command(before, 1, go("t3", "embed"));
        server.command(before, 2, go("t3", "pos_embed"));
        String undo = "{'type':'command','id':'again','at':3,'do':'undo'}";
        before.says(undo).flush();
        assertThat(shown(before)).isEqualTo("t3 embed");
        server.rooms().close();
        server.loop().run();

        Rooms restarted = server.restarted();
        var presenter = server.join(
                restarted.find(room.code()).orElseThrow(),
                "presenter",
                "'key':'" + room.presenterKey() + "','me':'" + me + "'");
        presenter.says(undo).flush();

        assertThat(presenter.last("state").get("by").textValue()).isEqualTo("again");
        assertThat(shown(presenter)).isEqualTo("t3 embed");
        // A new undo still goes back.
        server.command(presenter, 4, "'do':'undo'");
        assertThat(shown(presenter)).isEqualTo("t3 start");
    }

    @Test
    void secondUndoDoesNotCancelTheFirst() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, "'do':'prompt','trace':'t2'");
        Rooms again = server.restarted();
        var presenter = server.presenter(again, room);
        server.engine().slow();

        server.command(presenter, 2, "'do':'undo'");
        server.command(presenter, 2, "'do':'undo'");
        server.engine().answerOne();

        assertThat(shown(presenter)).isEqualTo("t3 start");
        assertThat(presenter.heard("refused")).isEmpty();
    }

    @Test
    void failedUndoCanBeRetried() {
        Rooms.Opening room = server.open();
        server.command(server.presenter(room), 1, "'do':'prompt','trace':'t2'");
        Rooms again = server.restarted();
        var presenter = server.presenter(again, room);

        server.engine().failsOnce(new OrreryException(new LibraryError.TookTooLong(30)));
        server.command(presenter, 2, "'do':'undo'");
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("busy");
        server.engine().failsOnce(new IllegalStateException("A fault."));
        server.command(presenter, 2, "'do':'undo'");
        assertThat(presenter.last("refused").get("detail").textValue()).isEqualTo("The server could not compute this.");
        server.command(presenter, 2, "'do':'undo'");

        assertThat(shown(presenter)).isEqualTo("t3 start");
    }

    @Test
    void stopCancelsUndoForBothModels() {
        Rooms.Opening room = server.open();
        var before = server.presenter(room);
        server.command(before, 1, "'do':'compare','model':'m2'");
        server.command(before, 2, "'do':'blank','on':true");
        Rooms again = server.restarted();
        var presenter = server.presenter(again, room);
        server.engine().slow();

        server.command(presenter, 3, "'do':'undo'");
        server.command(presenter, 3, "'do':'stop'");
        assertThat(server.engine().givenUp()).isEqualTo(1);
        server.command(presenter, 3, "'do':'undo'");
        server.engine().answerOne();
        server.engine().answerOne();
        assertThat(server.engine().waiting()).isEqualTo(1);
        server.command(presenter, 3, "'do':'stop'");

        assertThat(server.engine().givenUp()).isEqualTo(2);
        assertThat(presenter.heard("refused"))
                .extracting(refused -> refused.get("reason").textValue())
                .containsExactly("stopped", "stopped");
    }

    @Test
    void removesAnEntryWhoseModelIsGone() {
        Rooms.Opening room = server.open();
        var before = server.presenter(room);
        server.command(before, 1, go("t3", "embed"));
        server.command(before, 2, "'do':'blank','on':true");
        Rooms again = server.restarted();
        server.engine().without("m");
        var presenter = server.presenter(again, room);

        server.command(presenter, 3, "'do':'undo'");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-trace");
        server.command(presenter, 3, "'do':'blank','on':false");
        assertThat(presenter.last("state").at("/state/undo").textValue()).isEqualTo("blank");
    }
}
