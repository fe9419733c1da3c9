package io.orrery.room.people;

import io.orrery.room.access.Hashes;
import io.orrery.room.access.RoomCode;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The people whom a room recognises: those present, and those who left most recently. */
public final class KnownPeople {
    /** How many people who left are remembered. */
    private static final int REMEMBERED = 1000;

    private final RoomCode code;
    private final Storage storage;
    private final Supplier<String> secrets;
    /** By the hash of the person's secret. Among those who are away, the one who left first comes first. */
    private final Map<String, Person> people = new LinkedHashMap<>();

    private int numbered;

    /**
     * A person who has just come in.
     *
     * @param secret the secret by which the person is recognised
     * @param before whether the person was here before
     */
    public record Met(Person person, String secret, boolean before) {}

    /** @param secrets generates secrets that cannot be guessed */
    public KnownPeople(SavedRoom saved, Storage storage, Supplier<String> secrets) {
        this.code = saved.code();
        this.storage = storage;
        this.secrets = secrets;
        this.numbered = saved.numbered();
        saved.people().forEach(person -> people.put(person.secretHash(), new Person(person)));
    }

    /**
     * Recognises a person, or adds a new one.
     *
     * @param me the secret that the page has stored
     * @param isChosen whether a new person may bring a secret: that of a program that gives commands follows from its key, so that it is the
     *     same person on every server
     */
    public Met meet(Optional<String> me, boolean isChosen) {
        Optional<String> before = me.filter(secret -> people.containsKey(Hashes.hash(secret)));
        String secret = before.or(() -> me.filter(any -> isChosen)).orElseGet(secrets);
        return new Met(
                people.computeIfAbsent(Hashes.hash(secret), hash -> new Person(++numbered, hash)),
                secret,
                before.isPresent());
    }

    /** The person with this secret, if the room recognises it. */
    public Optional<Person> find(Optional<String> me) {
        return me.map(secret -> people.get(Hashes.hash(secret)));
    }

    /** All people whom the room recognises. */
    public Collection<Person> all() {
        return Collections.unmodifiableCollection(people.values());
    }

    /** Stores a person, so that the room recognises them after a restart. */
    public void keep(Person person) {
        storage.person(code, person.saved());
    }

    /**
     * Erases people, or as much of them as the room needs to know them: who is here, or was removed for good, has no name any more.
     *
     * @param which by the person's id
     * @param here the people present
     */
    public void erase(Predicate<String> which, Presence here) {
        for (Person person : List.copyOf(people.values())) {
            if (!which.test(person.id())) {
                continue;
            }
            if (here.has(person) || person.isKicked()) {
                person.choose("");
                keep(person);
            } else {
                people.remove(person.secretHash());
                storage.forget(code, person.secretHash());
            }
        }
    }

    /**
     * Moves a person who has left to the end, and forgets those who left first if there are too many.
     *
     * @param here the people still present
     */
    public void left(Person person, Presence here) {
        people.remove(person.secretHash());
        people.put(person.secretHash(), person);
        int absent = people.size() - here.size();
        var each = people.values().iterator();
        while (absent > REMEMBERED) {
            Person oldest = each.next();
            if (!here.has(oldest)) {
                each.remove();
                storage.forget(code, oldest.secretHash());
                absent--;
            }
        }
    }
}
