package io.orrery.room.activity.talk;

import static io.orrery.room.activity.talk.TalkState.PART;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.DomainError;
import io.orrery.error.GroupedNumber;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.TourProblem;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.file.TalkFile;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TextSanitizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prepares talks. A page makes a beat of what it shows, in the words of a tour; here it is read as a tour's, and kept in order. The talks are
 * part of the room's state, so they survive a restart and new keys, and end with the room. The tour's activity walks them.
 */
public final class TalkActivity implements Undoes<TalkState>, InRecordings.OfNobody<TalkState> {
    public static final int MOST_TALKS = 20;
    public static final int MOST_BEATS = 1000;

    /** All talks of a room together, in bytes of their JSON: a talk of an hour has some 20 KiB. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int LONGEST_TITLE = 120;
    private static final int MOST_AT_ONCE = 100;

    /** The longest time of a beat, planned or measured, in seconds. */
    private static final int LONGEST_BEAT = 3600;

    /** @param talk empty for the open one, which is made if there is none @param after see {@link Talk#moved}; empty for the end */
    private record Put(String talk, List<TalkBeat> beats, Optional<String> after) {}

    /** @param version that its sender has seen */
    private record Replace(String talk, TalkBeat beat, int version) {}

    private record Move(String talk, String beat, String after) {}

    /** @param beat empty for the whole talk */
    private record Drop(String talk, String beat) {}

    /** What is empty stays as it is: a person may fill in the next field before the room has answered about the one before. */
    private record Cover(String talk, Optional<String> title, Optional<String> speaker, Optional<String> date) {}

    /** @param seconds by beat */
    private record Times(String talk, Map<String, Integer> seconds) {}

    @Override
    public StatePart<TalkState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                of("talk-new", fields -> "", (none, now) -> begun(now)),
                of(
                        "talk-open",
                        fields -> talk(fields),
                        (id, now) -> now.talk(id)
                                .map(talk -> changed(now.opened(id)))
                                .orElseGet(() -> refused(new RoomError.UnknownTalk()))),
                of("talk-cover", TalkActivity::cover, TalkActivity::covered),
                of("talk-put", TalkActivity::put, TalkActivity::added),
                of("talk-replace", TalkActivity::replace, TalkActivity::replaced),
                of("talk-move", TalkActivity::move, TalkActivity::moved),
                of("talk-drop", TalkActivity::drop, TalkActivity::dropped),
                of(
                        "talk-plan",
                        TalkActivity::times,
                        (plan, now) -> onTalk(
                                plan.talk(),
                                now,
                                talk -> changed(now.with(talk.planned(plan.seconds(), now.stamp() + 1))))),
                // What was measured is not taken back.
                edit(
                        "talk-run",
                        TalkActivity::times,
                        (run, now) ->
                                onTalk(run.talk(), now, talk -> changed(now.with(talk.rehearsed(run.seconds()))))),
                Command.of(
                        "talk-end",
                        Who.MOVER,
                        fields -> fields.flag("on"),
                        (isEnded, by) -> new Outcome.Change(by.state().update(PART, now -> now.ended(isEnded)))));
    }

    /** What a command makes of the talks: others, or a refusal. */
    private record Made(Optional<TalkState> talks, Optional<DomainError> refusal) {}

    @FunctionalInterface
    private interface Edit<T> {
        Made of(T value, TalkState now);
    }

    private static <T> Command<T> of(String name, Command.Reader<T> reader, Edit<T> edit) {
        return edit(name, reader, edit).with(CommandTrait.UNDOABLE);
    }

    private static <T> Command<T> edit(String name, Command.Reader<T> reader, Edit<T> edit) {
        return Command.of(name, Who.PRESENTER, reader, (value, by) -> {
            RoomState state = by.state();
            TalkState now = PART.of(state);
            Made made = edit.of(value, now);
            return made.refusal()
                    .or(() -> tooMuch(now, made.talks().orElseThrow()))
                    .<Outcome>map(Refusal::new)
                    .orElseGet(() ->
                            new Outcome.Change(state.with(PART, made.talks().orElseThrow())));
        });
    }

    private static Made changed(TalkState next) {
        return new Made(Optional.of(next), Optional.empty());
    }

    private static Made refused(DomainError why) {
        return new Made(Optional.empty(), Optional.of(why));
    }

    /** Why there is no place for more; what makes talks smaller is never refused. */
    private static Optional<DomainError> tooMuch(TalkState now, TalkState next) {
        if (next.talks().size() > MOST_TALKS
                && next.talks().size() > now.talks().size()) {
            return Optional.of(new RoomError.TooManyTalks(MOST_TALKS));
        }
        boolean isLong = next.talks().stream()
                .anyMatch(talk -> talk.beats().size() > MOST_BEATS
                        && talk.beats().size()
                                > now.talk(talk.id())
                                        .map(Talk::beats)
                                        .orElse(List.of())
                                        .size());
        if (isLong) {
            return Optional.of(new RoomError.TooManyBeats(MOST_BEATS));
        }
        int bytes = next.bytes();
        return bytes > MOST_BYTES && bytes > now.bytes()
                ? Optional.of(new RoomError.TalksTooLarge(new GroupedNumber(MOST_BYTES)))
                : Optional.empty();
    }

    private static Made begun(TalkState now) {
        Talk talk = fresh(now);
        return changed(now.with(talk).opened(talk.id()));
    }

    private static Talk fresh(TalkState now) {
        return Talk.of(Talk.PREFIX + (now.stamp() + 1));
    }

    private static Made covered(Cover cover, TalkState now) {
        return onTalk(
                cover.talk(),
                now,
                talk -> changed(now.with(talk.named(
                        cover.title().orElse(talk.title()),
                        cover.speaker().orElse(talk.speaker()),
                        cover.date().orElse(talk.date())))));
    }

    private static Made added(Put put, TalkState now) {
        String id = put.talk().isEmpty() ? now.open() : put.talk();
        if (id.isEmpty()) {
            Talk talk = fresh(now);
            return added(
                    new Put(talk.id(), put.beats(), put.after()), now.with(talk).opened(talk.id()));
        }
        Optional<DomainError> wrong =
                put.beats().stream().flatMap(beat -> problem(beat).stream()).findFirst();
        return wrong.map(TalkActivity::refused)
                .orElseGet(() -> onTalk(id, now, talk -> {
                    var ids = new HashSet<String>();
                    talk.beats().forEach(beat -> ids.add(beat.id()));
                    var beats = new ArrayList<TalkBeat>();
                    put.beats().forEach(beat -> beats.add(beat.as(TalkFile.unused(beat.id(), ids), now.stamp() + 1)));
                    String last = talk.beats().isEmpty()
                            ? ""
                            : talk.beats().get(talk.beats().size() - 1).id();
                    return changed(now.with(talk.moved(beats, put.after().orElse(last))));
                }));
    }

    private static Made replaced(Replace change, TalkState now) {
        Optional<DomainError> wrong = problem(change.beat());
        return wrong.map(TalkActivity::refused)
                .orElseGet(() -> onBeat(change.talk(), change.beat().id(), now, (talk, beat) -> {
                    if (beat.version() != change.version()) {
                        return refused(new RoomError.BeatChanged());
                    }
                    return changed(now.with(talk.with(change.beat().as(beat.id(), now.stamp() + 1))));
                }));
    }

    private static Made moved(Move move, TalkState now) {
        return onBeat(
                move.talk(),
                move.beat(),
                now,
                (talk, beat) -> changed(now.with(talk.moved(List.of(beat), move.after()))));
    }

    private static Made dropped(Drop drop, TalkState now) {
        return drop.beat().isEmpty()
                ? onTalk(drop.talk(), now, talk -> changed(now.without(talk.id())))
                : onBeat(drop.talk(), drop.beat(), now, (talk, beat) -> changed(now.with(talk.without(beat.id()))));
    }

    @FunctionalInterface
    private interface OnTalk {
        Made of(Talk talk);
    }

    private static Made onTalk(String id, TalkState now, OnTalk edit) {
        return now.talk(id).map(edit::of).orElseGet(() -> refused(new RoomError.UnknownTalk()));
    }

    @FunctionalInterface
    private interface OnBeat {
        Made of(Talk talk, TalkBeat beat);
    }

    private static Made onBeat(String id, String beat, TalkState now, OnBeat edit) {
        return onTalk(
                id,
                now,
                talk -> talk.beat(beat)
                        .map(found -> edit.of(talk, found))
                        .orElseGet(() -> refused(new RoomError.UnknownBeat(id, beat))));
    }

    private static Optional<DomainError> problem(TalkBeat beat) {
        return beat.problems().stream().findFirst().map(TourProblem::error);
    }

    private static String talk(Fields fields) throws MalformedException {
        return fields.text("talk", ClientMessages.LONGEST_ID);
    }

    private static Cover cover(Fields fields) throws MalformedException {
        return new Cover(talk(fields), line(fields, "title"), line(fields, "speaker"), line(fields, "date"));
    }

    private static Optional<String> line(Fields fields, String name) throws MalformedException {
        return fields.has(name)
                ? Optional.of(TextSanitizer.name(fields.anyText(name, LONGEST_TITLE)))
                : Optional.empty();
    }

    private static Put put(Fields fields) throws MalformedException {
        var beats = new ArrayList<TalkBeat>();
        for (Fields each : fields.list("beats", MOST_AT_ONCE)) {
            beats.add(beat(each));
        }
        return new Put(
                fields.optionalText("talk", ClientMessages.LONGEST_ID).orElse(""),
                beats,
                fields.has("after")
                        ? Optional.of(fields.anyText("after", ClientMessages.LONGEST_ID))
                        : Optional.empty());
    }

    private static Replace replace(Fields fields) throws MalformedException {
        return new Replace(talk(fields), beat(fields.object("beat")), whole(fields, "version"));
    }

    private static Move move(Fields fields) throws MalformedException {
        return new Move(
                talk(fields),
                fields.text("beat", ClientMessages.LONGEST_ID),
                fields.has("after") ? fields.anyText("after", ClientMessages.LONGEST_ID) : "");
    }

    private static Drop drop(Fields fields) throws MalformedException {
        return new Drop(
                talk(fields),
                fields.optionalText("beat", ClientMessages.LONGEST_ID).orElse(""));
    }

    private static Times times(Fields fields) throws MalformedException {
        Fields seconds = fields.object("seconds");
        var times = new HashMap<String, Integer>();
        for (String beat : seconds.names(MOST_BEATS, ClientMessages.LONGEST_ID)) {
            times.put(beat, seconds.count(beat, 1, LONGEST_BEAT));
        }
        return new Times(talk(fields), times);
    }

    private static TalkBeat beat(Fields fields) throws MalformedException {
        Map<String, JsonNode> words = new HashMap<>();
        JsonNode json = Json.read(fields.json());
        fields.object("scene");
        fields.object("words");
        json.get("words").fields().forEachRemaining(entry -> words.put(entry.getKey(), entry.getValue()));
        return new TalkBeat(
                fields.text("id", ClientMessages.LONGEST_ID),
                0,
                whole(fields, "seconds"),
                fields.has("hidden") && fields.flag("hidden"),
                json.get("scene"),
                words);
    }

    private static int whole(Fields fields, String name) throws MalformedException {
        return (int) Math.min(Integer.MAX_VALUE, fields.count(name));
    }

    /** Only those who may drive know what is to come. The audience reads the title, before the talk and behind it. */
    @Override
    public Optional<TalkState> seenBy(Role role, TalkState state) {
        return Stream.of(role.mayDrive() ? state.covers() : state.title())
                .filter(seen -> !seen.talks().isEmpty())
                .findFirst();
    }

    @Override
    public TalkState undone(TalkState now, TalkState then) {
        return now.backTo(then);
    }
}
