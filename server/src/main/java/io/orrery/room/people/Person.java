package io.orrery.room.people;

import io.orrery.room.storage.SavedPerson;
import io.orrery.room.time.RateLimit;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * A person whom the room recognises across connections, by a secret that the person's page stores. The room keeps only
 * the secret's hash.
 */
public final class Person {
    /** 60 bits of the hash: no two people of a room share them, and they do not reveal the secret. */
    private static final int ID_CHARACTERS = 10;

    private final String secretHash;
    private final String id;
    private String name;
    private boolean kicked;
    private final DoubleSupplier clock;
    private Optional<RateLimit> messages = Optional.empty();
    private final Answers answers = new Answers();

    Person(String secretHash, DoubleSupplier clock) {
        this(new SavedPerson(secretHash, "", false), clock);
    }

    /** @param clock the time, ms */
    Person(SavedPerson saved, DoubleSupplier clock) {
        this.clock = clock;
        secretHash = saved.secretHash();
        id = id(secretHash);
        name = saved.name();
        kicked = saved.kicked();
    }

    public SavedPerson saved() {
        return new SavedPerson(secretHash, name, kicked);
    }

    public String secretHash() {
        return secretHash;
    }

    /** This person's public id. It does not reveal the secret, and stays the same after a restart. */
    public String id() {
        return id;
    }

    /** The public id of a person, given the hash of the person's secret. */
    public static String id(String secretHash) {
        return secretHash.substring(0, ID_CHARACTERS);
    }

    /** The name that this person chose; may be empty. */
    public String name() {
        return name;
    }

    public void rename(String next) {
        name = next;
    }

    /** Whether this person was removed from the room. */
    public boolean isKicked() {
        return kicked;
    }

    public void kick() {
        kicked = true;
    }

    /**
     * Whether this person may send one more message now. The limit covers all of the person's connections. May be
     * called from any thread.
     */
    synchronized boolean maySpeak() {
        if (messages.isEmpty()) {
            messages = Optional.of(
                    new RateLimit(ClientSession.MESSAGES_PER_SECOND, ClientSession.MESSAGES_AT_ONCE, clock));
        }
        return messages.get().take();
    }

    /** The answers to this person's commands, on whichever connection they came. */
    public Answers answers() {
        return answers;
    }
}
