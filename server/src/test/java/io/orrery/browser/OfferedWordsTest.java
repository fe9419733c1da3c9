package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.web.ServerOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The words that the story model knows, offered while a text is typed: by keyboard, by touch, and for an unknown word. */
class OfferedWordsTest {
    @RegisterExtension
    static final Venue venue = Venue.forAllTests(new ServerOptions("127.0.0.1", 0, models(), Optional.empty()));

    /** Those with words or letters of their own, and last one that reads any text. */
    private static List<ModelReference> models() {
        return Stream.concat(
                        Presets.served().stream(),
                        Stream.of(
                                ModelReference.of(Fixtures.folder("llama-tiny").toString())))
                .toList();
    }

    private static Locator options(Screen screen) {
        return screen.page().locator("orrery-prompt #offers [role=option]");
    }

    private static Locator field(Screen screen) {
        return screen.page().locator("orrery-prompt textarea#text");
    }

    private static List<String> offered(Screen screen) {
        return options(screen).allTextContents().stream().map(String::strip).toList();
    }

    private static void waitForOffer(Screen screen, String title) {
        screen.page().locator("orrery-prompt #offers-title").getByText(title).waitFor();
    }

    @Test
    void wordsAreChosenByKeyboardAndUnknownOnesAreReplacedByTheNearest() {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().presenter());
            screen.ask("prompt");
            var field = field(screen);
            // The whole text is selected: a word would take its place.
            waitForOffer(screen, "It knows these words.");
            field.fill("");
            waitForOffer(screen, "It knows these words.");
            assertThat(offered(screen)).hasSizeGreaterThan(120).contains("ball", "Lily", "woof");

            // The server does not know the word "be" either, which the page learns after it has offered words.
            screen.page()
                    .waitForResponse(
                            answer -> answer.url().endsWith("/api/tokens")
                                    && answer.request().postData().contains("\"the be\""),
                            () -> field.pressSequentially("the be"));
            screen.rest();
            waitForOffer(screen, "begin with “be”");
            assertThat(offered(screen))
                    .isNotEmpty()
                    .allMatch(word -> word.toLowerCase(Locale.ROOT).startsWith("be"));
            String first = offered(screen).get(0);
            assertThat(screen.page().locator("orrery-prompt #wrong").isVisible())
                    .as("whether a word that is being typed is called wrong")
                    .isFalse();

            field.press("ArrowDown");
            screen.waitUntil("document.querySelector('orrery-prompt')"
                    + ".renderRoot.querySelector('textarea').getAttribute('aria-activedescendant') === 'offer-0'");
            field.press("Enter");
            assertThat(field.inputValue()).isEqualTo("the " + first + " ");

            field.pressSequentially("is redd.");
            waitForOffer(screen, "Nearest to “redd”.");
            screen.page()
                    .locator("orrery-prompt #wrong")
                    .getByText("does not know the word \"redd\"")
                    .waitFor();
            assertThat(offered(screen)).hasSize(3).contains("red");
            field.press("ArrowDown");
            field.press("Escape");
            assertThat(field.isVisible())
                    .as("whether Escape left only the list")
                    .isTrue();
            options(screen).getByText("red").first().click();
            assertThat(field.inputValue()).isEqualTo("the " + first + " is red.");
            screen.page().locator("orrery-prompt #wrong").waitFor(hidden());

            field.press("Enter");
            screen.waitForPositions(5);
            assertThat(screen.tokens()).last().isEqualTo(".");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void wordsArePressedOnAPhoneWhereTheyFitTheScreen() {
        try (var screen = venue.screen(390, 844)) {
            screen.open(venue.links().solo());
            screen.ask("prompt");
            var field = field(screen);
            field.fill("One day, Lil");
            waitForOffer(screen, "begins with “Lil”");
            screen.rest();
            var box = options(screen).first().boundingBox();
            assertThat(box.height).isGreaterThanOrEqualTo(40);
            assertThat(box.y + box.height).isLessThan(844);
            assertThat(screen.page()
                            .locator("orrery-prompt dialog")
                            .evaluate("dialog => dialog.scrollWidth - dialog.clientWidth"))
                    .isEqualTo(0);

            options(screen).first().click();

            assertThat(field.inputValue()).isEqualTo("One day, Lily ");
            assertThat(field.evaluate("field => field.getRootNode().activeElement === field"))
                    .as("whether the field keeps the focus")
                    .isEqualTo(true);
            screen.page().locator("orrery-prompt button.filled").click();
            screen.waitForPositions(4);
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void modelThatIsChosenInTheDialogOffersItsOwn() {
        try (var screen = venue.screen(1024, 768)) {
            screen.open(venue.links().solo() + "#preset=nano-sort");
            screen.ask("prompt");
            screen.page().locator("orrery-prompt input#text").waitFor();
            assertThat(options(screen).count()).isZero();

            screen.page().locator("orrery-prompt select").selectOption("Story model");

            field(screen).waitFor();
            field(screen).fill("The shee");
            waitForOffer(screen, "One word begins with “shee”.");
            assertThat(offered(screen)).containsExactly("sheep");
        }
    }

    @Test
    void textOfOnesOwnStaysWhereTheOtherModelReadsWords() {
        try (var screen = venue.screen(1024, 768)) {
            screen.open(venue.links().solo() + "#preset=tiny-tales");
            screen.ask("prompt");
            var models = screen.page().locator("orrery-prompt select");
            field(screen).fill("One day, Lily saw a quokka.");

            models.selectOption(new SelectOption().setIndex(Presets.served().size()));
            assertThat(field(screen).inputValue()).isEqualTo("One day, Lily saw a quokka.");

            // The sorting model reads letters.
            models.selectOption("Sorting model");
            var letters = screen.page().locator("orrery-prompt input#text");
            letters.waitFor();
            screen.page().waitForCondition(() -> letters.inputValue().equals("CBABBC"));
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static Locator.WaitForOptions hidden() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
    }
}
