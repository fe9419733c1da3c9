package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server with SIGKILL 8 times, or as often as {@code -Dorrery.kills} says, with two data folders in parallel: while one server starts,
 * the machine has a processor to spare for the other. A question stays open through all lives; in each, somebody answers anew. All of them are recorded.
 */
class KillTest {
    private static final List<Integer> FOLDERS = List.of(7, 8);
    private static final int TIMES_IN_A_FOLDER = Integer.getInteger("orrery.kills", 8) / FOLDERS.size();
    /** What a kill may cost, ms. */
    private static final double MOST_LOST_MS = 250;

    private static final int OPTIONS = 3;

    private static final List<String> STEPS =
            List.of("embed", "resid", "blocks.0.ln1", "blocks.0.attn.qkv", "blocks.1");

    @TempDir
    private Path data;

    private final Queue<Process> started = new ConcurrentLinkedQueue<>();

    /**
     * A state that the server has acknowledged.
     *
     * @param start when the change starts on every screen, ms of the server's clock: always as long after it was made, as no page has told its round trip
     */
    private record Acknowledged(double start, String step) {}

    @Test
    void atMostAQuarterOfASecondOfAcknowledgedChangesIsLostWhenTheServerIsKilled() throws Exception {
        var threads = Executors.newFixedThreadPool(FOLDERS.size());
        try {
            var folders = FOLDERS.stream()
                    .map(seed -> threads.submit(() -> {
                        killRepeatedly(data.resolve("folder-" + seed), new Random(seed));
                        return seed;
                    }))
                    .toList();
            for (var each : folders) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
            started.forEach(Process::destroyForcibly);
        }
    }

    private void killRepeatedly(Path folder, Random random) throws Exception {
        var acknowledged = new TreeMap<Long, Acknowledged>();
        String key = "";
        String me = "";
        String attendee = "";
        String recording = "";
        long livesFrom = 0;
        for (int time = 0; time <= TIMES_IN_A_FOLDER; time++) {
            var process = KeptServer.start(
                    folder, ProcessBuilder.Redirect.INHERIT, "logback.xml", "--model", "nano-sort", "--only-model");
            started.add(process);
            JsonNode links = new JsonMapper().readTree(process.inputReader().readLine());
            URI link = URI.create(links.get("presenter").textValue());
            if (time > 0) {
                assertThat(link.getFragment())
                        .as("the presenter's link of life " + time)
                        .isEqualTo(key);
            }
            key = link.getFragment();
            var socket = join(link, me);
            JsonNode welcome = socket.next("welcome");
            if (time > 0) {
                check(acknowledged, welcome);
                assertThat(welcome.get("me").textValue()).as("the person").isEqualTo(me);
            }
            me = welcome.get("me").textValue();
            var phone = join(link, "'view':'attendee'", attendee);
            JsonNode entered = phone.next("welcome");
            if (time > 0) {
                assertThat(entered.get("me").textValue()).as("the attendee").isEqualTo(attendee);
                checkAnswer(phone, welcome, time - 1, acknowledged.tailMap(livesFrom));
            }
            attendee = entered.get("me").textValue();
            if (time == TIMES_IN_A_FOLDER) {
                checkRecording(link, recording, acknowledged);
                assertUndoWorks(socket, welcome, acknowledged);
                process.destroyForcibly().waitFor();
                break;
            }
            acknowledged.tailMap(welcome.get("seq").longValue(), false).clear();
            if (time == 0) {
                socket.says("{'type':'command','id':'record','at':" + welcome.get("seq") + ",'do':'record'}");
                welcome = socket.next("state");
                recording = welcome.at("/state/recording/id").textValue();
                socket.says("{'type':'command','id':'ask','at':" + welcome.get("seq")
                        + ",'do':'predict','question':'Which?','options':['This','That','Another']}");
                welcome = socket.next("state");
            }
            phone.says("{'type':'command','id':'guess-" + time + "','at':" + welcome.get("seq")
                    + ",'do':'guess','number':1,'option':" + time % OPTIONS + "}");
            phone.next("own");
            livesFrom = welcome.get("seq").longValue() + 1;
            // The first run lasts long enough for the person and the answer to be saved.
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(time == 0 ? 2000 : random.nextInt(2000));
            drive(socket, welcome, until, acknowledged, time, random);
            process.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThan(TIMES_IN_A_FOLDER);
    }

    /** Checks that the restored state is an acknowledged one, and what was acknowledged later by the server's own clock, which stands still with it. */
    private static void check(TreeMap<Long, Acknowledged> acknowledged, JsonNode welcome) {
        long seq = welcome.get("seq").longValue();
        var lost = List.copyOf(acknowledged.tailMap(seq, false).values());
        if (!lost.isEmpty()) {
            assertThat(lost.get(lost.size() - 1).start() - lost.get(0).start())
                    .as("ms of acknowledged changes that are lost")
                    .isLessThanOrEqualTo(MOST_LOST_MS);
        }
        if (acknowledged.containsKey(seq)) {
            assertThat(welcome.at("/state/cursor/step").textValue())
                    .isEqualTo(acknowledged.get(seq).step());
        }
    }

    /**
     * Checks that the question is still open, and that whoever reloads finds the answer of the life before: only a kill soon after it may have cost it, and
     * then the one before is there.
     *
     * @param since what was acknowledged after the answer
     */
    private static void checkAnswer(TestSocket phone, JsonNode welcome, int life, SortedMap<Long, Acknowledged> since)
            throws Exception {
        JsonNode question = welcome.at("/state/prediction/question");
        assertThat(question.path("phase").textValue()).isEqualTo("open");
        boolean isSafe = isSafe(since);
        if (life == 0) {
            assertThat(isSafe).as("the first life is long enough").isTrue();
        }
        assertThat(question.path("answers").intValue()).isEqualTo(1);
        JsonNode own = phone.next("own").at("/state/prediction");
        assertThat(own.path("number").intValue()).isEqualTo(1);
        if (isSafe) {
            assertThat(own.path("option").intValue()).isEqualTo(life % OPTIONS);
        } else {
            assertThat(own.path("option").intValue()).isIn(life % OPTIONS, (life + OPTIONS - 1) % OPTIONS);
        }
    }

    /** Whether no kill can cost what was given before these, by the server's own clock. */
    private static boolean isSafe(SortedMap<Long, Acknowledged> since) {
        return !since.isEmpty()
                && since.get(since.lastKey()).start()
                                - since.get(since.firstKey()).start()
                        > MOST_LOST_MS;
    }

    /** Checks that the recording has gone on after each kill, behind a gap, and that a kill has cost it no more than the room. */
    private static void checkRecording(URI link, String id, TreeMap<Long, Acknowledged> acknowledged) throws Exception {
        JsonNode manifest = read(link, "/api/recordings/" + id);
        assertThat(manifest.get("state").textValue()).isEqualTo("on");
        assertThat(manifest.get("marks").findValuesAsText("kind").stream().filter("gap"::equals))
                .hasSize(TIMES_IN_A_FOLDER);
        var steps = new TreeMap<Long, String>();
        double t = 0;
        for (int i = 0; i < manifest.get("stretches").size(); i++) {
            for (JsonNode row : read(link, "/api/recordings/" + id + "/stretches/" + i)) {
                assertThat(row.get("t").doubleValue()).isGreaterThanOrEqualTo(t);
                t = row.get("t").doubleValue();
                JsonNode step = row.at("/state/cursor/step");
                if (step.isTextual()) {
                    // what only the recording had kept, the room has lost, and counts anew
                    steps.put(row.get("seq").longValue(), step.textValue());
                }
            }
        }
        double lostSince = Double.POSITIVE_INFINITY;
        for (var each : acknowledged.entrySet()) {
            Acknowledged state = each.getValue();
            if (steps.containsKey(each.getKey())) {
                lostSince = Double.POSITIVE_INFINITY;
                assertThat(steps.get(each.getKey())).isEqualTo(state.step());
            } else {
                lostSince = Math.min(lostSince, state.start());
                assertThat(state.start() - lostSince)
                        .as("ms that are not recorded")
                        .isLessThanOrEqualTo(MOST_LOST_MS);
            }
        }
    }

    private static JsonNode read(URI link, String path) throws Exception {
        var request = HttpRequest.newBuilder(link.resolve(path)).build();
        return new JsonMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body());
    }

    /** Checks that the undo history is restored, too: undo leads to the state before the last command. */
    private static void assertUndoWorks(TestSocket socket, JsonNode welcome, TreeMap<Long, Acknowledged> acknowledged)
            throws Exception {
        long seq = welcome.get("seq").longValue();
        assertThat(welcome.at("/state/undo").textValue()).isEqualTo("go");
        socket.says("{'type':'command','id':'back','at':" + seq + ",'do':'undo'}");
        String step = socket.next("state").at("/state/cursor/step").textValue();
        assertThat(step).isNotEqualTo(welcome.at("/state/cursor/step").textValue());
        if (acknowledged.containsKey(seq - 1)) {
            assertThat(step).isEqualTo(acknowledged.get(seq - 1).step());
        }
    }

    private void drive(
            TestSocket socket,
            JsonNode welcome,
            long until,
            TreeMap<Long, Acknowledged> acknowledged,
            int life,
            Random random)
            throws Exception {
        String trace = welcome.at("/state/trace/id").textValue();
        long seq = welcome.get("seq").longValue();
        String before = welcome.at("/state/cursor/step").textValue();
        for (int i = 0; System.nanoTime() < until || (life == 0 && !isSafe(acknowledged)); i++) {
            String step = STEPS.get((STEPS.indexOf(before) + 1 + random.nextInt(STEPS.size() - 1)) % STEPS.size());
            socket.says("{'type':'command','id':'" + life + "-" + i + "','at':" + seq + ",'do':'go','cursor':{'trace':'"
                    + trace + "','step':'" + step + "'}}");
            JsonNode state = socket.next("state");
            seq = state.get("seq").longValue();
            before = state.at("/state/cursor/step").textValue();
            acknowledged.put(seq, new Acknowledged(state.get("start").doubleValue(), before));
            // Stays below the rate limit of a page.
            Thread.sleep(30);
        }
    }

    private static TestSocket join(URI link, String me) throws Exception {
        return join(link, "'view':'presenter','key':'" + link.getFragment().substring("key=".length()) + "'", me);
    }

    /** @param me the person's secret from an earlier life; empty for a new person */
    private static TestSocket join(URI link, String who, String me) throws Exception {
        String code = link.getPath().split("/")[2];
        URI address = URI.create("ws://" + link.getAuthority() + "/ws/rooms/" + code);
        String known = me.isEmpty() ? "" : ",'me':'" + me + "'";
        return new TestSocket(address).says("{'type':'hello','v':1," + who + known + "}");
    }
}
