package io.orrery.room.access;

import io.orrery.wire.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody can do in a room. A key has abilities, and a command asks for one. */
public enum Ability {
    /** Takes part: raises a flag, answers what the room is asked. Nobody needs a key for it. */
    TAKE_PART,
    /** Looks after the audience's questions. */
    MODERATE,
    /** Goes on and back, from step to step and from beat to beat. */
    MOVE,
    /** Changes what the room shows, and how. */
    DRIVE,
    /** Prepares the room, and drives when the driver hands over control. */
    PRESENT,
    /** Decides who is in the room and who drives. */
    HOST;

    /** Those of everybody in a room. */
    public static final Set<Ability> EVERYBODY = set(EnumSet.of(TAKE_PART));

    /** The abilities that a moderator's key gives. */
    public static final Set<Ability> MODERATOR = set(EnumSet.of(TAKE_PART, MODERATE));

    /** The abilities that a remote control's key gives. */
    public static final Set<Ability> REMOTE = set(EnumSet.of(MOVE, DRIVE));

    /** The abilities that a co-presenter's key gives. */
    public static final Set<Ability> CO_PRESENTER = set(EnumSet.complementOf(EnumSet.of(HOST)));

    /** The abilities that the presenter's key gives. */
    public static final Set<Ability> PRESENTER = set(EnumSet.allOf(Ability.class));

    private static Set<Ability> set(EnumSet<Ability> of) {
        return Collections.unmodifiableSet(of);
    }

    /** Those that a key gives to a page of this role. */
    public static Set<Ability> of(Role role) {
        return switch (role) {
            case PRESENTER -> PRESENTER;
            case CO_PRESENTER -> CO_PRESENTER;
            case MODERATOR -> MODERATOR;
            case REMOTE -> REMOTE;
            case ATTENDEE, PROJECTOR -> EVERYBODY;
        };
    }

    /** The role of a presenter's page with these abilities; empty if they do not suffice for one. */
    public static Optional<Role> role(Set<Ability> abilities) {
        if (abilities.containsAll(PRESENTER)) {
            return Optional.of(Role.PRESENTER);
        }
        return abilities.containsAll(CO_PRESENTER) ? Optional.of(Role.CO_PRESENTER) : Optional.empty();
    }

    /** The word for this ability in documents and in what is stored. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
