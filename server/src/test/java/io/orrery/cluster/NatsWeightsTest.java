package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.library.Catalog;
import io.orrery.library.Checkpoints;
import io.orrery.library.Library;
import io.orrery.library.Snapshots;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.tools.NatsServers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import io.orrery.train.TrainedSorting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that one node trains are found by the others, bit for bit. */
class NatsWeightsTest {
    @TempDir
    private Path folder;

    @AutoClose
    private final Workers workers = new Workers(1);

    private NatsServers servers;
    private Nats nats;
    private Model sorting;

    @BeforeEach
    void start() throws Exception {
        servers = NatsServers.one();
        nats = Nats.open(new ClusterOptions(servers.urls()));
        sorting = Presets.open("nano-sort");
    }

    @AfterEach
    void stop() throws Exception {
        nats.close();
        servers.close();
    }

    private Snapshots node(String name) {
        var traces = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run);
        Catalog catalog = new Library(
                        List.of(sorting), List.of(), new Checkpoints(), Optional.of(folder.resolve(name)), traces)
                .catalog();
        catalog.snapshots().share(NatsWeights.open(nats, 90));
        return catalog.snapshots();
    }

    private Snapshots.Snapshot trained(Snapshots node, float first) throws Exception {
        var weights = TrainedSorting.after(0, 1).weights();
        weights.get("embed.W_E").rows()[0][0] = first;
        return node.add(sorting, weights, 1, 1000, 1, true, true).snapshot();
    }

    @Test
    void weightsThatARoomShowsAreFoundOnOtherNodesAtOnce() throws Exception {
        var snapshot = trained(node("here"), 7);
        var there = node("there").withId(snapshot.model().id()).orElseThrow();
        assertThat(there.model().id()).isEqualTo(snapshot.model().id());
        assertThat(there.model().weights().find("embed.W_E").orElseThrow().rows()[0][0])
                .isEqualTo(7);
        assertThat(there.update()).isEqualTo(snapshot.update());
        assertThat(node("there").withId("0".repeat(32))).isEmpty();
    }

    /** Weights that nobody names are in the store of what is shown alone, which forgets them. */
    @Test
    void weightsThatSomebodyNamesAreKeptWhenTheirNodeIsGone() throws Exception {
        var here = node("here");
        String named = trained(here, 1).model().id();
        String other = trained(here, 2).model().id();
        here.keep(() -> Set.of(named, sorting.id()));
        here.saveNamed();
        nats.connection().objectStoreManagement().delete("orrery_orrery_weights_shown");
        assertThat(node("there").withId(named)).isPresent();
        assertThat(node("there").withId(other)).isEmpty();
        assertThat(Files.exists(folder.resolve("there/" + named + ".safetensors")))
                .isTrue();
    }
}
