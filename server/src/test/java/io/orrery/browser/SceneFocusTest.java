package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pointing at a cell lights the cells that it was computed from; choosing a part dims the rest of the model. */
class SceneFocusTest {
    private static final String SCORES = "blocks.0.attn.hook_attn_scores";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    /** The page of the tests that leave nothing on it which a key could not undo. */
    private static Screen shared;

    @BeforeAll
    static void openThePage() {
        shared = openSolo(1600, 900);
    }

    @AfterAll
    static void closeThePage() {
        shared.close();
    }

    /** The shared page at the first step, with nothing open, held, chosen or under the pointer. */
    private static Screen solo() {
        shared.page().mouse().move(0, 0);
        shared.page().evaluate("() => document.activeElement?.blur()");
        shared.press("Escape");
        shared.press("Escape");
        shared.press("s");
        shared.go("start");
        shared.waitForStep("start");
        Screen.waitUntilGone(shared.page().locator("orrery-help dialog[open]"));
        Screen.waitUntilGone(shared.cellName());
        shared.scene().waitForNoLitCells();
        shared.scene().waitUntil("orrery.scene().focus.kind === 'step'");
        shared.rest();
        return shared;
    }

    private static Screen openSolo(int width, int height) {
        return inSolo(venue.screen(width, height));
    }

    private static Screen inSolo(Screen screen) {
        screen.open(venue.links().solo());
        // A panel that comes late moves the machine.
        screen.settle();
        return screen;
    }

    private static Screen soloAt(String step) {
        var screen = solo();
        screen.go(step);
        screen.waitForStep(step);
        return screen;
    }

    @ParameterizedTest
    @CsvSource({
        "resid, hook_embed, '2,30'",
        "blocks.0.ln1, blocks.0.ln1.hook_normalized, '4,20'",
        "blocks.0.attn.qkv, blocks.0.attn.hook_q, '4,0,5'",
        "blocks.0.attn.scores, blocks.0.attn.hook_attn_scores, '0,5,2'",
        "blocks.0.attn.pattern, blocks.0.attn.hook_pattern, '0,5,1'",
        "blocks.0.attn.z, blocks.0.attn.hook_z, '5,0,3'",
        "blocks.0.attn.out, blocks.0.hook_attn_out, '3,24'",
        "blocks.0.resid_mid, blocks.0.hook_resid_mid, '3,24'",
        "blocks.0.mlp.pre, blocks.0.mlp.hook_pre, '3,30'",
        "blocks.0.mlp.out, blocks.0.hook_mlp_out, '3,24'",
        "logits, logits, '5,1'",
        "probs, probs, '5,1'"
    })
    void pointingLightsTheCellsThatTheExplanationNames(String step, String tensor, String index) {
        var screen = soloAt(step);
        screen.pointAt(tensor, cell(index));
        var expected = new TreeSet<>(explained(screen, tensor, index));
        assertThat(expected).as("cells in the server's explanation").hasSizeGreaterThan(1);
        screen.scene().waitForLitCells(expected.size());
        assertThat(new TreeSet<>(screen.scene().litCells())).isEqualTo(expected);
    }

    @Test
    void lightFollowsThePointerUnlessACellIsHeld() {
        var screen = soloAt("blocks.0.attn.scores");
        double[] at = screen.scene().place(SCORES, List.of(0, 5, 2));
        screen.page().mouse().move(at[0], at[1]);
        screen.scene().waitForLitCells(2);
        screen.page().mouse().move(at[0], 880);
        screen.scene().waitForNoLitCells();
        screen.press("c");
        screen.scene().waitForLitCells(2);
        assertThat(screen.scene().litCells()).contains(SCORES + "[0,0,0]");
        screen.page().mouse().move(at[0] + 3, at[1]);
        screen.rest();
        assertThat(screen.scene().litCells()).contains(SCORES + "[0,0,0]");
        assertThat(screen.cellName().textContent()).isEqualTo(SCORES + "[0, 0, 0]");
    }

    /** Otherwise the card would show one head, the scene and the path another. */
    @Test
    void holdingACellTurnsToItsHead() {
        var screen = soloAt("blocks.0.attn.scores");
        screen.hold(SCORES, List.of(2, 5, 1));
        screen.scene().waitForLitCells(2);
        screen.rest();
        assertThat(screen.focusPath()).contains("Head 3");
        assertThat(screen.scene().isInFocus(SCORES, List.of(2, 5, 1))).isTrue();
        screen.press("c");
        screen.cellName().getByText(SCORES + "[2, 0, 0]").waitFor();
        screen.scene().waitUntil("orrery.scene().lit[0] === '" + SCORES + "[2,0,0]'");
    }

    /** Two panels would leave the whole model a third of the window; pointing must not move it. */
    @Test
    void wholeModelOnATabletHasThePlaceOfAPanelUntilOneIsChosen() {
        String width =
                "orrery.place('blocks.2.mlp.W_in', [47, 100]).x - orrery.place('blocks.0.attn.W_Q', [0, 0, 0]).x";
        try (var screen = openSolo(1024, 768)) {
            screen.rest();
            assertThat(screen.page().locator("orrery-next-panel").count()).isZero();
            double alone = screen.scene().number(width);
            screen.page().mouse().move(620, 400);
            screen.page().locator(".right orrery-inspector").waitFor();
            screen.rest();
            assertThat(screen.scene().number(width)).as("width while pointing").isEqualTo(alone);
            screen.page().mouse().move(180, 600);
            screen.page().locator("orrery-stack .tabs button").first().click();
            screen.page().locator("orrery-next-panel").waitFor();
            screen.rest();
            assertThat(screen.scene().number(width)).as("width next to a panel").isLessThan(0.8 * alone);
        }
    }

    @Test
    void cardInANarrowWindowOpensAwayFromItsCell() {
        try (var screen = openSolo(1024, 768)) {
            screen.go("blocks.0.mlp.pre");
            screen.waitForStep("blocks.0.mlp.pre");
            screen.rest();
            assertThat(screen.page().locator("orrery-next-panel").count()).isZero();
            var at = screen.scene()
                    .numbers("(() => { for (let row = 0; row < 48; row++) for (let unit = 47; unit >= 0; unit--) {"
                            + " const at = orrery.place('blocks.0.mlp.W_in', [row, unit]);"
                            + " if (at.x > 800 && at.x < 960 && at.y > 200) return [at.x, at.y]; } return []; })()");
            assertThat(at).as("a cell where the panel would be").hasSize(2);
            screen.page().mouse().move(at.get(0), at.get(1));
            screen.page().locator("orrery-inspector").waitFor();
            String left = "document.querySelector('.right.over orrery-stack').getBoundingClientRect().left";
            screen.waitUntil(left + " < 300");
            assertThat((boolean)
                            screen.page().evaluate("([x, y]) => document.elementFromPoint(x, y).matches('canvas')", at))
                    .as("the cell is not covered")
                    .isTrue();
            screen.page().mouse().move(600, 20);
            screen.waitUntil(left + " > 600");
        }
    }

    @Test
    void wholeModelOnAPhoneEndsAboveTheButtonThatLeadsBack() {
        try (var screen = openSolo(390, 844)) {
            screen.press("e");
            var back = screen.page().locator(".pill");
            back.waitFor();
            screen.rest();
            assertThat(screen.scene().place("blocks.1.mlp.W_out", List.of(191, 47))[1])
                    .isLessThan(back.boundingBox().y);
        }
    }

    @Test
    void litCellsKeepTheirColourAndTheOthersOfTheirBlockDim() {
        try (var screen = inSolo(venue.drawnScreen(1600, 900))) {
            screen.go("blocks.0.attn.qkv");
            screen.waitForStep("blocks.0.attn.qkv");
            double before = brightness(screen, List.of(4, 0, 5));
            double othersBefore = brightnessOfOthers(screen);
            screen.pointAt("blocks.0.attn.hook_q", List.of(4, 0, 5));
            screen.scene().waitForLitCells(1);
            screen.rest();
            assertThat(brightness(screen, List.of(4, 0, 5))).as("the lit cell").isCloseTo(before, within(6.0));
            assertThat(brightnessOfOthers(screen))
                    .as("other cells of its block")
                    .isLessThan(0.8 * othersBefore);
        }
    }

    private static double brightnessOfOthers(Screen screen) {
        return IntStream.of(0, 1, 2, 3)
                .boxed()
                .flatMap(position -> Stream.of(2, 6, 10, 14).map(d -> List.of(position, 0, d)))
                .mapToDouble(cell -> brightness(screen, cell))
                .sum();
    }

    /** The sum of red, green and blue of a cell's pixel. */
    private static double brightness(Screen screen, List<Integer> cell) {
        return IntStream.of(screen.scene().colour("blocks.0.attn.hook_q", cell)).sum();
    }

    @Test
    void choosingAPartDimsTheRest() {
        try (var screen = inSolo(venue.drawnScreen(1600, 900))) {
            // The background is not equally dark everywhere, so each table is compared with the background next to it.
            String measure =
                    "(() => { orrery.look([0, -200, 0, -0.35, 0.25, 900]); const seen = name => { let sum = 0, n = 0;"
                            + " for (let i = 2; i < 46; i++) { const at = orrery.place(name, [i, 40]); if (!at) continue;"
                            + " const [r, g, b] = orrery.colourAt(at.x, at.y); sum += r + g + b; n++; } const edge ="
                            + " orrery.place(name, [47, 40]), [r, g, b] = orrery.colourAt(edge.x + 30, edge.y); return sum"
                            + " / n - (r + g + b); }; return [seen('blocks.1.mlp.W_in'), seen('blocks.2.mlp.W_in')]; })()";
            var before = screen.scene().numbers(measure);
            screen.ask("focus", Map.of("kind", "part", "layer", 1, "part", "mlp"));
            screen.scene().waitUntil("orrery.scene().focus.kind === 'part'");
            screen.rest();
            var after = screen.scene().numbers(measure);
            assertThat(after.get(0)).as("the part that is chosen").isGreaterThan(0.95 * before.get(0));
            assertThat(after.get(1)).as("the rest").isLessThan(0.5 * before.get(1));
        }
    }

    @Test
    void keysShowTheWholeModelTheStepAndEachHead() {
        var screen = soloAt("blocks.0.attn.scores");
        screen.press("e");
        assertThat(screen.focusPath())
                .as("the whole model stays at later steps, and the path says how that ends")
                .containsExactly("Sorting model", "Stays until you go back to the step S");
        screen.press("s");
        screen.waitForStep("blocks.0.attn.scores");
        assertThat(screen.focusPath()).containsExactly("Sorting model", "Layer 1", "Attention", "Head 1");
        assertThat(isHeadInFocus(screen, 0)).isTrue();
        screen.press("]");
        screen.waitForStep("blocks.0.attn.scores");
        assertThat(screen.focusPath()).endsWith("Head 2");
        assertThat(isHeadInFocus(screen, 0)).isFalse();
        assertThat(isHeadInFocus(screen, 1)).isTrue();
        screen.press("[");
        screen.press("[");
        screen.waitForStep("blocks.0.attn.scores");
        assertThat(isHeadInFocus(screen, 2))
                .as("before the first head comes the last")
                .isTrue();
        screen.press("ArrowRight");
        screen.waitForStep("blocks.0.attn.pattern");
        assertThat(screen.focusPath()).as("the next step shows the same head").endsWith("Attention", "Head 3");
        screen.press("?");
        String help = screen.page().locator("orrery-help dialog[open]").innerText();
        assertThat(help).contains("See everything").contains("See this step").contains("The next head");
    }

    private static boolean isHeadInFocus(Screen screen, int head) {
        return screen.scene().isInFocus(SCORES, List.of(head, 5, 2));
    }

    @Test
    void mapAndPathShowAndChooseThePartInFocus() {
        var screen = solo();
        var where = screen.page().locator("orrery-breadcrumb");
        var map = where.locator("[role=slider]");
        var box = map.boundingBox();
        screen.page().mouse().click(box.x + box.width - 9, box.y + box.height / 2);
        assertThat(where.locator("[aria-current]").innerText()).isEqualTo("Output");
        map.focus();
        screen.press("ArrowLeft");
        assertThat(screen.focusPath()).containsExactly("Sorting model", "Layer 3", "MLP");
        assertThat(screen.step())
                .as("the arrow moves on the map, not to another step")
                .isEqualTo("start");
        screen.press("ArrowLeft");
        assertThat(screen.focusPath()).containsExactly("Sorting model", "Layer 3", "Attention");
        where.locator("button", new Locator.LocatorOptions().setHasText("Layer 3"))
                .click();
        assertThat(screen.focusPath()).containsExactly("Sorting model", "Layer 3");
        screen.press("s");
        assertThat(where.locator("[aria-current]").innerText()).isEqualTo("Sorting model");
    }

    @Test
    void pressingALabelChoosesItsPart() {
        var screen = solo();
        var box = screen.page().locator(".scene-label.shown", byText("Layer 2")).boundingBox();
        screen.page().mouse().click(box.x + box.width / 2, box.y + box.height / 2);
        assertThat(screen.focusPath()).containsExactly("Sorting model", "Layer 2");
        for (String step : List.of("cut", "embed")) {
            screen.press("ArrowRight");
            screen.waitForStep(step);
        }
        assertThat(screen.focusPath())
                .as("the next step is in focus again")
                .containsExactly("Sorting model", "Embedding");
    }

    @Test
    void wordsOfTheStepAndTheirBlocksLightEachOther() {
        var screen = soloAt("blocks.0.attn.qkv");
        screen.page().locator("orrery-step-card .link", byText("key")).hover();
        screen.page().locator(".scene-label.lit", byText("Keys")).first().waitFor();
        screen.pointAt("blocks.0.attn.hook_k", List.of(3, 0, 8));
        screen.page().locator("orrery-step-card .link.lit").getByText("key").waitFor();
    }

    private static Page.LocatorOptions byText(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static List<Integer> cell(String index) {
        return Arrays.stream(index.split(",")).map(Integer::valueOf).toList();
    }

    /** The cell and every cell that the server's explanation names; of an embedding, the whole row that was looked up. */
    @SuppressWarnings("unchecked")
    private static List<String> explained(Screen screen, String tensor, String index) {
        return (List<String>) screen.page().evaluate("""
            async ([trace, tensor, index]) => {
              const explanation = await (await fetch(`/api/traces/${trace}/explain?name=${tensor}&cell=${index}`)).json();
              const found = [];
              const look = (part) => {
                if (Array.isArray(part)) part.forEach(look);
                else if (part && typeof part === 'object') {
                  if (part.name && part.cell) found.push([part.name, part.cell]);
                  for (const key of Object.keys(part)) if (key !== 'cell') look(part[key]);
                }
              };
              look(explanation);
              return found
                .flatMap(([name, cell]) => name === 'embed.W_E' ? Array.from({length: 48}, (_, i) => [name, [cell[0], i]]) : [[name, cell]])
                .map(([name, cell]) => `${name}[${cell}]`);
            }\
            """, List.of(screen.scene().traceId(), tensor, index));
    }
}
