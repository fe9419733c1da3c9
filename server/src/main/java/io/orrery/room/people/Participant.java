package io.orrery.room.people;

import io.orrery.room.access.Ability;
import io.orrery.room.access.Grant;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.link.Link;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.View;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A person in the room, with one page at one of its fronts, who gives commands.
 *
 * @param presence where the person is found with the page that the person has by then
 * @param page the page's number at the front
 * @param visit the number of the admission
 * @param grant the key that the page has shown; empty for none
 * @param network the network of its connection; empty if it is unknown
 */
public record Participant(
        Person person,
        Presence presence,
        Link.Front front,
        long page,
        long visit,
        View view,
        Role role,
        Optional<Grant> grant,
        String network)
        implements Sender {
    @Override
    public String id() {
        return person.id();
    }

    @Override
    public int number() {
        return person.number();
    }

    @Override
    public Set<Ability> abilities() {
        return grant.map(Grant::abilities).orElse(Ability.EVERYBODY);
    }

    @Override
    public String party() {
        return abilities().contains(Ability.HOST) || role == Role.REMOTE ? DriverState.PRESENTER : id();
    }

    @Override
    public CommandReplies replies() {
        return person.replies();
    }

    @Override
    public boolean isRemoved() {
        return person.isKicked();
    }

    @Override
    public void answer(Function<Role, ServerMessage> message) {
        presence.find(person).ifPresent(now -> presence.say(now, message.apply(now.role())));
    }

    /** The page's front has the state. */
    @Override
    public void done(long at, String command, Function<Role, String> state) {
        var done = new Link.Reply(id(), at, command, Optional.empty(), Optional.empty());
        presence.find(person).ifPresent(now -> now.front().hear(done));
    }

    /** Whether the page's key has ended by itself. */
    public boolean isOver(double now) {
        return grant.filter(key -> !key.isGood(now)).isPresent();
    }

    /** What handlers of commands may know of this person. */
    public Invocation.Present present() {
        return new Invocation.Present(role, network, person.name(), person.hasChosen());
    }
}
