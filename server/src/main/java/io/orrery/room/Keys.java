package io.orrery.room;

import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.Optional;

/** The keys of a room, and what each makes of the person who shows it. */
public record Keys(PresenterKey presenter, PresenterKey coPresenter) {
    /** What a person who asks for a view is; nothing where the view needs a key that was not shown. */
    Optional<Role> role(View view, Optional<String> key) {
        return switch (view) {
            case ATTENDEE -> Optional.of(Role.ATTENDEE);
            case PROJECTOR -> Optional.of(Role.PROJECTOR);
            case PRESENTER -> key.flatMap(this::driver);
        };
    }

    private Optional<Role> driver(String key) {
        if (presenter.matches(key)) {
            return Optional.of(Role.PRESENTER);
        }
        return coPresenter.matches(key) ? Optional.of(Role.CO_PRESENTER) : Optional.empty();
    }
}
