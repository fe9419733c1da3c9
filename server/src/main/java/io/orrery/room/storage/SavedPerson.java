package io.orrery.room.storage;

/**
 * The stored form of a person.
 *
 * @param number the person's number in the room, from 1, by which the log names the person
 * @param secretHash the hash of the secret by which the person is recognised
 * @param name the name that the person chose; may be empty
 * @param kicked whether the person was removed from the room
 */
public record SavedPerson(int number, String secretHash, String name, boolean kicked) {
    /** The person's public id: {@code p} and the number. */
    public String id() {
        return "p" + number;
    }
}
