package io.orrery.browser;

import io.orrery.model.ModelReference;
import io.orrery.web.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server with the small tour of {@code src/test/resources/tours}, and what its pages are asked for. */
final class TourVenue {
    private TourVenue() {}

    static Venue forAllTests() {
        return Venue.forAllTests(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty())
                        .withTours(Path.of("src/test/resources/tours")));
    }

    /** Opens a beat of the tour alone. */
    static void open(Venue venue, Screen screen, String beat) {
        screen.open(venue.links().solo() + "#tour=acts&route=5&beat=" + beat);
        waitForBeat(screen, beat);
    }

    /** Waits until a beat is shown, and the elements of tours are there. */
    static void waitForBeat(Screen screen, String beat) {
        screen.waitUntil(
                "orrery.tour()?.beat?.key === '" + beat + "' && !orrery.tour().moving && orrery.tour().isShown");
    }

    /** Goes on as → does; an act that is open asks first whether to, once its panel is there. */
    static void next(Screen screen) {
        String stays = "orrery.tour().beat?.key === '" + screen.scene().text("orrery.tour().beat.key")
                + "' && !orrery.tour().checking";
        String asks = "document.querySelector('orrery-tour-act')?.shadowRoot?.querySelector('.leave') != null";
        screen.press("ArrowRight");
        screen.waitUntil("!(" + stays + ") || " + asks);
        if ((boolean) screen.scene().read(stays + " && " + asks)) {
            screen.press("ArrowRight");
        }
    }

    /** The answer of the server to a fact of the present run. */
    static Object fact(Screen screen, String fact, String member) {
        return screen.page()
                .evaluate(
                        "async ([fact, member]) => (await (await fetch(`/api/traces/"
                                + "${orrery.walk().run.id}/facts?`"
                                + " + new URLSearchParams({fact}))).json()).facts[0][member]",
                        List.of(fact, member));
    }
}
