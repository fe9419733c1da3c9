package io.orrery.room.people;

import io.orrery.wire.ServerMessage.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The replies to a sender's commands by their ids, so that a command that is repeated is done once and answered again. */
public final class CommandReplies {
    /** How many are remembered. A page repeats only commands whose answers it missed. */
    private static final int REMEMBERED = 256;

    private final Map<String, Reply> replies = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reply> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The reply to a command. */
    public sealed interface Reply {
        /** The command's question is open. */
        record Pending() implements Reply {}

        record Done() implements Reply {}

        record No(Refused refused) implements Reply {}
    }

    /** The reply to the command of this id; empty if the command is new. */
    public Optional<Reply> to(String id) {
        return Optional.ofNullable(replies.get(id));
    }

    public void remember(String id, Reply reply) {
        replies.put(id, reply);
    }
}
