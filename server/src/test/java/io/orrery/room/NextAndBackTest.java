package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What → and ← mean: the room decides it when they arrive. */
class NextAndBackTest {
    private static final String NEXT = "'do':'next'";
    private static final String BACK = "'do':'back'";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();

    private void give(String command) {
        room.command(presenter, last().get("seq").longValue(), command);
    }

    private JsonNode last() {
        presenter.flush();
        return presenter.everything().stream()
                .filter(message -> message.has("state"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private String seen(String pointer) {
        return last().get("state").at(pointer).asText();
    }

    private void begin(String trace, String step) {
        give("'do':'prompt','trace':'" + trace + "'");
        give(go(trace, step));
    }

    @Test
    void nextBeginsTheSessionAndThenGoesFromStepToStep() {
        give(NEXT);
        assertThat(seen("/lobby")).isEqualTo("false");
        assertThat(seen("/cursor/step")).isEqualTo("start");

        give(NEXT);
        give(NEXT);
        assertThat(seen("/cursor/step")).isEqualTo("embed");
        assertThat(seen("/undo")).isEqualTo("go");
        give(BACK);
        assertThat(seen("/cursor/step")).isEqualTo("cut");

        give("'do':'undo'");
        assertThat(seen("/cursor/step")).isEqualTo("embed");
    }

    @Test
    void twoDriversWhoPressAtTheSameMomentMoveTwoSteps() {
        HandSocket other = room.presenter();
        begin("t3", "start");
        long seen = last().get("seq").longValue();

        String first = room.command(presenter, seen, NEXT);
        String second = room.command(other, seen, NEXT);

        assertThat(seen("/cursor/step")).isEqualTo("embed");
        assertThat(presenter.heard("state"))
                .extracting(state -> state.path("by").textValue())
                .contains(first, second);
        assertThat(other.heard("refused")).isEmpty();
    }

    @Test
    void repeatedCommandMovesOnce() {
        begin("t3", "start");
        String again = "{'type':'command','id':'one','at':1," + NEXT + "}";
        String me = presenter.last("welcome").get("me").textValue();

        presenter.says(again).says(again);
        HandSocket back = room.again("presenter", me).says(again);

        assertThat(back.last("state").at("/state/cursor/step").textValue()).isEqualTo("cut");
        assertThat(back.last("state").get("by").textValue()).isEqualTo("one");
    }

    @Test
    void stepsOfAnotherPersonThatWereGivenBeforeANextAreStale() {
        HandSocket other = room.presenter();
        begin("t3", "start");
        long seen = last().get("seq").longValue();
        room.command(presenter, seen, NEXT);

        room.command(other, seen, go("t3", "probs"));

        assertThat(other.last("refused").get("reason").textValue()).isEqualTo("stale");
    }

    @Test
    void layersThatTheTraceDoesNotVisitArePassed() {
        begin("v3", "blocks.0.resid_post");
        give(NEXT);
        assertThat(seen("/cursor/step")).isEqualTo("ln_final");
        give(BACK);
        assertThat(seen("/cursor/step")).isEqualTo("blocks.0.resid_post");

        begin("t3", "blocks.0.resid_post");
        give(NEXT);
        assertThat(seen("/cursor/step")).isEqualTo("blocks.1");
    }

    @Test
    void atTheLastStepNextShowsWhatComesNextAndThenAddsItUntilTheTextEnds() {
        room.engine().endsAfter(5);
        begin("t3", "probs");
        give("'do':'answer','shown':false");
        give(NEXT);
        assertThat(last().get("state").has("answer")).isFalse();
        assertThat(seen("/trace/id")).isEqualTo("t3");

        give(NEXT);
        assertThat(seen("/trace/id")).isEqualTo("t4");
        assertThat(seen("/undo")).isEqualTo("generate");
        give(NEXT);
        assertThat(seen("/trace/id")).isEqualTo("t5");

        give(NEXT);
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("context-full");
        begin("t3", "start");
        give(BACK);
        assertThat(seen("/cursor/step")).isEqualTo("start");
    }

    @Test
    void atTheLastStepNextRevealsAQuestionBeforeItAddsTheAnswer() {
        begin("t3", "probs");
        give("'do':'predict','trace':'t3','tokens':[0,1]");
        give(NEXT);
        assertThat(seen("/prediction/question/phase")).isEqualTo("revealed");
        assertThat(seen("/trace/id")).isEqualTo("t3");

        give(NEXT);
        assertThat(seen("/trace/id")).isEqualTo("t4");

        // A question of another text hides nothing here.
        give("'do':'predict','question':'Who?','options':['A','B']");
        give(NEXT);
        assertThat(seen("/prediction/question/phase")).isEqualTo("open");
        assertThat(seen("/trace/id")).isEqualTo("t5");
    }

    @Test
    void nothingIsAddedToATextThatTheModelHasEnded() {
        room.engine().endsAfter(4);
        begin("t3", "probs");
        give(NEXT);
        assertThat(seen("/trace/ended")).isEqualTo("true");

        give(NEXT);

        assertThat(seen("/trace/id")).isEqualTo("t4");
        assertThat(presenter.heard("refused")).isEmpty();
    }

    @Test
    void onlyTheDriverGoesOn() {
        HandSocket co = room.coPresenter();
        HandSocket ada = room.attendee();
        room.command(co, 1, NEXT);
        room.command(ada, 1, BACK);

        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-driving");
        assertThat(ada.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
    }

    @Test
    void backWithATraceTakesTokensBackForPagesThatKnowNoOtherName() {
        begin("t4", "embed");
        give("'do':'back','trace':'t4','tokens':2");

        assertThat(seen("/trace/id")).isEqualTo("t2");
        assertThat(seen("/cursor/step")).isEqualTo("embed");
        assertThat(seen("/undo")).isEqualTo("take-back");
    }

    @Test
    void tourGoesFromBeatToBeatAndStaysAtItsEnds(@TempDir Path folder) throws Exception {
        try (var tour = new TourRoom(folder)) {
            tour.beat("one/scores");
            for (String beat : TourRoom.BEATS.subList(1, TourRoom.BEATS.size())) {
                tour.command(NEXT);
                assertThat(tour.state().at("/tour/beat").textValue()).isEqualTo(beat);
            }
            tour.command(NEXT);
            assertThat(tour.state().at("/tour/beat").textValue()).isEqualTo("two/last");
            tour.command(BACK);
            assertThat(tour.state().at("/tour/beat").textValue()).isEqualTo("two/story");
            assertThat(tour.state().at("/trace/model").textValue())
                    .isEqualTo(tour.library().catalog().named("tiny-tales").id());
            tour.beat("one/scores");
            JsonNode scene = tour.scene();
            tour.command(NEXT);
            tour.command(BACK);
            assertThat(tour.scene()).isEqualTo(scene);
            tour.command(BACK);
            assertThat(tour.scene()).isEqualTo(scene);
            assertThat(tour.presenter().heard("refused")).isEmpty();
        }
    }

    /** The presenter's press {@code p} and another presenter's {@code q}, while the beat after the first one is computed. @return the other presenter */
    private static HandSocket pressesWithThePresenter(TourRoom tour) {
        HandSocket other = tour.otherPresenter();
        tour.beat("one/row");
        long seen = tour.seq();
        tour.hold();
        tour.presenter().says("{'type':'command','id':'p','at':" + seen + "," + NEXT + "}");
        other.says("{'type':'command','id':'q','at':" + seen + "," + NEXT + "}");
        return other;
    }

    @Test
    void twoPressesInATourSkipABeatThatIsStillComputed(@TempDir Path folder) throws Exception {
        try (var tour = new TourRoom(folder)) {
            HandSocket other = pressesWithThePresenter(tour);
            assertThat(tour.presenter().heard("state"))
                    .as("before the beat is shown, its page goes on expecting it")
                    .extracting(state -> state.path("by").textValue())
                    .doesNotContain("p");
            tour.release();

            assertThat(tour.state().at("/tour/beat").textValue()).isEqualTo("one/changed");
            for (HandSocket socket : List.of(tour.presenter(), other)) {
                assertThat(socket.heard("refused")).isEmpty();
            }
            assertThat(tour.presenter().heard("state"))
                    .extracting(state -> state.path("by").textValue())
                    .contains("p");
            assertThat(other.last("state").get("by").textValue()).isEqualTo("q");
        }
    }

    @Test
    void stoppingRefusesAllPressesThatWaitForOneBeat(@TempDir Path folder) throws Exception {
        try (var tour = new TourRoom(folder)) {
            HandSocket other = pressesWithThePresenter(tour);
            other.says("{'type':'command','id':'r','at':" + tour.seq() + ",'do':'stop'}");

            assertThat(tour.presenter().last("refused").get("id").textValue()).isEqualTo("p");
            assertThat(other.last("refused").get("id").textValue()).isEqualTo("q");
            tour.release();
            assertThat(tour.state().at("/tour/beat").textValue()).isEqualTo("one/row");
        }
    }

    @Test
    void galleryIsClosedAndAnUpdateThatIsLookedAtShowsItsPhases(@TempDir Path folder) throws Exception {
        try (var tour = new TourRoom(folder)) {
            tour.command(NEXT);
            tour.command("'do':'exhibit','subject':'flight'");
            String step = tour.state().at("/cursor/step").textValue();
            tour.command(NEXT);
            assertThat(tour.state().has("exhibit")).isFalse();
            assertThat(tour.state().at("/cursor/step").textValue()).isEqualTo(step);

            tour.command("'do':'train'");
            tour.command("'do':'train-look','phase':'forward'");
            for (String phase : List.of("loss", "gradients", "change")) {
                tour.command(NEXT);
                assertThat(tour.state().at("/training/course/look/phase").textValue())
                        .isEqualTo(phase);
            }
            tour.command(BACK);
            assertThat(tour.state().at("/training/course/look/phase").textValue())
                    .isEqualTo("gradients");
            tour.command(NEXT);
            tour.command(NEXT);
            assertThat(tour.state().at("/training/course").has("look")).isFalse();
        }
    }
}
