package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person points at lights up with all that it came from; what a person chooses stands out from the rest. */
class SceneFocusTest {
    private static final String APP = "document.querySelector('orrery-app')";
    private static final String LIT = APP + ".machine.litCells.map(({node, index}) => `${node}[${index}]`)";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static Screen screen(int width, int height) {
        return venue.screen(width, height);
    }

    /** The page of the tests that leave nothing in it that a key could not put back. */
    private static Screen shared;

    @BeforeAll
    static void openThePage() {
        shared = newSolo();
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
        shared.waitUntil("!document.querySelector('orrery-help')?.open && app.attached('cell').cell === null"
                + " && app.machine.litCells.length === 0 && app.machine.focus.kind === 'step'");
        shared.rest();
        return shared;
    }

    private static Screen newSolo() {
        var screen = screen(1600, 900);
        screen.open(venue.links().solo());
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
    void aCellUnderThePointerLightsExactlyTheCellsItCameFrom(String step, String tensor, String index) {
        var screen = solo();
        screen.go(step);
        screen.waitForStep(step);
        var at = place(screen, tensor, index);
        screen.page().mouse().move(at[0], at[1]);
        var expected = new TreeSet<>(explained(screen, tensor, index));
        assertThat(expected).as("what the server names").hasSizeGreaterThan(1);
        screen.page().waitForFunction("n => " + LIT + ".length >= n", expected.size());
        assertThat(new TreeSet<>(strings(screen, LIT))).isEqualTo(expected);
    }

    @Test
    void lightGoesWithThePointerAndStaysWithACellThatIsHeld() {
        var screen = solo();
        screen.go("blocks.0.attn.scores");
        screen.waitForStep("blocks.0.attn.scores");
        var at = place(screen, "blocks.0.attn.hook_attn_scores", "0,5,2");
        screen.page().mouse().move(at[0], at[1]);
        screen.page().waitForFunction("() => " + LIT + ".length > 1");
        screen.page().mouse().move(at[0], 880);
        screen.page().waitForFunction("() => " + LIT + ".length === 0");
        screen.press("c");
        screen.page().waitForFunction("() => " + LIT + ".length > 1");
        assertThat(strings(screen, LIT)).contains("blocks.0.attn.hook_attn_scores[0,0,0]");
        screen.page().mouse().move(at[0] + 3, at[1]);
        screen.rest();
        assertThat(strings(screen, LIT)).contains("blocks.0.attn.hook_attn_scores[0,0,0]");
    }

    /** Else a card of one head stands beside the picture, and under the name, of another. */
    @Test
    void aStepAboutOneHeadTurnsToTheHeadOfACellThatIsHeld() {
        var screen = solo();
        screen.go("blocks.0.attn.scores");
        screen.waitForStep("blocks.0.attn.scores");
        screen.page()
                .evaluate(APP + ".dispatchEvent(new CustomEvent('ask', {detail: {action: 'hold',"
                        + " value: {name: 'blocks.0.attn.hook_attn_scores', index: [2, 5, 1]}}}))");
        screen.page().waitForFunction("() => " + LIT + ".length > 1 && !" + APP + ".machine.busy");
        assertThat(strings(
                        screen,
                        "[...document.querySelector('orrery-breadcrumb').renderRoot.querySelectorAll('.crumb')]"
                                + ".map(crumb => crumb.textContent.trim())"))
                .contains("Head 3");
        assertThat(screen.page()
                        .evaluate(APP + ".machine.project('blocks.0.attn.hook_attn_scores', [2, 5, 1]).inFocus"))
                .isEqualTo(true);
        screen.press("c");
        screen.page().waitForFunction("() => " + LIT + "[0] === 'blocks.0.attn.hook_attn_scores[2,0,0]'");
    }

    /** Two panels would leave the whole machine a third of the window; a pointer over it must not move it. */
    @Test
    void onATabletTheWholeMachineHasThePlaceOfThePanelThatNobodyChose() {
        String wide = "(() => { const at = i => " + APP + ".machine.project('blocks.2.mlp.W_in', i).x;"
                + " return at([47, 100]) - " + APP + ".machine.project('blocks.0.attn.W_Q', [0, 0, 0]).x; })()";
        try (var screen = screen(1024, 768)) {
            screen.open(venue.links().solo());
            assertThat(screen.page().locator("orrery-next-panel").count()).isZero();
            double alone = number(screen, wide);
            screen.page().mouse().move(620, 400);
            screen.page().waitForFunction("() => document.querySelector('.right orrery-inspector')");
            screen.rest();
            assertThat(number(screen, wide)).as("under a pointer").isEqualTo(alone);
            screen.page().mouse().move(180, 600);
            screen.page().locator("orrery-stack .tabs button").first().click();
            screen.page().locator("orrery-next-panel").waitFor();
            screen.page().waitForFunction("() => !" + APP + ".machine.busy");
            assertThat(number(screen, wide)).as("beside a panel").isLessThan(0.8 * alone);
        }
    }

    @Test
    void inATightWindowAStepHasThatPlaceTooAndACardOpensBesideTheCellThatItSpeaksOf() {
        try (var screen = screen(1024, 768)) {
            screen.open(venue.links().solo());
            screen.go("blocks.0.mlp.pre");
            screen.waitForStep("blocks.0.mlp.pre");
            assertThat(screen.page().locator("orrery-next-panel").count()).isZero();
            var at = numbers(
                    screen,
                    "(() => { for (let row = 0; row < 48; row++) for (let unit = 47; unit >= 0; unit--) {"
                            + " const at = " + APP + ".machine.project('blocks.0.mlp.W_in', [row, unit]);"
                            + " if (at.x > 800 && at.x < 960 && at.y > 200) return [at.x, at.y]; } return []; })()");
            assertThat(at).as("a cell where the panel would be").hasSize(2);
            screen.page().mouse().move(at.get(0), at.get(1));
            screen.page().locator("orrery-inspector").waitFor();
            String left = "document.querySelector('.right.over orrery-stack').getBoundingClientRect().left";
            screen.page().waitForFunction("() => " + left + " < 300");
            assertThat((boolean)
                            screen.page().evaluate("([x, y]) => document.elementFromPoint(x, y).matches('canvas')", at))
                    .as("the cell is seen")
                    .isTrue();
            screen.page().mouse().move(600, 20);
            screen.page().waitForFunction("() => " + left + " > 600");
        }
    }

    @Test
    void onAPhoneWhatWasChosenStandsAboveTheWayBack() {
        try (var screen = screen(390, 844)) {
            screen.open(venue.links().solo());
            screen.page().evaluate(APP + ".dispatchEvent(new CustomEvent('ask', {detail: {action: 'overview'}}))");
            screen.page().locator(".pill").waitFor();
            screen.page().waitForFunction("() => !" + APP + ".machine.busy");
            assertThat(number(screen, APP + ".machine.project('blocks.1.mlp.W_out', [191, 47]).y"))
                    .isLessThan(number(screen, "document.querySelector('.pill').getBoundingClientRect().top"));
        }
    }

    @Test
    void cellsInUseKeepTheirColourAndTheOthersOfTheirBlockSink() {
        try (var screen = newSolo()) {
            screen.go("blocks.0.attn.qkv");
            screen.waitForStep("blocks.0.attn.qkv");
            String used = "[4, 0, 5]";
            String cell = "blocks.0.attn.hook_q";
            String lightness = "(([r, g, b]) => r + g + b)(" + APP + ".machine.pixelAt(at.x, at.y))";
            String look = "index => { const at = " + APP + ".machine.project('" + cell + "', index); return "
                    + lightness + "; }";
            double before = number(screen, "(" + look + ")(" + used + ")");
            List<Double> others = others(screen, look);
            screen.page()
                    .evaluate(APP + ".machine.lit = {cell: {name: '" + cell + "', index: " + used
                            + "}, from: [], held: false}");
            double after = number(screen, "(" + look + ")(" + used + ")");
            assertThat(after).as("the cell itself").isCloseTo(before, org.assertj.core.data.Offset.offset(6.0));
            assertThat(others(screen, look).stream().mapToDouble(each -> each).sum())
                    .as("the others of its block")
                    .isLessThan(0.8 * others.stream().mapToDouble(each -> each).sum());
        }
    }

    @Test
    void choosingAPartDimsTheRest() {
        try (var screen = newSolo()) {
            String still = APP + ".machine.camera = stand; ";
            String stand = "const stand = (() => { const m = " + APP
                    + ".machine; m.moveCamera([0, -200, 0, -0.35, 0.25, 900], 0); return m.camera; })(); ";
            String look = "const seen = name => { const m = " + APP + ".machine; let sum = 0, n = 0;"
                    + " for (let i = 2; i < 46; i++) { const at = m.project(name, [i, 40]);"
                    + " if (!at) continue; const [r, g, b] = m.pixelAt(at.x, at.y); sum += r + g + b; n++; }"
                    // the background is not as dark everywhere: beside the table it is seen alone
                    + " const edge = m.project(name, [47, 40]), [r, g, b] = m.pixelAt(edge.x + 30, edge.y);"
                    + " return sum / n - (r + g + b); }; ";
            String measure = "[seen('blocks.1.mlp.W_in'), seen('blocks.2.mlp.W_in')]";
            var before = numbers(screen, "(() => {" + stand + look + "return " + measure + "; })()");
            var after = numbers(
                    screen,
                    "(() => {" + stand + look + APP + ".machine.focus = {kind: 'part', layer: 1, part: 'mlp'}; " + APP
                            + ".machine.complete(); " + still + "return " + measure + "; })()");
            assertThat(after.get(0)).as("what is chosen").isGreaterThan(0.95 * before.get(0));
            assertThat(after.get(1)).as("the rest").isLessThan(0.5 * before.get(1));
        }
    }

    @Test
    void everythingThisStepAndEachHeadAreOneKey() {
        var screen = solo();
        screen.go("blocks.0.attn.scores");
        screen.waitForStep("blocks.0.attn.scores");
        screen.press("e");
        assertThat(focus(screen)).isEqualTo("{\"kind\":\"everything\"}");
        screen.press("s");
        assertThat(focus(screen)).isEqualTo("{\"kind\":\"step\",\"head\":0}");
        assertThat(inFocus(screen, 0)).isTrue();
        screen.press("]");
        screen.waitForStep("blocks.0.attn.scores");
        assertThat(focus(screen)).isEqualTo("{\"kind\":\"step\",\"head\":1}");
        assertThat(inFocus(screen, 0)).isFalse();
        assertThat(inFocus(screen, 1)).isTrue();
        screen.press("[");
        screen.press("[");
        screen.waitForStep("blocks.0.attn.scores");
        assertThat(inFocus(screen, 2)).as("round the end of the fan").isTrue();
        screen.press("ArrowRight");
        screen.waitForStep("blocks.0.attn.pattern");
        assertThat(focus(screen)).as("the head stays").isEqualTo("{\"kind\":\"step\",\"head\":2}");
        screen.press("?");
        String help = screen.page().locator("orrery-help dialog").innerText();
        assertThat(help).contains("See everything").contains("See this step").contains("The next head");
    }

    @Test
    void theMapAndTheWayLeadToAnyPartAndSayWhereOneIs() {
        var screen = solo();
        var where = screen.page().locator("orrery-breadcrumb");
        var map = where.locator("[role=slider]");
        var box = map.boundingBox();
        screen.page().mouse().click(box.x + box.width - 9, box.y + box.height / 2);
        assertThat(focus(screen)).contains("\"section\":\"output\"");
        assertThat(where.locator("[aria-current]").innerText()).isEqualTo("Output");
        map.focus();
        screen.press("ArrowLeft");
        assertThat(focus(screen)).isEqualTo("{\"kind\":\"part\",\"layer\":2,\"part\":\"mlp\"}");
        assertThat(screen.step()).as("the arrow moved the map, not the walk").isEqualTo("start");
        screen.press("ArrowLeft");
        assertThat(where.locator("li").allInnerTexts().stream()
                        .map(String::strip)
                        .toList())
                .startsWith("Sorting model", "Layer 3", "Attention");
        where.locator("button", new com.microsoft.playwright.Locator.LocatorOptions().setHasText("Layer 3"))
                .click();
        assertThat(focus(screen)).isEqualTo("{\"kind\":\"layer\",\"layer\":2}");
        screen.press("s");
        assertThat(where.locator("[aria-current]").innerText()).isEqualTo("Sorting model");
    }

    @Test
    void aLabelChoosesWhatItNames() {
        var screen = solo();
        var label = screen.page().locator(".scene-label.shown", byText("Layer 2"));
        var box = label.boundingBox();
        screen.page().mouse().click(box.x + box.width / 2, box.y + box.height / 2);
        assertThat(focus(screen)).isEqualTo("{\"kind\":\"layer\",\"layer\":1}");
        screen.press("ArrowRight");
        screen.waitForStep("embed");
        assertThat(focus(screen)).as("who goes on is back at the step").contains("\"kind\":\"step\"");
    }

    @Test
    void aWordOfTheCardLightsItsBlockAndIsLitByIt() {
        var screen = solo();
        screen.go("blocks.0.attn.qkv");
        screen.waitForStep("blocks.0.attn.qkv");
        var word = screen.page().locator("orrery-step-card .link", byText("key"));
        word.hover();
        screen.page()
                .waitForFunction("() => [...document.querySelectorAll('.scene-label.lit')]"
                        + ".some(label => label.innerText.startsWith('Keys'))");
        var at = place(screen, "blocks.0.attn.hook_k", "3,0,8");
        screen.page().mouse().move(at[0], at[1]);
        screen.page()
                .waitForFunction("() => document.querySelector('orrery-step-card').shadowRoot"
                        + ".querySelector('.link.lit')?.textContent.trim() === 'key'");
    }

    private static com.microsoft.playwright.Page.LocatorOptions byText(String text) {
        return new com.microsoft.playwright.Page.LocatorOptions().setHasText(text);
    }

    /** Where a cell is on the page. */
    @SuppressWarnings("unchecked")
    private static double[] place(Screen screen, String tensor, String index) {
        var at = (Map<String, Number>)
                screen.page().evaluate(APP + ".machine.project('" + tensor + "', [" + index + "])");
        return new double[] {at.get("x").doubleValue(), at.get("y").doubleValue()};
    }

    /** The cell, and every cell that the server's own explanation names; of an embedding the row that was looked up. */
    private static List<String> explained(Screen screen, String tensor, String index) {
        return strings(
                screen,
                "(async () => { const said = await (await fetch(`/api/traces/${" + APP + ".trace.id}/explain?name="
                        + tensor + "&cell=" + index + "`)).json(); const found = [];"
                        + " const look = (part, top) => { if (Array.isArray(part)) part.forEach(each => look(each, false));"
                        + " else if (part && typeof part === 'object') { if (part.name && part.cell) found.push([part.name, part.cell]);"
                        + " for (const key of Object.keys(part)) if (key !== 'cell') look(part[key], false); } }; look(said, true);"
                        + " const all = found.flatMap(([name, cell]) => name === 'embed.W_E'"
                        + " ? Array.from({length: 48}, (_, i) => [name, [cell[0], i]]) : [[name, cell]]);"
                        + " return all.map(([name, cell]) => `${name}[${cell}]`); })()");
    }

    private static List<Double> others(Screen screen, String look) {
        return numbers(screen, "[0, 1, 2, 3].flatMap(p => [2, 6, 10, 14].map(d => (" + look + ")([p, 0, d])))");
    }

    private static String focus(Screen screen) {
        return (String) screen.page().evaluate("JSON.stringify(" + APP + ".machine.focus)");
    }

    private static boolean inFocus(Screen screen, int head) {
        return (boolean) screen.page()
                .evaluate(APP + ".machine.project('blocks.0.attn.hook_attn_scores', [" + head + ", 5, 2]).inFocus");
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Screen screen, String expression) {
        return (List<String>) screen.page().evaluate(expression);
    }

    private static double number(Screen screen, String expression) {
        return ((Number) screen.page().evaluate(expression)).doubleValue();
    }

    private static List<Double> numbers(Screen screen, String expression) {
        return ((List<?>) screen.page().evaluate(expression))
                .stream().map(each -> ((Number) each).doubleValue()).toList();
    }
}
