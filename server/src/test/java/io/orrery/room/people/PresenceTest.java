package io.orrery.room.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.HandLoop;
import io.orrery.room.link.Link;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final Presence presence = new Presence(new HandLoop(), () -> new Cursor("t", "s"), 1);
    private final Link.Front front = new Link.Front() {
        @Override
        public void hear(Link.FromOwner said) {
            throw new AssertionError("nobody is told anything");
        }

        @Override
        public List<Link.Seen> seen() {
            return List.of();
        }
    };

    private Participant page(Person person, Role role, int visit) {
        return new Participant(person, presence, front, visit, visit, View.ATTENDEE, role, Optional.empty(), "");
    }

    /** Counted anew from all who are there. */
    @Test
    void driversAndAudienceAreThoseWhoAreThereWhoeverComesAndGoes() {
        var random = new Random(1);
        List<Person> people =
                IntStream.range(0, 10).mapToObj(i -> new Person(i, "hash " + i)).toList();
        for (int i = 0; i < 500; i++) {
            Person person = people.get(random.nextInt(people.size()));
            Participant page = page(person, Role.values()[random.nextInt(Role.values().length)], i);
            Optional<Participant> before = presence.find(person);
            switch (random.nextInt(3)) {
                case 0 -> assertThat(presence.leave(page)).isFalse();
                case 1 -> before.ifPresent(presence::leave);
                default -> presence.enter(page);
            }
            assertThat(presence.drivers())
                    .containsExactlyInAnyOrderElementsOf(presence.all().stream()
                            .filter(each -> each.role().mayDrive())
                            .toList());
            assertThat(presence.audience()).isEqualTo((int) presence.all().stream()
                    .filter(each -> !each.role().mayDrive() && each.role() != Role.REMOTE)
                    .count());
        }
    }
}
