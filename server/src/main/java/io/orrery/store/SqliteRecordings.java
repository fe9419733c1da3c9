package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.recording.RecordingWeights;
import io.orrery.room.recording.Recordings;
import io.orrery.room.recording.StoredForm;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings in an SQLite file of their own. The rows of a stretch are compressed together once the next one has begun. What is recorded is written
 * as changes of rooms are ({@link Writes}): a killed process loses no more of it than of them.
 */
final class SqliteRecordings implements Recordings, Writes.Database, AutoCloseable {
    /** The version of the file's tables. */
    private static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteRecordings.class);

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS recording (id TEXT PRIMARY KEY, room TEXT NOT NULL, head TEXT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS stretch (recording TEXT NOT NULL, n INTEGER NOT NULL, t REAL NOT NULL,"
                    + " last REAL NOT NULL, bytes INTEGER NOT NULL, packed BLOB, PRIMARY KEY (recording, n))",
            "CREATE TABLE IF NOT EXISTS line (recording TEXT NOT NULL, stretch INTEGER NOT NULL, n INTEGER NOT NULL,"
                    + " json TEXT NOT NULL, PRIMARY KEY (recording, stretch, n))",
            "CREATE TABLE IF NOT EXISTS mark (recording TEXT NOT NULL, n INTEGER NOT NULL, json TEXT NOT NULL,"
                    + " PRIMARY KEY (recording, n))",
            "CREATE TABLE IF NOT EXISTS file (recording TEXT NOT NULL, name TEXT NOT NULL, head TEXT NOT NULL,"
                    + " bytes INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (recording, name))");

    private final Connection connection;
    private final Writes writes;
    private final long most;
    private final AtomicLong appended = new AtomicLong();
    /** All recordings without their rows, by id: a room's thread asks for them, and does not wait for the file. */
    private final Map<String, Recording> heads = new ConcurrentHashMap<>();
    /** How much is stored of each, bytes, by id. */
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();

    private final RecordingWeights weights = new RecordingWeights();

    /** @param t when it begins, ms @param last when its last row is, ms @param bytes how much is stored of it */
    private record Stretch(double t, double last, long bytes) {}

    private SqliteRecordings(Connection connection, long most, EventLoop loop) throws SQLException {
        this.most = most;
        this.connection = connection;
        this.writes = new Writes(this, loop);
        texts(connection, "SELECT head FROM recording").stream()
                .map(json -> StoredForm.read(json, Recording.class))
                .forEach(head -> heads.put(head.id(), head));
        for (String id : heads.keySet()) {
            sizes.put(id, size(connection, id));
        }
        connection.rollback();
    }

    /**
     * Opens the file; creates it if it is missing. A broken one is put aside, as {@code recordings.db.damaged}.
     *
     * @param most bytes that may be stored
     * @param loop executes writes
     */
    static SqliteRecordings open(Path path, long most, EventLoop loop) throws IOException, SQLException {
        OwnerOnly.require(path);
        try {
            return new SqliteRecordings(connected(path), most, loop);
        } catch (SQLException e) {
            LOG.warn("The recordings in {} cannot be read: {}. The file is put aside.", path, e.getMessage());
            Files.move(path, path.resolveSibling(path.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(RoomsFile.log(path));
            Files.deleteIfExists(RoomsFile.index(path));
            OwnerOnly.require(path);
            return new SqliteRecordings(connected(path), most, loop);
        }
    }

    private static Connection connected(Path path) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        try {
            Sql.run(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            Sql.run(connection, "PRAGMA journal_mode = WAL");
            Sql.run(connection, "PRAGMA synchronous = NORMAL");
            // What is erased is overwritten: nobody's name stays in the file.
            Sql.run(connection, "PRAGMA secure_delete = ON");
            if (Integer.parseInt(Sql.one(connection, "PRAGMA user_version")) > VERSION) {
                throw new OrreryException(new StorageError.NewerData(path.toString()));
            }
            for (String table : TABLES) {
                Sql.run(connection, table);
            }
            Sql.run(connection, "PRAGMA user_version = " + VERSION);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void committing(Connection on) {}

    @Override
    public void committed() {}

    @Override
    public void put(Recording recording) {
        heads.put(recording.id(), recording);
        writes.soon(
                List.of(recording.id(), "head"),
                on -> Sql.run(
                        on,
                        "INSERT INTO recording VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET head = excluded.head",
                        recording.id(),
                        recording.room(),
                        Json.write(recording)));
    }

    @Override
    public void append(String id, int stretch, int n, double t, String json) {
        sizes.merge(id, (long) json.length(), Long::sum);
        writes.soon(appended.incrementAndGet(), on -> {
            if (n == 0) {
                pack(on, id);
                Sql.run(on, "INSERT INTO stretch VALUES (?, ?, ?, ?, 0, NULL)", id, stretch, t, t);
            }
            Sql.run(on, "INSERT INTO line VALUES (?, ?, ?, ?)", id, stretch, n, json);
            Sql.run(
                    on,
                    "UPDATE stretch SET last = ?, bytes = bytes + ? WHERE recording = ? AND n = ?",
                    t,
                    json.length(),
                    id,
                    stretch);
        });
    }

    /** Compresses the stretches that have ended. */
    private void pack(Connection on, String id) throws SQLException {
        String open = "SELECT DISTINCT stretch FROM line WHERE recording = ?";
        for (int stretch : Sql.list(on, row -> row.getInt(1), open, id)) {
            byte[] packed = StoredForm.zipped(lines(on, id, stretch));
            sizes.merge(id, (long) packed.length - bytes(on, id, stretch), Long::sum);
            keep(on, id, stretch, packed);
        }
    }

    /** Keeps a stretch as one piece, in the place of its lines. */
    private static void keep(Connection on, String id, int stretch, byte[] packed) throws SQLException {
        Sql.run(
                on,
                "UPDATE stretch SET packed = ?, bytes = ? WHERE recording = ? AND n = ?",
                packed,
                packed.length,
                id,
                stretch);
        Sql.run(on, "DELETE FROM line WHERE recording = ? AND stretch = ?", id, stretch);
    }

    private static long size(Connection on, String id) throws SQLException {
        String sum = "SELECT coalesce(sum(bytes), 0) FROM (SELECT recording, bytes FROM stretch"
                + " UNION ALL SELECT recording, bytes FROM file) WHERE recording = ?";
        return Long.parseLong(Sql.one(on, sum, id));
    }

    private static long bytes(Connection on, String id, int stretch) throws SQLException {
        return Long.parseLong(Sql.one(on, "SELECT bytes FROM stretch WHERE recording = ? AND n = ?", id, stretch));
    }

    private static byte[] lines(Connection on, String id, int stretch) throws SQLException {
        return texts(on, "SELECT json FROM line WHERE recording = ? AND stretch = ? ORDER BY n", id, stretch).stream()
                .collect(Collectors.joining(",\n", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void mark(String id, int n, Mark mark) {
        writes.soon(
                List.of(id, "mark", n),
                on -> Sql.run(on, "INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", id, n, Json.write(mark)));
    }

    @Override
    public Optional<Recording> find(String id) {
        return Optional.ofNullable(heads.get(id));
    }

    @Override
    public Optional<Recording.Contents> contents(String id) {
        return writes.read(on -> {
            Optional<Recording> head = find(id);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            List<Stretch> stretches = Sql.list(
                    on,
                    row -> new Stretch(row.getDouble(1), row.getDouble(2), row.getLong(3)),
                    "SELECT t, last, bytes FROM stretch WHERE recording = ? ORDER BY n",
                    id);
            List<Mark> marks = texts(on, "SELECT json FROM mark WHERE recording = ? ORDER BY n", id).stream()
                    .map(json -> StoredForm.read(json, Mark.class))
                    .toList();
            return Optional.of(new Recording.Contents(
                    head.get(),
                    stretches.stream().map(Stretch::t).toList(),
                    marks,
                    stretches.stream().mapToDouble(Stretch::last).max().orElse(0),
                    stretches.stream().mapToLong(Stretch::bytes).sum()));
        });
    }

    @Override
    public List<Recording> list(String room) {
        return heads.values().stream()
                .filter(head -> room.isEmpty() || head.room().equals(room))
                .sorted(Comparator.comparingDouble(Recording::begun).reversed())
                .toList();
    }

    @Override
    public long bytes(String id) {
        return sizes.getOrDefault(id, 0L) + find(id).map(weights::of).orElse(0L);
    }

    @Override
    public void weigh(ToLongFunction<String> by) {
        weights.by(by);
    }

    @Override
    public long most() {
        return most;
    }

    @Override
    public Optional<byte[]> stretch(String id, int stretch) {
        return writes.read(on -> {
            List<Optional<byte[]>> found = Sql.list(
                    on,
                    row -> Optional.ofNullable(row.getBytes(1)),
                    "SELECT packed FROM stretch WHERE recording = ? AND n = ?",
                    id,
                    stretch);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<byte[]> packed = found.get(0);
            return Optional.of(packed.isPresent() ? StoredForm.unzipped(packed.get()) : lines(on, id, stretch));
        });
    }

    @Override
    public void replace(String id, int stretch, byte[] rows) {
        byte[] packed = StoredForm.zipped(rows);
        writes.now(on -> keep(on, id, stretch, packed));
        sizes.put(id, writes.read(on -> size(on, id)));
    }

    /** Empties the write-ahead log, which has rows as they were before. */
    @Override
    public void scrub() {
        String busy = writes.read(on -> {
            on.setAutoCommit(true);
            try {
                return Sql.one(on, "PRAGMA wal_checkpoint(TRUNCATE)");
            } finally {
                on.setAutoCommit(false);
            }
        });
        if (!busy.equals("0")) {
            throw new OrreryException(new StorageError.StorageNotWritable());
        }
    }

    @Override
    public void putFile(String id, RecordingFile file, byte[] bytes) {
        writes.now(on -> Sql.run(
                on,
                "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
                id,
                file.name(),
                Json.write(file),
                bytes.length,
                bytes));
        sizes.put(id, writes.read(on -> size(on, id)));
    }

    @Override
    public List<RecordingFile> files(String id) {
        return writes.read(on -> texts(on, "SELECT head FROM file WHERE recording = ? ORDER BY name", id)).stream()
                .map(json -> StoredForm.read(json, RecordingFile.class))
                .toList();
    }

    @Override
    public Optional<byte[]> file(String id, String name) {
        String content = "SELECT content FROM file WHERE recording = ? AND name = ?";
        return writes.read(on -> Sql.list(on, row -> row.getBytes(1), content, id, name)).stream()
                .findFirst();
    }

    @Override
    public void eraseFile(String id, String name) {
        writes.now(on -> Sql.run(on, "DELETE FROM file WHERE recording = ? AND name = ?", id, name));
        sizes.put(id, writes.read(on -> size(on, id)));
    }

    @Override
    public void erase(String id) {
        heads.remove(id);
        sizes.remove(id);
        writes.soon(List.of(id, "head"), on -> {
            for (String table : List.of("line", "stretch", "mark", "file")) {
                Sql.run(on, "DELETE FROM " + table + " WHERE recording = ?", id);
            }
            Sql.run(on, "DELETE FROM recording WHERE id = ?", id);
        });
    }

    @Override
    public boolean isFailing() {
        return writes.health().failing();
    }

    @Override
    public synchronized void close() {
        writes.close();
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The recordings' file could not be closed: {}.", e.getMessage());
        }
    }

    private static List<String> texts(Connection on, String sql, Object... values) throws SQLException {
        return Sql.list(on, row -> row.getString(1), sql, values);
    }
}
