package io.orrery.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies what can be read from a broken SQLite file: of each table the rows before the first and behind the last that cannot be read. */
final class Salvage {
    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

    private Salvage() {}

    static void copy(Path broken, Connection to) throws SQLException {
        try (Connection from = RoomsFile.readOnly(broken)) {
            int version = RoomRows.version(from);
            for (var table : tables(from).entrySet()) {
                Sql.run(to, table.getValue());
                copy(from, table.getKey(), "ASC", to);
                copy(from, table.getKey(), "DESC", to);
            }
            Sql.run(to, "PRAGMA user_version = " + version);
        } catch (SQLException e) {
            LOG.debug("Nothing more can be read", e);
        }
    }

    private static Map<String, String> tables(Connection from) throws SQLException {
        var tables = new LinkedHashMap<String, String>();
        Sql.each(
                from,
                row -> tables.put(row.getString(1), row.getString(2)),
                "SELECT name, sql FROM sqlite_schema WHERE type = 'table'");
        return tables;
    }

    /** Copies rows with their ids, in the order of these, until one cannot be read. */
    private static void copy(Connection from, String table, String order, Connection to) throws SQLException {
        try {
            Sql.each(
                    from,
                    row -> insert(row, table, to),
                    "SELECT rowid, * FROM " + table + " NOT INDEXED ORDER BY rowid " + order);
        } catch (SQLException e) {
            LOG.debug("A row cannot be read", e);
        }
    }

    private static void insert(ResultSet row, String table, Connection to) throws SQLException {
        var names = new ArrayList<String>();
        var values = new ArrayList<Object>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            names.add(row.getMetaData().getColumnName(i));
            values.add(row.getObject(i));
        }
        String places = String.join(", ", Collections.nCopies(values.size(), "?"));
        Sql.run(
                to,
                "INSERT OR IGNORE INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + places + ")",
                values.toArray());
    }
}
