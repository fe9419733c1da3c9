package io.orrery.room.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The state of a room: one part per activity. Two states are equal if all their parts are equal. The number and time of
 * the change that led to a state are not part of it.
 *
 * @param parts the parts, by name
 */
public record RoomState(Map<String, Record> parts) {
    public static final RoomState EMPTY = new RoomState(Map.of());

    public RoomState {
        parts = Map.copyOf(parts);
    }

    public boolean has(StatePart<?> part) {
        return parts.containsKey(part.name());
    }

    /** @throws IllegalStateException if the state has no such part */
    public <S extends Record> S get(StatePart<S> part) {
        if (!has(part)) {
            throw new IllegalStateException("a state without " + part.name());
        }
        return part.type().cast(parts.get(part.name()));
    }

    public <S extends Record> RoomState with(StatePart<S> part, S value) {
        if (parts.get(part.name()) == value) {
            return this;
        }
        var next = new HashMap<>(parts);
        next.put(part.name(), value);
        return new RoomState(next);
    }

    public <S extends Record> RoomState update(StatePart<S> part, UnaryOperator<S> change) {
        return with(part, change.apply(get(part)));
    }

    /** This state with other values of some parts, by name. */
    public RoomState with(Map<String, Record> others) {
        var next = new HashMap<>(parts);
        next.putAll(others);
        return new RoomState(next);
    }

    /** The parts whose values are others than in an earlier state, by name. */
    public Map<String, Record> changedSince(RoomState before) {
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().equals(before.parts.get(part.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
