package io.orrery.browser;

import java.util.List;

/** The screens of one room that has begun: the presenter's page, the hall's and a phone. */
record RoomScreens(Screen presenter, Screen hall, Screen phone) implements AutoCloseable {
    /** Opens them at a step, for which only the presenter's page has been waited. */
    static RoomScreens at(String step, Venue venue) {
        var screens = new RoomScreens(venue.screen(1600, 900), venue.screen(1024, 768), venue.screen(390, 844));
        screens.presenter.open(venue.links().presenter());
        screens.hall.open(venue.links().screen());
        screens.phone.open(venue.links().audience());
        screens.presenter.begin();
        screens.presenter.go(step);
        screens.presenter.waitForStep(step);
        return screens;
    }

    List<Screen> all() {
        return List.of(presenter, hall, phone);
    }

    @Override
    public void close() {
        all().forEach(Screen::close);
    }
}
