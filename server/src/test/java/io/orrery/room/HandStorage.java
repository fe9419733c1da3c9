package io.orrery.room;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.LoggedState;
import io.orrery.room.log.MemoryLog;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Stores rooms in memory, at once. */
final class HandStorage implements Storage {
    private final Map<RoomCode, SavedRoom> rooms = new LinkedHashMap<>();
    private final Map<RoomCode, MemoryLog> logs = new HashMap<>();
    private final Map<RoomCode, DomainError> damage = new HashMap<>();
    private final HandRecordings recordings = new HandRecordings();
    private boolean isFull;
    private boolean isLimited;
    private boolean isFailing;

    @Override
    public List<SavedRoom> rooms() {
        return rooms.values().stream()
                .map(room -> room.with(LoggedState.of(log(room.code()))))
                .toList();
    }

    @Override
    public Optional<SavedRoom> room(RoomCode code) {
        return rooms().stream().filter(room -> room.code().equals(code)).findFirst();
    }

    @Override
    public Set<RoomCode> limit(Set<RoomCode> closed) {
        var gone = isLimited ? closed : Set.<RoomCode>of();
        rooms.keySet().removeAll(gone);
        return gone;
    }

    /** Keeps nothing of closed rooms from now on. */
    void limits() {
        isLimited = true;
    }

    @Override
    public MemoryLog log(RoomCode code) {
        return logs.computeIfAbsent(code, room -> new MemoryLog(room.text()));
    }

    @Override
    public void used(RoomCode code, double now) {
        rooms.computeIfPresent(
                code,
                (key, room) -> new SavedRoom(
                        code,
                        room.keys(),
                        room.openedByServer(),
                        room.openedWith(),
                        now,
                        room.numbered(),
                        room.state(),
                        room.people(),
                        room.answers()));
    }

    @Override
    public boolean isFailing() {
        return isFailing;
    }

    /** Whether changes have to wait from now on. */
    void failing(boolean failing) {
        isFailing = failing;
    }

    /** Whether no link can be made valid or void from now on. */
    void full(boolean full) {
        isFull = full;
    }

    private void write() {
        if (isFull) {
            throw new OrreryException(new StorageError.StorageNotWritable());
        }
    }

    /** From now on says of a room that it was damaged. */
    void damaged(RoomCode code, DomainError what) {
        damage.put(code, what);
    }

    @Override
    public Optional<DomainError> damage(RoomCode code) {
        return Optional.ofNullable(damage.get(code));
    }

    @Override
    public void add(SavedRoom room) {
        write();
        rooms.put(room.code(), room);
    }

    @Override
    public void keys(RoomCode code, Keys keys) {
        write();
        replace(code, keys, Optional.empty());
    }

    @Override
    public void remove(RoomCode code) {
        write();
        rooms.remove(code);
        logs.remove(code);
    }

    @Override
    public void openedWith(RoomCode code, String model) {
        write();
        replace(code, rooms.get(code).keys(), Optional.of(model));
    }

    private void replace(RoomCode code, Keys keys, Optional<String> model) {
        rooms.computeIfPresent(
                code,
                (key, room) -> new SavedRoom(
                        code,
                        keys,
                        room.openedByServer(),
                        model.orElse(room.openedWith()),
                        room.usedAt(),
                        room.numbered(),
                        room.state(),
                        room.people(),
                        room.answers()));
    }

    @Override
    public void person(RoomCode code, SavedPerson person) {
        forget(code, person.secretHash());
        people(code, person);
    }

    private void people(RoomCode code, SavedPerson person) {
        rooms.computeIfPresent(code, (key, room) -> {
            var people = new ArrayList<>(room.people());
            people.add(person);
            return new SavedRoom(
                    code,
                    room.keys(),
                    room.openedByServer(),
                    room.openedWith(),
                    room.usedAt(),
                    Math.max(room.numbered(), person.number()),
                    room.state(),
                    people,
                    room.answers());
        });
    }

    @Override
    public void forget(RoomCode code, String secretHash) {
        rooms.computeIfPresent(
                code,
                (key, room) -> withPeople(
                        room,
                        room.people().stream()
                                .filter(person -> !person.secretHash().equals(secretHash))
                                .toList()));
    }

    private static SavedRoom withPeople(SavedRoom room, List<SavedPerson> people) {
        return room.with(people, room.answers());
    }

    @Override
    public Ballots.Store answers(RoomCode code) {
        return new Ballots.Store() {
            @Override
            public void keep(Ballots.Answer answer) {
                withdraw(answer.ballot(), answer.person());
                change(answers -> answers.add(answer));
            }

            @Override
            public void withdraw(String ballot, String person) {
                change(answers -> answers.removeIf(answer ->
                        answer.ballot().equals(ballot) && answer.person().equals(person)));
            }

            @Override
            public void end(String ballot) {
                change(answers -> answers.removeIf(answer -> answer.ballot().equals(ballot)));
            }

            private void change(Consumer<List<Ballots.Answer>> change) {
                rooms.computeIfPresent(code, (key, room) -> {
                    var answers = new ArrayList<>(room.answers());
                    change.accept(answers);
                    return room.with(room.people(), answers);
                });
            }
        };
    }

    @Override
    public HandRecordings recordings() {
        return recordings;
    }
}
