package io.orrery.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Requester;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Sampling;
import io.orrery.trace.Traces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedSortingModelTest {
    @Test
    void presetSaysHowManyUpdatesTheTrainingHas() throws Exception {
        assertThat(Presets.open("nano-sort").preset().updates())
                .hasValue(NanoSort.MODEL.task().schedule().steps());
    }

    @Test
    void builtInModelSortsAll729InputsByGreedyDecoding() throws Exception {
        var model = Presets.open("nano-sort");
        try (var workers = new Workers(1)) {
            var traces = new Traces(new MemoryBudget(256 << 20), workers, Runnable::run);
            traces.offer(new RunnableModel(model.id(), model.graph(), model.weights()));
            var wrong = new ArrayList<String>();
            for (String letters : inputs(6)) {
                var tokens = new ArrayList<Integer>();
                for (int token : model.tokenizer().encode(letters)) {
                    tokens.add(token);
                }
                int promptLength = tokens.size();
                for (int i = 0; i < 6; i++) {
                    var trace = traces.trace(
                            new Recipe(model.id(), tokens.subList(0, promptLength + i)), Requester.of("a test"));
                    tokens.add(trace.join().next(Sampling.GREEDY));
                }
                String sorted = model.tokenizer()
                        .decode(tokens.subList(promptLength, tokens.size()).stream()
                                .mapToInt(token -> token)
                                .toArray());
                if (!sorted.equals(expected(letters))) {
                    wrong.add(letters + " became " + sorted);
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void everyBuiltInCheckpointCanBeOpened() throws Exception {
        for (int step : Presets.open("nano-sort").preset().checkpoints()) {
            assertThat(Presets.open("nano-sort@" + step).graph().parameters()).isEqualTo(85_728);
        }
    }

    private static List<String> inputs(int length) {
        if (length == 0) {
            return List.of("");
        }
        return inputs(length - 1).stream()
                .flatMap(start -> List.of("A", "B", "C").stream().map(letter -> start + letter))
                .toList();
    }

    private static String expected(String letters) {
        var list = new ArrayList<String>(List.of(letters.split("")));
        Collections.sort(list);
        return String.join("", list);
    }
}
