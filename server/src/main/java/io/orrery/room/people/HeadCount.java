package io.orrery.room.people;

import io.orrery.room.link.Link;
import io.orrery.room.link.Link.Seen;
import io.orrery.wire.Cursor;
import io.orrery.wire.ServerMessage.Driver;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.View;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the messages that say who is in the room. */
final class HeadCount {
    /** The most people listed: as many as a presenter can read. Those who do not follow come first. */
    public static final int LISTED = 100;

    /** Of fewer people who look at the same part nothing is told, since one of them could be recognised. */
    static final int LEAST_LOOKING = 5;

    private final Collection<Participant> present;
    private final Map<String, Seen> seen;
    private final Cursor cursor;

    /** @param seen what is known of people's pages, at all fronts */
    HeadCount(Collection<Participant> present, Collection<Seen> seen, Cursor cursor) {
        this.present = present;
        this.seen = seen.stream().collect(Collectors.toMap(Seen::person, Function.identity(), (older, newer) -> newer));
        this.cursor = cursor;
    }

    Link.People messages() {
        People forAll = count(List.of(), List.of(), Map.of());
        return new Link.People(forAll.count(), forAll.json(), listed().json());
    }

    /** For those who may drive: with names. */
    private People listed() {
        var list = present.stream()
                .filter(attendee -> attendee.view() == View.ATTENDEE || attendee.view() == View.PROJECTOR)
                .sorted(Comparator.comparing(this::follows))
                .limit(LISTED)
                .map(this::described)
                .toList();
        var drivers = present.stream()
                .filter(attendee -> attendee.role().mayDrive())
                .map(attendee -> new Driver(attendee.party(), attendee.person().name(), attendee.role()))
                .distinct()
                .toList();
        return count(list, drivers, looks());
    }

    /** How many attendees have each part of the machine in the middle of their view. */
    private Map<String, Integer> looks() {
        var looks = new TreeMap<String, Integer>();
        present.stream()
                .filter(attendee -> attendee.view() == View.ATTENDEE)
                .map(attendee -> seen(attendee).sees())
                .filter(part -> !part.isEmpty())
                .forEach(part -> looks.merge(part, 1, Integer::sum));
        looks.values().removeIf(count -> count < LEAST_LOOKING);
        return looks;
    }

    private People count(
            List<io.orrery.wire.ServerMessage.Person> list, List<Driver> drivers, Map<String, Integer> looks) {
        List<Participant> attendees = present.stream()
                .filter(attendee -> attendee.view() == View.ATTENDEE)
                .toList();
        int looking = (int)
                attendees.stream().filter(attendee -> seen(attendee).looking()).count();
        int behind = (int) attendees.stream().filter(this::isBehind).count();
        int screens = (int) present.stream()
                .filter(attendee -> attendee.view() == View.PROJECTOR)
                .count();
        return new People(
                attendees.size(), attendees.size() - behind - looking, behind, looking, screens, list, drivers, looks);
    }

    private io.orrery.wire.ServerMessage.Person described(Participant attendee) {
        Seen page = seen(attendee);
        return new io.orrery.wire.ServerMessage.Person(
                attendee.id(),
                attendee.person().name(),
                attendee.view(),
                Math.round(page.roundTrip().orElse(0.0) / 2),
                page.painted().map(Cursor::step).orElse(""),
                page.looking(),
                isBehind(attendee));
    }

    private Seen seen(Participant attendee) {
        String id = attendee.id();
        return seen.getOrDefault(id, new Seen(id, Optional.empty(), Optional.empty(), false, ""));
    }

    private boolean isBehind(Participant attendee) {
        return !seen(attendee).looking() && !hasPainted(attendee);
    }

    private boolean follows(Participant attendee) {
        return !seen(attendee).looking() && hasPainted(attendee);
    }

    private boolean hasPainted(Participant attendee) {
        return seen(attendee).painted().filter(cursor::equals).isPresent();
    }
}
