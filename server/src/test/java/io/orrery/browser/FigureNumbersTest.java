package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.browser.ShownCard.Figure;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The numbers that figures write beside and into their strips are those of {@code orrery trace}, and of the server's
 * explanation of the same cells.
 */
class FigureNumbersTest {
    private static final String LAYER = "blocks.23.";
    /** The position of the last of the five tokens. */
    private static final int LAST = 4;

    private static final int D_MODEL = 576;
    private static final int D_HEAD = 64;
    private static final int D_MLP = 1536;

    /** Texts of the figure's shadow root by a selector. */
    private static final String TEXTS = "selector => [...document.querySelector('orrery-figure').shadowRoot"
            + ".querySelectorAll(selector)].map(each => each.textContent.trim())";

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void numbersInStripsAreThoseOfTheTraceAndOfTheExplanations() throws Exception {
        var file = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        venue.open(Venue.offering(ModelReference.of(file.toString())));
        try (var screen = venue.screen(1600, 900)) {
            screen.page().setDefaultTimeout(240_000);
            screen.open(venue.links().solo());
            screen.ask("showPrompt", Map.of("text", "The capital of France is"));
            screen.waitForText("is$");
            var tokens = screen.scene().tokenIds();
            assertThat(tokens).hasSize(LAST + 1);
            var trace = TraceFile.of(file.toString(), tokens, folder);

            sharesAndTheirSum(screen, trace);
            neurons(screen, trace);
            neuronsThatWrite(screen, trace);
            theNumberThatChangedMost(screen, trace);
            theNumberThatANormDividesBy(screen, trace);
            theWeightsThatALogitIsMadeWith(screen);
            logitsAndSharesHaveScalesOfTheirOwn(screen);
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** The first head's shares of the values, and the mixed values below. */
    private static void sharesAndTheirSum(Screen screen, TraceFile trace) throws Exception {
        show(screen, "attn.z", ".gathered");
        float[] pattern = trace.tensor(LAYER + "attn.hook_pattern");
        double sum = 0;
        for (var row : rows(screen)) {
            double expected = Arrays.stream(row.get("keys").toString().split(" "))
                    .mapToInt(Integer::parseInt)
                    .mapToDouble(key -> pattern[LAST * (LAST + 1) + key])
                    .sum();
            assertThat(((Number) row.get("share")).doubleValue()).isCloseTo(expected, within(1e-6));
            String written = row.get("written").toString().replaceAll("^\\+ ?| ×$", "");
            // the line of several words is their sum already
            if (!row.get("keys").toString().contains(" ")) {
                assertWritten(written, expected);
            }
            sum += expected;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));

        String z = LAYER + "attn.hook_z";
        float[] mixed = row(trace.tensor(z), LAST * trace.shape(z)[1], D_HEAD);
        var written = texts(screen, "[data-node='" + z + "'] .figure");
        assertThat(written).hasSize(D_HEAD);
        for (int i = 0; i < D_HEAD; i++) {
            assertWritten(written.get(i), mixed[i]);
        }
        JsonNode explained = explained(screen, z, LAST + ",0,7");
        assertWritten(written.get(7), explained.path("value").doubleValue());
        double added = 0;
        for (JsonNode term : explained.path("terms")) {
            added += term.get(0).path("value").doubleValue()
                    * term.get(1).path("value").doubleValue();
        }
        assertThat(added).isCloseTo(mixed[7], within(1e-5));
    }

    /** The strongest neurons with their numbers before and after each operation. */
    private static void neurons(Screen screen, TraceFile trace) throws Exception {
        show(screen, "mlp.post", ".bars .column");
        String post = LAYER + "mlp.hook_post";
        float[] active = row(trace.tensor(post), LAST, D_MLP);
        var names = texts(screen, ".bars > text");
        var strongest = strongest(active, names.size());
        assertThat(names)
                .isNotEmpty()
                .containsExactlyElementsOf(Arrays.stream(strongest)
                        .mapToObj(neuron -> "neuron %,d of %,d".formatted(neuron + 1, D_MLP))
                        .toList());
        var tensors = List.of("mlp.hook_pre", "mlp.hook_gate", "mlp.hook_pre_linear", "mlp.hook_post");
        var written = texts(screen, ".bars .column .figure");
        assertThat(written).hasSize(tensors.size() * strongest.length);
        for (int column = 0; column < tensors.size(); column++) {
            float[] numbers = row(trace.tensor(LAYER + tensors.get(column)), LAST, D_MLP);
            for (int line = 0; line < strongest.length; line++) {
                assertWritten(written.get(column * strongest.length + line), numbers[strongest[line]]);
            }
        }
        JsonNode explained = explained(screen, post, LAST + "," + strongest[0]);
        assertWritten(written.get(3 * strongest.length), explained.path("value").doubleValue());
    }

    /** The numbers of the strongest neurons beside what each of them writes. */
    private static void neuronsThatWrite(Screen screen, TraceFile trace) {
        show(screen, "mlp.out", ".line");
        float[] active = row(trace.tensor(LAYER + "mlp.hook_post"), LAST, D_MLP);
        var said = Pattern.compile("Neuron ([\\d,]+): (\\S+) × its weights");
        var neurons = texts(screen, ".line text").stream()
                .map(said::matcher)
                .filter(matcher -> matcher.matches())
                .toList();
        var strongest = strongest(active, neurons.size());
        assertThat(neurons).hasSize(3);
        for (int i = 0; i < strongest.length; i++) {
            assertThat(neurons.get(i).group(1).replace(",", "")).isEqualTo(String.valueOf(strongest[i] + 1));
            assertWritten(neurons.get(i).group(2), active[strongest[i]]);
        }
    }

    /** The sum that a figure of an addition writes out. */
    private static void theNumberThatChangedMost(Screen screen, TraceFile trace) throws Exception {
        show(screen, "resid_mid", ".line");
        String sum = LAYER + "hook_resid_mid";
        float[] before = row(trace.tensor("blocks.22.hook_resid_post"), LAST, D_MODEL);
        float[] after = row(trace.tensor(sum), LAST, D_MODEL);
        var changes = new float[D_MODEL];
        for (int i = 0; i < D_MODEL; i++) {
            changes[i] = after[i] - before[i];
        }
        int most = strongest(changes, 1)[0];
        var said = Pattern.compile("number (\\d+) changed most: (\\S+) ([+−]) (\\S+) = (\\S+)");
        var written = texts(screen, ".line .note").stream()
                .map(said::matcher)
                .filter(matcher -> matcher.matches())
                .findFirst()
                .orElseThrow();
        assertThat(written.group(1)).isEqualTo(String.valueOf(most + 1));
        JsonNode explained = explained(screen, sum, LAST + "," + most);
        JsonNode terms = explained.path("terms");
        assertWritten(written.group(2), terms.get(0).get(0).path("value").doubleValue());
        assertWritten(
                (written.group(3).equals("−") ? "−" : "") + written.group(4),
                terms.get(1).get(0).path("value").doubleValue());
        assertWritten(written.group(5), explained.path("value").doubleValue());
        assertWritten(written.group(5), after[most]);
    }

    private static void theNumberThatANormDividesBy(Screen screen, TraceFile trace) throws Exception {
        show(screen, "ln1", ".line .value");
        String scale = LAYER + "ln1.hook_scale";
        String written = texts(screen, ".line .value").get(0);
        assertWritten(written, trace.tensor(scale)[LAST]);
        assertWritten(
                written, explained(screen, scale, LAST + ",0").path("value").doubleValue());
    }

    /** Beside each logit stand its token's weights in W_U: the cell that is pressed there is one of those that the logit is the sum of. */
    private static void theWeightsThatALogitIsMadeWith(Screen screen) throws Exception {
        showStep(screen, "logits", ".bars .strip");
        var figures = texts(screen, ".bars .figure");
        assertThat(texts(screen, ".bars .heading text")).contains("WU: %d of 49,152 tokens".formatted(figures.size()));
        assertThat(texts(screen, ".bars .strip")).hasSameSizeAs(figures);
        screen.page().locator("orrery-figure .bars .strip .press").first().click();
        screen.waitUntil("orrery.walk().choice.cell?.name === 'unembed.W_U'");
        @SuppressWarnings("unchecked")
        var cell = (List<Integer>) screen.scene().read("orrery.walk().choice.cell.index");
        JsonNode logit = explained(screen, "logits", LAST + "," + cell.get(1));
        assertWritten(figures.get(0), logit.path("value").doubleValue());
        double sum = 0;
        for (JsonNode term : logit.path("terms")) {
            sum += term.get(0).path("value").doubleValue()
                    * term.get(1).path("value").doubleValue();
        }
        assertWritten(figures.get(0), sum);
        assertThat(logit.path("terms").get(cell.get(0)).toString()).contains("unembed.W_U");
    }

    /** Logits and percentages have different units, so the longest bar of each column fills it. Shares have the panel's figures. */
    @SuppressWarnings("unchecked")
    private static void logitsAndSharesHaveScalesOfTheirOwn(Screen screen) {
        showStep(screen, "probs", ".bars .column");
        var longest = (List<Number>) screen.page()
                .evaluate("() => [...document.querySelector('orrery-figure').shadowRoot.querySelectorAll('.bars"
                        + " .column')].map(column =>"
                        + " Math.max(...[...column.querySelectorAll('.bar')].map(bar =>"
                        + " Number(bar.getAttribute('width')))))");
        assertThat(longest).hasSize(2);
        assertThat(longest.get(0).doubleValue()).isCloseTo(longest.get(1).doubleValue(), within(1e-3));
        var next = (List<Number>) screen.scene().read("orrery.walk().next.map(({p}) => p)");
        var shares = texts(screen, ".bars .column:last-of-type .figure");
        assertThat(shares).hasSizeGreaterThan(2);
        for (int i = 0; i < shares.size(); i++) {
            assertThat(shares.get(i) + "\u00a0%")
                    .isEqualTo(WrittenShare.of(next.get(i).doubleValue()));
        }
    }

    private static void show(Screen screen, String step, String part) {
        showStep(screen, LAYER + step, part);
    }

    private static void showStep(Screen screen, String step, String part) {
        screen.go(step);
        screen.waitForStep(step);
        screen.page().locator("orrery-figure " + part).first().waitFor();
    }

    /** A number rounded as it is written. */
    private static void assertWritten(String written, double value) {
        var figure = Figure.read(written);
        assertThat(figure.value()).isCloseTo(value, within(figure.half() + 1e-6));
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Screen screen, String selector) {
        return (List<String>) screen.page().evaluate(TEXTS, selector);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Screen screen) {
        return (List<Map<String, Object>>) screen.page()
                .evaluate("() => [...document.querySelector('orrery-figure').shadowRoot.querySelectorAll('.gathered')]"
                        + ".map(row => ({keys: row.dataset.keys, share: Number(row.dataset.share),"
                        + " written: row.querySelectorAll('text')[1].textContent.trim()}))");
    }

    private static JsonNode explained(Screen screen, String tensor, String cell) throws Exception {
        return new ObjectMapper().readTree((String) screen.page()
                .evaluate(
                        "async ([trace, tensor, cell]) => (await fetch("
                                + "`/api/traces/${trace}/explain?name=${tensor}&cell=${cell}`)).text()",
                        List.of(screen.scene().traceId(), tensor, cell)));
    }

    private static float[] row(float[] tensor, int row, int size) {
        return Arrays.copyOfRange(tensor, row * size, (row + 1) * size);
    }

    /** Indices of the numbers of greatest magnitude, the greatest first. */
    private static int[] strongest(float[] numbers, int count) {
        return IntStream.range(0, numbers.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(numbers[i])))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
