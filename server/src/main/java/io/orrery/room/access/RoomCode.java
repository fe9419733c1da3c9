package io.orrery.room.access;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * What people type to join: six characters that cannot be taken for each other, and no vowels, so that they spell
 * nothing.
 *
 * @param text in capitals, without spaces
 */
public record RoomCode(String text) {
    private static final String ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ";
    private static final int LENGTH = 6;

    /** A code as somebody typed it: case, spaces and hyphens do not count. */
    public static RoomCode typed(String text) {
        return new RoomCode(text.replaceAll("[\\s\\p{Z}-]+", "").toUpperCase(Locale.ROOT));
    }

    public static RoomCode random(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new RoomCode(text.toString());
    }
}
