package io.orrery.room.access;

import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.Optional;

/** The keys of a room, and the role that each of them gives. */
public record Keys(RoomKey presenter, RoomKey coPresenter) {
    /** The role of a person who asks for a view; empty if the view needs a key and the person did not show it. */
    public Optional<Role> role(View view, Optional<String> key) {
        return switch (view) {
            case ATTENDEE -> Optional.of(Role.ATTENDEE);
            case PROJECTOR, COPY -> Optional.of(Role.PROJECTOR);
            case PRESENTER -> key.flatMap(this::driver);
        };
    }

    /**
     * The role that this key gives; empty if it is neither key. Both keys are always compared, so that the time taken
     * reveals nothing.
     */
    public Optional<Role> driver(String key) {
        boolean isPresenter = presenter.matches(key);
        boolean isCoPresenter = coPresenter.matches(key);
        if (isPresenter) {
            return Optional.of(Role.PRESENTER);
        }
        return isCoPresenter ? Optional.of(Role.CO_PRESENTER) : Optional.empty();
    }

    /** These keys with the key of one role replaced. */
    public Keys with(Role role, RoomKey key) {
        return switch (role) {
            case PRESENTER -> new Keys(key, coPresenter);
            case CO_PRESENTER -> new Keys(presenter, key);
            case ATTENDEE, PROJECTOR -> throw new IllegalArgumentException("a " + role.word() + " has no key");
        };
    }
}
