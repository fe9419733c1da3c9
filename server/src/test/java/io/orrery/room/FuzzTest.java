package io.orrery.room;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.access.KeyMaker;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.storage.SavedRoom;
import io.orrery.wire.CloseCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three rooms on one server, with 50 seeds. In the first room, guests of every role send all kinds of messages; in the
 * second room they do so without a valid key; in the third, attendees only listen. Messages are valid, malformed or
 * hostile, connections break at any time, the engine answers late, and time passes. HandSocket fails the test if a
 * connection is closed twice, has two writes in flight, or is written to after it was closed.
 */
class FuzzTest {
    private static final int TURNS = 800;
    private static final int SETTLE_MS = 20_000;

    private static final List<String> STEPS = List.of(
            "start", "embed", "blocks.0.attn.scores", "blocks.1", "blocks.1.ln1", "nowhere", "", "blocks.{layer}");
    private static final List<String> TRACES = List.of("t1", "t2", "t3", "t4", "t5", "p3", "t9", "x", "");
    private static final List<String> HOSTILE = List.of(
            "",
            "null",
            "[]",
            "{}",
            "{'type':7}",
            "{'type':'hello'}",
            "{'type':'hello','v':1,'view':'god'}",
            "{'type':'hello','v':1e999,'view':'attendee'}",
            "{'type':'welcome','role':'presenter'}",
            "{'type':'command'}",
            "{'type':'command','id':'x','at':-1,'do':'play'}",
            "{'type':'command','id':'x','at':9007199254740993,'do':'play'}",
            "{'type':'command','id':'x','at':1,'do':'__proto__'}",
            "{'type':'command','id':{'a':1},'at':1,'do':'play'}",
            "{'type':'ping','t':NaN}",
            "{'type':'ping','t':1,'painted':{'trace':'t3'}}",
            "{'type':'ping','t':1,'rtt':-5}",
            "{'type':'ping','t':1,'rtt':1e300}",
            "{'type':'name','name':'\\u202e<img src=x onerror=alert(1)>\\u0000'}",
            "{'type':'name','name':'" + "x".repeat(41) + "'}",
            "{'type':'point','cell':{'name':'x','index':[99999999999]}}",
            "{'type':'point','pose':{'x':1e9,'y':0,'z':0,'azimuth':0,'elevation':0,'span':1}}",
            "{'type':'ping','type':'ping','t':1}",
            "{'a':".repeat(40) + "1" + "}".repeat(40),
            "\ud800",
            "x".repeat(5000),
            "{'type':'ping','t':1,'pad':'" + "é".repeat(3000) + "'}");

    private static final List<String> COMMANDS =
            Activities.ALL.commands().stream().map(Command::name).sorted().toList();

    /** Makes the fields of each command. */
    private static final Map<String, Function<Random, String>> FIELDS = Map.ofEntries(
            entry("go", random -> "'cursor':{" + trace(random) + ",'step':'" + pick(random, STEPS) + "'}"),
            entry("prompt", FuzzTest::trace),
            entry("generate", random -> trace(random) + ",'tokens':" + random.nextInt(4)),
            entry("append", random -> trace(random) + ",'tokens':[1]"),
            entry("back", random -> trace(random) + ",'tokens':1"),
            entry("sampling", random -> "'topK':" + random.nextInt(4)),
            entry("compare", random -> "'model':'m2'"),
            entry("play", random -> ""),
            entry("pause", random -> ""),
            entry("reset", random -> ""),
            entry("undo", random -> ""),
            entry("stop", random -> ""),
            entry("lobby", FuzzTest::on),
            entry("blank", FuzzTest::on),
            entry("share", FuzzTest::on),
            entry("lost", FuzzTest::on),
            entry(
                    "beat",
                    random -> "'tour':'t','route':" + random.nextInt(9) + ",'beat':'a/b','step':" + random.nextInt(3)),
            entry("tour-end", random -> ""),
            entry("train", random -> random.nextBoolean() ? "" : "'seed':" + random.nextInt(9)),
            entry("train-on", random -> ""),
            entry("train-pause", random -> ""),
            entry("train-step", random -> ""),
            entry(
                    "train-look",
                    random -> "'phase':'" + List.of("forward", "loss", "end").get(random.nextInt(3)) + "'"),
            entry("train-speed", random -> "'perSecond':" + random.nextInt(30)),
            entry("train-stop", random -> ""),
            entry("answer", random -> random.nextBoolean() ? "" : "'shown':" + random.nextBoolean()),
            entry("mark", random -> "'marks':[{'name':'logits','index':[0,-1]}]"),
            entry("focus", FuzzTest::focus),
            entry("exhibit", FuzzTest::exhibit),
            entry("address", random -> "'address':'http://192.168.1.5:8080'"),
            entry("ask-wheel", FuzzTest::on),
            entry("take-wheel", random -> ""),
            entry("offer-wheel", random -> "'to':'presenter'"),
            entry("kick", random -> "'person':'nobody'"),
            entry("keep-out", random -> "'person':'nobody'"),
            entry("let-in", random -> ""),
            entry("keep-prompt", random -> "'model':'m','text':'p" + random.nextInt(30) + "'"),
            entry("drop-prompt", random -> "'model':'m','text':'p" + random.nextInt(30) + "'"),
            entry(
                    "predict",
                    random -> random.nextBoolean()
                            ? "'trace':'t" + (1 + random.nextInt(5)) + "','tokens':[0,2],'other':"
                                    + random.nextBoolean()
                            : "'question':'q','options':['a','b'],'beat':'a/b','right':" + random.nextInt(3)),
            entry("guess", random -> "'number':" + random.nextInt(9) + ",'option':" + random.nextInt(4)),
            entry("predict-close", random -> "'number':" + random.nextInt(9)),
            entry("predict-reveal", random -> "'number':" + random.nextInt(9)),
            entry("predict-end", random -> "'number':" + random.nextInt(9)),
            entry(
                    "change",
                    random -> trace(random) + ",'changes':["
                            + (random.nextBoolean() ? "" : "'blocks.0.hook_mlp_out@" + random.nextInt(4) + "=zero'")
                            + "]"),
            entry(
                    "why",
                    random -> "'cursor':{" + trace(random) + ",'step':'" + pick(random, STEPS) + "'}"
                            + (random.nextBoolean() ? "" : ",'tool':'lens','position':" + random.nextInt(9))),
            entry("texts", random -> random.nextBoolean() ? "" : "'level':'simple','language':'de'"),
            entry("lock", random -> "'on':false"),
            entry("capacity", random -> "'people':" + (500 + random.nextInt(2))));

    private final HandLoop loop = new HandLoop();
    private final HandStorage storage = new HandStorage();
    private final HandEngine engine = new HandEngine();
    private final Set<String> secrets = new HashSet<>();
    private final Rooms rooms = new Rooms(
            engine,
            () -> loop,
            storage,
            new KeyMaker("the-operators-key", this::secret),
            new Rooms.Limits(10, 1000, 1e12),
            new Random(5),
            this::secret);
    private final List<Guest> guests = new ArrayList<>();
    private final List<String> known = new ArrayList<>(List.of("nobody", ""));
    private int said;

    /**
     * A connection to a room.
     *
     * @param room the index of the room
     */
    private record Guest(int room, String view, boolean hasKey, HandSocket socket) {}

    private static Stream<Integer> seeds() {
        return IntStream.rangeClosed(1, 50).boxed();
    }

    private String secret() {
        String secret = "secret-of-many-characters-" + secrets.size();
        secrets.add(secret);
        return secret;
    }

    @Test
    void sendsEveryDeclaredCommand() {
        assertThat(FIELDS.keySet()).isEqualTo(Set.copyOf(COMMANDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyoneEndsInTheSameStateAndNothingLeaks(int seed) {
        var random = new Random(seed);
        List<Rooms.Opening> openings = Stream.generate(() ->
                        rooms.open(HandEngine.trace("t3"), "", Opener.OPERATOR).orElseThrow())
                .limit(3)
                .toList();
        List<HandSocket> listeners = openings.stream().map(this::listener).toList();

        for (int turn = 0; turn < TURNS; turn++) {
            act(random, openings);
            listeners.forEach(HandSocket::flush);
        }
        settle(openings, listeners);

        onlyKeyHoldersMovedTheRoom(openings, listeners);
        mark(openings, listeners);
        everyoneShowsTheSameState(openings, listeners);
        noSecretLeaked(openings);
        namesStayedInTheirRoom();
        // The stored states are the rooms' states.
        for (SavedRoom kept : storage.rooms()) {
            var state = rooms.find(kept.code()).orElseThrow();
            String step = join(state, "'view':'attendee'")
                    .last("welcome")
                    .at("/state/cursor/step")
                    .textValue();
            kept.state()
                    .ifPresent(saved -> assertThat(
                                    WalkState.PART.of(saved.state()).cursor().step())
                            .isEqualTo(step));
        }
    }

    private void act(Random random, List<Rooms.Opening> openings) {
        switch (random.nextInt(12)) {
            case 0, 1 -> come(random, openings);
            case 2 -> any(random).ifPresent(guest -> leave(guest));
            case 3 -> loop.advance(random.nextInt(4000));
            case 4 -> {
                if (random.nextBoolean()) {
                    engine.slow();
                    engine.slowFrames();
                }
                if (engine.waiting() > 0) {
                    engine.answerOne();
                }
                loop.run();
            }
            case 5 -> any(random).ifPresent(guest -> say(guest, HOSTILE.get(random.nextInt(HOSTILE.size()))));
            case 6 -> any(random).ifPresent(guest -> guest.socket().flushOne());
            case 7 -> any(random).ifPresent(guest -> guest.socket().flush());
            case 8 -> any(random).ifPresent(guest -> say(guest, ping(random)));
            default ->
                (random.nextBoolean() ? driver(random) : any(random))
                        .ifPresent(guest -> say(guest, command(random, guest)));
        }
    }

    private java.util.Optional<Guest> any(Random random) {
        return one(random, guests);
    }

    /** A guest with a key. They are chosen more often, as other guests can do little. */
    private java.util.Optional<Guest> driver(Random random) {
        return one(random, guests.stream().filter(Guest::hasKey).toList());
    }

    private static java.util.Optional<Guest> one(Random random, List<Guest> from) {
        List<Guest> open =
                from.stream().filter(guest -> guest.socket().closed().isEmpty()).toList();
        return open.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(open.get(random.nextInt(open.size())));
    }

    /** Connects a guest to one of the first two rooms. */
    private void come(Random random, List<Rooms.Opening> openings) {
        int room = random.nextInt(2);
        String view = List.of("attendee", "projector", "presenter").get(random.nextInt(3));
        Rooms.Opening there = openings.get(room);
        List<String> keys = room == 0
                ? List.of(there.presenterKey(), there.coPresenterKey(), "wrong")
                : List.of(openings.get(0).presenterKey(), openings.get(2).coPresenterKey(), "wrong");
        String key = keys.get(random.nextInt(keys.size()));
        var socket = new HandSocket(rooms.find(there.code()).orElseThrow(), loop);
        var guest = new Guest(room, view, room == 0 && view.equals("presenter") && !key.equals("wrong"), socket);
        guests.add(guest);
        if (random.nextInt(10) > 0) {
            String me = known.get(random.nextInt(known.size()));
            say(
                    guest,
                    "{'type':'hello','v':1,'view':'" + view + "','key':'" + key + "','name':'of room " + room
                            + "','me':'" + me + "'}");
            // A hello with an empty secret is malformed: the connection stays open but does not join.
            if (view.equals("presenter") && !guest.hasKey() && !me.isEmpty()) {
                assertThat(socket.closed()).contains(CloseCode.NOT_ALLOWED);
            }
            if (random.nextBoolean() && socket.closed().isEmpty()) {
                socket.heard("welcome")
                        .forEach(welcome -> known.add(welcome.get("me").textValue()));
            }
        }
    }

    private void leave(Guest guest) {
        guests.remove(guest);
        guest.socket().drops();
    }

    private void say(Guest guest, String message) {
        if (guest.socket().closed().isEmpty()) {
            guest.socket().says(message);
        }
    }

    private static String ping(Random random) {
        return "{'type':'ping','t':" + random.nextInt(1000) + ",'rtt':" + random.nextInt(500) + ",'looking':"
                + random.nextBoolean() + ",'painted':{'trace':'" + pick(random, TRACES) + "','step':'"
                + pick(random, STEPS) + "'}}";
    }

    private String command(Random random, Guest guest) {
        long seen = guest.socket().everything().stream()
                .mapToLong(message -> message.path("seq").asLong(0))
                .max()
                .orElse(0);
        long at = random.nextInt(5) == 0 ? random.nextInt(40) : seen;
        String id = random.nextInt(10) == 0 ? "again" : "c" + ++said;
        String name = pick(random, COMMANDS);
        String fields = FIELDS.get(name).apply(random);
        return "{'type':'command','id':'" + id + "','at':" + at + ",'do':'" + name + "'"
                + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    private static String focus(Random random) {
        String cursor = "'cursor':{" + trace(random) + ",'step':'" + pick(random, STEPS) + "'}";
        return cursor + ",'on':{'kind':'head','layer':" + random.nextInt(3) + ",'head':" + random.nextInt(3) + "}"
                + ",'cell':{'name':'logits','index':[" + random.nextInt(6) + ",0]}";
    }

    private static String trace(Random random) {
        return "'trace':'" + pick(random, TRACES) + "'";
    }

    private static String on(Random random) {
        return "'on':" + random.nextBoolean();
    }

    private static String exhibit(Random random) {
        return pick(random, List.of("'subject':'flight','seconds':3", "'subject':'" + pick(random, STEPS) + "'", ""));
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private HandSocket listener(Rooms.Opening opening) {
        return join(rooms.find(opening.code()).orElseThrow(), "'view':'attendee'");
    }

    private HandSocket join(Room room, String who) {
        return new HandSocket(room, loop)
                .says("{'type':'hello','v':1," + who + "}")
                .flush();
    }

    /** Has a presenter stop everything that plays; then delivers all messages and answers. */
    private void settle(List<Rooms.Opening> openings, List<HandSocket> listeners) {
        var presenter = join(
                rooms.find(openings.get(0).code()).orElseThrow(),
                "'view':'presenter','key':'" + openings.get(0).presenterKey() + "'");
        guests.add(new Guest(0, "presenter", true, presenter));
        long seq = presenter.last("welcome").get("seq").longValue();
        for (String what : new String[] {"take-wheel", "stop", "pause"}) {
            presenter.says("{'type':'command','id':'last-" + what + "','at':" + seq + ",'do':'" + what + "'}");
        }
        for (int quiet = 0; quiet < SETTLE_MS; quiet += 1000) {
            while (engine.waiting() > 0) {
                engine.answerOne();
                loop.run();
            }
            loop.advance(1000);
            guests.forEach(guest -> guest.socket().flush());
            listeners.forEach(HandSocket::flush);
        }
    }

    /** Changes each room for everybody: the last change may have been one that drivers alone see. */
    private void mark(List<Rooms.Opening> openings, List<HandSocket> listeners) {
        for (Rooms.Opening opening : openings) {
            var presenter = join(
                    rooms.find(opening.code()).orElseThrow(),
                    "'view':'presenter','key':'" + opening.presenterKey() + "'");
            presenter.says(
                    "{'type':'command','id':'last-mark','at':0,'do':'mark','marks':[{'name':'logits','index':[0,0]}]}");
        }
        guests.forEach(guest -> guest.socket().flush());
        listeners.forEach(HandSocket::flush);
    }

    /** Those who may drive see more than the others. */
    private void everyoneShowsTheSameState(List<Rooms.Opening> openings, List<HandSocket> listeners) {
        for (int room = 0; room < openings.size(); room++) {
            JsonNode late = listener(openings.get(room)).last("welcome");
            assertShows(listeners.get(room), late);
            for (Guest guest : guests) {
                if (guest.room() == room && guest.socket().closed().isEmpty()) {
                    assertShows(guest.socket(), guest.hasKey() ? lateDriver(openings.get(room)) : late);
                }
            }
        }
    }

    private JsonNode lateDriver(Rooms.Opening opening) {
        return join(
                        rooms.find(opening.code()).orElseThrow(),
                        "'view':'presenter','key':'" + opening.presenterKey() + "'")
                .last("welcome");
    }

    private static void assertShows(HandSocket socket, JsonNode late) {
        List<JsonNode> states = socket.everything().stream()
                .filter(message -> message.has("seq") && message.has("state"))
                .toList();
        if (states.isEmpty()) {
            return;
        }
        JsonNode last = states.get(states.size() - 1);
        assertThat(last.get("seq")).isEqualTo(late.get("seq"));
        assertThat(last.get("state")).isEqualTo(late.get("state"));
        for (int i = 1; i < states.size(); i++) {
            assertThat(states.get(i).get("seq").longValue())
                    .isGreaterThanOrEqualTo(states.get(i - 1).get("seq").longValue());
        }
    }

    private void onlyKeyHoldersMovedTheRoom(List<Rooms.Opening> openings, List<HandSocket> listeners) {
        assertThat(listeners.get(0).heard("state")).isNotEmpty();
        for (int quiet = 1; quiet < openings.size(); quiet++) {
            assertThat(listeners.get(quiet).heard("state")).isEmpty();
            assertThat(listeners.get(quiet).closed()).isEmpty();
        }
        for (Guest guest : guests) {
            if (!guest.hasKey()) {
                assertThat(guest.socket().everything())
                        .noneMatch(message -> Set.of("presenter", "co-presenter")
                                .contains(message.path("role").asText()))
                        .noneMatch(message -> message.has("list") || message.has("drivers"))
                        .noneMatch(message -> !message.path("type").asText().equals("own")
                                && message.path("state").has("lost"));
            }
        }
    }

    /** A person's secret is sent only to that person, in the welcome; keys are never sent. */
    private void noSecretLeaked(List<Rooms.Opening> openings) {
        for (Guest guest : guests) {
            for (JsonNode message : guest.socket().everything()) {
                String text = message.toString();
                for (Rooms.Opening opening : openings) {
                    assertThat(text).doesNotContain(opening.presenterKey()).doesNotContain(opening.coPresenterKey());
                }
                if (!message.path("type").asText().equals("welcome")) {
                    assertThat(text).doesNotContain("secret-of-many-characters-");
                }
            }
        }
    }

    private void namesStayedInTheirRoom() {
        for (Guest guest : guests) {
            Map<Integer, String> others = Map.of(0, "of room 1", 1, "of room 0");
            assertThat(guest.socket().everything())
                    .noneMatch(message -> message.toString().contains(others.get(guest.room())));
        }
    }
}
