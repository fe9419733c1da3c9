package io.orrery.room.people;

import io.orrery.wire.ServerMessage.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The answers to a sender's commands by their ids, so that a command that is repeated is done once and answered again. */
public final class CommandAnswers {
    /** How many are remembered. A page repeats only commands whose answers it missed. */
    private static final int REMEMBERED = 256;

    private final Map<String, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The answer to a command. */
    public sealed interface Answer {
        /** The command's question is open. */
        record Pending() implements Answer {}

        record Done() implements Answer {}

        record No(Refused refused) implements Answer {}
    }

    /** The answer to the command of this id; empty if the command is new. */
    public Optional<Answer> to(String id) {
        return Optional.ofNullable(answers.get(id));
    }

    public void remember(String id, Answer answer) {
        answers.put(id, answer);
    }
}
