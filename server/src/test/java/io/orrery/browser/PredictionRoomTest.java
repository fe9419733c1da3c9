package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.orrery.web.rooms.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Questions to the room, on the presenter's page, on two phones and in the hall. */
class PredictionRoomTest {
    private static final double LEAST_IN_HALL = 28;
    private static final int OPTION_HEIGHT = 64;
    private static final int TARGET = 48;

    /** The text with which the sorting model is least sure, for numbers that are worth comparing. */
    private static final String PROMPT = "BC";

    /** A request for numbers from which the next token can be read. */
    private static final Pattern TELLING =
            Pattern.compile("/distribution|/steps/(logits|probs)|/tensors/(logits|probs)");

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @Test
    void roomGuessesWhatComesNextAndIsShownBesideTheModel() {
        try (var presenter = venue.screen(1600, 900);
                var ada = venue.screen(390, 844);
                var max = venue.screen(390, 844);
                var hall = venue.screen(1024, 768)) {
            var received = Received.by(max);
            presenter.open(venue.links().presenter());
            ada.open(venue.links().audience());
            max.open(venue.links().audience());
            hall.open(venue.links().screen());
            presenter.ask("prompt");
            presenter.page().locator("orrery-prompt #text").fill(PROMPT);
            presenter.page().locator("orrery-prompt #text").press("Enter");
            presenter.waitForPositions(PROMPT.length());
            double[] model = chancesOfLetters(presenter);

            // From the keyboard: I opens the sheet, and Enter asks.
            presenter.press("i");
            var button = presenter.page().locator("orrery-ask .filled:focus");
            button.waitFor();
            assertThat(presenter.page().locator("orrery-ask .chips bdi").allTextContents())
                    .containsExactly("A", "B", "C");
            button.press("Enter");

            var hallQuestion = hall.page().locator("orrery-hall-question");
            hallQuestion.getByText("of 2 answered").waitFor();
            assertThat(hallQuestion.locator(".options li").allTextContents()).containsExactly("A", "B", "C");
            assertThat(hallQuestion.locator(".sentence").textContent().strip()).isEqualTo(PROMPT);
            assertThat(option(ada, "A").isChecked()).isFalse();
            for (Locator each : ada.page().locator("orrery-guess .option").all()) {
                assertThat(each.boundingBox().height).isGreaterThanOrEqualTo(OPTION_HEIGHT);
            }

            option(ada, "B").check();
            text(ada, "Your answer is in");
            // With the arrow keys, as in any group of radio buttons.
            option(max, "A").focus();
            max.page().keyboard().press("Space");
            max.page().keyboard().press("ArrowDown");
            max.page().keyboard().press("ArrowDown");
            assertThat(option(max, "C").isChecked()).isTrue();
            // Each arrow key sends an answer, so two people have answered before the last answer is counted.
            var asked = presenter.page().locator("orrery-asked");
            asked.locator("li")
                    .filter(containing("C: 1 person, 50.0 % of the room"))
                    .waitFor();
            asked.getByText("2 of 2 answered").waitFor();
            assertThat(asked.locator(".figures b").allTextContents()).containsExactly("0", "1", "1");
            option(ada, "A").check();
            asked.locator("li")
                    .filter(containing("A: 1 person, 50.0 % of the room"))
                    .waitFor();
            hallQuestion.locator(".dial b").filter(containing("2")).waitFor();
            assertThat(TextSizes.of(hallQuestion, "style"))
                    .allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(LEAST_IN_HALL));

            // A phone that is reloaded keeps its answer, and may put the question aside.
            ada.page().reload();
            text(ada, "Your answer is in");
            assertThat(option(ada, "A").isChecked()).isTrue();
            assertThat((boolean) ada.page().evaluate("() => document.querySelector('main.sheet').inert"))
                    .isTrue();
            ada.page().keyboard().press("Escape");
            button(ada, "Your answer").waitFor();
            assertThat((boolean) ada.page().evaluate("() => document.querySelector('main.sheet').inert"))
                    .isFalse();
            presenter.go("probs");
            // The scene waits for numbers that the room is not sent before the reveal.
            ada.waitForHeading("probs");
            max.waitForHeading("probs");
            button(ada, "Your answer").click();

            presenter.press("i");
            text(ada, "The answers are closed");
            text(max, "The answers are closed");
            assertThat(option(ada, "B").isDisabled()).isTrue();
            assertThat(received.told())
                    .noneMatch(message -> message.contains("\"counts\":") || message.contains("\"model\":["));
            assertThat(received.asked()).noneMatch(TELLING.asPredicate());
            presenter.press("y");
            presenter.page().locator("orrery-why .later").waitFor();
            presenter.press("i");

            // Room beside model, redone from the answers and from the server's distribution.
            hallQuestion.locator(".rows").waitFor();
            assertThat(hallQuestion.locator(".rows li").allInnerTexts().stream().map(PredictionRoomTest::spaced))
                    .containsExactly(row("A", 1, model[0]), row("C", 1, model[2]), row("B", 0, model[1]));
            double room = (bits(model[0]) + bits(model[2])) / 2;
            double own = model[0] * bits(model[0]) + model[1] * bits(model[1]) + model[2] * bits(model[2]);
            assertThat(hallQuestion.locator(".caption").textContent())
                    .contains(format("%.1f bits", room))
                    .contains(format("its own by %.1f.", own));
            assertThat(TextSizes.of(hallQuestion, "style"))
                    .allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(LEAST_IN_HALL));
            var mine = ada.page().locator("orrery-guess .rows .mine");
            mine.waitFor();
            max.page().locator("orrery-guess .rows .mine").waitFor();
            assertThat(spaced(mine.locator(".hidden").textContent()))
                    .isEqualTo("A: 1 person, 50.0 % of the room; the model " + percent(model[0]) + ", your answer");
            assertThat(received.told()).anyMatch(message -> message.contains("\"counts\":[1,0,1]"));

            // The hall has one screen. A tool that is opened after the reveal takes the question's place on every page.
            assertThat(hall.page().locator("orrery-why").count()).isZero();
            presenter.press("Escape");
            presenter.press("y");
            hall.page().locator("orrery-why").waitFor();
            Screen.waitUntilGone(hallQuestion);
            Screen.waitUntilGone(ada.page().locator("orrery-guess section"));
            Screen.waitUntilGone(presenter.page().locator("orrery-asked"));
            assertThat(presenter.page().locator("orrery-why .later").count()).isZero();
            for (Screen screen : List.of(presenter, ada, max, hall)) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    @Test
    void seriesKeepsScoreOfTypedWordsAndShowsTheBestByNameWhenThePresenterAsks() {
        try (var presenter = venue.screen(1600, 900);
                var ada = venue.screen(390, 844);
                var max = venue.screen(320, 568);
                var hall = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            ada.open(venue.links().audience());
            max.open(venue.links().audience());
            hall.open(venue.links().screen());
            presenter.ask("prompt");
            presenter.page().locator("orrery-prompt #text").fill(PROMPT);
            presenter.page().locator("orrery-prompt #text").press("Enter");
            presenter.waitForPositions(PROMPT.length());
            double[] model = chancesOfLetters(presenter);

            presenter.press("i");
            var sheet = presenter.page().locator("orrery-ask");
            sheet.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Leave out C"))
                    .click();
            sheet.getByText("Also “something else”").click();
            sheet.getByText("Keep score over several texts").click();
            sheet.locator(".filled").click();

            // The letter that is no option is typed; what it is to the model stands beside it.
            var field = ada.page().locator("orrery-typed-word input");
            field.fill("c");
            ada.page()
                    .locator("orrery-typed-word .found")
                    .filter(containing("One token: C"))
                    .waitFor();
            field.press("Enter");
            text(ada, "Your answer is in");
            ada.page().reload();
            ada.page().locator("orrery-guess p.chosen").filter(containing("c")).waitFor();
            for (Locator target :
                    max.page().locator("orrery-typed-word :is(input, button)").all()) {
                assertThat(target.boundingBox().height).isGreaterThanOrEqualTo(TARGET);
            }
            option(max, "A").check();
            var asked = presenter.page().locator("orrery-asked");
            asked.getByText("2 of 2 answered").waitFor();
            presenter.press("i");
            asked.locator("li").filter(containing("C: 1 person")).waitFor();
            assertThat(hall.page().locator("orrery-hall-question .rows").count())
                    .isZero();
            presenter.press("i");
            hall.page()
                    .locator("orrery-hall-question .rows li")
                    .filter(containing("C"))
                    .waitFor();

            double ofAda = score(model[2]);
            double ofMax = score(model[0]);
            var own = ada.page().locator("orrery-guess orrery-series-own");
            own.filter(containing(format("Your word here: %.1f bits", ofAda))).waitFor();
            button(presenter, "Show the score").click();
            var board = hall.page().locator("orrery-series-hall");
            board.locator(".mean")
                    .filter(containing(format("%.1f", (ofAda + ofMax) / 2)))
                    .waitFor();
            assertThat(spaced(board.locator(".room").innerText()))
                    .isEqualTo(format("the room together %.1f", (ofAda + ofMax) / 2));
            assertThat(spaced(board.locator(".model").innerText()))
                    .isEqualTo(format("the model %.1f", score(Math.max(model[0], Math.max(model[1], model[2])))));
            assertThat(spaced(board.locator(".chance").innerText()))
                    .isEqualTo(format("by chance %.1f", (score(model[0]) + score(model[1])) / 2));
            assertThat(board.locator(".best").count()).isZero();
            own.filter(containing("29 % right at the first guess")).waitFor();
            button(presenter, "Show the best ten by name").click();
            board.locator(".best li").last().waitFor();
            assertThat(board.locator(".best li").allInnerTexts().stream().map(PredictionRoomTest::spaced))
                    .containsExactly(
                            format("1 no name %.1f", Math.min(ofAda, ofMax)),
                            format("2 no name %.1f", Math.max(ofAda, ofMax)));
            assertThat(TextSizes.of(board, "style"))
                    .allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(LEAST_IN_HALL));
            button(presenter, "End the series").click();
            Screen.waitUntilGone(board);
            Screen.waitUntilGone(ada.page().locator("orrery-guess section"));
            for (Screen screen : List.of(presenter, ada, max, hall)) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

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
            text(ada, "Your answer is in");
            presenter.press("i");
            text(ada, "The answers are closed");
            presenter.press("i");
            ada.page().locator("orrery-guess .rows .mine").waitFor();

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
                    .map(PredictionRoomTest::spaced)
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

    private static String downloaded(Page page, String kind, String name) throws IOException {
        Download download = page.waitForDownload(
                () -> page.locator("[data-do=" + kind + "]").click());
        assertThat(download.suggestedFilename()).isEqualTo("orrery-" + name);
        return Files.readString(download.path());
    }

    private static double score(double p) {
        return Math.min(20, bits(p));
    }

    /** The tensor whose rows say where a head looks. */
    private static final String PATTERN = "blocks.0.attn.hook_pattern";

    @Test
    void placeIsTouchedInTheMachineAndTheMachineShowsTheAnswers() {
        try (var presenter = venue.screen(1600, 900);
                var ada = venue.screen(390, 844);
                var max = venue.screen(320, 568);
                var hall = venue.screen(1024, 768)) {
            var received = Received.by(ada);
            presenter.open(venue.links().presenter());
            ada.open(venue.links().audience());
            max.open(venue.links().audience());
            hall.open(venue.links().screen());
            presenter.go("blocks.0.attn.pattern");
            ada.waitForHeading("blocks.0.attn.pattern");
            int last = presenter.tokens().size() - 1;
            presenter.ask("placeAsk", Map.of("kind", "word", "row", List.of(0, 1, last)));
            var sentence = "in head 2 of layer 1?";
            placed(ada, sentence);
            hall.page().locator("orrery-place-hall").getByText(sentence).waitFor();
            hall.page().locator("orrery-place-hall").getByText("of 2 answered").waitFor();
            // The machine with its words is behind the question.
            assertThat(hall.page().locator("orrery-place-hall .text .word").count())
                    .isEqualTo(last + 1);
            var options = max.page().locator("orrery-place-answer .option");
            assertThat(options.count()).isEqualTo(last + 1);
            for (Locator each : options.all()) {
                assertThat(each.boundingBox().height).isGreaterThanOrEqualTo(48);
                assertThat(each.boundingBox().width).isGreaterThanOrEqualTo(48);
            }

            // One touches the machine, the other takes a place from the list and reloads.
            ada.page().locator("orrery-place-answer .touches").click();
            ada.scene().waitUntilStill();
            assertThat(ada.scene().read("orrery.tensor('" + PATTERN + "').hasArrived"))
                    .isEqualTo(false);
            assertThat(hall.scene().read("orrery.tensor('" + PATTERN + "').hasArrived"))
                    .isEqualTo(false);
            assertThat(presenter.scene().read("orrery.tensor('" + PATTERN + "').hasArrived"))
                    .isEqualTo(true);
            double[] cell = ada.scene().place(PATTERN, List.of(0, last, 1));
            ada.page().mouse().click(cell[0], cell[1]);
            ada.page()
                    .locator("orrery-place-answer .come")
                    .filter(containing("Your answer: 2 · "))
                    .waitFor();
            max.page().locator("orrery-place-answer .option input").first().check();
            placed(max, "Your answer is in");
            max.page().reload();
            placed(max, "Your answer is in");
            assertThat(max.page()
                            .locator("orrery-place-answer .option input")
                            .first()
                            .isChecked())
                    .isTrue();
            var panel = presenter.page().locator("orrery-place-panel");
            panel.getByText("2 of 2 answered").waitFor();
            panel.getByText("of the attention: the most.").waitFor();
            assertThat(received.told())
                    .noneMatch(message -> message.contains("\"counts\":") || message.contains("\"right\":"));

            presenter.press("i");
            placed(max, "The answers are closed");
            presenter.press("i");
            int right = strongest(presenter, last);
            for (Screen screen : List.of(presenter, ada, max, hall)) {
                screen.scene().waitUntil("orrery.scene().finding?.heat?.length >= 2");
                List<Double> striped = screen.scene()
                        .numbers("orrery.scene().finding.heat.filter(each => each.share === 1)"
                                + ".map(each => each.index[2]).sort()");
                assertThat(striped).containsExactly(0.0, 1.0);
                assertThat(screen.scene()
                                .numbers("orrery.scene().finding.heat.filter(each => each.isRight)"
                                        + ".map(each => each.index[2])"))
                        .containsExactly((double) right);
            }
            var heat = hall.page().locator("orrery-place-heat");
            assertThat(heat.locator("li .hidden").allTextContents())
                    .anyMatch(
                            row -> spaced(row).startsWith("1 · ") && spaced(row).contains("1 person, 50.0 %"));
            ada.page()
                    .locator("orrery-place-heat")
                    .getByText("of the attention: the most.")
                    .waitFor();
            ada.scene().waitUntil("orrery.tensor('" + PATTERN + "').hasArrived");
            // Folded it leaves the sheet free.
            ada.page().locator("orrery-place-heat summary").click();
            var folded = ada.page().locator("orrery-place-heat section").boundingBox();
            assertThat(folded.height).isGreaterThanOrEqualTo(TARGET);
            assertThat(folded.y + folded.height)
                    .isLessThan(ada.page().locator(".sheet").first().boundingBox().y);

            // The heat ends with the question, which ends with its text.
            presenter.ask("prompt");
            presenter.page().locator("orrery-prompt #text").fill("CABA");
            presenter.page().locator("orrery-prompt #text").press("Enter");
            for (Screen screen : List.of(presenter, ada, max, hall)) {
                screen.scene().waitUntil("orrery.scene()?.finding === null");
                Screen.waitUntilGone(screen.page().locator("orrery-place-heat section, orrery-place-panel section"));
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    private static void placed(Screen screen, String text) {
        screen.page()
                .locator("orrery-place-answer section")
                .getByText(text)
                .first()
                .waitFor();
    }

    /** The key with the largest weight of a query in the second head, as the server explains the cells. */
    private static int strongest(Screen screen, int query) {
        var weights = screen.scene()
                .numbers("Promise.all(Array.from({length: " + (query + 1) + "}, async (_, key) =>"
                        + " (await (await fetch(`/api/traces/${orrery.walk().run.id}/explain?name=" + PATTERN
                        + "&cell=1," + query + ",${key}`)).json()).value))");
        return IntStream.rangeClosed(0, query)
                .reduce((a, b) -> weights.get(b) > weights.get(a) ? b : a)
                .orElseThrow();
    }

    @Test
    void presentersOwnQuestionIsTypedAndCheckedAndReadInItsOwnDirection() {
        try (var presenter = venue.screen(1600, 900);
                var phone = venue.screen(390, 844);
                var hall = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            hall.open(venue.links().screen());
            button(presenter, "Ask the room").click();
            var sheet = presenter.page().locator("orrery-ask");
            sheet.locator(".kind").last().click();
            var go = sheet.locator(".filled");
            go.click();
            assertThat(sheet.getByRole(AriaRole.ALERT).textContent()).isEqualTo("Type the question first.");
            sheet.locator("#question").fill("Which <b>head</b>?");
            go.click();
            assertThat(sheet.getByRole(AriaRole.ALERT).textContent()).startsWith("Two to six answers.");
            fill(sheet, "Head 1", " head 1 ");
            go.click();
            assertThat(sheet.getByRole(AriaRole.ALERT).textContent()).isEqualTo("Two answers are alike.");
            fill(sheet, "Head 1", "שלום");
            go.click();

            var options = phone.page().locator("orrery-poll-answer .option bdi");
            options.first().waitFor();
            assertThat(options.allTextContents()).containsExactly("Head 1", "שלום");
            assertThat(phone.page()
                            .locator("orrery-poll-answer .sentence")
                            .textContent()
                            .strip())
                    .isEqualTo("Which <b>head</b>?");
            assertThat(options.last().evaluate("text => getComputedStyle(text).direction"))
                    .isEqualTo("rtl");
            option(phone, "Head 1").check();
            presenter.page().locator("orrery-poll").getByText("1 of 1 answered").waitFor();
            assertThat(presenter.page().locator("orrery-poll .figures .p").count())
                    .isZero();
            button(presenter, "Reveal I")
                    .or(button(presenter, "Reveal"))
                    .first()
                    .click();
            phone.page().getByText("Most often: Head 1, by 1 of 1.").first().waitFor();
            hall.page().getByText("Most often: Head 1, by 1 of 1.").waitFor();
            button(presenter, "End").click();
            Screen.waitUntilGone(phone.page().locator("orrery-poll-answer section"));

            // Of what people write nothing is in the hall before the reveal, and nothing of a hidden text after it.
            presenter.page().keyboard().press("i");
            sheet.locator(".kind").nth(1).click();
            sheet.getByText("Short text").click();
            sheet.locator("#question").fill("In one word?");
            sheet.locator("#question").press("Enter");
            for (String word : List.of("magic", "Attention")) {
                phone.page().locator("orrery-poll-answer #text").fill(word);
                phone.page().locator("orrery-poll-answer #text").press("Enter");
                phone.page()
                        .locator("orrery-poll-answer .option")
                        .filter(containing(word))
                        .waitFor();
            }
            phone.page().reload();
            phone.page()
                    .locator("orrery-poll-answer .option")
                    .filter(containing("Attention"))
                    .waitFor();
            hall.page().locator("orrery-poll-hall").getByText("1").first().waitFor();
            assertThat(hall.page().locator("orrery-poll-hall").innerText()).doesNotContain("Attention");
            presenter
                    .page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Hide “Attention”"))
                    .click();
            presenter
                    .page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show “Attention” again"))
                    .waitFor();
            presenter.page().keyboard().press("i");
            presenter
                    .page()
                    .locator("orrery-poll")
                    .getByText("The answers are closed. Only you see how they fall.")
                    .waitFor();
            presenter.page().keyboard().press("i");
            hall.page().getByText("1 more answer").waitFor();
            assertThat(hall.page().locator("orrery-poll-hall").innerText()).doesNotContain("Attention");
            presenter.page().keyboard().press("i");
            Screen.waitUntilGone(phone.page().locator("orrery-poll-answer section"));
        }
    }

    /** The probabilities of A, B and C after the present text, as the server's distribution says. */
    @SuppressWarnings("unchecked")
    private static double[] chancesOfLetters(Screen screen) {
        var top = (List<Map<String, Object>>) screen.page()
                .evaluate("async () => { const {id} = orrery.walk().run;"
                        + " const {top} = await (await fetch(`/api/traces/${id}/distribution`)).json();"
                        + " return top.map(({text, p}) => ({text, p: p[0] + 1e-300})); }");
        return List.of("A", "B", "C").stream()
                .mapToDouble(letter -> top.stream()
                        .filter(each -> each.get("text").equals(letter))
                        .mapToDouble(each -> ((Number) each.get("p")).doubleValue())
                        .sum())
                .toArray();
    }

    private static String row(String name, int people, double p) {
        return format("%s %d %s %.1f bits", name, people, percent(p), bits(p));
    }

    /** With single spaces in place of line breaks and of spaces that do not break. */
    private static String spaced(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f]+", " ").strip();
    }

    private static String percent(double p) {
        return spaced(WrittenShare.of(p));
    }

    private static double bits(double p) {
        return -Math.log(p) / Math.log(2);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void fill(Locator sheet, String... answers) {
        for (int i = 0; i < answers.length; i++) {
            sheet.locator(".texts .text > input").nth(i).fill(answers[i]);
        }
    }

    private static void text(Screen screen, String text) {
        screen.page().locator("orrery-guess strong").getByText(text).waitFor();
    }

    private static Locator.FilterOptions containing(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator option(Screen screen, String name) {
        return screen.page()
                .getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Screen screen, String name) {
        return screen.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^\\s*" + name + "( I)?\\s*$")));
    }
}
