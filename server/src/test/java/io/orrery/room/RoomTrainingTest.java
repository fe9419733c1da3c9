package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.engine.Trainer;
import io.orrery.wire.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A room's training: whom it keeps out, which weights the room names, and what the presenter hears if it cannot go on. */
class RoomTrainingTest {
    /** The room asks for new weights after this time, ms. */
    private static final double SHOWN = 500;

    private final HandTrainer trainer = new HandTrainer();
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();

    RoomTrainingTest() {
        room.engine().trains(trainer);
    }

    /** Each answer has other weights: {@code w0}, {@code w1}, … It writes down whom it lets go. */
    private static final class HandTrainer implements Trainer {
        private final List<String> letGo = new ArrayList<>();
        private int update = -1;
        private Optional<OrreryException> refusal = Optional.empty();

        private CompletionStage<Progress> next() {
            return answer(() -> {
                update++;
                return new Progress("w" + update, "m", 1, update, 1000, 0.5, 0.001, true);
            });
        }

        private <T> CompletionStage<T> answer(Supplier<T> answer) {
            return refusal.<CompletionStage<T>>map(CompletableFuture::failedFuture)
                    .orElseGet(() -> CompletableFuture.completedFuture(answer.get()));
        }

        @Override
        public CompletionStage<Progress> begin(String name, String model, long seed) {
            return next();
        }

        @Override
        public CompletionStage<Progress> next(String name, int after, int perSecond) {
            return next();
        }

        @Override
        public CompletionStage<Progress> step(String name) {
            return next();
        }

        @Override
        public CompletionStage<Progress> stand(String name) {
            return next();
        }

        @Override
        public CompletionStage<Look> look(String name) {
            return next().thenApply(progress -> new Look(progress, Optional.empty()));
        }

        @Override
        public void leave(String name) {
            letGo.add("leave");
        }

        @Override
        public void end(String name) {
            letGo.add("end");
        }
    }

    private JsonNode state() {
        presenter.flush();
        return presenter.last("state");
    }

    private void command(String fields) {
        presenter.flush();
        room.command(presenter, newest(), fields);
        presenter.flush();
    }

    private long newest() {
        var states = presenter.heard("state");
        JsonNode last = states.isEmpty() ? presenter.last("welcome") : states.get(states.size() - 1);
        return last.get("seq").longValue();
    }

    private String course(String field) {
        return state().at("/state/training/course/" + field).asText();
    }

    @Test
    void stoppedTrainingEndsAtOnce() {
        command("'do':'train'");
        room.loop().advance(SHOWN);
        assertThat(course("model")).isEqualTo("w1");

        command("'do':'train-stop'");

        assertThat(state().at("/state").has("training")).isFalse();
        assertThat(state().at("/state/trace/model").textValue()).isEqualTo("w2");
        assertThat(trainer.letGo).first().isEqualTo("end");
    }

    @Test
    void pausedTrainingIsStoppedAtOnce() {
        command("'do':'train'");
        command("'do':'train-pause'");
        command("'do':'train-stop'");

        assertThat(trainer.letGo).first().isEqualTo("end");
    }

    @Test
    void trainingWithoutAPlaceForItsWeightsCanBeStopped() {
        command("'do':'train'");
        trainer.refusal = Optional.of(new OrreryException(new RoomError.TooManyWeights(1000)));

        command("'do':'train-stop'");

        assertThat(state().at("/state").has("training")).isFalse();
        assertThat(trainer.letGo).first().isEqualTo("end");
    }

    @Test
    void trainingThatNobodySeesMakesWay() {
        command("'do':'train'");
        assertThat(trainer.letGo).isEmpty();

        command("'do':'prompt','trace':'t2'");

        assertThat(state().at("/state").has("training")).isFalse();
        assertThat(trainer.letGo).containsExactly("leave");
    }

    @Test
    void closedRoomEndsItsTraining() {
        command("'do':'train'");

        room.room().close(CloseCode.NO_SUCH_ROOM);
        room.loop().run();

        assertThat(trainer.letGo).containsExactly("end");
    }

    @Test
    void presenterIsToldInWordsWhyATrainingStandsStill() {
        command("'do':'train'");
        trainer.refusal = Optional.of(new OrreryException(new RoomError.TooManyWeights(1000)));
        room.loop().advance(SHOWN);
        attendee.flush();

        assertThat(course("running")).isEqualTo("false");
        assertThat(course("model")).as("the weights that were shown stay").isEqualTo("w0");
        JsonNode told = presenter.last("error");
        assertThat(told.get("code").textValue()).isEqualTo("too-many-weights");
        assertThat(told.get("detail").textValue()).contains("1000").endsWith(".");
        assertThat(attendee.heard("error")).isEmpty();
    }

    @Test
    void undoHistoryNamesOneOfTheWeightsThatPassed() {
        command("'do':'train'");
        for (String step : List.of("embed", "pos_embed", "blocks.0.attn.qkv", "logits")) {
            room.loop().advance(SHOWN);
            command(go("t3", step));
        }
        room.loop().advance(SHOWN);

        assertThat(course("model")).isEqualTo("w5");
        assertThat(room.room().models()).containsExactlyInAnyOrder("m", "w4", "w5");
    }

    /** Those that the presenter stopped at do not pass. */
    @Test
    void undoHistoryNamesTheWeightsOfEachPause() {
        command("'do':'train'");
        command("'do':'train-pause'");
        command(go("t3", "embed"));
        command("'do':'train-step'");
        command(go("t3", "logits"));

        assertThat(room.room().models()).containsExactlyInAnyOrder("m", "w1", "w2");
    }

    @Test
    void undoGoesBackStepByStepWithTheLastWeightsThatPassed() {
        command("'do':'train'");
        room.loop().advance(SHOWN);
        command(go("t3", "embed"));
        room.loop().advance(SHOWN);
        command(go("t3", "logits"));
        room.loop().advance(SHOWN);
        command("'do':'train-pause'");

        command("'do':'undo'");
        assertThat(shown()).isEqualTo("embed w2 w2 false");
        command("'do':'undo'");
        assertThat(shown()).isEqualTo("start w2 w2 false");
        command("'do':'undo'");
        assertThat(state().at("/state").has("training")).isFalse();
        assertThat(state().at("/state/trace/model").textValue()).isEqualTo("m");
    }

    private String shown() {
        return state().at("/state/cursor/step").textValue() + " "
                + state().at("/state/trace/model").textValue() + " " + course("model") + " " + course("running");
    }
}
