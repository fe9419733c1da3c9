package io.orrery.room;

import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Refusals;
import io.orrery.room.people.Person;
import io.orrery.room.people.Person.Answer;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.RefusalReason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a room waits for: the answer to a command's question, or to that of an activity which goes on by itself. Only the
 * newest counts; the answer to an older one is dropped, and cancelled.
 */
final class PendingQuestions {
    private final EventLoop loop;
    private final Listener listener;
    /** How many there were so far. */
    private long number;

    private String askedBy = "";
    /** What the last command waits for; nothing once it was answered. */
    private Optional<Asked> asked = Optional.empty();
    /** What an activity waits for. */
    private Optional<CompletionStage<?>> background = Optional.empty();

    /** Takes the answers, each within a turn. */
    interface Listener {
        /** The present state. */
        RoomState state();

        /** The newest question of a command is answered. */
        void answered(Person person, String id, Command<?> command, Outcome outcome);

        void refused(Person person, String id, Refusal refusal);

        /** An activity goes on by itself. */
        void wentOn(RoomState next);

        /** No command is waited for any more. */
        void settled();
    }

    private record Asked(Person person, String id, Command<?> command, CompletionStage<?> answer) {}

    PendingQuestions(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** The command that the room waits for. */
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

    /** A question that was asked later answers the same person's earlier command, too. */
    private void drop(Person person, String id) {
        if (person.answer(id).filter(Answer.Pending.class::isInstance).isEmpty()) {
            return;
        }
        if (askedBy.equals(person.id())) {
            person.remember(id, new Answer.Done());
        } else {
            listener.refused(
                    person,
                    id,
                    new Refusal(RefusalReason.STALE, Map.of(), "Somebody else moved the room in the meantime."));
        }
    }

    /** Nothing that is waited for is wanted any more. */
    void cancel() {
        number++;
        Optional<Asked> given = asked;
        asked = Optional.empty();
        given.ifPresent(question -> {
            listener.refused(
                    question.person(),
                    question.id(),
                    new Refusal(RefusalReason.STOPPED, Map.of(), "This was stopped."));
            question.answer().toCompletableFuture().cancel(true);
        });
        cancelAll();
    }

    /** Asks for an activity that goes on by itself, unless a command waits: then once that is answered. */
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
                listener.wentOn(
                        failure == null
                                ? question.then().apply(now, known)
                                : question.otherwise().apply(now, Refusals.of(failure)));
            }
        }));
    }

    private void cancelAll() {
        asked.ifPresent(earlier -> earlier.answer().toCompletableFuture().cancel(true));
        background.ifPresent(answer -> answer.toCompletableFuture().cancel(true));
        background = Optional.empty();
    }

    /** The room is closed: nothing is wanted any more, and nobody is there to be told. */
    void rest() {
        number++;
        cancelAll();
        asked = Optional.empty();
    }
}
