package io.orrery.room;

import io.orrery.room.Person.Answer;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.RefusedException;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.Order;
import io.orrery.wire.Frame;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.ServerMessage.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves the room: takes the presenter's commands, and plays. Each change of what the room shows is made here; what a
 * command comes to, its {@link Orders} say.
 *
 * <p>Whatever has been decided about a command is remembered by its id, so a command that is given again, because its
 * answer was lost, is answered again and done once.
 */
final class Conductor {
    /** What was meant for what its sender saw; all else is right whatever the room shows. */
    private static final Set<String> DEPEND =
            Set.of("go", "prompt", "generate", "append", "back", "compare", "play", "reset", "undo");

    /** Commands after which people do not gather any more. */
    private static final Set<String> BEGIN = Set.of("go", "generate", "append", "back", "play", "reset");

    private final EventLoop loop;
    private final Listener listener;
    private final UndoHistory past;
    private RoomState state;
    private ConflictCheck moves = ConflictCheck.NONE;
    /** The change that brought the present trace. */
    private long traceSince;

    private final PendingQuestions questions;
    private final Orders orders;
    private final Autoplay playing;
    private final StepFrame frame;

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
    Conductor(Engine engine, EventLoop loop, RoomState first, UndoHistory past, Listener listener) {
        this.loop = loop;
        this.past = past;
        this.listener = listener;
        this.state = first;
        this.traceSince = first.seq();
        this.questions = new PendingQuestions(loop, new Answering());
        this.orders = new Orders(this, engine, loop, listener, past, questions);
        this.playing = new Autoplay(engine, loop, questions, this::state, next -> change(next, "", ""));
        this.frame = new StepFrame(engine, loop, this::state, listener::largestFrame, listener::framed);
        loop.execute(() -> {
            frame.follow(frame.ask(0, 0), 0);
            playing.planNextStep();
        });
    }

    /** What comes of the questions. */
    private final class Answering implements PendingQuestions.Asker {
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

    /** Whether whoever has seen this change last has seen the present trace. */
    boolean showedTrace(long seq) {
        return seq >= traceSince;
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

    void perform(Participant by, Order order) {
        Person person = by.person();
        Optional<Answer> earlier = person.answer(order.id());
        if (earlier.isPresent()) {
            repeat(person, order.id(), earlier.get());
        } else if (!Rights.allow(order.command(), by.role(), state.wheel().isHeldBy(by.party()))) {
            refuse(person, order.id(), RefusalReason.NOT_DRIVING, "Somebody else drives.");
        } else if (isStale(person, order)) {
            refuse(person, order.id(), RefusalReason.STALE, "Somebody else moved the room in the meantime.");
        } else {
            orders.perform(by, order);
        }
    }

    /** The driver came or went, or somebody who could take the wheel did. */
    void wheelIs(boolean manned, boolean wanted) {
        DriverControl wheel = state.wheel();
        boolean waits = wheel.freeAt() > 0;
        if (manned && waits) {
            change(state.withWheel(wheel.freeFrom(0)), "", "");
        } else if (!manned && wanted && !waits) {
            change(state.withWheel(wheel.freeFrom(loop.now() + DriverControl.WAIT_MS)), "", "");
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

    private boolean isStale(Person person, Order order) {
        boolean depends = DEPEND.contains(order.what());
        return depends && (order.at() > state.seq() || moves.overtook(person, order.at()));
    }

    /** A command was right and changes nothing. */
    void answerUnchanged(Person person, String id) {
        person.remember(id, new Answer.Done());
        listener.unchanged(person, id);
    }

    /** A command comes to this. */
    void apply(Person person, String id, String what, RoomState wanted) {
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
}
