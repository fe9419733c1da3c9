package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.OrreryException;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.log.MemoryLog;
import io.orrery.room.log.Row;
import io.orrery.room.state.UndoHistory;
import io.orrery.room.storage.SavedPerson;
import io.orrery.tools.NatsServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of a room on a real server of NATS as the fence of its owners, which are here without pages. */
class FencedLogTest {
    private static final RoomCode CODE = new RoomCode("ABC234");
    private static final int SEEDS = 5;
    private static final int TURNS = 60;
    private static final AtomicInteger CLUSTERS = new AtomicInteger();
    private static NatsServers servers;

    private final ClusterThreads threads = new ClusterThreads();
    private ClusterOptions options;
    private final List<Nats> connections = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        servers = NatsServers.one();
    }

    @AfterAll
    static void end() throws Exception {
        servers.close();
    }

    /** Each test has a cluster of its own. */
    @BeforeEach
    void begin() {
        options = new ClusterOptions(
                servers.urls(), Optional.empty(), Optional.empty(), "test" + CLUSTERS.incrementAndGet());
    }

    @AfterEach
    void stop() {
        System.clearProperty("orrery.without-fence");
        Faults.watch((point, room) -> {});
        connections.forEach(Nats::close);
        threads.close();
    }

    /** A server that owns the room for a while. */
    private final class Owner {
        private final Nats nats = Nats.open(options);
        private final CountDownLatch lost = new CountDownLatch(1);
        private final RoomCode code;
        private final RoomStream stream;
        private final RoomContents found;
        private LoggedState logged;

        Owner(RoomCode code, long epoch) throws Exception {
            connections.add(nats);
            this.code = code;
            stream = new RoomStream(
                    nats,
                    threads,
                    new AppendTimes(),
                    new RoomSubject(nats, nats.stream("rooms"), code),
                    code,
                    "node" + epoch,
                    epoch,
                    () -> 1,
                    lost::countDown);
            found = stream.take(Optional.empty());
            List<Row> rows = new MemoryLog(code.text(), found.rows()).rows();
            long seq = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seq();
            logged = new LoggedState(seq, Activities.ALL.first(), UndoHistory.EMPTY, 0, 1, List.of(), -1000, 0);
        }

        /** Appends a change. @param confirmed runs once it is stored */
        long changes(Runnable confirmed) {
            LogEntry entry = logged.change(2, 0, LogEntry.By.ROOM, "step", "", false, Activities.ALL.first());
            stream.append(logged.seq(), sum -> Row.of(code.text(), logged.seq() == 0 ? entry.whole() : entry, sum));
            logged = logged.after(entry);
            stream.whenConfirmed(stream.queued(), confirmed);
            return entry.seq();
        }

        void settles() {
            stream.awaitConfirmed(stream.queued());
        }
    }

    private Owner owner(long epoch) {
        try {
            return new Owner(CODE, epoch);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> stored(RoomCode code) throws Exception {
        Nats nats = Nats.open(options);
        connections.add(nats);
        List<Row> rows =
                new RoomSubject(nats, nats.stream("rooms"), code).read(true).rows();
        // Those whose checksums do not follow are not among these.
        assertThat(new MemoryLog(code.text(), rows).rows()).hasSameSizeAs(rows);
        return rows.stream().map(Row::seq).toList();
    }

    @Test
    void theNextOwnerKnowsAllThatWasStoredAndTheOneBeforeStoresNothingMore() throws Exception {
        var first = new Owner(CODE, 1);
        first.changes(() -> {});
        first.stream.change(RoomContents.keeps(new SavedPerson(7, "a".repeat(64), "Ada", false)));
        first.stream.change(RoomContents.keeps(new Ballots.Answer("poll", "p7", "yes")));
        first.stream.change(RoomContents.keeps(new Ballots.Answer("poll", "p8", "no")));
        first.stream.change(RoomContents.withdraws("poll", "p8"));
        first.changes(() -> {});
        first.settles();
        var second = new Owner(CODE, 2);
        assertThat(second.found.people()).containsExactly(new SavedPerson(7, "a".repeat(64), "Ada", false));
        assertThat(second.found.answers()).containsExactly(new Ballots.Answer("poll", "p7", "yes"));
        assertThat(second.logged.seq()).isEqualTo(2);
        // It does not know yet that there is another owner.
        var confirmed = new CountDownLatch(1);
        first.changes(confirmed::countDown);
        first.lost.await();
        assertThat(confirmed.getCount()).as("told nobody").isOne();
        second.changes(() -> {});
        second.settles();
        assertThat(stored(CODE)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void withoutTheFenceTwoOwnersWouldWriteTheSameNumber() throws Exception {
        System.setProperty("orrery.without-fence", "true");
        var first = new Owner(CODE, 1);
        first.changes(() -> {});
        first.settles();
        var second = new Owner(CODE, 2);
        second.changes(() -> {});
        second.settles();
        first.changes(() -> {});
        first.settles();
        Nats nats = first.nats;
        assertThat(new RoomSubject(nats, nats.stream("rooms"), CODE)
                        .read(true).rows().stream().map(Row::seq))
                .containsExactly(1L, 2L, 2L);
    }

    @Test
    void aMessageWhoseConfirmationIsLostIsStoredOnce() throws Exception {
        var owner = new Owner(CODE, 1);
        owner.changes(() -> {});
        owner.settles();
        servers.pause(0);
        var confirmed = new CountDownLatch(1);
        owner.changes(confirmed::countDown);
        // It is sent again meanwhile, and both arrive.
        TimeUnit.MILLISECONDS.sleep(2500);
        servers.resume(0);
        confirmed.await();
        owner.changes(() -> {});
        owner.settles();
        assertThat(stored(CODE)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aServerThatFailsAfterTheAppendAndBeforeItsAnswerLosesNothing() throws Exception {
        var owner = new Owner(CODE, 1);
        owner.changes(() -> {});
        owner.settles();
        var reached = new CountDownLatch(1);
        Faults.watch((point, room) -> {
            if (point == Faults.Point.APPENDED) {
                reached.countDown();
                throw new IllegalStateException("as the test wants");
            }
        });
        var confirmed = new CountDownLatch(1);
        owner.changes(confirmed::countDown);
        reached.await();
        assertThat(confirmed.getCount()).as("told nobody").isOne();
        Faults.watch((point, room) -> {});
        // The next owner knows it, so whoever repeats the command is answered, and nothing is done.
        var next = new Owner(CODE, 2);
        assertThat(next.logged.seq()).isEqualTo(2);
        next.changes(() -> {});
        next.settles();
        assertThat(stored(CODE)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void ofWhatIsDecidedAtOnceAnOwnerWhoComesBetweenKnowsNothing() throws Exception {
        var first = new Owner(CODE, 1);
        first.changes(() -> {});
        first.settles();
        var second = new AtomicReference<Owner>();
        var decided = new AtomicInteger();
        Faults.watch((point, room) -> {
            if (point == Faults.Point.DECIDED && decided.incrementAndGet() == 2) {
                second.set(owner(2));
            }
        });
        var told = new CountDownLatch(1);
        first.stream.together(() -> {
            first.stream.change(RoomContents.keeps(new SavedPerson(7, "a".repeat(64), "Ada", true)));
            first.changes(told::countDown);
            first.changes(told::countDown);
        });
        first.lost.await();
        assertThat(told.getCount()).as("told nobody").isOne();
        assertThat(second.get().found.people()).isEmpty();
        assertThat(second.get().logged.seq()).isOne();
        assertThat(stored(CODE)).containsExactly(1L);
    }

    @Test
    void whatIsErasedIsInNoMessageAnyMore() throws Exception {
        var owner = new Owner(CODE, 1);
        owner.changes(() -> {});
        var ada = new SavedPerson(7, "a".repeat(64), "Ada", false);
        owner.stream.change(RoomContents.keeps(ada));
        owner.stream.change(RoomContents.keeps(new Ballots.Answer("poll", "p7", "lovelace")));
        owner.settles();
        owner.stream.change(RoomContents.forgets(ada.secretHash()));
        owner.stream.change(RoomContents.ends("poll"));
        owner.stream.forgetBefore();
        var management = owner.nats.management();
        String stream = owner.nats.stream("rooms");
        long seq = management.getStreamInfo(stream).getStreamState().getFirstSequence();
        for (; seq <= management.getStreamInfo(stream).getStreamState().getLastSequence(); seq++) {
            assertThat(new String(
                            management.getMessage(stream, seq).getData(), java.nio.charset.StandardCharsets.UTF_8))
                    .doesNotContain("lovelace", "Ada");
        }
        var next = new Owner(CODE, 2);
        assertThat(next.logged.seq()).isEqualTo(1);
        assertThat(next.found.people()).isEmpty();
        assertThat(next.found.numbered()).as("a number is never given again").isEqualTo(7);
    }

    @Test
    void atRandomKillsAndPausesNothingConfirmedIsLostAndNothingIsDoneTwice() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            var random = new Random(seed);
            var code = new RoomCode("SEED" + seed + "A");
            List<Long> confirmed = new CopyOnWriteArrayList<>();
            var owners = new ArrayList<Owner>();
            long epoch = 1;
            owners.add(new Owner(code, epoch));
            for (int turn = 0; turn < TURNS; turn++) {
                Owner any = owners.get(owners.size() - 1 - random.nextInt(Math.min(2, owners.size())));
                try {
                    long seq = any.logged.seq() + 1;
                    any.changes(() -> confirmed.add(seq));
                } catch (OrreryException e) {
                    assertThat(any).as("the newest owner is not refused").isNotSameAs(owners.get(owners.size() - 1));
                }
                switch (random.nextInt(30)) {
                    case 0, 1 -> owners.add(new Owner(code, ++epoch));
                    case 2 -> {
                        servers.pause(0);
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
                        servers.resume(0);
                    }
                    case 3 -> {
                        servers.kill(0);
                        servers.start(0);
                    }
                    default -> TimeUnit.MILLISECONDS.sleep(random.nextInt(5));
                }
            }
            Owner last = new Owner(code, ++epoch);
            last.changes(() -> {});
            last.settles();
            List<Long> stored = stored(code);
            assertThat(stored)
                    .as("seed %s", seed)
                    .isEqualTo(IntStream.rangeClosed(1, stored.size())
                            .mapToObj(Long::valueOf)
                            .collect(Collectors.toList()));
            assertThat(confirmed).as("seed %s", seed).doesNotHaveDuplicates();
            assertThat(stored).as("seed %s", seed).containsAll(confirmed);
        }
    }
}
