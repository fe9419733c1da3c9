package io.orrery.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.ObjectStore;
import io.nats.client.PublishOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import io.nats.client.impl.NatsMessage;
import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.recording.RecordingWeights;
import io.orrery.room.recording.Recordings;
import io.orrery.room.recording.StoredForm;
import io.orrery.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings in NATS, which all nodes of a cluster read. Three things hold them:
 *
 * <ul>
 *   <li>a bucket of keys has what is small: {@code head.ID}, {@code size.ID} (bytes of rows), {@code file.ID.NAME}. Each node follows it, so that a
 *       room's thread finds recordings without a question to the network;
 *   <li>a stream has rows ({@code …recordings.ID.row.STRETCH}, several to a message) and marks ({@code …ID.mark.N});
 *   <li>an object store has the contents of files.
 * </ul>
 *
 * <p>A message of rows says after which one of its stretch it comes. A node that goes on with a recording begins a stretch of its own, so of two nodes
 * that record one room, the later one is refused there, and gives its rows up.
 *
 * <p>What is erased is overwritten by the servers ({@code erase} of JetStream's deletion), but for heads, which have a title and no person.
 */
final class NatsRecordings implements Recordings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NatsRecordings.class);

    /** From here on a message is compressed, bytes. */
    private static final int COMPRESSED_FROM = 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String HEAD = "head.";
    private static final String SIZE = "size.";
    private static final String FILE = "file.";

    private static final String FIRST = "Orrery-First";
    private static final String LAST = "Orrery-Last";
    private static final String FORM = "Orrery-Form";
    private static final String GZIP = "gzip";
    /** A message that stands in the place of all rows of its stretch before it. */
    private static final String WHOLE = "Orrery-Whole";

    private final String stream;
    private final String subjects;
    private final JetStream publisher;
    private final JetStreamManagement management;
    private final KeyValue keys;
    private final ObjectStore contents;
    private final long most;
    private final RecordingWeights weights = new RecordingWeights();
    private final NatsKeyValueWatchSubscription watch;
    private final RecordingQueue queue = new RecordingQueue(this::write);
    private final Map<String, Recording> heads = new ConcurrentHashMap<>();
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final Map<String, Map<String, RecordingFile>> files = new ConcurrentHashMap<>();

    /** The newest revision of this node's own heads, by recording, which an older one that comes back does not replace. */
    private final Map<String, Long> own = new ConcurrentHashMap<>();

    /** The last message of the stretch that this node writes, by recording. Only used by the writer. */
    private final Map<String, Written> last = new HashMap<>();

    private record Written(int stretch, long seq) {}

    private NatsRecordings(Nats nats, long most) throws IOException, JetStreamApiException, InterruptedException {
        this.most = most;
        stream = nats.stream("recordings");
        subjects = nats.subject("recordings", "");
        publisher = nats.streams();
        management = nats.management();
        keys = nats.bucket("recording_heads");
        contents = nats.objects("recording_files", Duration.ZERO);
        watch = Nats.watch(keys, this::hear, PATIENCE);
    }

    /**
     * Opens the recordings of a cluster; creates what is missing.
     *
     * @param most bytes that may be stored
     * @throws OrreryException with {@link ClusterError.NatsKeepsNothing} if they cannot be read
     */
    static NatsRecordings open(Nats nats, long most) {
        return Nats.ask(
                () -> new NatsRecordings(nats, most),
                e -> new ClusterError.NatsKeepsNothing(nats.servers(), String.valueOf(e.getMessage())));
    }

    /** What is written in the bucket, by this node or another. */
    private void hear(KeyValueEntry entry) {
        String key = entry.getKey();
        String id = key.substring(key.indexOf('.') + 1);
        boolean isGone = entry.getOperation() != KeyValueOperation.PUT;
        try {
            if (key.startsWith(HEAD) && isGone) {
                forget(id);
                own.remove(id);
            } else if (key.startsWith(HEAD) && entry.getRevision() > own.getOrDefault(id, 0L)) {
                own.remove(id);
                heads.put(id, StoredForm.read(entry.getValueAsString(), Recording.class));
            } else if (key.startsWith(SIZE) && !isGone && !own.containsKey(id)) {
                sizes.put(id, Long.parseLong(entry.getValueAsString()));
            } else if (key.startsWith(FILE)) {
                String name = id.substring(id.indexOf('.') + 1);
                String of = id.substring(0, id.indexOf('.'));
                if (isGone) {
                    files.getOrDefault(of, new ConcurrentHashMap<>()).remove(name);
                } else {
                    filesOf(of).put(name, StoredForm.read(entry.getValueAsString(), RecordingFile.class));
                }
            }
        } catch (OrreryException | NumberFormatException e) {
            LOG.atWarn().addKeyValue("key", key).log("What is stored of a recording cannot be read.", e);
        }
    }

    private Map<String, RecordingFile> filesOf(String id) {
        return files.computeIfAbsent(id, any -> new ConcurrentHashMap<>());
    }

    private void forget(String id) {
        heads.remove(id);
        sizes.remove(id);
        files.remove(id);
    }

    /** Writes before this returns, behind what was to be written before. */
    private void now(Nats.Call<?> write) {
        queue.settle();
        Nats.ask(write, e -> new StorageError.StorageNotWritable());
    }

    private <T> T read(Nats.Call<T> read) {
        queue.settle();
        return Nats.ask(read, e -> new StorageError.RoomsNotRead("NATS"));
    }

    @Override
    public void put(Recording recording) {
        String id = recording.id();
        own.put(id, Long.MAX_VALUE);
        heads.put(id, recording);
        queue.soon(() -> own.replace(id, keys.put(HEAD + id, Json.write(recording))));
    }

    @Override
    public void append(String id, int stretch, int n, double t, String json) {
        sizes.merge(id, (long) json.length(), Long::sum);
        queue.append(id, stretch, t, json);
        if (n == 0) {
            queue.soon(() -> keys.put(SIZE + id, Long.toString(sizes.getOrDefault(id, 0L))));
        }
    }

    /** Rows that are sent twice are stored once, by their number. */
    private void write(String id, RecordingQueue.Rows rows) throws IOException, JetStreamApiException {
        Written before = last.getOrDefault(id, new Written(-1, 0));
        long expected = before.stretch() == rows.stretch() ? before.seq() : 0;
        var options = PublishOptions.builder()
                .messageId(rows.number())
                .expectedLastSubjectSequence(expected)
                .build();
        try {
            var message = message(row(id, rows.stretch()), rows.json(), rows.first(), rows.last(), false);
            last.put(
                    id,
                    new Written(
                            rows.stretch(), publisher.publish(message, options).getSeqno()));
        } catch (JetStreamApiException e) {
            if (!Nats.isOvertaken(e)) {
                throw e;
            }
            LOG.atInfo().addKeyValue("recording", id).log("Another node goes on with a recording.");
        }
    }

    private String row(String id, int stretch) {
        return subjects + id + ".row." + stretch;
    }

    private static Message message(String subject, String rows, double first, double last, boolean isWhole) {
        byte[] data = rows.getBytes(UTF_8);
        var headers = new Headers().put(FIRST, Double.toString(first)).put(LAST, Double.toString(last));
        if (data.length > COMPRESSED_FROM) {
            data = StoredForm.zipped(data);
            headers.put(FORM, GZIP);
        }
        if (isWhole) {
            headers.put(WHOLE, "1");
        }
        return NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data(data)
                .build();
    }

    private static String text(Message message) {
        byte[] data = message.getData();
        return new String(GZIP.equals(message.getHeaders().getFirst(FORM)) ? StoredForm.unzipped(data) : data, UTF_8);
    }

    @Override
    public void mark(String id, int n, Mark mark) {
        queue.soon(() -> {
            List<Message> before = stored(subjects + id + ".mark." + n, true);
            publisher.publish(subjects + id + ".mark." + n, Json.write(mark).getBytes(UTF_8));
            overwrite(before);
        });
    }

    /** The messages of some subjects in order. */
    private List<Message> stored(String filter, boolean isHeaders)
            throws IOException, JetStreamApiException, InterruptedException {
        var messages = new ArrayList<Message>();
        if (management
                .getStreamInfo(stream, StreamInfoOptions.filterSubjects(filter))
                .getStreamState()
                .getSubjects()
                .isEmpty()) {
            return messages;
        }
        JetStreamSubscription reader = publisher.subscribe(
                filter,
                PushSubscribeOptions.builder().stream(stream)
                        .ordered(true)
                        .configuration(ConsumerConfiguration.builder()
                                .headersOnly(isHeaders)
                                .build())
                        .build());
        try {
            boolean isLast = false;
            while (!isLast) {
                Message next = reader.nextMessage(PATIENCE);
                if (next == null) {
                    throw new IOException("messages of a recording did not come");
                }
                messages.add(next);
                isLast = next.metaData().pendingCount() == 0;
            }
            return messages;
        } finally {
            reader.unsubscribe();
        }
    }

    /** The messages of a stretch that hold: a whole one and those behind it. */
    private static List<Message> holding(List<Message> messages) {
        int from = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (isWhole(messages.get(i))) {
                from = i;
            }
        }
        return messages.subList(from, messages.size());
    }

    private static boolean isWhole(Message message) {
        return message.hasHeaders() && message.getHeaders().containsKey(WHOLE);
    }

    private void overwrite(List<Message> old) throws IOException, JetStreamApiException {
        for (Message message : old) {
            management.deleteMessage(stream, message.metaData().streamSequence(), true);
        }
    }

    @Override
    public Optional<Recording> find(String id) {
        return Optional.ofNullable(heads.get(id));
    }

    @Override
    public Optional<Recording.Contents> contents(String id) {
        Optional<Recording> head = find(id);
        return head.map(known -> read(() -> {
            Map<Integer, List<Message>> rows = stored(subjects + id + ".row.*", true).stream()
                    .collect(Collectors.groupingBy(NatsRecordings::number, TreeMap::new, Collectors.toList()));
            rows.replaceAll((stretch, all) -> holding(all));
            List<Mark> marks = marks(id);
            sizes.put(
                    id,
                    rows.values().stream()
                            .flatMap(List::stream)
                            .mapToLong(NatsRecordings::length)
                            .sum());
            return new Recording.Contents(
                    known,
                    rows.values().stream().map(all -> time(all.get(0), FIRST)).toList(),
                    marks,
                    rows.values().stream()
                            .flatMap(List::stream)
                            .mapToDouble(message -> time(message, LAST))
                            .max()
                            .orElse(0),
                    size(id));
        }));
    }

    private List<Mark> marks(String id) throws IOException, JetStreamApiException, InterruptedException {
        var marks = new TreeMap<Integer, Mark>();
        for (Message message : stored(subjects + id + ".mark.*", false)) {
            marks.put(number(message), StoredForm.read(new String(message.getData(), UTF_8), Mark.class));
        }
        return List.copyOf(marks.values());
    }

    private static int number(Message message) {
        String subject = message.getSubject();
        return Integer.parseInt(subject.substring(subject.lastIndexOf('.') + 1));
    }

    private static double time(Message message, String which) {
        return Double.parseDouble(message.getHeaders().getFirst(which));
    }

    /** How long the data of a message is of which only the headers were sent, bytes. */
    private static long length(Message message) {
        return Long.parseLong(message.getHeaders().getFirst("Nats-Msg-Size"));
    }

    private long size(String id) {
        return sizes.getOrDefault(id, 0L)
                + files(id).stream().mapToLong(RecordingFile::bytes).sum();
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
        return size(id) + find(id).map(weights::of).orElse(0L);
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
        return read(() -> {
            List<Message> rows = holding(stored(row(id, stretch), false));
            return Optional.of(rows)
                    .filter(some -> !some.isEmpty())
                    .map(some -> some.stream()
                            .map(NatsRecordings::text)
                            .filter(text -> !text.isEmpty())
                            .collect(Collectors.joining(",\n", "[", "]"))
                            .getBytes(UTF_8));
        });
    }

    /** The new rows are stored before the old ones are overwritten: a break between leaves both, of which the new ones hold. */
    @Override
    public void replace(String id, int stretch, byte[] rows) {
        now(() -> {
            List<Message> old = stored(row(id, stretch), true);
            String array = new String(rows, UTF_8).strip();
            List<Message> held = holding(old);
            publisher.publish(message(
                    row(id, stretch),
                    array.substring(1, array.length() - 1),
                    held.isEmpty() ? 0 : time(held.get(0), FIRST),
                    held.stream().mapToDouble(it -> time(it, LAST)).max().orElse(0),
                    true));
            overwrite(old);
            return old;
        });
        contents(id);
        now(() -> keys.put(SIZE + id, Long.toString(sizes.getOrDefault(id, 0L))));
    }

    /** Replaced and erased messages are overwritten when they are; what waits for that is done before this returns. */
    @Override
    public void scrub() {
        queue.settle();
        if (queue.isFailing()) {
            throw new OrreryException(new StorageError.StorageNotWritable());
        }
    }

    @Override
    public void putFile(String id, RecordingFile file, byte[] bytes) {
        now(() -> {
            contents.put(object(id, file.name()), bytes);
            return keys.put(FILE + id + "." + file.name(), Json.write(file));
        });
        filesOf(id).put(file.name(), file);
    }

    private static String object(String id, String name) {
        return id + "/" + name;
    }

    @Override
    public List<RecordingFile> files(String id) {
        return List.copyOf(new TreeMap<>(files.getOrDefault(id, Map.of())).values());
    }

    @Override
    public Optional<byte[]> file(String id, String name) {
        if (!files.getOrDefault(id, Map.of()).containsKey(name)) {
            return Optional.empty();
        }
        return read(() -> {
            var bytes = new ByteArrayOutputStream();
            contents.get(object(id, name), bytes);
            return Optional.of(bytes.toByteArray());
        });
    }

    @Override
    public void eraseFile(String id, String name) {
        now(() -> {
            removeFile(id, name);
            return name;
        });
        filesOf(id).remove(name);
    }

    private void removeFile(String id, String name) throws IOException, JetStreamApiException {
        if (keys.get(FILE + id + "." + name) != null) {
            keys.purge(FILE + id + "." + name);
            contents.delete(object(id, name));
        }
    }

    @Override
    public void erase(String id) {
        List<RecordingFile> with = files(id);
        own.put(id, Long.MAX_VALUE);
        forget(id);
        queue.drop(id);
        queue.soon(() -> {
            last.remove(id);
            for (RecordingFile file : with) {
                removeFile(id, file.name());
            }
            overwrite(stored(subjects + id + ".>", true));
            keys.purge(SIZE + id);
            keys.purge(HEAD + id);
        });
    }

    @Override
    public boolean isFailing() {
        return queue.isFailing();
    }

    @Override
    public void close() {
        queue.close();
        watch.unsubscribe();
    }
}
