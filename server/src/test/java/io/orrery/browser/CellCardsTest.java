package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.browser.ExpectedCell.Numbers;
import io.orrery.browser.ShownCard.Figure;
import io.orrery.cli.CommandLineRun;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the numbers on the cards of cells with arithmetic redone here, from the model's weights and {@code orrery trace}. */
class CellCardsTest {
    private static final int CARDS = 200;

    /** As many tokens as the sorting model can read. */
    private static final String FULL_CONTEXT = "#tokens=2,1,0,1,1,2,0,1,1,1,2";

    private static final long SEED = 20_260_613;

    /** The engine's largest relative error: it adds in single precision, this test in double. */
    private static final double SINGLE = 2e-6;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @BeforeEach
    void openServer() throws IOException {
        venue.openOnce(Venue.offering(ModelReference.of("nano-sort")));
    }

    @ParameterizedTest
    @CsvSource({"1600, 900", "1024, 768", "390, 844"})
    void fitIntoTheirPanel(int width, int height) {
        try (var screen = venue.screen(width, height)) {
            screen.open(venue.links().solo());
            screen.scene().loadEveryTensor();
            for (String cell : List.of(
                    "hook_embed 2 7",
                    "blocks.0.ln1.hook_scale 2 0",
                    "blocks.0.attn.hook_q 3 1 5",
                    "blocks.0.attn.hook_attn_scores 0 4 2",
                    "blocks.0.attn.hook_attn_scores 0 2 4",
                    "blocks.0.hook_resid_mid 5 12",
                    "blocks.0.mlp.hook_post 5 12",
                    "blocks.0.mlp.b_in 12",
                    "probs 5 1")) {
                String[] parts = cell.split(" ");
                screen.card(
                        parts[0],
                        Arrays.stream(parts).skip(1).map(Integer::valueOf).toList());
                assertThat(screen.cardOverflow()).as(cell).isZero();
            }
        }
    }

    @Test
    void showTheArithmeticOfEveryTensorOfAGpt2() throws Exception {
        Model model = Presets.open("nano-sort");
        try (var screen = venue.screen(1000, 700)) {
            screen.open(venue.links().solo() + FULL_CONTEXT);
            assertThat(readCards(screen, model, "nano-sort"))
                    .as("kinds of arithmetic")
                    .containsExactlyInAnyOrder(
                            "bias",
                            "total",
                            "sum",
                            "over",
                            "overRoot",
                            "share",
                            "epsilon",
                            "root",
                            "input",
                            "lessMean",
                            "overSpread",
                            "before",
                            "result");
        }
    }

    @Test
    void showTheArithmeticOfEveryTensorOfALlama() throws Exception {
        String llama = Path.of("src", "test", "resources", "fixtures", "llama-tiny")
                .toAbsolutePath()
                .toString();
        venue.openOnce(Venue.offering(ModelReference.of(llama)));
        try (var screen = venue.screen(1000, 700)) {
            screen.open(venue.links().solo());
            screen.scene().loadEveryDrawnTensor();
            assertThat(readCards(screen, Presets.open(ModelReference.of(llama)), llama))
                    .as("kinds of arithmetic")
                    .containsExactlyInAnyOrder(
                            "total",
                            "sum",
                            "over",
                            "overRoot",
                            "share",
                            "epsilon",
                            "root",
                            "input",
                            "overRms",
                            "before",
                            "result");
        }
    }

    @Test
    void ofAPageThatIsOneFileShowTheArithmeticOfEveryTensorWithoutARequest() throws Exception {
        Path file = folder.resolve("step.html");
        var run = CommandLineRun.of(
                "export",
                "--model",
                "nano-sort",
                "--tokens",
                FULL_CONTEXT.substring("#tokens=".length()),
                "--step",
                "blocks.1.attn.pattern",
                "--out",
                file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        try (var screen = venue.screen(1000, 700)) {
            var asked = new ConcurrentLinkedQueue<String>();
            screen.page().onRequest(request -> asked.add(request.url()));
            screen.open(file.toUri().toString());
            assertThat(screen.step()).isEqualTo("blocks.1.attn.pattern");
            screen.scene().loadEveryDrawnTensor();
            assertThat(readCards(screen, Presets.open("nano-sort"), "nano-sort", node -> node.keep() != Keep.ASIDE))
                    .contains("share", "total", "root");
            assertThat(asked)
                    .filteredOn(address -> !address.startsWith("blob:"))
                    .containsExactly(file.toUri().toString());
        }
    }

    /** Compares the cards of random cells of every kind of tensor. @return the kinds of lines on them */
    private static TreeSet<String> readCards(Screen screen, Model model, String name) throws Exception {
        screen.scene().loadEveryTensor();
        return readCards(screen, model, name, node -> true);
    }

    private static TreeSet<String> readCards(Screen screen, Model model, String name, Predicate<Node> shown)
            throws Exception {
        screen.scene().waitUntil("orrery.walk().weights === 'exact'");
        List<Integer> tokens = screen.scene().tokenIds();
        var numbers = new Numbers(
                TraceFile.of(name, tokens, folder),
                model.weights(),
                tokens,
                model.graph().sizes().n_layers());
        var random = new Random(SEED);
        var kinds = kinds(model, shown);
        var lines = new TreeSet<String>();
        int masked = 0;
        for (int i = 0; i < CARDS; i++) {
            var blocks = kinds.get(i % kinds.size());
            Node node = blocks.get(random.nextInt(blocks.size()));
            int[] cell = cell(model, node, tokens.size(), random);
            ShownCard card =
                    screen.card(node.name(), Arrays.stream(cell).boxed().toList());
            String where = node.name() + Arrays.toString(cell);
            if (node.isWeight()) {
                assertShown(where, Figure.read(card.value()), numbers.at(node.name(), cell), 0);
                assertThat(card.notes()).as(where).singleElement().asString().startsWith("Learned in training");
            } else if (node.name().matches(".*(scores|scores_unscaled|pattern)") && cell[2] > cell[1]) {
                masked++;
                assertMasked(where, card, cell);
            } else {
                assertWorked(where, card, ExpectedCell.of(numbers, node.name(), cell));
                assertShown(where, Figure.read(card.value()), numbers.at(node.name(), cell), 0);
                assertSoftmaxed(where, card, numbers, node, cell);
                lines.addAll(card.lines().keySet());
            }
        }
        assertThat(masked).as("masked cells").isPositive();
        assertThat(screen.errors()).as("errors in the page").isEmpty();
        return lines;
    }

    /** The cards of a score and of a logit show the result of the softmax. */
    private static void assertSoftmaxed(String where, ShownCard card, Numbers numbers, Node node, int[] cell) {
        if (node.name().endsWith("hook_attn_scores") || node.name().equals("logits")) {
            String shares = node.name().equals("logits") ? "probs" : node.name().replace("attn_scores", "pattern");
            assertThat(card.becomes()).as(where).hasSize(1);
            assertShown(where + " after softmax", card.becomes().get(0), numbers.at(shares, cell), 0);
        } else {
            assertThat(card.becomes()).as(where).isEmpty();
        }
    }

    private static void assertMasked(String where, ShownCard card, int[] cell) {
        assertThat(card.value()).as(where).isEqualTo("masked");
        assertThat(card.terms()).as(where).isEmpty();
        assertThat(card.notes())
                .as(where)
                .singleElement()
                .asString()
                .contains("at position " + (cell[2] + 1) + " comes after")
                .contains("at position " + (cell[1] + 1) + ".");
    }

    private static void assertWorked(String where, ShownCard card, ExpectedCell worked) {
        var terms = worked.terms();
        int rows = Math.min(ExpectedCell.MOST_ROWS, terms.size());
        assertThat(card.notes()).as(where).isEmpty();
        assertThat(card.terms()).as(where).hasSize(rows);
        for (int i = 0; i < rows; i++) {
            var shown = card.terms().get(i);
            var term = terms.get(i);
            assertShown(where + " term " + i, shown.value(), term.value(), 0);
            for (int operand = 0; operand < shown.operands().size(); operand++) {
                assertShown(
                        where + " term " + i,
                        shown.operands().get(operand),
                        term.operands().get(operand),
                        0);
            }
        }
        double magnitude =
                terms.stream().mapToDouble(term -> Math.abs(term.value())).sum();
        if (terms.size() > rows) {
            assertThat(card.smaller()).as(where).hasSize(2);
            assertThat(card.smaller().get(0).value()).as(where).isEqualTo(terms.size() - rows);
            double rest = terms.stream()
                    .skip(rows)
                    .mapToDouble(ExpectedCell.Term::value)
                    .sum();
            assertShown(where + " smaller terms", card.smaller().get(1), rest, magnitude);
        } else {
            assertThat(card.smaller()).as(where).isEmpty();
        }
        assertThat(card.lines().keySet())
                .as(where)
                .containsExactlyElementsOf(worked.lines().keySet());
        worked.lines()
                .forEach((key, value) ->
                        assertShown(where + " " + key, card.lines().get(key), value, magnitude + Math.abs(value)));
        if (worked.lines().containsKey("before")) {
            assertThat(card.curve()).as(where).hasSize(2);
            assertShown(where + " curve", card.curve().get(0), worked.lines().get("result"), 1);
            assertShown(where + " curve", card.curve().get(1), worked.lines().get("before"), 0);
            assertThat(card.from()).as(where).startsWith("from Normalised stream");
        }
    }

    /** @param magnitude the sum of the absolute values that were added */
    private static void assertShown(String what, Figure shown, double value, double magnitude) {
        double slack = shown.half() * 1.0001 + SINGLE * magnitude + 1e-7 * Math.abs(value);
        assertThat(shown.value()).as(what).isCloseTo(value, within(slack));
    }

    /** All tensors, grouped by their name without the layer. */
    private static List<List<Node>> kinds(Model model, Predicate<Node> shown) {
        Map<String, List<Node>> kinds = new LinkedHashMap<>();
        model.graph().nodes().stream()
                .filter(shown)
                .forEach(node -> kinds.computeIfAbsent(
                                node.name().replaceFirst("^blocks\\.\\d+\\.", ""), kind -> new ArrayList<>())
                        .add(node));
        return List.copyOf(kinds.values());
    }

    private static int[] cell(Model model, Node node, int positions, Random random) {
        var layout = node.layout(model.graph().sizes(), positions);
        int[] cell = new int[layout.axes().size()];
        Arrays.setAll(cell, axis -> random.nextInt(layout.size(axis)));
        return cell;
    }
}
