package io.orrery.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.orrery.model.Presets;
import io.orrery.web.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Takes screenshots of every question of why in a room with the story model, on the presenter's page, in the hall and on a phone, in
 * each theme and as a deuteranope sees it, and in each level. Its name is not that of a test, so that it runs only on request, like {@link Gallery}.
 */
class WhyGallery {
    @RegisterExtension
    static final Venue venue = Venue.forAllTests(new ServerOptions("127.0.0.1", 0, Presets.served(), Optional.empty()));

    private static final Path FOLDER = Path.of("target", "gallery");
    private static final String STEP = "blocks.1.attn.pattern";
    private static final int MEASURED_MS = 2500;

    @ParameterizedTest
    @CsvSource({"dark, developer", "light, developer", "deuteranopia, developer", "dark, simple", "dark, expert"})
    void ofEveryTool(String theme, String level) throws Exception {
        Files.createDirectories(FOLDER);
        var room = venue.newRoom();
        String asked = (theme.equals("light") ? "#theme=light" : "#theme=dark") + "&level=" + level;
        String look = level.equals("developer") ? theme : theme + "-" + level;
        try (var presenter = venue.drawnScreen(1600, 900);
                var hall = venue.drawnScreen(1024, 768);
                var phone = venue.drawnScreen(390, 844)) {
            presenter.open(room.presenter() + "&level=" + level);
            hall.page().navigate(room.screen() + asked);
            phone.open(room.audience() + asked);
            if (theme.equals("light")) {
                presenter.press("t");
            }
            presenter.go(STEP);
            var screens = Map.of("presenter", presenter, "hall", hall, "phone", phone);
            for (var screen : screens.values()) {
                // the headings differ between the levels
                screen.scene().waitForPanels(STEP);
                screen.scene().waitUntilStill();
                if (theme.equals("deuteranopia")) {
                    seeAsADeuteranope(screen.page());
                }
            }
            for (String tool : List.of("lens", "attribution", "heads", "saliency", "embedding", "circuit")) {
                presenter.ask("why", tool);
                take(screens, tool, look);
            }
            presenter.ask(
                    "whyGo", Map.of("tool", "score", "changes", Map.of("layer", 1, "head", 3, "query", 13, "key", 3)));
            take(screens, "score", look);
            presenter.ask("why", "patch");
            presenter
                    .page()
                    .locator("orrery-why-texts button")
                    .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*Swap")))
                    .first()
                    .click();
            take(screens, "patch", look);
            presenter.ask("switch", Map.of("node", "blocks.1.attn.hook_z", "head", 3));
            presenter.page().locator("orrery-change-note .said").waitFor();
            presenter.ask("why", "change");
            take(screens, "change", look);
            presenter.ask("why", "change");
            take(screens, "changed", look);
        }
    }

    private static void take(Map<String, Screen> screens, String tool, String look) {
        screens.get("presenter").page().waitForTimeout(MEASURED_MS);
        for (var each : screens.entrySet()) {
            each.getValue()
                    .page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setPath(FOLDER.resolve("why-" + tool + "-" + each.getKey() + "-" + look + ".png")));
        }
    }

    private static void seeAsADeuteranope(Page page) {
        var sight = new JsonObject();
        sight.addProperty("type", "deuteranopia");
        page.context().newCDPSession(page).send("Emulation.setEmulatedVisionDeficiency", sight);
    }
}
