package io.orrery.room.access;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The code that people type to join a room: six characters that are hard to confuse, without vowels, so that no code is
 * a word.
 *
 * @param text the code in capitals, without spaces
 */
public record RoomCode(String text) {
    private static final String ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ";
    private static final int LENGTH = 6;

    /** Parses a code as typed: case, spaces and hyphens are ignored. */
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
