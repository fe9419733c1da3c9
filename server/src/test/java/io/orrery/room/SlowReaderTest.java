package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.activity.walk.WalkActivity;
import io.orrery.room.delivery.Outbox;
import io.orrery.wire.CloseCode;
import io.orrery.wire.ReadFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowReaderTest {
    private static final List<String> STEPS = List.of("embed", "pos_embed", "resid", "logits", "probs");

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();

    @Test
    void slowReaderGetsOnlyTheNewestStateAndFrame() throws Exception {
        var phone = room.attendee();
        var laptop = room.attendee();
        room.command(presenter, 1, "'do':'blank','on':true");
        laptop.flush();

        for (String step : STEPS) {
            room.command(presenter, 1, go("t3", step));
            laptop.flush();
        }

        assertThat(laptop.heard("state")).hasSize(6);
        assertThat(laptop.frames()).hasSize(6);
        // The first state was in flight already; the states between it and the newest are never sent.
        assertThat(phone.heard("state")).hasSize(2);
        assertThat(phone.last("state").at("/state/cursor/step").textValue()).isEqualTo("probs");
        assertThat(phone.frames()).hasSize(2);
        assertThat(ReadFrame.of(phone.frames().get(1)).seq()).isEqualTo(7);
        assertThat(phone.superseded()).isEqualTo(4);
        assertThat(laptop.superseded()).isZero();
    }

    @Test
    void dropsTheFrameOfAStepThatWasLeft() throws Exception {
        var phone = room.attendee();
        room.command(presenter, 1, go("t3", "embed"));
        // Now "embed" is in flight.
        room.command(presenter, 1, go("t3", "resid"));
        room.engine().slowFrames();
        room.command(presenter, 1, go("t3", "probs"));

        assertThat(phone.frames()).hasSize(2);
        assertThat(phone.last("state").at("/state/cursor/step").textValue()).isEqualTo("probs");
        room.engine().answerOne();
        assertThat(ReadFrame.of(phone.frames().get(2)).header().get("step").textValue())
                .isEqualTo("probs");
    }

    @Test
    void combinesAWaitingStateWithItsFrame() throws Exception {
        var phone = room.attendee();
        var laptop = room.attendee();
        phone.says("{'type':'ping','t':0}");
        room.engine().slowFrames();

        room.command(presenter, 1, go("t3", "embed"));
        laptop.flush();
        room.engine().answerOne();

        assertThat(laptop.last("state").at("/state/cursor/step").textValue()).isEqualTo("embed");
        assertThat(phone.flushOne()).isTrue();
        assertThat(phone.everything()
                        .get(phone.everything().size() - 1)
                        .get("type")
                        .textValue())
                .isEqualTo("pong");
        assertThat(phone.flushOne()).isTrue();
        var both = ReadFrame.of(phone.frames().get(1));
        var alone = ReadFrame.of(laptop.frames().get(1));
        assertThat(phone.last("state")).isEqualTo(laptop.last("state"));
        assertThat(both.header().get("said")).isEqualTo(laptop.last("state"));
        assertThat(alone.header().has("said")).isFalse();
        assertThat(both.seq()).isEqualTo(alone.seq());
        assertThat(both.start()).isEqualTo(alone.start());
        assertThat(both.values("x")).isEqualTo(alone.values("x"));
        assertThat(phone.heard("state")).hasSize(1);
    }

    @Test
    void sendsStateAndReadyFrameAsOneMessage() throws Exception {
        var attendee = room.attendee();

        String id = room.command(presenter, 1, go("t3", "embed"));

        for (HandSocket socket : List.of(attendee, presenter)) {
            assertThat(socket.flushOne()).isTrue();
            assertThat(ReadFrame.said(socket.frames().get(1))).contains(socket.last("state"));
            assertThat(socket.last("state").get("by").textValue()).isEqualTo(id);
        }
    }

    @Test
    void preparesTheNextStepsFrame() {
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, go("t3", "probs"));

        assertThat(room.engine().prepared())
                .extracting(cursor -> cursor.trace() + " " + cursor.step())
                .containsExactly("t3 cut", "t3 pos_embed");
    }

    @Test
    void frameDoesNotReplaceANewerStateWithItsOwn() throws Exception {
        var phone = room.attendee();
        phone.says("{'type':'ping','t':0}");
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, "'do':'blank','on':true");

        assertThat(phone.heard("state")).hasSize(1);
        assertThat(phone.last("state").at("/state/blank").booleanValue()).isTrue();
        assertThat(phone.frames()).hasSize(2);
        assertThat(ReadFrame.said(phone.frames().get(1))).isEmpty();
    }

    @Test
    void lateFrameIsCombinedWithTheNewestState() throws Exception {
        var phone = room.attendee();
        phone.says("{'type':'ping','t':0}");
        room.engine().slowFrames();
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, "'do':'blank','on':true");
        room.engine().answerOne();

        assertThat(phone.heard("state")).hasSize(1);
        var said = ReadFrame.said(phone.frames().get(1)).orElseThrow();
        assertThat(said.get("seq").longValue()).isEqualTo(3);
        assertThat(said.at("/state/blank").booleanValue()).isTrue();
        assertThat(ReadFrame.of(phone.frames().get(1)).seq()).isEqualTo(2);
    }

    @Test
    void controlMessagesGoBeforeStatesAndAreNotDropped() {
        var phone = room.attendee();
        phone.says("{'type':'ping','t':0}");
        room.command(presenter, 1, go("t3", "embed"));
        for (int i = 1; i <= 10; i++) {
            phone.says("{'type':'ping','t':" + i + "}");
        }

        assertThat(phone.heard("pong")).hasSize(11);
        assertThat(phone.types().subList(phone.types().size() - 2, phone.types().size()))
                .containsExactly("pong", "state");
    }

    @Test
    void stateThatReplacesAnAnswerAnswersTheCommand() {
        presenter.flush();
        presenter.says("{'type':'ping','t':0}");
        String id = room.command(presenter, 1, "'do':'play'");
        var attendee = room.attendee();

        room.loop().advance(WalkActivity.STEP_MS);

        assertThat(presenter.heard("state")).hasSize(1);
        assertThat(presenter.last("state").get("by").textValue()).isEqualTo(id);
        assertThat(presenter.last("state").at("/state/cursor/step").textValue()).isEqualTo("cut");
        // An answer to one person is not combined with the shared frame.
        assertThat(ReadFrame.said(presenter.frames().get(1))).isEmpty();
        assertThat(attendee.last("state").has("by")).isFalse();
    }

    @Test
    void disconnectsAReaderWithTooManyControlMessages() {
        var stuck = room.attendee();
        var other = room.attendee();
        for (int i = 0; i < Outbox.CONTROL_MESSAGES; i++) {
            room.loop().advance(25);
            stuck.says("{'type':'ping','t':1}");
        }
        assertThat(stuck.closed()).isEmpty();

        stuck.says("{'type':'ping','t':1}");

        assertThat(stuck.closed()).contains(CloseCode.TOO_SLOW);
        assertThat(other.closed()).isEmpty();
    }

    @Test
    void disconnectsAReaderStuckForHalfAMinute() {
        var stuck = room.attendee();
        stuck.says("{'type':'ping','t':1}");

        room.loop().advance(Outbox.SLOWEST_WRITE_MS);
        assertThat(stuck.closed()).isEmpty();
        presenter.flush();
        room.loop().advance(2000);

        assertThat(stuck.closed()).contains(CloseCode.TOO_SLOW);
        assertThat(presenter.closed()).isEmpty();
    }
}
