package io.orrery.room;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.BackgroundTimers.Work;
import io.orrery.room.CommandProcessor.Order;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Outcome.Subject;
import io.orrery.room.activity.Refusals;
import io.orrery.room.people.CommandReplies.Reply;
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
import java.util.function.BiFunction;
import java.util.function.Consumer;
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
    /** Receives the answers, in turns of the event loop. */
    private final CommandProcessor processor;

    private final Line shownText = new Line();
    private final Map<Activity<?>, Line> ownLines = new HashMap<>();

    /**
     * A question that the engine has not answered yet. It is a command's or that of background work.
     *
     * @param orders the command that asks, last, and relative commands from which it goes on: it leads where they lead and further, so they
     *     are answered with it
     */
    private record Open(List<Order> orders, Optional<Work> work, CompletionStage<?> answer, Timer deadline) {
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

    PendingQuestions(EventLoop loop, CommandProcessor processor) {
        this.loop = loop;
        this.processor = processor;
    }

    /** The commands whose questions are open. */
    List<Command.Given<?>> commands() {
        return lines().flatMap(line -> line.open.stream())
                .flatMap(open -> open.orders().stream().reduce((earlier, last) -> last).stream())
                .<Command.Given<?>>map(Order::given)
                .toList();
    }

    private Line line(Subject subject, Activity<?> activity) {
        return subject == Subject.SHOWN_TEXT ? shownText : ownLines.computeIfAbsent(activity, any -> new Line());
    }

    private Stream<Line> lines() {
        return Stream.concat(Stream.of(shownText), ownLines.values().stream());
    }

    /** Asks the question of a command. It overtakes the one that is open in its line. */
    <T> void ask(Order order, Activity<?> activity, Outcome.EngineCall<T> question) {
        Line line = line(question.subject(), activity);
        Optional<Open> earlier = line.end();
        order.by().replies().remember(order.id(), new Reply.Pending());
        List<Order> overtaken = earlier.map(Open::orders).orElse(List.of());
        List<Order> all = Stream.concat(overtaken.stream(), Stream.of(order)).toList();
        boolean goesOn = all.stream().allMatch(each -> each.given().isRelative());
        List<Order> included = goesOn ? overtaken : List.of();
        open(
                line,
                goesOn ? all : List.of(order),
                Optional.empty(),
                question.answer(),
                question.deadlineMs(),
                question.then(),
                outcome -> {
                    processor.carryOut(order, outcome);
                    included.forEach(processor::done);
                });
        if (!goesOn) {
            overtaken.forEach(each -> settleOvertaken(each, order.by()));
        }
        earlier.flatMap(Open::work).ifPresent(work -> putFirst(line, work));
    }

    /** Answers a command that is overtaken. One of the same person counts as done: the person has changed their mind. */
    private void settleOvertaken(Order overtaken, Sender by) {
        if (overtaken.by().id().equals(by.id())) {
            processor.done(overtaken);
        } else {
            processor.carryOut(overtaken, new Refusal(new RoomError.Stale()));
        }
    }

    private static void putFirst(Line line, Work work) {
        var others = new LinkedHashMap<>(line.waiting);
        line.waiting.clear();
        line.waiting.put(work.activity(), work);
        others.forEach(line.waiting::putIfAbsent);
    }

    /** Asks the question of background work, as soon as its line is free. */
    void ask(Work work, Background.BackgroundCall<?> question) {
        Line line = line(question.subject(), work.activity());
        line.waiting.put(work.activity(), work);
        askNext(line);
    }

    /** Asks the question of the first work that waits and is still wanted, if the line is free. */
    private void askNext(Line line) {
        while (line.open.isEmpty() && !line.waiting.isEmpty()) {
            Work work = line.waiting.remove(line.waiting.keySet().iterator().next());
            if (processor.isWanted(work)) {
                ask(line, work, work.background().question().orElseThrow());
            }
        }
    }

    private <T> void ask(Line line, Work work, Background.BackgroundCall<T> question) {
        open(line, List.of(), Optional.of(work), asked(question), question.deadlineMs(), question.then(), outcome -> {
            if (outcome instanceof Outcome.Change change) {
                processor.wentOn(work, change.next());
            } else if (outcome instanceof Outcome.Answer found) {
                processor.noted(work, found);
            } else if (outcome instanceof Refusal refusal) {
                processor.wentOn(work, question.otherwise().apply(processor.state(), refusal));
                processor.failed(refusal);
            }
        });
    }

    private <T> CompletionStage<T> asked(Background.BackgroundCall<T> question) {
        try {
            return question.ask().apply(processor.state());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** @param settle carries out what follows from an answer, or from a failure */
    private <T> void open(
            Line line,
            List<Order> orders,
            Optional<Work> work,
            CompletionStage<T> answer,
            double deadlineMs,
            BiFunction<RoomState, T, Outcome> then,
            Consumer<Outcome> settle) {
        Timer deadline = loop.after(
                deadlineMs,
                () -> answer.toCompletableFuture()
                        .completeExceptionally(new OrreryException(
                                new LibraryError.TookTooLong(TimeUnit.MILLISECONDS.toSeconds((long) deadlineMs)))));
        var open = new Open(orders, work, answer, deadline);
        line.open = Optional.of(open);
        answer.whenComplete((known, failure) -> loop.execute(() -> {
            if (line.open.filter(now -> now == open).isPresent()) {
                deadline.cancel();
                line.open = Optional.empty();
                settle.accept(
                        failure == null
                                ? Refusals.orRefusal(() -> then.apply(processor.state(), known))
                                : Refusals.of(failure));
                askNext(line);
            }
        }));
    }

    /** Cancels all questions, and refuses the commands that wait as stopped. Background work has to be planned again. */
    void cancel() {
        end().flatMap(open -> open.orders().stream())
                .forEach(order -> processor.carryOut(order, new Refusal(new RoomError.Stopped())));
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
