package io.orrery.room.people;

import io.orrery.room.storage.SavedPerson;

/**
 * A person whom the room recognises across connections, by a secret that the person's page stores. The room keeps only
 * the secret's hash.
 */
public final class Person {
    /** 60 bits of the hash: no two people of a room share them, and they do not reveal the secret. */
    private static final int ID_CHARACTERS = 10;

    private final int number;
    private final String secretHash;
    private final String id;
    private String name;
    private boolean kicked;
    private final Answers answers = new Answers();

    Person(int number, String secretHash) {
        this(new SavedPerson(number, secretHash, "", false));
    }

    Person(SavedPerson saved) {
        number = saved.number();
        secretHash = saved.secretHash();
        id = id(secretHash);
        name = saved.name();
        kicked = saved.kicked();
    }

    public SavedPerson saved() {
        return new SavedPerson(number, secretHash, name, kicked);
    }

    /** This person's number in the room, by which the log names the person. */
    public int number() {
        return number;
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

    /** The answers to this person's commands, on whichever connection they came. */
    public Answers answers() {
        return answers;
    }
}
