package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.append;
import static io.orrery.store.SavedRooms.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.HandLoop;
import io.orrery.room.access.RoomCode;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.wire.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong bit in the rooms' file: never does a room silently become another one, and what is whole is kept. */
class DamagedRoomsTest extends LostRooms {
    private static final int BITS = 8;

    private byte[] whole;

    /** The files of a server that has stopped. */
    @BeforeEach
    void save() throws Exception {
        saveRooms();
        folder.close();
        whole = Files.readAllBytes(data().resolve("rooms.db"));
        Files.createDirectory(copy());
    }

    /** What a start says and has. @param refused why it does not start; empty if it does */
    private record Start(
            Optional<DomainError> refused, List<SavedRoom> rooms, boolean isSaid, List<Optional<DomainError>> damage) {}

    private Start startWith(byte[] bytes) throws Exception {
        Files.write(copy().resolve("rooms.db"), bytes);
        for (String rest : List.of("rooms.db-wal", "rooms.db-shm", "rooms.db.damaged")) {
            Files.deleteIfExists(copy().resolve(rest));
        }
        Files.copy(data().resolve("rooms.mark"), copy().resolve("rooms.mark"), StandardCopyOption.REPLACE_EXISTING);
        var loop = new HandLoop();
        try (var opened = DataFolder.open(copy(), LogLimits.DEFAULT, loop, loop)) {
            List<SavedRoom> rooms = opened.storage().rooms();
            return new Start(
                    Optional.empty(),
                    rooms,
                    Files.exists(copy().resolve("rooms.db.damaged")),
                    savedRooms().stream()
                            .map(room -> opened.storage().damage(room.code()))
                            .toList());
        } catch (OrreryException e) {
            return new Start(Optional.of(e.error()), List.of(), true, List.of());
        }
    }

    private byte[] flipped(int bit) {
        byte[] bytes = whole.clone();
        bytes[bit / BITS] ^= (byte) (1 << bit % BITS);
        return bytes;
    }

    @Test
    void noBitOfTheFileMakesOneRoomAnotherWithoutAWord() throws Exception {
        int damaged = 0;
        for (int bit = 5; bit < whole.length * BITS; bit += 1201) {
            damaged += isSame(startWith(flipped(bit)), "bit " + bit % BITS + " of byte " + bit / BITS) ? 0 : 1;
        }
        assertThat(damaged).isPositive();
    }

    /** Of each row: what it is found by, what it says, and its checksums. */
    @ParameterizedTest
    @ValueSource(
            strings = {"code", "presenter", "co-presenter", "newest entry", "entry before", "person", "answer", "second"
            })
    void damagedPartOfARoomIsSaidAndAllElseIsKept(String part) throws Exception {
        String content = switch (part) {
            case "code" -> CODE.text();
            case "presenter" ->
                NEW_KEYS.newest(Role.PRESENTER).orElseThrow().key().hash();
            case "co-presenter" ->
                NEW_KEYS.newest(Role.CO_PRESENTER).orElseThrow().key().hash();
            case "newest entry" -> rowOf(2);
            case "entry before" -> rowOf(1);
            case "person" -> "Ada";
            case "answer" -> "lostone";
            default -> "DEF567";
        };
        for (int at : places(content)) {
            int step = Math.max(1, content.length() / 8);
            for (int i = 0; i < content.length(); i += step) {
                int bit = (at + i) * BITS + i % 7;
                isSame(startWith(flipped(bit)), part + " at " + bit / BITS);
            }
        }

        Start start = startWith(flipped(places(content).get(0) * BITS + 1));
        if (part.equals("newest entry")) {
            assertThat(start.damage().get(0)).contains(damaged("whole", "earlier", 0, 0));
            assertThat(step(start.rooms().get(0))).isEqualTo("start");
            assertThat(start.rooms().get(0).keys()).isEqualTo(NEW_KEYS);
            assertThat(start.rooms().get(0).people())
                    .isEqualTo(savedRooms().get(0).people());
        }
        if (part.equals("entry before")) {
            assertThat(start.damage().get(0)).contains(damaged("whole", "damaged", 0, 0));
            assertThat(start.rooms().get(0).state()).isEmpty();
            assertThat(start.rooms().get(0).usedAt()).isEqualTo(8.5);
        }
        if (part.equals("person")) {
            assertThat(start.damage().get(0)).contains(damaged("whole", "whole", 1, 0));
            assertThat(step(start.rooms().get(0))).isEqualTo("embed");
            assertThat(start.rooms().get(0).people())
                    .extracting(SavedPerson::name)
                    .containsExactly("Max");
        }
        if (part.equals("answer")) {
            assertThat(start.damage().get(0)).contains(damaged("whole", "whole", 0, 1));
            assertThat(start.rooms().get(0).answers()).isEmpty();
        }
        if (part.equals("presenter")) {
            assertThat(start.damage().get(0)).contains(damaged("damaged", "whole", 0, 0));
            assertThat(start.rooms().get(0).keys().driver("co-presenters-key", 9))
                    .contains(Role.CO_PRESENTER);
        }
    }

    private static StorageError.RoomDamaged damaged(String keys, String state, int people, int answers) {
        return new StorageError.RoomDamaged(keys, state, people, answers);
    }

    /** The text of an entry in the log. */
    private String rowOf(long seq) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var row = connection.createStatement().executeQuery("SELECT entry FROM entry WHERE seq = " + seq)) {
            return row.getString(1);
        }
    }

    @Test
    void damageIsSaidAtOneStartAndTheFileIsKeptAsItWasFound() throws Exception {
        int at = places(rowOf(2)).get(0);
        assertThat(startWith(flipped(at * BITS)).damage().get(0)).isPresent();
        byte[] kept = Files.readAllBytes(copy().resolve("rooms.db.damaged"));
        assertThat(Arrays.copyOfRange(kept, at, at + 100))
                .isEqualTo(Arrays.copyOfRange(flipped(at * BITS), at, at + 100));
        assertThat(Files.getPosixFilePermissions(copy().resolve("rooms.db.damaged")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        var loop = new HandLoop();
        try (var opened = DataFolder.open(copy(), LogLimits.DEFAULT, loop, loop)) {
            assertThat(opened.storage().damage(CODE)).isEmpty();
            assertThat(opened.storage().rooms()).hasSize(2);
        }
    }

    @Test
    void damagedIndexLosesNoChange() throws Exception {
        List<Integer> places = places(CODE.text());
        for (int at : places) {
            if (isSame(startWith(flipped(at * BITS)), "index")) {
                var loop = new HandLoop();
                try (var opened = DataFolder.open(copy(), LogLimits.DEFAULT, loop, loop)) {
                    append(opened.storage().log(CODE), "resid", 9);
                    opened.storage().person(CODE, new SavedPerson(3, "three", "Eve", false));
                }
                SavedRoom kept = rooms(copy()).get(0);
                assertThat(kept.state().orElseThrow().seq()).isEqualTo(4);
                assertThat(step(kept)).isEqualTo("resid");
                assertThat(kept.people()).hasSize(3);
                return;
            }
        }
        throw new AssertionError("no index among " + places);
    }

    /**
     * Whether a start has the rooms as they were saved. If it has not, it must have said so, and what it does not say to be damaged must be
     * whole.
     */
    private boolean isSame(Start start, String what) {
        if (start.refused().isPresent()) {
            return false;
        }
        boolean isSame = new HashSet<>(start.rooms()).equals(new HashSet<>(savedRooms()));
        assertThat(isSame || start.isSaid()).as(what + ": " + start).isTrue();
        for (int i = 0; i < savedRooms().size(); i++) {
            if (start.isSaid() && start.damage().get(i).isEmpty()) {
                RoomCode code = savedRooms().get(i).code();
                Optional<SavedRoom> kept = start.rooms().stream()
                        .filter(room -> room.code().equals(code))
                        .findFirst();
                assertThat(kept.isEmpty() || kept.get().equals(savedRooms().get(i)))
                        .as(what + ": " + start)
                        .isTrue();
            }
        }
        return isSame;
    }

    /** Where a text stands in the file. */
    private List<Integer> places(String text) {
        String all = new String(whole, StandardCharsets.ISO_8859_1);
        var places = new ArrayList<Integer>();
        for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
            places.add(at);
        }
        assertThat(places).as(text).isNotEmpty();
        return places;
    }
}
