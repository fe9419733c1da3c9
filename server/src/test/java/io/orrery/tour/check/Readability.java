package io.orrery.tour.check;

import java.util.Optional;

/** How hard a text is to read, as the grade of the school in which it can be read. */
public sealed interface Readability permits FleschKincaid, WienerSachtext {
    /** The highest grade of a text of the level Simple. */
    double MOST = 5;

    /** The measure of a language, if there is one. */
    static Optional<Readability> of(String language) {
        return switch (language.split("-")[0]) {
            case "en" -> Optional.of(new FleschKincaid());
            case "de" -> Optional.of(new WienerSachtext());
            default -> Optional.empty();
        };
    }

    /** Its name. */
    String measure();

    /**
     * The grade of a text. Figures are not counted.
     *
     * @param text whole sentences, without markup
     */
    double grade(String text);
}
