package io.orrery.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs statements of SQL. Each has its values in the places of its question marks. */
final class Sql {
    /** Takes in a row of a result. */
    interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    /** Makes a value of a row of a result. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            statement.execute();
        }
    }

    /** The first column of the first row, as text; empty if there is no row. */
    static String one(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /** Hands over all rows, in order. */
    static void each(Connection connection, RowConsumer to, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                to.accept(rows);
            }
        }
    }

    /** What is made of each row, in order. */
    static <T> List<T> list(Connection connection, Reader<T> of, String sql, Object... values) throws SQLException {
        var list = new ArrayList<T>();
        each(connection, row -> list.add(of.read(row)), sql, values);
        return list;
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
