package io.orrery.room.activity;

import io.orrery.wire.Role;

/** The people who may give a command. */
public enum Who {
    /** Who drives. */
    DRIVER("driver"),
    /** Who drives, and everyone with the presenter's key. */
    DRIVER_OR_PRESENTER("driver, presenter"),
    /** Everyone who may drive, driving or not. */
    MODERATOR("presenter, co-presenter"),
    /** Everyone in the room. */
    ANYONE("everybody");

    private final String words;

    Who(String words) {
        this.words = words;
    }

    /** As the documentation has it. */
    public String words() {
        return words;
    }

    /** Whether a person of this role may ever give the command. */
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
