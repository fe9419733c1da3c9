package io.orrery.room.people;

import io.orrery.room.storage.SavedPerson;
import io.orrery.room.time.RateLimit;
import io.orrery.wire.ServerMessage.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Somebody whom the room knows again by a secret, of which the hash alone is kept, whatever becomes of the connection. */
public final class Person {
    /** Commands whose ids are remembered; a page repeats only those that it got no answer to. */
    private static final int REMEMBERED = 256;

    /** 60 bits: no two people of a room share them, and nobody finds the secret. */
    private static final int ID_CHARACTERS = 10;

    private final String secretHash;
    private String name;
    private boolean kicked;
    private final DoubleSupplier clock;
    private Optional<RateLimit> messages = Optional.empty();
    private final Map<String, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    Person(String secretHash, DoubleSupplier clock) {
        this(new SavedPerson(secretHash, "", false), clock);
    }

    /** @param clock ms */
    Person(SavedPerson saved, DoubleSupplier clock) {
        this.clock = clock;
        secretHash = saved.secretHash();
        name = saved.name();
        kicked = saved.kicked();
    }

    public SavedPerson saved() {
        return new SavedPerson(secretHash, name, kicked);
    }

    /** What became of a command. */
    public sealed interface Answer {
        /** It is being computed. */
        record Pending() implements Answer {}

        record Done() implements Answer {}

        record No(Refused refused) implements Answer {}
    }

    public String secretHash() {
        return secretHash;
    }

    /** What others know this person by. It does not give the secret away, and outlives a restart. */
    public String id() {
        return id(secretHash);
    }

    /** What others know a person by, given the hash of the person's secret. */
    public static String id(String secretHash) {
        return secretHash.substring(0, ID_CHARACTERS);
    }

    /** What this person wishes to be called; may be empty. */
    public String name() {
        return name;
    }

    public void rename(String next) {
        name = next;
    }

    /** Whether this person was sent out of the room. */
    public boolean isKicked() {
        return kicked;
    }

    public void kick() {
        kicked = true;
    }

    /** Whether this person may say one more thing now, by however many connections. May be called from any thread. */
    synchronized boolean maySpeak() {
        if (messages.isEmpty()) {
            messages = Optional.of(
                    new RateLimit(ClientSession.MESSAGES_PER_SECOND, ClientSession.MESSAGES_AT_ONCE, clock));
        }
        return messages.get().take();
    }

    /** What was answered to the command of this id, if it was given before. */
    public Optional<Answer> answer(String id) {
        return Optional.ofNullable(answers.get(id));
    }

    public void remember(String id, Answer answer) {
        answers.put(id, answer);
    }
}
