package io.orrery.browser;

import io.orrery.web.rooms.Links;
import java.util.List;

/** The screens of one room: the presenter's page, the hall's and a phone. */
record RoomScreens(Screen presenter, Screen hall, Screen phone) implements AutoCloseable {
    /** Opens them in a room. */
    static RoomScreens in(Links room, Venue venue) {
        var screens = new RoomScreens(venue.screen(1600, 900), venue.screen(1024, 768), venue.screen(390, 844));
        screens.presenter.open(room.presenter());
        screens.hall.open(room.screen());
        screens.phone.open(room.audience());
        return screens;
    }

    /** Opens them at a step, for which only the presenter's page has been waited. */
    static RoomScreens at(String step, Venue venue) {
        var screens = in(venue.links(), venue);
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
