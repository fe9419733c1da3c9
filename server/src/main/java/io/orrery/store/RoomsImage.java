package io.orrery.store;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All saved rooms with their newest states and people, in memory: what the file will hold once every queued write is done.
 * States are shared with the rooms, so that this costs little beside them. All methods may be called from any thread.
 */
final class RoomsImage {
    /** By code; the people are in {@link #people}. Guarded by this. */
    private final Map<RoomCode, SavedRoom> rooms = new LinkedHashMap<>();

    /** By room and by the hash of the person's secret. Guarded by this. */
    private final Map<RoomCode, Map<String, SavedPerson>> people = new LinkedHashMap<>();

    /** By room, ballot and person. Guarded by this. */
    private final Map<RoomCode, Map<String, Map<String, Ballots.Answer>>> answers = new LinkedHashMap<>();

    RoomsImage(List<SavedRoom> saved) {
        saved.forEach(this::add);
    }

    /** All rooms, the most recently used first. */
    synchronized List<SavedRoom> rooms() {
        return rooms.values().stream()
                .map(this::whole)
                .sorted(Comparator.comparingDouble(SavedRoom::usedAt).reversed())
                .toList();
    }

    synchronized void add(SavedRoom room) {
        rooms.put(room.code(), room.with(List.of(), List.of()));
        people.put(room.code(), new LinkedHashMap<>());
        answers.put(room.code(), new LinkedHashMap<>());
        room.people().forEach(person -> person(room.code(), person));
        room.answers().forEach(answer -> answer(room.code(), answer));
    }

    private SavedRoom whole(SavedRoom room) {
        return room.with(
                List.copyOf(people.get(room.code()).values()),
                answers.get(room.code()).values().stream()
                        .flatMap(ballot -> ballot.values().stream())
                        .toList());
    }

    void keys(RoomCode code, Keys keys) {
        update(code, room -> room.withKeys(keys));
    }

    synchronized void remove(RoomCode code) {
        rooms.remove(code);
        people.remove(code);
        answers.remove(code);
    }

    void openedWith(RoomCode code, String model) {
        update(code, room -> room.openedWith(model));
    }

    void state(RoomCode code, SavedState state, double now) {
        update(code, room -> room.withState(state, now));
    }

    synchronized void person(RoomCode code, SavedPerson person) {
        people.computeIfPresent(code, (key, known) -> {
            known.remove(person.secretHash());
            known.put(person.secretHash(), person);
            return known;
        });
    }

    synchronized void forget(RoomCode code, String secretHash) {
        people.computeIfPresent(code, (key, known) -> {
            known.remove(secretHash);
            return known;
        });
    }

    synchronized void answer(RoomCode code, Ballots.Answer answer) {
        answers.computeIfPresent(code, (key, ballots) -> {
            ballots.computeIfAbsent(answer.ballot(), any -> new LinkedHashMap<>())
                    .put(answer.person(), answer);
            return ballots;
        });
    }

    synchronized void withdraw(RoomCode code, String ballot, String person) {
        answers.computeIfPresent(code, (key, ballots) -> {
            ballots.getOrDefault(ballot, new LinkedHashMap<>()).remove(person);
            return ballots;
        });
    }

    synchronized void endBallot(RoomCode code, String ballot) {
        answers.computeIfPresent(code, (key, ballots) -> {
            ballots.remove(ballot);
            return ballots;
        });
    }

    /** Whether these rooms are the same as the rooms here. States are compared by the numbers of their changes. */
    boolean holds(List<SavedRoom> others) {
        List<SavedRoom> own = rooms();
        return own.size() == others.size()
                && new HashSet<>(own.stream().map(Essence::of).toList())
                        .equals(new HashSet<>(others.stream().map(Essence::of).toList()));
    }

    private synchronized void update(RoomCode code, UnaryOperator<SavedRoom> change) {
        rooms.computeIfPresent(code, (key, room) -> change.apply(room));
    }

    private record Essence(
            RoomCode code,
            Keys keys,
            boolean house,
            String openedWith,
            double usedAt,
            Optional<Long> seq,
            Set<SavedPerson> people,
            Set<Ballots.Answer> answers) {
        static Essence of(SavedRoom room) {
            return new Essence(
                    room.code(),
                    room.keys(),
                    room.house(),
                    room.openedWith(),
                    room.usedAt(),
                    room.state().map(SavedState::seq),
                    new HashSet<>(room.people()),
                    new HashSet<>(room.answers()));
        }
    }
}
