package io.orrery.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.SelectOption;
import io.orrery.web.Server;
import java.util.List;

/** The gallery's pictures of rooms: what the presenter, the hall and the attendees see of the same. */
record GalleryRooms(Browser browser, GalleryPictures pictures) {
    /** The lobby, the page of the rooms and the landing page. */
    void beforeItBegins(Server server, int[] size) {
        var links = server.links();
        try (var page = screen(size[0], size[1], links.solo());
                var presenter = screen(size[0], size[1], links.solo());
                var attendee = screen(size[0], size[1], links.solo());
                var hall = screen(size[0], size[1], links.solo())) {
            presenter.page().navigate(links.presenter());
            presenter.page().locator("orrery-preflight .begin").waitFor();
            attendee.page().navigate(links.audience());
            attendee.page().getByText("You are in").waitFor();
            hall.page().navigate(links.screen());
            hall.page().locator("orrery-lobby-screen .count").waitFor();
            pictures.still(presenter, "lobby-presenter-" + size[0], "Before it begins: the presenter");
            pictures.still(attendee, "lobby-attendee-" + size[0], "Before it begins: an attendee");
            pictures.still(hall, "lobby-hall-" + size[0], "Before it begins: the hall");
            page.page().navigate(links.base() + "/rooms");
            page.page().locator("#key").waitFor();
            pictures.still(page, "rooms-key-" + size[0], "The page of the rooms asks for the operator's key");
            page.page().locator("#key").fill(OperatorServer.KEY);
            page.page().locator("#key").press("Enter");
            page.page().locator("orrery-room-list").waitFor();
            pictures.still(page, "rooms-" + size[0], "The page of the rooms");
            page.page().navigate(links.base() + "/");
            page.scene().waitUntilStill();
            pictures.still(page, "landing-" + size[0], "The landing page");
        }
    }

    /** Steps on the presenter's page and in the hall. */
    void presenterAndHall(Server server, int width, int height) {
        String solo = server.links().solo();
        try (var presenter = screen(width, height, solo);
                var hall = screen(width, height, solo)) {
            presenter.open(server.links().presenter());
            hall.open(server.links().screen());
            for (String step : List.of("start", "blocks.0.attn.scores")) {
                presenter.go(step);
                presenter.waitForStep(step);
                hall.waitForStep(step);
                pictures.take(
                        presenter, "presenter-" + width + "-" + step, "The presenter at " + width + " × " + height);
                pictures.take(hall, "hall-" + width + "-" + step, "The hall theme at " + width + " × " + height);
            }
        }
    }

    /** The flight in its middle and at its end, at the presenter, in the hall and on a phone. */
    void flight(Server server) {
        var links = server.links();
        // With motion: with reduced motion the flight is over at once.
        try (var presenter = new Screen(browser, 1600, 900, true, links.solo());
                var hall = new Screen(browser, 1024, 768, true, links.solo());
                var phone = new Screen(browser, 390, 844, true, links.solo())) {
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
            presenter.ask("flight");
            for (var screen : List.of(presenter, hall, phone)) {
                screen.scene().waitForGallery();
            }
            for (int seconds : List.of(4, 12)) {
                presenter.ask("flightAt", seconds);
                presenter.page().waitForTimeout(1000);
                pictures.still(presenter, "flight-presenter-" + seconds, "The flight after " + seconds + " s");
                pictures.still(hall, "flight-hall-" + seconds, "The flight in the hall after " + seconds + " s");
                pictures.still(phone, "flight-phone-" + seconds, "The flight on a phone after " + seconds + " s");
            }
        }
    }

    void beside(Server server) {
        var links = server.links();
        try (var alone = screen(1600, 900, links.solo());
                var presenter = screen(1600, 900, links.solo());
                var hall = screen(1024, 768, links.solo());
                var phone = screen(390, 844, links.solo())) {
            alone.open(links.solo());
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
            phone.chooseTab("Next?");
            for (var screen : List.of(alone, presenter)) {
                screen.page().locator("orrery-compare select").selectOption(new SelectOption().setIndex(1));
            }
            presenter.press("a");
            hall.page().locator("orrery-hall-compared li").first().waitFor();
            for (var screen : List.of(alone, presenter, phone)) {
                screen.page().locator("orrery-next-panel .bar.two").nth(1).waitFor();
            }
            pictures.take(alone, "beside-solo", "Two models beside each other");
            pictures.take(presenter, "beside-presenter", "Two models beside each other: the presenter");
            pictures.take(hall, "beside-hall", "Two models beside each other: the hall");
            pictures.take(phone, "beside-phone", "Two models beside each other: a phone");
        }
    }

    /** A question in the model's chat template, and its whole answer. */
    void conversation(Server server) {
        var links = server.links();
        try (var presenter = screen(1600, 900, links.solo());
                var hall = screen(1024, 768, links.solo());
                var phone = screen(390, 844, links.solo())) {
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
            presenter.ask("prompt");
            presenter.page().locator("orrery-prompt input[type=checkbox]").check();
            presenter.page().locator("orrery-prompt #text").fill("What is the capital of France?");
            pictures.still(presenter, "chat-prompt", "A question is typed");
            int before = presenter.tokens().size();
            presenter.page().locator("orrery-prompt #text").press("Enter");
            presenter.waitForPositionsAtLeast(before + 1);
            presenter.page().setDefaultTimeout(120_000);
            presenter.ask("runOn");
            presenter.page().getByText("The model ends its text").waitFor();
            int whole = presenter.tokens().size();
            for (var screen : List.of(presenter, hall, phone)) {
                screen.page().setDefaultTimeout(120_000);
                screen.waitForPositions(whole);
            }
            pictures.take(presenter, "chat-presenter", "A conversation: the presenter");
            pictures.take(hall, "chat-hall", "A conversation: the hall");
            pictures.take(phone, "chat-phone", "A conversation: a phone");
        }
    }

    private Screen screen(int width, int height, String server) {
        return new Screen(browser, width, height, false, server);
    }
}
