package io.orrery.room;

import io.orrery.wire.ServerMessage.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Somebody whom the room knows again by a secret, of which the hash alone is kept, whatever becomes of the connection. */
final class Person {
    /** Commands whose ids are remembered; a page repeats only those that it got no answer to. */
    private static final int REMEMBERED = 256;

    /** 60 bits: no two people of a room share them, and nobody finds the secret. */
    private static final int ID_CHARACTERS = 10;

    private final String secretHash;
    private String name;
    private boolean kicked;
    private Optional<TokenBucket> messages = Optional.empty();
    private final Map<String, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    Person(String secretHash) {
        this(new SavedPerson(secretHash, "", false));
    }

    Person(SavedPerson saved) {
        secretHash = saved.secretHash();
        name = saved.name();
        kicked = saved.kicked();
    }

    SavedPerson saved() {
        return new SavedPerson(secretHash, name, kicked);
    }

    /** What became of a command. */
    sealed interface Answer {
        /** It is being computed. */
        record Pending() implements Answer {}

        record Done() implements Answer {}

        record No(Refused refused) implements Answer {}
    }

    String secretHash() {
        return secretHash;
    }

    /** What others know this person by. It does not give the secret away, and outlives a restart. */
    String id() {
        return secretHash.substring(0, ID_CHARACTERS);
    }

    /** What this person wishes to be called; may be empty. */
    String name() {
        return name;
    }

    void rename(String next) {
        name = next;
    }

    /** Whether this person was sent out of the room. */
    boolean isKicked() {
        return kicked;
    }

    void kick() {
        kicked = true;
    }

    /** Whether this person may say one more thing now, by however many connections. From any thread. @param now ms */
    synchronized boolean maySpeak(double now) {
        if (messages.isEmpty()) {
            messages = Optional.of(
                    new TokenBucket(ClientSession.MESSAGES_PER_SECOND, ClientSession.MESSAGES_AT_ONCE, now));
        }
        return messages.get().take(now);
    }

    /** What was answered to the command of this id, if it was given before. */
    Optional<Answer> answer(String id) {
        return Optional.ofNullable(answers.get(id));
    }

    void remember(String id, Answer answer) {
        answers.put(id, answer);
    }
}
