package io.orrery.room.people;

import io.orrery.room.storage.SavedPerson;

/**
 * A person whom the room recognises across connections, by a secret that the person's page stores. The room keeps only
 * the secret's hash.
 */
public final class Person {
    private SavedPerson saved;
    private final CommandReplies replies = new CommandReplies();
    private String chosen = "";

    Person(int number, String secretHash) {
        this(new SavedPerson(number, secretHash, "", false));
    }

    Person(SavedPerson saved) {
        this.saved = saved;
    }

    public SavedPerson saved() {
        return saved;
    }

    /** This person's number in the room, by which state and log name the person. It is never given again. */
    public int number() {
        return saved.number();
    }

    /** This person's public id: {@code p} and the number. */
    public String id() {
        return saved.id();
    }

    public String secretHash() {
        return saved.secretHash();
    }

    /** The name that this person chose, or that the person's page made up; may be empty. */
    public String name() {
        return saved.name();
    }

    /** Whether this person has chosen the name since the server started. */
    public boolean hasChosen() {
        return name().equals(chosen);
    }

    /** The person chooses a name. */
    public void choose(String next) {
        chosen = next;
        rename(next);
    }

    /** The person's page says its name, chosen or not. */
    public void rename(String next) {
        saved = new SavedPerson(saved.number(), saved.secretHash(), next, saved.kicked());
    }

    /** Whether this person was removed from the room. */
    public boolean isKicked() {
        return saved.kicked();
    }

    public void kick() {
        saved = new SavedPerson(saved.number(), saved.secretHash(), saved.name(), true);
    }

    /** The replies to this person's commands, on whichever connection they came. */
    public CommandReplies replies() {
        return replies;
    }
}
