package io.orrery.room;

import static io.orrery.room.TourRoom.BEATS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A beat looks the same whichever way the room comes to it: by playing, scrubbing, jumping, undoing, or while something else runs. */
class TourWaysTest {
    @TempDir
    private Path folder;

    @AutoClose
    private TourRoom room;

    @BeforeEach
    void open() throws Exception {
        room = new TourRoom(folder);
    }

    /** Each beat after each other one, in both orders, and first of all: always the same. */
    @Test
    void everyBeatIsTheSameWhicheverWayTheRoomComes() {
        Map<String, String> scenes = new HashMap<>();
        for (String beat : BEATS) {
            room.anew();
            room.beat(beat);
            scenes.put(beat, room.sceneForLatecomers().toString());
        }
        assertThat(new HashSet<>(scenes.values())).as("no two look alike").hasSize(BEATS.size());

        room.anew();
        for (int i = 0; i < BEATS.size(); i++) {
            arrive(BEATS.get(i), scenes);
            for (int j = 0; j < i; j++) {
                arrive(BEATS.get(j), scenes);
                arrive(BEATS.get(i), scenes);
            }
        }
    }

    private void arrive(String beat, Map<String, String> scenes) {
        room.beat(beat);
        assertThat(room.scene().toString()).as(beat).isEqualTo(scenes.get(beat));
    }

    /** Whatever the presenter did there, and whichever of its steps is shown. */
    @Test
    void everyBeatIsSetAnewAfterItWasDisturbed() {
        for (String beat : BEATS) {
            room.beat(beat);
            String scene = room.scene().toString();
            disturb();
            assertThat(room.scene().toString()).as(beat + " disturbed").isNotEqualTo(scene);
            room.beat(beat);
            assertThat(room.scene().toString()).as(beat).isEqualTo(scene);
        }
    }

    /** What a presenter may do within a beat. */
    private void disturb() {
        String trace = room.state().at("/trace/id").textValue();
        room.command("'do':'go','cursor':{'trace':'" + trace + "','step':'embed'}");
        room.command("'do':'sampling','temperature':3");
        room.command("'do':'mark','marks':[{'name':'logits','index':[0,-1]}]");
        room.command("'do':'answer','shown':true");
        room.command("'do':'focus','cursor':{'trace':'" + trace + "','step':'embed'},'on':{'kind':'everything'}");
        room.command("'do':'why','cursor':{'trace':'" + trace + "','step':'embed'},'tool':'lens'");
        room.command("'do':'generate','trace':'" + trace + "','tokens':3");
        room.command("'do':'play'");
    }

    @Test
    void undoBringsTheBeatBeforeBackAsItWas() {
        room.beat("one/scores");
        String scores = room.scene().toString();
        room.beat("two/lens");
        room.command("'do':'undo'");
        assertThat(room.scene().toString()).isEqualTo(scores);
        room.command("'do':'undo'");
        assertThat(room.state().has("tour")).isFalse();
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[2,2,1,1,0,0]");
    }

    /** A generation does not write on into the beat's text. */
    @Test
    void aBeatEndsAGeneration() {
        room.beat("two/last");
        String last = room.scene().toString();
        String text = room.state().at("/trace/id").textValue();
        room.command("'do':'generate','trace':'" + text + "','tokens':5");
        assertThat(room.state().at("/trace/tokens")).hasSize(7);
        assertThat(room.scene().at("/sampling/remaining").toString() + room.scene())
                .as("it goes on")
                .contains("4");

        room.beat("two/last");
        assertThat(room.scene().toString()).isEqualTo(last);
        room.advance(10_000);
        assertThat(room.scene().toString()).isEqualTo(last);
    }

    /** The answer of a token that is being computed comes too late. */
    @Test
    void aBeatOvertakesATokenThatIsBeingComputed() {
        room.beat("two/other");
        String text = room.state().at("/trace/id").textValue();
        room.hold();
        room.command("'do':'generate','trace':'" + text + "','tokens':5");
        room.beat("one/scores");
        room.release();
        room.advance(10_000);
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("one/scores");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[2,1,0,1,1,2]");
    }

    /** Somebody scrubs faster than the models compute: the newest wish counts, whichever is computed first. */
    @Test
    void theNewestOfManyBeatsIsShown() {
        room.hold();
        for (String beat : BEATS) {
            room.beat(beat);
        }
        room.beat("one/changed");
        assertThat(room.state().has("tour")).as("nothing is half shown").isFalse();
        room.release();
        String scene = room.scene().toString();
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("one/changed");

        room.anew();
        room.beat("one/changed");
        assertThat(room.scene().toString()).isEqualTo(scene);
    }

    @Test
    void aCommandThatIsSentTwiceMovesTheTourOnce() {
        room.beat("one/scores");
        long seq = room.seq();
        room.command("same", seq, TourRoom.toBeat("one/row"));
        room.beat("one/walked");
        room.command("same", seq, TourRoom.toBeat("one/row"));
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("one/walked");
    }

    /** A beat says where to go, not how far: a presenter who saw an older state arrives all the same. */
    @Test
    void aBeatThatWasAskedForFromAnOlderStateArrives() {
        long seq = room.seq();
        room.beat("one/scores");
        room.beat("one/walked");
        room.advance(250);
        room.command("late", seq, TourRoom.toBeat("two/lens"));
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo("two/lens");
    }

    @Test
    void aTourThatEndsWhileABeatIsComputedDoesNotComeBack() {
        room.beat("one/scores");
        room.hold();
        room.beat("two/story");
        room.command("'do':'tour-end'");
        room.release();
        assertThat(room.state().has("tour")).isFalse();
    }
}
