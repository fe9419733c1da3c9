package io.orrery.room.activity;

import io.orrery.room.access.Ability;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a command asks of its sender: an ability, with which most commands can be given only while driving. */
public enum Who {
    /** The driver, by the ability to move the room. */
    MOVER(Ability.MOVE, Optional.empty()),
    /** The driver. */
    DRIVER(Ability.DRIVE, Optional.empty()),
    /** The driver in person, as it is about who is in the room, and the host, who need not drive. */
    DRIVER_OR_HOST(Ability.PRESENT, Optional.of(Ability.HOST)),
    /** Everybody who looks after what the audience says. */
    MODERATOR(Ability.MODERATE, Optional.of(Ability.MODERATE)),
    /** Everybody who may present, whether they are driving or not. */
    PRESENTER(Ability.PRESENT, Optional.of(Ability.PRESENT)),
    /**
     * Everyone in the room. Such a command sets a value of its sender, which a newer command of the same name replaces: of those that wait only the
     * newest is carried out.
     */
    ANYONE(Ability.TAKE_PART, Optional.of(Ability.TAKE_PART));

    /** That suffices while driving. */
    private final Ability driving;

    /** That suffices at any time; empty for none. */
    private final Optional<Ability> always;

    Who(Ability driving, Optional<Ability> always) {
        this.driving = driving;
        this.always = always;
    }

    /** The words for this value in the documentation. */
    public String words() {
        return Stream.concat(Stream.of(driving), always.stream())
                .distinct()
                .map(Ability::word)
                .collect(Collectors.joining(", "));
    }

    /** Whether a sender with these abilities may give the command, at least while driving. */
    public boolean isOpenTo(Set<Ability> abilities) {
        return abilities.contains(driving) || always.filter(abilities::contains).isPresent();
    }

    /** @param drives whether the sender drives at this moment */
    public boolean includes(Set<Ability> abilities, boolean drives) {
        return always.filter(abilities::contains).isPresent() || (drives && abilities.contains(driving));
    }
}
