package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The presenter's controls for who may enter, and what people read who may not. */
class DoorPanelTest {
    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void presenterLocksTheRoomLimitsItsPeopleAndKeepsSomebodyOut() {
        try (var presenter = venue.screen(1600, 900);
                var phone = venue.screen(390, 844);
                var other = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            presenter.settle();
            var door = presenter.page().locator("orrery-door");
            door.getByText("Who may enter: everyone").click();
            button(door, "Lock the room").click();
            door.getByText("Who may enter: nobody new").waitFor();

            other.page().navigate(venue.links().audience());
            other.page().getByText("The room is locked").waitFor();
            phone.page().reload();
            phone.waitForStep("start");
            // The copy of the hall's screen shows the presenter's key, though it was never in the room before.
            presenter.go("embed");
            presenter.ask("copy");
            presenter
                    .page()
                    .frameLocator("orrery-hall-copy iframe")
                    .getByText("Each token becomes a column of numbers")
                    .first()
                    .waitFor();
            presenter.ask("copy");

            button(door, "Unlock the room").click();
            door.getByLabel("Most people").fill("1");
            door.getByLabel("Most people").press("Enter");
            door.getByText("Who may enter: 1 person at most").waitFor();
            button(other.page().locator("orrery-message"), "Try again").click();
            other.page().getByText("The room is full").waitFor();
            door.getByLabel("Most people").fill("");
            door.getByLabel("Most people").press("Enter");
            door.getByText("Who may enter: everyone").waitFor();

            presenter.page().onDialog(Dialog::accept);
            var audience = presenter.page().locator("orrery-audience");
            audience.getByText("Everyone").click();
            button(audience, "Keep Laptop out").click();
            phone.page().getByText("taken this screen out").waitFor();
            phone.page().evaluate("localStorage.clear()");
            phone.page().reload();
            phone.page().getByText("lets in nobody new from your network").waitFor();
            door.getByText("Who may enter: not everyone").waitFor();
            button(door, "Let them in").click();
            door.getByText("Who may enter: everyone").waitFor();
            button(phone.page().locator("orrery-message"), "Try again").click();
            phone.waitForStep("embed");
            assertThat(presenter.errors()).isEmpty();
        }
    }

    @Test
    void presenterGivesAPhoneARemoteControlAndTakesItBack() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", venue.server().port());
                var presenter = venue.screen(1600, 900);
                var attendee = venue.screen(390, 844);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            presenter.settle();
            presenter.page().locator("orrery-door summary").click();
            // The moderator's link comes above that of the remote control.
            presenter
                    .page()
                    .locator("orrery-key-link")
                    .first()
                    .locator("button")
                    .waitFor();
            presenter.rest();
            Locator link = presenter.page().locator("orrery-key-link").last();
            button(link, "Make a link").click();
            link.locator("input").waitFor();
            String address = link.locator("input").inputValue();
            phone.page().navigate(address.replace(":" + venue.server().port(), ":" + proxy.port()));
            Locator remote = phone.page().locator("orrery-app");
            remote.getByText("There are no notes here.").waitFor();
            assertThat(phone.page().url()).doesNotContain("key");

            button(remote, "Next").click();
            attendee.waitForStep("cut");
            remote.getByText("How the text was cut").waitFor();
            button(remote, "Next").click();
            attendee.waitForStep("embed");
            button(remote, "Back").click();
            attendee.waitForStep("cut");
            button(remote, "Blank the hall").click();
            button(remote, "Show the hall").click();
            button(remote, "Blank the hall").waitFor();

            // A phone that slept, and whose line the network has forgotten: the first press counts, once.
            var devtools = phone.page().context().newCDPSession(phone.page());
            devtools.send("Page.setWebLifecycleState", json("frozen"));
            proxy.forget();
            presenter.go("embed");
            attendee.waitForStep("embed");
            devtools.send("Page.setWebLifecycleState", json("active"));
            button(remote, "Next").click();
            attendee.waitForStep("pos_embed");
            remote.getByText("Each position gets numbers too").waitFor();
            button(remote, "Back").click();
            attendee.waitForStep("embed");

            // the notes of a beat with the figures of its run, and the time since the tour began
            showBeatWithNotes("It says {next}, at {prob next 1}.");
            Locator notes = presenter.page().locator("orrery-tour-notes .text");
            notes.getByText(Pattern.compile("It says A, at >?\\d")).waitFor();
            Locator figures = remote.locator(".notes");
            figures.getByText(Pattern.compile("It says A, at >?\\d")).waitFor();
            assertThat(figures.innerText()).isEqualTo(notes.innerText());
            assertThat(remote.locator("header span").last().innerText()).matches("\\d+:\\d\\d");

            proxy.cut();
            remote.getByText("The line is lost").waitFor();
            presenter.press("PageDown");
            proxy.mend();
            Screen.waitUntilGone(remote.getByText("The line is lost"));
            phone.page().reload();
            remote.locator(".notes").waitFor();

            presenter.page().onDialog(Dialog::accept);
            button(link, "Take it back").click();
            remote.getByText("This link is no longer good").waitFor();
            assertThat(presenter.errors()).isEmpty();
        }
    }

    /** Makes a talk of one beat, and shows it. */
    private static void showBeatWithNotes(String notes) throws Exception {
        var link = URI.create(venue.links().presenter());
        var driver = new TestSocket(URI.create(
                "ws://" + link.getAuthority() + "/ws/rooms/" + link.getPath().split("/")[2]));
        driver.says("{'type':'hello','v':1,'view':'presenter','key':'"
                + link.getFragment().substring("key=".length()) + "'}");
        driver.next("welcome");
        driver.says("{'type':'command','id':'talk','at':1000000,'do':'talk-put','beats':[{'id':'b','seconds':60,"
                + "'scene':{'model':'nano-sort','text':'CBABBC','step':'logits'},"
                + "'words':{'en':{'title':'Beat','notes':'" + notes + "'}}}]}");
        String talk = driver.next(said -> said.path("by").asText().equals("talk"))
                .at("/state/talk/open")
                .textValue();
        driver.says("{'type':'command','id':'beat','at':1000000,'do':'beat','tour':'" + talk
                + "','route':1,'beat':'talk/b'}");
        driver.next(said -> said.path("by").asText().equals("beat"));
        driver.drop();
    }

    private static JsonObject json(String state) {
        var json = new JsonObject();
        json.addProperty("state", state);
        return json;
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
