package io.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.HandLoop;
import io.orrery.trace.Logged;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

class WritesTest {
    private final HandLoop loop = new HandLoop();
    private Connection connection;

    /** A database that is always there, and counts nothing. */
    record Plain(Connection connection) implements Writes.Database {
        @Override
        public void committing(Connection on) {}

        @Override
        public void committed() {}
    }

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        connection.createStatement().execute("CREATE TABLE kept (number INTEGER NOT NULL, more BLOB)");
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void failingWriteIsRolledBackWithoutAffectingOthers() throws SQLException {
        try (var writes = writes()) {
            writes.soon("one", number(1));
            writes.soon("failing", failing(2));
            writes.soon("three", number(3));
        }

        assertThat(committed()).containsExactly(1, 3);
    }

    @Test
    void partOfAFailedWriteIsNotCommittedWithTheNext() throws SQLException {
        try (var writes = writes()) {
            assertThatThrownBy(() -> writes.now(failing(1))).hasMessage("failing");
            writes.now(number(2));
        }

        assertThat(committed()).containsExactly(2);
    }

    /** The second half of the write fails: it violates a constraint, or is larger than a row may be. */
    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO kept VALUES (NULL, NULL)", "INSERT INTO kept VALUES (5, zeroblob(20000))"})
    void writeThatCanNeverSucceedIsRolledBackAndCountedWithoutAffectingOthers(String rest) throws SQLException {
        connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, 10_000);
        var writes = writes();
        try (writes) {
            writes.soon("one", number(1));
            writes.soon("refused", on -> {
                number(2).on(on);
                on.createStatement().execute(rest);
            });
            writes.soon("three", number(3));
        }

        assertThat(committed()).containsExactly(1, 3);
        assertThat(writes.health()).isEqualTo(new StorageHealth(false, 1));
    }

    /** A full database and a read-only one: SQLite reports both as it reports a full or failing disk. */
    @ParameterizedTest
    @ValueSource(strings = {"PRAGMA max_page_count = 2", "PRAGMA query_only = 1"})
    void newestWriteOfEachKeyWaitsWhileTheFileCannotBeWritten(String full) throws Exception {
        execute(full);
        try (var writes = writes()) {
            writes.soon("long", text(1));
            loop.run();
            assertThat(writes.health().failing()).isTrue();
            writes.soon("long", text(2));
            writes.soon("short", number(3));
            assertThatThrownBy(() -> writes.now(text(4)))
                    .isInstanceOfSatisfying(
                            OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                    .hasMessage("The server cannot keep this: its storage cannot be written.");

            execute("PRAGMA query_only = 0");
            execute("PRAGMA max_page_count = 1000");
            loop.advance(Writes.INTERVAL_MS);
            assertThat(writes.health().failing()).isFalse();

            assertThat(committed()).containsExactly(2, 3);
            assertThat(writes.health().leftOut()).isZero();
        }
    }

    /** Otherwise a change that comes while the machine is busy waits for the interval besides. */
    @Test
    void changeThatComesDuringALongTransactionIsWrittenRightAfterIt() throws SQLException {
        var writes = writes();
        writes.soon("one", on -> {
            loop.advance(600);
            number(1).on(on);
            writes.soon("two", number(2));
        });
        double before = loop.now();

        loop.run();

        assertThat(loop.now() - before).isEqualTo(600);
        assertThat(committed()).containsExactly(1, 2);
    }

    @Test
    void changeAfterARestIsWrittenAtOnceAndTheNextAfterATenthOfASecond() throws SQLException {
        var writes = writes();
        writes.soon("one", number(1));
        loop.run();
        assertThat(committed()).containsExactly(1);

        writes.soon("two", number(2));
        loop.advance(99);
        writes.soon("two", number(3));
        assertThat(committed()).containsExactly(1);
        loop.advance(1);

        assertThat(committed()).containsExactly(1, 3);
    }

    /** The turn that writes has not come. */
    @Test
    void changeWaitsUntilWhatWasChangedLongBeforeIsWritten() throws SQLException {
        var writes = writes();
        writes.soon("one", number(1), 1000);
        writes.soon("two", number(2), 1000 + Writes.LATE_MS);
        assertThat(committed()).isEmpty();

        writes.soon("three", number(3), 1001 + Writes.LATE_MS);
        assertThat(committed()).containsExactly(1, 2, 3);

        writes.soon("four", number(4), 2000);
        assertThat(committed()).as("nothing waits any more").containsExactly(1, 2, 3);
        execute("PRAGMA query_only = 1");
        writes.soon("five", number(5), 3000);
        assertThat(writes.health().failing()).isTrue();
        execute("PRAGMA query_only = 0");
        writes.soon("six", number(6), 4000);
        assertThat(committed())
                .as("a change does not wait for a file that cannot be written")
                .containsExactly(1, 2, 3);
        loop.advance(Writes.INTERVAL_MS);
        assertThat(committed()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void failureIsLoggedAtItsBeginningOncePerMinuteAndAtItsEnd() throws SQLException {
        execute("PRAGMA query_only = 1");
        try (var writes = writes();
                var log = new Logged("io.orrery.store")) {
            writes.soon("one", number(1));
            loop.advance(150_000);
            String failing = "ERROR The rooms go on, but what changes in them cannot be kept for now.";
            assertThat(log.lines()).containsExactly(failing, failing, failing);

            execute("PRAGMA query_only = 0");
            loop.advance(Writes.INTERVAL_MS);
            assertThat(log.lines())
                    .containsExactly(failing, failing, failing, "INFO What changes in the rooms is kept again.");
        }
    }

    private void execute(String sql) throws SQLException {
        connection.createStatement().execute(sql);
        connection.commit();
    }

    private Writes writes() {
        return new Writes(new Plain(connection), loop);
    }

    /** Writes a number and a blob that needs more than two pages. */
    private static Writes.Write text(int number) {
        return on -> on.createStatement().execute("INSERT INTO kept VALUES (" + number + ", zeroblob(20000))");
    }

    private static Writes.Write number(int number) {
        return on -> on.createStatement().execute("INSERT INTO kept VALUES (" + number + ", NULL)");
    }

    /** A write that fails halfway. */
    private static Writes.Write failing(int number) {
        return on -> {
            number(number).on(on);
            throw new IllegalStateException("failing");
        };
    }

    private List<Integer> committed() throws SQLException {
        connection.rollback();
        var numbers = new ArrayList<Integer>();
        try (var rows = connection.createStatement().executeQuery("SELECT number FROM kept ORDER BY number")) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers;
    }
}
