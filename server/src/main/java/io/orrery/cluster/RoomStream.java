package io.orrery.cluster;

import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Row;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner of a room writes, in the order in which it was decided. It is the fence, too: each message is stored only if the one before it is the last
 * of the room's subject. A new owner's first message has its epoch, so the next message of an owner before it is refused, and that one steps
 * down.
 *
 * <p>One message is on its way at a time; what is decided meanwhile is in the next one. A message whose confirmation does not come may have been
 * stored: the last message of the subject tells. No message has an id of its own for NATS, because one that was refused would be taken for the same later.
 */
final class RoomStream {
    private static final Logger LOG = LoggerFactory.getLogger(RoomStream.class);

    /** Less than the megabyte that NATS takes by default, as a row may be large. */
    private static final int LARGEST = 300_000;

    /** What was decided at once is stored in one message if it is no longer than this share of the longest that NATS takes: text becomes longer as JSON. */
    private static final int SHARE_OF_LONGEST = 3;

    private static final long AGAIN_MS = 200;

    /** A message without an answer for this long may have been stored, or not. */
    private static final long LATE_MS = 1000;

    /** From then on drivers are told that changes wait, ns. */
    private static final long SLOW_NS = TimeUnit.SECONDS.toNanos(2);

    private static final int TRIES = 5;

    /** What is to be stored is waited for so long, s. */
    private static final long MOST_S = 5;

    private final Nats nats;
    private final ClusterThreads threads;
    private final AppendTimes times;
    private final RoomSubject subject;
    private final RoomCode code;
    private final String node;
    private final long epoch;
    private final DoubleSupplier clock;
    private final Runnable lost;
    private final Fence fence;

    /** What waits: rows and changes of people that were decided at once, or one message that replaces. Guarded by this. */
    private final Deque<List<Object>> queue = new ArrayDeque<>();

    /** What the work that goes on has decided so far. Guarded by this. */
    private final List<Object> deciding = new ArrayList<>();

    /** How many calls of {@link #together} go on, one within the other. Guarded by this. */
    private int works;

    /** Guarded by this. */
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    /** What all that was queued adds up to. Guarded by this. */
    private final RoomContents now = new RoomContents(false);

    private double ahead;
    private String lastSum = "";
    private long seq;
    private double usedAt;
    private long n;
    /** The sequence number of the subject's last message, as the owner knows it. Nobody else's reading changes it. */
    private long last;

    private Optional<RoomContents.Message> inFlight = Optional.empty();
    private int inFlightCount;
    private long sentAt;
    private long queued;
    private long confirmed;
    private boolean isFullSaid;
    /** Counts tries to store what is in flight, and decisions about them: whoever has an older number comes too late. */
    private int attempt;

    private boolean isLost;

    private record Waiter(long upTo, Runnable then) {}

    /** Whether the fence stands. Tests leave it out, to see that others fail without it. */
    enum Fence {
        STANDS,
        LEFT_OUT
    }

    /** A room's subject cannot be taken: somebody has a newer epoch, or wrote what this version does not know. */
    static final class NotTakenException extends Exception {
        private static final long serialVersionUID = 1;

        NotTakenException(String why) {
            super(why);
        }
    }

    /**
     * @param clock of this server, ms
     * @param lost is told, once, that another owner has come
     */
    RoomStream(
            Nats nats,
            ClusterThreads threads,
            AppendTimes times,
            RoomSubject subject,
            RoomCode code,
            String node,
            long epoch,
            DoubleSupplier clock,
            Runnable lost) {
        this.nats = nats;
        this.threads = threads;
        this.times = times;
        this.subject = subject;
        this.code = code;
        this.node = node;
        this.epoch = epoch;
        this.clock = clock;
        this.lost = lost;
        this.fence = Boolean.getBoolean("orrery.without-fence") ? Fence.LEFT_OUT : Fence.STANDS;
    }

    /**
     * Becomes the owner: writes the epoch behind all that is there, and then reads it.
     *
     * @param told how far the room's clock is ahead of this server's, ms, if owners before have told it; else the log tells
     */
    RoomContents take(Optional<Double> told) throws IOException, JetStreamApiException, NotTakenException {
        var first = new RoomContents.Message(RoomContents.VERSION, node, epoch, 0, 0, 0, 0, 0, List.of(), List.of());
        for (int tries = 0; ; tries++) {
            RoomSubject.Tail tail = subject.newest();
            if (tail.form() > RoomContents.VERSION) {
                throw new NotTakenException("the room was written by a newer version");
            }
            if (tail.epoch() == epoch && tail.node().equals(node)) {
                last = tail.seq();
                break;
            }
            if (tail.epoch() >= epoch) {
                throw new NotTakenException("another server has a newer epoch");
            }
            try {
                last = nats.streams()
                        .publish(subject.name(), first.bytes(), expecting(tail.seq()))
                        .getSeqno();
                break;
            } catch (JetStreamApiException | IOException e) {
                if (tries == TRIES) {
                    throw e;
                }
                LOG.debug("The epoch of {} may not be stored; its log tells", code, e);
            }
        }
        double began = clock.getAsDouble();
        n = 1;
        RoomContents contents = subject.read(last, true);
        contents.rows().forEach(now::add);
        contents.peopleAnew().forEach(now::add);
        now.hasNumbered(contents.numbered());
        lastOf(contents.rows());
        ahead = ahead(told, contents.clock(), usedAt, began);
        return contents;
    }

    /**
     * How far the room's clock is ahead of the own one, ms: it goes on, and never goes back.
     *
     * @param told what owners before have told of it, ms
     * @param logged the room's clock as the log knows it, ms; 0 if it does not
     * @param changed when the room was changed last, by its clock, ms
     * @param now the own clock, ms
     */
    private static double ahead(Optional<Double> told, double logged, double changed, double now) {
        double known = told.orElse(logged > 0 ? logged - now : 0);
        return Math.max(known, changed - now);
    }

    private void lastOf(List<Row> rows) {
        if (!rows.isEmpty()) {
            Row row = rows.get(rows.size() - 1);
            seq = row.seq();
            lastSum = row.sum();
            usedAt = row.at();
        }
    }

    private PublishOptions expecting(long tail) {
        var options = PublishOptions.builder().expectedStream(subject.stream()).streamTimeout(Nats.ANSWER);
        return fence == Fence.STANDS ? options.expectedLastSubjectSequence(tail).build() : options.build();
    }

    /** How far the room's clock is ahead of this server's, ms. */
    double ahead() {
        return ahead;
    }

    /** The room's clock, ms. */
    private double now() {
        return clock.getAsDouble() + ahead;
    }

    long epoch() {
        return epoch;
    }

    /** The number of the last row. */
    synchronized long seq() {
        return seq;
    }

    /** Queues an entry. @param row makes its row behind a checksum */
    synchronized void append(long expectedSeq, Function<String, Row> row) {
        if (isLost || expectedSeq != seq) {
            throw new OrreryException(new StorageError.LogMovedOn());
        }
        Row made = row.apply(lastSum);
        lastOf(List.of(made));
        now.add(made);
        queue(made);
    }

    /** Queues a change of people. */
    synchronized void change(List<String> change) {
        if (!isLost) {
            now.add(change);
            queue(change);
        }
    }

    /**
     * Does some work. All that it queues is stored in one message: if this server ends meanwhile, the next owner knows all of it or nothing. Only what
     * would be too long for one message, such as the end of the answers of thousands, is stored in several.
     */
    void together(Runnable work) {
        synchronized (this) {
            works++;
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                works--;
                sendDecided();
            }
        }
    }

    private void queue(Object what) {
        deciding.add(what);
        queued++;
        Faults.reached(Faults.Point.DECIDED, code);
        sendDecided();
    }

    /** Called with the monitor held. */
    private void sendDecided() {
        if (works > 0) {
            return;
        }
        notifyAll();
        int size = deciding.stream().mapToInt(RoomStream::size).sum();
        if (size * (long) SHARE_OF_LONGEST > nats.connection().getMaxPayload()) {
            deciding.forEach(each -> queue.add(List.of(each)));
        } else if (size > 0) {
            queue.add(List.copyOf(deciding));
        }
        deciding.clear();
        send();
    }

    /** About as many characters as a row or a change of people has. */
    private static int size(Object what) {
        if (what instanceof Row row) {
            return row.json().length();
        }
        return what instanceof List<?> change
                ? change.stream().mapToInt(each -> each.toString().length()).sum()
                : 0;
    }

    /** How many changes were queued, and how many of them are stored. */
    synchronized long queued() {
        return queued;
    }

    synchronized boolean isConfirmed(long upTo) {
        return !isLost && confirmed >= upTo;
    }

    /** Runs something once so many changes are stored; at once if they are. It never runs if the room is lost. */
    void whenConfirmed(long upTo, Runnable then) {
        synchronized (this) {
            if (isLost) {
                return;
            }
            if (confirmed < upTo) {
                waiters.add(new Waiter(upTo, then));
                return;
            }
        }
        then.run();
    }

    /** Waits until so many changes are stored. @throws OrreryException if they are not in time */
    void awaitConfirmed(long upTo) {
        var done = new CountDownLatch(1);
        whenConfirmed(upTo, done::countDown);
        try {
            if (!done.await(MOST_S, TimeUnit.SECONDS)) {
                throw new OrreryException(new ClusterError.NotStored());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryException(new ClusterError.NotStored(), e);
        }
    }

    /** Whether something has waited for long to be stored. */
    synchronized boolean isSlow() {
        return inFlight.isPresent() && System.nanoTime() - sentAt > SLOW_NS;
    }

    /** Called with the monitor held. */
    private void send() {
        if (isLost || inFlight.isPresent() || queue.isEmpty()) {
            return;
        }
        inFlightCount = 0;
        sentAt = System.nanoTime();
        if (queue.peek().get(0) instanceof RoomContents.Message replacing) {
            queue.remove();
            inFlightCount = 1;
            inFlight = Optional.of(replacing.as(n++, now()));
            publish();
            return;
        }
        var rows = new ArrayList<Row>();
        var people = new ArrayList<List<String>>();
        int size = 0;
        while (!queue.isEmpty() && size < LARGEST && !(queue.peek().get(0) instanceof RoomContents.Message)) {
            for (Object next : queue.remove()) {
                inFlightCount++;
                size += size(next);
                if (next instanceof Row row) {
                    rows.add(row);
                } else if (next instanceof List<?> change) {
                    people.add(change.stream().map(Object::toString).toList());
                }
            }
        }
        inFlight = Optional.of(
                new RoomContents.Message(RoomContents.VERSION, node, epoch, n++, 0, 0, 0, now(), rows, people));
        publish();
    }

    /** Called with the monitor held. */
    private void publish() {
        if (isLost) {
            return;
        }
        RoomContents.Message message = inFlight.orElseThrow();
        int tried = ++attempt;
        threads.after(LATE_MS, () -> decide(message, tried));
        try {
            CompletionStage<PublishAck> sent =
                    nats.streams().publishAsync(subject.name(), message.bytes(), expecting(last));
            sent.whenComplete((ack, failure) -> {
                if (failure == null) {
                    stored(message, ack.getSeqno());
                } else {
                    doubt(message, tried, cause(failure));
                }
            });
        } catch (RuntimeException e) {
            LOG.debug("NATS cannot be reached at present", e);
        }
    }

    /** What NATS has said, which its client wraps more than once. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof JetStreamApiException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void stored(RoomContents.Message message, long at) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            if (inFlight.filter(message::equals).isEmpty()) {
                return;
            }
            Faults.reached(Faults.Point.APPENDED, code);
            times.took(System.nanoTime() - sentAt);
            last = at;
            inFlight = Optional.empty();
            isFullSaid = false;
            confirmed += inFlightCount;
            while (!waiters.isEmpty() && waiters.peek().upTo() <= confirmed) {
                due.add(waiters.remove().then());
            }
            send();
        }
        due.forEach(Runnable::run);
    }

    private void doubt(RoomContents.Message message, int tried, Throwable failure) {
        boolean isRefused = Nats.isOvertaken(failure);
        if (Nats.isFull(failure)) {
            sayFull(failure);
        } else if (!isRefused) {
            LOG.debug("What {} wrote may not be stored; its log tells", code, failure);
        }
        threads.after(isRefused ? 0 : AGAIN_MS, () -> decide(message, tried));
    }

    private synchronized void sayFull(Throwable failure) {
        if (!isFullSaid) {
            isFullSaid = true;
            LOG.atWarn()
                    .addKeyValue("room", code)
                    .addKeyValue("reason", failure.getMessage())
                    .log("NATS has no place left: what changes in a room waits.");
        }
    }

    /** Whether a message was stored, was not, or cannot be any more, because there is another owner: the last message of the subject tells. */
    private void decide(RoomContents.Message message, int tried) {
        int deciding;
        synchronized (this) {
            // A message that is late and refused has two who would decide: one is enough, or each try would begin two
            // more.
            if (isLost || tried != attempt || inFlight.filter(message::equals).isEmpty()) {
                return;
            }
            deciding = ++attempt;
        }
        try {
            RoomSubject.Tail tail = subject.newest();
            if (tail.isOf(epoch, message.n())) {
                stored(message, tail.seq());
            } else if (tail.epoch() != epoch) {
                // There is another owner, or the room was removed.
                lose();
            } else {
                synchronized (this) {
                    if (tail.isOf(epoch, message.n() - 1)) {
                        // What is behind the own last message can be of no owner, for it cannot be read.
                        last = tail.seq();
                    }
                    publish();
                }
            }
        } catch (JetStreamApiException | IOException | RuntimeException e) {
            LOG.debug("The log of {} cannot be read at present", code, e);
            threads.after(AGAIN_MS, () -> decide(message, deciding));
        }
    }

    /** There is another owner: nothing more is written. */
    void lose() {
        synchronized (this) {
            if (isLost) {
                return;
            }
            end();
        }
        lost.run();
    }

    /** Writes nothing more, and tells nobody: the room is handed over, or removed. */
    synchronized void end() {
        isLost = true;
        deciding.clear();
        queue.clear();
        waiters.clear();
    }

    /**
     * Deletes all that was before: what is there now is written anew, and the messages before it are deleted.
     *
     * @throws OrreryException if it cannot be done now; what was before is deleted later, or not at all
     */
    void forgetBefore() {
        try {
            long upTo = queueAnew();
            awaitConfirmed(upTo);
            subject.deleteReplaced();
        } catch (IOException | JetStreamApiException e) {
            throw new OrreryException(new ClusterError.NotStored(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryException(new ClusterError.NotStored(), e);
        }
    }

    /** @return how many changes are queued then */
    private synchronized long queueAnew() throws InterruptedException {
        // What is being decided is neither within nor behind what replaces all.
        while (works > 0) {
            wait();
        }
        for (RoomContents.Message message : anew()) {
            queue.add(List.of(message));
            queued++;
        }
        send();
        return queued;
    }

    private List<RoomContents.Message> anew() {
        var pieces = new ArrayList<List<List<String>>>();
        var piece = new ArrayList<List<String>>();
        int size = 0;
        for (List<String> change : now.peopleAnew()) {
            piece.add(change);
            size += change.stream().mapToInt(String::length).sum();
            if (size > LARGEST) {
                pieces.add(List.copyOf(piece));
                piece.clear();
                size = 0;
            }
        }
        pieces.add(List.copyOf(piece));
        List<Row> rows = now.newestRows();
        var messages = new ArrayList<RoomContents.Message>();
        for (int i = 0; i < pieces.size(); i++) {
            messages.add(new RoomContents.Message(
                    RoomContents.VERSION,
                    node,
                    epoch,
                    0,
                    i + 1,
                    pieces.size(),
                    now.numbered(),
                    0,
                    i == 0 ? rows : List.of(),
                    pieces.get(i)));
        }
        return messages;
    }
}
