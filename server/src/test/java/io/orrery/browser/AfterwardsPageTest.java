package io.orrery.browser;

import static io.orrery.browser.AskedScreens.TARGET;
import static io.orrery.browser.AskedScreens.containing;
import static io.orrery.browser.AskedScreens.option;
import static io.orrery.browser.AskedScreens.percent;
import static io.orrery.browser.AskedScreens.says;
import static io.orrery.browser.AskedScreens.spaced;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.orrery.web.rooms.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept of what a room answered, on a page of its own. */
class AfterwardsPageTest {
    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @Test
    void presenterReadsDownloadsAndErasesAfterwardsWhatTheRoomAnswered() throws Exception {
        Links room = venue.newRoom();
        try (var presenter = venue.screen(1600, 900);
                var ada = venue.screen(390, 844)) {
            presenter.open(room.presenter());
            ada.open(room.audience());
            presenter.go("blocks.0.attn.scores");
            ada.waitForHeading("blocks.0.attn.scores");
            ada.ask("rename", "Ada <b>");
            ada.ask("tooFast");
            ada.ask("qa", Map.of("do", "qa-ask", "text", "Why <i>B</i>?", "name", "Ada <b>"));
            presenter
                    .page()
                    .locator("orrery-signals")
                    .getByText("too fast for 1")
                    .waitFor();
            presenter.page().locator("orrery-qa-desk").getByText("1 question").waitFor();
            presenter.press("i");
            presenter.page().locator("orrery-ask .filled:focus").press("Enter");
            option(ada, "B").check();
            says(ada, "orrery-guess", "Your answer is in");
            waitForPhase(presenter, "open");
            presenter.press("i");
            says(ada, "orrery-guess", "The answers are closed");
            waitForPhase(presenter, "closed");
            presenter.press("i");
            ada.page().locator("orrery-guess .rows .mine").waitFor();
            waitForPhase(presenter, "revealed");

            Page page = presenter.page().context().waitForPage(() -> presenter.ask("afterwards"));
            var errors = new ArrayList<String>();
            page.onPageError(errors::add);
            var asked = page.locator("orrery-afterwards article");
            asked.getByText("not over yet · one person answered").waitFor();
            assertThat(page.url()).isEqualTo(venue.address("/r/" + room.code().text() + "/afterwards"));
            presenter.press("i");
            Screen.waitUntilGone(ada.page().locator("orrery-guess section"));
            page.reload();
            asked.getByText("· one person answered").waitFor();
            assertThat(asked.getByText("not over yet").count()).isZero();
            var counts = asked.locator("tbody tr").allInnerTexts().stream()
                    .map(AskedScreens::spaced)
                    .toList();
            assertThat(counts).hasSize(3);
            assertThat(spaced(page.locator("table.signals tbody tr").innerText()))
                    .isEqualTo("Layer 1: A query meets a key 1 – – –");
            assertThat(page.locator("main").innerText())
                    .contains("Why <i>B</i>?")
                    .doesNotContain("Ada", "blocks.");

            JsonNode json = new JsonMapper()
                    .readTree(downloaded(page, "json", room.code().text() + ".json"));
            assertThat(json.at("/asked/0/options").findValuesAsText("text")).containsExactly("A", "B", "C");
            assertThat(json.at("/asked/0/options").findValuesAsText("count")).containsExactly("0", "1", "0");
            for (int i = 0; i < counts.size(); i++) {
                JsonNode option = json.at("/asked/0/options/" + i);
                assertThat(counts.get(i))
                        .isEqualTo(option.get("text").textValue() + " "
                                + option.get("count").intValue() + " "
                                + percent(option.get("model").floatValue()));
            }
            for (Locator button : page.locator("orrery-afterwards .ways button").all()) {
                assertThat(button.boundingBox().height).isGreaterThanOrEqualTo(TARGET);
            }
            String csv = downloaded(page, "csv", room.code().text() + ".csv");
            for (JsonNode option : json.at("/asked/0/options")) {
                assertThat(csv)
                        .containsPattern(
                                "(?m)^prediction,1,.*," + option.get("text").textValue() + ","
                                        + option.get("count").intValue() + ",");
            }
            assertThat(csv)
                    .contains("signal,", ",blocks.0.attn.scores,,fast,1,")
                    .doesNotContain("Ada");

            page.getByText("With names").click();
            page.locator("#people ~ ul").getByText("Ada <b>").waitFor();
            assertThat(downloaded(page, "csv", room.code().text() + ".csv")).contains("Ada <b>");
            page.locator("#people ~ ul li")
                    .filter(containing("Ada <b>"))
                    .locator("button")
                    .click();
            Screen.waitUntilGone(page.getByText("Why <i>B</i>?"));
            assertThat(page.locator("main").innerText()).doesNotContain("Ada");
            assertThat(spaced(asked.locator("tbody tr").nth(1).innerText())).startsWith("B 1 ");

            presenter.ask(
                    "poll",
                    Map.of(
                            "kind",
                            "one",
                            "question",
                            "Welche?",
                            "options",
                            List.of("Diese", "Jene"),
                            "words",
                            Map.of(
                                    "en",
                                    Map.of("question", "Which one?", "options", List.of("This one", "That one")))));
            option(ada, "That one").check();
            says(ada, "orrery-poll-answer", "Your answer is in");
            presenter.ask("predictEnd");
            page.reload();
            Locator poll = asked.filter(containing("Which one?"));
            poll.waitFor();
            assertThat(spaced(poll.locator("tbody").innerText())).isEqualTo("This one 0 That one 1");
            page.getByText("With names").click();
            page.locator("#people").waitFor();

            page.locator("[data-do=erase]").click();
            page.locator("[data-do=erase-sure]").click();
            Screen.waitUntilGone(asked);
            assertThat(page.locator("section").getByText("Nothing yet.").count())
                    .isEqualTo(5);
            Screen.waitUntilGone(presenter.page().locator("orrery-qa-desk"));
            for (List<String> each : List.of(errors, presenter.errors(), ada.errors())) {
                assertThat(each).isEmpty();
            }
        }
    }

    /** What the presenter's key does depends on what the presenter's own page knows of the question. */
    private static void waitForPhase(Screen presenter, String phase) {
        presenter.waitUntil("orrery.room()?.state.parts.prediction?.question.phase === '" + phase + "'");
    }

    private static String downloaded(Page page, String kind, String name) throws IOException {
        Download download = page.waitForDownload(
                () -> page.locator("[data-do=" + kind + "]").click());
        assertThat(download.suggestedFilename()).isEqualTo("orrery-" + name);
        return Files.readString(download.path());
    }
}
