package io.orrery.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.AlternatingModel;
import io.orrery.model.Presets;
import io.orrery.model.file.ElementType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final int STEPS = 120;
    private static final SortingTask TASK = new SortingTask(STEPS);

    @TempDir
    Path folder;

    @Test
    void sameSeedGivesTheSameFileForAnyNumberOfThreads() throws Exception {
        byte[] one = trained(1, 1);
        assertThat(trained(1, 3)).isEqualTo(one);
        assertThat(trained(2, 3)).isNotEqualTo(one);
    }

    @Test
    void lossFallsAndIntermediateCheckpointsAreSaved() throws Exception {
        var progress = new ArrayList<Training.Progress>();
        var result = new Training(NanoSort.graph(), TASK, 5, 2).run(progress::add);
        assertThat(progress).hasSize(STEPS + 1);
        // ln 3 is the loss of guessing uniformly among three letters.
        assertThat(progress.get(0).loss()).isBetween(Math.log(3) - 0.1, Math.log(3) + 0.1);
        assertThat(result.score().loss()).isLessThan(0.5);
        assertThat(result.intermediate()).extracting(Training.Checkpoint::step).containsExactly(0, 25, 50, 75, 100);
    }

    @Test
    void modelWhoseLayersDifferLearns() throws Exception {
        var graph = new Graph(AlternatingModel.declare(new Sizes(24, 8, 48, 3, 4, 3, 3, 11)));
        var result = new Training(graph, TASK, 5, 2).run(progress -> {});
        // ln 3 is the loss of guessing uniformly among three letters.
        assertThat(result.score().loss()).isLessThan(0.8 * Math.log(3));
    }

    @Test
    void everyOneOfThe729InputsIsFollowedByItsSortedLetters() {
        var all = SortingTask.all();
        assertThat(all).hasSize(729);
        assertThat(all.stream().map(example -> java.util.Arrays.toString(example.tokens())))
                .doesNotHaveDuplicates();
        var example = SortingTask.example(2, 1, 0, 1, 1, 2);
        assertThat(example.tokens()).containsExactly(2, 1, 0, 1, 1, 2, 0, 1, 1, 1, 2);
        assertThat(example.targets()).containsExactly(-1, -1, -1, -1, -1, 0, 1, 1, 1, 2, 2);
    }

    @Test
    void trainedGraphMatchesTheBuiltInConfiguration() throws Exception {
        var shipped = Presets.config("nano-sort").graph();
        assertThat(shipped.declaration()).isEqualTo(NanoSort.graph().declaration());
    }

    private byte[] trained(long seed, int threads) throws Exception {
        var result = new Training(NanoSort.graph(), TASK, seed, threads).run(progress -> {});
        Path file = folder.resolve(seed + "-" + threads + ".safetensors");
        NanoSort.MODEL.write(file, result.best(), ElementType.F32);
        return Files.readAllBytes(file);
    }
}
