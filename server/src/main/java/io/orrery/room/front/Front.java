package io.orrery.room.front;

import io.orrery.error.ClusterError;
import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.delivery.Connection;
import io.orrery.room.delivery.Delivery;
import io.orrery.room.delivery.Outbox;
import io.orrery.room.delivery.Outbox.Newest;
import io.orrery.room.engine.Engine;
import io.orrery.room.link.Link;
import io.orrery.room.people.Presence;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.Frames;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.Counts;
import io.orrery.wire.ServerMessage.Fault;
import io.orrery.wire.ServerMessage.Limits;
import io.orrery.wire.ServerMessage.Refused;
import io.orrery.wire.ServerMessage.State;
import io.orrery.wire.ServerMessage.Welcome;
import io.orrery.wire.View;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A front of a room: serves the pages that are connected to it, follows the room's owner, and sends each page what its role may see. What a role sees
 * is computed here, from the entries that the owner tells, and encoded once for all pages of the role.
 *
 * <p>The link to the owner may break. A front then follows anew: it asks again for its pages and for the commands that were not answered, and is told the
 * newest state. What the owner says of a command waits until the front has followed the room to the change that the command made.
 */
public final class Front implements Link.Front {
    /** Of the protocol that pages speak. */
    static final int VERSION = 1;

    private static final double CHECK_MS = 1000;

    /** After this long a person who has left is forgotten, ms: the rate limit has recovered, and what was asked has been answered. */
    private static final double FORGET_MS = 60_000;

    private final Engine engine;
    private final EventLoop loop;
    private final Consumer<CloseCode> cutOff;
    private final OwnerClock clock;
    private final StepFrame frame;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<Long, ClientSession> sessions = new LinkedHashMap<>();
    /** The pages that have joined, by the person's id. */
    private final Map<String, Page> present = new LinkedHashMap<>();
    /** By the person's id. */
    private final Map<String, Visitor> visitors = new HashMap<>();
    /** The state message that each role was sent last. */
    private final Map<Role, String> said = new EnumMap<>(Role.class);
    /** The names of the parts with counts that a role was ever told. */
    private final Map<Role, Set<String>> counted = new EnumMap<>(Role.class);
    /** What the owner has said of changes that have not come yet. */
    private final Deque<Link.ForPages> held = new ArrayDeque<>();

    private Link.Owner owner;
    private String epoch = "";
    private long seq;
    private volatile RoomState state = RoomState.EMPTY;
    private StateViews views;
    /** Until the room is known none are newer. */
    private Link.Counted counts = new Link.Counted(Long.MAX_VALUE, Map.of());

    private Link.Pointing pointing;
    private double attendeesToldAt = Double.NEGATIVE_INFINITY;
    /** The roles of a full front's attendees who have not been told the newest counts. */
    private final Set<Role> uncounted = EnumSet.noneOf(Role.class);

    private double uncountedUntil = Double.NEGATIVE_INFINITY;
    private boolean isCountPlanned;
    /** Whether the owner has been told that what it knows of the people has changed. */
    private volatile boolean isChangeTold;

    private volatile Optional<CloseCode> ended = Optional.empty();
    /** Whether no owner can be reached, here or elsewhere. */
    private boolean isCutOff;

    /** @param cutOff is told when a connection is closed because of its behaviour */
    public Front(Engine engine, EventLoop loop, Consumer<CloseCode> cutOff) {
        this.engine = engine;
        this.loop = loop;
        this.cutOff = cutOff;
        this.clock = new OwnerClock(loop::now);
        this.frame =
                new StepFrame(engine, loop, () -> new StepFrame.Position(seq, state), this::largestFrame, this::tell);
        loop.after(CHECK_MS, this::check);
    }

    /** Follows the owner at the other end of a link. Called again after the link broke. */
    public void follow(Link.Owner to) {
        owner = to;
        askClock();
        owner.hear(new Link.Follow(sessions.values().stream()
                .flatMap(session -> session.join().stream())
                .filter(this::isKnown)
                .toList()));
        List.copyOf(sessions.values()).stream()
                .filter(session -> session.join().filter(page -> !isKnown(page)).isPresent())
                .forEach(session -> session.close(CloseCode.OLDER_OWNER));
        for (Page page : List.copyOf(present.values())) {
            page.visitor().unanswered().forEach(request -> ask(page, request));
        }
    }

    /** Starts a session for a connection that has been opened. May be called from any thread. */
    public ClientSession connect(Connection connection) {
        var session = new ClientSession(this, lastNumber.incrementAndGet(), loop, connection);
        loop.execute(() -> ended.ifPresentOrElse(why -> session.close(CloseCode.RESTART), () -> {
            sessions.put(session.number(), session);
            session.waitForHello();
        }));
        return session;
    }

    /** Whether the room has ended, so that nobody can connect any more. May be called from any thread. */
    public boolean hasEnded() {
        return ended.isPresent();
    }

    /** Whether nobody is connected. */
    public boolean isEmpty() {
        return sessions.isEmpty();
    }

    /** The newest value of a part of the state; empty while the front does not know the room. May be called from any thread. */
    public <S extends Record> Optional<S> part(StatePart<S> part) {
        RoomState now = state;
        return now.parts().containsKey(part.name()) ? Optional.of(part.of(now)) : Optional.empty();
    }

    /** Whether this server is cut off from those that could own the room: pages are told, and what they ask is refused. */
    public void cutOff(boolean isCutOffNow) {
        if (isCutOff != isCutOffNow) {
            isCutOff = isCutOffNow;
            DomainError said = isCutOff ? new ClusterError.CutOff() : new ClusterError.NotCutOff();
            present.values().forEach(page -> page.session().say(Fault.of(said)));
        }
    }

    /** The clock of the room's owner, ms. May be called from any thread. */
    double now() {
        return clock.now();
    }

    /** How far the room's clock is ahead of this server's, ms, as owners have told it; empty while none has. */
    public Optional<Double> ahead() {
        return clock.ahead();
    }

    void join(ClientSession session, Link.Join page) {
        if (isKnown(page)) {
            owner.hear(page);
        } else {
            session.close(CloseCode.OLDER_OWNER);
        }
    }

    private boolean isKnown(Link.Join page) {
        return owner.knows(page.hello().view());
    }

    void command(Page by, CommandRequest request) {
        if (isCutOff) {
            Refused refused = Refused.of(request.id(), new ClusterError.CutOff());
            by.session().refused(refused.reason());
            by.session().say(refused);
            return;
        }
        by.visitor().asks(request);
        ask(by, request);
    }

    private void ask(Page by, CommandRequest request) {
        owner.hear(new Link.Command(by.session().number(), request));
    }

    void points(Page by, Point point) {
        owner.hear(new Link.Pointed(by.session().number(), point));
    }

    void renames(Page by, String name) {
        owner.hear(new Link.Renamed(by.session().number(), name));
    }

    /** May be called from any thread. */
    void beats(Page by, Ping ping) {
        if (by.beats(ping) && !isChangeTold) {
            isChangeTold = true;
            loop.execute(() -> owner.hear(new Link.PeopleChanged()));
        }
    }

    /** A connection is gone; the person may come back. */
    void left(ClientSession session, Optional<Page> page) {
        if (sessions.remove(session.number()) != null) {
            page.ifPresent(gone -> {
                present.remove(gone.person(), gone);
                gone.visitor().goes();
            });
            owner.hear(new Link.Left(session.number()));
        }
    }

    void cutOff(CloseCode why) {
        cutOff.accept(why);
    }

    private void check() {
        List.copyOf(sessions.values()).forEach(ClientSession::closeIfStuck);
        visitors.values().removeIf(visitor -> visitor.isAwayFor(FORGET_MS));
        // while a slow machine still opens the room, nobody is followed yet
        if (owner != null) {
            askClock();
        }
        if (ended.isEmpty()) {
            loop.after(CHECK_MS, this::check);
        }
    }

    private void askClock() {
        owner.hear(new Link.Ping(loop.now()));
    }

    @Override
    public double[] roundTrips() {
        double behind = clock.roundTrip();
        var known = new double[present.size()];
        int count = 0;
        for (Page page : present.values()) {
            Optional<Double> roundTrip = page.roundTrip();
            if (roundTrip.isPresent()) {
                known[count++] = roundTrip.get() + behind;
            }
        }
        return Arrays.copyOf(known, count);
    }

    @Override
    public List<Link.Seen> seen() {
        // Reset first: heartbeats that arrive on other threads from here on are told of again.
        isChangeTold = false;
        double behind = clock.roundTrip();
        return present.values().stream().map(page -> page.seen(behind)).toList();
    }

    /** Tells all pages that the room cannot be shown here. */
    public void notShownHere() {
        present.values().forEach(page -> page.session().say(Fault.of(new ClusterError.NotShownHere())));
    }

    /** @throws OrreryException if this server has not the room's model */
    @Override
    public void hear(Link.FromOwner said) {
        if (said instanceof Link.ForPages ofChange) {
            held.add(ofChange);
        } else if (said instanceof Link.EntryMessage entry) {
            hear(entry);
        } else if (said instanceof Link.Newest newest) {
            hear(newest);
        } else if (said instanceof Link.Counted newer) {
            hear(newer);
        } else if (said instanceof Link.Pointing newer) {
            pointing = newer;
            tellPointer();
        } else if (said instanceof Link.People people) {
            tell(people);
        } else if (said instanceof Link.Closed page) {
            Optional.ofNullable(sessions.get(page.page())).ifPresent(session -> session.close(page.why()));
        } else if (said instanceof Link.Pong pong) {
            clock.heard(pong.t(), pong.now());
        } else if (said instanceof Link.Ended room) {
            ended = Optional.of(room.why());
            List.copyOf(sessions.values()).forEach(session -> session.close(room.why()));
        }
        passOn();
    }

    /** Passes on what waited for the changes that have come by now. */
    private void passOn() {
        while (!held.isEmpty() && held.peek().seq() <= seq) {
            Link.ForPages next = held.remove();
            if (next instanceof Link.Admitted page) {
                welcome(page);
            } else if (next instanceof Link.Reply reply) {
                pass(reply);
            }
        }
    }

    private void welcome(Link.Admitted admitted) {
        ClientSession session = sessions.get(admitted.page());
        Optional<Page> before =
                Optional.ofNullable(present.get(admitted.person())).filter(page -> page.session() == session);
        if (session == null) {
            owner.hear(new Link.Left(admitted.page()));
        } else if (before.isPresent()) {
            before.get().admit(admitted);
        } else {
            Visitor visitor = visitors.computeIfAbsent(admitted.person(), any -> new Visitor(loop::now));
            session.join(admitted, visitor).ifPresent(this::welcome);
        }
    }

    private void welcome(Page page) {
        Link.Admitted admitted = page.admitted();
        page.visitor().comes();
        present.put(page.person(), page);
        page.session()
                .say(new Welcome(
                        VERSION,
                        epoch,
                        seq,
                        page.role(),
                        admitted.secret(),
                        admitted.party(),
                        now(),
                        views.json(page.role()),
                        new Limits(page.longestMessage(), ClientMessages.LONGEST_NAME, Frames.LARGEST)));
        Outbox outbox = page.session().outbox();
        // The frame may be too large for a front that has filled up since. Then the page fetches its tensors.
        frame.get()
                .filter(made -> views.showsNumbers(page.role()) && made.size() <= largestFrame())
                .map(Delivery::of)
                .ifPresent(outbox::frame);
        if (admitted.returns() || !pointing.isNowhere()) {
            outbox.newest(Newest.POINTER, pointing.text());
        }
        page.session().hearEarly();
    }

    /** A link may repeat a reply; it is passed on once. */
    private void pass(Link.Reply reply) {
        Optional.ofNullable(present.get(reply.person()))
                .filter(page -> reply.id().isEmpty() || isFirstReply(page, reply.id()))
                .ifPresent(page -> {
                    reply.refused().ifPresent(page.session()::refused);
                    reply.text()
                            .ifPresentOrElse(
                                    page.session()::say,
                                    () -> page.session().say(new State(seq, 0, views.json(page.role()), reply.id())));
                });
    }

    private static boolean isFirstReply(Page page, String id) {
        return page.visitor().isAnswered(id, page.isKeyless());
    }

    /** The newest state replaces all that was missed. One of another run of the room is for pages that begin anew. */
    private void hear(Link.Newest newest) {
        pointing = newest.pointing();
        if (!newest.epoch().equals(epoch)) {
            List.copyOf(present.values()).forEach(page -> page.session().close(CloseCode.RESTART));
            epoch = newest.epoch();
            seq = newest.seq();
            state = new RoomState(newest.parts());
            counts = newest.counts();
            views = views();
            frame.follow(frame.ask(0, 0), 0);
            return;
        }
        hear(newest.counts());
        tellPointer();
        if (newest.seq() > seq) {
            change(new Link.EntryMessage(newest.seq(), 0, newest.parts(), Optional.empty(), "", ""));
        }
    }

    private void hear(Link.EntryMessage entry) {
        if (entry.seq() == seq + 1) {
            entry.counts().filter(this::areNewer).ifPresent(newer -> counts = newer);
            change(entry);
        } else if (entry.seq() > seq) {
            follow(owner);
        }
    }

    private void change(Link.EntryMessage entry) {
        RoomState before = state;
        StateViews viewsBefore = views;
        seq = entry.seq();
        state = before.with(entry.parts());
        views = views();
        double start = views.differFrom(viewsBefore) ? entry.start() : 0;
        if (cursor(state).equals(cursor(before))) {
            Optional<Frame> now = views.showsMoreThan(viewsBefore) ? frame.get() : Optional.empty();
            tell(entry, announcement(viewsBefore, start, entry.id(), now), false);
        } else {
            var asked = frame.ask(freshSince(before), start);
            tell(entry, announcement(viewsBefore, start, entry.id(), frame.get()), true);
            frame.follow(asked, start);
        }
    }

    private boolean areNewer(Link.Counted heard) {
        return heard.number() > counts.number();
    }

    private StateViews views() {
        WalkState walk = WalkState.PART.of(state);
        engine.learn(walk.trace());
        walk.second().ifPresent(engine::learn);
        return new StateViews(
                state, engine.walk(WalkState.PART.of(state).trace().model()), counts.byBallot());
    }

    private Announcement announcement(StateViews before, double start, String id, Optional<Frame> with) {
        return new Announcement(before, views, seq, start, id, with, isFull());
    }

    private static Cursor cursor(RoomState state) {
        return WalkState.PART.of(state).cursor();
    }

    /** The first position whose rows nobody has seen. */
    private int freshSince(RoomState before) {
        var old = WalkState.PART.of(before).trace();
        var trace = WalkState.PART.of(state).trace();
        return trace.id().equals(old.id()) ? 0 : trace.sharedWith(old);
    }

    /** Announces a change to everyone who sees a difference, and to the person who made it. */
    private void tell(Link.EntryMessage entry, Announcement change, boolean isMove) {
        Optional<Page> maker = Optional.ofNullable(present.get(entry.by()));
        maker.ifPresent(page -> isFirstReply(page, entry.id()));
        Collection<Page> told =
                change.concernsAnyone() ? present.values() : maker.stream().toList();
        for (Page page : told) {
            Role role = page.role();
            boolean isOwn = page.person().equals(entry.by());
            boolean isConcerned = change.concerns(role);
            if (isConcerned) {
                said.put(role, change.text(role));
                uncounted.remove(role);
            }
            if (isOwn || isConcerned) {
                page.session()
                        .outbox()
                        .state(
                                isOwn ? entry.id() : "",
                                answers -> isOwn || answers.isEmpty() ? change.text(role) : change.text(role, answers),
                                isMove,
                                change.frame(role));
            }
        }
    }

    /** Tells each role the counts of answers, if they are new to it. The state has not changed. */
    private void hear(Link.Counted newer) {
        if (!areNewer(newer)) {
            return;
        }
        counts = newer;
        StateViews before = views;
        views = views.with(counts.byBallot());
        var texts = new EnumMap<Role, String>(Role.class);
        for (Role role : Role.values()) {
            Map<String, Record> parts = views.parts(role);
            Map<String, Record> partsBefore = before.parts(role);
            if (!parts.equals(partsBefore)) {
                texts.put(role, new Counts(seq, told(role, partsBefore.keySet(), parts)).json());
            }
        }
        tellCounts(texts, page -> !isOneOfMany(page));
        if (isFull()) {
            uncounted.addAll(texts.keySet());
            planCounts();
        }
    }

    private void planCounts() {
        if (!isCountPlanned) {
            isCountPlanned = true;
            loop.after(Math.max(0, uncountedUntil - loop.now()), this::tellTheMany);
        }
    }

    /** Tells the attendees of a full front the newest counts, of which no state has told them meanwhile. */
    private void tellTheMany() {
        isCountPlanned = false;
        if (uncounted.isEmpty()) {
            return;
        }
        uncountedUntil = loop.now() + Presence.COUNTS_IN_A_FULL_ROOM_MS;
        var texts = new EnumMap<Role, String>(Role.class);
        for (Role role : uncounted) {
            texts.put(role, new Counts(seq, told(role, Set.of(), views.parts(role))).json());
        }
        uncounted.clear();
        // Meanwhile the front may have emptied.
        tellCounts(texts, Front::isOfTheMany);
    }

    private void tellCounts(Map<Role, String> texts, Predicate<Page> who) {
        present.values().stream()
                .filter(who)
                .forEach(page -> Optional.ofNullable(texts.get(page.role()))
                        .ifPresent(text -> page.session().outbox().newest(Newest.COUNTS, text)));
    }

    private boolean isOneOfMany(Page page) {
        return isFull() && isOfTheMany(page);
    }

    private static boolean isOfTheMany(Page page) {
        return page.view() == View.ATTENDEE || page.view() == View.EMBED;
    }

    /**
     * The parts that a role is told: also each that it was ever told, and does not see any more, as the page may have missed that.
     *
     * @param before the names of the parts that the role saw
     * @param now the parts with counts that it sees now, by name
     * @return the parts by name; empty for one that is gone
     */
    private Map<String, Optional<Record>> told(Role role, Set<String> before, Map<String, Record> now) {
        Set<String> names = counted.computeIfAbsent(role, any -> new HashSet<>());
        names.addAll(before);
        names.addAll(now.keySet());
        return names.stream().collect(Collectors.toMap(name -> name, name -> Optional.ofNullable(now.get(name))));
    }

    /** Sends the frame of the state that was announced last, to the roles that may see its numbers. */
    private void tell(Frame late) {
        var deliveries = new HashMap<Optional<String>, Delivery>();
        for (Page page : present.values()) {
            if (views.showsNumbers(page.role())) {
                Optional<String> text = Optional.ofNullable(said.get(page.role()));
                page.session().outbox().frame(deliveries.computeIfAbsent(text, any -> delivery(late, any)));
            }
        }
    }

    private Delivery delivery(Frame late, Optional<String> text) {
        return text.map(known -> Delivery.of(late, known, isFull())).orElseGet(() -> Delivery.of(late));
    }

    /** The largest frame for the people present, in bytes. */
    private int largestFrame() {
        return isFull() ? Frames.LARGEST_IN_A_FULL_ROOM : Frames.LARGEST;
    }

    private boolean isFull() {
        return present.size() > Presence.FULL;
    }

    private void tellPointer() {
        present.values().stream()
                .filter(page -> !page.person().equals(pointing.except()))
                .forEach(page -> page.session().outbox().newest(Newest.POINTER, pointing.text()));
    }

    private void tell(Link.People people) {
        boolean isAttendeesTurn = !isFull() || loop.now() - attendeesToldAt >= Presence.PEOPLE_IN_A_FULL_ROOM_MS;
        boolean isSomeoneUntold = false;
        for (Page page : present.values()) {
            boolean isOneOfMany = isOneOfMany(page);
            // In a full room attendees are sent only changes of the head count; the number who follow changes with
            // every step.
            if (isOneOfMany && page.toldCount() == people.count()) {
                continue;
            }
            if (isOneOfMany && !isAttendeesTurn && page.toldCount() >= 0) {
                isSomeoneUntold = true;
                continue;
            }
            if (isOneOfMany && isAttendeesTurn) {
                attendeesToldAt = loop.now();
            }
            page.told(people.count());
            page.session().outbox().newest(Newest.PEOPLE, page.role().mayDrive() ? people.listed() : people.text());
        }
        if (isSomeoneUntold) {
            owner.hear(new Link.PeopleChanged());
        }
    }
}
