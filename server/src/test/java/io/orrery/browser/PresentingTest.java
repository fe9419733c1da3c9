package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Presenting: the keys of a clicker, the audience panel, the copy of the projector, and handing over the control. */
class PresentingTest {
    private static final String AUDIENCE = "orrery-audience";

    /** Whether the middle of the page and the places of its bars are dark. */
    private static final String DARK = "[[0.5, 0.5], [0.1, 0.05], [0.5, 0.95]].every(([x, y]) =>"
            + " document.elementFromPoint(x * innerWidth, y * innerHeight)?.className === 'dark')";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void clickerBeginsMovesAndDarkensTheScreens() {
        try (var presenter = venue.screen(1100, 760);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            var everyone = List.of(presenter, hall, phone);
            presenter.page().navigate(venue.links().presenter());
            hall.page().navigate(venue.links().screen());
            phone.page().navigate(venue.links().audience());
            presenter.page().waitForSelector("orrery-preflight");

            presenter.press("F5");
            everyone.forEach(each -> each.waitForStep("start"));
            presenter.waitUntil("document.fullscreenElement !== null");
            presenter.press("PageDown");
            presenter.press("PageDown");
            everyone.forEach(each -> each.waitForStep("pos_embed"));
            presenter.press("PageUp");
            everyone.forEach(each -> each.waitForStep("embed"));

            presenter.press(".");
            for (Screen each : List.of(hall, phone)) {
                each.waitUntil(DARK);
            }
            presenter.page().getByText("screens are dark").waitFor();
            presenter.waitUntil("!(" + DARK + ")");
            presenter.press(".");
            for (Screen each : List.of(hall, phone)) {
                each.waitUntil("!(" + DARK + ")");
            }
        }
    }

    @Test
    void presenterSeesWhoIsBehindOrLooksAround() throws Exception {
        try (var presenter = venue.screen(1300, 844);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            var late = attendee("<b>Late</b>", "start");
            presenter.go("embed");
            phone.waitForStep("embed");
            var people = presenter.page().locator(AUDIENCE);
            people.getByText("1 with you").waitFor();
            people.getByText("1 behind").waitFor();
            people.locator("li")
                    .filter(new Locator.FilterOptions().setHasText("<b>Late</b>"))
                    .getByText("at “")
                    .waitFor();

            phone.drag(60, 40);
            var wanderer = people.getByText("looking around", new Locator.GetByTextOptions().setExact(true));
            wanderer.waitFor();
            presenter.go("blocks.0.attn.scores");
            phone.page().locator(".pill").getByText("Layer 1 · Self-attention").waitFor();
            assertThat(phone.page().locator(".pill").innerText()).contains("Back to the presenter");

            phone.page().locator(".pill").click();
            people.getByText("1 with you").waitFor();
            Screen.waitUntilGone(wanderer);
            late.drop();
        }
    }

    @Test
    void copyOfTheProjectorShowsTheStepAndDoesNotCountAsAProjector() {
        try (var presenter = venue.screen(1300, 844)) {
            presenter.open(venue.links().presenter());
            presenter.page().getByLabel("More tools").click();
            presenter.page().getByText("Show what the hall sees").click();
            var copy = presenter.page().locator("orrery-hall-copy");
            var place = presenter.page().frameLocator("orrery-hall-copy iframe").locator("orrery-projector .place");
            Screen.waitUntilGone(place.getByText("Embedding"));

            presenter.go("embed");
            place.getByText("Embedding").waitFor();
            assertThat(copy.boundingBox().width).isLessThan(300);
            presenter.press("q");
            presenter
                    .page()
                    .getByText("Open its page on the screen that the room sees")
                    .waitFor();
            presenter.press("q");

            copy.locator("button").click();
            Screen.waitUntilGone(copy);
        }
    }

    @Test
    void coPresenterTakesTheOfferedControlAndThatOfAnAbsentDriver() {
        try (var presenter = venue.screen(1300, 844);
                var co = venue.screen(1100, 760)) {
            presenter.open(venue.links().presenter());
            co.open(venue.links().coPresenter());
            presenter.page().locator(AUDIENCE).getByText("Offer the wheel").click();
            co.page().getByText("offers you the wheel").waitFor();
            assertThat(co.driving().count()).isZero();
            co.page().getByText("Take the wheel").click();
            co.driving().waitFor();
            presenter.page().getByText("Take the wheel").click();
            presenter.driving().waitFor();

            presenter.close();
            co.page().getByText("You can take the wheel in 1").waitFor();
            assertThat(co.page().locator("orrery-driver-control button").count())
                    .isZero();
            co.page().getByText("The wheel is free").waitFor();
            co.page().getByText("Take the wheel").click();
            co.driving().waitFor();
            co.press("ArrowRight");
            co.waitForStep("embed");
        }
    }

    /** An attendee on a socket, whose page reports that it still shows a step. */
    private static TestSocket attendee(String name, String step) throws Exception {
        URI link = URI.create(venue.links().audience());
        String room = link.getPath().split("/")[2];
        var socket = new TestSocket(URI.create("ws://" + link.getAuthority() + "/ws/rooms/" + room));
        socket.says("{'type':'hello','v':1,'view':'attendee','name':'" + name + "'}");
        String trace = socket.next("welcome").at("/state/trace/id").textValue();
        return socket.says("{'type':'ping','t':1,'painted':{'trace':'" + trace + "','step':'" + step + "'}}");
    }
}
