package io.orrery.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.file.ElementType;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.tensor.Tensor;
import io.orrery.train.tales.TinyTales;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumedTrainingTest {
    @TempDir
    Path folder;

    static Stream<TrainableModel> models() {
        return Stream.of(NanoSort.MODEL, TinyTales.MODEL, TinyTales.GERMAN);
    }

    @ParameterizedTest
    @MethodSource("models")
    void interruptedTrainingEndsWithTheSameFilesWhenItIsResumed(TrainableModel model) throws Exception {
        var brief = new TrainableModel(model.id(), model.config(), model.seed(), new Brief(model.task()));
        brief.train(folder.resolve("whole"), 3, 1, false, progress -> {});
        assertThatThrownBy(() -> brief.train(folder.resolve("resumed"), 3, 2, false, progress -> {
                    if (progress.step() == 5) {
                        throw new IllegalStateException("interrupted");
                    }
                }))
                .hasMessage("interrupted");
        assertThat(folder.resolve("resumed/model.safetensors")).doesNotExist();
        brief.train(
                folder.resolve("resumed"),
                3,
                2,
                true,
                progress -> assertThat(progress.step()).isGreaterThanOrEqualTo(4));
        assertThat(files("resumed")).isEqualTo(files("whole"));
        // The steps of the German model count from the first one of the English model, whose weights it begins with.
        int before = model.task().earlier(model.graph(), 3).steps();
        assertThat(before).isEqualTo(model.equals(TinyTales.GERMAN) ? 3600 : 0);
        assertThat(files("whole"))
                .containsKeys(
                        "model.safetensors",
                        "checkpoints/0.safetensors",
                        "checkpoints/" + (before + 3) + ".safetensors");
        try (var checkpoint = Safetensors.open(folder.resolve("whole/checkpoints/0.safetensors"))) {
            assertThat(checkpoint.encoding("transformer.wte.weight"))
                    .isEqualTo(model.task().stored());
        }
        assertThat(files("whole")).doesNotContainKey(SavedTraining.NAME);
    }

    @Test
    void trainingOfAnotherSeedOrModelCannotBeResumed() throws Exception {
        var sorting = new TrainableModel(
                "nano-sort", NanoSort.MODEL.config(), NanoSort.MODEL.seed(), new Brief(NanoSort.MODEL.task()));
        var tales = new TrainableModel(
                "tiny-tales", TinyTales.MODEL.config(), TinyTales.MODEL.seed(), new Brief(TinyTales.MODEL.task()));
        assertThatThrownBy(() -> sorting.train(folder, 3, 1, true, progress -> {}))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("there is no training to resume");
        assertThatThrownBy(() -> sorting.train(folder, 3, 1, false, progress -> {
                    if (progress.step() == 3) {
                        throw new IllegalStateException("interrupted");
                    }
                }))
                .hasMessage("interrupted");
        assertThatThrownBy(() -> sorting.train(folder, 4, 1, true, progress -> {}))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("another seed");
        assertThatThrownBy(() -> tales.train(folder, 3, 1, true, progress -> {}))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("another model");
    }

    /** Each file's bytes as text, by its path. */
    private Map<String, String> files(String name) throws Exception {
        var files = new TreeMap<String, String>();
        var root = folder.resolve(name);
        try (var all = Files.walk(root)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        root.relativize(file).toString().replace('\\', '/'),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    /** Six small steps of a task; saved after every second one. */
    private record Brief(TrainingTask task) implements TrainingTask {
        @Override
        public Schedule schedule() {
            var whole = task.schedule();
            return new Schedule(
                    6, 16, whole.initialDeviation(), 2, whole.learningRate(), 6, 0, whole.decay(), 2, List.of(0, 1, 3));
        }

        @Override
        public Map<String, Tensor> beginning(Graph graph, Random random) {
            return task.beginning(graph, random);
        }

        @Override
        public Earlier earlier(Graph graph, long seed) throws IOException {
            return task.earlier(graph, seed);
        }

        @Override
        public ElementType stored() {
            return task.stored();
        }

        @Override
        public List<Example> batch(int step, Random random) {
            return task.batch(step, random).subList(0, 16);
        }

        @Override
        public Score score(Weights weights, Batch batch) {
            return new Last();
        }
    }

    /** The last weights are kept. */
    private record Last() implements Score {
        @Override
        public double loss() {
            return 1;
        }

        @Override
        public boolean isBetterThan(Score earlier) {
            return true;
        }

        @Override
        public String note() {
            return "";
        }

        @Override
        public Map<String, Object> figures() {
            return Map.of();
        }
    }
}
