package io.orrery.room;

import io.orrery.wire.Cursor;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.View;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Who is in the room, as its people are told. */
final class HeadCount {
    /** As many as a presenter can read; those who differ from the room come first. */
    static final int LISTED = 100;

    private HeadCount() {}

    /** For everybody. */
    static People of(Collection<Attendee> present, Cursor cursor) {
        return count(present, cursor, List.of());
    }

    /** For a presenter. */
    static People listed(Collection<Attendee> present, Cursor cursor) {
        var list = present.stream()
                .filter(attendee -> attendee.view() != View.PRESENTER)
                .sorted(Comparator.comparing(attendee -> follows(attendee, cursor)))
                .limit(LISTED)
                .map(Attendee::described)
                .toList();
        return count(present, cursor, list);
    }

    private static People count(
            Collection<Attendee> present, Cursor cursor, List<io.orrery.wire.ServerMessage.Person> list) {
        List<Attendee> attendees = present.stream()
                .filter(attendee -> attendee.view() == View.ATTENDEE)
                .toList();
        int looking = (int) attendees.stream().filter(Attendee::isLooking).count();
        int following = (int)
                attendees.stream().filter(attendee -> follows(attendee, cursor)).count();
        return new People(attendees.size(), following, attendees.size() - following - looking, looking, list);
    }

    private static boolean follows(Attendee attendee, Cursor cursor) {
        return !attendee.isLooking() && attendee.hasPainted(cursor);
    }
}
