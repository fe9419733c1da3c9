package io.orrery.room.access;

import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.Optional;

/** The keys of a room, and what each makes of the person who shows it. */
public record Keys(RoomKey presenter, RoomKey coPresenter) {
    /** What a person who asks for a view is; nothing where the view needs a key that was not shown. */
    public Optional<Role> role(View view, Optional<String> key) {
        return switch (view) {
            case ATTENDEE -> Optional.of(Role.ATTENDEE);
            case PROJECTOR, COPY -> Optional.of(Role.PROJECTOR);
            case PRESENTER -> key.flatMap(this::driver);
        };
    }

    /** What someone who may drive is; nothing for anybody else. Both are compared, so that the time tells nothing. */
    public Optional<Role> driver(String key) {
        boolean isPresenter = presenter.matches(key);
        boolean isCoPresenter = coPresenter.matches(key);
        if (isPresenter) {
            return Optional.of(Role.PRESENTER);
        }
        return isCoPresenter ? Optional.of(Role.CO_PRESENTER) : Optional.empty();
    }

    /** The same with another key for a role. */
    public Keys with(Role role, RoomKey key) {
        return switch (role) {
            case PRESENTER -> new Keys(key, coPresenter);
            case CO_PRESENTER -> new Keys(presenter, key);
            case ATTENDEE, PROJECTOR -> throw new IllegalArgumentException("a " + role.word() + " has no key");
        };
    }
}
