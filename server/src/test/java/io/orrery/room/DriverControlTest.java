package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import org.junit.jupiter.api.Test;

class DriverControlTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket co = room.coPresenter();
    private final String coId = co.last("welcome").get("id").textValue();

    @Test
    void keyDecidesTheRole() {
        assertThat(presenter.last("welcome").get("role").textValue()).isEqualTo("presenter");
        assertThat(co.last("welcome").get("role").textValue()).isEqualTo("co-presenter");
        assertThat(room.attendee().last("welcome").get("role").textValue()).isEqualTo("attendee");
        assertThat(wheel().get("holder").textValue()).isEqualTo("presenter");
    }

    @Test
    void coPresenterCannotDriveBeforeTheHandover() {
        String id = room.command(co, 1, go("t3", "embed"));

        assertThat(co.last("refused").get("id").textValue()).isEqualTo(id);
        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-driving");
        assertThat(presenter.heard("state")).isEmpty();
    }

    @Test
    void offeredWheelPassesOnAcceptance() {
        room.command(presenter, 1, "'do':'offer-wheel','to':'" + coId + "'");
        assertThat(wheel().get("holder").textValue()).isEqualTo("presenter");
        assertThat(wheel().get("offered").textValue()).isEqualTo(coId);

        room.command(co, 2, "'do':'take-wheel'");

        assertThat(wheel().get("holder").textValue()).isEqualTo(coId);
        assertThat(wheel().get("offered").textValue()).isEmpty();
        room.command(presenter, 3, go("t3", "embed"));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("not-driving");
        room.command(co, 3, go("t3", "embed"));
        assertThat(presenter.last("state").at("/state/cursor/step").textValue()).isEqualTo("embed");
    }

    @Test
    void wheelIsOfferedOnlyToPeopleWhoMayDrive() {
        var attendee = room.attendee();
        String attendeeId = attendee.last("welcome").get("id").textValue();

        room.command(presenter, 1, "'do':'offer-wheel','to':'" + attendeeId + "'");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo("may-not-drive");
        room.command(presenter, 1, "'do':'offer-wheel','to':'nobody'");
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-person");
        assertThat(presenter.heard("state")).isEmpty();
    }

    @Test
    void offerToAPartyThatAskedPassesTheWheelAtOnce() {
        room.command(co, 1, "'do':'ask-wheel','on':true");
        assertThat(wheel().get("asking").get(0).textValue()).isEqualTo(coId);

        room.command(presenter, 2, "'do':'offer-wheel','to':'" + coId + "'");

        assertThat(wheel().get("holder").textValue()).isEqualTo(coId);
        assertThat(wheel().get("asking")).isEmpty();
    }

    @Test
    void offersAndRequestsCanBeWithdrawn() {
        room.command(presenter, 1, "'do':'offer-wheel','to':'" + coId + "'");
        room.command(presenter, 2, "'do':'offer-wheel','to':''");
        room.command(co, 3, "'do':'take-wheel'");
        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-allowed");

        room.command(co, 3, "'do':'ask-wheel','on':true");
        room.command(co, 4, "'do':'ask-wheel','on':false");

        assertThat(wheel().get("asking")).isEmpty();
        assertThat(wheel().get("holder").textValue()).isEqualTo("presenter");
    }

    @Test
    void presenterCanAlwaysTakeTheWheelBack() {
        handOver();

        room.command(presenter, 3, "'do':'take-wheel'");

        assertThat(wheel().get("holder").textValue()).isEqualTo("presenter");
    }

    @Test
    void onlyTheDriverOrPresenterOffersTheWheel() {
        room.command(co, 1, "'do':'offer-wheel','to':'" + coId + "'");

        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-driving");
        assertThat(presenter.heard("state")).isEmpty();
    }

    @Test
    void absentDriversWheelCanBeTakenAtFreeAt() {
        presenter.drops();
        double freeAt = co.last("state").at("/state/wheel/freeAt").doubleValue();
        assertThat(freeAt).isEqualTo(room.loop().now() + DriverState.WAIT_MS);

        room.loop().advance(DriverState.WAIT_MS - 1);
        room.command(co, 2, "'do':'take-wheel'");
        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-allowed");

        room.loop().advance(1);
        room.command(co, 2, "'do':'take-wheel'");
        assertThat(co.last("state").at("/state/wheel/holder").textValue()).isEqualTo(coId);
        assertThat(co.last("state").at("/state/wheel/freeAt").doubleValue()).isZero();
    }

    @Test
    void driverWhoReturnsInTimeKeepsTheWheel() {
        String me = presenter.last("welcome").get("me").textValue();
        presenter.drops();
        room.loop().advance(1000);

        var again = room.again("presenter", me);

        assertThat(co.last("state").at("/state/wheel/freeAt").doubleValue()).isZero();
        room.loop().advance(DriverState.WAIT_MS);
        room.command(co, 3, "'do':'take-wheel'");
        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
        room.command(again, 3, go("t3", "embed"));
        assertThat(again.last("state").at("/state/cursor/step").textValue()).isEqualTo("embed");
    }

    @Test
    void driverWhoReturnsTooLateHasLostTheWheel() {
        String me = presenter.last("welcome").get("me").textValue();
        presenter.drops();
        room.loop().advance(DriverState.WAIT_MS);
        room.command(co, 2, "'do':'take-wheel'");
        room.command(co, 3, go("t3", "embed"));

        var again = room.again("presenter", me);
        room.command(again, 1, go("t3", "logits"));

        assertThat(again.last("welcome").at("/state/wheel/holder").textValue()).isEqualTo(coId);
        assertThat(again.last("refused").get("reason").textValue()).isEqualTo("not-driving");
        assertThat(co.last("state").at("/state/cursor/step").textValue()).isEqualTo("embed");
    }

    @Test
    void presenterDrivesFromTwoDevices() {
        var phone = room.presenter();

        room.command(phone, 1, go("t3", "embed"));
        room.command(presenter, 2, go("t3", "resid"));

        assertThat(co.last("state").at("/state/cursor/step").textValue()).isEqualTo("resid");
        phone.drops();
        assertThat(co.last("state").at("/state/wheel/freeAt").doubleValue()).isZero();
    }

    @Test
    void attendeesCannotUseTheWheel() {
        var attendee = room.attendee();
        for (String command : new String[] {
            "'do':'ask-wheel','on':true", "'do':'take-wheel'", "'do':'offer-wheel','to':'x'", "'do':'kick','person':'x'"
        }) {
            room.command(attendee, 1, command);
            assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
        }
    }

    private void handOver() {
        room.command(presenter, 1, "'do':'offer-wheel','to':'" + coId + "'");
        room.command(co, 2, "'do':'take-wheel'");
    }

    private JsonNode wheel() {
        var states = presenter.heard("state");
        return states.isEmpty()
                ? presenter.last("welcome").at("/state/wheel")
                : states.get(states.size() - 1).at("/state/wheel");
    }
}
