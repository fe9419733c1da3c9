package io.orrery.room.people;

import io.orrery.room.access.Ability;
import io.orrery.room.access.Grant;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.driver.DriverState;
import io.orrery.room.link.Link;
import io.orrery.room.link.Link.FromOwner;
import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.Optional;
import java.util.Set;

/**
 * A person in the room, with one page at one of its fronts.
 *
 * @param page the page's number there
 * @param visit the number of the admission
 * @param grant the key that the page has shown; empty for none
 * @param network the network of its connection; empty if it is unknown
 */
public record Participant(
        Person person,
        Link.Front front,
        long page,
        long visit,
        View view,
        Role role,
        Optional<Grant> grant,
        String network) {
    /** Says something to the page's front. */
    public void tell(FromOwner said) {
        front.hear(said);
    }

    public Set<Ability> abilities() {
        return grant.map(Grant::abilities).orElse(Ability.EVERYBODY);
    }

    /** Whether the page's key has ended by itself. */
    public boolean isOver(double now) {
        return grant.filter(key -> !key.isGood(now)).isPresent();
    }

    /** What handlers of commands may know of this person. */
    public Invocation.Present present() {
        return new Invocation.Present(role, network);
    }

    /** The party that this person belongs to in {@link DriverState}. */
    public String party() {
        return abilities().contains(Ability.HOST) ? DriverState.PRESENTER : person.id();
    }
}
