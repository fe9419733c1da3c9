package io.orrery.room;

import io.orrery.room.Person.Answer;
import io.orrery.room.engine.RefusedException;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.RefusalReason;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a room waits for: commands whose answer must be found or computed, and the token that comes by itself. Only the
 * newest counts; the answer to an older one is dropped, and what is wanted no more is cancelled.
 */
final class PendingQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(PendingQuestions.class);

    private final EventLoop loop;
    private final Asker asker;
    /** How many there were so far. */
    private long number;

    private String askedBy = "";
    /** What the last command waits for; nothing once it was answered. */
    private Optional<Asked> asked = Optional.empty();
    /** The token that comes by itself, while it is computed. */
    private Optional<CompletionStage<TracePair>> coming = Optional.empty();

    /** Who takes the answers, each within a turn. */
    interface Asker {
        /** The newest question is answered: what the command comes to. */
        void apply(Person person, String id, String what, RoomState next);

        void refuse(Person person, String id, RefusalReason reason, String detail);

        /** Nothing is waited for any more. */
        void settled();
    }

    private record Asked(Person person, String id, String what, CompletionStage<?> answer) {}

    PendingQuestions(EventLoop loop, Asker asker) {
        this.loop = loop;
        this.asker = asker;
    }

    /** Whether a command waits. */
    boolean areOpen() {
        return asked.isPresent();
    }

    /** Whether a command of this name waits. */
    boolean areOpen(String what) {
        return asked.filter(question -> question.what().equals(what)).isPresent();
    }

    /** @param then what the room comes to by the answer; may refuse it */
    <T> void ask(Person person, String id, String what, CompletionStage<T> question, Function<T, RoomState> then) {
        long own = ++number;
        askedBy = person.id();
        person.remember(id, new Answer.Pending());
        asked.ifPresent(earlier -> earlier.answer().toCompletableFuture().cancel(true));
        giveUpToken();
        asked = Optional.of(new Asked(person, id, what, question));
        question.whenComplete((answer, failure) ->
                loop.execute(() -> settle(own, person, id, what, Optional.ofNullable(answer), failure, then)));
    }

    private <T> void settle(
            long own,
            Person person,
            String id,
            String what,
            Optional<T> answer,
            Throwable failure,
            Function<T, RoomState> then) {
        if (own != number) {
            drop(person, id);
            return;
        }
        asked = Optional.empty();
        try {
            asker.apply(person, id, what, then.apply(answer.orElseThrow(() -> refusal(failure))));
        } catch (RefusedException e) {
            asker.refuse(person, id, e.reason(), e.getMessage());
        }
        asker.settled();
    }

    /** What was asked later answers the same person's earlier command, too. */
    private void drop(Person person, String id) {
        if (!person.answer(id).filter(Answer.Pending.class::isInstance).isPresent()) {
            return;
        }
        if (askedBy.equals(person.id())) {
            person.remember(id, new Answer.Done());
        } else {
            asker.refuse(person, id, RefusalReason.STALE, "Somebody else moved the room in the meantime.");
        }
    }

    /** What a command waits for is wanted no more. */
    void giveUp() {
        asked.ifPresent(question -> {
            number++;
            asked = Optional.empty();
            asker.refuse(question.person(), question.id(), RefusalReason.STOPPED, "This was stopped.");
            question.answer().toCompletableFuture().cancel(true);
        });
    }

    /** Waits for a token that nobody asked for by a command. @param then hears it, unless something newer was asked for */
    void await(CompletionStage<TracePair> token, BiConsumer<Optional<TracePair>, Throwable> then) {
        long own = ++number;
        coming = Optional.of(token);
        token.whenComplete((text, failure) -> loop.execute(() -> {
            if (own == number) {
                then.accept(Optional.ofNullable(text), failure);
            }
        }));
    }

    /** The token that comes by itself is wanted no more. */
    void giveUpToken() {
        coming.ifPresent(token -> token.toCompletableFuture().cancel(true));
        coming = Optional.empty();
    }

    /** The room is closed: nothing is wanted any more, and nobody is there to be told. */
    void rest() {
        number++;
        asked.ifPresent(question -> question.answer().toCompletableFuture().cancel(true));
        asked = Optional.empty();
        giveUpToken();
    }

    /** Why there is no answer. */
    static RefusedException refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return refused;
        }
        LOG.error("A trace could not be computed", cause);
        return new RefusedException(RefusalReason.UNKNOWN_TRACE, "The server could not compute this.");
    }
}
