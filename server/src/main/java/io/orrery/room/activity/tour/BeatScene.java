package io.orrery.room.activity.tour;

import io.orrery.graph.Axis;
import io.orrery.graph.Node;
import io.orrery.room.activity.ablation.AblationActivity.ChangeState;
import io.orrery.room.activity.focus.FocusActivity.FocusState;
import io.orrery.room.activity.gallery.GalleryActivity.Exhibit;
import io.orrery.room.activity.gallery.GalleryActivity.GalleryState;
import io.orrery.room.activity.generation.GenerationActivity.TextState;
import io.orrery.room.activity.mark.MarkActivity.MarkState;
import io.orrery.room.activity.textsettings.TextSettingsActivity.TextsState;
import io.orrery.room.activity.visibility.VisibilityActivity.VisibilityState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyActivity.WhyState;
import io.orrery.room.engine.Tours;
import io.orrery.room.state.RoomState;
import io.orrery.tour.Walk;
import io.orrery.tour.file.SceneSpec.ForAll;
import io.orrery.tour.file.SceneSpec.LabSpec;
import io.orrery.tour.scene.Focus;
import io.orrery.tour.scene.Scene;
import io.orrery.trace.Sampling;
import io.orrery.wire.CellMark;
import io.orrery.wire.Cursor;
import io.orrery.wire.UrlQuery;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The scene of a beat as parts of the room's state. Every part that can be seen of the model is set, and none depends on what was shown
 * before. What the text of the room is too short for is left out.
 *
 * @param step which of the scene's steps is shown
 * @param run the scene's run
 * @param walk the walk through the steps of its model
 */
record BeatScene(Scene scene, String step, Tours.Run run, Walk walk) {
    /** @param now when a flight can begin, ms of the server's clock */
    RoomState set(RoomState state, double now) {
        Optional<CellMark> held = held();
        boolean isCell = scene.held().filter(Scene.PinnedCell::isCell).isPresent();
        return state.with(
                        WalkState.PART,
                        WalkState.of(run.trace(), new Cursor(run.trace().id(), step))
                                .withSecond(run.second()))
                .with(TextState.PART, new TextState(scene.sampling().orElse(Sampling.GREEDY), 0))
                .with(ChangeState.PART, ChangeState.NONE)
                .with(
                        FocusState.PART,
                        FocusState.of(
                                step, scene.on().orElse(Focus.FIRST), held.filter(mark -> isCell), scene.tensors()))
                .with(
                        MarkState.PART,
                        new MarkState(Stream.concat(
                                        held.filter(mark -> !isCell).stream().flatMap(this::withParts), marks())
                                .toList()))
                .with(VisibilityState.PART, VisibilityState.chosen(scene.answer(), step, walk))
                .with(WhyState.PART, scene.why().map(this::why).orElse(WhyState.NONE))
                .with(
                        GalleryState.PART,
                        new GalleryState(scene.gallery().map(subject -> exhibit(subject, state, now))));
    }

    /**
     * What is set for everybody's texts, and what was set before a beat set something: a beat that sets nothing brings that back.
     *
     * @param before what was set before; empty if no beat has set anything
     */
    record Texts(TextsState set, Optional<TextsState> before) {}

    Texts texts(TextsState now, Optional<TextsState> before) {
        var forAll = scene.forAll();
        TextsState own = before.orElse(now);
        if (forAll.level().isEmpty() && forAll.language().isEmpty()) {
            return new Texts(own, Optional.empty());
        }
        return new Texts(
                new TextsState(said(forAll.level(), own.level()), said(forAll.language(), own.language())),
                Optional.of(own));
    }

    private static String said(Optional<String> written, String otherwise) {
        return written.map(word -> word.equals(ForAll.OWN) ? "" : word).orElse(otherwise);
    }

    /** The state without what a beat has set, but for the run and its step. */
    static RoomState ended(RoomState state) {
        Optional<TourState.Before> before = TourState.PART.of(state).before();
        TextsState texts = before.flatMap(TourState.Before::texts).orElse(TextsState.PART.of(state));
        Sampling sampling = before.map(TourState.Before::sampling).orElse(Sampling.GREEDY);
        return state.with(TextState.PART, new TextState(sampling, 0))
                .with(TextsState.PART, texts)
                .with(ChangeState.PART, ChangeState.NONE)
                .with(FocusState.PART, FocusState.NONE)
                .with(MarkState.PART, new MarkState(List.of()))
                .with(VisibilityState.PART, VisibilityState.AUTOMATIC)
                .with(WhyState.PART, WhyState.NONE)
                .with(GalleryState.PART, GalleryState.CLOSED);
    }

    private int length() {
        return run.trace().tokens().size();
    }

    private Optional<CellMark> held() {
        return scene.held().flatMap(this::mark);
    }

    private Stream<CellMark> marks() {
        return scene.marks().stream().flatMap(held -> mark(held).stream());
    }

    private Optional<CellMark> mark(Scene.PinnedCell held) {
        return Optional.of(new CellMark(held.name(), held.at(length())))
                .filter(mark -> mark.problemIn(walk.graph(), length()).isEmpty());
    }

    /** A row, and the same of its parts, which are in focus with it. */
    private Stream<CellMark> withParts(CellMark row) {
        Stream<CellMark> parts = scene.tensors().stream()
                .filter(name -> !name.equals(row.name()) && axes(name).equals(axes(row.name())))
                .map(name -> new CellMark(name, row.index()));
        return Stream.concat(Stream.of(row), parts);
    }

    private List<Axis> axes(String name) {
        return walk.graph().node(name).map(Node::axes).orElse(List.of());
    }

    private WhyState why(LabSpec why) {
        var position = why.position().map(place -> place.at(length())).filter(at -> at < length());
        return new WhyState(why.tool(), step, position, run.a(), run.b(), UrlQuery.of(new TreeMap<>(why.view())));
    }

    /** An exhibit that is shown already goes on. */
    private static Exhibit exhibit(String subject, RoomState state, double now) {
        return GalleryState.PART
                .of(state)
                .exhibit()
                .filter(shown -> shown.subject().equals(subject))
                .orElse(new Exhibit(subject, now + Exhibit.LEAD_MS));
    }
}
