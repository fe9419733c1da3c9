package io.orrery.room.people;

import io.orrery.room.access.Hashes;
import io.orrery.room.access.RoomCode;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Whom a room knows again: who is there, and the last who left. */
public final class KnownPeople {
    /** People who left and are still known when they come back. */
    private static final int REMEMBERED = 1000;

    private final RoomCode code;
    private final Storage storage;
    private final Supplier<String> secrets;
    private final DoubleSupplier clock;
    /** By the hash of what each is known again by; of those who are away, who left longest ago stands first. */
    private final Map<String, Person> people = new LinkedHashMap<>();

    /**
     * @param secret is what the person is known again by
     * @param before whether the person was here before
     */
    public record Met(Person person, String secret, boolean before) {}

    /**
     * @param secrets makes what cannot be guessed
     * @param clock ms
     */
    public KnownPeople(SavedRoom saved, Storage storage, Supplier<String> secrets, DoubleSupplier clock) {
        this.code = saved.code();
        this.storage = storage;
        this.secrets = secrets;
        this.clock = clock;
        saved.people().forEach(person -> people.put(person.secretHash(), new Person(person, clock)));
    }

    /** @param me what somebody says to be known again by */
    public Met meet(Optional<String> me) {
        Optional<String> before = me.filter(secret -> people.containsKey(Hashes.hash(secret)));
        String secret = before.orElseGet(secrets);
        return new Met(
                people.computeIfAbsent(Hashes.hash(secret), hash -> new Person(hash, clock)),
                secret,
                before.isPresent());
    }

    /** Everyone whom the room knows. */
    public Collection<Person> all() {
        return Collections.unmodifiableCollection(people.values());
    }

    /** Has what is known of a person outlive the process. */
    public void keep(Person person) {
        storage.person(code, person.saved());
    }

    /** @param here who is still there */
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
