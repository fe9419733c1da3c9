package io.orrery.room.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

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

    public boolean has(Part<?> part) {
        return parts.containsKey(part.name());
    }

    /** @throws IllegalStateException if the state has no such part */
    public <S extends Record> S get(Part<S> part) {
        if (!has(part)) {
            throw new IllegalStateException("a state without " + part.name());
        }
        return part.type().cast(parts.get(part.name()));
    }

    public <S extends Record> RoomState with(Part<S> part, S value) {
        if (parts.get(part.name()) == value) {
            return this;
        }
        var next = new HashMap<>(parts);
        next.put(part.name(), value);
        return new RoomState(next);
    }

    public <S extends Record> RoomState update(Part<S> part, UnaryOperator<S> change) {
        return with(part, change.apply(get(part)));
    }

    public RoomState without(Part<?> part) {
        if (!has(part)) {
            return this;
        }
        var next = new HashMap<>(parts);
        next.remove(part.name());
        return new RoomState(next);
    }
}
