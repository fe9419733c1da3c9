package io.orrery.room;

import io.orrery.room.UndoHistory.Before;
import io.orrery.room.UndoHistory.Earlier;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.RefusedException;
import io.orrery.room.time.EventLoop;
import io.orrery.tour.Walk;
import io.orrery.wire.ClientMessage.Order;
import io.orrery.wire.Command;
import io.orrery.wire.Cursor;
import io.orrery.wire.Exhibit;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.TraceSummary;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What each command comes to, once it is clear that it counts.
 *
 * <p>A command that can be done at once is done in its turn. One for which a trace must be found or computed is asked of
 * the engine; only the latest such question counts, and the answer to an older one is dropped.
 */
final class Orders {
    private static final String UNDO = "undo";

    private final Conductor conductor;
    private final Engine engine;
    private final EventLoop loop;
    private final Conductor.Listener listener;
    private final UndoHistory past;
    private final PendingQuestions questions;

    /** @param conductor takes what the commands come to */
    Orders(
            Conductor conductor,
            Engine engine,
            EventLoop loop,
            Conductor.Listener listener,
            UndoHistory past,
            PendingQuestions questions) {
        this.conductor = conductor;
        this.engine = engine;
        this.loop = loop;
        this.listener = listener;
        this.past = past;
        this.questions = questions;
    }

    void perform(Participant by, Order order) {
        Person person = by.person();
        String id = order.id();
        Command command = order.command();
        if (command instanceof Command.AskWheel ask) {
            turn(by, order, wheel -> wheel.asked(by.party(), ask.on()));
        } else if (command instanceof Command.OfferWheel offer) {
            turn(by, order, wheel -> wheel.offeredTo(offer.to()));
        } else if (command instanceof Command.TakeWheel) {
            turn(by, order, wheel -> wheel.takenBy(by.party(), loop.now()));
        } else if (command instanceof Command.Go go) {
            go(person, id, order.at(), go.cursor());
        } else if (command instanceof Command.Prompt prompt) {
            askText(person, id, "prompt", engine.find(prompt.trace()), trace -> state().withTrace(trace, walk(trace)));
        } else if (command instanceof Command.Generate generate) {
            generate(person, id, generate);
        } else if (command instanceof Command.Append append) {
            askText(person, id, "append", engine.append(append.trace(), append.tokens()), this::grown);
        } else if (command instanceof Command.Back back) {
            askText(person, id, "back", engine.back(back.trace(), back.tokens()), this::grown);
        } else if (command instanceof Command.Compare compare) {
            compare(person, id, compare.model());
        } else if (command instanceof Command.Reset) {
            askText(
                    person,
                    id,
                    "reset",
                    engine.promptOf(state().trace()),
                    trace -> state().fromStart(trace, walk(trace)));
        } else if (command instanceof Command.Undo) {
            undo(person, id);
        } else if (command instanceof Command.Stop) {
            questions.giveUp();
            questions.giveUpToken();
            conductor.apply(
                    person, id, "stop", state().withWriting(state().writing().stopped()));
        } else if (command instanceof Command.Kick kick) {
            kick(person, id, kick.person());
        } else if (command instanceof Command.Show show) {
            show(person, id, show);
        } else {
            conductor.apply(person, id, order.what(), staged(command));
        }
    }

    private void turn(Participant by, Order order, UnaryOperator<DriverControl> then) {
        try {
            DriverControl next = then.apply(state().wheel());
            conductor.apply(by.person(), order.id(), order.what(), state().withWheel(next));
        } catch (RefusedException e) {
            conductor.refuse(by.person(), order.id(), e.reason(), e.getMessage());
        }
    }

    private void kick(Person person, String id, String whom) {
        try {
            listener.kick(whom);
            conductor.apply(
                    person, id, "kick", state().withWheel(state().wheel().without(whom)));
        } catch (RefusedException e) {
            conductor.refuse(person, id, e.reason(), e.getMessage());
        }
    }

    /** What is done at once, and always can be. */
    private RoomState staged(Command command) {
        Staging staging = state().staging();
        if (command instanceof Command.Play) {
            return state().playingOn(walk(state().trace()));
        } else if (command instanceof Command.Pause) {
            return state().withPlaying(false);
        } else if (command instanceof Command.Blank blank) {
            return state().withStaging(staging.withBlank(blank.on()));
        } else if (command instanceof Command.Lobby lobby) {
            return lobby.on()
                    ? state().gathering()
                    : state().withPlaying(state().playing()).begun(loop.now());
        } else if (command instanceof Command.Highlight highlight) {
            return state().withStaging(staging.withMarks(highlight.marks()));
        } else if (command instanceof Command.Share share) {
            return state().withStaging(staging.withSharing(share.on()));
        } else if (command instanceof Command.Address address) {
            return state().withAddress(address.address());
        } else if (command instanceof Command.Sample sample) {
            return state().withWriting(state().writing().withSampling(sample.sampling()));
        }
        throw new IllegalArgumentException("not done here: " + command);
    }

    /** Models to walk past; a flight begins once pages had the time to fetch what stands there. */
    private void show(Person person, String id, Command.Show command) {
        Optional<Exhibit> present = state().staging().exhibit();
        Optional<String> subject = command.subject();
        if (subject.isEmpty()) {
            conductor.apply(
                    person, id, "exhibit", state().withStaging(state().staging().withExhibit(Optional.empty())));
        } else if (!subject.get().equals(Exhibit.FLIGHT) && !engine.hasStructure(subject.get())) {
            conductor.refuse(
                    person,
                    id,
                    RefusalReason.UNKNOWN_MODEL,
                    "There is no model named " + subject.get() + " to walk past.");
        } else {
            boolean isThere =
                    present.map(Exhibit::subject).filter(subject.get()::equals).isPresent();
            double start = loop.now() + listener.headStart() + (isThere ? 0 : Exhibit.LEAD_MS);
            var exhibit = new Exhibit(subject.get(), start - command.seconds() * 1000);
            conductor.apply(person, id, "exhibit", state().exhibiting(exhibit).begun(loop.now()));
        }
    }

    private void undo(Person person, String id) {
        Optional<Before> earlier = past.latest();
        if (questions.areOpen()) {
            // Pressed twice, a step back that is on its way is not given up.
            if (!questions.areOpen(UNDO)) {
                questions.giveUp();
            }
            conductor.answerUnchanged(person, id);
        } else if (earlier.isEmpty()) {
            conductor.answerUnchanged(person, id);
        } else if (earlier.get().state() instanceof Earlier.Held held) {
            past.wentBack(earlier.get());
            conductor.apply(person, id, UNDO, state().backTo(held.state()));
        } else if (earlier.get().state() instanceof Earlier.Kept kept) {
            recall(person, id, earlier.get(), kept.state());
        }
    }

    /**
     * Goes back to a state from before a restart, or, where its model is gone, forgets it. What fails for now can be undone
     * still.
     */
    private void recall(Person person, String id, Before before, SavedState kept) {
        questions.ask(person, id, UNDO, new StateRecovery(engine).of(kept), then -> {
            past.wentBack(before);
            return state().backTo(then.orElseThrow(() -> new RefusedException(
                    RefusalReason.UNKNOWN_TRACE, "What was shown then is no longer on this server.")));
        });
    }

    private void go(Person person, String id, long at, Cursor target) {
        // Whoever has not seen the present trace yet, which nobody else can have brought, means the step alone.
        boolean sameTrace = target.trace().equals(state().trace().id()) || !conductor.showedTrace(at);
        if (!sameTrace) {
            askText(person, id, "go", engine.find(target.trace()), trace -> at(trace, target.step()));
        } else if (walk(state().trace()).contains(target.step())) {
            conductor.apply(person, id, "go", state().withStep(target.step()));
        } else {
            RefusedException unknown = unknownStep(target.step());
            conductor.refuse(person, id, unknown.reason(), unknown.getMessage());
        }
    }

    private void generate(Person person, String id, Command.Generate command) {
        if (questions.areOpen("generate")) {
            conductor.refuse(person, id, RefusalReason.BUSY, "The next token is being computed already.");
            return;
        }
        var token = engine.generate(command.trace(), state().writing().sampling());
        questions.ask(
                person,
                id,
                "generate",
                TracePair.of(engine, token, state().writing()),
                text -> state().written(text, command.tokens() - 1, walk(text.trace())));
    }

    private void compare(Person person, String id, Optional<String> model) {
        if (model.isEmpty()) {
            conductor.apply(
                    person, id, "compare", state().withWriting(state().writing().withSecond(Optional.empty())));
        } else {
            questions.ask(
                    person,
                    id,
                    "compare",
                    engine.beside(state().trace(), model.get()),
                    second -> state().withWriting(state().writing().withSecond(Optional.of(second))));
        }
    }

    private RoomState grown(TraceSummary trace) {
        return state().grown(trace, walk(trace));
    }

    private RoomState at(TraceSummary trace, String step) {
        if (!walk(trace).contains(step)) {
            throw unknownStep(step);
        }
        return state().withTrace(trace, step);
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
                TracePair.of(engine, question, state().writing()),
                text -> then.apply(text.trace())
                        .going(state().writing().stopped().withSecond(text.second())));
    }

    private RoomState state() {
        return conductor.state();
    }

    private Walk walk(TraceSummary trace) {
        return engine.walk(trace.model());
    }
}
