package io.orrery.room.activity.gallery;

/**
 * The model gallery's exhibit, which everyone sees instead of the model that runs.
 *
 * @param subject the id of a model of which the server has only shapes, or {@link #FLIGHT}
 * @param start when the exhibit starts on every screen, ms of the server's clock
 */
public record Exhibit(String subject, double start) {
    /** A flight past all models, one after the other. */
    public static final String FLIGHT = "flight";

    /** The time that a page needs to fetch and lay out the shapes of five models, ms. */
    public static final double LEAD_MS = 1500;
}
