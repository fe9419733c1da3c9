package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.access.KeyMaker;
import io.orrery.room.log.LoggedState;
import io.orrery.room.state.UndoHistory;
import io.orrery.room.storage.SavedRoom;
import io.orrery.wire.CloseCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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

    private final HandLoop loop = new HandLoop();
    private final HandStorage storage = new HandStorage();
    private final HandEngine engine = new HandEngine();
    private final Set<String> secrets = new HashSet<>();
    private final Rooms rooms = new Rooms(
            engine,
            () -> loop,
            storage,
            new KeyMaker("the-operators-key", this::secret),
            new Rooms.Limits(10, 1000, 1e12, Rooms.DEFAULT_ANSWERS_DAYS),
            new Random(5),
            this::secret,
            Neighbours.NONE);
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
        assertThat(FuzzMessages.fields()).isEqualTo(Set.copyOf(FuzzMessages.COMMANDS));
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
        // What the logs say is what the rooms are.
        for (SavedRoom kept : storage.rooms()) {
            assertSame(
                    kept.state().orElseThrow(),
                    rooms.find(kept.code()).orElseThrow().logged());
        }
    }

    private static void assertSame(LoggedState read, LoggedState live) {
        assertThat(read.seq()).isEqualTo(live.seq());
        assertThat(read.state()).isEqualTo(live.state());
        assertThat(read.done()).isEqualTo(live.done());
        assertThat(read.history().seqs()).isEqualTo(live.history().seqs());
        for (int i = 0; i < live.history().entries().size(); i++) {
            UndoHistory.Entry entry = live.history().entries().get(i);
            assertThat(read.history().entries().get(i))
                    .isEqualTo(new UndoHistory.Entry(entry.seq(), entry.command(), entry.state(), false));
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
            case 5 -> any(random).ifPresent(guest -> say(guest, FuzzMessages.hostile(random)));
            case 6 -> any(random).ifPresent(guest -> guest.socket().flushOne());
            case 7 -> any(random).ifPresent(guest -> guest.socket().flush());
            case 8 -> any(random).ifPresent(guest -> say(guest, FuzzMessages.ping(random)));
            default ->
                (random.nextBoolean() ? driver(random) : any(random))
                        .ifPresent(guest -> say(guest, command(random, guest)));
        }
    }

    private Optional<Guest> any(Random random) {
        return one(random, guests);
    }

    /** A guest with a key. They are chosen more often, as other guests can do little. */
    private Optional<Guest> driver(Random random) {
        return one(random, guests.stream().filter(Guest::hasKey).toList());
    }

    private static Optional<Guest> one(Random random, List<Guest> from) {
        List<Guest> open =
                from.stream().filter(guest -> guest.socket().closed().isEmpty()).toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(open.get(random.nextInt(open.size())));
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

    private String command(Random random, Guest guest) {
        long seen = guest.socket().everything().stream()
                .mapToLong(message -> message.path("seq").asLong(0))
                .max()
                .orElse(0);
        long at = random.nextInt(5) == 0 ? random.nextInt(40) : seen;
        String id = random.nextInt(10) == 0 ? "again" : "c" + ++said;
        return FuzzMessages.command(random, id, at);
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
            // Who comes later to look would end a rehearsal.
            presenter.says("{'type':'command','id':'last-rehearsal','at':0,'do':'rehearse-end'}");
            presenter.says(
                    "{'type':'command','id':'last-mark','at':0,'do':'mark','marks':[{'name':'logits','index':[0,0]}]}");
        }
        guests.forEach(guest -> guest.socket().flush());
        listeners.forEach(HandSocket::flush);
    }

    /** Those who may drive see more than the others, and the hall less. */
    private void everyoneShowsTheSameState(List<Rooms.Opening> openings, List<HandSocket> listeners) {
        for (int room = 0; room < openings.size(); room++) {
            JsonNode late = listener(openings.get(room)).last("welcome");
            JsonNode lateHall = join(rooms.find(openings.get(room).code()).orElseThrow(), "'view':'projector'")
                    .last("welcome");
            assertShows(listeners.get(room), late);
            for (Guest guest : guests) {
                if (guest.room() == room && guest.socket().closed().isEmpty()) {
                    JsonNode audience = guest.view().equals("projector") ? lateHall : late;
                    assertShows(guest.socket(), guest.hasKey() ? lateDriver(openings.get(room)) : audience);
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
        JsonNode last = socket.latest();
        assertThat(last.get("seq")).isEqualTo(late.get("seq"));
        assertThat(last.get("state")).isEqualTo(late.get("state"));
        // counts have a lane of their own: those of an earlier state may come later, and say so by its number
        for (String type : List.of("state", "counts")) {
            assertThat(states.stream()
                            .filter(message -> message.get("type").textValue().equals(type))
                            .map(message -> message.get("seq").longValue()))
                    .as(type)
                    .isSorted();
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
