package io.orrery.room.access;

import java.util.Set;

/**
 * A key of a room, and what it is good for.
 *
 * @param label by which people tell a room's keys apart
 * @param made when it was made, ms
 * @param expires when it ends by itself, ms; 0 for never
 * @param withdrawn when it was withdrawn, ms; 0 if it was not
 */
public record Grant(RoomKey key, Set<Ability> abilities, String label, double made, double expires, double withdrawn) {
    public Grant {
        abilities = Set.copyOf(abilities);
    }

    /** Whether the key opens the room at a time, ms. */
    public boolean isGood(double now) {
        return withdrawn == 0 && (expires == 0 || now < expires);
    }

    Grant withdrawnAt(double now) {
        return new Grant(key, abilities, label, made, expires, now);
    }
}
