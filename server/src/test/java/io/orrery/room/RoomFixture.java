package io.orrery.room;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.front.Front;
import io.orrery.room.log.LoggedState;
import io.orrery.room.storage.SavedRoom;
import java.util.Optional;

/** A room on a trace of three tokens. The test controls time, network and engine. What its owner and its front say to each other passes as bytes. */
final class RoomFixture {
    static final String KEY = "the-key";
    static final String CO_KEY = "the-co-key";

    private final HandLoop loop = new HandLoop();
    private final HandEngine engine = new HandEngine();
    private final Room room;
    private final HandStorage storage;
    private int secrets;
    private int commands;

    RoomFixture() {
        this(new HandStorage());
    }

    RoomFixture(HandStorage storage) {
        this(storage, RoomsFixture.MOST_PEOPLE);
    }

    /** @param most the most people without a key */
    RoomFixture(HandStorage storage, int most) {
        this(storage, most, Keys.of(RoomKey.of(KEY), RoomKey.of(CO_KEY), 0));
    }

    RoomFixture(Keys keys) {
        this(new HandStorage(), RoomsFixture.MOST_PEOPLE, keys);
    }

    private RoomFixture(HandStorage storage, int most, Keys keys) {
        this.storage = storage;
        var saved = SavedRoom.of(new RoomCode("ABC234"), keys, true, "m", loop.now());
        storage.add(saved);
        var state = Rooms.first(saved.code(), HandEngine.trace("t3"), engine.walk("m"), "");
        room = new Room(
                saved,
                LoggedState.none().begun(storage.log(saved.code()), loop.now(), state),
                Optional.empty(),
                most,
                engine,
                loop,
                storage,
                () -> "secret-" + secrets++,
                EncodedLink::between,
                new Front(engine, loop, new RoomLog(saved.code())::cutOff));
        loop.run();
    }

    /** What is stored of people, and what the room's log and undo hold. */
    String stored() {
        return storage.rooms().stream()
                        .map(saved -> saved.people() + " " + saved.answers())
                        .toList() + " " + room.logged();
    }

    HandRecordings recordings() {
        return storage.recordings();
    }

    HandLoop loop() {
        return loop;
    }

    HandEngine engine() {
        return engine;
    }

    Room room() {
        return room;
    }

    /** A connection that has not sent anything yet. */
    HandSocket socket() {
        return new HandSocket(room, loop);
    }

    /** @param me the person's secret from an earlier welcome; empty for a new person */
    HandSocket attendee(String network, String me) {
        return new HandSocket(room, loop, network)
                .says("{'type':'hello','v':1,'view':'attendee'" + (me.isEmpty() ? "" : ",'me':'" + me + "'") + "}")
                .flush();
    }

    HandSocket attendee() {
        return socket().says("{'type':'hello','v':1,'view':'attendee'}").flush();
    }

    HandSocket projector() {
        return socket().says("{'type':'hello','v':1,'view':'projector'}").flush();
    }

    HandSocket presenter() {
        return socket().says("{'type':'hello','v':1,'view':'presenter','key':'" + KEY + "'}")
                .flush();
    }

    HandSocket coPresenter() {
        return socket().says("{'type':'hello','v':1,'view':'presenter','key':'" + CO_KEY + "','name':'Co'}")
                .flush();
    }

    /**
     * Connects a person again.
     *
     * @param me the person's secret
     */
    HandSocket again(String view, String me) {
        return socket().says("{'type':'hello','v':1,'view':'" + view + "','key':'" + KEY + "','me':'" + me + "'}")
                .flush();
    }

    /**
     * Sends a command with a new id, which this returns.
     *
     * @param at the last seq that the sender has seen
     */
    String command(HandSocket by, long at, String fields) {
        String id = "c" + ++commands;
        by.says("{'type':'command','id':'" + id + "','at':" + at + "," + fields + "}");
        return id;
    }

    static String go(String trace, String step) {
        return "'do':'go','cursor':{'trace':'" + trace + "','step':'" + step + "'}";
    }
}
