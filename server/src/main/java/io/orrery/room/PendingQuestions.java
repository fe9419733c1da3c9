package io.orrery.room;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Outcome.Subject;
import io.orrery.room.activity.Refusals;
import io.orrery.room.people.Answers.Answer;
import io.orrery.room.people.Sender;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import io.orrery.room.time.EventLoop.Timer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The questions to the engine that a room waits for: those of commands, and those of activities' background work.
 *
 * <p>What a question excludes is declared by its {@link Subject}. All questions about the shown text are in one line, in which one
 * question is open at a time, because each answer replaces the text that the next question is about. Any other question is in
 * the line of its activity. A command's question overtakes the one that is open in its line. Background work waits until the
 * line is free, in the order in which it came; work that was overtaken comes first.
 *
 * <p>Whatever fails, in the engine or in the code that handles an answer, settles its question with a refusal. A question that is not
 * answered before its deadline is refused, too.
 */
final class PendingQuestions {
    private final EventLoop loop;
    private final Listener listener;
    private final Line shownText = new Line();
    private final Map<Activity<?>, Line> ownLines = new HashMap<>();

    /** Receives the answers, in turns of the event loop. */
    interface Listener {
        /** The present state. */
        RoomState state();

        /** A command's question has been answered. */
        void answered(Sender by, String id, Command.Given<?> given, Outcome outcome);

        void refused(Sender by, String id, Refusal refusal);

        /** A command is done without a change. */
        void done(Sender by, String id);

        /** Background work has produced this state, which may be the present one. */
        void wentOn(Background.Works<?> activity, Background work, RoomState next);

        /** Background work could not go on. */
        void failed(Refusal refusal);

        /** Whether an activity still wants the work that has waited in line. */
        boolean isWanted(Background.Works<?> activity, Background waiting);
    }

    /**
     * The command of a sender, whose question is open.
     *
     * @param included relative commands from which this one goes on: it leads where they lead and further, so they are answered with it
     */
    private record Asker(Sender by, String id, Command.Given<?> given, List<Asker> included) {
        /** This command and those that it includes, in the order in which they came. */
        Stream<Asker> all() {
            return Stream.concat(included.stream(), Stream.of(this));
        }

        boolean goesOnFrom(Asker earlier) {
            return given.isRelative() && earlier.given().isRelative();
        }
    }

    /** Background work, and the question that it asks. */
    private record Work(Background.Works<?> activity, Background background, Background.Question<?> question) {}

    /** A question that the engine has not answered yet. It is a command's or that of background work. */
    private record Open(Optional<Asker> asker, Optional<Work> work, CompletionStage<?> answer, Timer deadline) {
        void end() {
            deadline.cancel();
            answer.toCompletableFuture().cancel(true);
        }
    }

    /** Questions of which one is open at a time. */
    private static final class Line {
        private Optional<Open> open = Optional.empty();
        private final Map<Background.Works<?>, Work> waiting = new LinkedHashMap<>();

        /** Ends the open question, so that its answer counts no more. */
        Optional<Open> end() {
            Optional<Open> ended = open;
            open = Optional.empty();
            ended.ifPresent(Open::end);
            return ended;
        }
    }

    PendingQuestions(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** The commands whose questions are open. */
    List<Command.Given<?>> commands() {
        return lines().flatMap(line -> line.open.stream())
                .flatMap(open -> open.asker().stream())
                .<Command.Given<?>>map(Asker::given)
                .toList();
    }

    private Line line(Subject subject, Activity<?> activity) {
        return subject == Subject.SHOWN_TEXT ? shownText : ownLines.computeIfAbsent(activity, any -> new Line());
    }

    private Stream<Line> lines() {
        return Stream.concat(Stream.of(shownText), ownLines.values().stream());
    }

    /** Asks the question of a command. It overtakes the one that is open in its line. */
    <T> void ask(Sender by, String id, Command.Given<?> given, Activity<?> activity, Outcome.Question<T> question) {
        Line line = line(question.subject(), activity);
        Optional<Open> earlier = line.end();
        by.answers().remember(id, new Answer.Pending());
        var alone = new Asker(by, id, given, List.of());
        var overtaken = earlier.flatMap(Open::asker);
        List<Asker> included =
                overtaken.filter(alone::goesOnFrom).stream().flatMap(Asker::all).toList();
        open(
                line,
                Optional.of(new Asker(by, id, given, included)),
                Optional.empty(),
                question.answer(),
                question.deadlineMs(),
                (state, answer, failure) -> {
                    listener.answered(by, id, given, outcome(question, state, answer, failure));
                    included.forEach(asker -> listener.done(asker.by(), asker.id()));
                });
        if (included.isEmpty()) {
            overtaken.stream().flatMap(Asker::all).forEach(asker -> settleOvertaken(asker, by));
        }
        earlier.flatMap(Open::work).ifPresent(work -> putFirst(line, work));
    }

    private static <T> Outcome outcome(
            Outcome.Question<T> question, RoomState state, T answer, Optional<Throwable> failure) {
        try {
            return failure.<Outcome>map(Refusals::of)
                    .orElseGet(() -> question.then().apply(state, answer));
        } catch (RuntimeException e) {
            return Refusals.of(e);
        }
    }

    /** Answers a command that is overtaken. One of the same person counts as done: the person has changed their mind. */
    private void settleOvertaken(Asker overtaken, Sender by) {
        if (overtaken.by().id().equals(by.id())) {
            listener.done(overtaken.by(), overtaken.id());
        } else {
            listener.refused(overtaken.by(), overtaken.id(), new Refusal(new RoomError.Stale()));
        }
    }

    private static void putFirst(Line line, Work work) {
        var others = new LinkedHashMap<>(line.waiting);
        line.waiting.clear();
        line.waiting.put(work.activity(), work);
        others.forEach(line.waiting::putIfAbsent);
    }

    /** Asks the question of background work, as soon as its line is free. */
    void ask(Background.Works<?> activity, Background background, Background.Question<?> question) {
        Line line = line(question.subject(), activity);
        line.waiting.put(activity, new Work(activity, background, question));
        askNext(line);
    }

    /** Asks the question of the first work that waits and is still wanted, if the line is free. */
    private void askNext(Line line) {
        while (line.open.isEmpty() && !line.waiting.isEmpty()) {
            Work work = line.waiting.remove(line.waiting.keySet().iterator().next());
            if (listener.isWanted(work.activity(), work.background())) {
                ask(line, work, work.question());
            }
        }
    }

    private <T> void ask(Line line, Work work, Background.Question<T> question) {
        open(
                line,
                Optional.empty(),
                Optional.of(work),
                asked(question),
                question.deadlineMs(),
                (state, answer, failure) -> settle(work, question, state, answer, failure));
    }

    private <T> CompletionStage<T> asked(Background.Question<T> question) {
        try {
            return question.ask().apply(listener.state());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> void settle(
            Work work, Background.Question<T> question, RoomState state, T answer, Optional<Throwable> failure) {
        Optional<Throwable> failed = failure;
        RoomState next = state;
        if (failed.isEmpty()) {
            try {
                next = question.then().apply(state, answer);
            } catch (RuntimeException e) {
                failed = Optional.of(e);
            }
        }
        Optional<Refusal> refusal = failed.map(Refusals::of);
        listener.wentOn(
                work.activity(),
                work.background(),
                refusal.map(no -> question.otherwise().apply(state, no)).orElse(next));
        refusal.ifPresent(listener::failed);
    }

    /** Carries out what follows from an answer, or from a failure. */
    @FunctionalInterface
    private interface Settling<T> {
        void settle(RoomState state, T answer, Optional<Throwable> failure);
    }

    private <T> void open(
            Line line,
            Optional<Asker> asker,
            Optional<Work> work,
            CompletionStage<T> answer,
            double deadlineMs,
            Settling<T> settling) {
        Timer deadline = loop.after(
                deadlineMs,
                () -> answer.toCompletableFuture()
                        .completeExceptionally(new OrreryException(
                                new LibraryError.TookTooLong(TimeUnit.MILLISECONDS.toSeconds((long) deadlineMs)))));
        var open = new Open(asker, work, answer, deadline);
        line.open = Optional.of(open);
        answer.whenComplete((known, failure) -> loop.execute(() -> {
            if (line.open.filter(now -> now == open).isPresent()) {
                deadline.cancel();
                line.open = Optional.empty();
                settling.settle(listener.state(), known, Optional.ofNullable(failure));
                askNext(line);
            }
        }));
    }

    /** Cancels all questions, and refuses the commands that wait as stopped. Background work has to be planned again. */
    void cancel() {
        end().flatMap(open -> open.asker().stream())
                .flatMap(Asker::all)
                .forEach(asker -> listener.refused(asker.by(), asker.id(), new Refusal(new RoomError.Stopped())));
    }

    /** Cancels all questions without telling anyone, when the room closes. */
    void stop() {
        end();
    }

    private Stream<Open> end() {
        List<Line> all = lines().toList();
        all.forEach(line -> line.waiting.clear());
        return all.stream().map(Line::end).toList().stream().flatMap(Optional::stream);
    }
}
