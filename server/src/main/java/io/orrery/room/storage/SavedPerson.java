package io.orrery.room.storage;

/**
 * What is kept of a person.
 *
 * @param secretHash of what the person is known again by
 * @param name what the person wishes to be called; may be empty
 * @param kicked whether the person was sent out for good
 */
public record SavedPerson(String secretHash, String name, boolean kicked) {}
