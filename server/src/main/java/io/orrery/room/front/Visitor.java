package io.orrery.room.front;

import io.orrery.room.time.RateLimit;
import io.orrery.wire.ClientMessage.CommandRequest;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What a front keeps of a person, across the person's connections. */
final class Visitor {
    /** The most commands that wait for an answer; the owner remembers as many answers. */
    private static final int MOST_UNANSWERED = 256;

    private final DoubleSupplier clock;
    private final RateLimit messages;
    private double goneAt = Double.POSITIVE_INFINITY;
    private final Map<String, CommandRequest> unanswered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CommandRequest> eldest) {
            return size() > MOST_UNANSWERED;
        }
    };

    /** @param clock the time, ms */
    Visitor(DoubleSupplier clock) {
        this.clock = clock;
        this.messages = new RateLimit(ClientSession.MESSAGES_PER_SECOND, ClientSession.MESSAGES_AT_ONCE, clock);
    }

    /** Whether the person may send one more message now. May be called from any thread. */
    boolean maySpeak() {
        return messages.take();
    }

    void comes() {
        goneAt = Double.POSITIVE_INFINITY;
    }

    void goes() {
        goneAt = clock.getAsDouble();
    }

    /** Whether the person has been away for so long, ms. */
    boolean isAwayFor(double ms) {
        return clock.getAsDouble() - goneAt > ms;
    }

    void asks(CommandRequest request) {
        unanswered.put(request.id(), request);
    }

    /** The commands that the owner has not answered, oldest first. */
    Collection<CommandRequest> unanswered() {
        return Collections.unmodifiableCollection(unanswered.values());
    }

    /**
     * Takes in the answer to a command.
     *
     * @param forOlder whether it is the answer to older commands of the same name, too, as for people without a key
     * @return whether it is the first
     */
    boolean isAnswered(String id, boolean forOlder) {
        CommandRequest answered = unanswered.get(id);
        if (answered == null) {
            return false;
        }
        var oldest = unanswered.values().iterator();
        for (var older = oldest.next(); older != answered; older = oldest.next()) {
            if (forOlder && older.name().equals(answered.name())) {
                oldest.remove();
            }
        }
        unanswered.remove(id);
        return true;
    }
}
