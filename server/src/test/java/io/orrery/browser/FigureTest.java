package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.model.tokenizer.Cut;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.web.rooms.Links;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The figure in front of SmolLM2, whose tensors are too large to be read in the machine, on three screens of a room. */
class FigureTest {
    private static final String PATTERN = "blocks.23.attn.hook_pattern";
    private static final String STEP = "blocks.23.attn.pattern";
    private static final int HEADS = 9;

    /** The feet of ribbons, the words, and the free area, in CSS px of the window. */
    private static final String FIGURE = "() => { const root = document.querySelector('orrery-figure').shadowRoot;"
            + " const box = each => { const r = each.getBoundingClientRect(); return [r.left, r.right, r.top, r.bottom];"
            + " }; const section = root.querySelector('section'); return { area: box(section), svg:"
            + " box(root.querySelector('svg')), title: section.querySelector('h2').textContent, shares:"
            + " Object.fromEntries([...root.querySelectorAll('.ribbon')].map(each => [each.dataset.key,"
            + " Number(each.dataset.value)])), feet: Object.fromEntries([...root.querySelectorAll('.ribbon')].map(each =>"
            + " { const path = each.querySelector('path'); const start = path.getPointAtLength(0), at ="
            + " path.getScreenCTM(); return [each.dataset.key, start.x * at.a + at.e]; })), words:"
            + " [...root.querySelectorAll('.word text')].map(each => ({ text: each.textContent, px:"
            + " Number(each.getAttribute('font-size')), box: box(each) })), least:"
            + " Math.min(...[...root.querySelectorAll('svg text')].filter(each => each.textContent !== '').map(each =>"
            + " Number(each.getAttribute('font-size')))) }; }";

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    /** The room of the tests that look at no pixels, once one of them has opened it: the pages of so large a model load for long. */
    private static Optional<Room> shared = Optional.empty();

    private static final Map<List<Integer>, TraceFile> TRACES = new HashMap<>();

    @BeforeEach
    void openServer() throws IOException {
        venue.openOnce(Venue.offering(ModelReference.of(model().toString())));
    }

    @AfterAll
    static void closeTheRoom() {
        shared.ifPresent(Room::close);
        shared = Optional.empty();
        TRACES.clear();
    }

    private static Room roomThatReads(String text) throws Exception {
        if (shared.isEmpty()) {
            shared = Optional.of(new Room(venue.screen(1600, 900)));
        }
        shared.get().read(text);
        return shared.get();
    }

    @Test
    void headsAttentionIsReadableOnEveryScreenAndItsNumbersAreTheTraces() throws Exception {
        var room = roomThatReads("The capital of France is");
        var presenter = room.presenter;
        presenter.go(STEP);
        float[] pattern = traceOf(presenter).tensor(PATTERN);
        int count = presenter.scene().tokenIds().size();

        for (var screen : room.screens()) {
            screen.waitForStep(STEP);
            screen.page().locator("orrery-figure .ribbon").nth(count - 2).waitFor();
            screen.rest();
            Map<?, ?> shown = (Map<?, ?>) screen.page().evaluate(FIGURE);
            String which = shown.get("title").toString();
            int head = Integer.parseInt(which.replaceAll(".*Head ", "")) - 1;
            assertThat(which).startsWith("Layer 24");
            Map<?, ?> shares = (Map<?, ?>) shown.get("shares");
            for (int key = 0; key < count - 1; key++) {
                double share = ((Number) shares.get(String.valueOf(key))).doubleValue();
                assertThat(share)
                        .as("share of word %d in head %d", key + 1, head + 1)
                        .isCloseTo(pattern[(head * count + count - 1) * count + key], within(1e-7));
            }
            assertLegible(screen, shown, count);
        }

        presenter.page().locator("orrery-figure .machine").click();
        Screen.waitUntilGone(presenter.page().locator("orrery-figure .ribbon"));
        assertThat(presenter.focusPath()).isNotEmpty();
        presenter.ask("follow");
        presenter.page().locator("orrery-figure .ribbon").first().waitFor();
        assertThat(pattern).hasSize(HEADS * count * count);
        room.assertNoErrors();
    }

    @Test
    void pressedCellsAreHeldForTheRoomAndMarkedAndMaskedOnesLookAsInTheMachine() throws Exception {
        try (var room = new Room(venue.drawnScreen(1100, 760))) {
            room.read("The capital of France is");
            var presenter = room.presenter;
            presenter.go(STEP);
            float[] pattern = traceOf(presenter).tensor(PATTERN);
            int count = presenter.scene().tokenIds().size();
            room.screens().forEach(screen -> screen.waitForStep(STEP));

            // the cell in which the fourth word reads the second
            press(presenter, "[data-cell='3,1']");
            room.assertHeld(pattern, count, 3, 1);
            presenter.rest();
            room.screens()
                    .forEach(screen -> assertThat(screen.page()
                                    .locator("orrery-figure .word.reading")
                                    .getAttribute("data-position"))
                            .isEqualTo("3"));

            // the foot of a ribbon, for the same word
            List<?> foot = (List<?>) presenter
                    .page()
                    .evaluate("() => { const path = document.querySelector('orrery-figure').shadowRoot"
                            + ".querySelector('.ribbon[data-key=\"0\"] path');"
                            + " const start = path.getPointAtLength(0), at = path.getScreenCTM();"
                            + " return [start.x * at.a + at.e + 1, start.y * at.d + at.f - 2]; }");
            presenter.page().mouse().click(number(foot, 0), number(foot, 1));
            room.assertHeld(pattern, count, 3, 0);
            for (var screen : room.screens()) {
                assertThat(screen.page().locator("orrery-figure .ribbon.held").getAttribute("data-key"))
                        .isEqualTo("0");
            }

            presenter.rest();
            double[] figure = groundOfMasked(presenter, 1, 3);
            presenter.page().locator("orrery-figure .machine").click();
            Screen.waitUntilGone(presenter.page().locator("orrery-figure .ribbon"));
            presenter.scene().waitUntilStill();
            var seen = presenter.scene().closeUp(PATTERN, List.of(List.of(0, 1, 3)), 1);
            assertThat(seen).hasSize(1);
            for (int i = 0; i < figure.length; i++) {
                double machine =
                        ((Number) seen.get(0).get(List.of("r", "g", "b").get(i))).doubleValue();
                // a block's front is lighter at its upper edge than at its lower one, by 2.5 % each
                assertThat(figure[i]).as("channel %d of a masked cell", i).isCloseTo(machine, within(3.0));
            }
            room.assertNoErrors();
        }
    }

    @Test
    void shareOfTheReadingWordInItselfIsWrittenOnceNearItsWord() throws Exception {
        var room = roomThatReads("The capital of France is Paris, and");
        var presenter = room.presenter;
        presenter.go("blocks.2.attn.pattern");
        float[] pattern = traceOf(presenter).tensor("blocks.2.attn.hook_pattern");
        int count = presenter.scene().tokenIds().size();
        float own = pattern[count * count - 1];
        assertThat(own).isGreaterThan(0.05f);
        String number = String.format(Locale.ROOT, "%.2f", own);

        // the presenter's table has it; the hall's bar and the phone's list are without a table
        assertThat(ownNumbers(presenter, count)).isEmpty();
        assertThat(presenter.page().locator("orrery-figure .figure").last().textContent())
                .isEqualTo(number);
        assertThat(ownNumbers(room.hall, count)).contains(number).allMatch(number::equals);
        assertThat(ownNumbers(room.phone, count)).containsExactly(number);
        room.assertNoErrors();
    }

    /** The rule of the last join that is shown, its parts' texts, and how many joins there are; the pieces' numbers at the end. */
    private static final String CUT = "() => { const cut = document.querySelector('orrery-figure').shadowRoot"
            + ".querySelector('orrery-cut'); if (!cut?.shadowRoot?.querySelector('svg.rows')) return null; const joins ="
            + " [...cut.shadowRoot.querySelectorAll('.join')]; return { word: cut.shadowRoot.querySelector("
            + "'.words [aria-pressed=true]').textContent, rule: Number(joins.at(-1)?.dataset.rule ?? 0), text:"
            + " cut.shadowRoot.querySelector('svg.rows').getAttribute('aria-label') }; }";

    @Test
    void howTheTextWasCutIsFollowedByTheWholeRoom() throws Exception {
        var room = roomThatReads("How many r has a strawberry?");
        var presenter = room.presenter;
        Tokenizer tokenizer =
                Presets.open(ModelReference.of(model().toString())).tokenizer();
        var tokens = presenter.scene().tokenIds();
        Cut.Word word = tokenizer.cut(tokens).words().stream()
                .max(Comparator.comparingInt(each -> each.joins().size()))
                .orElseThrow();
        var rules = word.joins().stream().map(Cut.Join::rule).toList();
        presenter.go("cut");

        // the longest word, all of its joins, and the numbers of its pieces
        for (var screen : room.screens()) {
            Map<?, ?> shown = room.cut(screen, rules.get(rules.size() - 1));
            assertThat(shown.get("word").toString()).endsWith("strawberry");
            assertThat(shown.get("text").toString())
                    .endsWith(String.format(Locale.ROOT, "number %,d.", tokens.get(word.to() - 1)))
                    .contains("Rule " + rules.get(0) + " joins");
        }

        presenter.press("[");
        room.cut(presenter, rules.get(rules.size() - 2));
        presenter.press("[");
        room.screens().forEach(screen -> room.cut(screen, rules.get(rules.size() - 3)));
        presenter.press("]");
        room.screens().forEach(screen -> room.cut(screen, rules.get(rules.size() - 2)));
        // played from there to the end
        presenter
                .page()
                .locator("orrery-cut button[aria-label='Play the joins']")
                .click();
        room.screens().forEach(screen -> room.cut(screen, rules.get(rules.size() - 1)));
        presenter
                .page()
                .locator("orrery-cut button[aria-label='Play the joins']")
                .waitFor();

        // another word, for everyone; another text has other words
        presenter
                .page()
                .locator("orrery-cut .words button", new Page.LocatorOptions().setHasText("many"))
                .click();
        room.hall
                .page()
                .locator("orrery-cut .words [aria-pressed=true]", new Page.LocatorOptions().setHasText("many"))
                .waitFor();
        presenter.ask("showPrompt", Map.of("text", "A strawberry"));
        room.screens()
                .forEach(screen -> assertThat(room.cut(screen, rules.get(rules.size() - 1))
                                .get("word")
                                .toString())
                        .endsWith("strawberry"));
        room.assertNoErrors();
    }

    /** What is written as the share of the last word in itself, outside of the table. */
    private static List<String> ownNumbers(Screen screen, int count) {
        screen.waitForStep("blocks.2.attn.pattern");
        screen.page().locator("orrery-figure .ribbon").nth(count - 2).waitFor();
        screen.rest();
        return screen.page()
                .locator("orrery-figure .number[data-key='" + (count - 1) + "']")
                .allTextContents();
    }

    /** Words are large, apart, and take at least half of the free width or height; ribbons begin at their words. */
    private static void assertLegible(Screen screen, Map<?, ?> shown, int count) {
        boolean hall = screen.page().locator("orrery-projector").count() > 0;
        assertThat(((Number) shown.get("least")).doubleValue()).isGreaterThanOrEqualTo(hall ? 28 : 12);
        List<?> words = (List<?>) shown.get("words");
        assertThat(words).hasSize(count);
        List<?> area = (List<?>) shown.get("area");
        double width = number(area, 1) - number(area, 0);
        double left = Double.MAX_VALUE;
        double right = 0;
        for (int i = 0; i < count; i++) {
            List<?> box = (List<?>) ((Map<?, ?>) words.get(i)).get("box");
            left = Math.min(left, number(box, 0));
            right = Math.max(right, number(box, 1));
            if (i > 0) {
                List<?> before = (List<?>) ((Map<?, ?>) words.get(i - 1)).get("box");
                assertThat(number(box, 0)).as("words do not touch").isGreaterThan(number(before, 1));
            }
        }
        assertThat(right - left).as("width of the words of %s px", width).isGreaterThan(width / 2);
        for (int key = 0; key < count - 1; key++) {
            List<?> box = (List<?>) ((Map<?, ?>) words.get(key)).get("box");
            double foot = ((Number) ((Map<?, ?>) shown.get("feet")).get(String.valueOf(key))).doubleValue();
            assertThat(foot)
                    .as("foot of the ribbon of word %d", key + 1)
                    .isBetween(number(box, 0) - 60, number(box, 1));
        }
    }

    /** The most frequent colour, 0 to 255, where the figure has no number because the reading word does not see the other. */
    private static double[] groundOfMasked(Screen screen, int q, int k) throws IOException {
        var column = screen.page()
                .locator("orrery-figure [data-cell='" + q + "," + q + "']")
                .boundingBox();
        var row = screen.page()
                .locator("orrery-figure [data-cell='" + k + "," + k + "']")
                .boundingBox();
        var picture = ImageIO.read(new ByteArrayInputStream(screen.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setClip(column.x + 2, row.y + 2, column.width - 4, row.height - 4))));
        var counts = new HashMap<Integer, Integer>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                counts.merge(picture.getRGB(x, y), 1, Integer::sum);
            }
        }
        assertThat(counts).as("colours of a hatched cell").hasSizeGreaterThan(1);
        int most =
                Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
        return new double[] {most >> 16 & 0xff, most >> 8 & 0xff, most & 0xff};
    }

    private static TraceFile traceOf(Screen screen) throws Exception {
        List<Integer> tokens = screen.scene().tokenIds();
        if (!TRACES.containsKey(tokens)) {
            TRACES.put(tokens, TraceFile.of(model().toString(), tokens, folder));
        }
        return TRACES.get(tokens);
    }

    private static Path model() {
        return Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
    }

    private static void press(Screen screen, String part) {
        var pressed = screen.page().locator("orrery-figure " + part);
        pressed.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        screen.rest();
        var box = pressed.boundingBox();
        screen.page().mouse().click(box.x + box.width / 2, box.y + box.height / 2);
    }

    private static double number(List<?> box, int i) {
        return ((Number) box.get(i)).doubleValue();
    }

    /** A room of three screens with SmolLM2. */
    private static final class Room implements AutoCloseable {
        private final Screen presenter;
        private final Screen hall;
        private final Screen phone;

        Room(Screen presenter) throws Exception {
            this.presenter = presenter;
            Links links = venue.newRoom();
            hall = venue.screen(1024, 768);
            phone = venue.screen(390, 844);
            screens().forEach(screen -> screen.page().setDefaultTimeout(240_000));
            presenter.open(links.presenter());
            hall.open(links.screen());
            phone.open(links.audience());
        }

        void read(String text) {
            presenter.ask("showPrompt", Map.of("text", text));
            presenter.waitForText(text.substring(text.lastIndexOf(' ')).replace("?", "\\?") + "$");
        }

        List<Screen> screens() {
            return List.of(presenter, hall, phone);
        }

        /** The cell of the first head is held, with its number in the card, and outlined in every screen's figure. */
        void assertHeld(float[] pattern, int count, int q, int k) {
            for (var screen : screens()) {
                screen.waitUntil("(() => { const root = document.querySelector('orrery-figure').shadowRoot;"
                        + " const [mark, cell] = ['.mark', '[data-cell=\"" + q + "," + k
                        + "\"]'].map(each => root.querySelector(each)?.getBoundingClientRect()); return mark"
                        + " && cell && mark.left < cell.left && mark.right > cell.right && mark.top < cell.top"
                        + " && mark.bottom > cell.bottom && mark.width < 1.2 * cell.width + 8; })()");
            }
            for (var screen : List.of(presenter, phone)) {
                screen.cellName()
                        .getByText(PATTERN + "[0, " + q + ", " + k + "]")
                        .waitFor();
                var value = ShownCard.Figure.read(
                        screen.page().locator("orrery-inspector .value").textContent());
                assertThat(value.value()).isCloseTo(pattern[q * count + k], within(value.half() * 1.001));
            }
        }

        /** What a screen shows of a word, once its last join is that of a rule. */
        Map<?, ?> cut(Screen screen, int rule) {
            screen.waitForStep("cut");
            return (Map<?, ?>) screen.page()
                    .waitForFunction(
                            "rule => { const shown = (" + CUT + ")(); return shown?.rule === rule && shown; }", rule)
                    .jsonValue();
        }

        void assertNoErrors() {
            for (var screen : screens()) {
                assertThat(screen.errors()).isEmpty();
            }
        }

        @Override
        public void close() {
            screens().forEach(Screen::close);
        }
    }
}
