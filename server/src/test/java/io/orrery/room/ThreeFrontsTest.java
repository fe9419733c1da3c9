package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.front.Front;
import io.orrery.room.link.Link;
import io.orrery.room.link.Link.Admitted;
import io.orrery.room.link.Link.Command;
import io.orrery.room.link.Link.Counted;
import io.orrery.room.link.Link.EntryMessage;
import io.orrery.room.link.Link.FromFront;
import io.orrery.room.link.Link.FromOwner;
import io.orrery.room.link.Link.Newest;
import io.orrery.room.link.Link.People;
import io.orrery.room.link.Link.PeopleChanged;
import io.orrery.room.link.Link.Ping;
import io.orrery.room.link.Link.Pointing;
import io.orrery.room.link.Link.Pong;
import io.orrery.room.link.Link.Reply;
import io.orrery.room.link.Link.Seen;
import io.orrery.room.link.Link.Summary;
import io.orrery.room.log.LoggedState;
import io.orrery.room.people.StartDelay;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.CloseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * One owner and three fronts, whose clocks differ. The links between them delay each value, repeat some, let those of one lane overtake those of another,
 * and break. Everything depends on the seed.
 */
class ThreeFrontsTest {
    private static final int SEEDS = 40;
    private static final int TURNS = 150;

    /** The longest that a link delays a value, ms. */
    private static final double SLOWEST_MS = 120;

    private static final String PRESENTER = "'view':'presenter','key':'" + RoomFixture.KEY + "'";
    private static final String CO_PRESENTER = "'view':'presenter','key':'" + RoomFixture.CO_KEY + "'";
    private static final String ATTENDEE = "'view':'attendee'";
    private static final String PROJECTOR = "'view':'projector'";

    private final HandLoop loop = new HandLoop();
    private final HandEngine engine = new HandEngine();
    private final Room room;
    private final List<HandLink> links = new ArrayList<>();
    private final List<Guest> guests = new ArrayList<>();
    /** The changes in their order, as the owner tells a front that is beside it. */
    private final List<EntryMessage> changes = new ArrayList<>();
    /** The ids of the commands that have reached the owner. */
    private final Set<String> arrived = new HashSet<>();
    /** By the id of a command or a page's secret: the change that its first answer must not be passed on before. */
    private final Map<String, Long> due = new HashMap<>();
    /** When each change begins on all screens, by its number. */
    private final Map<Long, Double> starts = new HashMap<>();

    private double changedAt;
    private Random random = new Random(0);
    private int secrets;
    private int commands;

    ThreeFrontsTest() {
        var keys = Keys.of(RoomKey.of(RoomFixture.KEY), RoomKey.of(RoomFixture.CO_KEY), 0);
        var saved = SavedRoom.of(new RoomCode("ABC234"), keys, true, "m", loop.now());
        var storage = new HandStorage();
        var first = Rooms.first(saved.code(), HandEngine.trace("t3"), engine.walk("m"), "");
        room = new Room(
                saved,
                LoggedState.none().begun(storage.log(saved.code()), loop.now(), first),
                Optional.empty(),
                RoomsFixture.MOST_PEOPLE,
                engine,
                loop,
                storage,
                () -> "secret-" + secrets++,
                (owner, front) -> EncodedLink.between(owner, recorded(front)),
                new Front(engine, loop, new RoomLog(saved.code())::cutOff));
        for (double skew : List.of(0.0, 40_000.0, -3_000_000.0)) {
            var link = new HandLink(skew);
            links.add(link);
            link.connect();
        }
        loop.run();
    }

    /** The front beside the owner, which hears all changes at once. */
    private Link.Front recorded(Link.Front front) {
        return new Link.Front() {
            @Override
            public void hear(FromOwner said) {
                if (said instanceof EntryMessage entry) {
                    changes.add(entry);
                    changedAt = loop.now();
                }
                front.hear(said);
            }

            @Override
            public List<Seen> seen() {
                return front.seen();
            }
        };
    }

    /** A front, and its link to the owner. */
    private final class HandLink {
        private final Front front;
        /** The time at which the newest value of each lane arrives. */
        private final Map<Object, Double> lanes = new HashMap<>();

        private Link.Owner end;
        private List<Seen> seen = List.of();
        /** Counts connections. What was sent on an earlier one does not arrive. */
        private int connection;

        private boolean isUp;

        /** @param skew the clock of the front minus the owner's, ms */
        HandLink(double skew) {
            front = new Front(engine, new SkewedLoop(skew), why -> {});
        }

        void connect() {
            isUp = true;
            int now = ++connection;
            end = room.link(new Link.Front() {
                @Override
                public void hear(FromOwner said) {
                    note(said);
                    FromOwner copy = EncodedLink.copy(said, FromOwner.class);
                    carry(now, lane(said), () -> front.hear(copy));
                }

                @Override
                public List<Seen> seen() {
                    return seen;
                }
            });
            front.follow(new Link.Owner() {
                @Override
                public void hear(FromFront said) {
                    FromFront copy = EncodedLink.copy(said, FromFront.class);
                    boolean hasSummary = said instanceof PeopleChanged || said instanceof Ping;
                    List<Seen> people = hasSummary
                            ? EncodedLink.copy(new Summary(front.seen()), Summary.class)
                                    .seen()
                            : List.of();
                    carry(now, "to the owner", () -> {
                        if (copy instanceof Command command) {
                            arrived.add(command.request().id());
                        }
                        seen = hasSummary ? people : seen;
                        end.hear(copy);
                    });
                }

                @Override
                public void lost() {
                    throw new AssertionError("said by the link alone");
                }
            });
        }

        void breaks() {
            isUp = false;
            connection++;
            end.lost();
        }

        private void carry(int on, Object lane, Runnable arrival) {
            if (on != connection) {
                return;
            }
            do {
                double at = Math.max(
                        lanes.getOrDefault(lane, 0.0), loop.now() + 1 + random.nextDouble() * (SLOWEST_MS - 1));
                lanes.put(lane, at);
                loop.after(at - loop.now(), () -> {
                    if (on == connection) {
                        arrival.run();
                    }
                });
            } while (random.nextInt(5) == 0);
        }

        private static Object lane(FromOwner said) {
            if (said instanceof EntryMessage || said instanceof Newest) {
                return "changes";
            }
            boolean isNewest = said instanceof Counted
                    || said instanceof Pointing
                    || said instanceof People
                    || said instanceof Pong;
            return isNewest ? "newest" : "pages";
        }
    }

    private void note(FromOwner said) {
        if (said instanceof Reply reply && !reply.id().isEmpty() && reply.text().isEmpty()) {
            due.putIfAbsent(reply.id(), reply.seq());
        } else if (said instanceof Admitted admitted) {
            due.putIfAbsent(admitted.secret(), admitted.seq());
        }
    }

    /** The same turns, by another clock. */
    private final class SkewedLoop implements EventLoop {
        private final double skew;

        SkewedLoop(double skew) {
            this.skew = skew;
        }

        @Override
        public double now() {
            return loop.now() + skew;
        }

        @Override
        public void execute(Runnable turn) {
            loop.execute(turn);
        }

        @Override
        public Timer after(double ms, Runnable turn) {
            return loop.after(ms, turn);
        }
    }

    /** A person, who comes back when the connection is lost, and then repeats what was not answered, as a page does. */
    private final class Guest {
        private final String hello;
        private final List<String> given = new ArrayList<>();
        private final Map<String, String> unanswered = new LinkedHashMap<>();
        private final Set<String> answered = new HashSet<>();
        private final Set<String> refused = new HashSet<>();
        private String me = "";
        private HandSocket socket;
        private int read;
        private boolean isWelcome;
        private Set<String> states = new HashSet<>();
        private long seen;
        /** The number of the question to the room that the page shows. */
        private int question;

        Guest(String hello, int at) {
            this.hello = hello;
            comes(at);
        }

        void comes(int at) {
            read = 0;
            isWelcome = false;
            states = new HashSet<>();
            socket = new HandSocket(links.get(at).front::connect, loop, "");
            socket.says("{'type':'hello','v':1," + hello + (me.isEmpty() ? "" : ",'me':'" + me + "'") + "}");
        }

        boolean isHere() {
            return isWelcome && socket.closed().isEmpty();
        }

        String gives(String fields) {
            String id = "c" + ++commands;
            given.add(id);
            unanswered.put(id, "{'type':'command','id':'" + id + "','at':" + seen + "," + fields + "}");
            socket.says(unanswered.get(id));
            return id;
        }

        void reads() {
            List<JsonNode> all = socket.flush().everything();
            while (read < all.size()) {
                hears(all.get(read++));
            }
        }

        private void hears(JsonNode message) {
            switch (message.get("type").textValue()) {
                case "welcome" -> {
                    me = message.get("me").textValue();
                    seen = message.get("seq").longValue();
                    isWelcome = true;
                    assertThat(seen).as("welcome").isGreaterThanOrEqualTo(due.get(me));
                    List.copyOf(unanswered.values()).forEach(socket::says);
                }
                case "state" -> hearsState(message);
                case "refused" -> {
                    String id = message.get("id").textValue();
                    assertThat(states.add("refused " + id))
                            .as("refused once: %s", id)
                            .isTrue();
                    refused.add(id);
                    unanswered.remove(id);
                }
                default -> {
                    // What is newest counts, at the end.
                }
            }
        }

        private void hearsState(JsonNode message) {
            long seq = message.get("seq").longValue();
            String by = message.path("by").asText();
            assertThat(seq).as("a state after %s", seen).isGreaterThanOrEqualTo(seen);
            assertThat(states.add(seq + " " + by)).as("told once: %s", message).isTrue();
            seen = seq;
            question = message.at("/state/prediction/number").intValue();
            double start = message.get("start").doubleValue();
            if (start > 0) {
                assertThat(starts.computeIfAbsent(seq, any -> start))
                        .as("one start for all")
                        .isEqualTo(start);
            }
            if (!by.isEmpty()) {
                assertThat(seq).as("the answer to %s", by).isGreaterThanOrEqualTo(earliest(by));
                answered.add(by);
                if (unanswered.containsKey(by)) {
                    // A state answers the earlier commands, too.
                    while (!unanswered.keySet().iterator().next().equals(by)) {
                        unanswered.remove(unanswered.keySet().iterator().next());
                    }
                    unanswered.remove(by);
                }
            }
        }

        /** The change that a command made, or the newest when it was answered first. */
        private long earliest(String id) {
            return changes.stream()
                    .filter(change -> change.id().equals(id))
                    .map(EntryMessage::seq)
                    .findFirst()
                    .orElseGet(() -> due.getOrDefault(id, 0L));
        }

        JsonNode state() {
            return socket.latest().get("state");
        }
    }

    private static Stream<Integer> seeds() {
        return IntStream.rangeClosed(1, SEEDS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allScreensComeToOneStateAndEachCommandIsDoneOnce(int seed) {
        random = new Random(seed);
        guests.add(new Guest(PRESENTER, 0));
        guests.add(new Guest(CO_PRESENTER, 1));
        guests.add(new Guest(PROJECTOR, 2));
        IntStream.range(0, 6).forEach(i -> guests.add(new Guest(ATTENDEE, i % links.size())));
        pass(1_000);
        for (String step : List.of("embed", "resid", "blocks.0.ln1")) {
            guests.get(0).gives(RoomFixture.go("t3", step));
            pass(random.nextInt(150));
        }
        for (int turn = 0; turn < TURNS; turn++) {
            act();
            pass(random.nextInt(150));
        }
        settle();

        everyCommandArrivedAndWasAnswered();
        noCommandWasDoneTwice();
        allSeeTheOwnersNewestState();
        everybodyIsCountedOnce();
        allFrontsKnowTheOwnersClock();
    }

    private void act() {
        Guest guest = guests.get(random.nextInt(guests.size()));
        HandLink link = links.get(random.nextInt(links.size()));
        switch (random.nextInt(24)) {
            case 0 -> {
                if (link.isUp) {
                    link.breaks();
                } else {
                    link.connect();
                }
            }
            case 1 -> {
                if (guest.isHere()) {
                    guest.socket.drops();
                }
                guest.comes(random.nextInt(links.size()));
            }
            case 2 -> {
                // The older page stays until the owner, or its front, closes it.
                if (guest.isHere()) {
                    guest.comes(random.nextInt(links.size()));
                }
            }
            case 3 -> {
                if (random.nextBoolean()) {
                    engine.slow();
                } else {
                    engine.prompt();
                }
                loop.run();
            }
            case 4 -> guest.socket.says(FuzzMessages.ping(random));
            default -> {
                Guest by = random.nextBoolean() ? guest : guests.get(random.nextInt(2));
                if (by.isHere()) {
                    by.gives(command(by));
                }
            }
        }
        guests.stream().filter(each -> each.socket.closed().isPresent()).forEach(each -> each.comes(0));
    }

    private String command(Guest by) {
        List<String> often =
                by.hello.contains("key") ? List.of("next", "predict", "predict-close", "go") : List.of("lost", "guess");
        String name = random.nextBoolean()
                ? often.get(random.nextInt(often.size()))
                : FuzzMessages.COMMANDS.get(random.nextInt(FuzzMessages.COMMANDS.size()));
        String fields = FuzzMessages.fields(name, random).replaceFirst("'number':\\d+", "'number':" + by.question);
        return "'do':'" + name + "'" + (fields.isEmpty() ? "" : "," + fields);
    }

    private void pass(double ms) {
        loop.advance(ms);
        guests.forEach(Guest::reads);
    }

    private void settle() {
        engine.prompt();
        links.stream().filter(link -> !link.isUp).forEach(HandLink::connect);
        for (int second = 0; second < 20; second++) {
            pass(1_000);
            guests.stream().filter(each -> each.socket.closed().isPresent()).forEach(each -> each.comes(1));
        }
        for (String last : List.of("take-wheel", "pause", "stop")) {
            guests.stream().limit(2).forEach(driver -> driver.gives("'do':'" + last + "'"));
            pass(1_000);
        }
        for (int second = 0; second < 20; second++) {
            pass(1_000);
        }
    }

    private void everyCommandArrivedAndWasAnswered() {
        for (Guest guest : guests) {
            assertThat(arrived).containsAll(guest.given);
            boolean isLaterAnswered = false;
            for (int i = guest.given.size() - 1; i >= 0; i--) {
                String id = guest.given.get(i);
                isLaterAnswered |= guest.answered.contains(id);
                assertThat(isLaterAnswered || guest.refused.contains(id))
                        .as("%s of %s is answered", id, guest.hello)
                        .isTrue();
            }
        }
    }

    private void noCommandWasDoneTwice() {
        List<String> done = changes.stream()
                .map(EntryMessage::id)
                .filter(id -> !id.isEmpty())
                .toList();
        assertThat(done).doesNotHaveDuplicates().hasSizeGreaterThan(2);
    }

    /** A new front beside the owner begins with the owner's newest state. */
    private void allSeeTheOwnersNewestState() {
        var beside = new Front(engine, loop, why -> {});
        beside.follow(EncodedLink.between(room, beside));
        for (Guest guest : guests) {
            var late = new HandSocket(beside::connect, loop, "").says("{'type':'hello','v':1," + guest.hello + "}");
            pass(1_000);
            assertThat(guest.isHere()).isTrue();
            assertThat(guest.state()).as(guest.hello).isEqualTo(late.latest().get("state"));
            late.drops();
        }
    }

    private void everybodyIsCountedOnce() {
        pass(5_000);
        for (Guest guest : guests) {
            JsonNode people = guest.socket.last("people");
            assertThat(people.get("count").intValue()).isEqualTo(6);
            assertThat(people.get("screens").intValue()).isEqualTo(1);
        }
    }

    private void allFrontsKnowTheOwnersClock() {
        for (Guest guest : guests) {
            guest.socket.says("{'type':'ping','t':1}");
            assertThat(guest.socket.last("pong").get("serverTime").doubleValue())
                    .isCloseTo(loop.now(), within(SLOWEST_MS / 2));
        }
    }

    @Test
    void newConnectionAtAnotherFrontReplacesTheOlderOne() {
        var older = new Guest(ATTENDEE, 0);
        guests.add(older);
        pass(1_000);
        var newer = new Guest(ATTENDEE + ",'me':'" + older.me + "'", 1);
        guests.add(newer);
        pass(5_000);

        assertThat(older.socket.closed()).contains(CloseCode.REPLACED);
        assertThat(newer.isHere()).isTrue();
        assertThat(newer.socket.last("people").get("count").intValue()).isEqualTo(1);
    }

    @Test
    void olderConnectionIsReplacedWhenItsFrontIsReachedAgain() {
        var older = new Guest(ATTENDEE, 0);
        guests.add(older);
        pass(1_000);
        links.get(0).breaks();
        var newer = new Guest(ATTENDEE + ",'me':'" + older.me + "'", 1);
        guests.add(newer);
        pass(5_000);
        assertThat(older.isHere()).isTrue();
        links.get(0).connect();
        pass(5_000);

        assertThat(older.socket.closed()).contains(CloseCode.REPLACED);
        assertThat(newer.isHere()).isTrue();
    }

    @Test
    void lostFrontTakesItsPeopleWithIt() {
        var driver = new Guest(PRESENTER, 0);
        var attendee = new Guest(ATTENDEE, 1);
        guests.addAll(List.of(driver, attendee, new Guest(ATTENDEE, 0)));
        pass(5_000);
        assertThat(attendee.socket.last("people").get("count").intValue()).isEqualTo(2);
        assertThat(attendee.state().at("/wheel/freeAt").doubleValue()).isZero();
        assertThat(room.headCount()).isEqualTo(3);

        links.get(0).breaks();
        pass(5_000);
        assertThat(attendee.socket.last("people").get("count").intValue()).isEqualTo(1);
        assertThat(room.headCount()).isEqualTo(1);

        links.get(0).connect();
        pass(5_000);
        assertThat(attendee.socket.last("people").get("count").intValue()).isEqualTo(2);
        assertThat(driver.isHere()).isTrue();
    }

    @Test
    void countsThatAChangeHasOvertakenAreNotShown() {
        var late = new ArrayList<FromOwner>();
        var front = new Front(engine, loop, why -> {});
        front.follow(room.link(new Link.Front() {
            @Override
            public void hear(FromOwner said) {
                if (said instanceof Counted) {
                    late.add(said);
                } else {
                    front.hear(said);
                }
            }

            @Override
            public List<Seen> seen() {
                return front.seen();
            }
        }));
        var driver = new HandSocket(front::connect, loop, "").says("{'type':'hello','v':1," + PRESENTER + "}");
        var ada = new HandSocket(front::connect, loop, "").says("{'type':'hello','v':1," + ATTENDEE + "}");
        String give = "{'type':'command','id':'%s','at':99,'do':%s}";
        driver.says(give.formatted("a", "'predict','question':'?','options':['1','2']"));
        ada.says(give.formatted("b", "'guess','number':1,'option':0"));
        loop.advance(Tally.ANNOUNCE_MS);
        ada.says(give.formatted("c", "'guess','number':1,'option':1"));
        driver.says(give.formatted("d", "'predict-close','number':1"));
        assertThat(driver.latest().at("/state/prediction/question/counts")).hasToString("[0,1]");

        front.hear(late.get(0));

        assertThat(late).hasSize(1);
        assertThat(driver.latest().at("/state/prediction/question/counts")).hasToString("[0,1]");
        loop.advance(Tally.ANNOUNCE_MS);
        front.hear(late.get(1));
        assertThat(driver.latest().at("/state/prediction/question/counts")).hasToString("[0,1]");
    }

    @Test
    void changeStartsLaterForPagesAtADistantFront() {
        var driver = new Guest(PRESENTER, 0);
        var attendee = new Guest(ATTENDEE, 1);
        guests.addAll(List.of(driver, attendee));
        pass(5_000);
        attendee.socket.says("{'type':'ping','t':1,'rtt':40}");
        pass(2_000);
        driver.gives("'do':'go','cursor':{'trace':'t3','step':'embed'}");
        pass(2_000);

        double start = changes.get(changes.size() - 1).start();
        assertThat(attendee.socket.last("state").get("start").doubleValue()).isEqualTo(start);
        // 20 ms to the page, and at least 1 ms more to its front.
        assertThat(start - changedAt).isGreaterThanOrEqualTo(21 + StartDelay.MARGIN_MS);
    }
}
