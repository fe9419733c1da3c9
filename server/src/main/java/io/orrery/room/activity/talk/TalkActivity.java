package io.orrery.room.activity.talk;

import static io.orrery.room.activity.talk.TalkState.PART;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.GroupedNumber;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
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
                        TalkActivity::talk,
                        (id, now) -> now.opened(talk(id, now).id())),
                of("talk-cover", TalkActivity::cover, TalkActivity::covered),
                of("talk-put", TalkActivity::put, TalkActivity::added),
                of("talk-replace", TalkActivity::replace, TalkActivity::replaced),
                of("talk-move", TalkActivity::move, TalkActivity::moved),
                of("talk-drop", TalkActivity::drop, TalkActivity::dropped),
                of(
                        "talk-plan",
                        TalkActivity::times,
                        (plan, now) -> now.with(talk(plan.talk(), now).planned(plan.seconds(), now.stamp() + 1))),
                // What was measured is not taken back.
                edit(
                        "talk-run",
                        TalkActivity::times,
                        (run, now) -> now.with(talk(run.talk(), now).rehearsed(run.seconds()))),
                Command.of(
                        "talk-end",
                        Who.MOVER,
                        fields -> fields.flag("on"),
                        (isEnded, by) -> by.change(PART, now -> now.ended(isEnded))));
    }

    @FunctionalInterface
    private interface Edit<T> {
        /** @throws OrreryException with the reason why the command is refused */
        TalkState of(T value, TalkState now);
    }

    private static <T> Command<T> of(String name, Command.Reader<T> reader, Edit<T> edit) {
        return edit(name, reader, edit).with(CommandTrait.UNDOABLE);
    }

    private static <T> Command<T> edit(String name, Command.Reader<T> reader, Edit<T> edit) {
        return Command.of(
                name,
                Who.PRESENTER,
                reader,
                (value, by) -> by.change(PART, now -> {
                    TalkState next = edit.of(value, now);
                    checkSize(now, next);
                    return next;
                }));
    }

    /** There may be no place for more; what makes talks smaller is never refused. */
    private static void checkSize(TalkState now, TalkState next) {
        if (next.talks().size() > MOST_TALKS
                && next.talks().size() > now.talks().size()) {
            throw new OrreryException(new RoomError.TooManyTalks(MOST_TALKS));
        }
        boolean isLong = next.talks().stream()
                .anyMatch(talk -> talk.beats().size() > MOST_BEATS
                        && talk.beats().size()
                                > now.talk(talk.id())
                                        .map(Talk::beats)
                                        .orElse(List.of())
                                        .size());
        if (isLong) {
            throw new OrreryException(new RoomError.TooManyBeats(MOST_BEATS));
        }
        int bytes = next.bytes();
        if (bytes > MOST_BYTES && bytes > now.bytes()) {
            throw new OrreryException(new RoomError.TalksTooLarge(new GroupedNumber(MOST_BYTES)));
        }
    }

    private static Talk talk(String id, TalkState now) {
        return now.talk(id).orElseThrow(() -> new OrreryException(new RoomError.UnknownTalk()));
    }

    private static TalkBeat beat(String id, Talk talk) {
        return talk.beat(id).orElseThrow(() -> new OrreryException(new RoomError.UnknownBeat(talk.id(), id)));
    }

    private static void check(TalkBeat beat) {
        beat.problems().stream().findFirst().map(TourProblem::error).ifPresent(problem -> {
            throw new OrreryException(problem);
        });
    }

    private static TalkState begun(TalkState now) {
        Talk talk = Talk.of(Talk.PREFIX + (now.stamp() + 1));
        return now.with(talk).opened(talk.id());
    }

    private static TalkState covered(Cover cover, TalkState now) {
        Talk talk = talk(cover.talk(), now);
        return now.with(talk.named(
                cover.title().orElse(talk.title()),
                cover.speaker().orElse(talk.speaker()),
                cover.date().orElse(talk.date())));
    }

    private static TalkState added(Put put, TalkState now) {
        String id = put.talk().isEmpty() ? now.open() : put.talk();
        if (id.isEmpty()) {
            TalkState begun = begun(now);
            return added(new Put(begun.open(), put.beats(), put.after()), begun);
        }
        put.beats().forEach(TalkActivity::check);
        Talk talk = talk(id, now);
        var ids = new HashSet<String>();
        talk.beats().forEach(beat -> ids.add(beat.id()));
        var beats = new ArrayList<TalkBeat>();
        put.beats().forEach(beat -> beats.add(beat.as(TalkFile.unused(beat.id(), ids), now.stamp() + 1)));
        String last = talk.beats().isEmpty()
                ? ""
                : talk.beats().get(talk.beats().size() - 1).id();
        return now.with(talk.moved(beats, put.after().orElse(last)));
    }

    private static TalkState replaced(Replace change, TalkState now) {
        check(change.beat());
        Talk talk = talk(change.talk(), now);
        TalkBeat beat = beat(change.beat().id(), talk);
        if (beat.version() != change.version()) {
            throw new OrreryException(new RoomError.BeatChanged());
        }
        return now.with(talk.with(change.beat().as(beat.id(), now.stamp() + 1)));
    }

    private static TalkState moved(Move move, TalkState now) {
        Talk talk = talk(move.talk(), now);
        return now.with(talk.moved(List.of(beat(move.beat(), talk)), move.after()));
    }

    private static TalkState dropped(Drop drop, TalkState now) {
        Talk talk = talk(drop.talk(), now);
        return drop.beat().isEmpty()
                ? now.without(talk.id())
                : now.with(talk.without(beat(drop.beat(), talk).id()));
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
        return new Replace(talk(fields), beat(fields.object("beat")), fields.index("version"));
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
                fields.index("seconds"),
                fields.has("hidden") && fields.flag("hidden"),
                json.get("scene"),
                words);
    }

    /** Only those who may drive know what is to come. The audience reads the title, before the talk and behind it. */
    @Override
    public Optional<TalkState> seenBy(Role role, TalkState state) {
        return Optional.of(role.mayDrive() ? state.covers() : state.title())
                .filter(seen -> !seen.talks().isEmpty());
    }

    @Override
    public TalkState undone(TalkState now, TalkState then) {
        return now.backTo(then);
    }
}
