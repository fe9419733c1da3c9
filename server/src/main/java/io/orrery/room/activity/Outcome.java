package io.orrery.room.activity;

import io.orrery.error.DomainError;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The outcome of a command, as a value that the core of the room carries out. */
public sealed interface Outcome {
    /** A new state. If it equals the present state, only the sender is answered. */
    record Change(RoomState next) implements Outcome {}

    /** What the answer to a question will change. */
    enum Subject {
        /** The text that the room shows. Of all questions about it one is open at a time, and a command's overtakes it. */
        SHOWN_TEXT,
        /** Something of the activity that asks. Of these one is open for each activity. */
        OWN
    }

    /**
     * A question that must be answered first.
     *
     * @param then decides the outcome from the state when the answer arrives, and the answer
     * @param deadlineMs the question is refused if it is not answered by then, ms from now
     */
    record EngineCall<T>(
            CompletionStage<T> answer, BiFunction<RoomState, T, Outcome> then, Subject subject, double deadlineMs)
            implements Outcome {
        /** The deadline of a question that declares no other, ms. */
        public static final double DEADLINE_MS = 30_000;

        /** A question about the shown text. */
        public EngineCall(CompletionStage<T> answer, BiFunction<RoomState, T, Outcome> then) {
            this(answer, then, Subject.SHOWN_TEXT, DEADLINE_MS);
        }
    }

    /** The command is refused. */
    record Refusal(DomainError error) implements Outcome {}

    /**
     * A person is removed from the room for good.
     *
     * @param person the id of a person who is present, and who is then taken out of the state
     * @param noted an answer that is noted with it; empty for none
     */
    record Removal(String person, Optional<Answer> noted) implements Outcome {}

    /**
     * A person's answer, which is no part of the state.
     *
     * @param ballot the ballot that the activity names
     * @param person the person's id, or what else there is one answer for
     * @param answer empty if the answer is taken back
     */
    record Answer(String ballot, String person, Optional<String> answer) implements Outcome {}

    /**
     * A new state, and answers that are noted with it. Everybody is told what has become of their own.
     *
     * @param answers before the change; their ballots are the present state's
     */
    record Noted(RoomState next, List<Answer> answers) implements Outcome {
        public Noted {
            answers = List.copyOf(answers);
        }
    }

    /**
     * Several answers, which are given together.
     *
     * @param concerned the ids of the people, besides who gave the command, whose own part of what they are sent may be another one
     */
    record Answers(List<Answer> all, Set<String> concerned) implements Outcome {
        public Answers {
            all = List.copyOf(all);
            concerned = Set.copyOf(concerned);
        }
    }

    /** All open questions are cancelled. */
    record Cancellation(RoomState next) implements Outcome {}

    /**
     * The room goes back to an entry of the undo history. The entry and all later ones are removed.
     *
     * @param shown the entry's state, with its traces computed
     */
    record GoingBack(UndoHistory.Entry to, RoomState shown) implements Outcome {}

    /**
     * The command stands for another one, which is carried out in its place with its own traits.
     *
     * @param outcome of the other command
     */
    record Instead(Command.Given<?> given, Outcome outcome) implements Outcome {}

    /** An entry of the undo history can no longer be restored. The entry and all later ones are removed. */
    record Loss(UndoHistory.Entry entry, Refusal refusal) implements Outcome {}
}
