package io.orrery.room;

import io.orrery.room.access.KeyMaker;
import io.orrery.room.access.RoomCode;
import io.orrery.room.storage.Storage;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The rooms of a server. The test controls time, network, engine and storage. */
final class RoomsFixture {
    static final String OPERATORS_KEY = "the-operators-key";
    static final double IDLE_MS = 3_600_000;

    /** The most people without a key in a room. */
    static final int MOST_PEOPLE = 100;

    private static final int MOST = 2;

    private final HandLoop loop = new HandLoop();
    private final Storage storage;
    private final int answersDays;
    private final HandEngine engine = new HandEngine();
    private final Rooms rooms;
    private int secrets;
    private int commands;

    RoomsFixture() {
        this(new HandStorage(), Rooms.DEFAULT_ANSWERS_DAYS);
    }

    /** Rooms on a storage of the test's own. @param answersDays for how long answers are kept */
    RoomsFixture(Storage storage, int answersDays) {
        this.storage = storage;
        this.answersDays = answersDays;
        rooms = restarted();
    }

    private Rooms rooms(String operatorsKey) {
        return rooms(operatorsKey, MOST);
    }

    /** Other rooms, on the same storage. */
    Rooms rooms(int most) {
        return rooms(OPERATORS_KEY, most);
    }

    private Rooms rooms(String operatorsKey, int most) {
        return new Rooms(
                engine,
                () -> loop,
                storage,
                new KeyMaker(operatorsKey, this::secret),
                new Rooms.Limits(most, MOST_PEOPLE, IDLE_MS, answersDays),
                new Random(1),
                this::secret,
                Neighbours.NONE);
    }

    private String secret() {
        return "secret-" + secrets++;
    }

    HandLoop loop() {
        return loop;
    }

    HandStorage storage() {
        return (HandStorage) storage;
    }

    HandEngine engine() {
        return engine;
    }

    Rooms rooms() {
        return rooms;
    }

    /** The rooms after a restart, on the same storage. */
    Rooms restarted() {
        return restarted(OPERATORS_KEY, "t3");
    }

    /** @param trace the trace of rooms that start over */
    Rooms restarted(String operatorsKey, String trace) {
        Rooms again = rooms(operatorsKey);
        again.restore(HandEngine.trace(trace), UnaryOperator.identity());
        return again;
    }

    Rooms.Opening open() {
        return rooms.open(HandEngine.trace("t3"), "", Opener.OPERATOR).orElseThrow();
    }

    /** A page that connects to a room, whether that can be entered or not. @param hello the fields of its hello */
    HandSocket comes(Rooms among, RoomCode code, String hello) {
        return new HandSocket(among, code, loop).says("{'type':'hello','v':1," + hello + "}");
    }

    HandSocket presenter(Rooms.Opening opening) {
        return presenter(rooms, opening);
    }

    HandSocket presenter(Rooms among, Rooms.Opening opening) {
        return join(among.find(opening.code()).orElseThrow(), "presenter", "'key':" + quoted(opening.presenterKey()));
    }

    HandSocket join(Rooms.Opening opening, String view, String key) {
        return join(rooms.find(opening.code()).orElseThrow(), view, "'key':" + quoted(key));
    }

    /** @param more further fields of the hello; may be empty */
    HandSocket join(Room room, String view, String more) {
        return new HandSocket(room, loop)
                .says("{'type':'hello','v':1,'view':'" + view + "'" + (more.isEmpty() ? "" : "," + more) + "}")
                .flush();
    }

    /**
     * Sends a command with a new id.
     *
     * @param at the last seq that the sender has seen
     */
    void command(HandSocket by, long at, String fields) {
        by.says("{'type':'command','id':'c" + ++commands + "','at':" + at + "," + fields + "}")
                .flush();
    }

    /** The trace and step of the last state that arrived. */
    static String shown(HandSocket screen) {
        var cursor = screen.last("state").at("/state/cursor");
        return cursor.get("trace").textValue() + " " + cursor.get("step").textValue();
    }

    static String quoted(String text) {
        return "'" + text + "'";
    }
}
