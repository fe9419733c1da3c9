package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.KEYS;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.trace.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the data folder that are damaged, replaced or deleted beneath a running server. */
class LostWhileRunningTest extends LostRooms {
    /** Within this time a lost file must be noticed. */
    private static final double NOTICE_MS = 5000;

    /** What somebody does to the files of a running server. */
    private enum Loss {
        DELETED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.delete(data.resolve("rooms.db"));
            }
        },
        DELETED_WITH_ALL_BESIDE {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                deleteAll(data);
            }
        },
        DELETED_LOG {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.delete(data.resolve("rooms.db-wal"));
            }
        },
        DELETED_INDEX {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.delete(data.resolve("rooms.db-shm"));
            }
        },
        MOVED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.move(data.resolve("rooms.db"), elsewhere);
            }
        },
        FOLDER_MOVED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.move(data, elsewhere);
            }
        },
        REPLACED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.writeString(elsewhere, "This is no database.");
                Files.move(elsewhere, data.resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
            }
        },
        OVERWRITTEN_BY_AN_OLDER_ONE {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.write(data.resolve("rooms.db"), Files.readAllBytes(data.resolve("../backup")));
            }
        },
        OVERWRITTEN_BY_TEXT {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.writeString(data.resolve("rooms.db"), "This is no database.");
            }
        },
        EMPTIED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.write(data.resolve("rooms.db"), new byte[0]);
            }
        };

        abstract void happens(Path data, Path elsewhere) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void fileThatIsLostBeneathARunningServerIsNoticedAndWrittenAnewWhole(Loss loss) throws Exception {
        String key = folder.operatorKey();
        folder.storage().add(ROOM);
        loop.advance(MINUTE_MS);
        Files.copy(data().resolve("rooms.db"), temporary.resolve("backup"));
        saveRooms(false);
        loop.advance(MINUTE_MS);
        loop.advance(250);
        assertThat(folder.health()).isEqualTo(StorageHealth.WELL);

        try (var log = new Logged("io.orrery.store")) {
            loss.happens(data(), temporary.resolve("elsewhere"));
            loop.advance(NOTICE_MS);

            assertThat(folder.health()).isEqualTo(new StorageHealth(false, 0, 1));
            assertThat(log.lines())
                    .contains(
                            "WARN The rooms' file was deleted or replaced; it is written anew.",
                            "INFO The rooms' file was written anew.");
        }
        killed();
        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
        assertThat(DataFolder.read(copy().resolve("operator.key"))).isEqualTo(key);

        // What changes later is in the new file.
        folder.storage().state(CODE, state(9, "logits"), 20);
        loop.advance(NOTICE_MS);
        assertThat(folder.health()).isEqualTo(new StorageHealth(false, 0, 1));
        deleteAll(copy());
        killed();
        assertThat(rooms(copy()).get(0).state()).contains(state(9, "logits"));
    }

    /** Somebody may have meant to restore it. */
    @Test
    void fileFoundInThePlaceOfTheRoomsIsKept() throws Exception {
        saveRooms();
        Files.writeString(temporary.resolve("other"), "This is no database.");
        Files.move(temporary.resolve("other"), data().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
        loop.advance(NOTICE_MS);

        assertThat(data().resolve("rooms.db.replaced")).hasContent("This is no database.");
    }

    @Test
    void lossIsReportedUntilTheFileCanBeWrittenAnew() throws Exception {
        saveRooms();
        Files.delete(data().resolve("rooms.db"));
        Files.delete(data().resolve("rooms.db-wal"));
        // Nothing can be written while a folder has the log's name.
        Files.createDirectories(data().resolve("rooms.db-wal").resolve("in-the-way"));
        folder.storage().state(CODE, state(9, "logits"), 20);
        loop.advance(NOTICE_MS);

        assertThat(folder.health()).isEqualTo(new StorageHealth(true, 0, 1));
        assertThatThrownBy(() -> folder.storage().keys(CODE, KEYS))
                .hasMessage("The server cannot keep this: its storage cannot be written.");

        Files.delete(data().resolve("rooms.db-wal").resolve("in-the-way"));
        loop.advance(NOTICE_MS);
        assertThat(folder.health()).isEqualTo(new StorageHealth(false, 0, 1));
        killed();
        assertThat(rooms(copy()))
                .filteredOn(room -> room.code().equals(CODE))
                .first()
                .satisfies(room -> {
                    assertThat(room.keys()).isEqualTo(NEW_KEYS);
                    assertThat(room.state()).contains(state(9, "logits"));
                });
    }

    /** A backup program may read the file and make checkpoints. */
    @Test
    void fileThatAnotherProgramOnlyCheckpointsIsNotLost() throws Exception {
        saveRooms();
        long before = Files.size(data().resolve("rooms.db"));
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            RoomRows.one(other, "PRAGMA wal_checkpoint(TRUNCATE)");
            RoomRows.run(other, "VACUUM INTO '" + temporary.resolve("backup") + "'");
        }
        assertThat(Files.size(data().resolve("rooms.db"))).isGreaterThanOrEqualTo(before);
        loop.advance(NOTICE_MS);

        assertThat(folder.health()).isEqualTo(StorageHealth.WELL);
        assertThat(stateIn(temporary.resolve("backup"))).contains("\"embed\"");
    }

    /** As the documentation says it: SQLite's online backup, and later the copy in the place of the file. */
    @Test
    void backupOfARunningServerIsRestored() throws Exception {
        saveRooms();
        Path backup = temporary.resolve("backup.db");
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var statement = other.createStatement()) {
            statement.executeUpdate("backup to " + backup);
        }
        folder.storage().remove(CODE);
        loop.advance(MINUTE_MS);
        assertThat(folder.health()).isEqualTo(StorageHealth.WELL);
        killed();
        Files.copy(backup, copy().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(copy().resolve("rooms.db-wal"));
        Files.delete(copy().resolve("rooms.db-shm"));

        assertThatThrownBy(() -> DataFolder.open(copy()))
                .hasMessageContaining("is older than what was last kept in it");
        Files.delete(copy().resolve("rooms.mark"));
        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rooms.mark"})
    void removedLockDoesNotLetASecondServerIn(String file) throws Exception {
        Files.delete(data().resolve(file));

        assertThatThrownBy(() -> DataFolder.open(data()))
                .hasMessage("Another Orrery uses the data folder " + data()
                        + " already; stop it, or choose another folder with --data.");
    }

    @Test
    void removedLocksAreHeldAgainAfterASecond() throws Exception {
        saveRooms();
        Files.delete(data().resolve("lock"));
        Files.delete(data().resolve("rooms.mark"));
        try (var log = new Logged("io.orrery.store")) {
            loop.advance(RoomsUpkeep.LOOK_MS);

            assertThat(log.lines()).contains("WARN The lock of the data folder was removed; it is held again.");
        }
        assertThatThrownBy(() -> DataFolder.open(data())).hasMessageContaining("Another Orrery uses the data folder");
        killed();
        Files.delete(copy().resolve("rooms.db-wal"));
        assertThatThrownBy(() -> DataFolder.open(copy())).hasMessageContaining("rooms.db-wal is missing");
    }

    @Test
    void serverWhoseFolderWasTakenByAnotherWritesNothingMore() throws Exception {
        saveRooms();
        deleteAll(data());
        try (var other = DataFolder.open(data())) {
            other.storage().add(ROOM);
            folder.storage().state(CODE, state(9, "logits"), 20);
            loop.advance(NOTICE_MS);

            assertThat(folder.health()).isEqualTo(new StorageHealth(true, 0, 0));
            folder.close();
            assertThat(other.health()).isEqualTo(StorageHealth.WELL);
        }
        assertThat(rooms(data())).containsExactly(ROOM);
    }
}
