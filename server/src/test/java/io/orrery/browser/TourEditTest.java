package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.tour.TourFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A tour in a folder of {@code --tours} is edited while a room shows it. */
class TourEditTest {
    private static final String BEAT = "guess/who-reads-whom";

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void savedEditIsShownAtTheSameBeatAndABrokenOneLeavesTheLastAndSaysWhy(@TempDir Path folder) throws IOException {
        var files = TourFiles.in(folder.resolve("mine"));
        venue.open(Venue.offering(ModelReference.of("nano-sort")).withTours(folder));
        try (var presenter = venue.screen(1600, 900)) {
            presenter.open(venue.links().presenter() + "&lang=en");
            presenter.ask("tourStart", Map.of("tour", "mine", "route", 5, "beat", BEAT));
            shown(presenter, "Who reads whom");

            files.edit("en.yaml", "title: Who reads whom", "title: Who looks where");
            shown(presenter, "Who looks where");

            files.edit("tour.yaml", "step: start", "step: begin");
            presenter
                    .page()
                    .getByText("mine/tour.yaml, line 12: Sorting model has no step \"begin\".")
                    .first()
                    .waitFor();
            shown(presenter, "Who looks where");

            files.edit("tour.yaml", "step: begin", "step: embed");
            files.edit("en.yaml", "title: Who looks where", "title: Who asks whom");
            shown(presenter, "Who asks whom");
            assertThat(presenter.scene().text("orrery.tour().beats[0].steps[0]"))
                    .isEqualTo("embed");
            assertThat(presenter.errors()).isEmpty();
        }
    }

    /** Waits until the card of the beat has a title. */
    private static void shown(Screen screen, String title) {
        screen.page().locator("orrery-tour-card h1").getByText(title).waitFor();
        screen.waitUntil("orrery.tour()?.isShown && orrery.tour().beat.key === '" + BEAT + "'");
    }
}
