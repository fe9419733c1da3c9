package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.people.Presence;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();

    @Test
    void sendsEveryoneTheNumberOfFollowers() {
        var one = room.attendee();
        var two = room.attendee();
        var three = room.attendee();
        room.projector();
        one.says(painted("start"));
        two.says("{'type':'ping','t':1,'looking':true,'painted':{'trace':'t3','step':'start'}}");
        room.loop().advance(Presence.PEOPLE_MS);

        JsonNode people = three.last("people");

        assertThat(people.get("count").intValue()).isEqualTo(3);
        assertThat(people.get("following").intValue()).isEqualTo(1);
        assertThat(people.get("looking").intValue()).isEqualTo(1);
        assertThat(people.get("behind").intValue()).isEqualTo(1);
        assertThat(people.has("list")).isFalse();
    }

    @Test
    void presentersListHasThoseWhoDoNotFollowFirst() {
        var ada = room.socket().says("{'type':'hello','v':1,'view':'attendee','name':'Ada'}");
        var max = room.socket().says("{'type':'hello','v':1,'view':'attendee','name':'Max'}");
        ada.says("{'type':'ping','t':1,'rtt':30,'painted':{'trace':'t3','step':'start'}}");
        max.says("{'type':'ping','t':1,'rtt':81}");
        room.loop().advance(Presence.PEOPLE_MS);

        String id = "'id':'p2',";
        String other = "'id':'p3',";
        assertThat(presenter.last("people").get("list").toString())
                .isEqualTo(("[{" + other
                                + "'name':'Max','view':'attendee','lagMs':41,'step':'','looking':false,'behind':true},"
                                + "{" + id
                                + "'name':'Ada','view':'attendee','lagMs':15,'step':'start','looking':false,'behind':false}]")
                        .replace('\'', '"'));
    }

    @Test
    void countsProjectorsSeparately() {
        room.attendee();
        room.projector();
        room.loop().advance(Presence.PEOPLE_MS);

        assertThat(presenter.last("people").get("count").intValue()).isEqualTo(1);
        assertThat(presenter.last("people").get("screens").intValue()).isEqualTo(1);
    }

    @Test
    void copyOnThePresentersPageIsNotCounted() {
        room.socket().says("{'type':'hello','v':1,'view':'copy'}").flush();
        room.loop().advance(Presence.PEOPLE_MS);

        var people = presenter.last("people");
        assertThat(people.get("screens").intValue()).isZero();
        assertThat(people.get("count").intValue()).isZero();
        assertThat(people.has("list")).isFalse();
    }

    @Test
    void newNameSurvivesADisconnection() {
        var ada = room.socket().says("{'type':'hello','v':1,'view':'attendee','name':'Phone'}");
        String me = ada.last("welcome").get("me").textValue();
        ada.says("{'type':'name','name':'Ada'}");
        ada.drops();
        room.again("attendee", me);
        room.loop().advance(Presence.PEOPLE_MS);

        assertThat(presenter.last("people").at("/list/0/name").textValue()).isEqualTo("Ada");
    }

    @Test
    void attendeeWhoHasNotPaintedTheStepIsBehind() {
        var attendee = room.attendee().says(painted("start"));
        room.command(presenter, 1, go("t3", "embed"));
        room.loop().advance(Presence.PEOPLE_MS);
        assertThat(attendee.last("people").get("behind").intValue()).isEqualTo(1);

        attendee.says(painted("embed"));
        room.loop().advance(Presence.PEOPLE_MS);

        assertThat(attendee.last("people").get("behind").intValue()).isZero();
        assertThat(attendee.last("people").get("following").intValue()).isEqualTo(1);
    }

    @Test
    void nobodyIsBehindWhileAStepIsOnItsWay() {
        var attendee = room.attendee().says(painted("start"));
        room.loop().advance(10_000);
        int told = presenter.heard("people").size();

        room.command(presenter, 1, go("t3", "embed"));
        room.loop().advance(Presence.STEP_ARRIVES_MS - 1);
        attendee.says(painted("embed"));
        room.loop().advance(Presence.PEOPLE_MS);

        var counts = presenter.heard("people");
        assertThat(counts.subList(told, counts.size())).isNotEmpty().allSatisfy(count -> {
            assertThat(count.get("behind").intValue()).isZero();
            assertThat(count.at("/list/0/behind").booleanValue()).isFalse();
        });
    }

    @Test
    void countsPeopleThoughTheDriverNeverStopsStepping() {
        room.loop().advance(10_000);
        var attendee = room.attendee().says(painted("start"));
        double wait = 0;
        for (long seq = 1; attendee.heard("people").isEmpty(); seq++) {
            room.command(presenter, seq, go("t3", seq % 2 == 0 ? "resid" : "embed"));
            room.loop().advance(500);
            attendee.flush();
            wait += 500;
            assertThat(wait).isLessThanOrEqualTo(Presence.LONGEST_WAIT_MS + Presence.PEOPLE_MS);
        }

        assertThat(presenter.last("people").at("/list/0/behind").booleanValue()).isTrue();
        assertThat(presenter.last("people").get("count").intValue()).isEqualTo(1);
    }

    @Test
    void sendsHeadCountsAtMostOnceASecond() {
        room.loop().advance(5000);
        int told = presenter.heard("people").size();

        for (int i = 0; i < 100; i++) {
            var attendee = room.attendee();
            room.loop().advance(10);
            presenter.flush();
            if (i % 2 == 0) {
                attendee.drops();
            }
        }
        room.loop().advance(Presence.PEOPLE_MS);

        assertThat(presenter.heard("people").size() - told).isLessThanOrEqualTo(3);
        assertThat(presenter.last("people").get("count").intValue()).isEqualTo(50);
    }

    @Test
    void attendeesOfAFullRoomGetFewerHeadCounts() {
        var one = room.attendee();
        for (int i = 0; i < Presence.FULL; i++) {
            room.attendee();
        }
        room.loop().advance(10_000);
        int told = one.heard("people").size();
        int presenterTold = presenter.heard("people").size();
        long seq = 1;

        for (String step : new String[] {"embed", "pos_embed", "resid", "embed"}) {
            room.command(presenter, seq++, go("t3", step));
            one.says(painted(step));
            room.loop().advance(Presence.PEOPLE_MS);
            presenter.flush();
        }

        assertThat(one.heard("people")).hasSize(told);
        assertThat(presenter.heard("people").size() - presenterTold).isGreaterThanOrEqualTo(4);
        var late = room.attendee();
        room.loop().advance(Presence.PEOPLE_MS);
        assertThat(late.last("people").get("count").intValue()).isEqualTo(52);
        var later = room.attendee();
        room.loop().advance(Presence.PEOPLE_IN_A_FULL_ROOM_MS + Presence.PEOPLE_MS);
        for (HandSocket each : new HandSocket[] {one, late, later}) {
            assertThat(each.last("people").get("count").intValue()).isEqualTo(53);
        }
        assertThat(one.heard("people").size() - told).isBetween(1, 2);
    }

    @Test
    void sendsNoHeadCountWhileNothingChanges() {
        var attendee = room.attendee().says(painted("start"));
        room.loop().advance(5000);
        int told = attendee.heard("people").size();

        for (int i = 0; i < 10; i++) {
            attendee.says(painted("start"));
            room.loop().advance(4000);
        }

        assertThat(attendee.heard("people")).hasSize(told);
    }

    private static String painted(String step) {
        return "{'type':'ping','t':1,'painted':{'trace':'t3','step':'" + step + "'}}";
    }
}
