package io.orrery.browser;

import static io.orrery.browser.AskedScreens.LEAST_IN_HALL;
import static io.orrery.browser.AskedScreens.TARGET;
import static io.orrery.browser.AskedScreens.button;
import static io.orrery.browser.AskedScreens.containing;
import static io.orrery.browser.AskedScreens.format;
import static io.orrery.browser.AskedScreens.named;
import static io.orrery.browser.AskedScreens.option;
import static io.orrery.browser.AskedScreens.percent;
import static io.orrery.browser.AskedScreens.says;
import static io.orrery.browser.AskedScreens.spaced;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Questions to the room of every kind, on the presenter's page, on three phones and in the hall. All tests are of one room, whose pages stay open: each
 * ends what it has asked.
 */
class AskedRoomTest {
    private static final int OPTION_HEIGHT = 64;

    /** The text with which the sorting model is least sure, for numbers that are worth comparing. */
    private static final String PROMPT = "BC";

    /** A request for numbers from which the next token can be read. */
    private static final Pattern TELLING =
            Pattern.compile("/distribution|/steps/(logits|probs)|/tensors/(logits|probs)");

    /** The tensor whose rows say where a head looks. */
    private static final String PATTERN = "blocks.0.attn.hook_pattern";

    /** What the presenter's page says of answers that are closed and not revealed. */
    private static final String CLOSED = "Only you see how they fall.";

    private static final String GUESS = "orrery-guess";
    private static final String POLL = "orrery-poll-answer";
    private static final String PLACE = "orrery-place-answer";

    /** All elements that show a question. */
    private static final String SHOWN = "orrery-guess section, orrery-asked, orrery-hall-question, orrery-poll-answer"
            + " section, orrery-poll, orrery-poll-hall, orrery-place-answer section, orrery-place-hall,"
            + " orrery-place-heat section, orrery-place-panel section";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static AskedScreens room;
    private static Screen presenter;
    private static Screen hall;
    private static Screen ada;
    private static Screen max;
    private static Screen eva;

    @BeforeAll
    static void open() {
        room = new AskedScreens(venue, venue.links(), 390, 320, 390);
        presenter = room.presenter;
        hall = room.hall;
        ada = room.phones.get(0);
        max = room.phones.get(1);
        eva = room.phones.get(2);
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void forget() {
        room.received.forEach(Received::forget);
    }

    @AfterEach
    void endWhatIsAsked() {
        room.end(SHOWN);
        for (Screen screen : room.all()) {
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void roomGuessesWhatComesNextAndIsShownBesideTheModel() {
        Received received = room.received.get(1);
        room.types(PROMPT);
        double[] model = chancesOfLetters();

        // From the keyboard: I opens the sheet, and Enter asks.
        presenter.press("i");
        var button = presenter.page().locator("orrery-ask .filled:focus");
        button.waitFor();
        assertThat(presenter.page().locator("orrery-ask .chips bdi").allTextContents())
                .containsExactly("A", "B", "C");
        button.press("Enter");

        var hallQuestion = hall.page().locator("orrery-hall-question");
        hallQuestion.getByText("of 3 answered").waitFor();
        assertThat(hallQuestion.locator(".options li").allTextContents()).containsExactly("A", "B", "C");
        assertThat(hallQuestion.locator(".sentence").textContent().strip()).isEqualTo(PROMPT);
        assertThat(option(ada, "A").isChecked()).isFalse();
        for (Locator each : ada.page().locator("orrery-guess .option").all()) {
            assertThat(each.boundingBox().height).isGreaterThanOrEqualTo(OPTION_HEIGHT);
        }

        option(ada, "B").check();
        says(ada, GUESS, "Your answer is in");
        // With the arrow keys, as in any group of radio buttons.
        option(max, "A").focus();
        max.page().keyboard().press("Space");
        max.page().keyboard().press("ArrowDown");
        max.page().keyboard().press("ArrowDown");
        assertThat(option(max, "C").isChecked()).isTrue();
        option(eva, "A").check();
        // Each arrow key sends an answer, so three people have answered before the last answer is counted.
        var asked = presenter.page().locator("orrery-asked");
        asked.locator("li")
                .filter(containing("C: 1 person, 33.3 % of the room"))
                .waitFor();
        asked.getByText("3 of 3 answered").waitFor();
        assertThat(asked.locator(".figures b").allTextContents()).containsExactly("1", "1", "1");
        option(ada, "A").check();
        asked.locator("li")
                .filter(containing("A: 2 people, 66.7 % of the room"))
                .waitFor();
        hallQuestion.locator(".dial b").filter(containing("3")).waitFor();
        isLegible(hallQuestion);

        // A phone that is reloaded keeps its answer, and may put the question aside.
        ada.page().reload();
        says(ada, GUESS, "Your answer is in");
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
        for (Screen phone : room.phones) {
            says(phone, GUESS, "The answers are closed");
        }
        assertThat(option(ada, "B").isDisabled()).isTrue();
        assertThat(received.told())
                .noneMatch(message -> message.contains("\"counts\":") || message.contains("\"model\":["));
        assertThat(received.asked()).noneMatch(TELLING.asPredicate());
        presenter.press("y");
        presenter.page().locator("orrery-why .later").waitFor();
        says(presenter, "orrery-asked", CLOSED);
        presenter.press("i");

        // Room beside model, redone from the answers and from the server's distribution.
        hallQuestion.locator(".rows").waitFor();
        assertThat(spaced(hallQuestion.locator(".rows li")))
                .containsExactly(row("A", 2, model[0]), row("C", 1, model[2]), row("B", 0, model[1]));
        double together = (2 * bits(model[0]) + bits(model[2])) / 3;
        double own = model[0] * bits(model[0]) + model[1] * bits(model[1]) + model[2] * bits(model[2]);
        assertThat(hallQuestion.locator(".caption").textContent())
                .contains(format("%.1f bits", together))
                .contains(format("its own by %.1f.", own));
        isLegible(hallQuestion);
        var mine = ada.page().locator("orrery-guess .rows .mine");
        for (Screen phone : room.phones) {
            phone.page().locator("orrery-guess .rows .mine").waitFor();
        }
        assertThat(spaced(mine.locator(".hidden").textContent()))
                .isEqualTo("A: 2 people, 66.7 % of the room; the model " + percent(model[0]) + ", your answer");
        assertThat(received.told()).anyMatch(message -> message.contains("\"counts\":[2,0,1]"));

        // In the second round one person answers, and both rounds stand beside each other on every page.
        button(presenter, "Ask again").click();
        says(max, GUESS, "Second round");
        option(max, "B").check();
        asked.locator("li").filter(containing("B: 1 person, 100 % of the room")).waitFor();
        closeAndReveal();
        for (Screen phone : room.phones) {
            phone.page().locator("orrery-guess .legend .first").waitFor();
            assertThat(phone.page().locator("orrery-guess .line.first b").allTextContents())
                    .containsExactly("0", "2", "1");
        }
        hallQuestion.locator(".legend .first").waitFor();
        assertThat(hallQuestion.locator(".line.first b").allTextContents()).containsExactly("0", "2", "1");
        says(ada, GUESS, "You did not answer in the second round.");

        // The hall has one screen. A tool that is opened after the reveal takes the question's place on every page.
        assertThat(hall.page().locator("orrery-why").count()).isZero();
        presenter.press("Escape");
        presenter.press("y");
        hall.page().locator("orrery-why").waitFor();
        Screen.waitUntilGone(hallQuestion);
        Screen.waitUntilGone(ada.page().locator("orrery-guess section"));
        Screen.waitUntilGone(presenter.page().locator("orrery-asked"));
        assertThat(presenter.page().locator("orrery-why .later").count()).isZero();
        presenter.press("Escape");
        Screen.waitUntilGone(hall.page().locator("orrery-why"));
    }

    @Test
    void seriesKeepsScoreOfTypedWordsAndShowsTheBestByNameWhenThePresenterAsks() {
        room.types(PROMPT);
        double[] model = chancesOfLetters();

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
        says(ada, GUESS, "Your answer is in");
        ada.page().reload();
        ada.page().locator("orrery-guess p.chosen").filter(containing("c")).waitFor();
        max.page().locator("orrery-typed-word input").waitFor();
        for (Locator target :
                max.page().locator("orrery-typed-word :is(input, button)").all()) {
            assertThat(target.boundingBox().height).isGreaterThanOrEqualTo(TARGET);
        }
        option(max, "A").check();
        option(eva, "A").check();
        var asked = presenter.page().locator("orrery-asked");
        asked.getByText("3 of 3 answered").waitFor();
        presenter.press("i");
        says(presenter, "orrery-asked", CLOSED);
        asked.locator("li").filter(containing("C: 1 person")).waitFor();
        assertThat(hall.page().locator("orrery-hall-question .rows").count()).isZero();
        presenter.press("i");
        hall.page()
                .locator("orrery-hall-question .rows li")
                .filter(containing("C"))
                .waitFor();

        double ofAda = score(model[2]);
        double ofOthers = score(model[0]);
        var own = ada.page().locator("orrery-guess orrery-series-own");
        own.filter(containing(format("Your word here: %.1f bits", ofAda))).waitFor();
        button(presenter, "Show the score").click();
        var board = hall.page().locator("orrery-series-hall");
        board.locator(".mean")
                .filter(containing(format("%.1f", (ofAda + 2 * ofOthers) / 3)))
                .waitFor();
        // The room's answer is its most frequent one.
        assertThat(spaced(board.locator(".room").innerText())).isEqualTo(format("the room together %.1f", ofOthers));
        assertThat(spaced(board.locator(".model").innerText()))
                .isEqualTo(format("the model %.1f", score(Math.max(model[0], Math.max(model[1], model[2])))));
        assertThat(spaced(board.locator(".chance").innerText()))
                .isEqualTo(format("by chance %.1f", (score(model[0]) + score(model[1])) / 2));
        assertThat(board.locator(".best").count()).isZero();
        own.filter(containing("29 % right at the first guess")).waitFor();
        button(presenter, "Show the best ten by name").click();
        board.locator(".best li").last().waitFor();
        // Who has as few bits shares a place.
        boolean leads = ofAda < ofOthers;
        List<Double> best = leads ? List.of(ofAda, ofOthers, ofOthers) : List.of(ofOthers, ofOthers, ofAda);
        List<Integer> places = leads ? List.of(1, 2, 2) : List.of(1, 1, 3);
        assertThat(spaced(board.locator(".best li")))
                .isEqualTo(IntStream.range(0, 3)
                        .mapToObj(i -> format("%d no name %.1f", places.get(i), best.get(i)))
                        .toList());
        isLegible(board);
        // No word of the machine is over it.
        assertThat(hall.page()
                        .locator("orrery-scene .overlay")
                        .evaluate("overlay => getComputedStyle(overlay).visibility"))
                .isEqualTo("hidden");
        button(presenter, "End the series").click();
        Screen.waitUntilGone(board);
        Screen.waitUntilGone(ada.page().locator("orrery-guess section"));
    }

    @Test
    void placeIsTouchedInTheMachineAndTheMachineShowsTheAnswersOfBothRounds() {
        room.types("CBABBC");
        presenter.go("blocks.0.attn.pattern");
        ada.waitForHeading("blocks.0.attn.pattern");
        int last = presenter.tokens().size() - 1;
        presenter.ask("placeAsk", Map.of("kind", "word", "row", List.of(0, 1, last)));
        var sentence = "in head 2 of layer 1?";
        says(ada, PLACE, sentence);
        says(max, PLACE, sentence);
        hall.page().locator("orrery-place-hall").getByText(sentence).waitFor();
        hall.page().locator("orrery-place-hall").getByText("of 3 answered").waitFor();
        // The machine with its words is behind the question.
        assertThat(hall.page().locator("orrery-place-hall .text .word").count()).isEqualTo(last + 1);
        var options = max.page().locator("orrery-place-answer .option");
        assertThat(options.count()).isEqualTo(last + 1);
        for (Locator each : options.all()) {
            assertThat(each.boundingBox().height).isGreaterThanOrEqualTo(TARGET);
            assertThat(each.boundingBox().width).isGreaterThanOrEqualTo(TARGET);
        }

        // One touches the machine, the others take a place from the list, and one of them reloads.
        ada.page().locator("orrery-place-answer .touches").click();
        ada.scene().waitUntilStill();
        // What covered the machine has gone, which has more room now.
        ada.rest();
        presenter.scene().waitUntil("orrery.tensor('" + PATTERN + "').hasArrived");
        for (Screen screen : room.all()) {
            assertThat(screen.scene().read("orrery.tensor('" + PATTERN + "').hasArrived"))
                    .isEqualTo(screen == presenter);
        }
        double[] cell = ada.scene().place(PATTERN, List.of(0, last, 1));
        ada.page().mouse().click(cell[0], cell[1]);
        ada.page()
                .locator("orrery-place-answer .come")
                .filter(containing("Your answer: 2 · "))
                .waitFor();
        for (Screen phone : List.of(max, eva)) {
            firstPlace(phone).check();
            says(phone, PLACE, "Your answer is in");
        }
        max.page().reload();
        says(max, PLACE, "Your answer is in");
        assertThat(firstPlace(max).isChecked()).isTrue();
        var panel = presenter.page().locator("orrery-place-panel");
        panel.getByText("3 of 3 answered").waitFor();
        panel.getByText("of the attention: the most.").waitFor();
        assertThat(room.received)
                .allSatisfy(each -> assertThat(each.told())
                        .noneMatch(message -> message.contains("\"counts\":") || message.contains("\"right\":")));

        presenter.press("i");
        says(max, PLACE, "The answers are closed");
        presenter.press("i");
        showsHeat(List.of(0.0), List.of(1.0), last);
        var heat = hall.page().locator("orrery-place-heat");
        assertThat(heat.locator("li .hidden").allTextContents())
                .anyMatch(row -> spaced(row).startsWith("1 · ") && spaced(row).contains("2 people, 66.7 %"));
        ada.page()
                .locator("orrery-place-heat")
                .getByText("of the attention: the most.")
                .waitFor();
        ada.scene().waitUntil("orrery.tensor('" + PATTERN + "').hasArrived");

        // In the second round all choose the second word.
        button(presenter, "Ask again").click();
        for (Screen phone : room.phones) {
            says(phone, PLACE, "Second round");
            assertThat(firstPlace(phone).isChecked()).isFalse();
            phone.page().locator("orrery-place-answer .option input").nth(1).check();
            says(phone, PLACE, "Your answer is in");
        }
        // As many had answered in the first round, which the panel may still show.
        panel.locator("li").filter(containing("3 people, 100 %")).waitFor();
        closeAndReveal();
        showsHeat(List.of(1.0), List.of(0.0), last);
        assertThat(heat.locator("li .hidden").allTextContents().stream().map(AskedScreens::spaced))
                .anyMatch(row ->
                        row.startsWith("2 · ") && row.contains("3 people, 100 %") && row.contains("first round 1"))
                .anyMatch(row -> row.startsWith("1 · ") && row.contains("0 people") && row.contains("first round 2"));

        // Folded it leaves the sheet free.
        ada.page().locator("orrery-place-heat summary").click();
        ada.rest();
        var folded = ada.page().locator("orrery-place-heat section").boundingBox();
        assertThat(folded.height).isGreaterThanOrEqualTo(TARGET);
        assertThat(folded.y + folded.height)
                .isLessThan(ada.page().locator(".sheet").first().boundingBox().y);

        // The heat ends with the question, which ends with its text.
        room.types("CABA");
        for (Screen screen : room.all()) {
            screen.scene().waitUntil("orrery.scene()?.finding === null");
        }
    }

    private static Locator firstPlace(Screen phone) {
        return phone.page().locator("orrery-place-answer .option input").first();
    }

    /** Waits until each page's machine shows the answers. @param most the words that most chose @param fewer of other words that were chosen in either round */
    private static void showsHeat(List<Double> most, List<Double> fewer, int query) {
        int right = strongest(query);
        for (Screen screen : room.all()) {
            // The machine may still show those of the first round.
            screen.scene()
                    .waitUntil("(orrery.scene().finding?.heat ?? []).filter(each => each.share === 1)"
                            + ".map(each => each.index[2]).sort().join() === '"
                            + most.stream().map(each -> format("%.0f", each)).collect(Collectors.joining(",")) + "'");
            assertThat(places(screen, "each.share < 1")).containsAll(fewer);
            assertThat(places(screen, "each.isRight")).containsExactly((double) right);
        }
    }

    private static List<Double> places(Screen screen, String which) {
        return screen.scene()
                .numbers("orrery.scene().finding.heat.filter(each => " + which + ").map(each => each.index[2]).sort()");
    }

    /** The key with the largest weight of a query in the second head, as the server explains the cells. */
    private static int strongest(int query) {
        var weights = presenter
                .scene()
                .numbers("Promise.all(Array.from({length: " + (query + 1) + "}, async (_, key) =>"
                        + " (await (await fetch(`/api/traces/${orrery.walk().run.id}/explain?name=" + PATTERN
                        + "&cell=1," + query + ",${key}`)).json()).value))");
        return IntStream.rangeClosed(0, query)
                .reduce((a, b) -> weights.get(b) > weights.get(a) ? b : a)
                .orElseThrow();
    }

    @Test
    void presentersOwnQuestionIsTypedAndCheckedAndReadInItsOwnDirection() {
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

        for (Screen phone : room.phones) {
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
        }
        option(ada, "Head 1").check();
        option(max, "שלום").check();
        option(eva, "Head 1").check();
        says(eva, POLL, "Your answer is in");
        eva.page().reload();
        says(eva, POLL, "Your answer is in");
        assertThat(option(eva, "Head 1").isChecked()).isTrue();
        presenter.page().locator("orrery-poll").getByText("3 of 3 answered").waitFor();
        assertThat(presenter.page().locator("orrery-poll .figures .p").count()).isZero();
        assertThat(room.received)
                .allSatisfy(each -> assertThat(each.told()).noneMatch(message -> message.contains("\"counts\":")));
        button(presenter, "Reveal").click();
        for (Screen screen : List.of(ada, max, eva, hall)) {
            assertThat(counts(screen)).containsExactly("2", "1");
        }
        hall.page().getByText("Most often: Head 1, by 2 of 3.").waitFor();

        // In the second round all are of one mind; the first stands beside it.
        button(presenter, "Ask again").click();
        for (Screen phone : room.phones) {
            says(phone, POLL, "Second round");
            option(phone, "Head 1").check();
            says(phone, POLL, "Your answer is in");
        }
        button(presenter, "Reveal").click();
        hall.page().getByText("Most often: Head 1, by 3 of 3.").waitFor();
        for (Screen screen : List.of(ada, max, eva, hall)) {
            assertThat(counts(screen)).containsExactly("3", "2", "0", "1");
        }
        isLegible(hall.page().locator("orrery-poll-hall"));
    }

    @Test
    void pollTakesSeveralAnswersOrAValueAndSaysWhatIsRight() {
        presenter.ask(
                "poll",
                Map.of(
                        "kind",
                        "several",
                        "question",
                        "Which?",
                        "options",
                        List.of("x", "y", "z"),
                        "right",
                        List.of(0, 2)));
        for (Screen phone : room.phones) {
            named(phone, AriaRole.CHECKBOX, "x").check();
        }
        named(ada, AriaRole.CHECKBOX, "z").check();
        named(max, AriaRole.CHECKBOX, "y").check();
        for (Locator each : max.page().locator("orrery-poll-answer .option").all()) {
            assertThat(each.boundingBox().height).isGreaterThanOrEqualTo(OPTION_HEIGHT);
        }
        var panel = presenter.page().locator("orrery-poll");
        panel.locator("li").filter(containing("A, x: 3 people")).waitFor();
        panel.locator("li").filter(containing("B, y: 1 person")).waitFor();
        panel.locator("li").filter(containing("C, z: 1 person")).waitFor();
        max.page().reload();
        says(max, POLL, "Your answer is in");
        assertThat(named(max, AriaRole.CHECKBOX, "y").isChecked()).isTrue();
        assertThat(named(max, AriaRole.CHECKBOX, "z").isChecked()).isFalse();
        closeAndReveal();
        says(ada, POLL, "Your answer is right.");
        says(max, POLL, "Your answer is not right.");
        says(eva, POLL, "Your answer is not right.");
        for (Screen screen : List.of(ada, max, eva, hall)) {
            assertThat(counts(screen)).containsExactly("3", "1", "1");
        }
        assertThat(hall.page().locator("orrery-poll-hall li.right bdi").allTextContents())
                .containsExactly("x", "z");

        presenter.ask("poll", Map.of("kind", "scale", "question", "How sure?", "options", List.of("no", "yes")));
        option(ada, "5 · yes").check();
        option(max, "2").check();
        option(eva, "4").check();
        says(presenter, "orrery-poll", "How sure?");
        presenter.page().locator("orrery-poll").getByText("3 of 3 answered").waitFor();
        for (Locator each : max.page().locator("orrery-poll-answer .option").all()) {
            assertThat(each.boundingBox().width).isGreaterThanOrEqualTo(TARGET);
        }
        closeAndReveal();
        hall.page()
                .getByText(format("On average %.1f of 5, from 3 people.", (5 + 2 + 4) / 3.0))
                .waitFor();
        for (Screen screen : List.of(ada, max, eva, hall)) {
            assertThat(counts(screen)).containsExactly("0", "1", "0", "1", "1");
        }
    }

    @Test
    void nothingThatPeopleWriteIsInTheHallBeforeTheRevealAndNothingHiddenAfterIt() {
        presenter.press("i");
        var sheet = presenter.page().locator("orrery-ask");
        sheet.locator(".kind").nth(1).click();
        sheet.getByText("Short text").click();
        sheet.locator("#question").fill("In one word?");
        sheet.locator("#question").press("Enter");
        writes(ada, "magic");
        writes(ada, "Attention");
        writes(max, "numbers");
        writes(eva, "NUMBERS");
        says(ada, POLL, "Your answer is in");
        ada.page().reload();
        ada.page()
                .locator("orrery-poll-answer .option")
                .filter(containing("Attention"))
                .waitFor();
        hall.page().locator("orrery-poll-hall .dial b").filter(containing("3")).waitFor();
        assertThat(hall.page().locator("orrery-poll-hall main").innerText()).doesNotContain("Attention", "umbers");
        button(presenter, "Hide “Attention”").click();
        button(presenter, "Show “Attention” again").waitFor();
        presenter.press("i");
        presenter
                .page()
                .locator("orrery-poll")
                .getByText("The answers are closed. Only you see how they fall.")
                .waitFor();
        presenter.press("i");
        hall.page().getByText("1 more answer").waitFor();
        assertThat(counts(hall)).containsExactly("2");
        assertThat(hall.page().locator("orrery-poll-hall main").innerText())
                .containsIgnoringCase("numbers")
                .doesNotContain("Attention");
        for (Screen phone : room.phones) {
            assertThat(counts(phone)).containsExactly("2");
        }
    }

    /** By the key, which closes a question before it reveals it. */
    private static void closeAndReveal() {
        presenter.press("i");
        says(presenter, "orrery-asked, orrery-poll, orrery-place-panel", CLOSED);
        presenter.press("i");
    }

    private static void writes(Screen phone, String text) {
        phone.page().locator("orrery-poll-answer #text").fill(text);
        phone.page().locator("orrery-poll-answer #text").press("Enter");
        phone.page()
                .locator("orrery-poll-answer .option")
                .filter(containing(text))
                .waitFor();
    }

    /** How many chose each option of a revealed poll, as a page shows them; in a second round each is followed by that of the first. */
    private static List<String> counts(Screen screen) {
        Locator rows = screen.page().locator(":is(orrery-poll-answer, orrery-poll-hall) .rows li");
        rows.first().waitFor();
        return screen.page()
                .locator(":is(orrery-poll-answer, orrery-poll-hall) .rows .line b")
                .allTextContents();
    }

    private static void isLegible(Locator inHall) {
        assertThat(TextSizes.of(inHall, "style, .hidden"))
                .isNotEmpty()
                .allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(LEAST_IN_HALL));
    }

    /** The probabilities of A, B and C after the present text, as the server's distribution says. */
    @SuppressWarnings("unchecked")
    private static double[] chancesOfLetters() {
        var top = (List<Map<String, Object>>) presenter
                .page()
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

    private static double bits(double p) {
        return -Math.log(p) / Math.log(2);
    }

    private static double score(double p) {
        return Math.min(20, bits(p));
    }

    private static void fill(Locator sheet, String... answers) {
        for (int i = 0; i < answers.length; i++) {
            sheet.locator(".texts .text > input").nth(i).fill(answers[i]);
        }
    }
}
