package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.generation.GenerationActivity;
import io.orrery.room.activity.walk.WalkActivity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is sent the most probable next tokens, and when. */
class AnswerTest {
    private static final String SHOW = "'do':'answer','shown':true";
    private static final String HIDE = "'do':'answer','shown':false";
    private static final String AUTOMATIC = "'do':'answer'";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();
    private final HandSocket hall = room.projector();

    @Test
    void audienceIsSentTheNextTokensAtTheStepThatComputesThem() {
        assertThat(room.attendee().last("welcome").at("/state/trace/next")).isEmpty();
        assertThat(room.projector().last("welcome").at("/state/trace/next")).isEmpty();
        assertThat(room.presenter().last("welcome").at("/state/trace/next")).hasSize(1);
        assertThat(room.coPresenter().last("welcome").at("/state/trace/next")).hasSize(1);
        for (String step : List.of("embed", "blocks.0.attn.scores", "blocks.1", "ln_final")) {
            give(go("t3", step));
            assertHidden();
        }
        int frames = attendee.frames().size();
        give(go("t3", "logits"));
        assertHidden();
        assertThat(attendee.frames()).as("of the logits, which the hall draws").hasSize(frames + 1);
        give(go("t3", "probs"));
        assertShown();
        give(go("t3", "ln_final"));
        assertHidden();
        give(go("t3", "logits"));
        give(SHOW);
        assertShown();
    }

    @Test
    void secondModelsNextTokensAreHiddenToo() {
        give("'do':'compare','model':'m2'");

        assertThat(attendee.last("state").at("/state/second/next")).isEmpty();
        assertThat(presenter.last("state").at("/state/second/next")).hasSize(1);
        give(go("t3", "probs"));
        assertThat(attendee.last("state").at("/state/second/next")).hasSize(1);
    }

    @Test
    void commandAboutTheNextTokenShowsItUntilTheNextStep() {
        for (String about : List.of(
                "'do':'generate','trace':'t3'",
                "'do':'append','trace':'t3','tokens':[1]",
                "'do':'sampling','temperature':0.8")) {
            give(go("t3", "blocks.0.attn.scores"));
            assertHidden();
            give(about);
            assertShown();
            String name = about.split("'")[3];
            assertThat(attendee.last("state").at("/state/answer/about").toString())
                    .isEqualTo("{\"step\":\"blocks.0.attn.scores\",\"by\":\"" + name + "\"}");
            give("'do':'mark','marks':[]");
            assertShown();
            give(go(presenter.last("state").at("/state/trace/id").textValue(), "blocks.0.attn.z"));
            assertHidden();
            give("'do':'prompt','trace':'t3'");
        }
    }

    @Test
    void tokensThatComeByThemselvesAreShownAndAutoplayHidesThemAgain() {
        give(go("t2", "embed"));
        give("'do':'generate','trace':'t2','tokens':2");
        room.loop().advance(GenerationActivity.TOKEN_MS);

        assertThat(attendee.last("state").at("/state/trace/id").textValue()).isEqualTo("t4");
        assertShown();
        give("'do':'play'");
        assertShown();
        room.loop().advance(WalkActivity.STEP_MS);
        assertHidden();
    }

    @Test
    void presenterShowsThemAtAStepAndKeepsThemHiddenUntilSaidOtherwise() {
        give(go("t3", "embed"));
        give(SHOW);
        assertShown();
        give(AUTOMATIC);
        assertHidden();
        give(SHOW);
        give(go("t3", "pos_embed"));
        assertHidden();

        give(HIDE);
        give(go("t3", "probs"));
        assertHidden();
        give("'do':'sampling','temperature':0.8");
        assertHidden();
        give(SHOW);
        assertShown();
        give(go("t3", "embed"));
        assertHidden();
        give(go("t3", "probs"));
        assertShown();
    }

    /** Whatever role is sent, in messages and frames, at every step that computes it. */
    @ParameterizedTest
    @ValueSource(strings = {"logits", "probs"})
    void anotherTextAtTheOutputTellsNobodyInTheAudienceWhatFollows(String step) {
        give(go("t3", step));
        int next = step.equals("probs") ? 1 : 0;
        assertNext(next);
        int frames = attendee.frames().size();
        give("'do':'prompt','trace':'t4'");

        assertHidden();
        assertThat(attendee.frames()).as("of the step that computes it").hasSize(frames);
        assertThat(hall.frames()).hasSize(frames);
        assertThat(room.attendee().last("welcome").at("/state/trace/next")).isEmpty();
        assertThat(room.projector().last("welcome").at("/state/trace").has("rival"))
                .isFalse();
        assertThat(attendee.last("state").at("/state/answer/fresh").textValue()).isEqualTo(step);
        give("'do':'mark','marks':[]");
        assertHidden();
        give(AUTOMATIC);
        assertNext(next);
        assertThat(attendee.frames()).hasSize(frames + 1);
    }

    @Test
    void whatFollowsAnotherTextIsShownByTheNextStepByItsTokenAndByTheReveal() {
        for (String showing : List.of(
                go("t4", "probs"),
                "'do':'generate','trace':'t4'",
                SHOW,
                "'do':'predict','trace':'t4','tokens':[0,1]")) {
            give(go("t3", showing.contains("'go'") ? "logits" : "probs"));
            give("'do':'prompt','trace':'t4'");
            assertHidden();
            give(showing);
            if (showing.contains("predict")) {
                assertHidden();
                give("'do':'predict-reveal','number':1");
            }
            assertShown();
            give("'do':'prompt','trace':'t3'");
        }
    }

    /** A question of the presenter's own is about no text; and the same text is no other one, whichever model reads it. */
    @Test
    void onlyAnotherTextHidesAndOnlyItsOwnQuestionShows() {
        give(go("t3", "probs"));
        give("'do':'prompt','trace':'t3'");
        assertShown();
        give("'do':'prompt','trace':'t4'");
        give("'do':'predict','question':'Who?','options':['A','B']");
        give("'do':'predict-reveal','number':1");
        assertHidden();
        give(go("t4", "embed"));
        give("'do':'prompt','trace':'t3'");
        assertThat(presenter.last("state").at("/state").has("answer")).isFalse();
    }

    @Test
    void showingIsUndoneLikeTheStep() {
        give(go("t3", "embed"));
        give(SHOW);
        give(go("t3", "pos_embed"));
        give("'do':'undo'");
        assertShown();
        give("'do':'undo'");
        assertHidden();
    }

    @Test
    void framesOfHiddenNumbersAreNotSentUntilTheyAreShown() {
        give(HIDE);
        give(go("t3", "ln_final"));
        int before = attendee.frames().size();
        int presenters = presenter.frames().size();

        give(go("t3", "logits"));

        assertThat(presenter.frames()).hasSize(presenters + 1);
        assertThat(attendee.frames()).hasSize(before);
        assertThat(room.attendee().frames()).isEmpty();
        assertThat(hall.frames()).hasSameSizeAs(attendee.frames());
        give(AUTOMATIC);
        assertThat(attendee.frames()).hasSize(before + 1);
        assertThat(hall.frames()).hasSize(before + 1);
        assertThat(room.attendee().frames()).hasSize(1);
    }

    @Test
    void lateFramesOfHiddenNumbersAreNotSent() {
        room.engine().slowFrames();
        give(HIDE);
        give(go("t3", "logits"));
        int before = attendee.frames().size();
        room.engine().answerOne();
        room.loop().run();

        assertThat(attendee.frames()).hasSize(before);
        assertThat(presenter.frames()).isNotEmpty();
    }

    @Test
    void onlyTheDriverShowsThem() {
        attendee.says("{'type':'command','id':'a','at':1," + SHOW + "}");

        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
        assertHidden();
    }

    @Test
    void hiddenAnswerStaysHiddenAfterARestart() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        server.command(server.presenter(server.rooms(), opening), 1, HIDE);
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();

        assertThat(server.presenter(again, opening)
                        .last("welcome")
                        .at("/state/answer/hidden")
                        .booleanValue())
                .isTrue();
    }

    private void give(String command) {
        JsonNode seen = presenter.everything().stream()
                .filter(message -> message.has("seq"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        room.command(presenter, seq(seen), command);
        presenter.flush();
        attendee.flush();
        hall.flush();
    }

    private static long seq(JsonNode message) {
        return message.get("seq").longValue();
    }

    private void assertShown() {
        assertNext(1);
    }

    private void assertHidden() {
        assertNext(0);
    }

    /** The audience's last state has this many next tokens; the presenter always has them. */
    private void assertNext(int count) {
        assertThat(lastNext(presenter)).hasSize(1);
        assertThat(lastNext(attendee)).hasSize(count);
        assertThat(lastNext(hall)).hasSize(count);
    }

    private static JsonNode lastNext(HandSocket person) {
        var states = person.heard("state");
        return (states.isEmpty() ? person.last("welcome") : states.get(states.size() - 1)).at("/state/trace/next");
    }
}
