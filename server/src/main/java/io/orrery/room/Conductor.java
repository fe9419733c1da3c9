package io.orrery.room;

import io.orrery.room.Past.Before;
import io.orrery.room.Past.Earlier;
import io.orrery.room.Person.Answer;
import io.orrery.tour.Walk;
import io.orrery.wire.ClientMessage.Order;
import io.orrery.wire.Command;
import io.orrery.wire.Cursor;
import io.orrery.wire.Exhibit;
import io.orrery.wire.Frame;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.ServerMessage.Refused;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Moves the room: takes the presenter's commands, and plays.
 *
 * <p>A command that can be done at once is done in its turn. One for which a trace must be found or computed is asked of
 * the engine; only the latest such question counts, and the answer to an older one is dropped. Whatever has been decided
 * about a command is remembered by its id, so a command that is given again, because its answer was lost, is answered
 * again and done once.
 */
final class Conductor {
    private static final String UNDO = "undo";

    private final Engine engine;
    private final Loop loop;
    private final Listener listener;
    private final Past past;
    private RoomState state;
    private Moves moves = Moves.NONE;
    /** The change that brought the present trace. */
    private long traceSince;

    private final Questions questions;
    private final Playing playing;
    private final PresentFrame frame;

    /** Hears what the conductor does. */
    interface Listener {
        /** How far ahead of now a change begins, ms. */
        double headStart();

        /** How many bytes a frame may have for those who are there. */
        int largestFrame();

        void changed(Change change);

        /** The frame of the present step is there. */
        void framed(Frame latest);

        void refused(Person person, Refused refused);

        /** A command was right and changed nothing. */
        void unchanged(Person person, String id);

        /**
         * Sends somebody out of the room.
         *
         * @throws RefusedException if nobody has this id, or it is one who may drive
         */
        void kick(String id);
    }

    /**
     * A change of the state.
     *
     * @param start when it begins, ms
     * @param moved whether the cursor moved
     * @param frame of the step that it moved to, where it is there already; else it follows
     * @param by the id of who did it; empty when the room moved by itself
     * @param id of the command
     */
    record Change(RoomState state, double start, boolean moved, Optional<Frame> frame, String by, String id) {}

    /** @param past what can be undone from the beginning */
    Conductor(Engine engine, Loop loop, RoomState first, Past past, Listener listener) {
        this.engine = engine;
        this.loop = loop;
        this.past = past;
        this.listener = listener;
        this.state = first;
        this.traceSince = first.seq();
        this.questions = new Questions(loop, new Answering());
        this.playing = new Playing(engine, loop, questions, this::state, next -> change(next, "", ""));
        this.frame = new PresentFrame(engine, loop, this::state, listener::largestFrame, listener::framed);
        loop.execute(() -> {
            frame.follow(frame.ask(0, 0), 0);
            playing.planNextStep();
        });
    }

    /** What comes of the questions. */
    private final class Answering implements Questions.Asker {
        @Override
        public void apply(Person person, String id, String what, RoomState next) {
            Conductor.this.apply(person, id, what, next);
        }

        @Override
        public void refuse(Person person, String id, RefusalReason reason, String detail) {
            Conductor.this.refuse(person, id, reason, detail);
        }

        @Override
        public void settled() {
            playing.planNextToken();
        }
    }

    RoomState state() {
        return state;
    }

    /** The frame of the present step, as soon as it is there. */
    Optional<Frame> frame() {
        return frame.get();
    }

    /** The command that would be undone; empty if there is none. */
    String undoable() {
        return past.last();
    }

    /** What can be undone, the latest first, to be kept. */
    List<SavedBefore> past() {
        return past.saved();
    }

    void perform(Attendee by, Order order) {
        Person person = by.person();
        Optional<Answer> earlier = person.answer(order.id());
        if (earlier.isPresent()) {
            repeat(person, order.id(), earlier.get());
        } else if (!Rights.allow(order.command(), by.role(), state.wheel().isHeldBy(by.party()))) {
            refuse(person, order.id(), RefusalReason.NOT_DRIVING, "Somebody else drives.");
        } else if (isAboutTheWheel(order.command())) {
            steer(by, order);
        } else if (isStale(person, order)) {
            refuse(person, order.id(), RefusalReason.STALE, "Somebody else moved the room in the meantime.");
        } else {
            decide(person, order);
        }
    }

    private static boolean isAboutTheWheel(Command command) {
        return command instanceof Command.AskWheel
                || command instanceof Command.OfferWheel
                || command instanceof Command.TakeWheel;
    }

    private void steer(Attendee by, Order order) {
        Wheel wheel = state.wheel();
        String party = by.party();
        try {
            Wheel next;
            if (order.command() instanceof Command.AskWheel ask) {
                next = wheel.asked(party, ask.on());
            } else if (order.command() instanceof Command.OfferWheel offer) {
                next = wheel.offeredTo(offer.to());
            } else if (order.command() instanceof Command.TakeWheel) {
                next = wheel.takenBy(party, loop.now());
            } else {
                throw new IllegalArgumentException("not about the wheel: " + order.command());
            }
            apply(by.person(), order.id(), order.what(), state.withWheel(next));
        } catch (RefusedException e) {
            refuse(by.person(), order.id(), e.reason(), e.getMessage());
        }
    }

    /** The driver came or went, or somebody who could take the wheel did. */
    void wheelIs(boolean manned, boolean wanted) {
        Wheel wheel = state.wheel();
        boolean waits = wheel.freeAt() > 0;
        if (manned && waits) {
            change(state.withWheel(wheel.freeFrom(0)), "", "");
        } else if (!manned && wanted && !waits) {
            change(state.withWheel(wheel.freeFrom(loop.now() + Wheel.WAIT_MS)), "", "");
        }
    }

    private void kick(Person person, String id, String whom) {
        try {
            listener.kick(whom);
            apply(person, id, "kick", state.withWheel(state.wheel().without(whom)));
        } catch (RefusedException e) {
            refuse(person, id, e.reason(), e.getMessage());
        }
    }

    void refuse(Person person, String id, RefusalReason reason, String detail) {
        var refused = new Refused(id, reason, detail);
        person.remember(id, new Answer.No(refused));
        listener.refused(person, refused);
    }

    private void repeat(Person person, String id, Answer earlier) {
        if (earlier instanceof Answer.No no) {
            listener.refused(person, no.refused());
        } else if (earlier instanceof Answer.Done) {
            listener.unchanged(person, id);
        }
    }

    /** What was meant for what its sender saw; all else is right whatever the room shows. */
    private static final Set<String> DEPEND =
            Set.of("go", "prompt", "generate", "append", "back", "compare", "play", "reset", "undo");

    /** Commands after which people do not gather any more. */
    private static final Set<String> BEGIN = Set.of("go", "generate", "append", "back", "play", "reset");

    private boolean isStale(Person person, Order order) {
        boolean depends = DEPEND.contains(order.what());
        return depends && (order.at() > state.seq() || moves.overtook(person, order.at()));
    }

    private void decide(Person person, Order order) {
        String id = order.id();
        Command command = order.command();
        if (command instanceof Command.Go go) {
            go(person, id, order.at(), go.cursor());
        } else if (command instanceof Command.Prompt prompt) {
            askText(person, id, "prompt", engine.find(prompt.trace()), trace -> state.withTrace(trace, walk(trace)));
        } else if (command instanceof Command.Generate generate) {
            generate(person, id, generate);
        } else if (command instanceof Command.Append append) {
            askText(person, id, "append", engine.append(append.trace(), append.tokens()), this::grown);
        } else if (command instanceof Command.Back back) {
            askText(person, id, "back", engine.back(back.trace(), back.tokens()), this::grown);
        } else if (command instanceof Command.Compare compare) {
            compare(person, id, compare.model());
        } else if (command instanceof Command.Reset) {
            askText(person, id, "reset", engine.promptOf(state.trace()), trace -> state.fromStart(trace, walk(trace)));
        } else if (command instanceof Command.Undo) {
            undo(person, id);
        } else if (command instanceof Command.Stop) {
            questions.giveUp();
            questions.giveUpToken();
            apply(person, id, "stop", state.withWriting(state.writing().stopped()));
        } else if (command instanceof Command.Kick kick) {
            kick(person, id, kick.person());
        } else if (command instanceof Command.Show show) {
            show(person, id, show);
        } else {
            apply(person, id, order.what(), staged(command));
        }
    }

    /** What is done at once, and always can be. */
    private RoomState staged(Command command) {
        Staging staging = state.staging();
        if (command instanceof Command.Play) {
            return state.playingOn(walk(state.trace()));
        } else if (command instanceof Command.Pause) {
            return state.withPlaying(false);
        } else if (command instanceof Command.Blank blank) {
            return state.withStaging(staging.withBlank(blank.on()));
        } else if (command instanceof Command.Lobby lobby) {
            return lobby.on()
                    ? state.gathering()
                    : state.withPlaying(state.playing()).begun(loop.now());
        } else if (command instanceof Command.Highlight highlight) {
            return state.withStaging(staging.withMarks(highlight.marks()));
        } else if (command instanceof Command.Share share) {
            return state.withStaging(staging.withSharing(share.on()));
        } else if (command instanceof Command.Address address) {
            return state.withAddress(address.address());
        } else if (command instanceof Command.Sample sample) {
            return state.withWriting(state.writing().withSampling(sample.sampling()));
        }
        throw new IllegalArgumentException("not done here: " + command);
    }

    /** Models to walk past; a flight begins once pages had the time to fetch what stands there. */
    private void show(Person person, String id, Command.Show command) {
        Optional<Exhibit> present = state.staging().exhibit();
        Optional<String> subject = command.subject();
        if (subject.isEmpty()) {
            apply(person, id, "exhibit", state.withStaging(state.staging().withExhibit(Optional.empty())));
        } else if (!subject.get().equals(Exhibit.FLIGHT) && !engine.hasStructure(subject.get())) {
            refuse(
                    person,
                    id,
                    RefusalReason.UNKNOWN_MODEL,
                    "There is no model named " + subject.get() + " to walk past.");
        } else {
            boolean isThere =
                    present.map(Exhibit::subject).filter(subject.get()::equals).isPresent();
            double start = loop.now() + listener.headStart() + (isThere ? 0 : Exhibit.LEAD_MS);
            var exhibit = new Exhibit(subject.get(), start - command.seconds() * 1000);
            apply(person, id, "exhibit", state.exhibiting(exhibit).begun(loop.now()));
        }
    }

    private void undo(Person person, String id) {
        Optional<Before> earlier = past.latest();
        if (questions.areOpen()) {
            // Pressed twice, a step back that is on its way is not given up.
            if (!questions.areOpen(UNDO)) {
                questions.giveUp();
            }
            answerUnchanged(person, id);
        } else if (earlier.isEmpty()) {
            answerUnchanged(person, id);
        } else if (earlier.get().state() instanceof Earlier.Held held) {
            past.wentBack(earlier.get());
            apply(person, id, UNDO, state.backTo(held.state()));
        } else if (earlier.get().state() instanceof Earlier.Kept kept) {
            recall(person, id, earlier.get(), kept.state());
        }
    }

    /**
     * Goes back to a state from before a restart, or, where its model is gone, forgets it. What fails for now can be undone
     * still.
     */
    private void recall(Person person, String id, Before before, SavedState kept) {
        questions.ask(person, id, UNDO, new Recall(engine).of(kept), then -> {
            past.wentBack(before);
            return state.backTo(then.orElseThrow(() -> new RefusedException(
                    RefusalReason.UNKNOWN_TRACE, "What was shown then is no longer on this server.")));
        });
    }

    private void answerUnchanged(Person person, String id) {
        person.remember(id, new Answer.Done());
        listener.unchanged(person, id);
    }

    private void go(Person person, String id, long at, Cursor target) {
        // Whoever has not seen the present trace yet, which nobody else can have brought, means the step alone.
        boolean sameTrace = target.trace().equals(state.trace().id()) || at < traceSince;
        if (!sameTrace) {
            askText(person, id, "go", engine.find(target.trace()), trace -> at(trace, target.step()));
        } else if (walk(state.trace()).contains(target.step())) {
            apply(person, id, "go", state.withStep(target.step()));
        } else {
            RefusedException unknown = unknownStep(target.step());
            refuse(person, id, unknown.reason(), unknown.getMessage());
        }
    }

    private void generate(Person person, String id, Command.Generate command) {
        if (questions.areOpen("generate")) {
            refuse(person, id, RefusalReason.BUSY, "The next token is being computed already.");
            return;
        }
        var token = engine.generate(command.trace(), state.writing().sampling());
        questions.ask(
                person,
                id,
                "generate",
                Text.of(engine, token, state.writing()),
                text -> state.written(text, command.tokens() - 1, walk(text.trace())));
    }

    private void compare(Person person, String id, Optional<String> model) {
        if (model.isEmpty()) {
            apply(person, id, "compare", state.withWriting(state.writing().withSecond(Optional.empty())));
        } else {
            questions.ask(
                    person,
                    id,
                    "compare",
                    engine.beside(state.trace(), model.get()),
                    second -> state.withWriting(state.writing().withSecond(Optional.of(second))));
        }
    }

    private RoomState grown(TraceSummary trace) {
        return state.grown(trace, walk(trace));
    }

    private RoomState at(TraceSummary trace, String step) {
        if (!walk(trace).contains(step)) {
            throw unknownStep(step);
        }
        return state.withTrace(trace, step);
    }

    private static RefusedException unknownStep(String step) {
        return new RefusedException(RefusalReason.UNKNOWN_STEP, "This model has no step named " + step + ".");
    }

    /** Another text than what is generated by itself, which ends with it. */
    private void askText(
            Person person,
            String id,
            String what,
            CompletionStage<TraceSummary> question,
            Function<TraceSummary, RoomState> then) {
        questions.ask(
                person,
                id,
                what,
                Text.of(engine, question, state.writing()),
                text -> then.apply(text.trace()).going(state.writing().stopped().withSecond(text.second())));
    }

    private void apply(Person person, String id, String what, RoomState wanted) {
        RoomState next = BEGIN.contains(what) ? wanted.begun(loop.now()) : wanted;
        person.remember(id, new Answer.Done());
        if (next.looksLike(state)) {
            listener.unchanged(person, id);
            return;
        }
        if (!next.cursor().equals(state.cursor())) {
            moves = moves.and(person, next.seq());
        }
        past.changed(what, state);
        change(next, person.id(), id);
    }

    private void change(RoomState next, String by, String id) {
        RoomState before = state;
        boolean moved = !next.cursor().equals(before.cursor());
        boolean newTrace = !next.trace().id().equals(before.trace().id());
        state = next;
        traceSince = newTrace ? next.seq() : traceSince;
        double start = loop.now() + listener.headStart();
        if (moved) {
            var asked = frame.ask(newTrace ? next.trace().sharedWith(before.trace()) : 0, start);
            listener.changed(new Change(next, start, true, frame.get(), by, id));
            frame.follow(asked, start);
        } else {
            listener.changed(new Change(next, start, false, Optional.empty(), by, id));
        }
        if (moved || next.playing() != before.playing()) {
            playing.planNextStep();
        }
        if (!next.writing().equals(before.writing())) {
            playing.planNextToken();
        }
    }

    /** Plays, writes and waits for answers no more. */
    void rest() {
        questions.rest();
        playing.rest();
    }

    private Walk walk(TraceSummary trace) {
        return engine.walk(trace.model());
    }
}
