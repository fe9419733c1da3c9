package io.orrery.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.orrery.web.rooms.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The screens of a room that is asked questions: the presenter's page, the hall's, and phones; and what is found on them. */
final class AskedScreens implements AutoCloseable {
    /** No text in the hall is smaller, and no target on a phone, CSS px. */
    static final double LEAST_IN_HALL = 28;

    static final int TARGET = 48;

    final Screen presenter;
    final Screen hall;
    final List<Screen> phones = new ArrayList<>();

    /** What each phone is sent, in the order of the phones. */
    final List<Received> received = new ArrayList<>();

    /** Opens them. @param widths of the phones, CSS px; their heights follow */
    AskedScreens(Venue venue, Links room, int... widths) {
        presenter = venue.screen(1600, 900);
        hall = venue.screen(1024, 768);
        presenter.open(room.presenter());
        hall.open(room.screen());
        for (int width : widths) {
            Screen phone = venue.screen(width, width < 390 ? 568 : 844);
            received.add(Received.by(phone));
            phone.open(room.audience());
            phones.add(phone);
        }
    }

    List<Screen> all() {
        var all = new ArrayList<>(List.of(presenter, hall));
        all.addAll(phones);
        return all;
    }

    /** Shows the room a text of letters. */
    void types(String letters) {
        presenter.ask("prompt");
        presenter.page().locator("orrery-prompt #text").fill(letters);
        presenter.page().locator("orrery-prompt #text").press("Enter");
        // as many may have been there before, and keys would be typed into the editor
        Screen.waitUntilGone(presenter.page().locator("orrery-prompt #text"));
        presenter.waitForPositions(letters.length());
    }

    /** Ends the question that is shown, and waits until no page shows one. @param elements of all pages that show it */
    void end(String elements) {
        presenter.ask("predictEnd");
        for (Screen screen : all()) {
            Screen.waitUntilGone(screen.page().locator(elements));
        }
    }

    @Override
    public void close() {
        all().forEach(Screen::close);
    }

    static Locator.FilterOptions containing(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    static Locator option(Screen screen, String name) {
        return named(screen, AriaRole.RADIO, name);
    }

    static Locator named(Screen screen, AriaRole role, String name) {
        return screen.page()
                .getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator button(Screen screen, String name) {
        return screen.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^\\s*" + name + "( I)?\\s*$")));
    }

    /** Waits for a text in what a page shows of a question. @param kind the element, or several with commas */
    static void says(Screen screen, String kind, String text) {
        screen.page()
                .locator(":is(" + kind + ") section")
                .getByText(text)
                .first()
                .waitFor();
    }

    /** With single spaces in place of line breaks and of spaces that do not break. */
    static String spaced(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f]+", " ").strip();
    }

    static List<String> spaced(Locator texts) {
        return texts.allInnerTexts().stream().map(AskedScreens::spaced).toList();
    }

    static String percent(double p) {
        return spaced(WrittenShare.of(p));
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
