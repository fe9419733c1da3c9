package io.orrery.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.graph.architecture.Positions;
import io.orrery.lab.DoubleGpt2;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sorting model with each kind of positions: trained, written, read again, and compared with its formulas in double precision. */
class PositionsTest {
    private static final int STEPS = 10;
    private static final List<Integer> TEXT = List.of(2, 1, 0, 1, 1, 2, 0, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Positions.class)
    void trainedModelComputesWhatItsPositionsSay(Positions positions) throws Exception {
        var model = trained(positions);
        var logits = tensor(model, "logits");
        var expected = new DoubleGpt2(model).logits(TEXT);
        for (int i = 0; i < TEXT.size(); i++) {
            for (int token = 0; token < SortingTask.LETTERS; token++) {
                assertThat((double) logits.rows()[i][token]).isCloseTo(expected[i][token], within(1e-4));
            }
        }
        var graph = model.graph();
        assertThat(graph.step("pos_embed").isPresent()).isEqualTo(positions.hasTable());
        assertThat(graph.step("blocks.0.attn.rotate").isPresent()).isEqualTo(positions == Positions.ROTARY);
        // The table of 11 positions and 48 dimensions is learned or not.
        assertThat(graph.parameters()).isEqualTo(positions == Positions.LEARNED ? 85_728 : 85_728 - 11 * 48);
        assertThat(NanoSort.models().filter(trainable -> trainable.isOf(model))).hasSize(1);
    }

    @Test
    void sinusoidalTableIsTheFormulasAndTrainingLeavesIt() throws Exception {
        var model = trained(Positions.SINUSOIDAL);
        var table = model.weights().get(model.graph().node("pos_embed.W_pos").orElseThrow());
        for (int position = 0; position < SortingTask.POSITIONS; position++) {
            for (int pair = 0; pair < 24; pair++) {
                double angle = position / Math.pow(10_000, 2.0 * pair / 48);
                assertThat((double) table.rows()[position][2 * pair]).isCloseTo(Math.sin(angle), within(1e-7));
                assertThat((double) table.rows()[position][2 * pair + 1]).isCloseTo(Math.cos(angle), within(1e-7));
            }
        }
    }

    @Test
    void tableThatIsNoTableOfSinesIsRefused() throws Exception {
        trained(Positions.LEARNED);
        var config = folder.resolve("config.json");
        var json = Files.readString(config);
        Files.writeString(config, json.replace("\"n_positions\"", "\"positions\": \"sinusoidal\", \"n_positions\""));
        assertThatThrownBy(() -> Presets.open(folder.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("wpe.weight")
                .hasMessageContaining("positions: sinusoidal");
        Files.writeString(config, json.replace("\"n_positions\"", "\"positions\": \"none\", \"n_positions\""));
        assertThatThrownBy(() -> Presets.open(folder.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("wpe.weight");
    }

    private Model trained(Positions positions) throws Exception {
        var sorting = NanoSort.MODEL.with(positions);
        new TrainableModel(sorting.id(), sorting.config(), 5, new SortingTask(STEPS))
                .train(folder, 5, 2, false, progress -> {});
        return Presets.open(folder.toString());
    }

    private static Tensor tensor(Model model, String node) {
        var run = new Run(TEXT.stream().mapToInt(token -> token).toArray(), new Workers(1));
        return Activations.compute(model.graph(), model.weights(), run)
                .tensor(model.graph().node(node).orElseThrow());
    }
}
