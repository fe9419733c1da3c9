package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.model.PromptsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A text of a language model on the presenter's page, the hall's screen, a phone and a laptop: chips, running text, all of it. */
class RunningTextTest {
    private static final String SHORT = "May said it";
    private static final String LONG =
            "May said it.\nTom said it.\nWe said it all day, so it said it to the red day, and to Tom and May.";
    private static final String OWN = "Tom said";

    /** px; look.md: nothing in the hall is smaller. */
    private static final double LEAST_IN_HALL = 28;

    private static final int CHOSEN = 3;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void textRunsOverLinesOnFourScreensAndIsReadWholeOnRequest() throws Exception {
        var prompts = PromptsFile.read(Files.writeString(folder.resolve("prompts.txt"), "[llama-tiny]\n" + OWN));
        venue.open(
                Venue.offering(ModelReference.of(Fixtures.folder("llama-tiny").toString()))
                        .withPrompts(prompts));
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844);
                var laptop = venue.screen(1300, 800)) {
            var screens = List.of(presenter, hall, phone, laptop);
            presenter.open(venue.links().presenter());
            hall.page().navigate(venue.links().screen());
            phone.open(venue.links().audience());
            laptop.open(venue.links().audience());
            presenter.go("embed");
            for (var screen : screens) {
                screen.waitForStep("embed");
            }

            assertButtonStaysWhileTokensArrive(presenter);
            type(presenter, SHORT, true);
            for (var screen : screens) {
                screen.waitForText("^" + SHORT + "$");
                assertThat(running(screen).count()).as("short texts stay chips").isZero();
            }
            type(presenter, LONG, false);
            for (var screen : screens) {
                waitForEnd(screen, LONG);
            }
            assertLines(presenter, 2);
            assertLines(hall, 3);
            assertLines(phone, 2);
            assertLines(laptop, 2);
            assertThat(size(hall)).isGreaterThanOrEqualTo(LEAST_IN_HALL);

            int before = presenter.tokens().size();
            assertRunsOnForANumber(presenter, screens, before);
            assertRunsOnUntilStopped(presenter, screens, before + CHOSEN);
            assertWholeTextIsRead(phone, running(presenter).textContent());
            assertChipsAtPositions(presenter, hall, screens);
            assertReadyPrompts(presenter);
            for (var screen : screens) {
                assertThat(screen.errors()).as("errors in the page").isEmpty();
            }
        }
    }

    /** A button that moved just when it was pressed would not be pressed. */
    private static void assertButtonStaysWhileTokensArrive(Screen presenter) {
        var editor = presenter.page().locator("orrery-prompt");
        var held = new CompletableFuture<Route>();
        // the text that was there before may be counted first
        presenter.page().route("**/api/tokens", route -> {
            if (route.request().postData().contains(SHORT)) {
                held.complete(route);
            } else {
                route.resume();
            }
        });
        presenter.press("n");
        editor.locator("#text").fill(SHORT);
        presenter.page().waitForCondition(held::isDone);
        presenter.rest();
        var keep = editor.getByText("Keep this prompt");
        var before = keep.boundingBox();
        held.join().resume();
        editor.locator(".tokens li").first().waitFor();
        var after = keep.boundingBox();
        assertThat(List.of(after.x, after.y)).as("place of the button, px").isEqualTo(List.of(before.x, before.y));
        presenter.page().unroute("**/api/tokens");
        presenter.press("Escape");
        Screen.waitUntilGone(editor.locator("dialog"));
    }

    /** Types a text after the key for a new prompt, and runs it. */
    private static void type(Screen presenter, String text, boolean keeps) {
        var editor = presenter.page().locator("orrery-prompt");
        presenter.press("n");
        editor.locator("#text").fill(text);
        if (keeps) {
            editor.getByText("Keep this prompt").click();
            editor.getByText("Kept for this room").waitFor();
        }
        editor.locator("#text").press("Enter");
        Screen.waitUntilGone(editor.locator("dialog"));
    }

    private static Locator running(Screen screen) {
        return screen.page().locator("orrery-text orrery-running-text p");
    }

    /** Waits until the running text ends like a text; the marks of line ends do not count. */
    private static void waitForEnd(Screen screen, String text) {
        String last = text.substring(text.lastIndexOf('\n') + 1);
        running(screen).filter(new Locator.FilterOptions().setHasText(last)).waitFor();
    }

    /** The text wraps, is longer than its place, and its end is what can be seen; spaces are spaces. */
    private static void assertLines(Screen screen, int lines) {
        screen.rest();
        @SuppressWarnings("unchecked")
        var seen = (List<Number>) running(screen).evaluate("""
            p => {
              const box = p.parentElement.getBoundingClientRect(), last = p.querySelector('.current').getBoundingClientRect();
              const line = parseFloat(getComputedStyle(p).lineHeight);
              const isLast = p.querySelector('.word:last-of-type').classList.contains('current');
              return [box.height / line, p.offsetHeight / line, last.top - box.top, box.bottom - last.bottom, innerWidth - last.right, isLast ? 1 : 0];
            }\
            """);
        assertThat(seen.get(0).doubleValue()).as("lines that can be seen").isCloseTo(lines, offset(0.1));
        assertThat(seen.get(1).doubleValue()).as("lines").isGreaterThan(lines + 0.9);
        for (Number room : seen.subList(2, 5)) {
            assertThat(room.doubleValue()).as("room around the last word, px").isGreaterThan(-4);
        }
        assertThat(seen.get(5).intValue())
                .as("the last word is the current one")
                .isEqualTo(1);
        assertThat(running(screen).textContent()).startsWith("May said it.").contains(" said it to the red day, and");
    }

    private static Offset<Double> offset(double value) {
        return Offset.offset(value);
    }

    private static double size(Screen screen) {
        return ((Number) running(screen).evaluate("p => parseFloat(getComputedStyle(p).fontSize)")).doubleValue();
    }

    private static void assertRunsOnForANumber(Screen presenter, List<Screen> screens, int before) {
        var form = presenter.page().locator("orrery-run-on");
        form.locator("select").selectOption("number");
        form.locator("input").fill(String.valueOf(CHOSEN));
        form.locator("input").press("Enter");
        for (var screen : screens) {
            screen.waitForPositions(before + CHOSEN);
        }
        form.locator("select").waitFor();
        assertThat(presenter.tokens()).hasSize(before + CHOSEN);
        for (var screen : screens) {
            assertThat(running(screen).locator(".generated").count()).isBetween(1, CHOSEN);
            assertThat(running(screen).textContent())
                    .isEqualTo(running(presenter).textContent());
        }
    }

    private static void assertRunsOnUntilStopped(Screen presenter, List<Screen> screens, int before) {
        var form = presenter.page().locator("orrery-run-on");
        form.locator("select").selectOption("end");
        presenter.press("w");
        form.getByText(Pattern.compile("^\\d+ added, at most \\d+ more$")).waitFor();
        screens.get(1).waitForPositionsAtLeast(before + 1);
        presenter.press("w");
        form.locator("select").waitFor();
        int stopped = presenter.tokens().size();
        for (var screen : screens) {
            screen.waitForPositions(stopped);
        }
    }

    /** Empty lines take no space where few lines are shown. */
    private static String withoutLines(String text) {
        return text.replaceAll("[\n⏎]", "");
    }

    private static void assertWholeTextIsRead(Screen phone, String text) {
        var sheet = phone.page().locator("orrery-text-sheet");
        phone.page().locator("orrery-text button").click();
        sheet.locator("dialog[open]").waitFor();
        var whole = sheet.locator("orrery-running-text p");
        assertThat(withoutLines(whole.textContent())).isEqualTo(withoutLines(text));
        assertThat(whole.evaluate("p => p.offsetHeight <= p.parentElement.clientHeight + 1"))
                .as("nothing is cut off")
                .isEqualTo(true);
        sheet.locator("dialog .filled").click();
        Screen.waitUntilGone(sheet.locator("dialog[open]"));
    }

    /** The hall's chips have no numbers: there the text runs on, and no word is left out. */
    private static void assertChipsAtPositions(Screen presenter, Screen hall, List<Screen> screens) {
        presenter.go("blocks.0.attn.pattern");
        for (var screen : screens) {
            screen.waitForStep("blocks.0.attn.pattern");
            if (screen == hall) {
                running(screen).waitFor();
            } else {
                Screen.waitUntilGone(running(screen));
            }
            assertThat(screen.page().locator("orrery-token-strip li.last").isVisible())
                    .isEqualTo(screen != hall);
        }
        presenter.go("blocks.0.mlp.pre");
        for (var screen : screens) {
            running(screen).waitFor();
        }
    }

    private static void assertReadyPrompts(Screen presenter) {
        var sheet = presenter.page().locator("orrery-ready");
        presenter.press("r");
        sheet.locator("h3").getByText("Llama tiny").waitFor();
        sheet.locator("li").getByText(OWN).waitFor();
        var kept = sheet.locator("li").filter(new Locator.FilterOptions().setHasText(SHORT));
        kept.getByLabel("Remove “" + SHORT + "”").click();
        Screen.waitUntilGone(kept);
        sheet.locator("li").getByText(OWN).click();
        presenter.waitForText("^" + OWN + "$");
    }
}
