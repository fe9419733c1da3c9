package io.orrery.room.activity;

import io.orrery.wire.Role;

/** The people who may give a command. */
public enum Who {
    /** The driver. */
    DRIVER("driver"),
    /** The driver, and everyone with the presenter's key. */
    DRIVER_OR_PRESENTER("driver, presenter"),
    /** Presenters and co-presenters, whether they are driving or not. */
    MODERATOR("presenter, co-presenter"),
    /**
     * Everyone in the room. Such a command sets a value of its sender, which a newer command of the same name replaces: of those that wait only the
     * newest is carried out.
     */
    ANYONE("everybody");

    private final String words;

    Who(String words) {
        this.words = words;
    }

    /** The words for this value in the documentation. */
    public String words() {
        return words;
    }

    /** Whether people of this role may give the command, at least while they drive. */
    public boolean isOpenTo(Role role) {
        return this == ANYONE || role.mayDrive();
    }

    /** @param drives whether the person drives at this moment */
    public boolean includes(Role role, boolean drives) {
        return switch (this) {
            case DRIVER -> role.mayDrive() && drives;
            case DRIVER_OR_PRESENTER -> role == Role.PRESENTER || (role.mayDrive() && drives);
            case MODERATOR -> role.mayDrive();
            case ANYONE -> true;
        };
    }
}
