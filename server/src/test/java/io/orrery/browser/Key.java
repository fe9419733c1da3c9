package io.orrery.browser;

/** Code points that the WebDriver standard gives to keys which type nothing. */
final class Key {
    static final int PAGE_DOWN = 0xE00F;
    static final int RIGHT = 0xE014;

    private Key() {}
}
