package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.SharedCases;
import io.orrery.room.activity.walk.WalkActivity;
import io.orrery.room.people.StartDelay;
import io.orrery.tour.Walk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoplayTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();

    @Test
    void advancesOneStepAfterEachInterval() {
        room.command(presenter, 1, "'do':'play'");
        assertThat(step()).isEqualTo("start");

        room.loop().advance(WalkActivity.STEP_MS - 1);
        assertThat(step()).isEqualTo("start");
        room.loop().advance(1);
        assertThat(step()).isEqualTo("cut");
        room.loop().advance(WalkActivity.STEP_MS);
        assertThat(step()).isEqualTo("embed");
        assertThat(attendee.last("state").has("by")).isFalse();
    }

    @Test
    void playsTheWholeWalkAndStopsAtTheEnd() {
        room.command(presenter, 1, "'do':'play'");

        for (int i = 0; i < 100; i++) {
            room.loop().advance(WalkActivity.STEP_MS);
            attendee.flush();
        }

        var steps = new ArrayList<String>();
        attendee.heard("state")
                .forEach(state -> steps.add(state.at("/state/cursor/step").textValue()));
        assertThat(steps).endsWith("blocks.0.resid_post", "blocks.1", "ln_final", "logits", "probs");
        assertThat(attendee.last("state").at("/state/playing").booleanValue()).isFalse();
        attendee.heard("state")
                .subList(0, steps.size() - 1)
                .forEach(state ->
                        assertThat(state.at("/state/playing").booleanValue()).isTrue());
    }

    @Test
    void pauseStopsAtOnce() {
        room.command(presenter, 1, "'do':'play'");
        room.loop().advance(WalkActivity.STEP_MS / 2);

        room.command(presenter, 2, "'do':'pause'");
        room.loop().advance(10 * WalkActivity.STEP_MS);

        assertThat(step()).isEqualTo("start");
    }

    @Test
    void manualStepRestartsTheInterval() {
        room.command(presenter, 1, "'do':'play'");
        room.loop().advance(WalkActivity.STEP_MS - 100);
        room.command(presenter, 2, go("t3", "logits"));

        room.loop().advance(WalkActivity.STEP_MS - 1);
        assertThat(step()).isEqualTo("logits");
        room.loop().advance(1);

        assertThat(step()).isEqualTo("probs");
    }

    @Test
    void blankingDoesNotRestartTheInterval() {
        room.command(presenter, 1, "'do':'play'");
        room.loop().advance(WalkActivity.STEP_MS - 100);
        room.command(presenter, 2, "'do':'blank','on':true");

        room.loop().advance(100);

        assertThat(step()).isEqualTo("cut");
    }

    @Test
    void playAtTheEndStartsOver() {
        room.command(presenter, 1, go("t3", "probs"));

        room.command(presenter, 2, "'do':'play'");

        assertThat(step()).isEqualTo("start");
        assertThat(attendee.last("state").at("/state/playing").booleanValue()).isTrue();
    }

    /** Somebody alone sees the same, at a slower pace. */
    @Test
    void goesOnStopsAndStartsOverAsAlone() throws Exception {
        assertThat(WalkActivity.STEP_MS)
                .isEqualTo(SharedCases.read("live/autoplay-cases.js", "PACES")
                        .get("room")
                        .doubleValue());
        for (JsonNode each : SharedCases.read("live/autoplay-cases.js", "AUTOPLAY_CASES")) {
            var played = new RoomFixture();
            var driver = played.presenter();
            Walk walk = played.engine().walk("m");
            var steps = new ArrayList<>(List.of(walk.first()));
            while (walk.next(steps.get(steps.size() - 1), List.of()).isPresent()) {
                steps.add(walk.next(steps.get(steps.size() - 1), List.of()).orElseThrow());
            }
            for (JsonNode doing : each.get(0)) {
                JsonNode what = doing.get(0);
                var states = driver.heard("state");
                long seq = states.isEmpty()
                        ? 1
                        : states.get(states.size() - 1).get("seq").longValue();
                played.command(
                        driver,
                        seq,
                        what.isNumber() ? go("t3", at(steps, what.intValue())) : "'do':'" + what.textValue() + "'");
                for (double left = doing.get(1).doubleValue(); left > 0; left--) {
                    played.loop().advance(Math.min(1, left) * WalkActivity.STEP_MS);
                    driver.flush();
                }
            }
            JsonNode shown = driver.last("state").get("state");
            assertThat(shown.at("/cursor/step").textValue())
                    .as("%s", each)
                    .isEqualTo(at(steps, each.get(1).intValue()));
            assertThat(shown.get("playing").booleanValue())
                    .as("%s", each)
                    .isEqualTo(each.get(2).booleanValue());
        }
    }

    /** @param place from 0, or from the last, which is -1 */
    private static String at(List<String> steps, int place) {
        return steps.get(place < 0 ? steps.size() + place : place);
    }

    @Test
    void keepsPlayingWhenThePresenterDisconnects() {
        room.command(presenter, 1, "'do':'play'");
        presenter.drops();

        room.loop().advance(WalkActivity.STEP_MS);

        assertThat(step()).isEqualTo("cut");
    }

    @Test
    void startDelayIs100MsWhileNoRoundTripIsKnown() {
        room.command(presenter, 1, go("t3", "embed"));

        JsonNode state = attendee.last("state");
        assertThat(state.get("start").doubleValue()).isEqualTo(room.loop().now() + 100);
    }

    @Test
    void startDelayCoversNineOfTenConnections() {
        for (int i = 0; i < 8; i++) {
            room.attendee().says("{'type':'ping','t':1,'rtt':40}");
        }
        attendee.says("{'type':'ping','t':1,'rtt':200}");
        presenter.says("{'type':'ping','t':1,'rtt':9000}");

        room.command(presenter, 1, go("t3", "embed"));

        assertThat(attendee.last("state").get("start").doubleValue())
                .isEqualTo(room.loop().now() + 200 / 2 + StartDelay.MARGIN_MS);
    }

    private String step() {
        var states = attendee.heard("state");
        return states.isEmpty()
                ? "start"
                : states.get(states.size() - 1).at("/state/cursor/step").textValue();
    }
}
