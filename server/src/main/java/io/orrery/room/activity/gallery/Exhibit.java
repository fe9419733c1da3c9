package io.orrery.room.activity.gallery;

/**
 * Models that everyone walks past, in place of the one that runs.
 *
 * @param subject the id of a model that is here as shapes alone, or {@link #FLIGHT}
 * @param start when it begins on every screen, ms of the server's clock
 */
public record Exhibit(String subject, double start) {
    /** All of them, one after the other. */
    public static final String FLIGHT = "flight";

    /** What a page needs to fetch five models' shapes and to put them there, ms. */
    public static final double LEAD_MS = 1500;
}
