package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.orrery.model.ModelReference;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the screens of a room say about the model: what it does, whether it is right, and what words mean. */
class WordsTest {
    private static final String CARD = "orrery-step-card";
    private static final String HALL = "orrery-projector footer";
    private static final String DEFINITION = "orrery-glossary .definition";

    @RegisterExtension
    static final Venue venue =
            Venue.forAllTests(Venue.offering(ModelReference.of("nano-sort"), ModelReference.of("nano-sort@25")));

    @Test
    void everyScreenSaysWhatTheModelDoesAndWhetherItIsRight() {
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768);
                var laptop = venue.screen(1300, 800);
                var phone = venue.screen(390, 844)) {
            hall.page().navigate(venue.links().screen());
            laptop.page().navigate(venue.links().audience());
            phone.page().navigate(venue.links().audience());
            presenter.open(venue.links().presenter());
            var everyone = List.of(presenter, hall, laptop, phone);
            everyone.forEach(screen -> screen.waitForStep("start"));
            everyone.forEach(screen -> waitFor(screen, "was trained to put six letters in order"));

            assertWordsAreDefined(presenter, laptop, phone);

            presenter.go("probs");
            everyone.forEach(screen -> screen.waitForStep("probs"));
            phone.chooseTab("Tour");
            everyone.forEach(screen -> waitFor(screen, "practically certain"));
            everyone.forEach(screen -> waitFor(screen, "That is right: in order, the letters are A B B B C C."));
            for (Screen screen : List.of(presenter, laptop, phone)) {
                waitFor(screen, "Only the last column has read all of it");
                waitFor(screen, "That was the whole model");
                waitFor(screen, "Next, “A” joins the text");
            }
            assertThat(hall.page().locator(HALL + " .place").boundingBox().height)
                    .as("the hall's last line is one line")
                    .isLessThan(40);

            // After 25 of 800 steps of training, the model puts a second A after the first.
            presenter.ask("showPrompt", Map.of("text", "CBABBCA", "model", "nano-sort@25"));
            // What follows another text stays hidden until the presenter shows it.
            presenter.waitForPositions(7);
            presenter.ask("answer", Map.of("shown", true));
            // A phone turns to what comes next when it is told.
            phone.page()
                    .locator("orrery-stack .tabs button[aria-pressed=true]")
                    .getByText("Next?")
                    .waitFor();
            phone.chooseTab("Tour");
            everyone.forEach(screen ->
                    waitFor(screen, "That is wrong: in order, the letters are A B B B C C, so B should come next."));
            everyone.forEach(screen -> assertThat(screen.errors()).isEmpty());
        }
    }

    private static void assertWordsAreDefined(Screen presenter, Screen laptop, Screen phone) {
        presenter.go("embed");
        List.of(presenter, laptop, phone).forEach(screen -> screen.waitForStep("embed"));
        var definition = laptop.page().locator(DEFINITION);

        word(laptop, "parameters").hover();
        definition.getByText("This model has 85,728").waitFor();
        definition.hover();
        definition.getByText("This model has 85,728").waitFor();
        laptop.page().mouse().move(700, 500);
        Screen.waitUntilGone(definition);

        word(laptop, "token vector").focus();
        definition.getByText("column of 48 numbers").waitFor();
        assertThat(laptop.page().locator("orrery-glossary [role=status]").innerText())
                .as("what a screen reader announces")
                .contains("Token vector", "column of 48 numbers");
        laptop.press("Escape");
        Screen.waitUntilGone(definition);

        var onPhone = phone.page().locator(DEFINITION);
        word(phone, "parameters").click();
        onPhone.getByText("This model has 85,728").waitFor();
        var box = onPhone.boundingBox();
        assertThat(box.x).isGreaterThanOrEqualTo(0);
        assertThat(box.x + box.width).isLessThanOrEqualTo(390);
        phone.page().locator(CARD + " h1").click();
        Screen.waitUntilGone(onPhone);

        // A definition ends with its step, also under a resting mouse.
        word(presenter, "parameters").click();
        presenter.page().locator(DEFINITION).waitFor();
        word(phone, "token vector").click();
        onPhone.waitFor();
        presenter.press("ArrowRight");
        List.of(presenter, phone).forEach(screen -> screen.waitForStep("pos_embed"));
        Screen.waitUntilGone(presenter.page().locator(DEFINITION));
        Screen.waitUntilGone(onPhone);
    }

    private static Locator word(Screen screen, String word) {
        return screen.page()
                .locator(
                        CARD + " .text .role", new Page.LocatorOptions().setHasText(Pattern.compile("^" + word + "$")));
    }

    /** Waits until the card, or the hall's caption, says this. */
    private static void waitFor(Screen screen, String text) {
        screen.page()
                .locator(CARD + ", " + HALL, new Page.LocatorOptions().setHasText(text))
                .first()
                .waitFor();
    }
}
