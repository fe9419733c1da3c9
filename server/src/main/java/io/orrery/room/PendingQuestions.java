package io.orrery.room;

import io.orrery.error.RoomError;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Refusals;
import io.orrery.room.people.Person;
import io.orrery.room.people.Person.Answer;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The questions that a room waits for: a command's, or that of an activity's background work. Only the newest question
 * counts: a new one cancels the earlier one, whose answer is dropped.
 */
final class PendingQuestions {
    private final EventLoop loop;
    private final Listener listener;
    /** The number of the newest question. */
    private long number;

    private String askedBy = "";
    /** The open question of a command. */
    private Optional<Asked> asked = Optional.empty();
    /** The answer that background work waits for. */
    private Optional<CompletionStage<?>> background = Optional.empty();

    /** Receives the answers, in turns of the event loop. */
    interface Listener {
        /** The present state. */
        RoomState state();

        /** A command's question has been answered, and no newer question was asked. */
        void answered(Person person, String id, Command<?> command, Outcome outcome);

        void refused(Person person, String id, Refusal refusal);

        /** Background work has produced this state. */
        void wentOn(RoomState next);

        /** Background work could not go on. */
        void failed(Refusal refusal);

        /** No command's question is open any more. */
        void settled();
    }

    private record Asked(Person person, String id, Command<?> command, CompletionStage<?> answer) {}

    PendingQuestions(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** The name of the command whose question is open. */
    Optional<String> command() {
        return asked.map(question -> question.command().name());
    }

    <T> void ask(Person person, String id, Command<?> command, Outcome.Question<T> question) {
        long own = ++number;
        askedBy = person.id();
        person.remember(id, new Answer.Pending());
        cancelAll();
        var waiting = new Asked(person, id, command, question.answer());
        asked = Optional.of(waiting);
        question.answer()
                .whenComplete((answer, failure) -> loop.execute(() -> {
                    if (own != number) {
                        drop(person, id);
                    } else {
                        settle(
                                waiting,
                                failure == null
                                        ? question.then().apply(listener.state(), answer)
                                        : Refusals.of(failure));
                    }
                }));
    }

    private void settle(Asked waiting, Outcome outcome) {
        asked = Optional.empty();
        listener.answered(waiting.person(), waiting.id(), waiting.command(), outcome);
        listener.settled();
    }

    /** Settles a command whose question was overtaken: it counts as done if the newer question is the same person's. */
    private void drop(Person person, String id) {
        if (person.answer(id).filter(Answer.Pending.class::isInstance).isEmpty()) {
            return;
        }
        if (askedBy.equals(person.id())) {
            person.remember(id, new Answer.Done());
        } else {
            listener.refused(person, id, new Refusal(new RoomError.Stale()));
        }
    }

    /** Cancels all open questions, and refuses the command that waits as stopped. */
    void cancel() {
        number++;
        Optional<Asked> given = asked;
        asked = Optional.empty();
        given.ifPresent(question -> {
            listener.refused(question.person(), question.id(), new Refusal(new RoomError.Stopped()));
            question.answer().toCompletableFuture().cancel(true);
        });
        cancelAll();
    }

    /**
     * Asks the question of background work. Does nothing while a command's question is open: {@link Listener#settled}
     * is the time to ask again.
     */
    <T> void ask(Background.Question<T> question) {
        if (asked.isPresent()) {
            return;
        }
        long own = ++number;
        CompletionStage<T> answer = question.ask().apply(listener.state());
        background = Optional.of(answer);
        answer.whenComplete((known, failure) -> loop.execute(() -> {
            if (own == number) {
                RoomState now = listener.state();
                if (failure == null) {
                    listener.wentOn(question.then().apply(now, known));
                } else {
                    Refusal refusal = Refusals.of(failure);
                    listener.wentOn(question.otherwise().apply(now, refusal));
                    listener.failed(refusal);
                }
            }
        }));
    }

    private void cancelAll() {
        asked.ifPresent(earlier -> earlier.answer().toCompletableFuture().cancel(true));
        background.ifPresent(answer -> answer.toCompletableFuture().cancel(true));
        background = Optional.empty();
    }

    /** Cancels all open questions without telling anyone, when the room closes. */
    void stop() {
        number++;
        cancelAll();
        asked = Optional.empty();
    }
}
