package io.orrery.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.trace.MemoryBudget;
import io.orrery.train.TrainedSorting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which weights of trainings are kept, and which give way. At most two are in memory here, and three that are named are kept. */
class SnapshotsTest {
    private static final Snapshots.Limits LIMITS = new Snapshots.Limits(2, 3, 2, 1);

    @TempDir
    private Path folder;

    private final Set<String> named = new HashSet<>();
    private final List<String> inMemory = new ArrayList<>();
    private MemoryBudget budget;
    private Model sorting;
    private Snapshots snapshots;
    private int update;

    @BeforeEach
    void open() throws Exception {
        sorting = Presets.open("nano-sort");
        budget = new MemoryBudget(64 << 20);
        snapshots = snapshots(Optional.of(folder));
    }

    private Snapshots snapshots(Optional<Path> within) {
        inMemory.clear();
        var opened = new Snapshots(
                within, List.of(sorting), budget, LIMITS, model -> inMemory.add(model.id()), inMemory::remove);
        opened.keep(() -> named);
        return opened;
    }

    /** Other weights each time. */
    private Snapshots.Added add(boolean passing, boolean ofRoom) throws Exception {
        var copy = TrainedSorting.after(0, 1).weights();
        copy.get("embed.W_E").rows()[0][0] = ++update;
        var added = snapshots.add(sorting, copy, update, 1000, 1, passing, ofRoom);
        // Files that are written in one moment have one time.
        Path file = folder.resolve(id(added) + ".safetensors");
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1000L * update));
        }
        return added;
    }

    private String addOfRoom() throws Exception {
        return id(add(true, true));
    }

    private static String id(Snapshots.Added added) {
        return added.snapshot().model().id();
    }

    private boolean isKept(String id) {
        return snapshots.withId(id).isPresent();
    }

    @Test
    void weightsThatARoomNamesAreKeptHoweverManyOthersCome() throws Exception {
        String shown = addOfRoom();
        named.add(shown);
        var others = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            others.add(addOfRoom());
        }

        assertThat(isKept(shown)).isTrue();
        assertThat(others.stream().filter(this::isKept))
                .as("the newest of those that nobody names")
                .containsExactly(others.get(4), others.get(5));
        snapshots = snapshots(Optional.of(folder));
        assertThat(snapshots.withId(shown).orElseThrow().update())
                .as("after a restart")
                .isEqualTo(1);
    }

    @Test
    void weightsThatNobodyNamesAnyMoreGoOldestFirst() throws Exception {
        String first = addOfRoom();
        String second = addOfRoom();
        named.addAll(List.of(first, second));
        String third = addOfRoom();
        String fourth = addOfRoom();
        named.remove(first);

        addOfRoom();

        assertThat(List.of(first, second, third, fourth).stream().filter(this::isKept))
                .containsExactly(second, fourth);
    }

    @Test
    void newWeightsAreRefusedInWordsWhenAllThatMayBeKeptAreNamed() throws Exception {
        for (int i = 0; i < 3; i++) {
            named.add(addOfRoom());
        }

        assertThatThrownBy(this::addOfRoom)
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isEqualTo(new RoomError.TooManyWeights(3)))
                .hasMessageEndingWith(".");

        assertThat(named).allMatch(this::isKept);
        named.remove(named.iterator().next());
        assertThat(isKept(addOfRoom())).isTrue();
    }

    @Test
    void weightsThatRecordingsNameAreKeptAndTakeNoPlaceOfThoseThatRoomsName() throws Exception {
        var recorded = new HashSet<String>();
        snapshots.keepApart(() -> recorded);
        for (int i = 0; i < 5; i++) {
            recorded.add(addOfRoom());
        }
        named.addAll(List.of(addOfRoom(), addOfRoom()));
        for (int i = 0; i < 3; i++) {
            addOfRoom();
        }

        assertThat(recorded).hasSize(5).allMatch(this::isKept);
        assertThat(named).hasSize(2).allMatch(this::isKept);
        String one = recorded.iterator().next();
        assertThat(snapshots.bytes(one))
                .isEqualTo(Files.size(folder.resolve(one + ".safetensors")))
                .isPositive();
        assertThat(snapshots.bytes(sorting.id())).isZero();
    }

    @Test
    void weightsInMemoryAreReservedAndThoseOfAFileAreReadAgain() throws Exception {
        long each = sorting.graph().weightBytes();
        String first = addOfRoom();
        named.add(first);
        for (int i = 0; i < 4; i++) {
            addOfRoom();
            assertThat(inMemory).contains(first).hasSize(2);
        }
        named.add(addOfRoom());
        named.add(addOfRoom());
        assertThat(inMemory).hasSize(2).doesNotContain(first);
        assertThat(budget.figures().held()).isEqualTo(2 * each);

        assertThat(isKept(first)).isTrue();

        assertThat(inMemory).hasSize(2).contains(first);
        assertThat(budget.figures().held()).isEqualTo(2 * each);
    }

    @Test
    void namedWeightsThatCannotBeSavedStayInMemoryAndTheNewAreRefused() throws Exception {
        snapshots = snapshots(Optional.empty());
        named.add(addOfRoom());
        named.add(addOfRoom());

        assertThatThrownBy(this::addOfRoom)
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isEqualTo(new RoomError.TooManyWeights(2)));

        assertThat(named).allMatch(this::isKept);
    }

    /** A presenter can show what somebody trained alone. */
    @Test
    void passingWeightsOfSomebodyAloneAreSavedWhenARoomNamesThem() throws Exception {
        String passing = id(add(true, false));
        named.add(passing);
        String exact = id(add(false, false));
        named.add(exact);
        add(false, false);
        add(false, false);

        assertThat(isKept(passing)).isTrue();
        assertThat(isKept(exact)).isTrue();
        snapshots = snapshots(Optional.of(folder));
        assertThat(isKept(passing)).as("after a restart").isTrue();
    }

    @Test
    void weightsThatARoomNamesAreSavedAsSoonAsTheDiskCanBeWritten() throws Exception {
        Path trained = folder.resolve("trained");
        Files.writeString(trained, "in the way");
        snapshots = snapshots(Optional.of(trained));
        var shown = add(false, true);
        named.add(id(shown));
        assertThat(shown.saved()).isFalse();

        snapshots.saveNamed();
        Files.delete(trained);
        snapshots.saveNamed();

        snapshots = snapshots(Optional.of(trained));
        assertThat(isKept(id(shown))).as("after a restart").isTrue();
    }

    @Test
    void passingWeightsOfSomebodyAloneAreSavedWhileARoomNamesThem() throws Exception {
        String shown = id(add(true, false));
        String other = id(add(true, false));
        named.add(shown);

        snapshots.saveNamed();

        snapshots = snapshots(Optional.of(folder));
        assertThat(isKept(shown)).as("after a restart").isTrue();
        assertThat(isKept(other)).isFalse();
    }

    @Test
    void fileWithOtherNumbersIsNotRead() throws Exception {
        String first = addOfRoom();
        Path file = folder.resolve(first + ".safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        snapshots = snapshots(Optional.of(folder));

        assertThat(isKept(first)).isFalse();
        assertThat(inMemory).isEmpty();
    }
}
