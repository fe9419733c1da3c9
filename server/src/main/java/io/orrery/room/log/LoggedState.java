package io.orrery.room.log;

import io.orrery.room.activity.Activities;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the entries of a log add up to. The same function ({@link #after}) is applied to each change of a living room and, after a restart,
 * to each entry that is read.
 *
 * @param seq the number of the last change; 0 before the first
 * @param wentBackTo the number of a change that was taken back since that one, with all later ones; 0 for none
 * @param done the last commands that changed the state, latest first
 * @param wholeSeq the number of the last change that is stored with the whole state; negative if the next one has to be
 * @param wholeAt when it was made, ms
 */
public record LoggedState(
        long seq,
        RoomState state,
        UndoHistory history,
        long wentBackTo,
        int session,
        List<Done> done,
        long wholeSeq,
        double wholeAt) {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedState.class);

    /** The most entries from one with the whole state to the next. */
    static final int WHOLE_EVERY = 64;

    /** The longest time from one with the whole state to a change that is not stored with it, ms. */
    static final double WHOLE_MS = 30_000;

    /** A page repeats only commands whose answers it missed; there are few. */
    private static final int DONE_KEPT = 32;

    private static final long NEVER = -WHOLE_EVERY;

    /** A command that was done. @param person the number of the person who gave it */
    public record Done(int person, String id) {}

    public LoggedState {
        done = List.copyOf(done);
    }

    /** A room without any change. */
    public static LoggedState none() {
        return new LoggedState(0, RoomState.EMPTY, UndoHistory.EMPTY, 0, 1, List.of(), NEVER, 0);
    }

    /** Reads a log; empty if nothing of it can be read. */
    public static Optional<LoggedState> of(Log log) {
        var read = new AtomicReference<>(none());
        entries(log, log.needed(), entry -> read.set(read.get().after(entry, false)));
        return Optional.of(read.get()).filter(last -> last.seq > 0).map(last -> last.asRead(log.seq()));
    }

    /** Hands over the entries of a log that can be read, in order. @param from the number of the first one, which has the whole state */
    public static void entries(Log log, long from, Consumer<LogEntry> to) {
        log.read(from, new Consumer<>() {
            private RoomState state = RoomState.EMPTY;
            private boolean isBroken = true;

            /** Behind an entry that is not one of this version, reading goes on with the next whole state. */
            @Override
            public void accept(Row row) {
                isBroken &= !row.isWhole();
                if (!isBroken) {
                    entry(row).ifPresentOrElse(to, () -> isBroken = true);
                }
            }

            private Optional<LogEntry> entry(Row row) {
                try {
                    LogEntry entry = row.entry(state);
                    state = entry.state();
                    return Optional.of(entry);
                } catch (IllegalArgumentException e) {
                    LOG.atWarn().addKeyValue("entry", row.seq()).setCause(e).log("A change of a room cannot be read.");
                    return Optional.empty();
                }
            }
        });
    }

    /** Begins the room, or begins it anew without what undo could go back to. @param begin the first state */
    public LoggedState begun(Log log, double now, RoomState begin) {
        return new LoggedState(log.seq(), RoomState.EMPTY, UndoHistory.EMPTY, 0, session, done, NEVER, 0)
                .goneOn(log, now, begin);
    }

    /** Goes on from here with a state that differs, which the log says from now on, too. @param next the state to go on with */
    public LoggedState goneOn(Log log, double now, RoomState next) {
        if (next.equals(state)) {
            return this;
        }
        LogEntry entry = change(now, 0, LogEntry.By.ROOM, "", "", false, next);
        log.append(seq, entry);
        return after(entry);
    }

    /**
     * Undo may reach less far than the state says, if a part of the log was damaged. The next entry is whole.
     *
     * @param last the number of the last entry, which may be one that cannot be read
     */
    private LoggedState asRead(long last) {
        RoomState known = Activities.ALL.wouldUndo(state, history.command());
        return new LoggedState(last, known, history, wentBackTo, session, done, NEVER, wholeAt);
    }

    /** This with another state, which is not in the log: the next entry is stored with all of it. */
    public LoggedState with(RoomState other) {
        return new LoggedState(seq, other, history, wentBackTo, session, done, NEVER, wholeAt);
    }

    /** Without what undo could go back to. The next entry is stored with all of the state. */
    public LoggedState withoutPast() {
        return new LoggedState(seq, state, UndoHistory.EMPTY, 0, session, done, NEVER, wholeAt);
    }

    /** From the next entry on, another session. It begins with the whole state, so that it can be read without the one before. */
    public LoggedState nextSession() {
        return new LoggedState(seq, state, history, wentBackTo, session + 1, done, NEVER, wholeAt);
    }

    /** Change {@code to} is taken back, with all later ones; the next entry says so. */
    public LoggedState wentBackTo(long to) {
        return new LoggedState(seq, state, history.wentBackTo(to), to, session, done, wholeSeq, wholeAt);
    }

    /** Whether a person's command has changed the state. @param person the person's number; 0 if the sender is no person */
    public boolean isDone(int person, String id) {
        return person > 0 && done.contains(new Done(person, id));
    }

    /** The content ids of the models that the state shows, and of those that undo can go back to. */
    public Set<String> models() {
        return Stream.concat(Stream.of(state), history.entries().stream().map(UndoHistory.Entry::state))
                .flatMap(Activities.ALL::models)
                .collect(Collectors.toSet());
    }

    /**
     * The entry of a change from here.
     *
     * @param start when the change starts on every screen, ms; 0 if no screen shows a difference
     * @param command the name of the command; empty if the room changes by itself
     */
    public LogEntry change(
            double at, double start, LogEntry.By by, String command, String id, boolean undoable, RoomState next) {
        long number = seq + 1;
        List<Long> undo = undoable
                ? history.changed(number, command, state, true, (older, newer) -> older)
                        .seqs()
                : history.seqs();
        boolean isWhole = number - wholeSeq >= WHOLE_EVERY || at - wholeAt >= WHOLE_MS;
        return new LogEntry(
                number,
                at,
                start,
                session,
                by,
                command,
                id,
                undoable,
                wentBackTo,
                undo,
                next,
                next.changedSince(state),
                isWhole);
    }

    /** After a change of this process, which has computed the traces of its states. */
    public LoggedState after(LogEntry entry) {
        return after(entry, true);
    }

    private LoggedState after(LogEntry entry, boolean isComputed) {
        UndoHistory next = entry.wentBackTo() == 0 ? history : history.wentBackTo(entry.wentBackTo());
        // What was before is not known if entries are missing.
        if (entry.undoable() && entry.seq() == seq + 1) {
            RoomState before = Activities.ALL.remembered(state);
            next = next.changed(entry.seq(), entry.command(), before, isComputed, Activities.ALL::overtaken);
        }
        return new LoggedState(
                entry.seq(),
                entry.state(),
                entry.isWhole() ? next.asFarAs(entry.undo()) : next,
                0,
                entry.session(),
                Stream.concat(
                                Stream.of(new Done(entry.by().number(), entry.id()))
                                        .filter(command -> command.person() > 0),
                                done.stream())
                        .limit(DONE_KEPT)
                        .toList(),
                entry.isWhole() ? entry.seq() : wholeSeq,
                entry.isWhole() ? entry.at() : wholeAt);
    }
}
