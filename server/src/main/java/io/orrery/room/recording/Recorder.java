package io.orrery.room.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.DomainError;
import io.orrery.error.StorageError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.Secret;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Asks;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.RecordingState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.Tours;
import io.orrery.room.front.StateViews;
import io.orrery.room.link.Link;
import io.orrery.room.recording.Recording.State;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a room as a front does, and records what its audience is shown while the room's state says so. All of it is called in the room's thread.
 *
 * <p>What is recorded is a list of rows by time: what has changed of the state as attendees see it, where the driver points, and the counts of answers.
 * Rows are in stretches, each of which begins with a whole state, so that to be at a moment is to read one stretch. The time of a row is when screens
 * begin to show it, from the beginning, without pauses. It never goes back: after a restart, whose clock is another one, it goes on from the last row.
 */
public final class Recorder implements Link.Front {
    /** A stretch ends after so many states. */
    static final int STATES = 64;

    /** A stretch ends after so long, ms. */
    static final double STRETCH_MS = 30_000;

    /** The share of the limit from which on drivers are told that recordings will be erased. */
    private static final double NEARLY = 0.9;

    /** The language of words that are stored in one only. */
    private static final String REFERENCE = "en";

    /** The questions of why that are remembered: more than are asked about one text. */
    private static final int MOST_ASKED = 200;

    /** More texts of people than are run in an evening. */
    private static final int MOST_TEXTS = 1000;

    /** A time without changes of which no more than this is lost if the server is killed, ms. */
    private static final double UNNOTED_MS = 5000;

    /** The shortest time between two rows of where the driver points, ms. */
    static final double POINTER_MS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the server; empty in one that was not built whole. */
    public static final String VERSION = Optional.ofNullable(
                    Recorder.class.getPackage().getImplementationVersion())
            .orElse("");

    private final RoomCode code;
    private final Engine engine;
    private final EventLoop loop;
    private final Recordings recordings;
    private final Ballots ballots;
    private final Consumer<DomainError> ends;
    private final Consumer<DomainError> warns;
    private final Activities activities = Activities.ALL;

    private RoomState state;
    private long seq;
    private Link.Counted counts;
    private Optional<JsonNode> pointer = Optional.empty();
    private Optional<Tape> tape = Optional.empty();
    private boolean isWarned;
    /** Texts that may not be recorded. */
    private final Texts unrecorded = new Texts();
    /** Texts of people that are recorded. */
    private final Texts ofPeople = new Texts();

    /** Addresses at which drivers' pages have asked why, the newest last. Pages keep answers: what was asked before is not asked again. */
    private final Set<String> asked = new LinkedHashSet<>();

    /**
     * @param ballots what people have answered by now
     * @param ends is told why a recording cannot go on; the room then says that it is not recorded
     * @param warns tells those who may drive what will happen
     * @param newest what the room begins with
     */
    public Recorder(
            RoomCode code,
            Engine engine,
            EventLoop loop,
            Recordings recordings,
            Ballots ballots,
            Consumer<DomainError> ends,
            Consumer<DomainError> warns,
            Link.Newest newest) {
        this.code = code;
        this.ballots = ballots;
        this.ends = ends;
        this.warns = warns;
        this.engine = engine;
        this.loop = loop;
        this.recordings = recordings;
        this.state = new RoomState(newest.parts());
        this.seq = newest.seq();
        this.counts = newest.counts();
        resume();
    }

    @Override
    public List<Link.Seen> seen() {
        return List.of();
    }

    /** The room goes on whatever becomes of its recording. */
    @Override
    public void hear(Link.FromOwner said) {
        try {
            follow(said);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("room", code.text()).setCause(e).log("A recording has ended by a fault.");
            endBecause(new StorageError.RecordingFailed());
        }
    }

    /** A driver's page has asked why. @param address of the answer, the same for the same question */
    public void asked(String address) {
        asked.remove(address);
        asked.add(address);
        if (asked.size() > MOST_ASKED) {
            asked.remove(asked.iterator().next());
        }
        tape.ifPresent(Tape::asked);
    }

    /** Notes how long a recording is by now, and ends one that cannot be written; what was recorded until then is kept. Called every second. */
    public void check() {
        tape.ifPresent(running -> running.lasts(UNNOTED_MS));
        if (tape.isPresent() && recordings.isFailing()) {
            endBecause(new StorageError.RecordingNotWritable());
        }
    }

    /**
     * Keeps all recordings within their limit. Recordings that are not published make way for new ones, the oldest first; drivers are told before that,
     * once, and if nothing can make way the recording ends.
     */
    private void makeRoom() {
        long bytes = recordings.bytes();
        List<Recording> erasable = recordings.erasable();
        for (Recording oldest : erasable) {
            if (bytes <= recordings.most()) {
                break;
            }
            bytes -= recordings.bytes(oldest.id());
            recordings.erase(oldest.id());
            LOG.atInfo().addKeyValue("room", oldest.room()).log("An old recording was erased, to make room.");
        }
        if (bytes > recordings.most()) {
            endBecause(new StorageError.RecordingsFull());
        } else if (bytes > recordings.most() * NEARLY && !isWarned) {
            isWarned = true;
            String next = recordings.erasable().stream()
                    .findFirst()
                    .map(oldest -> oldest.title().isEmpty() ? oldest.room() : oldest.title())
                    .orElse("");
            loop.execute(() -> warns.accept(new StorageError.RecordingsNearlyFull(next)));
        }
    }

    /** Not at once: those who follow the room hear of one change after the other. */
    private void endBecause(DomainError why) {
        tape.ifPresent(old -> old.end(State.ENDED));
        tape = Optional.empty();
        loop.execute(() -> ends.accept(why));
    }

    private void follow(Link.FromOwner said) {
        if (said instanceof Link.EntryMessage entry) {
            change(entry);
        } else if (said instanceof Link.Counted newer && newer.number() > counts.number()) {
            counts = newer;
            tape.ifPresent(Tape::counted);
        } else if (said instanceof Link.Pointing pointing) {
            pointer = Optional.of(pointing).filter(where -> !where.isNowhere()).map(where -> place(where.text()));
            tape.ifPresent(Tape::pointed);
        } else if (said instanceof Link.Ended) {
            tape.ifPresent(running -> running.lasts(0));
            tape = Optional.empty();
        }
    }

    private void change(Link.EntryMessage entry) {
        RecordingState before = RecordingState.PART.of(state);
        seq = entry.seq();
        state = state.with(entry.parts());
        entry.counts().filter(newer -> newer.number() > counts.number()).ifPresent(newer -> counts = newer);
        RecordingState now = RecordingState.PART.of(state);
        double start = Math.max(entry.start(), loop.now());
        if (!now.id().equals(before.id())) {
            tape.ifPresentOrElse(old -> old.end(State.ENDED), () -> endPaused(before));
            tape = Optional.empty();
        } else if (now.paused() && !before.paused()) {
            tape.ifPresent(old -> old.end(State.PAUSED));
            tape = Optional.empty();
        }
        if (!now.title().equals(before.title()) && now.id().equals(before.id())) {
            tape.ifPresentOrElse(
                    running -> running.title(now.title()),
                    () -> recordings.find(now.id()).ifPresent(known -> recordings.put(known.titled(now.title()))));
        }
        if (tape.isPresent()) {
            tape.get().changed(start);
        } else if (now.isRunning()) {
            begin(now, start);
        }
    }

    private void endPaused(RecordingState paused) {
        recordings
                .find(paused.id())
                .filter(known -> !known.hasEnded())
                .ifPresent(known -> recordings.put(known.ended()));
    }

    /** After a restart of the server: recordings whose end the log has lost are ended, and the one that is on goes on. */
    private void resume() {
        RecordingState now = RecordingState.PART.of(state);
        recordings.list(code.text()).stream()
                .filter(known -> !known.hasEnded() && !known.id().equals(now.id()))
                .forEach(lost -> recordings.put(lost.in(
                        State.ENDED,
                        recordings
                                .contents(lost.id())
                                .map(Recording.Contents::until)
                                .orElse(lost.length()),
                        0)));
        if (now.isRunning()) {
            begin(now, loop.now());
        }
    }

    private void begin(RecordingState wanted, double start) {
        Optional<Recording.Contents> known = recordings.contents(wanted.id());
        double zero = start - known.map(Recording.Contents::until).orElse(0.0);
        Recording head = known.map(Recording.Contents::head)
                .orElseGet(() -> new Recording(
                        wanted.id(),
                        code.text(),
                        wanted.title(),
                        VERSION,
                        System.currentTimeMillis(),
                        0,
                        zero,
                        State.ON,
                        0,
                        0,
                        Recording.Access.CLOSED,
                        Secret.random(),
                        List.of()));
        var begun = new Tape(head.in(State.ON, start - zero, zero), known);
        tape = Optional.of(begun);
        begun.begin(start - zero);
    }

    private static JsonNode place(String text) {
        ObjectNode said = (ObjectNode) read(text);
        said.remove("type");
        return said;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    /** What the audience is shown at present, as far as it may be recorded. */
    private RoomState shown() {
        if (!RecordingState.PART.of(state).people()) {
            return activities.withoutPeople(seen(counts.byBallot()));
        }
        Set<String> hidden = hidden();
        return hidden.isEmpty()
                ? seen(counts.byBallot())
                : activities.without(hidden, seen(ballots.countsWithout(hidden)));
    }

    private RoomState seen(Map<String, Ballots.Counts> with) {
        var walk = engine.walk(WalkState.PART.of(state).trace().model());
        return new StateViews(state, walk, with).seenBy(Role.ATTENDEE);
    }

    /** The ids of those who do not want to be in recordings. */
    private Set<String> hidden() {
        return ballots.answers(RecordingState.HIDDEN).keySet();
    }

    /**
     * Whether the machine shows a text of somebody who may not be recorded: of anybody where people are not. It may come back when nobody knows any more
     * whose it was.
     */
    private boolean isUnrecorded() {
        return unrecorded.isShown(
                RecordingState.PART.of(state).people()
                        ? hidden().stream().anyMatch(person -> activities.isShown(state, person, ballots))
                        : activities.isShown(state, "", ballots));
    }

    /** Texts of people, as tokens, which the machine may show again. */
    private final class Texts {
        private final Set<List<Integer>> known = new HashSet<>();

        /** @param isOfOne whether the machine shows a text of which it is known now whose it is */
        boolean isShown(boolean isOfOne) {
            TraceSummary trace = WalkState.PART.of(state).trace();
            if (isOfOne && known.size() < MOST_TEXTS) {
                known.add(trace.tokens().subList(0, trace.promptLength()));
            }
            return isOfOne
                    || known.stream()
                            .anyMatch(text -> trace.tokens().size() >= text.size()
                                    && trace.tokens().subList(0, text.size()).equals(text));
        }
    }

    /** The recording that runs. */
    private final class Tape {
        private Recording head;
        private int stretch;
        private int rows;
        private int states;
        private double stretchSince;
        /** The time of the last row. */
        private double last;

        private int marks;
        /** The last mark of each part of the state, by name. */
        private final Map<String, Numbered> open = new HashMap<>();

        private final Set<String> models;
        /** The questions of why that this stretch has. */
        private final Set<String> questions = new HashSet<>();
        /** The words of a talk's beat, as this stretch has them last: the talk may be erased later. */
        private Optional<Tours.BeatOfTalk> words = Optional.empty();

        private String titleOfWords = "";

        private RoomState before = RoomState.EMPTY;
        /** Whether the next row begins a stretch, behind something that is not recorded. */
        private boolean isGap;
        /** Whether what is shown may not be recorded. */
        private boolean isHeld;
        /** Whether it is a text of somebody that is recorded. */
        private boolean isOfPerson;

        private double pointedAt = Double.NEGATIVE_INFINITY;
        private boolean isPointerPlanned;
        private Optional<JsonNode> pointed = Optional.empty();

        /** @param known what was recorded before a pause or a restart */
        Tape(Recording head, Optional<Recording.Contents> known) {
            this.head = head;
            stretch = known.map(contents -> contents.stretches().size()).orElse(0) - 1;
            last = known.map(Recording.Contents::until).orElse(0.0);
            marks = known.map(contents -> contents.marks().size()).orElse(0);
            models = new HashSet<>(head.models());
            isGap = known.isPresent();
        }

        void begin(double t) {
            recordings.put(head);
            isHeld = isUnrecorded();
            if (!isHeld) {
                isOfPerson();
                first(t, shown());
            }
        }

        /** A row says it, so that texts of people can be taken out later ({@link PeopleErased}). */
        private void isOfPerson() {
            isOfPerson = RecordingState.PART.of(state).people()
                    && (ofPeople.isShown(activities.isShown(state, "", ballots)) || isOfPerson && Asks.isShown(state));
        }

        /** Begins, or goes on behind a gap. */
        private void first(double t, RoomState now) {
            whole(t, now);
            if (isGap) {
                put(Mark.gap().at(last));
                open.clear();
            } else {
                mark(now, last);
            }
            isGap = true;
            models(now);
            before = now;
        }

        /** A question that was asked about a text shows the end of it for as long as it is shown. */
        private boolean isHeld() {
            isHeld = isUnrecorded() || isHeld && Asks.isShown(state);
            return isHeld;
        }

        void title(String title) {
            head = head.titled(title);
            recordings.put(head);
        }

        /**
         * Notes how long it is, since a time in which nothing changes has no rows.
         *
         * @param most ms that need not be noted
         */
        void lasts(double most) {
            double now = loop.now() - head.zero();
            if (now - Math.max(last, head.length()) > most) {
                // its title or its readers may have been changed elsewhere
                recordings.find(head.id()).ifPresent(known -> {
                    head = known.in(State.ON, now, known.zero());
                    recordings.put(head);
                });
            }
        }

        void end(State why) {
            double length = Math.max(last, loop.now() - head.zero());
            recordings.put(head.in(why, length, 0));
        }

        /** @param start when screens begin to show it, ms of the server's clock */
        void changed(double start) {
            boolean wasHeld = isHeld;
            if (isHeld()) {
                return;
            }
            isOfPerson();
            RoomState now = shown();
            double t = start - head.zero();
            if (wasHeld) {
                first(t, now);
                return;
            }
            Map<String, Record> parts = now.changedSince(before);
            Set<String> lost = new HashSet<>(before.parts().keySet());
            lost.removeAll(now.parts().keySet());
            if (parts.isEmpty() && lost.isEmpty()) {
                return;
            }
            if (isOver(t)) {
                whole(t, now);
            } else {
                change(t, now, parts.keySet(), lost);
                words(now);
            }
            mark(now, last);
            models(now);
            before = now;
            asked();
        }

        /** Appends the questions of why about the text that is shown, once in each stretch. */
        void asked() {
            if (isHeld || asked.isEmpty()) {
                return;
            }
            TraceSummary trace = WalkState.PART.of(state).trace();
            for (String address : asked) {
                boolean isAboutIt = Stream.of(trace.id(), trace.unchanged())
                        .anyMatch(id -> !id.isEmpty() && address.contains("/" + id + "/"));
                if (isAboutIt && questions.add(address)) {
                    var row = JSON.createObjectNode();
                    row.put("t", last).put("asked", address);
                    append(row);
                }
            }
        }

        private boolean isOver(double t) {
            return states >= STATES || t - stretchSince >= STRETCH_MS;
        }

        /** Only members that differ: of a part whose fields are members of the state most stay the same. */
        private void change(double t, RoomState now, Set<String> parts, Set<String> lost) {
            ObjectNode after = members(now, parts);
            Set<String> all = new HashSet<>(parts);
            all.addAll(lost);
            ObjectNode old = members(before, all);
            var row = JSON.createObjectNode();
            List<String> gone = new ArrayList<>();
            old.fieldNames().forEachRemaining(name -> {
                if (!after.has(name)) {
                    gone.add(name);
                }
            });
            after.properties().removeIf(member -> member.getValue().equals(old.get(member.getKey())));
            row.put("t", time(t)).put("seq", seq).put("clock", clock()).set("state", after);
            note(row);
            if (!gone.isEmpty()) {
                row.set("gone", JSON.valueToTree(gone));
            }
            states++;
            append(row);
        }

        private void note(ObjectNode row) {
            if (isOfPerson) {
                row.put(PeopleErased.OF_PERSON, true);
            }
        }

        private ObjectNode members(RoomState of, Set<String> parts) {
            var some = new HashMap<>(of.parts());
            some.keySet().retainAll(parts);
            return (ObjectNode) read(activities.json().write(new RoomState(some)));
        }

        /** Begins a stretch. */
        private void whole(double t, RoomState now) {
            stretch++;
            rows = 0;
            states = 1;
            stretchSince = Math.max(t, last);
            makeRoom();
            var row = JSON.createObjectNode();
            row.put("t", time(t))
                    .put("seq", seq)
                    .put("clock", clock())
                    .set("state", read(activities.json().write(now)));
            note(row);
            append(row);
            words = Optional.empty();
            words(now);
            questions.clear();
            asked();
            pointed = Optional.empty();
            if (pointer.isPresent()) {
                point(t);
            }
        }

        /** Appends the words of a talk's beat that is shown, if they are others than the last ones. */
        private void words(RoomState now) {
            var shown = activities.beatOfTalk(now, state);
            if (shown.isPresent() && !shown.equals(words)) {
                var beat = shown.get();
                JsonNode served = JSON.valueToTree(engine.tours().words(beat));
                titleOfWords = served.path(
                                served.has(REFERENCE)
                                        ? REFERENCE
                                        : served.fieldNames().next())
                        .at("/chapters/0/beats/0/title")
                        .asText();
                var row = JSON.createObjectNode();
                row.put("t", last)
                        .putObject("beat")
                        .put("tour", beat.talk().id())
                        .put("beat", beat.path())
                        .set("served", served);
                append(row);
            }
            words = shown;
        }

        /** What a beat is called in a list of marks, which has one language. */
        private Mark titled(Mark mark) {
            if (!mark.isBeat()) {
                return mark;
            }
            String model = WalkState.PART.of(state).trace().model();
            return mark.titled(
                    words.isPresent()
                            ? titleOfWords
                            : engine.tours().title(mark.tour(), model, mark.beat(), REFERENCE));
        }

        private double time(double t) {
            last = Math.max(last, Math.round(t));
            return last;
        }

        /** The moment of the last row by the server's clock, ms: times within a state are of that clock. */
        private double clock() {
            return last + head.zero();
        }

        private void append(ObjectNode row) {
            recordings.append(head.id(), stretch, rows++, last, row.toString());
        }

        void counted() {
            boolean wasHeld = isHeld;
            if (isHeld() || wasHeld) {
                // What was held goes on with the next change.
                isHeld = true;
                return;
            }
            RoomState now = shown();
            Map<String, Record> parts = activities.partsWithCounts(now);
            Map<String, Record> old = activities.partsWithCounts(before);
            Map<String, Optional<Record>> told = new HashMap<>();
            old.keySet().forEach(name -> told.put(name, Optional.ofNullable(parts.get(name))));
            parts.forEach((name, part) -> told.put(name, Optional.of(part)));
            told.entrySet().removeIf(part -> part.getValue().equals(Optional.ofNullable(old.get(part.getKey()))));
            if (told.isEmpty()) {
                return;
            }
            double t = loop.now() - head.zero();
            if (isOver(t)) {
                whole(t, now);
            } else {
                ObjectNode all = members(now, told.keySet());
                told.forEach((name, part) -> {
                    if (part.isEmpty()) {
                        all.putNull(name);
                    }
                });
                var row = JSON.createObjectNode();
                row.put("t", time(t)).set("counts", all);
                append(row);
            }
            before = now;
        }

        void pointed() {
            double due = pointedAt + POINTER_MS - loop.now();
            if (due <= 0) {
                point(loop.now() - head.zero());
            } else if (!isPointerPlanned) {
                isPointerPlanned = true;
                loop.after(due, () -> {
                    isPointerPlanned = false;
                    if (tape.filter(this::equals).isPresent()) {
                        point(loop.now() - head.zero());
                    }
                });
            }
        }

        private void point(double t) {
            if (isHeld || pointer.equals(pointed)) {
                return;
            }
            pointedAt = loop.now();
            pointed = pointer;
            var row = JSON.createObjectNode();
            row.put("t", time(t))
                    .set(
                            "pointer",
                            pointer.orElseGet(() -> JSON.createObjectNode()
                                    .<ObjectNode>set("cell", JSON.createArrayNode())
                                    .set("pose", JSON.createArrayNode())));
            append(row);
        }

        private void mark(RoomState now, double t) {
            activities
                    .marks(before, now)
                    .forEach((part, mark) -> open.put(part, put(titled(mark).at(t))));
            activities
                    .revealed(before, now)
                    .forEach(part -> Optional.ofNullable(open.remove(part))
                            .ifPresent(asked -> recordings.mark(
                                    head.id(), asked.number(), asked.mark().revealedAt(t))));
        }

        private Numbered put(Mark mark) {
            var numbered = new Numbered(marks++, mark);
            recordings.mark(head.id(), numbered.number(), mark);
            return numbered;
        }

        private void models(RoomState now) {
            if (activities.modelsSeen(now).filter(models::add).count() > 0) {
                head = head.with(models.stream().sorted().toList());
                recordings.put(head);
            }
        }
    }

    private record Numbered(int number, Mark mark) {}
}
