package io.orrery.room.people;

import io.orrery.wire.Cursor;
import io.orrery.wire.ServerMessage.Driver;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.View;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Makes the message that says who is in the room. */
final class HeadCount {
    /** The most people listed: as many as a presenter can read. Those who do not follow come first. */
    public static final int LISTED = 100;

    private HeadCount() {}

    /** For everybody. */
    static People of(Collection<Participant> present, Cursor cursor) {
        return count(present, cursor, List.of(), List.of());
    }

    /** For those who may drive: with names. */
    static People listed(Collection<Participant> present, Cursor cursor) {
        var list = present.stream()
                .filter(attendee -> attendee.view() == View.ATTENDEE || attendee.view() == View.PROJECTOR)
                .sorted(Comparator.comparing(attendee -> follows(attendee, cursor)))
                .limit(LISTED)
                .map(attendee -> attendee.described(isBehind(attendee, cursor)))
                .toList();
        var drivers = present.stream()
                .filter(attendee -> attendee.role().mayDrive())
                .map(attendee -> new Driver(attendee.party(), attendee.person().name(), attendee.role()))
                .distinct()
                .toList();
        return count(present, cursor, list, drivers);
    }

    private static People count(
            Collection<Participant> present,
            Cursor cursor,
            List<io.orrery.wire.ServerMessage.Person> list,
            List<Driver> drivers) {
        List<Participant> attendees = present.stream()
                .filter(attendee -> attendee.view() == View.ATTENDEE)
                .toList();
        int looking = (int) attendees.stream().filter(Participant::isLooking).count();
        int behind = (int) attendees.stream()
                .filter(attendee -> isBehind(attendee, cursor))
                .count();
        int screens = (int) present.stream()
                .filter(attendee -> attendee.view() == View.PROJECTOR)
                .count();
        return new People(
                attendees.size(), attendees.size() - behind - looking, behind, looking, screens, list, drivers);
    }

    private static boolean isBehind(Participant attendee, Cursor cursor) {
        return !attendee.isLooking() && !attendee.hasPainted(cursor);
    }

    private static boolean follows(Participant attendee, Cursor cursor) {
        return !attendee.isLooking() && attendee.hasPainted(cursor);
    }
}
