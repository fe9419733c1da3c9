package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.generation.GenerationActivity;
import org.junit.jupiter.api.Test;

/** Generating text, forcing tokens, and comparing a second model. */
class WritingTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();

    @Test
    void generatesTokensOneByOneWithOnlyNewRows() {
        room.command(presenter, 1, go("t3", "probs"));
        room.command(presenter, 2, "'do':'prompt','trace':'t2'");
        room.command(presenter, 3, "'do':'generate','trace':'t2','tokens':3");

        assertShown("t3", 2);
        room.loop().advance(GenerationActivity.TOKEN_MS);
        assertShown("t4", 1);
        room.loop().advance(GenerationActivity.TOKEN_MS);
        assertShown("t5", 0);
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);
        assertShown("t5", 0);
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("probs");
        assertThat(state().at("/trace/promptLength").intValue()).isEqualTo(2);
        assertThat(room.engine().fresh()).containsExactly(0, 0, 0, 2, 3, 4);
    }

    @Test
    void generationStopsWhenTheContextIsFull() {
        room.command(presenter, 1, "'do':'generate','trace':'t3','tokens':100");
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertShown("t5", 0);
    }

    @Test
    void generationStopsAtTheEndOfTheText() {
        room.engine().endsAfter(4);
        room.command(presenter, 1, "'do':'generate','trace':'t2','tokens':100");
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertShown("t4", 0);
    }

    @Test
    void stopCancelsTheTokenBeingComputed() {
        room.command(presenter, 1, "'do':'generate','trace':'t2','tokens':3");
        room.engine().slow();
        room.loop().advance(GenerationActivity.TOKEN_MS);

        room.command(presenter, 2, "'do':'stop'");
        room.engine().answerOne();
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertShown("t3", 0);
        assertThat(room.engine().waiting()).isZero();
    }

    @Test
    void promptStopsTheGeneration() {
        room.command(presenter, 1, "'do':'generate','trace':'t2','tokens':3");
        room.command(presenter, 2, "'do':'prompt','trace':'p3'");
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertShown("p3", 0);
    }

    @Test
    void unknownPromptKeepsTheGeneration() {
        room.command(presenter, 1, "'do':'generate','trace':'t2','tokens':3");
        room.command(presenter, 2, "'do':'prompt','trace':'nothing'");
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertShown("t5", 0);
    }

    @Test
    void stepKeepsTheGeneration() {
        room.command(presenter, 1, "'do':'generate','trace':'t2','tokens':3");
        room.command(presenter, 2, go("t3", "logits"));
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);

        assertShown("t5", 0);
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("logits");
    }

    @Test
    void undoRemovesAllTokensOfOneCommand() {
        room.command(presenter, 1, "'do':'generate','trace':'t3','tokens':2");
        room.loop().advance(10 * GenerationActivity.TOKEN_MS);
        long seen = attendee.last("state").get("seq").longValue();

        room.command(presenter, seen, "'do':'undo'");

        assertShown("t3", 0);
    }

    @Test
    void appendsAndRemovesTokens() {
        room.command(presenter, 1, "'do':'append','trace':'t3','tokens':[0]");
        assertShown("t4", 0);

        room.command(presenter, 2, "'do':'take-back','trace':'t4','tokens':2");
        assertShown("t2", 0);
    }

    @Test
    void samplingIsSentToEveryoneAndUsedByTheEngine() {
        room.command(presenter, 1, "'do':'sampling','temperature':0.8,'topK':40,'topP':0.9,'seed':7");

        String sampling = "{\"temperature\":0.8,\"topK\":40,\"topP\":0.9,\"seed\":7}";
        assertThat(state().get("sampling").toString()).isEqualTo(sampling);
        room.command(presenter, 2, "'do':'generate','trace':'t3'");
        assertThat(room.engine().sampling().toString()).contains("0.8", "40", "0.9", "7");
    }

    @Test
    void refusesAnInvalidSampling() {
        room.command(presenter, 1, "'do':'sampling','topP':2");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("malformed");
        assertThat(presenter.last("refused").get("detail").textValue()).contains("top-p", "at most 1");
    }

    @Test
    void secondModelFollowsTheTokensOfTheFirst() {
        room.command(presenter, 1, "'do':'compare','model':'m2'");

        assertThat(state().at("/second/id").textValue()).isEqualTo("t3");
        assertThat(state().at("/second/model").textValue()).isEqualTo("m2");
        room.command(presenter, 2, "'do':'generate','trace':'t3'");
        assertThat(state().at("/second/id").textValue()).isEqualTo("t4");
        room.command(presenter, 3, "'do':'compare'");
        assertThat(state().has("second")).isFalse();
    }

    @Test
    void refusesAModelWithAnotherTokenizer() {
        room.command(presenter, 1, "'do':'compare','model':'m3'");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("tokenizers-differ");
        assertThat(attendee.heard("state")).isEmpty();
    }

    private void assertShown(String trace, int generating) {
        assertThat(state().at("/trace/id").textValue()).isEqualTo(trace);
        assertThat(state().get("generating").intValue()).isEqualTo(generating);
    }

    private JsonNode state() {
        return attendee.last("state").get("state");
    }
}
