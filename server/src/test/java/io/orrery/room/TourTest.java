package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a beat of a guided tour sets, and what a tour remembers. */
class TourTest {
    @TempDir
    private Path folder;

    @AutoClose
    private TourRoom room;

    @BeforeEach
    void open() throws Exception {
        room = new TourRoom(folder);
    }

    @Test
    void aBeatSetsEverythingThatIsShown() {
        room.beat("one/scores");
        var state = room.state();
        assertThat(state.at("/lobby").booleanValue()).isFalse();
        assertThat(state.at("/cursor/step").textValue()).isEqualTo("blocks.0.attn.scores");
        assertThat(state.at("/trace/text").toString()).isEqualTo("[\"C\",\"B\",\"A\",\"B\",\"B\",\"C\"]");
        assertThat(state.at("/focus/on").toString()).isEqualTo("{\"kind\":\"head\",\"layer\":0,\"head\":1}");
        assertThat(state.at("/focus/cell").toString())
                .isEqualTo("{\"name\":\"blocks.0.attn.hook_attn_scores\",\"index\":[1,5,2]}");
        assertThat(state.at("/tour/beat").textValue()).isEqualTo("one/scores");
        assertThat(state.at("/tour/route").intValue()).isEqualTo(5);

        room.command("'do':'beat','tour':'small','route':5,'beat':'one/walked','step':1");
        assertThat(room.state().at("/cursor/step").textValue()).isEqualTo("blocks.0.attn.pattern");
        assertThat(room.state().at("/tour/at").intValue()).isEqualTo(1);
        assertThat(room.state().has("focus")).isFalse();

        room.beat("one/row");
        assertThat(room.state().at("/marks/0/index").toString()).contains("-1");

        room.beat("one/longer");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[2,1,0,1,1,2,0,1]");
        assertThat(room.state().at("/trace/promptLength").intValue()).isEqualTo(6);
        assertThat(room.state().at("/sampling/temperature").doubleValue()).isEqualTo(1.5);
        assertThat(room.state().has("marks")).isFalse();

        room.beat("one/changed");
        assertThat(room.state().at("/trace/changes").toString())
                .contains("blocks.1.attn.hook_z[0]=zero")
                .contains("token@1=cut");
        assertThat(room.state().at("/sampling/temperature").doubleValue()).isZero();

        // Without the head, the model writes B in place of A.
        room.beat("one/broken");
        assertThat(room.state().at("/trace/tokens").toString()).startsWith("[1,1,1,1,1,0,1,");
        assertThat(room.state().at("/trace/promptLength").intValue()).isEqualTo(6);
        assertThat(room.state().at("/trace/changes").toString()).isEqualTo("[\"blocks.0.attn.hook_z[2]=zero\"]");

        room.beat("two/lens");
        assertThat(room.state().at("/why").toString())
                .isEqualTo(
                        "{\"tool\":\"lens\",\"step\":\"ln_final\",\"position\":5,\"a\":0,\"b\":\"all\",\"view\":\"layer=2\"}");
        assertThat(room.state().at("/answer/hidden").booleanValue()).isTrue();
        assertThat(room.state().at("/trace").has("changes")).isFalse();

        room.beat("two/other");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[1,1,0,2,0]");
        assertThat(room.state().has("why")).isFalse();

        room.beat("two/flight");
        assertThat(room.state().at("/exhibit/subject").textValue()).isEqualTo("flight");

        room.beat("two/story");
        assertThat(room.state().at("/trace/model").textValue())
                .isEqualTo(room.library().catalog().named("tiny-tales").id());
        assertThat(room.state().has("exhibit")).isFalse();
    }

    @Test
    void aBeatHasTheLevelOfThePageThatGoesThereHoweverItGoes() {
        room.beat("one/scores");
        assertThat(room.state().at("/tour").has("level")).isFalse();
        room.command("'do':'next','level':'simple'");
        assertThat(room.state().at("/tour/level").textValue()).isEqualTo("simple");
        room.command("'do':'next'");
        assertThat(room.state().at("/tour/level").textValue()).isEqualTo("simple");
        room.command("'do':'back','level':'expert'");
        assertThat(room.state().at("/tour/level").textValue()).isEqualTo("expert");
        String beat = room.state().at("/tour/beat").textValue();
        room.command("'do':'next','level':'wrong'");
        assertThat(room.state().at("/tour/beat").textValue()).isEqualTo(beat);
    }

    @Test
    void aTextThatIsTypedBecomesTheTours() {
        room.beat("one/scores");
        room.types("ABCABC");
        assertThat(room.state().at("/tour/text/tokens").toString()).isEqualTo("[0,1,2,0,1,2]");
        room.beat("one/longer");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[0,1,2,0,1,2,0,0]");
        assertThat(room.state().at("/trace/promptLength").intValue()).isEqualTo(6);

        // A beat's own text, and another model's, stay.
        room.beat("two/other");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[1,1,0,2,0]");
        room.beat("two/story");
        assertThat(room.state().at("/trace/text/0").textValue()).isEqualTo("Lily");

        // Where the beat has a text of its own, what is typed does not follow.
        room.beat("two/other");
        room.types("CCC");
        room.beat("two/last");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[0,1,2,0,1,2]");

        // A shorter text has no such cell: what it lacks is left out.
        room.types("B");
        room.beat("one/scores");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[1]");
        assertThat(room.state().at("/focus").has("cell")).isFalse();

        // Another tour, or the same anew, begins with its own text.
        room.command("'do':'tour-end'");
        assertThat(room.state().has("tour")).isFalse();
        assertThat(room.state().at("/trace/tokens").toString())
                .as("it stays where it is")
                .isEqualTo("[1]");
        room.beat("two/last");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[2,1,0,1,1,2]");
    }

    @Test
    void aTourOfWhateverIsOnScreenIsAboutTheTextThere() throws Exception {
        room.write("""
            routes: [5]
            chapters:
              - id: one
                beats:
                  - {id: asks, seconds: 25, step: attn.scores}
                  - {id: longer, seconds: 25, step: logits, generated: 1}
            """);
        room.refresh();
        room.types("ABCABC");

        room.beat("one/longer");

        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[0,1,2,0,1,2,0]");
        room.types("CBA");
        room.beat("one/asks");
        assertThat(room.state().at("/trace/tokens").toString()).isEqualTo("[2,1,0]");
        room.command("'do':'tour-end'");
        room.beat("one/longer");
        assertThat(room.state().at("/trace/tokens").toString()).startsWith("[2,1,0,");
        assertThat(room.state().at("/trace/promptLength").intValue()).isEqualTo(3);
    }

    @Test
    void aBeatsPollIsOpenedWithTheBeatAndEndsWithIt() throws Exception {
        room.write("""
            routes: [5]
            chapters:
              - id: one
                beats:
                  - {id: asks, seconds: 25, step: attn.scores, ask: {kind: several, question: Which one, \
            options: [A, B, C], right: [1, 3], words: {de: {question: Welche, options: [X, "Y\u202e", Z]}}}}
                  - {id: after, seconds: 25, step: attn.scores}
                  - {id: ready, seconds: 25, step: attn.scores, ask: {poll: clear}}
            """);
        room.refresh();
        room.beat("one/asks");
        assertThat(room.state().at("/poll/question").toString())
                .contains("\"kind\":\"several\"", "\"right\":[0,2]", "\"beat\":\"one/asks\"", "\"open\"")
                .contains("\"words\":{\"de\":{\"question\":\"Welche\",\"options\":[\"X\",\"Y\",\"Z\"]}}");
        room.beat("one/after");
        assertThat(room.state().has("poll")).isFalse();
        room.beat("one/asks");
        room.command("'do':'tour-end'");
        assertThat(room.state().has("poll")).isFalse();
        room.beat("one/ready");
        assertThat(room.state().at("/poll/question").toString())
                .contains("\"kind\":\"scale\",\"question\":\"How clear?\"", "\"beat\":\"one/ready\"", "\"open\"");
    }

    @Test
    void aRevealedQuestionIsShownAgain() {
        room.beat("one/scores");
        room.command("'do':'predict','question':'Which?','options':['A','B']");
        var ada = room.attendee();
        int number = ada.last("welcome").at("/state/prediction/number").intValue();
        ada.says("{'type':'command','id':'g1','at':0,'do':'guess','number':" + number + ",'option':1}")
                .flush();
        room.command("'do':'predict-close','number':" + number);
        room.command("'do':'predict-reveal','number':" + number);
        String revealed = room.state().at("/prediction/question").toString();
        assertThat(revealed).contains("\"counts\":[0,1]");

        room.beat("one/walked");
        assertThat(room.state().has("prediction")).isFalse();
        assertThat(room.state().at("/tour/asked").has("one/scores")).isTrue();
        room.beat("one/scores");
        room.advance(5000);
        assertThat(room.state().at("/prediction/question").toString()).isEqualTo(revealed);
        assertThat(room.attendee()
                        .last("welcome")
                        .at("/state/prediction/question")
                        .toString())
                .isEqualTo(revealed);

        // A question that was not revealed ends with its beat, and stays while it lasts.
        room.beat("one/walked");
        room.command("'do':'predict','question':'Which?','options':['A','B']");
        room.command("'do':'beat','tour':'small','route':5,'beat':'one/walked','step':1");
        assertThat(room.state().at("/prediction/question/phase").textValue()).isEqualTo("open");
        room.beat("one/row");
        assertThat(room.state().has("prediction")).isFalse();
        assertThat(room.state().at("/tour/asked").has("one/walked")).isFalse();
    }

    @Test
    void latecomersAndARestartedServerAreAtTheBeat() {
        room.beat("one/scores");
        room.command("'do':'predict','question':'Which?','options':['A','B']");
        int number = room.state().at("/prediction/number").intValue();
        room.command("'do':'predict-reveal','number':" + number);
        room.beat("two/lens");
        var late = room.attendee().last("welcome").get("state");
        assertThat(late.at("/tour/beat").textValue()).isEqualTo("two/lens");
        assertThat(late.at("/cursor/step").textValue()).isEqualTo("ln_final");

        String before = room.scene().toString();
        double began = room.state().at("/tour/began").doubleValue();
        room.advance(60_000);
        room.restart();
        assertThat(room.scene().toString()).isEqualTo(before);
        assertThat(room.state().at("/tour/began").doubleValue()).isEqualTo(began);
        room.beat("one/scores");
        assertThat(room.state().at("/prediction/question/phase").textValue()).isEqualTo("revealed");
    }

    @Test
    void theTimesAreOfTheTourAndOfTheBeat() {
        room.beat("one/scores");
        double began = room.state().at("/tour/began").doubleValue();
        assertThat(room.state().at("/tour/beatBegan").doubleValue()).isEqualTo(began);
        room.advance(30_000);
        room.beat("one/scores");
        assertThat(room.state().at("/tour/beatBegan").doubleValue())
                .as("the same beat")
                .isEqualTo(began);
        room.beat("one/walked");
        assertThat(room.state().at("/tour/began").doubleValue()).isEqualTo(began);
        assertThat(room.state().at("/tour/beatBegan").doubleValue()).isGreaterThanOrEqualTo(began + 30_000);
    }
}
