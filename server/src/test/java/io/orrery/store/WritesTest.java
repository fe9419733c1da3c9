package io.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritesTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        connection.createStatement().execute("CREATE TABLE kept (number INTEGER)");
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void changeThatIsWrongInItselfIsLeftOutWholeAndTakesNothingElseWithIt() throws SQLException {
        try (var writes = new Writes(connection)) {
            writes.soon("one", number(1));
            writes.soon("wrong", wrong(2));
            writes.soon("three", number(3));
        }

        assertThat(committed()).containsExactly(1, 3);
    }

    @Test
    void halfOfAChangeThatIsWrongIsNotWrittenWithTheNext() throws SQLException {
        try (var writes = new Writes(connection)) {
            assertThatThrownBy(() -> writes.now(wrong(1))).hasMessage("wrong");
            writes.now(number(2));
        }

        assertThat(committed()).containsExactly(2);
    }

    private static Writes.Write number(int number) {
        return on -> on.createStatement().execute("INSERT INTO kept VALUES (" + number + ")");
    }

    /** Goes wrong when half of it is done. */
    private static Writes.Write wrong(int number) {
        return on -> {
            number(number).on(on);
            throw new IllegalStateException("wrong");
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
