package io.orrery.room;

import io.orrery.wire.ServerMessage.Refused;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Somebody whom the room knows again by a secret, whatever becomes of the connection. */
final class Person {
    /** Commands whose ids are remembered; a page repeats only those that it got no answer to. */
    private static final int REMEMBERED = 256;

    private static final int ID_BYTES = 6;

    private final String secret;
    private final String id;
    private String name = "";
    private boolean kicked;
    private final Map<String, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > REMEMBERED;
        }
    };

    Person(String secret) {
        this.secret = secret;
        this.id = id(secret);
    }

    private static String id(String secret) {
        byte[] hash = PresenterKey.hash(secret);
        return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    }

    /** What became of a command. */
    sealed interface Answer {
        /** It is being computed. */
        record Pending() implements Answer {}

        record Done() implements Answer {}

        record No(Refused refused) implements Answer {}
    }

    String secret() {
        return secret;
    }

    /** What others know this person by. It does not give the secret away, and outlives a restart. */
    String id() {
        return id;
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

    /** What was answered to the command of this id, if it was given before. */
    Optional<Answer> answer(String id) {
        return Optional.ofNullable(answers.get(id));
    }

    void remember(String id, Answer answer) {
        answers.put(id, answer);
    }
}
