package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Compares two models with the same tokenizer: each screen shows the probabilities of both, as the models compute them. */
class CompareTest {
    private static final String FIRST = "llama-tiny";
    private static final String SECOND = "llama-tiny-lora";
    private static final String FIRST_TITLE = "Llama tiny";
    private static final String BOTH_TITLE = "Llama tiny + Llama tiny lora";

    /** Whether every row of the panel, but for the one of all other tokens, is one of the expected text, width and width. */
    private static final String ROWS_MATCH = """
        expected => {
          const rows = [...(document.querySelector('orrery-next-panel')?.shadowRoot.querySelectorAll('ul li:not(.others)') ?? [])];
          return rows.length > 3 && rows.every((row) => {
            const text = row.querySelector('.tile').textContent.trim();
            const [first, second] = [...row.querySelectorAll('.bar.two i')].map((bar) => parseFloat(bar.style.width));
            return expected.some(([name, a, b]) => name === text && Math.abs(a - first) < 0.01 && Math.abs(b - second) < 0.01);
          });
        }\
        """;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(Venue.offering(Fixtures.named(FIRST), Fixtures.named(SECOND)));

    @Test
    void roomSeesBothModelsAndTheNextTokenOfBoth() throws Exception {
        try (var presenter = screen(1600, 900);
                var attendee = screen(1024, 768);
                var phone = screen(390, 844);
                var hall = screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            phone.open(venue.links().audience());
            hall.open(venue.links().screen());
            phone.chooseTab("Next?");
            var screens = List.of(presenter, attendee, phone);
            choose(presenter, 1);
            presenter.press("a");
            List<Integer> tokens = presenter.scene().tokenIds();
            assertShowBoth(screens, tokens);
            assertHallShowsBoth(hall, tokens);

            presenter.press("g");
            for (Screen each : List.of(presenter, attendee, phone, hall)) {
                each.waitForPositions(tokens.size() + 1);
            }
            tokens = presenter.scene().tokenIds();
            assertShowBoth(screens, tokens);
            assertHallShowsBoth(hall, tokens);

            choose(presenter, 0);
            hall.page().locator("orrery-projector .caption").waitFor();
            for (Screen each : List.of(presenter, phone)) {
                waitUntilOneModelIsShown(each);
            }
            presenter.press("a");
            // With one model, a tablet gives the panel's place to the whole machine.
            Screen.waitUntilGone(attendee.page().locator("orrery-next-panel"));
            for (Screen each : screens) {
                assertThat(each.errors()).isEmpty();
            }
        }
    }

    @Test
    void pageWithoutARoomShowsBothModels() throws Exception {
        try (var alone = screen(1600, 900)) {
            alone.open(venue.links().solo());
            choose(alone, 1);
            assertShowBoth(List.of(alone), alone.scene().tokenIds());
            choose(alone, 0);
            waitUntilOneModelIsShown(alone);
        }
    }

    @Test
    void bothModelsAreNamedAfterASwitchAndEachRowHasBothPercentages() throws Exception {
        try (var alone = screen(1600, 900)) {
            alone.open(venue.links().solo());
            choose(alone, 1);
            assertNamed(alone, FIRST_TITLE, BOTH_TITLE);
            alone.ask("prompt");
            var prompt = alone.page().locator("orrery-prompt");
            prompt.locator("select").selectOption(new SelectOption().setLabel(BOTH_TITLE));
            prompt.locator("#text").fill("Lily and Tom");
            prompt.locator("#text").press("Enter");
            waitUntilOneModelIsShown(alone);
            assertThat(alone.page().locator("orrery-compare select").inputValue())
                    .as("the model beside")
                    .isEmpty();

            choose(alone, 1);

            assertNamed(alone, BOTH_TITLE, FIRST_TITLE);
            var tokens = alone.scene().tokenIds();
            Model model = Fixtures.open(FIRST);
            var rows = alone.page().locator("orrery-next-panel ul li");
            double[] left = {1, 1};
            for (int i = 0; i < rows.count(); i++) {
                var row = rows.nth(i);
                boolean isRest = row.getAttribute("class") != null
                        && row.getAttribute("class").contains("others");
                String name = row.locator(".tile").textContent().strip();
                for (int of = 0; of < 2; of++) {
                    float[] all = probabilities(Fixtures.open(of == 0 ? SECOND : FIRST), tokens);
                    double p = isRest
                            ? left[of]
                            : all[
                                    IntStream.range(0, all.length)
                                            .filter(token -> shown(model, token).equals(name))
                                            .findFirst()
                                            .orElseThrow()];
                    left[of] -= p;
                    assertThat(row.locator(".both span").nth(of).textContent()).isEqualTo(WrittenShare.of(p));
                }
            }
        }
    }

    private static void assertNamed(Screen screen, String first, String second) {
        screen.page().locator("orrery-next-panel .bar.two").first().waitFor();
        assertThat(screen.page().locator("orrery-next-panel .models > span").allTextContents())
                .containsExactly(first, second);
        assertThat(screen.page().locator("orrery-compare option:checked").textContent())
                .isEqualTo(second);
    }

    private static Screen screen(int width, int height) {
        return venue.screen(width, height);
    }

    private static void choose(Screen by, int option) {
        by.page().locator("orrery-compare select").selectOption(new SelectOption().setIndex(option));
    }

    private static void waitUntilOneModelIsShown(Screen screen) {
        screen.page().locator("orrery-next-panel li").first().waitFor();
        Screen.waitUntilGone(screen.page().locator("orrery-next-panel .bar.two"));
    }

    /** Waits until the panel names both models and each row has a token with the two bars that its models give it. */
    private static void assertShowBoth(List<Screen> screens, List<Integer> tokens) throws Exception {
        Model model = Fixtures.open(FIRST);
        float[] first = probabilities(model, tokens);
        float[] second = probabilities(Fixtures.open(SECOND), tokens);
        assertThat(first).isNotEqualTo(second);
        var expected = IntStream.range(0, first.length)
                .mapToObj(token -> List.of(shown(model, token), 100.0 * first[token], 100.0 * second[token]))
                .toList();
        for (Screen each : screens) {
            each.page()
                    .locator("orrery-next-panel .models")
                    .getByText(BOTH_TITLE)
                    .waitFor();
            each.page().waitForFunction(ROWS_MATCH, expected);
        }
    }

    /** Waits until the projector has a line for each model, which begins with the model's likeliest token. */
    private static void assertHallShowsBoth(Screen hall, List<Integer> tokens) throws Exception {
        var lines = hall.page().locator("orrery-hall-compared li");
        for (String name : List.of(FIRST, SECOND)) {
            Model model = Fixtures.open(name);
            float[] p = probabilities(model, tokens);
            int best = 0;
            for (int token = 0; token < p.length; token++) {
                best = p[token] > p[best] ? token : best;
            }
            String percent = WrittenShare.of(p[best]);
            lines.nth(name.equals(FIRST) ? 0 : 1)
                    .filter(new Locator.FilterOptions()
                            .setHasText(Pattern.compile(
                                    "^\\s*" + literal(model.preset().title()) + "\\s*" + literal(shown(model, best))
                                            + "\\s*" + literal(percent))))
                    .waitFor();
        }
    }

    /** The text of a token as pages write it. */
    private static String shown(Model model, int token) {
        String piece = model.tokenizer().piece(token);
        String text = piece.strip();
        int at = piece.indexOf(text);
        return "␣".repeat(at) + text + "␣".repeat(piece.length() - at - text.length());
    }

    /** A regular expression, in Java and in JavaScript, for a text. */
    private static String literal(String text) {
        return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}/]", "\\\\$0");
    }

    private static float[] probabilities(Model model, List<Integer> tokens) {
        try (var workers = new Workers(1)) {
            int[] text = tokens.stream().mapToInt(Integer::intValue).toArray();
            var run = Activations.compute(model.graph(), model.weights(), new Run(text, workers));
            float[] logits =
                    run.tensor(model.graph().node("logits").orElseThrow()).rows()[text.length - 1];
            double most = Double.NEGATIVE_INFINITY;
            for (float logit : logits) {
                most = Math.max(most, logit);
            }
            var probabilities = new float[logits.length];
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit - most);
            }
            for (int i = 0; i < logits.length; i++) {
                probabilities[i] = (float) (Math.exp(logits[i] - most) / sum);
            }
            return probabilities;
        }
    }
}
