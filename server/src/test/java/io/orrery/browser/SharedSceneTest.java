package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What presenter, attendee and hall see of each other, each in a browser of their own. */
class SharedSceneTest {
    private static final String APP = "document.querySelector('orrery-app')";
    private static final String CELL = "{name: 'blocks.0.attn.hook_attn_scores', index: [0, 4, 2]}";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    @SuppressWarnings("unchecked")
    void theLightStandsOnTheSameCellOfEveryScreenWhateverItsCamera() {
        try (var presenter = venue.screen(1100, 760);
                var phone = venue.screen(390, 844);
                var hall = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            hall.open(venue.links().screen());
            presenter.go("blocks.0.attn.scores");
            for (Screen each : List.of(presenter, phone, hall)) {
                each.waitForStep("blocks.0.attn.scores");
            }
            phone.drag(60, 40);

            presenter.page().evaluate("() => " + APP + ".attached('cell').hold(" + CELL + ")");
            presenter.press("l");
            presenter.press("m");

            for (Screen each : List.of(presenter, phone, hall)) {
                each.waitUntil("app.querySelector('.light') !== null");
                each.waitUntil("!app.machine.busy");
                var at = (Map<String, Number>)
                        each.page()
                                .evaluate(
                                        "() => { const app = " + APP + ", cell = " + CELL + ";"
                                                + " const box = app.querySelector('.light').getBoundingClientRect();"
                                                + " const {x, y} = app.machine.project(cell.name, cell.index);"
                                                + " const canvas = app.querySelector('orrery-scene canvas[role=application]').getBoundingClientRect();"
                                                + " return {dx: box.x + box.width / 2 - canvas.x - x, dy: box.y + box.height / 2 - canvas.y - y}; }");
                assertThat(at.get("dx").doubleValue()).isCloseTo(0, within(2.0));
                assertThat(at.get("dy").doubleValue()).isCloseTo(0, within(2.0));
                each.waitUntil(
                        "app.conductor.room.marks.length === 1 && app.conductor.room.marks[0].index.join() === '0,4,2'");
            }

            presenter.press("Escape");
            presenter.press("Shift+M");
            for (Screen each : List.of(phone, hall)) {
                each.waitUntil("app.querySelector('.light') === null && app.conductor.room.marks.length === 0");
            }
        }
    }

    @Test
    void aSharedCameraIsFollowedUntilAHandTakesItAndAgainOnceItIsGivenBack() {
        try (var presenter = venue.screen(1100, 760);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            presenter.press("v");
            phone.waitUntil("app.conductor.room.sharing");

            presenter.press("e");
            waitForAzimuth(phone, Math.toRadians(-20));
            presenter.press("s");
            phone.waitUntil("app.machine.camera === null");

            presenter.drag(120, 30);
            double shown = azimuth(presenter);
            waitForAzimuth(phone, shown);
            assertThat(phone.page().evaluate(APP + ".looking")).isEqualTo(false);

            phone.drag(-150, 0);
            phone.waitUntil("app.looking");
            double own = azimuth(phone);
            presenter.drag(60, 0);
            presenter.waitUntil("!app.machine.busy");
            // What the presenter sees has come to the phone, which stays where its own hand has taken it.
            phone.waitUntil("Math.abs(app.conductor.pointer.pose.azimuth - " + azimuth(presenter) + ") < 1e-6");
            phone.rest();
            assertThat(azimuth(phone)).isCloseTo(own, within(1e-6));

            phone.page().locator(".pill").click();
            waitForAzimuth(phone, azimuth(presenter));
            presenter.press("v");
            phone.waitUntil("app.machine.camera === null");
        }
    }

    @Test
    void aSecondTabOfOnePersonTakesOverAndTheFirstSaysSoAndLeadsBack() {
        try (var phone = venue.screen(390, 844)) {
            phone.open(venue.links().audience());
            Page second = phone.page().context().newPage();
            second.navigate(venue.links().audience());
            second.waitForFunction("() => " + APP + "?.conductor?.status === 'open'");

            phone.page().waitForSelector("orrery-message");
            phone.page().getByText("Open somewhere else").waitFor();
            second.waitForFunction("() => " + APP + ".conductor.people?.count === 1");

            phone.page().getByText("Go on here").click();
            phone.page().waitForFunction("() => " + APP + "?.conductor?.status === 'open'");
            second.waitForSelector("orrery-message");
        }
    }

    @Test
    void whoIsSentOutIsToldAndStaysOut() {
        try (var presenter = venue.screen(1300, 760);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            presenter.waitUntil("app.conductor.people?.list?.length === 1");
            presenter
                    .page()
                    .evaluate("() => " + APP + ".conductor.commands.kick(" + APP + ".conductor.people.list[0].id)");

            phone.page().waitForSelector("orrery-message");
            phone.page().reload();
            phone.page().getByText("taken this screen out").waitFor();
        }
    }

    @Test
    void theWheelIsAskedForHandedOverAndTakenBack() {
        try (var presenter = venue.screen(1300, 760);
                var co = venue.screen(1100, 760)) {
            presenter.open(venue.links().presenter());
            co.open(venue.links().coPresenter());
            co.press("ArrowRight");
            assertThat(co.step()).isEqualTo("start");

            co.page().getByText("Ask for the wheel").click();
            presenter
                    .page()
                    .locator("orrery-driver-control")
                    .getByText("Hand over")
                    .click();
            co.waitUntil("app.conductor.mayDrive");
            co.press("ArrowRight");
            presenter.waitForStep("embed");

            presenter.page().getByText("Take the wheel").click();
            presenter.waitUntil("app.conductor.mayDrive");
            presenter.press("ArrowRight");
            co.waitForStep("pos_embed");
        }
    }

    private static double azimuth(Screen screen) {
        return ((Number) screen.page().evaluate(APP + ".machine.sharedPose.azimuth")).doubleValue();
    }

    private static void waitForAzimuth(Screen screen, double azimuth) {
        screen.waitUntil("Math.abs((app.machine.sharedPose?.azimuth ?? 99) - " + azimuth + ") < 0.01");
    }
}
