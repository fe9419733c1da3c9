package io.orrery.room.activity.tour;

import static io.orrery.room.activity.tour.TourState.PART;

import io.orrery.error.JsonError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Asks;
import io.orrery.room.activity.Asks.Phase;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Marked;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.RehearsalState;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.focus.FocusActivity.FocusState;
import io.orrery.room.activity.gallery.GalleryActivity.Exhibit;
import io.orrery.room.activity.generation.GenerationActivity.TextState;
import io.orrery.room.activity.place.PlaceActivity;
import io.orrery.room.activity.poll.PollActivity;
import io.orrery.room.activity.prediction.Poll;
import io.orrery.room.activity.prediction.PredictionActivity;
import io.orrery.room.activity.prediction.PredictionState;
import io.orrery.room.activity.talk.Talk;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.activity.textsettings.TextSettingsActivity;
import io.orrery.room.activity.textsettings.TextSettingsActivity.TextsState;
import io.orrery.room.activity.walk.TracePair;
import io.orrery.room.activity.walk.WalkRecovery;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.room.engine.OwnText;
import io.orrery.room.engine.Tours;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Takes the room on a guided tour. The command {@code beat} names a beat, and sets the whole scene of it ({@link BeatScene}): whichever way
 * the room came there, it shows the same. Other commands still work; the next beat sets all anew. The commands
 * {@code next} and {@code back} are declared here, because a tour is in front of what they move otherwise ({@link NextAndBack}).
 */
public final class TourActivity
        implements Reacts<TourState>, Undoes<TourState>, InRecordings<TourState>, Marked<TourState> {
    /** @param at which of the beat's steps, from 0 @param level of texts on the page that asks; empty if it does not say */
    record BeatRequest(String tour, int route, String beat, int at, String level) {}

    /** Where a room is once a tour ends: where it was before; with what somebody typed during the tour, if anything. */
    private record TourReturn(Engine engine) {
        /**
         * The walk's state after a tour. If what was shown before is gone, as weights of a training may be, it is the tour's text, unchanged. Fails if
         * it is worth trying again later. Cancelling the result cancels the questions to the engine.
         *
         * @param shown what the tour shows
         */
        CompletionStage<WalkState> of(TourState tour, WalkState shown) {
            var asked = new LinkedCancellation();
            Optional<WalkState> before = tour.before().map(TourState.Before::walk);
            CompletionStage<Optional<WalkState>> back = before.map(walk -> typed(tour, walk)
                            .map(text -> asked.asked(withText(text, walk)))
                            .orElseGet(() -> asked.asked(new WalkRecovery(engine).of(walk))))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
            return asked.of(back.thenCompose(walk -> walk.<CompletionStage<WalkState>>map(
                            CompletableFuture::completedFuture)
                    .orElseGet(() -> asked.asked(engine.changed(shown.trace().id(), List.of()))
                            .thenApply(trace -> WalkState.start(trace, engine.walk(trace.model()))))));
        }

        /** What somebody typed, if it is not what was shown before the tour. */
        private static Optional<OwnText> typed(TourState tour, WalkState before) {
            TraceSummary trace = before.trace();
            var prompt =
                    new OwnText(trace.tokens().subList(0, trace.promptLength()), trace.promptLength(), trace.model());
            return tour.text().filter(text -> !text.equals(prompt));
        }

        private CompletionStage<Optional<WalkState>> withText(OwnText text, WalkState before) {
            boolean isSameModel = text.model().equals(before.trace().model());
            List<String> changes = isSameModel ? before.trace().changes() : List.of();
            var question = engine.run(text.model(), text.tokens(), changes, text.promptLength());
            return TracePair.of(engine, question, before)
                    .thenApply(pair ->
                            Optional.of(before.on(pair, engine.walk(pair.trace().model()))));
        }
    }

    @Override
    public StatePart<TourState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("beat", Who.MOVER, TourActivity::read, TourActivity::beat)
                        .with(CommandTrait.BEGINS, CommandTrait.UNDOABLE, CommandTrait.SETS_SCENE),
                Command.of("next", Who.MOVER, TextSettingsActivity::level, NextAndBack::next),
                Command.of("back", Who.MOVER, NextAndBack.Wish::read, NextAndBack::back),
                Command.of("tour-end", Who.DRIVER, TourActivity::end).with(CommandTrait.UNDOABLE));
    }

    private static BeatRequest read(Fields fields) throws MalformedException {
        return new BeatRequest(
                fields.text("tour", ClientMessages.LONGEST_ID),
                fields.index("route"),
                fields.text("beat", ClientMessages.LONGEST_ADDRESS),
                fields.has("step") ? fields.index("step") : 0,
                TextSettingsActivity.level(fields));
    }

    private static Outcome beat(BeatRequest wanted, Invocation by) {
        Optional<Talk> talk = TalkState.PART.of(by.state()).talk(wanted.tour());
        ResolvedTour tour = talk.isPresent() ? ofTalk(talk.get(), wanted, by) : tour(wanted, by);
        Optional<ResolvedTour.Beat> beat = tour.beat(wanted.beat());
        if (beat.isEmpty()) {
            return new Refusal(new RoomError.UnknownBeat(wanted.tour(), wanted.beat()));
        }
        int steps = beat.get().scene().steps().size();
        if (wanted.at() >= steps) {
            return new Refusal(new JsonError.FieldOutOfRange("command.step", 0, steps - 1));
        }
        Optional<String> subject = beat.get().scene().gallery();
        if (subject.isPresent()
                && !subject.get().equals(Exhibit.FLIGHT)
                && !by.engine().hasStructure(subject.get())) {
            return new Refusal(new RoomError.UnknownExhibit(subject.get()));
        }
        Optional<OwnText> own = own(tour, by.state());
        return new Outcome.EngineCall<>(
                by.engine().tours().run(tour, beat.get(), own),
                (state, run) -> isOver(by.state(), state)
                        ? new Outcome.Change(state)
                        : shown(state, wanted, own, beat.get(), run, by));
    }

    private static ResolvedTour tour(BeatRequest wanted, Invocation by) {
        ResolvedTour tour = by.engine()
                .tours()
                .tour(wanted.tour(), WalkState.PART.of(by.state()).trace().model());
        if (!tour.routes().contains(wanted.route())) {
            throw new OrreryException(new RoomError.UnknownRoute(wanted.tour(), wanted.route()));
        }
        return tour;
    }

    /** A beat of the room's own talk, as a tour of one beat. All of a talk are one route, whose length changes while it is written. */
    private static ResolvedTour ofTalk(Talk talk, BeatRequest wanted, Invocation by) {
        return beatOf(talk, wanted.beat())
                .map(beat -> by.engine().tours().beatOf(talk.id(), beat))
                .orElseThrow(() -> new OrreryException(new RoomError.UnknownBeat(talk.id(), wanted.beat())));
    }

    private static Optional<TalkBeat> beatOf(Talk talk, String path) {
        return talk.beat(path.substring(path.indexOf('/') + 1));
    }

    /** The beat of one of these talks that is shown; empty if there is none. @param shown may lack what its people do not see */
    public static Optional<Tours.BeatOfTalk> beatOfTalk(RoomState shown, TalkState talks) {
        TourState now = shown.has(PART) ? PART.of(shown) : TourState.NONE;
        return talks.talk(now.tour())
                .flatMap(talk -> beatOf(talk, now.beat())
                        .map(beat -> new Tours.BeatOfTalk(
                                new Tours.Cover(talk.id(), talk.title(), talk.speaker(), talk.date()),
                                now.beat(),
                                beat)));
    }

    /** The beat of a talk beside another one, without those that are hidden, or cannot be shown on this server. */
    private static Optional<String> beside(Talk talk, String path, int way, Invocation by) {
        int from = beatOf(talk, path)
                .map(beat -> talk.indexOf(beat.id()))
                .orElse(way > 0 ? -1 : talk.beats().size());
        for (int at = from + way; at >= 0 && at < talk.beats().size(); at += way) {
            TalkBeat beat = talk.beats().get(at);
            if (!beat.hidden() && isPlayable(talk, beat, by)) {
                return Optional.of(TalkBeat.CHAPTER + "/" + beat.id());
            }
        }
        return Optional.empty();
    }

    private static boolean isPlayable(Talk talk, TalkBeat beat, Invocation by) {
        try {
            by.engine().tours().beatOf(talk.id(), beat);
            return true;
        } catch (OrreryException e) {
            return false;
        }
    }

    /**
     * The beat after the present one on the tour's route, or before it, as the fields of the command {@code beat}; empty at the end of the route. If
     * another beat is on its way, it is counted from that one.
     *
     * @param direction 1 for the beat after, −1 for the beat before
     * @param level of texts on the page that asks; empty if it does not say
     */
    static Optional<Map<String, Object>> beside(int direction, String level, Invocation by) {
        TourState now = PART.of(by.state());
        var onItsWay = by.pending().stream()
                .map(Command.Given::value)
                .flatMap(value -> value instanceof BeatRequest wanted ? Stream.of(wanted) : Stream.empty())
                .reduce((earlier, later) -> later);
        BeatRequest from = onItsWay.orElse(new BeatRequest(now.tour(), now.route(), now.beat(), now.at(), ""));
        return TalkState.PART
                .of(by.state())
                .talk(from.tour())
                .map(talk -> beside(talk, from.beat(), direction, by))
                .orElseGet(() -> by.engine()
                        .tours()
                        .tour(from.tour(), WalkState.PART.of(by.state()).trace().model())
                        .beside(from.beat(), from.route(), direction)
                        .map(ResolvedTour.Beat::path))
                .map(beat -> {
                    var fields = new HashMap<String, Object>(
                            Map.of("tour", from.tour(), "route", from.route(), "beat", beat));
                    if (!level.isEmpty()) {
                        fields.put("level", level);
                    }
                    return fields;
                });
    }

    /** Whether a tour ended while a beat of it was computed. */
    private static boolean isOver(RoomState before, RoomState now) {
        return PART.of(before).isRunning() && !PART.of(now).isRunning();
    }

    /** What was typed during this tour, or before a tour that is about whatever is on screen. */
    private static Optional<OwnText> own(ResolvedTour tour, RoomState state) {
        TourState now = PART.of(state);
        if (now.is(tour.id())) {
            return now.text();
        }
        return Optional.of(WalkState.PART.of(state).trace())
                .filter(trace -> tour.isOfAnyModel())
                .map(trace -> new OwnText(
                        trace.tokens().subList(0, trace.promptLength()), trace.promptLength(), trace.model()));
    }

    private static Outcome shown(
            RoomState state,
            BeatRequest wanted,
            Optional<OwnText> own,
            ResolvedTour.Beat beat,
            Tours.Run run,
            Invocation by) {
        var walk = by.walk(run.trace());
        String step = beat.scene().steps().get(wanted.at());
        if (!walk.contains(step)) {
            return new Refusal(new RequestError.UnknownStep(step));
        }
        TourState now = PART.of(state);
        boolean isSameTour = now.is(wanted.tour());
        boolean isSameBeat = now.isAt(wanted.tour(), wanted.beat());
        Map<String, Poll> asked = isSameTour ? now.asked() : Map.of();
        var scene = new BeatScene(beat.scene(), step, run, walk);
        Optional<TourState.Before> known = now.isShown() ? now.before() : Optional.of(beforeIn(state));
        var texts = scene.texts(TextsState.PART.of(state), known.flatMap(TourState.Before::texts));
        Optional<TourState.Before> before = known.map(each -> each.with(texts.before()));
        var next = new TourState(
                wanted.tour(),
                wanted.route(),
                wanted.beat(),
                wanted.at(),
                wanted.level().isEmpty() && isSameTour ? now.level() : wanted.level(),
                beat.scene().text().isPresent(),
                isSameTour ? now.text() : own,
                isSameTour ? now.began() : by.now(),
                isSameBeat ? now.beatBegan() : by.now(),
                asked,
                before,
                false);
        RoomState set = scene.set(state, by.now() + by.startDelay().getAsDouble())
                .with(TextsState.PART, texts.set())
                .update(TalkState.PART, talks -> talks.ended(false))
                .with(PART, next);
        if (isSameBeat) {
            return new Outcome.Change(set);
        }
        Optional<Poll> revealed = next.revealed(wanted.beat());
        RoomState onBeat = beat.scene()
                .forAll()
                .poll()
                .map(poll -> PollActivity.askedByBeat(poll, wanted.beat(), set))
                .orElseGet(() -> Asks.ended(set));
        return new Outcome.Change(
                revealed.isPresent()
                        ? onBeat.with(
                                PredictionState.PART, PredictionState.showing(Asks.nextNumber(onBeat), revealed.get()))
                        : beat.scene()
                                .forAll()
                                .ask()
                                .map(ask -> ask.place()
                                        .map(place ->
                                                PlaceActivity.askedByBeat(ask, place, wanted.beat(), walk, onBeat))
                                        .orElseGet(() -> PredictionActivity.askedByBeat(
                                                ask, wanted.beat(), run.chances(), onBeat, by.engine())))
                                .orElse(onBeat));
    }

    private static TourState.Before beforeIn(RoomState state) {
        return new TourState.Before(
                WalkState.PART.of(state).paused(), TextState.PART.of(state).sampling(), Optional.empty());
    }

    private static Outcome end(Invocation by) {
        TourState tour = PART.of(by.state());
        if (!tour.isShown()) {
            return new Outcome.Change(
                    by.state().with(PART, TourState.NONE).update(TalkState.PART, talks -> talks.ended(false)));
        }
        return new Outcome.EngineCall<>(
                new TourReturn(by.engine()).of(tour, WalkState.PART.of(by.state())),
                (state, walk) -> new Outcome.Change(BeatScene.ended(state)
                        .with(WalkState.PART, walk)
                        .with(PART, TourState.NONE)
                        .update(TalkState.PART, talks -> talks.ended(false))));
    }

    /**
     * The state without what a tour has set, before somebody's own text is shown in place of the beat's. The tour goes on with its next beat.
     */
    public static RoomState left(RoomState state) {
        return BeatScene.ended(state).update(PART, TourState::asLeft);
    }

    /** The run that was shown before the tour; the present one if that is not known. */
    public static TraceSummary before(RoomState state) {
        return PART.of(state)
                .before()
                .map(TourState.Before::walk)
                .orElseGet(() -> WalkState.PART.of(state))
                .trace();
    }

    /** Whether a text is somebody's own, and not one that the beat takes on: the beat has its own, or it is another model's. */
    public static boolean isLeftFor(TraceSummary text, RoomState state) {
        TourState now = PART.of(state);
        TraceSummary shown = WalkState.PART.of(state).trace();
        return now.isShown()
                && !text.tokens().equals(shown.tokens())
                && (now.fixed() || !text.model().equals(shown.model()));
    }

    /**
     * What undo restores besides what it restores without a tour: a beat sets more than undo goes back to.
     *
     * @param undone the state after undo, by all activities
     * @param now the state before it
     * @param then the state that it goes back to
     */
    public static Optional<RoomState> sceneUndone(RoomState undone, RoomState now, RoomState then) {
        TourState beat = PART.of(then);
        if (!beat.isRunning() && !PART.of(now).isShown()) {
            return Optional.empty();
        }
        RoomState scene =
                undone.with(FocusState.PART, FocusState.PART.of(then)).with(TextsState.PART, textsUndone(now, then));
        boolean isSameBeat = PART.of(now).isAt(beat.tour(), beat.beat());
        return Optional.of(
                isSameBeat
                        ? scene
                        : scene.update(
                                TextState.PART,
                                text -> new TextState(TextState.PART.of(then).sampling(), text.generating())));
    }

    /** What is set for everybody's texts after undo: what the beat has set; if it sets nothing, what was set before a beat did. */
    private static TextsState textsUndone(RoomState now, RoomState then) {
        boolean isSet = PART.of(then).before().flatMap(TourState.Before::texts).isPresent();
        return isSet
                ? TextsState.PART.of(then)
                : PART.of(now).before().flatMap(TourState.Before::texts).orElse(TextsState.PART.of(now));
    }

    /** Nobody is sent that no tour runs. */
    @Override
    public Optional<TourState> seenBy(Role role, TourState state) {
        return state.isRunning() ? Optional.of(state.asSent()) : Optional.empty();
    }

    /** A question that is revealed belongs to the beat; a text that is typed becomes the tour's. */
    @Override
    public TourState after(Transition transition, TourState state) {
        if (!state.isRunning()) {
            return state;
        }
        TourState next = PredictionState.PART
                .of(transition.after())
                .question()
                .filter(question -> question.phase() == Phase.REVEALED)
                .filter(any -> !RehearsalState.PART.of(transition.after()).isOn())
                .filter(question -> !question.equals(state.asked().get(state.beat())))
                .map(state::with)
                .orElse(state);
        TraceSummary trace = WalkState.PART.of(transition.after()).trace();
        // Of the same text, other weights have been chosen.
        boolean isSameText = trace.tokens()
                .equals(WalkState.PART.of(transition.before()).trace().tokens());
        if (!transition.command().is(CommandTrait.BRINGS_TEXT) || state.fixed() || isSameText) {
            return next;
        }
        return next.with(new OwnText(trace.tokens(), trace.promptLength(), trace.model()));
    }

    /** Answers that were revealed stay known. */
    @Override
    public TourState undone(TourState now, TourState then) {
        return then.is(now.tour()) ? then.withAsked(now.asked()) : then;
    }

    @Override
    public TourState remembered(TourState state) {
        return state.withAsked(Map.of());
    }

    @Override
    public Optional<Mark> mark(Optional<TourState> before, TourState now) {
        return now.isRunning()
                        && before.filter(old -> old.isAt(now.tour(), now.beat()))
                                .isEmpty()
                ? Optional.of(Mark.beat(now.tour(), now.beat()))
                : Optional.empty();
    }

    /** A beat lasts until the next one, or until its tour ends. */
    @Override
    public Optional<Mark> end() {
        return Optional.of(Mark.end());
    }

    @Override
    public TourState withoutPeople(TourState seen) {
        return seen.withoutWords();
    }
}
